//! What the server promises must hold when it dies at any moment: nothing acknowledged is lost or
//! doubled, everything stays in order, and everybody who waits keeps the place.

mod arena;
mod fleet;
mod kept;
mod proxy;
mod queue;
mod replicas;

use std::time::Duration;

use anyhow::{Result, ensure};
use rand::{Rng, SeedableRng, rngs::StdRng};
use server::simulate::{self, Cast, Plan};
use testkit::TestDatabase;

use arena::Arena;
use queue::Waiting;

const KILLS: u32 = 20;
/// Counsellors on duty. None of them speaks northern Sami, so that whoever asks for it waits.
const COUNSELLORS: usize = 8;
const WAITING: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killing_the_server_twenty_times_loses_nothing_sqlite() -> Result<()> {
    survive(TestDatabase::sqlite().await, 2026).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killing_the_server_twenty_times_loses_nothing_postgres() -> Result<()> {
    survive(TestDatabase::postgres().await, 1123).await
}

async fn survive(database: TestDatabase, seed: u64) -> Result<()> {
    let mut arena = Arena::open(&database.config).await?;
    arena.start()?;
    let waiting = Waiting::join(&arena, WAITING).await?;
    let mut cast = Cast::read()?;
    cast.counsellors
        .retain(|counsellor| !counsellor.languages.iter().any(|language| language == "se"));
    let plan = Plan {
        url: arena.url(),
        seekers: 14,
        lasts: Duration::from_secs(62),
        speed: 10.0,
        seed,
        cut_every: Some(Duration::from_secs(15)),
        patience_seconds: None,
        password: server::demo::PASSWORD.to_owned(),
    };
    let playing = simulate::play(plan, cast.with_counsellors(COUNSELLORS), false);
    let (report, killed) = tokio::join!(
        Box::pin(playing),
        Box::pin(kill_often(&mut arena, &waiting, seed))
    );
    killed?;
    let report = report.map_err(|error| error.context(arena.log()))?;
    println!(
        "{KILLS} kills; {} talks, {} messages acknowledged, {} lines cut, {} opened again",
        report.talks, report.acked, report.cuts, report.reopened
    );
    ensure!(report.is_sound(), "{:#?}\n{}", report.breaches, arena.log());
    ensure!(
        report.failures == 0,
        "{} answers of 500 or above:\n{}",
        report.failures,
        arena.log()
    );
    ensure!(
        report.acked > 200,
        "too little was said to prove anything: {}",
        report.acked
    );
    ensure!(
        report.reopened > 100,
        "too few lines broke to prove anything: {}",
        report.reopened
    );
    waiting.are_served_in_the_order_they_came(&arena).await?;
    kept::check(&database.database, &report.records).await
}

/// Kills the server at random moments and starts it again at once.
async fn kill_often(arena: &mut Arena, waiting: &Waiting, seed: u64) -> Result<()> {
    let mut chance = StdRng::seed_from_u64(seed);
    for _ in 0..KILLS {
        tokio::time::sleep(Duration::from_millis(chance.random_range(500..4500))).await;
        arena.kill()?;
        arena.start()?;
        if chance.random() {
            waiting.keep_their_places(arena).await?;
        }
    }
    Ok(())
}
