//! Outbox and jobs: what must happen after a commit happens, and only then.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use kernel::Scope;
use platform::{
    Bus, Fault, LocalBus,
    jobs::{JobError, Jobs, NewJob},
    outbox,
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::json;
use testkit::{TestDatabase, on_both, working_day};

on_both!(
    events_are_published_in_order_after_the_commit,
    async |test: TestDatabase| {
        let bus = LocalBus::default();
        let mut heard = bus.subscribe();
        let tx = test.database.write(Scope::System).await.unwrap();
        for number in 1..=3 {
            let payload = json!({ "number": number });
            tx.emit("test.happened", &payload, working_day())
                .await
                .unwrap();
        }
        assert!(
            heard.try_recv().is_err(),
            "nothing is published before the commit"
        );
        tx.commit().await.unwrap();
        assert_eq!(
            outbox::publish_waiting(&test.database, &bus).await.unwrap(),
            3
        );
        for number in 1..=3 {
            assert_eq!(
                heard.try_recv().unwrap().payload,
                json!({ "number": number }).to_string()
            );
        }
        assert_eq!(
            outbox::publish_waiting(&test.database, &bus).await.unwrap(),
            0
        );
    }
);

on_both!(
    a_transaction_that_is_dropped_leaves_no_event_and_no_job,
    async |test: TestDatabase| {
        let tx = test.database.write(Scope::System).await.unwrap();
        tx.emit("test.happened", &json!({}), working_day())
            .await
            .unwrap();
        tx.schedule(&job("one", working_day())).await.unwrap();
        drop(tx);
        let bus = LocalBus::default();
        assert_eq!(
            outbox::publish_waiting(&test.database, &bus).await.unwrap(),
            0
        );
        let (sources, _clock) = testkit::sources(1);
        let (jobs, _runs) = counting(0);
        assert_eq!(jobs.run_due(&test.database, &sources).await.unwrap(), 0);
    }
);

on_both!(
    a_job_is_left_from_any_scope_and_one_key_runs_once,
    async |test: TestDatabase| {
        let (sources, _clock) = testkit::sources(2);
        let centre = Scope::Centre(kernel::Id::new(&sources));
        for _ in 0..2 {
            let tx = test.database.write(centre).await.unwrap();
            tx.schedule(&job("one", working_day())).await.unwrap();
            tx.commit().await.unwrap();
        }
        let (jobs, runs) = counting(0);
        jobs.run_due(&test.database, &sources).await.unwrap();
        jobs.run_due(&test.database, &sources).await.unwrap();
        assert_eq!(runs.load(Ordering::Relaxed), 1);
    }
);

on_both!(
    a_job_waits_until_it_is_due_and_is_tried_again_after_a_failure,
    async |test: TestDatabase| {
        let (sources, clock) = testkit::sources(3);
        let tx = test.database.write(Scope::System).await.unwrap();
        tx.schedule(&job("later", working_day() + TimeDelta::hours(1)))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let (jobs, runs) = counting(2);
        assert_eq!(jobs.run_due(&test.database, &sources).await.unwrap(), 0);
        clock.advance(TimeDelta::hours(1));
        for expected in 1..=3 {
            assert_eq!(jobs.run_due(&test.database, &sources).await.unwrap(), 1);
            assert_eq!(runs.load(Ordering::Relaxed), expected);
            assert_eq!(
                jobs.run_due(&test.database, &sources).await.unwrap(),
                0,
                "not at once"
            );
            clock.advance(TimeDelta::minutes(2));
        }
        assert_eq!(
            jobs.run_due(&test.database, &sources).await.unwrap(),
            0,
            "done"
        );
    }
);

on_both!(
    a_job_that_cannot_succeed_is_given_up_and_kept,
    async |test: TestDatabase| {
        let (sources, clock) = testkit::sources(4);
        let tx = test.database.write(Scope::System).await.unwrap();
        tx.schedule(&job("broken", working_day())).await.unwrap();
        tx.commit().await.unwrap();
        let mut jobs = Jobs::default();
        jobs.register("test.count", |_| async { Err(JobError::Fail("no use")) });
        assert_eq!(jobs.run_due(&test.database, &sources).await.unwrap(), 1);
        clock.advance(TimeDelta::days(30));
        assert_eq!(jobs.run_due(&test.database, &sources).await.unwrap(), 0);
    }
);

/// Without that lock another process, such as a command of the operator, believes to be the last one when it ends, and
/// removes the journal from under the service.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_processes_see_that_a_sqlite_file_is_in_use() {
    use std::os::unix::fs::MetadataExt;
    let test = testkit::TestDatabase::sqlite().await;
    test.database.ping().await.unwrap();
    let file = test.config.url.expose().replacen("sqlite://", "", 1);
    let inode = std::fs::metadata(file).unwrap().ino();
    let locks = std::fs::read_to_string("/proc/locks").unwrap();
    // The bytes that SQLite keeps locked while a database is open.
    let lock = format!(":{inode} 1073741826 1073742335");
    assert!(
        locks.lines().any(|line| line.contains(&lock)),
        "no lock on inode {inode} in:\n{locks}"
    );
}

/// A backup reads for minutes; messages go on being stored meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_reads_for_long_does_not_hold_up_the_writer_of_sqlite() {
    let test = testkit::TestDatabase::sqlite().await;
    let tasks = platform::Tasks::default();
    test.database.keep_journal_short(&tasks);
    let reading = test.database.read(Scope::System).await.unwrap();
    // What is read is what was there at the first look.
    let look = Statement::from_string(DbBackend::Sqlite, "SELECT count(*) FROM job");
    reading.query_one_raw(look).await.unwrap();
    let write = async |name: &str, rows: u32| {
        let begun = Instant::now();
        let tx = test.database.write(Scope::System).await.unwrap();
        for row in 0..rows {
            let new = job(&format!("{name} {row}"), working_day());
            tx.schedule(&new).await.unwrap();
        }
        tx.commit().await.unwrap();
        begun.elapsed()
    };
    let url = test.config.url.expose();
    let journal = url.replacen("sqlite://", "", 1) + "-wal";
    for number in 0.. {
        write(&format!("many {number}"), 500).await;
        // It should begin anew, and cannot.
        if std::fs::metadata(&journal).unwrap().len() > 2500 * 4096 {
            break;
        }
    }
    let (begun, mut longest) = (Instant::now(), Duration::ZERO);
    for number in 0.. {
        longest = longest.max(write(&format!("one {number}"), 1).await);
        tokio::time::sleep(Duration::from_millis(5)).await;
        if begun.elapsed() > Duration::from_secs(2) {
            break;
        }
    }
    drop(reading);
    tasks.stop();
    assert!(tasks.wait(Duration::from_secs(10)).await);
    assert!(
        longest < Duration::from_secs(1),
        "a commit took {longest:?}"
    );
}

fn job(key: &str, due_at: kernel::Instant) -> NewJob {
    NewJob {
        kind: "test.count",
        key: key.to_owned(),
        payload: "{}".to_owned(),
        due_at,
    }
}

/// Counts its runs; the first `failures` of them fail.
fn counting(failures: usize) -> (Jobs, Arc<AtomicUsize>) {
    let runs = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&runs);
    let mut jobs = Jobs::default();
    jobs.register("test.count", move |_payload| {
        let run = counter.fetch_add(1, Ordering::Relaxed);
        async move {
            if run < failures {
                return Err(JobError::Retry(Fault::Stopped("the test")));
            }
            Ok(())
        }
    });
    (jobs, runs)
}
