//! Who decides: one at a time, each with a larger token than the one before.

use std::time::Duration;

use kernel::Scope;
use platform::{Database, Fault, lease::Lease};
use sea_orm::ConnectionTrait;
use testkit::TestDatabase;

use crate::product::until;

fn contender(database: &Database, seed: u64) -> Lease {
    Lease::new(database, &testkit::sources(seed).0, "test")
}

fn token(lease: &Lease) -> Option<i64> {
    *lease.held().borrow()
}

/// Lets the lease run out.
async fn expire(database: &Database) {
    let tx = database.write(Scope::System).await.unwrap();
    let sql = "UPDATE lease SET expires_at = '2026-01-01T00:00:00.000+00:00'";
    tx.execute_unprepared(sql).await.unwrap();
    tx.commit().await.unwrap();
}

testkit::on_both!(
    two_never_hold_a_lease_and_the_token_grows,
    async |test: TestDatabase| {
        let (one, other) = (contender(&test.database, 1), contender(&test.database, 2));
        assert!(one.acquire(false).await.unwrap());
        assert!(!other.acquire(false).await.unwrap());
        assert!(one.renew().await.unwrap());
        assert_eq!((token(&one), token(&other)), (Some(1), None));
        one.release().await.unwrap();
        assert_eq!(token(&one), None);
        assert!(other.acquire(false).await.unwrap());
        assert!(!one.acquire(false).await.unwrap());
        assert_eq!((token(&one), token(&other)), (None, Some(2)));
    }
);

testkit::on_both!(
    a_lease_that_ran_out_goes_to_the_next_and_its_holder_finds_out,
    async |test: TestDatabase| {
        let (one, other) = (contender(&test.database, 1), contender(&test.database, 2));
        assert!(one.acquire(false).await.unwrap());
        expire(&test.database).await;
        assert!(other.acquire(false).await.unwrap());
        assert!(!one.renew().await.unwrap());
        assert_eq!((token(&one), token(&other)), (None, Some(2)));
    }
);

testkit::on_both!(
    a_deposed_holder_can_write_nothing,
    async |test: TestDatabase| {
        let (one, other) = (contender(&test.database, 1), contender(&test.database, 2));
        assert!(one.acquire(false).await.unwrap());
        let old = token(&one).unwrap();
        let tx = test.database.write(Scope::System).await.unwrap();
        one.fence(&tx, old).await.unwrap();
        drop(tx);
        expire(&test.database).await;
        assert!(other.acquire(false).await.unwrap());
        let tx = test.database.write(Scope::System).await.unwrap();
        let refused = one.fence(&tx, old).await;
        assert!(matches!(refused, Err(Fault::Fenced)), "{refused:?}");
        other.fence(&tx, token(&other).unwrap()).await.unwrap();
    }
);

testkit::on_both!(
    what_the_holder_says_is_heard_by_those_who_wait,
    async |test: TestDatabase| {
        let (one, other) = (contender(&test.database, 1), contender(&test.database, 2));
        assert!(one.acquire(false).await.unwrap());
        one.say("{\"waiting\":3}".into());
        assert!(one.renew().await.unwrap());
        assert!(!other.acquire(false).await.unwrap());
        assert_eq!(&**other.heard().borrow(), "{\"waiting\":3}");
    }
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_does_not_delay_the_next_sqlite() {
    let test = TestDatabase::sqlite().await;
    assert!(contender(&test.database, 1).acquire(true).await.unwrap());
    let next = contender(&test.database, 2);
    assert!(next.acquire(true).await.unwrap());
    assert_eq!(token(&next), Some(2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_holder_whose_connection_is_gone_is_followed_before_the_lease_runs_out_postgres() {
    let test = TestDatabase::postgres().await;
    let dying = Database::open(&test.config).await.unwrap();
    let (one, other) = (contender(&dying, 1), contender(&test.database, 2));
    assert!(one.acquire(false).await.unwrap());
    assert!(!other.acquire(false).await.unwrap());
    dying.close().await.unwrap();
    until("the lease is taken", async || {
        other.acquire(false).await.unwrap().then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_takes_over_in_the_middle_of_a_decision_postgres() {
    let test = TestDatabase::postgres().await;
    let (one, other) = (contender(&test.database, 1), contender(&test.database, 2));
    assert!(one.acquire(false).await.unwrap());
    expire(&test.database).await;
    let tx = test.database.write(Scope::System).await.unwrap();
    one.fence(&tx, token(&one).unwrap()).await.unwrap();
    let taking = other.acquire(false);
    tokio::pin!(taking);
    let early = tokio::time::timeout(Duration::from_millis(300), &mut taking).await;
    assert!(early.is_err(), "taken over in the middle of a decision");
    tx.commit().await.unwrap();
    assert!(taking.await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_whose_process_stands_still_keeps_nobody_out_postgres() {
    let test = TestDatabase::postgres().await;
    let (one, other) = (contender(&test.database, 1), contender(&test.database, 2));
    assert!(one.acquire(false).await.unwrap());
    expire(&test.database).await;
    let tx = test.database.write(Scope::System).await.unwrap();
    one.fence(&tx, token(&one).unwrap()).await.unwrap();
    assert!(other.acquire(false).await.unwrap());
    assert!(tx.commit().await.is_err(), "written after it was deposed");
}
