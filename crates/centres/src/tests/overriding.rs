//! Decisions against the hours: who may take them, and what a newcomer meets at the door.

use chrono::TimeDelta;
use kernel::{Actor, OverrideMode};
use platform::Ctx;

use super::*;
use crate::{
    ChangeError, Directory, NewOverride, OverrideEnd, OverrideTarget, Why, enter_national,
    list_overrides, set_override,
};

fn closing() -> NewOverride {
    NewOverride {
        target: OverrideTarget::Queue,
        mode: OverrideMode::Closed,
        reason: "Brannalarm".to_owned(),
        end: OverrideEnd::Day,
    }
}

fn coordinator(world: &World) -> Ctx {
    let account = world.system().new_id();
    let actor = Actor::Account {
        account,
        staff: None,
    };
    world.system().acting(actor, Scope::National)
}

testkit::on_both!(
    whoever_waited_at_the_door_while_the_queue_closed_is_not_let_in,
    async |database: TestDatabase| {
        let world = World::new(database);
        world.centre(new_centre("46", "Karriere Vestland")).await;
        let directory = Directory::load(&world.database).await.unwrap();
        // The newcomer's request began a moment before the decision, and reached the door after it.
        let newcomer = world.system().now;
        world.clock.advance(TimeDelta::milliseconds(5));
        let ctx = coordinator(&world);
        let tx = ctx.write().await.unwrap();
        set_override(&ctx, &tx, closing()).await.unwrap();
        tx.commit().await.unwrap();
        let conversation = world.system().new_id();
        let tx = world.write(Scope::Conversation(conversation)).await;
        let door = enter_national(&tx, &directory, Channel::Chat, newcomer).await;
        assert_eq!(door.unwrap().why, Why::ByHand);
    }
);

testkit::on_both!(
    only_the_national_layer_decides_against_the_hours,
    async |database: TestDatabase| {
        let world = World::new(database);
        let centre = world.centre(new_centre("46", "Karriere Vestland")).await;
        for scope in [Scope::Centre(centre), Scope::Public] {
            let ctx = world.ctx(scope);
            let tx = ctx.write().await.unwrap();
            let refused = set_override(&ctx, &tx, closing()).await;
            assert!(matches!(refused, Err(ChangeError::NotFound)), "{scope:?}");
        }
        let tx = world.read(Scope::System).await;
        let all = list_overrides(&tx, world.system().now).await.unwrap();
        assert!(all.is_empty());
    }
);
