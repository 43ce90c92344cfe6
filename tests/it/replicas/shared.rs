//! What all replicas know together: limits, jobs, why a contact waits, and that they do not hear each other.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use kernel::Scope;
use platform::{
    Bus, BusConfig, Line, NatsBus, Secret, Tasks,
    http::Limits,
    jobs::{Jobs, NewJob},
};
use serde_json::{Value, json};
use testkit::{NatsServer, TestDatabase, working_day};

use super::talking::{at, is_heard, two};
use crate::product::{Role, until};

async fn limits(nats: &NatsServer, tasks: &Tasks) -> Limits {
    let config = BusConfig {
        url: Secret::new(nats.url()),
        prefix: "test".to_owned(),
    };
    let bus: Arc<dyn Bus> = Arc::new(NatsBus::open(&config, tasks).await.unwrap());
    let mut line = bus.line();
    line.wait_for(|line| *line == Line::Up).await.unwrap();
    let sealer = testkit::sealer();
    Limits::start(tasks, &bus, &sealer, &testkit::sources(1).0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whom_one_replica_lets_in_the_others_count_as_well() {
    let (nats, tasks) = (NatsServer::start(), Tasks::default());
    let (here, there) = (limits(&nats, &tasks).await, limits(&nats, &tasks).await);
    let now = working_day();
    let (one, other) = (here.limiter("test", 2, 1), there.limiter("test", 2, 1));
    assert!(other.take("stranger", now).is_ok());
    assert!(one.take("caller", now).is_ok());
    assert!(one.take("caller", now).is_ok());
    assert!(one.take("caller", now).is_err());
    until("the other counts them too", async || {
        let refused = other.take("caller", now).is_err();
        if !refused {
            other.give_back("caller");
        }
        refused.then_some(())
    })
    .await;
    assert!(other.take("stranger", now).is_ok());
    one.give_back("caller");
    until("the other knows that one did not count", async || {
        other.take("caller", now).ok()
    })
    .await;
    tasks.stop();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_runs_once_whichever_replica_takes_it_postgres() {
    const JOBS: usize = 150;
    let test = TestDatabase::postgres().await;
    let (sources, _clock) = testkit::sources(1);
    let tx = test.database.write(Scope::System).await.unwrap();
    for number in 0..JOBS {
        tx.schedule(&NewJob {
            kind: "test",
            key: number.to_string(),
            payload: number.to_string(),
            due_at: sources.now(),
        })
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    let ran = Arc::new(Mutex::new(BTreeMap::<String, usize>::new()));
    let other = test.again().await;
    let replica = async |database: &platform::Database| {
        let (mut jobs, ran) = (Jobs::default(), Arc::clone(&ran));
        jobs.register("test", move |payload| {
            let ran = Arc::clone(&ran);
            async move {
                tokio::task::yield_now().await;
                *ran.lock().unwrap().entry(payload).or_default() += 1;
                Ok(())
            }
        });
        while jobs.run_due(database, &sources).await.unwrap() > 0 {}
    };
    tokio::join!(
        replica(&test.database),
        replica(&other.database),
        replica(&test.database)
    );
    let ran = ran.lock().unwrap();
    assert_eq!(ran.len(), JOBS);
    assert!(ran.values().all(|times| *times == 1), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_replica_tells_why_a_contact_waits_postgres() {
    let nats = NatsServer::start();
    let (first, second) = two(&nats).await;
    let anne = first.counsellor(first.vestland, "Anne").await;
    anne.set_presence("away").await;
    first.seeker("46").await;
    let frida = first.hire(Role::NationalCoordinator, None, "Frida").await;
    let board = frida.get("/national/board").await.expect(200);
    let contact = board["waiting"][0]["contact_id"].as_str().unwrap();
    let path = format!("/national/contacts/{contact}/explanation");
    let by_leader = until("the leader knows", async || {
        let told = frida.get(&path).await.expect(200);
        (told["judged"] != json!([])).then_some(told)
    })
    .await;
    assert_eq!(by_leader["judged"][0]["alias"], "Anne");
    assert_eq!(by_leader["judged"][0]["cause"], "unavailable");
    let by_follower = at(&second, &frida).get(&path).await.expect(200);
    assert_eq!(by_follower, by_leader);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_board_warns_while_replicas_do_not_hear_each_other_postgres() {
    let mut nats = NatsServer::start();
    let (first, second) = two(&nats).await;
    let frida = first.hire(Role::NationalCoordinator, None, "Frida").await;
    let warns = async |product, warns: bool| {
        let frida = at(product, &frida);
        until("the board tells", async || {
            product.clock.advance(chrono::TimeDelta::seconds(1));
            let board = frida.get("/national/board").await.expect(200);
            let alarms = board["alarms"].as_array().unwrap();
            let warned = alarms
                .iter()
                .any(|alarm: &Value| alarm["kind"] == "bus_away");
            (warned == warns).then_some(())
        })
        .await;
    };
    for product in [&first, &second] {
        is_heard(product, true).await;
        warns(product, false).await;
    }
    nats.kill();
    for product in [&first, &second] {
        warns(product, true).await;
    }
    nats.resume();
    for product in [&first, &second] {
        warns(product, false).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replicas_that_start_at_once_all_get_through_postgres() {
    let test = TestDatabase::postgres().await;
    let starts = (0..8).map(|_| server::run::migrate(&test.config));
    for started in futures_util::future::join_all(starts).await {
        started.unwrap();
    }
}
