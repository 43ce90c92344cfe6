//! The audit log: who did what to what and when, with the old and the new value.
//!
//! Append-only and tamper-evident: every entry carries the SHA-256 of the entry before it and of itself, one
//! chain per centre and one of the national layer, so that a changed, removed or inserted entry breaks the
//! chain from there on. [`verify`] finds the place. Old entries are cut off at the beginning of a chain by
//! [`expire`], which leaves the hash before the first entry that is kept.

mod expire;
mod read;
mod row;
mod verify;

use aws_lc_rs::digest::{Context, SHA256};
use kernel::{AccountId, Actor, CentreId, Instant};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, FromQueryResult};
use serde_json::Value;
use uuid::Uuid;

use crate::{Ctx, Fault, TenantTx, outbox::statement};

pub use expire::{EXPIRE, count_until, expire};
pub use read::{Filter, find, list, list_after};
pub use verify::{Verdict, entry_of, verify};

/// What stands before the first entry.
const NOTHING: [u8; 32] = [0; 32];

/// Something done that is to be remembered.
#[derive(Clone, Debug)]
pub struct Deed {
    /// The centre it was done to; none for the national layer.
    pub centre: Option<CentreId>,
    /// The action as the policy names it, such as `hours:replace`.
    pub action: &'static str,
    /// The id of what it was done to.
    pub target: String,
    /// How it was; none where there was nothing.
    pub old: Option<Value>,
    /// How it became; none where nothing is left.
    pub new: Option<Value>,
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// From 1, without gaps, within the chain.
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// Who; none for the product itself.
    pub account: Option<AccountId>,
    /// What was done.
    pub action: String,
    /// To what.
    pub target: String,
    /// How it was, JSON.
    pub old: Option<String>,
    /// How it became, JSON.
    pub new: Option<String>,
    /// SHA-256 of the entry before it and of this one.
    pub hash: Vec<u8>,
}

#[derive(FromQueryResult)]
struct Head {
    seq: i64,
    hash: Vec<u8>,
}

/// Remembers a deed, in the transaction it was done in.
pub async fn record(ctx: &Ctx, tx: &TenantTx, deed: Deed) -> Result<(), Fault> {
    let chain = chain_of(deed.centre);
    // Whoever adds to the same chain waits here for the other's commit.
    let sql = "INSERT INTO audit_head (chain, seq, hash) VALUES ($1, 1, $2) \
               ON CONFLICT (chain) DO UPDATE SET seq = audit_head.seq + 1 RETURNING seq, hash";
    let values = [chain.into(), NOTHING.to_vec().into()];
    let head = Head::find_by_statement(statement(tx, sql, values))
        .one(tx)
        .await?;
    let head = head.ok_or(Fault::Corrupt("audit_head"))?;
    let account = match ctx.actor {
        Actor::Account { account, .. } => Some(account),
        _ => None,
    };
    let mut entry = row::Model {
        chain,
        seq: head.seq,
        at: ctx.now,
        account_id: account.map(AccountId::to_row),
        action: deed.action.to_owned(),
        target: deed.target,
        old: deed.old.map(|value| value.to_string()),
        new: deed.new.map(|value| value.to_string()),
        hash: Vec::new(),
    };
    entry.hash = digest(&head.hash, &entry);
    let sql = "UPDATE audit_head SET hash = $2 WHERE chain = $1";
    let values = [chain.into(), entry.hash.clone().into()];
    tx.execute_raw(statement(tx, sql, values)).await?;
    let row = row::ActiveModel {
        chain: Set(entry.chain),
        seq: Set(entry.seq),
        at: Set(entry.at),
        account_id: Set(entry.account_id),
        action: Set(entry.action),
        target: Set(entry.target),
        old: Set(entry.old),
        new: Set(entry.new),
        hash: Set(entry.hash),
    };
    row::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The chain of a centre; all zeroes for the national layer.
pub fn chain_of(centre: Option<CentreId>) -> Uuid {
    centre.map_or(Uuid::nil(), CentreId::to_row)
}

/// The centre of a chain; none for the national layer.
pub fn centre_of(chain: Uuid) -> Option<CentreId> {
    (!chain.is_nil()).then(|| CentreId::from_row(chain))
}

/// Of the entry before, and of every field of this one with its length, so that none runs into the next.
fn digest(before: &[u8], row: &row::Model) -> Vec<u8> {
    let account = row.account_id.map(|id| id.to_string());
    let fields = [
        Some(row.chain.to_string()),
        Some(row.seq.to_string()),
        Some(row.at.timestamp_micros().to_string()),
        account,
        Some(row.action.clone()),
        Some(row.target.clone()),
        row.old.clone(),
        row.new.clone(),
    ];
    let mut context = Context::new(&SHA256);
    context.update(before);
    for field in fields {
        match field {
            Some(text) => {
                context.update(format!("{}:", text.len()).as_bytes());
                context.update(text.as_bytes());
            }
            None => context.update(b"-"),
        }
    }
    context.finish().as_ref().to_vec()
}

impl From<row::Model> for Entry {
    fn from(row: row::Model) -> Self {
        Self {
            seq: row.seq,
            at: row.at,
            account: row.account_id.map(AccountId::from_row),
            action: row.action,
            target: row.target,
            old: row.old,
            new: row.new,
            hash: row.hash,
        }
    }
}
