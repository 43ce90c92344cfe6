//! Old entries go, and the chain can still be computed again.

use kernel::{CentreId, Instant};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;

use super::{Deed, chain_of, record, row};
use crate::{Ctx, Fault, TenantTx, outbox::statement};

/// What the log says of its own cuts.
pub const EXPIRE: &str = "audit:expire";

/// Removes the oldest entries of a chain that were written at `until` or before, `limit` at most. Returns how many.
///
/// The hash before the first entry that is kept is left in the head of the chain, and in a new entry: who moves the cut
/// without saying so contradicts the log. Needs the system's scope.
pub async fn expire(
    ctx: &Ctx,
    tx: &TenantTx,
    centre: Option<CentreId>,
    (until, limit): (Instant, u64),
) -> Result<u64, Fault> {
    let chain = chain_of(centre);
    // Whoever adds to the chain waits meanwhile.
    let sql = "UPDATE audit_head SET seq = seq WHERE chain = $1 RETURNING first_seq";
    let head = tx.query_one_raw(statement(tx, sql, [chain.into()])).await?;
    let Some(head) = head else { return Ok(0) };
    let first: i64 = head.try_get("", "first_seq")?;
    let oldest = tx
        .find::<row::Entity>()
        .filter(row::Column::Chain.eq(chain))
        .filter(row::Column::Seq.gte(first))
        .order_by_asc(row::Column::Seq)
        .limit(limit)
        .all(tx)
        .await?;
    // Only from the beginning: a chain has no holes.
    let Some(last) = oldest.into_iter().take_while(|row| row.at <= until).last() else {
        return Ok(0);
    };
    let removed = tx
        .delete::<row::Entity>()
        .filter(row::Column::Chain.eq(chain))
        .filter(row::Column::Seq.lte(last.seq))
        .exec(tx)
        .await?;
    let first = last.seq + 1;
    let sql = "UPDATE audit_head SET first_seq = $2, anchor = $3 WHERE chain = $1";
    let values = [chain.into(), first.into(), last.hash.clone().into()];
    tx.execute_raw(statement(tx, sql, values)).await?;
    let deed = Deed {
        centre,
        action: EXPIRE,
        target: first.to_string(),
        old: None,
        new: Some(json!({
            "entries": removed.rows_affected,
            "until": until,
            "anchor": crate::secret::hex(&last.hash),
        })),
    };
    record(ctx, tx, deed).await?;
    Ok(removed.rows_affected)
}

/// How many entries of a chain were written at `until` or before.
pub async fn count_until(
    tx: &TenantTx,
    centre: Option<CentreId>,
    until: Instant,
) -> Result<u64, Fault> {
    let sql = "SELECT count(*) AS entries FROM audit_entry WHERE chain = $1 AND at <= $2";
    let values = [chain_of(centre).into(), until.into()];
    let row = tx.query_one_raw(statement(tx, sql, values)).await?;
    let entries: i64 = row.map_or(Ok(0), |row| row.try_get("", "entries"))?;
    Ok(u64::try_from(entries).unwrap_or_default())
}
