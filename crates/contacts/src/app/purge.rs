//! What is too old goes, a little at a time.

use chrono::TimeDelta;
use kernel::{CentreId, Instant, ReportId};
use platform::{
    Ctx, Fault, TenantTx,
    audit::{self, Deed},
    hex,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    domain::report::{Erased, Report, SigningKey},
    store::{
        due::{self, Due},
        report, retention, tombstone,
    },
};

/// The job that erases.
pub(crate) const PURGE: &str = "retention.purge";
/// What the audit log says of a report.
pub(crate) const REPORTED: &str = "retention:report";
/// Talks looked at for one transaction.
const TALKS: u64 = 10;
/// A run that did not end in so long does not end any more.
const ABANDONED: TimeDelta = TimeDelta::days(1);

/// A run that goes on until nothing is too old; also the payload of its job.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Run {
    /// None until it begins.
    pub(crate) id: Option<ReportId>,
    /// Whether the next one follows in an hour.
    pub(crate) comes_round: bool,
}

impl Run {
    /// A run for somebody who does not want to wait for the next.
    pub(crate) const fn once() -> Self {
        Self {
            id: None,
            comes_round: false,
        }
    }

    /// The run that comes round by itself.
    pub(crate) const fn hourly() -> Self {
        Self {
            id: None,
            comes_round: true,
        }
    }
}

/// Whose data is looked at, and what of it is too old.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) run: ReportId,
    pub(crate) centre: Option<CentreId>,
    pub(crate) content_until: Instant,
    pub(crate) audit_until: Instant,
    /// Rows that one transaction erases at most.
    pub(crate) rows: u64,
}

impl Limits {
    /// By what the controller chose.
    pub(crate) async fn of(
        ctx: &Ctx,
        tx: &TenantTx,
        centre: Option<CentreId>,
        (run, rows): (ReportId, u64),
    ) -> Result<Self, Fault> {
        let chosen = retention::find(tx, centre).await?;
        Ok(Self {
            run,
            centre,
            content_until: chosen.content_until(ctx.now),
            audit_until: chosen.audit_until(ctx.now),
            rows,
        })
    }

    /// Counts what was erased, in the transaction that erased it.
    async fn count(&self, ctx: &Ctx, tx: &TenantTx, erased: Erased) -> Result<(), Fault> {
        if erased.is_nothing() {
            return Ok(());
        }
        let more = Report {
            id: ctx.new_id(),
            centre: self.centre,
            started_at: ctx.now,
            content_until: self.content_until,
            audit_until: self.audit_until,
            erased,
            seal: None,
        };
        report::add(tx, self.run, &more).await
    }
}

/// The next talks to go. Looked for outside of the transaction that erases them, so that it is short.
pub(crate) async fn find_old_talks(tx: &TenantTx, limits: &Limits) -> Result<Vec<Due>, Fault> {
    due::list(tx, limits.centre, limits.content_until, TALKS).await
}

/// Erases the first of the talks that were found, or a part of a very long one. Returns those that are gone. Needs the
/// system's scope.
pub(crate) async fn purge_talks(
    ctx: &Ctx,
    tx: &TenantTx,
    limits: &Limits,
    found: Vec<Due>,
) -> Result<Vec<Due>, Fault> {
    let Some(first) = found.first().copied() else {
        return Ok(Vec::new());
    };
    let mut erased = Erased::default();
    let mut gone = Vec::new();
    if first.messages > limits.rows {
        erased.messages = due::erase_some(tx, first, limits.rows).await?;
    } else {
        let mut room = limits.rows;
        gone = found
            .into_iter()
            .map_while(|due| {
                room = room.checked_sub(due.messages)?;
                Some(due)
            })
            .collect();
        // By id, as everybody who locks several.
        gone.sort_by_key(|due| due.contact);
        (erased.conversations, erased.messages) = due::erase(tx, &gone).await?;
        let ids: Vec<_> = gone.iter().map(|due| due.conversation).collect();
        tombstone::insert(tx, &ids, ctx.now).await?;
        for due in &gone {
            let payload = json!({ "contact_id": due.contact });
            tx.emit("contact.changed", &payload, ctx.now).await?;
        }
    }
    limits.count(ctx, tx, erased).await?;
    Ok(gone)
}

/// Erases some entries of the audit log. False when nothing was left to do. Needs the system's scope.
pub(crate) async fn purge_log(ctx: &Ctx, tx: &TenantTx, limits: &Limits) -> Result<bool, Fault> {
    let most = (limits.audit_until, limits.rows);
    let erased = Erased {
        audit_entries: audit::expire(ctx, tx, limits.centre, most).await?,
        ..Erased::default()
    };
    limits.count(ctx, tx, erased).await?;
    Ok(!erased.is_nothing())
}

/// Seals the reports of a run that is over, and says so in the audit log of their controllers. Returns how many.
/// Needs the system's scope.
pub(crate) async fn seal_reports(
    ctx: &Ctx,
    tx: &TenantTx,
    run: ReportId,
    key: Option<&SigningKey>,
) -> Result<usize, Fault> {
    let mut sealed = 0;
    for open in report::list_unsealed(tx, run, ctx.now - ABANDONED).await? {
        let seal = open.seal(key, ctx.now);
        if !report::seal(tx, open.id, &seal).await? {
            continue;
        }
        let deed = Deed {
            centre: open.centre,
            action: REPORTED,
            target: open.id.to_string(),
            old: None,
            new: Some(json!({
                "conversations": open.erased.conversations,
                "messages": open.erased.messages,
                "audit_entries": open.erased.audit_entries,
                "sha256": hex(&seal.digest),
            })),
        };
        audit::record(ctx, tx, deed).await?;
        sealed += 1;
    }
    Ok(sealed)
}
