//! Counts of earlier systems are taken over.

use std::collections::BTreeMap;

use kernel::{Channel, Instant};
use platform::{
    Ctx, Fault, TenantTx,
    audit::{self, Deed},
};
use serde_json::json;

use crate::{domain::history_file::HistoryRow, store::history};

/// Rows written by one statement.
const AT_A_TIME: usize = 500;

/// What an import does, or would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Half hours.
    pub half_hours: u64,
    /// Of them, those that take the place of earlier ones.
    pub replaced: u64,
    /// Contacts in them.
    pub contacts: u64,
}

fn count(of: usize) -> u64 {
    u64::try_from(of).unwrap_or(u64::MAX)
}

/// Counts what an import of the rows would do. Needs the system's scope.
pub async fn foresee_import(tx: &TenantTx, rows: &[HistoryRow]) -> Result<Imported, Fault> {
    let mut by_channel: BTreeMap<Channel, Vec<Instant>> = BTreeMap::new();
    for row in rows {
        by_channel
            .entry(row.channel)
            .or_default()
            .push(row.starts_at);
    }
    let mut imported = Imported {
        half_hours: count(rows.len()),
        replaced: 0,
        contacts: rows.iter().map(|row| u64::from(row.contacts)).sum(),
    };
    for (channel, starts) in by_channel {
        let (Some(first), Some(last)) = (starts.iter().min(), starts.iter().max()) else {
            continue;
        };
        let known = history::list_starts(tx, channel, (*first, *last)).await?;
        imported.replaced += count(starts.iter().filter(|at| known.contains(at)).count());
    }
    Ok(imported)
}

/// Writes the rows, in place of those of the same channel and time, and notes it in the national log. `progress` is
/// told how many are written. Needs the system's scope.
pub async fn import_history(
    ctx: &Ctx,
    tx: &TenantTx,
    rows: &[HistoryRow],
    mut progress: impl FnMut(u64),
) -> Result<Imported, Fault> {
    let imported = foresee_import(tx, rows).await?;
    let mut written = 0;
    for some in rows.chunks(AT_A_TIME) {
        history::upsert(tx, some).await?;
        written += count(some.len());
        progress(written);
    }
    let starts = rows.iter().map(|row| row.starts_at);
    let deed = Deed {
        centre: None,
        action: "history:import",
        target: "national".to_owned(),
        old: None,
        new: Some(json!({
            "half_hours": imported.half_hours,
            "replaced": imported.replaced,
            "contacts": imported.contacts,
            "from": starts.clone().min(),
            "until": starts.max(),
        })),
    };
    audit::record(ctx, tx, deed).await?;
    Ok(imported)
}
