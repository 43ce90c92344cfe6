//! Shifts, absences, who is on now, and what is planned.

use chrono::{DateTime, TimeDelta};
use kernel::{Instant, PresenceState, ShiftId};
use tokio::task::JoinSet;

use super::*;
use crate::{
    app::{
        deactivate_staff, hold_centre,
        rota::{
            NewAbsence, NewShift, Reported, RotaError, ShiftChange, ShiftView, create_shift,
            delete_absence, delete_shift, find_shift, make_feed, open_feed, report_absence,
            rota_now, update_shift, view_shifts,
        },
    },
    domain::{
        Centre,
        rota::{Period, Shift},
    },
    planned, set_presence,
    store::{
        self,
        rota::{Page, ShiftFilter},
    },
};

pub(super) fn at(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(&format!("{text}:00+01:00"))
        .unwrap()
        .to_utc()
}

pub(super) fn new_shift(staff_id: StaffId, from: &str, until: &str) -> NewShift {
    NewShift {
        staff_id,
        starts_at: at(from),
        ends_at: at(until),
        channels: vec![Channel::Phone, Channel::Chat],
        queue: QueueKind::National,
        note: Some("Husk nøkkelen".to_owned()),
    }
}

impl World {
    /// A centre with two counsellors.
    pub(super) async fn rota(database: TestDatabase) -> (Self, CentreId, [StaffId; 2]) {
        let world = Self::new(database);
        let centre = world.centre(new_centre("46", "Karriere Vestland")).await;
        let staff = [world.staff(centre, 2).await, world.staff(centre, 2).await];
        (world, centre, staff)
    }

    /// Begins a change in the centre's own scope.
    pub(super) async fn held(&self, id: CentreId) -> (Ctx, TenantTx, Centre) {
        let ctx = self.ctx(Scope::Centre(id));
        let tx = ctx.write().await.unwrap();
        let centre = hold_centre(&tx, id).await.unwrap();
        (ctx, tx, centre)
    }

    pub(super) async fn plan(&self, centre: CentreId, new: NewShift) -> Result<Shift, RotaError> {
        let (ctx, tx, held) = self.held(centre).await;
        let shift = create_shift(&ctx, &tx, &held, new).await?;
        tx.commit().await.unwrap();
        Ok(shift)
    }

    pub(super) async fn replan(
        &self,
        shift: &Shift,
        change: ShiftChange,
    ) -> Result<Shift, RotaError> {
        let (ctx, tx, held) = self.held(shift.centre_id).await;
        let shift = update_shift(&ctx, &tx, &held, shift, change).await?;
        tx.commit().await.unwrap();
        Ok(shift)
    }

    pub(super) async fn report(
        &self,
        centre: CentreId,
        staff_id: StaffId,
        (from, until): (&str, &str),
    ) -> Reported {
        let (ctx, tx, held) = self.held(centre).await;
        let new = NewAbsence {
            staff_id,
            starts_at: at(from),
            ends_at: at(until),
        };
        let reported = report_absence(&ctx, &tx, &held, (new, "absence:create"));
        let reported = reported.await.unwrap();
        tx.commit().await.unwrap();
        reported
    }

    pub(super) async fn shifts(&self, centre: CentreId) -> Vec<ShiftView> {
        let ctx = self.ctx(Scope::Centre(centre));
        let tx = ctx.read().await.unwrap();
        let found = store::find_centre(&tx, centre).await.unwrap().unwrap();
        let all = ShiftFilter::default();
        let shifts = store::rota::list_shifts(&tx, centre, all, None).await;
        let views = view_shifts(&tx, &found, shifts.unwrap(), ctx.now).await;
        views.unwrap()
    }
}

testkit::on_both!(
    a_person_never_has_two_shifts_at_the_same_time,
    async |database: TestDatabase| {
        let (world, centre, [kari, ola]) = World::rota(database).await;
        let plan = async |staff, from, until| {
            let new = new_shift(staff, from, until);
            world.plan(centre, new).await
        };
        let first = plan(kari, "2026-11-24T09:00", "2026-11-24T15:00").await;
        let first = first.unwrap();
        for (from, until) in [
            ("2026-11-24T14:59", "2026-11-24T20:00"),
            ("2026-11-24T08:00", "2026-11-24T09:01"),
            ("2026-11-24T10:00", "2026-11-24T11:00"),
            ("2026-11-24T02:00", "2026-11-24T16:00"),
        ] {
            let refused = plan(kari, from, until).await;
            assert!(
                matches!(&refused, Err(RotaError::Overlap(ids)) if *ids == [first.id]),
                "{refused:?}"
            );
        }
        // What touches does not overlap, and others are free.
        let night = plan(kari, "2026-11-24T15:00", "2026-11-25T06:00").await;
        plan(ola, "2026-11-24T09:00", "2026-11-24T15:00")
            .await
            .unwrap();
        let change = ShiftChange {
            starts_at: Some(at("2026-11-24T14:30")),
            ..ShiftChange::default()
        };
        let moved = world.replan(&night.unwrap(), change).await;
        assert!(matches!(moved, Err(RotaError::Overlap(_))), "{moved:?}");
        // Onto itself it may be moved.
        let change = ShiftChange {
            starts_at: Some(at("2026-11-24T08:30")),
            ..ShiftChange::default()
        };
        let moved = world.replan(&first, change).await.unwrap();
        assert_eq!((moved.id, moved.version), (first.id, 2));
    }
);

testkit::on_both!(
    the_table_refuses_overlapping_shifts_whatever_the_code_believes,
    async |database: TestDatabase| {
        let (world, centre, [kari, ola]) = World::rota(database).await;
        let new = new_shift(kari, "2026-11-24T09:00", "2026-11-24T15:00");
        let shift = world.plan(centre, new).await.unwrap();
        let new = new_shift(ola, "2026-11-24T10:00", "2026-11-24T12:00");
        let other = world.plan(centre, new).await.unwrap();
        let (ctx, tx, _) = world.held(centre).await;
        let twin = Shift {
            id: ctx.new_id(),
            ..shift.clone()
        };
        assert!(store::rota::insert_shift(&tx, &twin).await.is_err());
        drop(tx);
        let (_, tx, _) = world.held(centre).await;
        let mut moved = other;
        moved.content.staff_id = kari;
        assert!(store::rota::update_shift(&tx, &moved).await.is_err());
    }
);

testkit::on_both!(
    of_those_who_plan_one_person_at_the_same_time_one_wins,
    async |database: TestDatabase| {
        let (world, centre, [kari, _]) = World::rota(database).await;
        let racers = (0..8).map(|_| {
            let ctx = world.ctx(Scope::Centre(centre));
            async move {
                let tx = ctx.write().await.unwrap();
                let held = hold_centre(&tx, centre).await.unwrap();
                let new = new_shift(kari, "2026-11-24T09:00", "2026-11-24T15:00");
                let planned = create_shift(&ctx, &tx, &held, new).await;
                if planned.is_ok() {
                    tx.commit().await.unwrap();
                }
                planned.is_ok()
            }
        });
        let racers: JoinSet<bool> = racers.collect();
        let won = racers.join_all().await;
        assert_eq!(won.iter().filter(|won| **won).count(), 1);
        assert_eq!(world.shifts(centre).await.len(), 1);
    }
);

testkit::on_both!(
    a_shift_that_breaks_a_rule_is_refused_by_field,
    async |database: TestDatabase| {
        let (world, centre, [kari, _]) = World::rota(database).await;
        let oslo = world.centre(new_centre("03", "Karriere Oslo")).await;
        let stranger = world.staff(oslo, 2).await;
        let good = || new_shift(kari, "2026-11-24T09:00", "2026-11-24T15:00");
        let broken = [
            (
                "staff_id",
                NewShift {
                    staff_id: stranger,
                    ..good()
                },
            ),
            (
                "ends_at",
                NewShift {
                    ends_at: at("2026-11-24T09:14"),
                    ..good()
                },
            ),
            (
                "ends_at",
                NewShift {
                    ends_at: at("2026-11-25T01:01"),
                    ..good()
                },
            ),
            (
                "ends_at",
                NewShift {
                    ends_at: at("2026-11-24T08:00"),
                    ..good()
                },
            ),
            (
                "starts_at",
                NewShift {
                    starts_at: at("2026-11-24T09:00") + TimeDelta::seconds(1),
                    ..good()
                },
            ),
            (
                "starts_at",
                new_shift(kari, "2027-12-01T09:00", "2027-12-01T10:00"),
            ),
            (
                "starts_at",
                new_shift(kari, "2025-11-01T09:00", "2025-11-01T10:00"),
            ),
            (
                "channels",
                NewShift {
                    channels: Vec::new(),
                    ..good()
                },
            ),
            (
                "note",
                NewShift {
                    note: Some("a\nb".to_owned()),
                    ..good()
                },
            ),
            (
                "note",
                NewShift {
                    note: Some("å".repeat(201)),
                    ..good()
                },
            ),
        ];
        for (field, new) in broken {
            let refused = world.plan(centre, new).await;
            assert!(
                matches!(&refused, Err(RotaError::Invalid(faults)) if faults[0].field == field),
                "{field}: {refused:?}"
            );
        }
        assert!(world.shifts(centre).await.is_empty());
    }
);

testkit::on_both!(
    shifts_are_listed_by_what_they_overlap_and_in_pages,
    async |database: TestDatabase| {
        let (world, centre, [kari, ola]) = World::rota(database).await;
        for (staff, from, until) in [
            (kari, "2026-11-22T20:00", "2026-11-23T06:00"),
            (kari, "2026-11-23T09:00", "2026-11-23T15:00"),
            (ola, "2026-11-23T22:00", "2026-11-24T06:00"),
            (ola, "2026-11-24T09:00", "2026-11-24T15:00"),
        ] {
            world
                .plan(centre, new_shift(staff, from, until))
                .await
                .unwrap();
        }
        let monday = Period::new(at("2026-11-23T00:00"), at("2026-11-24T00:00"));
        let mut filter = ShiftFilter {
            within: monday.ok(),
            ..ShiftFilter::default()
        };
        let tx = world.read(Scope::Centre(centre)).await;
        let list = async |filter, page| {
            let shifts = store::rota::list_shifts(&tx, centre, filter, page).await;
            shifts.unwrap()
        };
        assert_eq!(list(filter, None).await.len(), 3);
        let mut after = None;
        let mut seen = Vec::new();
        loop {
            let page = list(filter, Some(Page { after, limit: 2 })).await;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            seen.extend(page.iter().map(|shift| shift.id));
        }
        let distinct: std::collections::BTreeSet<ShiftId> = seen.iter().copied().collect();
        assert_eq!((seen.len(), distinct.len()), (3, 3));
        filter.staff = Some(kari);
        assert_eq!(list(filter, None).await.len(), 2);
    }
);

testkit::on_both!(
    an_absence_uncovers_shifts_and_taking_it_back_covers_them,
    async |database: TestDatabase| {
        let (world, centre, [kari, ola]) = World::rota(database).await;
        let new = new_shift(kari, "2026-11-24T09:00", "2026-11-24T15:00");
        world.plan(centre, new).await.unwrap();
        let new = new_shift(ola, "2026-11-24T09:00", "2026-11-24T15:00");
        world.plan(centre, new).await.unwrap();
        let hours = async || {
            let tx = world.read(Scope::Centre(centre)).await;
            let (from, until) = (date(2026, 11, 23), date(2026, 11, 30));
            let weeks = planned(&tx, centre, from, until).await.unwrap();
            assert_eq!(weeks.len(), 1);
            let week = &weeks[0];
            assert_eq!((week.monday, week.queue), (from, QueueKind::National));
            assert_eq!(
                week.covered.by_channel[&Channel::Chat],
                week.covered.minutes
            );
            week.covered.minutes
        };
        assert_eq!(hours().await, 12 * 60);
        let stretch = ("2026-11-24T12:00", "2026-11-26T00:00");
        let reported = world.report(centre, kari, stretch).await;
        assert_eq!(reported.uncovered.len(), 1);
        let uncovered = &reported.uncovered[0];
        let absent = Period::new(at("2026-11-24T12:00"), at("2026-11-24T15:00"));
        assert_eq!(uncovered.absent, [absent.unwrap()]);
        assert_eq!(hours().await, 9 * 60);
        let (ctx, tx, held) = world.held(centre).await;
        let id = reported.absence.id;
        let foreign = (id, Some(ola), "absence:delete_own");
        let refused = delete_absence(&ctx, &tx, &held, foreign).await;
        assert!(matches!(refused, Err(RotaError::NotFound)));
        let own = (id, Some(kari), "absence:delete_own");
        delete_absence(&ctx, &tx, &held, own).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(hours().await, 12 * 60);
        let views = world.shifts(centre).await;
        assert!(views.iter().all(|view| view.absent.is_empty()));
    }
);

testkit::on_both!(
    who_is_on_now_who_is_missing_and_what_changes_next,
    async |database: TestDatabase| {
        let (world, centre, [kari, ola]) = World::rota(database).await;
        let now = async || {
            let ctx = world.ctx(Scope::Centre(centre));
            let tx = ctx.read().await.unwrap();
            let found = store::find_centre(&tx, centre).await.unwrap().unwrap();
            rota_now(&ctx, &tx, &found).await.unwrap()
        };
        assert!(now().await.on.is_empty() && now().await.next_change_at.is_none());
        for (staff, from, until) in [
            (kari, "2026-11-23T08:00", "2026-11-23T16:00"),
            (ola, "2026-11-23T09:00", "2026-11-23T12:00"),
            (ola, "2026-11-23T13:00", "2026-11-23T16:00"),
        ] {
            world
                .plan(centre, new_shift(staff, from, until))
                .await
                .unwrap();
        }
        let ctx = world.ctx(Scope::Centre(centre));
        let tx = ctx.write().await.unwrap();
        set_presence(&ctx, &tx, kari, PresenceState::Available)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let told = now().await;
        let missing: Vec<StaffId> = told
            .on
            .iter()
            .filter(|on| on.is_missing())
            .map(|on| on.view.shift.content.staff_id)
            .collect();
        assert_eq!((told.on.len(), missing), (2, vec![ola]));
        assert_eq!(told.next_change_at, Some(at("2026-11-23T12:00")));
        // Whoever is absent is not missing.
        let stretch = ("2026-11-23T09:30", "2026-11-23T11:00");
        world.report(centre, ola, stretch).await;
        let told = now().await;
        assert!(told.on.iter().all(|on| !on.is_missing()));
        assert_eq!(told.next_change_at, Some(at("2026-11-23T11:00")));
    }
);

testkit::on_both!(
    whoever_leaves_leaves_coming_shifts_uncovered_and_no_link_open,
    async |database: TestDatabase| {
        let (world, centre, [kari, _]) = World::rota(database).await;
        for (from, until) in [
            ("2026-11-20T09:00", "2026-11-20T15:00"),
            ("2027-11-20T09:00", "2027-11-20T15:00"),
        ] {
            world
                .plan(centre, new_shift(kari, from, until))
                .await
                .unwrap();
        }
        let (ctx, tx, held) = world.held(centre).await;
        let link = make_feed(&ctx, &tx, &held, (kari, Language::Nn)).await;
        let (_, secret) = link.unwrap();
        tx.commit().await.unwrap();
        let told = open_feed(&ctx, secret.expose()).await.unwrap().unwrap();
        assert_eq!((told.shifts.len(), told.language), (1, Language::Nn));
        let (ctx, tx, held) = world.held(centre).await;
        deactivate_staff(&ctx, &tx, &held, kari).await.unwrap();
        tx.commit().await.unwrap();
        let absent = world.shifts(centre).await;
        let absent: Vec<bool> = absent.iter().map(|v| !v.absent.is_empty()).collect();
        assert_eq!(absent, [false, true]);
        assert!(open_feed(&ctx, secret.expose()).await.unwrap().is_none());
    }
);

testkit::on_both!(
    a_centre_neither_sees_nor_changes_another_ones_rota,
    async |database: TestDatabase| {
        let (world, centre, [kari, _]) = World::rota(database).await;
        let oslo = world.centre(new_centre("03", "Karriere Oslo")).await;
        let new = new_shift(kari, "2026-11-24T09:00", "2026-11-24T15:00");
        let shift = world.plan(centre, new).await.unwrap();
        world
            .report(centre, kari, ("2026-11-25T09:00", "2026-11-25T10:00"))
            .await;
        let (ctx, tx, held) = world.held(oslo).await;
        let found = find_shift(&tx, &held, shift.id).await;
        assert!(matches!(found, Err(RotaError::NotFound)));
        let removed = delete_shift(&ctx, &tx, &held, shift.id).await;
        assert!(matches!(removed, Err(RotaError::NotFound)));
        let all = ShiftFilter::default();
        let seen = store::rota::list_shifts(&tx, centre, all, None).await;
        assert!(seen.unwrap().is_empty());
        let year = Period::new(at("2026-01-01T00:00"), at("2027-01-01T00:00")).unwrap();
        let seen = store::rota::list_absences(&tx, centre, None, year).await;
        assert!(seen.unwrap().is_empty());
        let days = (date(2026, 11, 1), date(2026, 12, 1));
        assert!(
            planned(&tx, centre, days.0, days.1)
                .await
                .unwrap()
                .is_empty()
        );
        // Whatever the filter says, the rows of another centre are not written.
        store::rota::delete_shifts(&tx, &[shift.id]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.shifts(centre).await.len(), 1);
    }
);
