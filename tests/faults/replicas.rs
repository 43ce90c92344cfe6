//! What must hold while replicas, NATS and the database come and go.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::json;
use server::simulate::{self, Cast, Plan, Report};
use testkit::{PostgresServer, TestDatabase};
use tokio::time::Instant;

use crate::{
    arena::Arena,
    fleet::Fleet,
    kept,
    proxy::Proxy,
    queue::{log_in, take_offers},
};

/// Time until somebody else decides and offers.
const FAILOVER: Duration = Duration::from_secs(5);
const KILLS: usize = 20;
const SEEKERS: usize = 10;
const COUNSELLORS: usize = 6;

/// How a process ceases to decide.
#[derive(Clone, Copy, Debug)]
enum End {
    /// Killed without a warning.
    Killed,
    /// Alive, and not running.
    Still,
    /// Told to stop.
    Told,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_else_decides_within_five_seconds_postgres() -> Result<()> {
    let mut fleet = Fleet::start().await?;
    for end in [End::Killed, End::Still, End::Told] {
        let leader = fleet.leader_but(None).await?;
        let token = log_in(other_than(&fleet, leader)?).await?;
        let began = Instant::now();
        stop(&mut fleet, leader, end)?;
        // Whoever asks now waits for the next one to decide.
        let survivor = other_than(&fleet, leader)?;
        let body = json!({"language": "se", "consent": true});
        survivor
            .get_done("POST", "/conversations", None, Some(&body))
            .await?;
        let next = fleet.leader_but(Some(leader)).await?;
        let decided = began.elapsed();
        serve_one(survivor, &token).await?;
        let offered = began.elapsed();
        println!("{end:?}: another decides after {decided:?}, has offered after {offered:?}");
        ensure!(next != leader, "the same one decides");
        ensure!(
            offered < FAILOVER,
            "{end:?}: {decided:?} until somebody decided, {offered:?} until an offer was taken\n{}",
            fleet.log()
        );
        come_back(&mut fleet, leader, end)?;
        fleet.steps_down(leader).await?;
    }
    kept::check(&fleet.test.database, &[]).await
}

fn other_than(fleet: &Fleet, leader: usize) -> Result<&Arena> {
    let mut others = fleet.replicas.iter().enumerate();
    let other = others.find(|(number, _)| *number != leader);
    Ok(other.context("no other replica")?.1)
}

fn stop(fleet: &mut Fleet, leader: usize, end: End) -> Result<()> {
    let replica = fleet.replicas.get_mut(leader).context("no such replica")?;
    match end {
        End::Killed => replica.kill(),
        End::Still => replica.signal("STOP"),
        End::Told => replica.signal("TERM"),
    }
}

fn come_back(fleet: &mut Fleet, leader: usize, end: End) -> Result<()> {
    let replica = fleet.replicas.get_mut(leader).context("no such replica")?;
    match end {
        End::Killed => replica.start(),
        End::Still => replica.signal("CONT"),
        End::Told => Ok(()),
    }
}

/// A counsellor takes and writes up what is offered, as soon as something is.
async fn serve_one(arena: &Arena, token: &str) -> Result<()> {
    let deadline = Instant::now() + Duration::from_secs(30);
    let available = json!({"state": "available"});
    loop {
        arena
            .get_done("PUT", "/me/presence", Some(token), Some(&available))
            .await?;
        if !take_offers(arena, token).await?.is_empty() {
            break;
        }
        ensure!(
            Instant::now() < deadline,
            "nothing offered\n{}",
            arena.log()
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let away = json!({"state": "away"});
    arena
        .get_done("PUT", "/me/presence", Some(token), Some(&away))
        .await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn losing_replicas_and_nats_again_and_again_loses_nothing_postgres() -> Result<()> {
    let mut fleet = Fleet::start().await?;
    let door = fleet.door().await?;
    let (report, stirred) = tokio::join!(
        Box::pin(play(&door, 2027, 75)),
        Box::pin(stir(&mut fleet, 2027))
    );
    stirred?;
    let report = report.map_err(|error| error.context(fleet.log()))?;
    is_sound(&fleet, &report).await
}

/// Kills whoever decides, now and then another one as well, and NATS, at random moments; starts them again.
async fn stir(fleet: &mut Fleet, seed: u64) -> Result<()> {
    let mut chance = StdRng::seed_from_u64(seed);
    for kill in 0..KILLS {
        tokio::time::sleep(Duration::from_millis(chance.random_range(500..3000))).await;
        match kill % 5 {
            1 => fleet.nats.kill(),
            3 => fleet.nats.resume(),
            _ => {}
        }
        let leader = fleet.leader_but(None).await?;
        let victims = if kill % 5 == 4 { 2 } else { 1 };
        for number in (0..fleet.replicas.len()).cycle().skip(leader).take(victims) {
            let replica = fleet.replicas.get_mut(number).context("no such replica")?;
            replica.kill()?;
            replica.start()?;
        }
    }
    fleet.nats.resume();
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_stands_still_or_is_cut_off_comes_back_without_harm_postgres() -> Result<()> {
    let fleet = Fleet::start().await?;
    let door = fleet.door().await?;
    let trouble = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        let paused = fleet.leader_but(None).await?;
        let replica = fleet.replicas.get(paused).context("no such replica")?;
        replica.signal("STOP")?;
        tokio::time::sleep(Duration::from_secs(30)).await;
        replica.signal("CONT")?;
        fleet.steps_down(paused).await?;
        for _ in 0..3 {
            let leader = fleet.leader_but(None).await?;
            let links = fleet.links.get(leader).context("no such replica")?;
            links.cut();
            fleet.leader_but(Some(leader)).await?;
            tokio::time::sleep(Duration::from_secs(3)).await;
            links.mend();
            fleet.steps_down(leader).await?;
        }
        Ok::<_, anyhow::Error>(())
    };
    let (report, troubled) = tokio::join!(Box::pin(play(&door, 2029, 75)), trouble);
    troubled.map_err(|error| error.context(fleet.log()))?;
    let report = report.map_err(|error| error.context(fleet.log()))?;
    is_sound(&fleet, &report).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_goes_and_comes_loses_nothing_and_needs_no_help_postgres() -> Result<()> {
    let mut server = tokio::task::block_in_place(PostgresServer::start);
    let fleet = Fleet::start_on(TestDatabase::postgres_on(&server).await).await?;
    let door = fleet.door().await?;
    let trouble = async {
        for round in 0..5 {
            tokio::time::sleep(Duration::from_secs(6)).await;
            if round % 2 == 0 {
                fleet.links.iter().for_each(|links| links.postgres.shut());
                tokio::time::sleep(Duration::from_secs(3)).await;
                fleet.links.iter().for_each(|links| links.postgres.open());
            } else {
                tokio::task::block_in_place(|| server.kill());
                tokio::time::sleep(Duration::from_secs(2)).await;
                tokio::task::block_in_place(|| server.resume());
            }
        }
    };
    let (report, ()) = tokio::join!(Box::pin(play(&door, 2028, 45)), trouble);
    let report = report.map_err(|error| error.context(fleet.log()))?;
    is_sound(&fleet, &report).await
}

async fn play(door: &Proxy, seed: u64, seconds: u64) -> Result<Report> {
    let plan = Plan {
        url: format!("http://{}", door.address),
        seekers: SEEKERS,
        lasts: Duration::from_secs(seconds),
        speed: 10.0,
        seed,
        cut_every: Some(Duration::from_secs(15)),
        patience_seconds: None,
        password: server::demo::PASSWORD.to_owned(),
    };
    simulate::play(plan, Cast::read()?.with_counsellors(COUNSELLORS), false).await
}

async fn is_sound(fleet: &Fleet, report: &Report) -> Result<()> {
    println!(
        "{} talks, {} messages acknowledged, {} lines cut, {} opened again",
        report.talks, report.acked, report.cuts, report.reopened
    );
    ensure!(report.is_sound(), "{:#?}\n{}", report.breaches, fleet.log());
    ensure!(
        report.acked > 80,
        "too little was said to prove anything: {}\n{}",
        report.acked,
        fleet.log()
    );
    kept::check(&fleet.test.database, &report.records).await
}
