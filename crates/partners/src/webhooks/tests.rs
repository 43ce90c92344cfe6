//! Who is served when, and what failures lead to: on both databases, without a receiver.

use std::sync::Arc;

use chrono::TimeDelta;
use kernel::{
    Instant, PartnerEnvironment, PartnerId, PartnerQuota, PartnerState, Sources, WebhookEndpointId,
};
use platform::{Ctx, http::Idempotency};
use testkit::{ManualClock, TestDatabase};

use super::{
    Cause, EventKind, WebhookEvent,
    address::Destinations,
    app,
    delivery::{Attempted, Claimed, DeliveryState, Outcome},
    endpoint::{Endpoint, EndpointState, Wish},
    schedule, store,
};
use crate::domain::{ChosenCentres, Partner, PartnerFields};

struct World {
    database: TestDatabase,
    sources: Sources,
    clock: Arc<ManualClock>,
    partner: PartnerId,
}

impl World {
    async fn new(database: TestDatabase) -> Self {
        let (sources, clock) = testkit::sources(5);
        let ctx = Ctx::system(&sources, &database.database);
        let partner = Partner {
            id: ctx.new_id(),
            organisation: "889640782".parse().unwrap(),
            environment: PartnerEnvironment::Sandbox,
            fields: PartnerFields {
                name: "Nav".to_owned(),
                contact: "drift@nav.example".to_owned(),
                scopes: Vec::new(),
                centres: ChosenCentres::All,
                quota: PartnerQuota::Small,
            },
            state: PartnerState::Active,
            created_at: ctx.now,
        };
        let tx = ctx.write().await.unwrap();
        crate::store::partner::insert(&tx, &partner).await.unwrap();
        tx.commit().await.unwrap();
        Self {
            database,
            sources,
            clock,
            partner: partner.id,
        }
    }

    fn ctx(&self) -> Ctx {
        Ctx::system(&self.sources, &self.database.database)
    }

    async fn endpoint(&self, name: &str) -> WebhookEndpointId {
        let ctx = self.ctx();
        let wish = Wish {
            url: format!("https://{name}.example/"),
            description: String::new(),
            kinds: vec![EventKind::EndpointDisabled],
            is_paused: false,
        };
        let request = Idempotency {
            key: name.as_bytes().to_vec(),
            request: Vec::new(),
        };
        let by = (&testkit::sealer(), &Destinations::new(Vec::new()));
        let tx = ctx.write().await.unwrap();
        let made = app::create(&ctx, &tx, by, self.partner, (wish, &request)).await;
        tx.commit().await.unwrap();
        made.unwrap().0.id
    }

    /// Lets `count` test events wait for an endpoint.
    async fn send(&self, endpoint: WebhookEndpointId, count: usize) {
        let ctx = self.ctx();
        let tx = ctx.write().await.unwrap();
        for _ in 0..count {
            app::send_test(&ctx, &tx, endpoint).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    async fn claim(&self, room: usize) -> Vec<Claimed> {
        let ctx = self.ctx();
        let tx = ctx.write().await.unwrap();
        let claimed = store::claim::claim(&tx, ctx.now, room).await.unwrap();
        tx.commit().await.unwrap();
        claimed
    }

    async fn settle(&self, claimed: &Claimed, status: u16) {
        let ctx = self.ctx();
        let attempted = Attempted {
            outcome: Outcome::Answered,
            status: Some(status),
            duration_ms: 7,
            retry_after_s: None,
        };
        let tx = ctx.write().await.unwrap();
        app::settle(&ctx, &tx, claimed, attempted).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn read(&self, id: WebhookEndpointId) -> Endpoint {
        let tx = self.ctx().read().await.unwrap();
        store::endpoint::find(&tx, id).await.unwrap().unwrap()
    }

    async fn states(&self, id: WebhookEndpointId) -> Vec<(DeliveryState, Option<Outcome>)> {
        let tx = self.ctx().read().await.unwrap();
        let all = store::delivery::page(&tx, id, None, 50).await.unwrap();
        all.iter().map(|one| (one.state, one.outcome)).collect()
    }

    async fn is_any_due(&self) -> bool {
        let ctx = self.ctx();
        let tx = ctx.read().await.unwrap();
        let old = schedule::too_old(ctx.now);
        store::claim::is_any_due(&tx, old, ctx.now).await.unwrap()
    }

    fn now(&self) -> Instant {
        self.ctx().now
    }
}

fn endpoints(claimed: &[Claimed]) -> Vec<WebhookEndpointId> {
    claimed.iter().map(|one| one.endpoint).collect()
}

testkit::on_both!(
    an_endpoint_gets_two_attempts_at_a_time_and_others_are_not_held_up,
    async |database: TestDatabase| {
        let world = World::new(database).await;
        let (one, other) = (world.endpoint("one").await, world.endpoint("other").await);
        assert!(!world.is_any_due().await);
        world.send(one, 5).await;
        assert!(world.is_any_due().await);
        assert_eq!(endpoints(&world.claim(8).await), [one, one]);
        world.clock.advance(TimeDelta::seconds(1));
        world.send(other, 1).await;
        // The first has its two; and who was served longest ago comes first.
        assert_eq!(endpoints(&world.claim(8).await), [other]);
        assert!(world.claim(8).await.is_empty());
    }
);

testkit::on_both!(
    whoever_was_served_longest_ago_comes_first,
    async |database: TestDatabase| {
        let world = World::new(database).await;
        let (one, other) = (world.endpoint("one").await, world.endpoint("other").await);
        world.send(one, 3).await;
        world.send(other, 3).await;
        let mut turns = Vec::new();
        for _ in 0..4 {
            world.clock.advance(TimeDelta::seconds(1));
            let claimed = world.claim(1).await;
            turns.extend(endpoints(&claimed));
            world.settle(&claimed[0], 200).await;
        }
        assert_ne!(turns[0], turns[1]);
        assert_eq!(turns[..2], turns[2..]);
    }
);

testkit::on_both!(
    a_claim_that_is_over_is_taken_again_and_the_late_one_changes_nothing,
    async |database: TestDatabase| {
        let world = World::new(database).await;
        let one = world.endpoint("one").await;
        world.send(one, 1).await;
        let late = world.claim(8).await;
        world.clock.advance(TimeDelta::seconds(61));
        let again = world.claim(8).await;
        assert_eq!(late[0].id, again[0].id);
        world.settle(&late[0], 500).await;
        assert_eq!(world.states(one).await, [(DeliveryState::Pending, None)]);
        world.settle(&again[0], 200).await;
        let delivered = (DeliveryState::Delivered, Some(Outcome::Answered));
        assert_eq!(world.states(one).await, [delivered]);
    }
);

testkit::on_both!(
    failures_in_a_row_open_the_circuit_and_one_attempt_tries_it,
    async |database: TestDatabase| {
        let world = World::new(database).await;
        let one = world.endpoint("one").await;
        world.send(one, 8).await;
        for _ in 0..schedule::TOLERATED {
            let claimed = world.claim(1).await;
            world.settle(&claimed[0], 400).await;
        }
        assert!(world.read(one).await.health.open_until > Some(world.now()));
        assert!(world.claim(8).await.is_empty());
        assert!(!world.is_any_due().await);
        world.clock.advance(TimeDelta::minutes(2));
        let trial = world.claim(8).await;
        assert_eq!(endpoints(&trial), [one]);
        assert!(world.claim(8).await.is_empty());
        world.settle(&trial[0], 200).await;
        assert_eq!(world.read(one).await.health.circuit(), "closed");
        assert_eq!(endpoints(&world.claim(8).await), [one, one]);
    }
);

testkit::on_both!(
    what_is_tried_again_waits_and_ends_after_a_day,
    async |database: TestDatabase| {
        let world = World::new(database).await;
        let one = world.endpoint("one").await;
        world.send(one, 1).await;
        let first = world.claim(1).await;
        world.settle(&first[0], 503).await;
        assert!(world.claim(1).await.is_empty());
        world.clock.advance(TimeDelta::seconds(10));
        let second = world.claim(1).await;
        assert_eq!(second[0].event, first[0].event);
        assert_eq!(second[0].attempt, 2);
        world.clock.advance(TimeDelta::hours(24));
        world.settle(&second[0], 503).await;
        let states = world.states(one).await;
        let given_up = states
            .iter()
            .filter(|(state, _)| *state == DeliveryState::GivenUp);
        assert_eq!((given_up.count(), states.len()), (1, 2));
    }
);

testkit::on_both!(
    what_waited_for_a_paused_endpoint_for_too_long_is_given_up,
    async |database: TestDatabase| {
        let world = World::new(database).await;
        let one = world.endpoint("one").await;
        let endpoint = world.read(one).await;
        world.send(one, 1).await;
        let paused = Endpoint {
            state: EndpointState::Paused,
            version: 2,
            ..endpoint
        };
        let tx = world.ctx().write().await.unwrap();
        assert!(store::endpoint::update(&tx, &paused).await.unwrap());
        tx.commit().await.unwrap();
        assert!(!world.is_any_due().await);
        world.clock.advance(TimeDelta::hours(26));
        assert!(world.is_any_due().await);
        let ctx = world.ctx();
        let tx = ctx.write().await.unwrap();
        let old = schedule::too_old(ctx.now);
        store::claim::expire(&tx, old, ctx.now).await.unwrap();
        tx.commit().await.unwrap();
        let given_up = (DeliveryState::GivenUp, Some(Outcome::Expired));
        assert_eq!(world.states(one).await, [given_up]);
    }
);

testkit::on_both!(
    an_endpoint_that_fails_for_days_is_disabled_and_the_others_are_told,
    async |database: TestDatabase| {
        let world = World::new(database).await;
        let (one, other) = (world.endpoint("one").await, world.endpoint("other").await);
        for _ in 0..2 {
            world.send(one, 1).await;
            let claimed = world.claim(1).await;
            world.settle(&claimed[0], 500).await;
            world.clock.advance(TimeDelta::days(5));
        }
        let read = world.read(one).await;
        assert_eq!(read.state, EndpointState::Disabled);
        assert_eq!(read.disabled_because, Some(Cause::Failing));
        assert_eq!(world.states(other).await.len(), 1);
        let pending = DeliveryState::Pending;
        assert!(world.states(one).await.iter().all(|one| one.0 != pending));
        // Nothing more is kept for it.
        let ctx = world.ctx();
        let tx = ctx.write().await.unwrap();
        let event = WebhookEvent::EndpointDisabled(other, Cause::Gone);
        app::tell(&ctx, &tx, world.partner, event).await.unwrap();
        tx.commit().await.unwrap();
        assert!(world.states(one).await.iter().all(|one| one.0 != pending));
        assert_eq!(world.states(other).await.len(), 2);
    }
);
