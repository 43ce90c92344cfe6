//! State, heartbeat, load.

use chrono::TimeDelta;
use kernel::PresenceState;
use sea_orm::ConnectionTrait;

use super::*;
use crate::{
    Presence, PresenceError, find_counsellor, find_presence, list_counsellors, list_lost,
    mark_seen, release_units, reserve_units, set_presence,
};

impl World {
    async fn one_counsellor(&self, capacity_units: u32) -> (CentreId, StaffId) {
        let centre = self.centre(new_centre("46", "Karriere Vestland")).await;
        (centre, self.staff(centre, capacity_units).await)
    }

    pub(super) async fn set(&self, staff: StaffId, state: PresenceState) -> Presence {
        let ctx = self.system();
        let tx = ctx.write().await.unwrap();
        let presence = set_presence(&ctx, &tx, staff, state).await.unwrap();
        tx.commit().await.unwrap();
        presence
    }

    pub(super) async fn reserve(&self, staff: StaffId, units: u32) -> bool {
        let tx = self.write(Scope::System).await;
        let reserved = reserve_units(&tx, staff, units).await.unwrap();
        tx.commit().await.unwrap();
        reserved
    }

    pub(super) async fn presence(&self, staff: StaffId) -> Presence {
        let tx = self.read(Scope::System).await;
        find_presence(&tx, staff).await.unwrap()
    }

    async fn change_capacity(&self, staff: StaffId, units: u32) {
        self.run(&format!("UPDATE staff SET capacity_units = {units}"), staff)
            .await;
    }

    async fn run(&self, sql: &str, staff: StaffId) {
        let tx = self.write(Scope::System).await;
        let condition = if sql.contains("presence") {
            "staff_id = $1"
        } else {
            "id = $1"
        };
        let statement = sea_orm::Statement::from_sql_and_values(
            tx.get_database_backend(),
            format!("{sql} WHERE {condition}"),
            [staff.to_row().into()],
        );
        assert_eq!(tx.execute_raw(statement).await.unwrap().rows_affected(), 1);
        tx.commit().await.unwrap();
    }
}

testkit::on_both!(
    since_moves_only_when_the_state_changes,
    async |database: TestDatabase| {
        let world = World::new(database);
        let (_, staff) = world.one_counsellor(3).await;
        let start = testkit::working_day();
        world.clock.advance(TimeDelta::seconds(60));
        let first = world.set(staff, PresenceState::Available).await;
        assert_eq!(first.since, start + TimeDelta::seconds(60));
        world.clock.advance(TimeDelta::seconds(60));
        let again = world.set(staff, PresenceState::Available).await;
        assert_eq!(again.since, first.since);
        assert_eq!(again.seen_at, start + TimeDelta::seconds(120));
        let away = world.set(staff, PresenceState::Away).await;
        assert_eq!(away.since, start + TimeDelta::seconds(120));
        assert_eq!(world.presence(staff).await, away);
    }
);

testkit::on_both!(
    every_state_can_be_set_and_tells_dispatch,
    async |database: TestDatabase| {
        let world = World::new(database);
        let (_, staff) = world.one_counsellor(3).await;
        for state in PresenceState::ALL {
            assert_eq!(world.set(staff, *state).await.state, *state);
        }
        let told: Vec<_> = world
            .events()
            .await
            .into_iter()
            .filter(|(topic, _)| topic == "presence.changed")
            .collect();
        let payload = format!(r#"{{"staff_id":"{staff}"}}"#);
        assert_eq!(told.len(), PresenceState::ALL.len());
        assert!(told.iter().all(|(_, told)| *told == payload));
    }
);

testkit::on_both!(
    capacity_follows_the_agreed_one_but_never_below_the_load,
    async |database: TestDatabase| {
        let world = World::new(database);
        let (_, staff) = world.one_counsellor(4).await;
        world.set(staff, PresenceState::Available).await;
        assert!(world.reserve(staff, 3).await);
        world.change_capacity(staff, 2).await;
        let squeezed = world.set(staff, PresenceState::Available).await;
        assert_eq!((squeezed.load_units, squeezed.capacity_units), (3, 3));
        assert!(!world.reserve(staff, 1).await);
        let tx = world.write(Scope::System).await;
        release_units(&tx, staff, 2).await.unwrap();
        tx.commit().await.unwrap();
        let eased = world.set(staff, PresenceState::Available).await;
        assert_eq!((eased.load_units, eased.capacity_units), (1, 2));
    }
);

testkit::on_both!(
    unknown_and_inactive_staff_have_no_presence_to_set,
    async |database: TestDatabase| {
        let world = World::new(database);
        let (_, staff) = world.one_counsellor(3).await;
        world.run("UPDATE staff SET active = FALSE", staff).await;
        let ctx = world.system();
        let tx = ctx.write().await.unwrap();
        for staff in [staff, ctx.new_id()] {
            let refused = set_presence(&ctx, &tx, staff, PresenceState::Available).await;
            assert!(matches!(refused, Err(PresenceError::StaffNotFound)));
            assert_eq!(find_counsellor(&tx, staff).await.unwrap(), None);
        }
        assert_eq!(list_counsellors(&tx).await.unwrap(), []);
    }
);

testkit::on_both!(
    staff_without_a_presence_row_are_offline_until_they_set_it,
    async |database: TestDatabase| {
        let world = World::new(database);
        let (_, staff) = world.one_counsellor(3).await;
        world.run("DELETE FROM presence", staff).await;
        assert_eq!(world.presence(staff).await, Presence::never(3));
        let tx = world.read(Scope::System).await;
        let counsellor = find_counsellor(&tx, staff).await.unwrap().unwrap();
        assert_eq!(counsellor.state, PresenceState::Offline);
        assert_eq!(counsellor.capacity_units, 3);
        assert!(!world.reserve(staff, 1).await);
        let set = world.set(staff, PresenceState::Available).await;
        assert_eq!((set.load_units, set.capacity_units), (0, 3));
        assert!(world.reserve(staff, 1).await);
    }
);

testkit::on_both!(
    units_are_reserved_only_while_available_and_free,
    async |database: TestDatabase| {
        let world = World::new(database);
        let (_, staff) = world.one_counsellor(3).await;
        for state in [
            PresenceState::Offline,
            PresenceState::Away,
            PresenceState::WrapUp,
        ] {
            world.set(staff, state).await;
            assert!(!world.reserve(staff, 1).await);
        }
        world.set(staff, PresenceState::Available).await;
        assert!(!world.reserve(staff, 4).await);
        assert!(!world.reserve(staff, u32::MAX).await);
        assert!(world.reserve(staff, 2).await);
        assert!(!world.reserve(staff, 2).await);
        assert!(world.reserve(staff, 1).await);
        assert!(!world.reserve(staff, 1).await);
        assert_eq!(world.presence(staff).await.load_units, 3);
    }
);

testkit::on_both!(
    releasing_gives_back_in_any_state_and_never_below_nothing,
    async |database: TestDatabase| {
        let world = World::new(database);
        let (_, staff) = world.one_counsellor(3).await;
        world.set(staff, PresenceState::Available).await;
        assert!(world.reserve(staff, 3).await);
        world.set(staff, PresenceState::Offline).await;
        for (units, left) in [(1, 2), (u32::MAX, 0), (1, 0)] {
            let tx = world.write(Scope::System).await;
            release_units(&tx, staff, units).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(world.presence(staff).await.load_units, left);
        }
    }
);

testkit::on_both!(
    heartbeats_move_forward_only_and_find_the_lost,
    async |database: TestDatabase| {
        let world = World::new(database);
        let (centre, one) = world.one_counsellor(3).await;
        let mut staff = vec![one];
        for _ in 0..3 {
            staff.push(world.staff(centre, 3).await);
        }
        for staff in &staff[..3] {
            world.set(*staff, PresenceState::Available).await;
        }
        let start = testkit::working_day();
        let at = |seconds| start + TimeDelta::seconds(seconds);
        let tx = world.write(Scope::System).await;
        let stranger = world.system().new_id();
        let seen = [
            (staff[0], at(20)),
            (staff[0], at(10)),
            (staff[1], at(-5)),
            (stranger, at(9)),
        ];
        mark_seen(&tx, &seen).await.unwrap();
        mark_seen(&tx, &[]).await.unwrap();
        let seen_at = async |staff| find_presence(&tx, staff).await.unwrap().seen_at;
        assert_eq!(seen_at(staff[0]).await, at(20));
        assert_eq!(seen_at(staff[1]).await, start);
        assert_eq!(list_lost(&tx, start).await.unwrap(), []);
        assert_eq!(list_lost(&tx, at(20)).await.unwrap(), staff[1..3]);
        assert_eq!(list_lost(&tx, at(21)).await.unwrap(), staff[..3]);
    }
);

testkit::on_both!(
    thousands_of_heartbeats_fit_one_call,
    async |database: TestDatabase| {
        let world = World::new(database);
        let (_, staff) = world.one_counsellor(3).await;
        let ctx = world.system();
        let later = testkit::working_day() + TimeDelta::microseconds(1);
        let mut seen: Vec<(StaffId, _)> = (0..12_000).map(|_| (ctx.new_id(), later)).collect();
        seen.push((staff, later));
        let tx = world.write(Scope::System).await;
        mark_seen(&tx, &seen).await.unwrap();
        assert_eq!(find_presence(&tx, staff).await.unwrap().seen_at, later);
    }
);
