//! Shifts that come round by the week.

use kernel::SeriesId;

use super::{rota::at, *};
use crate::{
    DatedException, NewClosedDay, NewException, Replacement, Texts,
    app::rota::{
        Made, NewSeries, OnCollision, Replaced, RotaError, SeriesChange, ShiftChange,
        create_series, delete_series, find_series, preview_series, update_series,
    },
    create_closed_day, create_exception,
    domain::rota::{Outcome, Series, Shift},
};

fn mondays(staff_id: StaffId) -> NewSeries {
    NewSeries {
        staff_id,
        first_on: date(2026, 11, 30),
        until: date(2026, 12, 31),
        every_weeks: 1,
        span: Span::from_clock("09:00", "15:00").unwrap(),
        channels: vec![Channel::Chat],
        queue: QueueKind::National,
        note: None,
        skip_closed: false,
    }
}

fn change(from: NaiveDate) -> SeriesChange {
    SeriesChange {
        from,
        staff_id: None,
        first_on: None,
        until: None,
        every_weeks: None,
        span: None,
        channels: None,
        queue: None,
        note: None,
        skip_closed: None,
        on_collision: OnCollision::Refuse,
    }
}

fn days(shifts: &[Shift]) -> Vec<(String, String)> {
    let clock = |at: kernel::Instant| {
        at.with_timezone(&DEFAULT_ZONE)
            .format("%d %H:%M")
            .to_string()
    };
    let span = |shift: &Shift| {
        let period = shift.content.period;
        (clock(period.starts_at()), clock(period.ends_at()))
    };
    shifts.iter().map(span).collect()
}

impl World {
    async fn plan_series(
        &self,
        centre: CentreId,
        new: NewSeries,
        on_collision: OnCollision,
    ) -> Result<Made, RotaError> {
        let (ctx, tx, held) = self.held(centre).await;
        let made = create_series(&ctx, &tx, &held, (new, on_collision)).await?;
        tx.commit().await.unwrap();
        Ok(made)
    }

    async fn change_series(
        &self,
        centre: CentreId,
        old: &Series,
        change: SeriesChange,
    ) -> Result<Made, RotaError> {
        let (ctx, tx, held) = self.held(centre).await;
        let made = update_series(&ctx, &tx, &held, old, change).await?;
        tx.commit().await.unwrap();
        Ok(made)
    }

    async fn drop_series(&self, centre: CentreId, id: SeriesId, from: Option<NaiveDate>) {
        let (ctx, tx, held) = self.held(centre).await;
        delete_series(&ctx, &tx, &held, (id, from)).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Days and hours of every shift with its series, by start.
    async fn rows(&self, centre: CentreId) -> Vec<(String, Option<SeriesId>)> {
        let views = self.shifts(centre).await;
        let row = |view: &crate::app::rota::ShiftView| {
            let starts_at = view.shift.content.period.starts_at();
            let local = starts_at.with_timezone(&DEFAULT_ZONE);
            (
                local.format("%m-%d %H:%M").to_string(),
                view.shift.series_id,
            )
        };
        views.iter().map(row).collect()
    }
}

testkit::on_both!(
    a_series_makes_all_its_shifts_and_leaves_closed_days_out,
    async |database: TestDatabase| {
        let (world, centre, [kari, _]) = World::rota(database).await;
        let ctx = world.system();
        let tx = ctx.write().await.unwrap();
        let closed = NewClosedDay {
            day: date(2026, 12, 7),
            names: vec![Texts::from_iter([(Language::Nb, "Stengt")])],
        };
        create_closed_day(&ctx, &tx, closed).await.unwrap();
        for (day, channel) in [(14, Some(Channel::Chat)), (21, Some(Channel::Phone))] {
            let exception = DatedException {
                date: date(2026, 12, day),
                queue: None,
                channel,
                replacement: Replacement::Closed,
                text: Texts::default(),
            };
            let new = NewException {
                centre_id: centre,
                exception,
            };
            create_exception(&ctx, &tx, new).await.unwrap();
        }
        tx.commit().await.unwrap();
        let new = NewSeries {
            skip_closed: true,
            ..mondays(kari)
        };
        let (ctx, tx, held) = world.held(centre).await;
        let previewed = preview_series(&ctx, &tx, &held, (new.clone(), None)).await;
        drop(tx);
        let outcomes: Vec<Outcome> = previewed.unwrap().iter().map(|p| p.outcome).collect();
        let (made, closed) = (Outcome::Made, Outcome::Closed);
        assert_eq!(outcomes, [made, closed, closed, made, made]);
        assert!(world.shifts(centre).await.is_empty());
        let made = world.plan_series(centre, new, OnCollision::Refuse).await;
        let made = made.unwrap();
        let left_out: Vec<NaiveDate> = made.left_out.iter().map(|p| p.date).collect();
        assert_eq!(left_out, [date(2026, 12, 7), date(2026, 12, 14)]);
        let hours = |day: &str| (format!("{day} 09:00"), format!("{day} 15:00"));
        assert_eq!(days(&made.shifts), [hours("30"), hours("21"), hours("28")]);
    }
);

testkit::on_both!(
    dates_that_collide_stop_the_whole_or_are_left_out,
    async |database: TestDatabase| {
        let (world, centre, [kari, _]) = World::rota(database).await;
        let new = super::rota::new_shift(kari, "2026-12-07T14:00", "2026-12-07T18:00");
        let other = world.plan(centre, new).await.unwrap();
        let refused = world
            .plan_series(centre, mondays(kari), OnCollision::Refuse)
            .await;
        assert!(matches!(refused, Err(RotaError::Overlap(ids)) if ids == [other.id]));
        assert_eq!(world.shifts(centre).await.len(), 1);
        let made = world
            .plan_series(centre, mondays(kari), OnCollision::Skip)
            .await
            .unwrap();
        assert_eq!((made.shifts.len(), made.left_out.len()), (4, 1));
        assert_eq!(made.left_out[0].outcome, Outcome::Collides);
    }
);

testkit::on_both!(a_series_is_bounded, async |database: TestDatabase| {
    let (world, centre, [kari, _]) = World::rota(database).await;
    let good = || mondays(kari);
    let broken = [
        (
            "until",
            NewSeries {
                until: date(2026, 11, 29),
                ..good()
            },
        ),
        (
            "until",
            NewSeries {
                until: date(2027, 11, 30),
                ..good()
            },
        ),
        (
            "first_on",
            NewSeries {
                first_on: date(2026, 10, 1),
                ..good()
            },
        ),
        (
            "every_weeks",
            NewSeries {
                every_weeks: 0,
                ..good()
            },
        ),
        (
            "every_weeks",
            NewSeries {
                every_weeks: 9,
                ..good()
            },
        ),
        (
            "ends",
            NewSeries {
                span: Span::from_clock("09:00", "09:10").unwrap(),
                ..good()
            },
        ),
        (
            "ends",
            NewSeries {
                span: Span::from_clock("07:00", "23:01").unwrap(),
                ..good()
            },
        ),
        (
            "channels",
            NewSeries {
                channels: Vec::new(),
                ..good()
            },
        ),
    ];
    for (field, new) in broken {
        let refused = world.plan_series(centre, new, OnCollision::Refuse).await;
        assert!(
            matches!(&refused, Err(RotaError::Invalid(faults)) if faults[0].field == field),
            "{field}: {refused:?}"
        );
    }
    let year = NewSeries {
        first_on: date(2026, 11, 23),
        until: date(2027, 11, 29),
        ..good()
    };
    let made = world.plan_series(centre, year, OnCollision::Refuse).await;
    assert_eq!(made.unwrap().shifts.len(), 54);
});

testkit::on_both!(
    changing_one_shift_keeps_the_others_and_takes_it_out_of_the_series,
    async |database: TestDatabase| {
        let (world, centre, [kari, _]) = World::rota(database).await;
        let made = world
            .plan_series(centre, mondays(kari), OnCollision::Refuse)
            .await
            .unwrap();
        let one = ShiftChange {
            starts_at: Some(at("2026-12-07T10:00")),
            ..ShiftChange::default()
        };
        world.replan(&made.shifts[1], one).await.unwrap();
        let id = Some(made.series.id);
        let expected = |alone: &str| {
            [
                "11-30 09:00",
                alone,
                "12-14 09:00",
                "12-21 09:00",
                "12-28 09:00",
            ]
            .map(str::to_owned)
        };
        let rows = world.rows(centre).await;
        let clocks: Vec<String> = rows.iter().map(|row| row.0.clone()).collect();
        assert_eq!(clocks, expected("12-07 10:00"));
        let series: Vec<Option<SeriesId>> = rows.iter().map(|row| row.1).collect();
        assert_eq!(series, [id, None, id, id, id]);
        // The series goes, the one that left it stays.
        world.drop_series(centre, made.series.id, None).await;
        let rows = world.rows(centre).await;
        assert_eq!(rows, [("12-07 10:00".to_owned(), None)]);
        let (_, tx, held) = world.held(centre).await;
        let gone = find_series(&tx, &held, made.series.id).await;
        assert!(matches!(gone, Err(RotaError::NotFound)));
    }
);

testkit::on_both!(
    this_and_following_become_a_series_of_their_own,
    async |database: TestDatabase| {
        let (world, centre, [kari, ola]) = World::rota(database).await;
        let made = world
            .plan_series(centre, mondays(kari), OnCollision::Refuse)
            .await
            .unwrap();
        let following = SeriesChange {
            staff_id: Some(ola),
            span: Some(Span::from_clock("12:00", "20:00").unwrap()),
            ..change(date(2026, 12, 10))
        };
        let changed = world
            .change_series(centre, &made.series, following)
            .await
            .unwrap();
        assert_ne!(changed.series.id, made.series.id);
        assert_eq!(changed.series.first_on, date(2026, 12, 14));
        // The same shifts at another time: they stay what they are in calendars.
        let ids = |shifts: &[Shift]| shifts.iter().map(|shift| shift.id).collect::<Vec<_>>();
        assert_eq!(ids(&changed.shifts), ids(&made.shifts[2..]));
        assert!(changed.shifts.iter().all(|shift| shift.version == 2));
        let rows = world.rows(centre).await;
        let (old, new) = (Some(made.series.id), Some(changed.series.id));
        let expected = [
            ("11-30 09:00", old),
            ("12-07 09:00", old),
            ("12-14 12:00", new),
            ("12-21 12:00", new),
            ("12-28 12:00", new),
        ];
        assert_eq!(rows, expected.map(|(clock, id)| (clock.to_owned(), id)));
        let (_, tx, held) = world.held(centre).await;
        let ended = find_series(&tx, &held, made.series.id).await.unwrap();
        assert_eq!((ended.until, ended.version), (date(2026, 12, 13), 2));
    }
);

testkit::on_both!(
    a_whole_series_moves_to_another_weekday_and_keeps_its_name,
    async |database: TestDatabase| {
        let (world, centre, [kari, _]) = World::rota(database).await;
        let made = world
            .plan_series(centre, mondays(kari), OnCollision::Refuse)
            .await
            .unwrap();
        let moved = SeriesChange {
            first_on: Some(date(2026, 12, 2)),
            every_weeks: Some(2),
            ..change(date(2026, 11, 30))
        };
        let (ctx, tx, held) = world.held(centre).await;
        let same = NewSeries {
            first_on: date(2026, 12, 7),
            ..mondays(kari)
        };
        let replaced = Some(Replaced {
            series_id: made.series.id,
            from: date(2026, 11, 30),
        });
        // A preview of the change collides with nothing that goes.
        for (replaced, outcome) in [(None, Outcome::Collides), (replaced, Outcome::Made)] {
            let previewed = preview_series(&ctx, &tx, &held, (same.clone(), replaced)).await;
            assert!(previewed.unwrap().iter().all(|p| p.outcome == outcome));
        }
        drop(tx);
        let changed = world
            .change_series(centre, &made.series, moved)
            .await
            .unwrap();
        assert_eq!(changed.series.id, made.series.id);
        assert_eq!(changed.series.version, 2);
        let rows = world.rows(centre).await;
        let clocks: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
        assert_eq!(clocks, ["12-02 09:00", "12-16 09:00", "12-30 09:00"]);
        let far = SeriesChange {
            first_on: Some(date(2026, 12, 9)),
            ..change(date(2026, 12, 2))
        };
        let refused = world.change_series(centre, &changed.series, far).await;
        assert!(
            matches!(refused, Err(RotaError::Invalid(faults)) if faults[0].field == "first_on")
        );
    }
);

testkit::on_both!(
    shifts_that_have_begun_stay_when_a_series_ends,
    async |database: TestDatabase| {
        let (world, centre, [kari, _]) = World::rota(database).await;
        let new = NewSeries {
            first_on: date(2026, 11, 16),
            ..mondays(kari)
        };
        let made = world.plan_series(centre, new, OnCollision::Refuse).await;
        let made = made.unwrap();
        // It is 10 o'clock on the 23rd: that day's shift runs.
        world
            .drop_series(centre, made.series.id, Some(date(2026, 11, 1)))
            .await;
        let rows = world.rows(centre).await;
        let clocks: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
        assert_eq!(clocks, ["11-16 09:00", "11-23 09:00"]);
    }
);
