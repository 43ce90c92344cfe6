//! Reservations that really run at the same time.

use kernel::PresenceState;
use tokio::task::JoinSet;

use super::*;
use crate::{release_units, reserve_units, set_presence};

fn race<F>(racers: impl IntoIterator<Item = F>) -> JoinSet<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    racers.into_iter().collect()
}

testkit::on_both!(
    racing_reservations_never_exceed_capacity,
    async |database: TestDatabase| {
        let world = World::new(database);
        let centre = world.centre(new_centre("46", "Karriere Vestland")).await;
        let staff = world.staff(centre, 7).await;
        world.set(staff, PresenceState::Available).await;
        let racers = (0..24).map(|_| {
            let database = world.database.clone();
            async move {
                let tx = database.write(Scope::System).await.unwrap();
                let reserved = reserve_units(&tx, staff, 2).await.unwrap();
                tokio::task::yield_now().await;
                tx.commit().await.unwrap();
                reserved
            }
        });
        let won = race(racers).join_all().await;
        assert_eq!(won.iter().filter(|won| **won).count(), 3);
        assert_eq!(world.presence(staff).await.load_units, 6);
    }
);

testkit::on_both!(
    units_of_a_reservation_rolled_back_are_free_for_the_next,
    async |database: TestDatabase| {
        let world = World::new(database);
        let centre = world.centre(new_centre("46", "Karriere Vestland")).await;
        let staff = world.staff(centre, 1).await;
        world.set(staff, PresenceState::Available).await;
        let first = world.write(Scope::System).await;
        assert!(reserve_units(&first, staff, 1).await.unwrap());
        let database = world.database.clone();
        let mut second = race([async move {
            let tx = database.write(Scope::System).await.unwrap();
            let reserved = reserve_units(&tx, staff, 1).await.unwrap();
            tx.commit().await.unwrap();
            reserved
        }]);
        // The second waits for the first, by row lock or by write lock.
        for _ in 0..20 {
            tokio::task::yield_now().await;
            assert!(second.try_join_next().is_none());
        }
        drop(first);
        assert_eq!(second.join_all().await, [true]);
        assert_eq!(world.presence(staff).await.load_units, 1);
    }
);

testkit::on_both!(
    load_survives_states_set_while_units_come_and_go,
    async |database: TestDatabase| {
        let world = World::new(database);
        let centre = world.centre(new_centre("46", "Karriere Vestland")).await;
        let staff = world.staff(centre, 40).await;
        world.set(staff, PresenceState::Available).await;
        let racers = (0_u32..30).map(|number| {
            let ctx = world.system();
            async move {
                let tx = ctx.write().await.unwrap();
                let taken = match number % 3 {
                    0 => {
                        set_presence(&ctx, &tx, staff, PresenceState::Available)
                            .await
                            .unwrap();
                        0
                    }
                    1 => u32::from(reserve_units(&tx, staff, 1).await.unwrap()),
                    _ => {
                        let taken = u32::from(reserve_units(&tx, staff, 2).await.unwrap()) * 2;
                        release_units(&tx, staff, 1).await.unwrap();
                        taken.saturating_sub(1)
                    }
                };
                tx.commit().await.unwrap();
                taken
            }
        });
        let taken: u32 = race(racers).join_all().await.into_iter().sum();
        assert_eq!(taken, 20);
        assert_eq!(world.presence(staff).await.load_units, 20);
    }
);
