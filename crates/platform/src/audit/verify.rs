//! The chains, computed again.

use kernel::{CentreId, Scope};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;
use uuid::Uuid;

use super::{EXPIRE, Entry, NOTHING, centre_of, chain_of, digest, row};
use crate::{Database, Fault, TenantTx, outbox::statement, secret::hex};

/// Entries read at a time.
const PAGE: u64 = 1000;

/// What verifying found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Entries whose hashes are right.
    pub entries: u64,
    /// The first wrong entry of each broken chain: the centre, none for the national layer, and its number.
    pub broken: Vec<(Option<CentreId>, i64)>,
}

/// A chain as its head describes it.
struct Chain {
    id: Uuid,
    first: i64,
    last: i64,
    anchor: Option<Vec<u8>>,
    hash: Vec<u8>,
}

/// Computes every chain again.
pub async fn verify(database: &Database) -> Result<Verdict, Fault> {
    let tx = database.read(Scope::System).await?;
    let mut verdict = Verdict {
        entries: 0,
        broken: Vec::new(),
    };
    let sql = "SELECT chain, first_seq, seq, anchor, hash FROM audit_head ORDER BY chain";
    for head in tx.query_all_raw(statement(&tx, sql, [])).await? {
        let chain = Chain {
            id: head.try_get("", "chain")?,
            first: head.try_get("", "first_seq")?,
            last: head.try_get("", "seq")?,
            anchor: head.try_get("", "anchor")?,
            hash: head.try_get("", "hash")?,
        };
        if let Some(wrong) = verify_chain(&tx, &chain, &mut verdict.entries).await? {
            verdict.broken.push((centre_of(chain.id), wrong));
        }
    }
    Ok(verdict)
}

/// The first wrong entry.
async fn verify_chain(
    tx: &TenantTx,
    chain: &Chain,
    entries: &mut u64,
) -> Result<Option<i64>, Fault> {
    if !is_cut_as_told(tx, chain).await? {
        return Ok(Some(chain.first));
    }
    let mut before = chain.anchor.clone().unwrap_or_else(|| NOTHING.to_vec());
    let mut seq = chain.first - 1;
    loop {
        let rows = tx
            .find::<row::Entity>()
            .filter(row::Column::Chain.eq(chain.id))
            .filter(row::Column::Seq.gt(seq))
            .order_by_asc(row::Column::Seq)
            .limit(PAGE)
            .all(tx)
            .await?;
        if rows.is_empty() {
            let whole = seq == chain.last && before == chain.hash;
            return Ok((!whole).then_some(seq + 1));
        }
        for row in rows {
            seq += 1;
            if row.seq != seq || row.hash != digest(&before, &row) {
                return Ok(Some(seq));
            }
            before = row.hash;
            *entries += 1;
        }
    }
}

/// Whether the beginning is where the last entry about a cut says it is.
async fn is_cut_as_told(tx: &TenantTx, chain: &Chain) -> Result<bool, Fault> {
    let told = tx
        .find::<row::Entity>()
        .filter(row::Column::Chain.eq(chain.id))
        .filter(row::Column::Action.eq(EXPIRE))
        .order_by_desc(row::Column::Seq)
        .one(tx)
        .await?;
    let Some(told) = told else {
        return Ok(chain.first == 1 && chain.anchor.is_none());
    };
    let new: Value =
        serde_json::from_str(told.new.as_deref().unwrap_or_default()).unwrap_or_default();
    let anchor = chain.anchor.as_deref().map(hex);
    // The number of the first entry that is kept.
    Ok(told.target == chain.first.to_string()
        && new.get("anchor").and_then(Value::as_str) == anchor.as_deref())
}

/// The entry of an action on a target; the newest of several.
pub async fn entry_of(
    tx: &TenantTx,
    centre: Option<CentreId>,
    action: &str,
    target: &str,
) -> Result<Option<Entry>, Fault> {
    let row = tx
        .find::<row::Entity>()
        .filter(row::Column::Chain.eq(chain_of(centre)))
        .filter(row::Column::Action.eq(action))
        .filter(row::Column::Target.eq(target))
        .order_by_desc(row::Column::Seq)
        .one(tx)
        .await?;
    Ok(row.map(Entry::from))
}
