//! What the rows tell: clocks that agree, work that is done, secrets that open.

use chrono::TimeDelta;
use contacts::PURGE_JOB;
use kernel::Instant;
use platform::{Ctx, Fault, Sealer};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::{Finding, database::ask};
use crate::Config;

/// Seconds between the clocks that are noticed, and with which times in the database mean little.
const SKEW_NOTICED: f64 = 2.0;
const SKEW_TOO_MUCH: f64 = 30.0;
/// How long work may wait while the service runs.
const LATE: TimeDelta = TimeDelta::minutes(15);
/// How long what is too old may stay.
const PURGE_LATE: TimeDelta = TimeDelta::hours(2);

pub(super) async fn examine(config: &Config, ctx: &Ctx, findings: &mut Vec<Finding>) {
    let looks = [
        ("clock", clock(ctx).await),
        ("work", work(ctx).await),
        ("retention", retention(config, ctx).await),
        ("keys", keys(config, ctx).await),
    ];
    for (check, found) in looks {
        findings.push(found.unwrap_or_else(|fault| {
            Finding::failure(
                check,
                format!("the database does not tell: {}", fault.chain()),
                "see to the schema first",
            )
        }));
    }
}

async fn clock(ctx: &Ctx) -> Result<Finding, Fault> {
    if ctx.database().backend() != DbBackend::Postgres {
        let says = "the database is in this machine, by the same clock";
        return Ok(Finding::ok("clock", says));
    }
    let before = ctx.sources().now();
    let rows = ask(ctx.database(), "SELECT clock_timestamp()").await?;
    let after = ctx.sources().now();
    let row = rows.first().ok_or(Fault::Corrupt("clock_timestamp"))?;
    let told: Instant = row.try_get_by_index(0)?;
    let skew = (told - (before + (after - before) / 2)).as_seconds_f64();
    let direction = if skew > 0.0 { "ahead of" } else { "behind" };
    let says = format!(
        "the database's clock is {:.1} s {direction} this machine's",
        skew.abs()
    );
    let todo = "let both machines take the time from the same server (NTP)";
    Ok(if skew.abs() >= SKEW_TOO_MUCH {
        Finding::failure("clock", says, todo)
    } else if skew.abs() >= SKEW_NOTICED {
        Finding::warning("clock", says, todo)
    } else {
        Finding::ok("clock", says)
    })
}

/// Rows of a table until an instant.
async fn count(ctx: &Ctx, (sql, until): (&str, Instant)) -> Result<i64, Fault> {
    let tx = ctx.read().await?;
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, [until.into()]);
    let row = tx.query_one_raw(statement).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get_by_index(0))?)
}

async fn work(ctx: &Ctx) -> Result<Finding, Fault> {
    let given_up = "SELECT count(*) FROM job WHERE failed_at <= $1";
    let late = "SELECT count(*) FROM job WHERE failed_at IS NULL AND due_at <= $1";
    let unsent = "SELECT count(*) FROM outbox WHERE due_at <= $1";
    let given_up = count(ctx, (given_up, ctx.now)).await?;
    let late = count(ctx, (late, ctx.now - LATE)).await?;
    let unsent = count(ctx, (unsent, ctx.now - LATE)).await?;
    if late + unsent > 0 {
        return Ok(Finding::warning(
            "work",
            format!(
                "{late} jobs and {unsent} events should have been done {} minutes ago",
                LATE.num_minutes()
            ),
            "look whether the service runs, and into its log",
        ));
    }
    if given_up > 0 {
        return Ok(Finding::warning(
            "work",
            format!("{given_up} jobs were given up"),
            "the log says why, as `job given up`; mend the cause (often mail), then do it once more on the pages",
        ));
    }
    Ok(Finding::ok("work", "no job waits longer than it should"))
}

async fn retention(config: &Config, ctx: &Ctx) -> Result<Finding, Fault> {
    let late = format!("SELECT count(*) FROM job WHERE key = '{PURGE_JOB}' AND due_at <= $1");
    let stopped = format!("SELECT count(*) FROM job WHERE key = '{PURGE_JOB}' AND failed_at <= $1");
    let late = count(ctx, (&late, ctx.now - PURGE_LATE)).await?;
    let stopped = count(ctx, (&stopped, ctx.now)).await?;
    if late + stopped > 0 {
        return Ok(Finding::failure(
            "retention",
            "what is too old is not erased: its job is more than two hours late or was given up",
            "start the service, which plans it anew, and look into its log for `retention.purge`",
        ));
    }
    let folder = &config.retention.folder;
    if folder.is_empty() {
        return Ok(Finding::warning(
            "retention",
            "what is erased is remembered by the database alone",
            "name a folder apart from the database and the backups in retention.folder, or make backups often: each \
             keeps a list",
        ));
    }
    if let Err(error) = std::fs::read_dir(folder)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        return Ok(Finding::failure(
            "retention",
            format!("the list of what was erased cannot be kept in {folder}: {error}"),
            "let the service's user write to retention.folder",
        ));
    }
    let says = "what is too old is erased in time, and listed outside of the database";
    Ok(Finding::ok("retention", says))
}

async fn keys(config: &Config, ctx: &Ctx) -> Result<Finding, Fault> {
    let configured = &config.server.sealing_keys;
    let todo = "put the key back into server.sealing_keys (an old one below the new), from where it is kept apart from \
         the backups";
    let sealer = match Sealer::existing(configured, &config.database) {
        Ok(sealer) => sealer,
        Err(error) => return Ok(Finding::failure("keys", error.to_string(), todo)),
    };
    let (all, lost) = access::count_sealed(ctx, sealer.as_ref()).await?;
    let signs = if config.retention.signing_key.expose().is_empty() {
        "reports of what was erased are not signed (retention.signing_key is empty)"
    } else {
        "reports of what was erased are signed"
    };
    Ok(if lost > 0 {
        Finding::failure(
            "keys",
            format!("{lost} of {all} sealed secrets cannot be opened: their key is not here"),
            todo,
        )
    } else if sealer.is_none() {
        let says = format!("a key that seals secrets is made at the first start; {signs}");
        Finding::ok("keys", says)
    } else {
        Finding::ok(
            "keys",
            format!("all {all} sealed secrets have their key; {signs}"),
        )
    })
}
