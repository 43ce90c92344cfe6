//! Who did what: the audit log of a centre, and that of the national layer.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{AccountId, CentreId, Instant, ProblemCode, Scope};
use platform::{
    Ctx, Fault,
    audit::{self, Entry, Filter},
    http::{Problem, Wire},
    problem_responses,
};
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Tag,
    audit_bodies::{AuditEntry, AuditPage, Show, body},
    audit_export::{AuditFile, export},
};
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

type Answer<T> = Result<T, AuditProblem>;

/// The audit log.
#[derive(Clone, Copy, Debug)]
pub struct AuditApi;

#[OpenApi(tag = "Tag::Access")]
impl AuditApi {
    /// List audit log of centre
    #[oai(
        path = "/centres/:id/audit-log",
        method = "get",
        operation_id = "audit_list"
    )]
    #[expect(
        clippy::too_many_arguments,
        reason = "each is a parameter of the request"
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
        /// Only by this person.
        account: Query<Option<Wire<AccountId>>>,
        /// Not before.
        from: Query<Option<DateTime<Utc>>>,
        /// Before.
        until: Query<Option<DateTime<Utc>>>,
    ) -> Answer<Json<AuditPage>> {
        let filter = filter(action.0, account.0, (from.0, until.0))?;
        Ok(page(&ctx, Some(id.0.0), &filter, (after.0, limit.0)).await?)
    }

    /// Get entry of audit log of centre
    #[oai(
        path = "/centres/:id/audit-log/:seq",
        method = "get",
        operation_id = "audit_get"
    )]
    async fn get(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// Its number.
        seq: Path<i64>,
    ) -> Answer<Json<AuditEntry>> {
        Ok(whole(&ctx, Some(id.0.0), seq.0).await?)
    }

    /// Export audit log of centre
    #[oai(
        path = "/centres/:id/audit-log/export",
        method = "get",
        operation_id = "audit_export"
    )]
    #[expect(
        clippy::too_many_arguments,
        clippy::unused_async,
        reason = "each is a parameter of the request; the file is written while it is read"
    )]
    async fn export(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// `csv`, or `jsonl` for a JSON object a line; `csv` if absent.
        format: Query<Option<String>>,
        /// Only this action, such as `hours:replace`.
        action: Query<Option<String>>,
        /// Only by this person.
        account: Query<Option<Wire<AccountId>>>,
        /// Not before.
        from: Query<Option<DateTime<Utc>>>,
        /// Before.
        until: Query<Option<DateTime<Utc>>>,
    ) -> Answer<AuditFile> {
        let filter = filter(action.0, account.0, (from.0, until.0))?;
        Ok(export(ctx, Some(id.0.0), filter, format.0.as_deref())?)
    }

    /// List national audit log
    #[oai(
        path = "/national/audit-log",
        method = "get",
        operation_id = "national_audit_list"
    )]
    #[expect(
        clippy::too_many_arguments,
        reason = "each is a parameter of the request"
    )]
    async fn list_national(
        &self,
        ctx: Ctx,
        /// Entries per page, 1 to 200; 50 if absent.
        limit: Query<Option<u64>>,
        /// Where the previous page ended: its `next`.
        after: Query<Option<i64>>,
        /// Only this action, such as `message:list`.
        action: Query<Option<String>>,
        /// Only by this person.
        account: Query<Option<Wire<AccountId>>>,
        /// Not before.
        from: Query<Option<DateTime<Utc>>>,
        /// Before.
        until: Query<Option<DateTime<Utc>>>,
    ) -> Answer<Json<AuditPage>> {
        let filter = filter(action.0, account.0, (from.0, until.0))?;
        Ok(page(&ctx, None, &filter, (after.0, limit.0)).await?)
    }

    /// Get entry of national audit log
    #[oai(
        path = "/national/audit-log/:seq",
        method = "get",
        operation_id = "national_audit_get"
    )]
    async fn get_national(
        &self,
        ctx: Ctx,
        /// Its number.
        seq: Path<i64>,
    ) -> Answer<Json<AuditEntry>> {
        Ok(whole(&ctx, None, seq.0).await?)
    }

    /// Export national audit log
    #[oai(
        path = "/national/audit-log/export",
        method = "get",
        operation_id = "national_audit_export"
    )]
    #[expect(clippy::unused_async, reason = "the file is written while it is read")]
    async fn export_national(
        &self,
        ctx: Ctx,
        /// `csv`, or `jsonl` for a JSON object a line; `csv` if absent.
        format: Query<Option<String>>,
        /// Only this action, such as `message:list`.
        action: Query<Option<String>>,
        /// Only by this person.
        account: Query<Option<Wire<AccountId>>>,
        /// Not before.
        from: Query<Option<DateTime<Utc>>>,
        /// Before.
        until: Query<Option<DateTime<Utc>>>,
    ) -> Answer<AuditFile> {
        let filter = filter(action.0, account.0, (from.0, until.0))?;
        Ok(export(ctx, None, filter, format.0.as_deref())?)
    }
}

fn filter(
    action: Option<String>,
    account: Option<Wire<AccountId>>,
    (from, until): (Option<Instant>, Option<Instant>),
) -> Result<Filter, Problem> {
    let is_action = |word: &String| {
        word.chars()
            .all(|c| c.is_ascii_lowercase() || "_:".contains(c))
    };
    if !action.as_ref().is_none_or(is_action) {
        return Err(Problem::invalid(
            "action",
            "must be such as `hours:replace`",
        ));
    }
    for (field, at) in [("from", from), ("until", until)] {
        let is_of_these_times = |at: Instant| (2000..=2100).contains(&chrono::Datelike::year(&at));
        if !at.is_none_or(is_of_these_times) {
            return Err(Problem::invalid(field, "must be of the years 2000 to 2100"));
        }
    }
    Ok(Filter {
        action,
        account: account.map(|wire| wire.0),
        from,
        until,
    })
}

async fn page(
    ctx: &Ctx,
    centre: Option<CentreId>,
    filter: &Filter,
    (after, limit): (Option<i64>, Option<u64>),
) -> Result<Json<AuditPage>, Problem> {
    let limit = limit.unwrap_or(PAGE);
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(Problem::invalid("limit", "must be 1 to 200"));
    }
    let tx = ctx.read().await?;
    let mut entries = audit::list(&tx, centre, filter, (after, limit + 1)).await?;
    drop(tx);
    let size = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = entries.len() > size;
    entries.truncate(size);
    let next = entries.last().filter(|_| more).map(|entry| entry.seq);
    let names = names(ctx, &entries).await?;
    let invited = invited(ctx, centre, &entries).await?;
    let items = entries
        .into_iter()
        .map(|entry| body(entry.cut(), &names, &invited));
    Ok(Json(AuditPage {
        items: items.collect::<Result<_, _>>()?,
        next,
    }))
}

async fn whole(ctx: &Ctx, centre: Option<CentreId>, seq: i64) -> Result<Json<AuditEntry>, Problem> {
    let tx = ctx.read().await?;
    let entry = audit::find(&tx, centre, seq).await?;
    drop(tx);
    let entry = entry.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
    let names = names(ctx, std::slice::from_ref(&entry)).await?;
    let invited = invited(ctx, centre, std::slice::from_ref(&entry)).await?;
    Ok(Json(body(entry.whole(), &names, &invited)?))
}

/// The names in a centre's open invitations, by id: whoever reads its log reads those as well.
async fn invited(
    ctx: &Ctx,
    centre: Option<CentreId>,
    entries: &[Entry],
) -> Result<HashMap<String, String>, Fault> {
    let is_asked = |entry: &Entry| entry.action.starts_with("invitation:");
    let Some(centre) = centre.filter(|_| entries.iter().any(is_asked)) else {
        return Ok(HashMap::new());
    };
    let tx = ctx.read().await?;
    let open = store::invitation::of_centre(&tx, centre).await?;
    let named = open
        .into_iter()
        .map(|one| (one.id.to_string(), one.invitee.name.expose().clone()));
    Ok(named.collect())
}

/// Names are kept by the accounts, which no scope but the product's own sees.
pub(super) async fn names(
    ctx: &Ctx,
    entries: &[Entry],
) -> Result<HashMap<AccountId, String>, Fault> {
    let accounts: Vec<AccountId> = entries.iter().filter_map(|entry| entry.account).collect();
    let tx = ctx.database().read(Scope::System).await?;
    store::account::names(&tx, &accounts).await
}
