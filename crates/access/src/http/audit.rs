//! Who did what: the audit log of a centre.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{AccountId, CentreId, Scope};
use platform::{
    Ctx, Fault,
    audit::{self, Entry},
    http::{Problem, Wire},
    problem_responses,
};
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
    types::Any,
};
use serde_json::Value;

use super::Tag;
use crate::store;

const PAGE: u64 = 50;
const LARGEST_PAGE: u64 = 200;

problem_responses! {
    /// Why there is no log.
    AuditProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Invalid = 422,
    }
}

/// The audit log.
#[derive(Clone, Copy, Debug)]
pub struct AuditApi;

/// Who did something.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
struct AuditActor {
    /// `account`, or `system` for the product itself.
    kind: String,
    account_id: Option<Wire<AccountId>>,
    /// Absent where the account is gone.
    name: Option<String>,
}

/// Something done.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
struct AuditEntry {
    /// From 1, without gaps.
    seq: i64,
    at: DateTime<Utc>,
    actor: AuditActor,
    /// As the policy names it, such as `hours:replace`.
    action: String,
    /// The id of what it was done to.
    target: String,
    /// How it was; absent where there was nothing.
    old: Option<Any<Value>>,
    /// How it became; absent where nothing is left.
    new: Option<Any<Value>>,
}

/// A page of the log, newest first.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
struct AuditPage {
    items: Vec<AuditEntry>,
    /// What to give as `after` for the next page; absent on the last one.
    next: Option<i64>,
}

#[OpenApi(tag = "Tag::Access")]
impl AuditApi {
    /// List audit log of centre
    #[oai(
        path = "/centres/:id/audit-log",
        method = "get",
        operation_id = "audit_list"
    )]
    async fn list(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// Entries per page, 1 to 200; 50 if absent.
        limit: Query<Option<u64>>,
        /// Where the previous page ended: its `next`.
        after: Query<Option<i64>>,
        /// Only this action, such as `hours:replace`.
        action: Query<Option<String>>,
    ) -> Result<Json<AuditPage>, AuditProblem> {
        let limit = limit.0.unwrap_or(PAGE);
        if !(1..=LARGEST_PAGE).contains(&limit) {
            return Err(Problem::invalid("limit", "must be 1 to 200").into());
        }
        let action = action.0.as_deref();
        let is_action = |word: &str| {
            word.chars()
                .all(|c| c.is_ascii_lowercase() || "_:".contains(c))
        };
        if !action.is_none_or(is_action) {
            return Err(Problem::invalid("action", "must be such as `hours:replace`").into());
        }
        let tx = ctx.read().await?;
        let mut entries = audit::list(&tx, Some(id.0.0), action, after.0, limit + 1).await?;
        drop(tx);
        let size = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = entries.len() > size;
        entries.truncate(size);
        let next = entries.last().filter(|_| more).map(|entry| entry.seq);
        let names = names(&ctx, &entries).await?;
        let items = entries.into_iter().map(|entry| body(entry, &names));
        Ok(Json(AuditPage {
            items: items.collect::<Result<_, _>>()?,
            next,
        }))
    }
}

/// Names are kept by the accounts, which no scope but the product's own sees.
async fn names(ctx: &Ctx, entries: &[Entry]) -> Result<HashMap<AccountId, String>, Fault> {
    let accounts: Vec<AccountId> = entries.iter().filter_map(|entry| entry.account).collect();
    let tx = ctx.database().read(Scope::System).await?;
    store::account::names(&tx, &accounts).await
}

fn body(entry: Entry, names: &HashMap<AccountId, String>) -> Result<AuditEntry, Fault> {
    let json = |text: Option<String>| -> Result<Option<Any<Value>>, Fault> {
        Ok(text
            .map(|text| serde_json::from_str(&text).map(Any))
            .transpose()?)
    };
    Ok(AuditEntry {
        seq: entry.seq,
        at: entry.at,
        actor: AuditActor {
            kind: entry.account.map_or("system", |_| "account").to_owned(),
            account_id: entry.account.map(Wire),
            name: entry.account.and_then(|id| names.get(&id).cloned()),
        },
        action: entry.action,
        target: entry.target,
        old: json(entry.old)?,
        new: json(entry.new)?,
    })
}
