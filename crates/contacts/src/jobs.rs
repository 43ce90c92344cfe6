//! What is too old is erased beside the live talks, without holding them up.

use std::{fs, io::Write, path::Path, time::Duration};

use chrono::TimeDelta;
use kernel::ReportId;
use platform::{
    Ctx, Fault,
    jobs::{JobError, Jobs, NewJob, forget_failed},
};
use tokio::time::{Instant, sleep};

use crate::{
    Contacts,
    app::{self, Limits, PURGE, Run},
    domain::tombstone::Tombstone,
    live::hub::{Bye, ToDesk, ToSeeker},
    store::{
        due::{self, Due},
        tombstone,
    },
};

/// A job ends after so long, for others to have their turn, and goes on later.
const SLICE: Duration = Duration::from_secs(5);
/// How often it is looked for what is too old.
const EVERY: TimeDelta = TimeDelta::hours(1);
/// So many times as long as a transaction took is waited before the next: erasing takes a twentieth of the time.
const REST: u32 = 19;
/// How long a transaction is to take: whoever writes meanwhile waits for its end.
const HOLD: Duration = Duration::from_millis(2);
/// Rows a transaction erases at least.
const LEAST_ROWS: u64 = 10;
/// Jobs that were given up are kept so long for somebody to look at.
const FAILED_KEPT: TimeDelta = TimeDelta::days(30);
/// Lines written to the list of what was erased at a time.
const LINES: u64 = 500;

impl Contacts {
    /// Registers the module's jobs.
    pub fn register_jobs(&self, jobs: &mut Jobs) {
        let contacts = self.clone();
        jobs.register(PURGE, move |payload| {
            let contacts = contacts.clone();
            async move {
                let run: Run = serde_json::from_str(&payload)
                    .map_err(|_unreadable| JobError::Fail("unreadable payload"))?;
                Ok(Box::pin(contacts.purge(run)).await?)
            }
        });
    }

    /// Plans the job that comes round by itself; the first time at once, for what is too old after a long stop or in a
    /// restored backup.
    pub async fn plan_jobs(&self) -> Result<(), Fault> {
        self.plan(Run::hourly(), TimeDelta::zero()).await
    }

    async fn plan(&self, run: Run, wait: TimeDelta) -> Result<(), Fault> {
        let ctx = Ctx::system(&self.0.sources, &self.0.database);
        let key = match run.id {
            Some(id) if !run.comes_round => format!("{PURGE}:{id}"),
            _ => PURGE.to_owned(),
        };
        let tx = ctx.write().await?;
        tx.schedule(&NewJob {
            kind: PURGE,
            key,
            payload: serde_json::to_string(&run)?,
            due_at: ctx.now + wait,
        })
        .await?;
        tx.commit().await
    }

    /// One slice of a run. What is left is planned; at the end the run is reported.
    async fn purge(&self, run: Run) -> Result<(), Fault> {
        let ctx = Ctx::system(&self.0.sources, &self.0.database);
        let id = run.id.unwrap_or_else(|| ctx.new_id());
        let is_done = Box::pin(self.erase_old(&ctx, id)).await?;
        if !is_done {
            let run = Run {
                id: Some(id),
                ..run
            };
            return self.plan(run, TimeDelta::zero()).await;
        }
        self.finish(&ctx, id).await?;
        let tx = ctx.write().await?;
        centres::forget_classes(&ctx, &tx).await?;
        tx.commit().await?;
        self.write_tombstones(&ctx).await?;
        if run.comes_round {
            self.plan(Run::hourly(), EVERY).await?;
        }
        Ok(())
    }

    /// Erases in small transactions with rests in between; false when the slice is over before all was done.
    async fn erase_old(&self, ctx: &Ctx, run: ReportId) -> Result<bool, Fault> {
        let tx = ctx.read().await?;
        let mut all = Vec::new();
        for centre in due::list_controllers(&tx).await? {
            all.push(Limits::of(ctx, &tx, centre, (run, self.0.retention.batch_rows)).await?);
        }
        drop(tx);
        let begun = Instant::now();
        let stop = self.0.tasks.token();
        let mut rows = LEAST_ROWS;
        for mut limits in all {
            loop {
                if begun.elapsed() > SLICE || stop.is_cancelled() {
                    return Ok(false);
                }
                limits.rows = rows;
                let Some(took) = self.erase_some(ctx, &limits).await? else {
                    break;
                };
                rows = next_rows(rows, took).min(self.0.retention.batch_rows);
                let least = Duration::from_millis(self.0.retention.pause_ms);
                sleep(least.max(took * REST).min(SLICE)).await;
            }
        }
        Ok(true)
    }

    /// Returns how long others had to wait for it; none when nothing was left to do.
    async fn erase_some(&self, ctx: &Ctx, limits: &Limits) -> Result<Option<Duration>, Fault> {
        let tx = ctx.read().await?;
        let found = app::find_old_talks(&tx, limits).await?;
        drop(tx);
        let has_talks = !found.is_empty();
        let tx = ctx.write().await?;
        let held = Instant::now();
        let gone = app::purge_talks(ctx, &tx, limits, found).await?;
        let has_more = has_talks || app::purge_log(ctx, &tx, limits).await?;
        tx.commit().await?;
        let took = held.elapsed();
        self.tell_erased(&gone);
        Ok(has_more.then_some(took))
    }

    fn tell_erased(&self, gone: &[Due]) {
        for due in gone {
            let bye = ToSeeker::Bye(Bye::Erased);
            self.0.hub.tell_seeker(due.conversation, &bye);
            if let Some(staff) = due.staff {
                self.0.hub.tell_desk(staff, &ToDesk::Contact(due.contact));
            }
        }
    }

    async fn finish(&self, ctx: &Ctx, run: ReportId) -> Result<(), Fault> {
        let tx = ctx.write().await?;
        let sealed = app::seal_reports(ctx, &tx, run, self.0.signing_key.as_ref()).await?;
        forget_failed(&tx, ctx.now - FAILED_KEPT, 1000).await?;
        let days = TimeDelta::days(self.0.retention.tombstone_days.into());
        tombstone::forget(&tx, ctx.now - days).await?;
        tx.commit().await?;
        // It is erased whatever becomes of this: the journal is emptied by the next who writes much, too.
        if sealed > 0
            && let Err(fault) = self.0.database.forget_journal().await
        {
            tracing::warn!(error = fault.chain(), "the journal could not be emptied");
        }
        Ok(())
    }

    /// Adds what is not in it yet to the list outside of the database. A line may come twice, none is lost.
    async fn write_tombstones(&self, ctx: &Ctx) -> Result<(), Fault> {
        let folder = &self.0.retention.folder;
        if folder.is_empty() {
            return Ok(());
        }
        loop {
            let tx = ctx.read().await?;
            let fresh = tombstone::list(&tx, true, (&[], LINES)).await?;
            drop(tx);
            if fresh.is_empty() {
                return Ok(());
            }
            append(Path::new(folder), &fresh, ctx.now)?;
            let tx = ctx.write().await?;
            tombstone::set_written(&tx, &fresh).await?;
            tx.commit().await?;
        }
    }
}

/// Fewer rows after a transaction that took too long, more after a quick one.
const fn next_rows(rows: u64, took: Duration) -> u64 {
    let next = if took.as_micros() > HOLD.as_micros() {
        rows / 2
    } else {
        rows + rows / 4 + 1
    };
    if next < LEAST_ROWS { LEAST_ROWS } else { next }
}

/// A file a month, so that those older than every backup can be thrown away.
fn append(folder: &Path, fresh: &[Tombstone], now: kernel::Instant) -> Result<(), Fault> {
    fs::create_dir_all(folder)?;
    let name = format!("erased-{}.txt", now.format("%Y-%m"));
    let mut file = fs::File::options()
        .create(true)
        .append(true)
        .open(folder.join(name))?;
    let lines: String = fresh.iter().map(Tombstone::line).collect();
    file.write_all(lines.as_bytes())?;
    Ok(file.sync_all()?)
}
