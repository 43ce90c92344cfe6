//! What presence leaves behind, and the hours that come of it.

use chrono::TimeDelta;
use kernel::{Instant, PresenceState};
use sea_orm::ConnectionTrait;

use super::*;
use crate::{
    app::{deactivate_staff, hold_centre, read_deliveries, read_ledger, read_timesheets},
    domain::ledger::Month,
    lose_presence, mark_seen, release_units, reserve_units, resume_presence, store,
};

impl World {
    /// Class, minutes since the clock began, minutes it lasted; oldest first.
    async fn spans(&self) -> Vec<(String, i64, i64)> {
        let tx = self.read(Scope::System).await;
        let select = "SELECT class, began_at, ended_at FROM presence_span ORDER BY began_at";
        let statement = sea_orm::Statement::from_string(tx.get_database_backend(), select);
        let rows = tx.query_all_raw(statement).await.unwrap();
        let start = testkit::working_day();
        let read = |row: &sea_orm::QueryResult| {
            let (began, ended): (Instant, Instant) = (
                row.try_get("", "began_at").unwrap(),
                row.try_get("", "ended_at").unwrap(),
            );
            let class = row.try_get("", "class").unwrap();
            let lasted = (ended - began).num_minutes();
            (class, (began - start).num_minutes(), lasted)
        };
        rows.iter().map(read).collect()
    }

    async fn seen(&self, staff: StaffId) {
        let tx = self.write(Scope::System).await;
        let now = self.system().now;
        mark_seen(&tx, &[(staff, now)]).await.unwrap();
        tx.commit().await.unwrap();
    }

    fn pass(&self, minutes: i64) {
        self.clock.advance(TimeDelta::minutes(minutes));
    }

    async fn lose(&self, staff: StaffId) {
        let ctx = self.system();
        let tx = ctx.write().await.unwrap();
        lose_presence(&ctx, &tx, staff).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn resume(&self, staff: StaffId) {
        let ctx = self.system();
        let tx = ctx.write().await.unwrap();
        let lost_after = TimeDelta::seconds(20);
        resume_presence(&ctx, &tx, staff, lost_after).await.unwrap();
        tx.commit().await.unwrap();
    }
}

fn span(class: &str, began: i64, lasted: i64) -> (String, i64, i64) {
    (class.to_owned(), began, lasted)
}

async fn one(database: TestDatabase) -> (World, CentreId, StaffId) {
    let world = World::new(database);
    let centre = world.centre(new_centre("46", "Karriere Vestland")).await;
    let staff = world.staff(centre, 3).await;
    (world, centre, staff)
}

testkit::on_both!(
    each_state_leaves_a_span_when_it_ends,
    async |database: TestDatabase| {
        let (world, _, staff) = one(database).await;
        world.set(staff, PresenceState::Away).await;
        world.pass(5);
        world.set(staff, PresenceState::Available).await;
        world.pass(30);
        world.set(staff, PresenceState::Available).await;
        world.pass(30);
        world.set(staff, PresenceState::WrapUp).await;
        world.pass(10);
        world.set(staff, PresenceState::Offline).await;
        world.pass(60);
        world.set(staff, PresenceState::Available).await;
        let expected = [
            span("away", 0, 5),
            span("available", 5, 60),
            span("busy", 65, 10),
        ];
        assert_eq!(world.spans().await, expected);
    }
);

testkit::on_both!(
    load_signs_of_life_and_capacity_leave_no_span,
    async |database: TestDatabase| {
        let (world, _, staff) = one(database).await;
        world.set(staff, PresenceState::Available).await;
        world.pass(5);
        let tx = world.write(Scope::System).await;
        assert!(reserve_units(&tx, staff, 1).await.unwrap());
        release_units(&tx, staff, 1).await.unwrap();
        store::set_capacity(&tx, staff, 5).await.unwrap();
        tx.commit().await.unwrap();
        world.seen(staff).await;
        assert_eq!(world.spans().await, []);
    }
);

testkit::on_both!(
    who_is_lost_worked_until_the_last_sign_of_life,
    async |database: TestDatabase| {
        let (world, _, staff) = one(database).await;
        world.set(staff, PresenceState::Available).await;
        world.pass(20);
        world.seen(staff).await;
        world.pass(90);
        world.lose(staff).await;
        assert_eq!(world.spans().await, [span("available", 0, 20)]);
    }
);

testkit::on_both!(
    nobody_worked_while_the_service_was_down,
    async |database: TestDatabase| {
        let (world, _, staff) = one(database).await;
        world.set(staff, PresenceState::Available).await;
        world.pass(20);
        world.seen(staff).await;
        world.resume(staff).await;
        assert_eq!(world.spans().await, [], "only a moment");
        world.pass(90);
        world.resume(staff).await;
        let presence = world.presence(staff).await;
        assert_eq!(presence.state, PresenceState::Available);
        assert_eq!(presence.since, world.system().now);
        world.pass(10);
        world.set(staff, PresenceState::Offline).await;
        let expected = [span("available", 0, 20), span("available", 110, 10)];
        assert_eq!(world.spans().await, expected);
    }
);

testkit::on_both!(
    an_ended_membership_ends_the_span,
    async |database: TestDatabase| {
        let (world, centre, staff) = one(database).await;
        world.set(staff, PresenceState::Available).await;
        world.pass(15);
        let ctx = world.system();
        let tx = ctx.write().await.unwrap();
        let held = hold_centre(&tx, centre).await.unwrap();
        deactivate_staff(&ctx, &tx, &held, staff).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.spans().await, [span("available", 0, 15)]);
    }
);

testkit::on_both!(
    spans_are_never_changed_and_another_centre_sees_none,
    async |database: TestDatabase| {
        let (world, centre, staff) = one(database).await;
        let other = world.centre(new_centre("03", "Karriere Oslo")).await;
        world.set(staff, PresenceState::Available).await;
        world.pass(15);
        world.set(staff, PresenceState::Offline).await;
        let tx = world.write(Scope::System).await;
        let change = "UPDATE presence_span SET class = 'away'";
        let changed = tx.execute_unprepared(change).await;
        assert!(changed.is_err() || changed.unwrap().rows_affected() == 0);
        drop(tx);
        let tx = world.read(Scope::Centre(other)).await;
        let ever = (Instant::UNIX_EPOCH, world.system().now);
        assert_eq!(
            store::list_work(&tx, Some(centre), ever)
                .await
                .unwrap()
                .len(),
            0
        );
        assert_eq!(world.spans().await.len(), 1);
    }
);

testkit::on_both!(
    a_ledger_counts_work_while_the_national_queue_is_open,
    async |database: TestDatabase| {
        let (world, centre, staff) = one(database).await;
        let second = world.staff(centre, 3).await;
        // Chat is open from 09:00 to 15:30 on Mondays; it is 10:00.
        world.set(staff, PresenceState::Available).await;
        world.pass(60);
        world.set(staff, PresenceState::Away).await;
        world.set(second, PresenceState::Available).await;
        world.pass(6 * 60);
        world.seen(second).await;
        let tx = world.read(Scope::Centre(centre)).await;
        let held = store::find_centre(&tx, centre).await.unwrap().unwrap();
        let month = Month::parse("2026-11").unwrap();
        let ledger = read_ledger(&tx, &held, month).await.unwrap();
        // One hour, and the second from 11:00 to 15:30 though still there at 17:00.
        let worked = 3600 + 9 * 1800;
        assert_eq!(ledger.month.worked, worked);
        assert_eq!(ledger.month.agreed, None, "by share only");
        let weeks: Vec<_> = ledger.weeks.iter().map(|week| week.worked).collect();
        assert_eq!(weeks, [0, 0, 0, 0, worked, 0]);
        let sheets = read_timesheets(&tx, &held, month).await.unwrap();
        let each: Vec<_> = sheets.iter().map(|(_, worked)| worked.total).collect();
        assert_eq!(each.iter().sum::<u64>(), worked);
        drop(tx);
        let tx = world.read(Scope::National).await;
        let delivered = read_deliveries(&tx, month).await.unwrap();
        assert_eq!(delivered.len(), 1);
        assert_eq!(delivered[0].1, ledger.month);
    }
);
