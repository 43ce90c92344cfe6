//! Links by which classes begin. Whoever makes one is never told how many began, or that anybody did.

use chrono::TimeDelta;
use kernel::{ClassLinkId, FieldError, ProblemCode};
use platform::{
    Ctx, Fault, Secret, TenantTx,
    audit::{self, Deed},
    http::{Idempotency, Problem},
};
use serde_json::{Value, json};

use crate::{
    domain::{ClassLink, ClassOwner, NewClass, class_hash},
    store,
};

/// Open links of one owner.
const MOST_OPEN: u64 = 50;
/// How long a link is kept after its time.
const KEPT: TimeDelta = TimeDelta::days(1);

/// Why there is no link, or it was not ended.
#[derive(Debug, thiserror::Error)]
pub enum ClassError {
    /// The owner has no such link.
    #[error("no such link in the scope")]
    NotFound,
    /// Fields break rules.
    #[error("{} fields break rules", .0.len())]
    Invalid(Vec<FieldError>),
    /// The same key came with another body.
    #[error("the same key came with another body")]
    Repeated(Problem),
    /// Neither the caller's nor the rules' business.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<ClassError> for Problem {
    fn from(error: ClassError) -> Self {
        match error {
            ClassError::NotFound => Self::new(ProblemCode::NotFound),
            ClassError::Invalid(faults) => Self::faulty(faults),
            ClassError::Repeated(problem) => problem,
            ClassError::Fault(fault) => fault.into(),
        }
    }
}

/// Makes a link that is found by `code`; or finds the one that the same request made before. The code is not kept:
/// whoever asks the same again brings the same code.
///
/// # Errors
/// Fields break rules, or there are as many open links as may be.
pub async fn create_class(
    ctx: &Ctx,
    tx: &TenantTx,
    (owner, new): (ClassOwner, &NewClass),
    (code, request): (&Secret<String>, Option<&Idempotency>),
) -> Result<ClassLink, ClassError> {
    let hash = class_hash(code.expose()).ok_or(Fault::Stopped("drawing codes"))?;
    if let Some(request) = request
        && let Some((link, before)) = store::find_made_class(tx, owner, &hash).await?
    {
        let same = request.require_same(before.as_deref());
        same.map_err(ClassError::Repeated)?;
        return Ok(link);
    }
    let mut faults = new.faults();
    if store::count_open_classes(tx, owner, ctx.now).await? >= MOST_OPEN {
        faults.push(FieldError {
            field: "minutes".to_owned(),
            reason: format!("there are at most {MOST_OPEN} open links; end one"),
        });
    }
    if !faults.is_empty() {
        return Err(ClassError::Invalid(faults));
    }
    let link = ClassLink {
        id: ctx.new_id(),
        county: new.county,
        topic: new.topic.clone(),
        most_starts: new.starts(),
        valid_until: new.valid_until(ctx.now),
        ended_at: None,
        created_at: ctx.now,
    };
    let row = store::NewClassRow {
        owner,
        link: &link,
        hash,
        request: request.map(|request| request.request.as_slice()),
    };
    store::insert_class(tx, row).await?;
    let action = action_of(owner, ("class:create", "own:class_create"));
    settle(
        ctx,
        tx,
        (owner, action),
        (link.id, None, Some(facts(&link))),
    )
    .await?;
    Ok(link)
}

/// Ends a link before its time; one that is over stays so.
///
/// # Errors
/// The owner has no such link.
pub async fn end_class(
    ctx: &Ctx,
    tx: &TenantTx,
    owner: ClassOwner,
    id: ClassLinkId,
) -> Result<(), ClassError> {
    let link = store::find_class(tx, owner, id).await?;
    let link = link.ok_or(ClassError::NotFound)?;
    if !link.is_open(ctx.now) {
        return Ok(());
    }
    store::end_class(tx, (owner, id), ctx.now).await?;
    let action = action_of(owner, ("class:end", "own:class_end"));
    settle(ctx, tx, (owner, action), (id, Some(facts(&link)), None)).await?;
    Ok(())
}

/// The links of an owner, newest first: those of the last day, and those that are open.
///
/// # Errors
/// The database does not answer.
pub async fn list_classes(tx: &TenantTx, owner: ClassOwner) -> Result<Vec<ClassLink>, Fault> {
    store::list_classes(tx, owner).await
}

/// The open link that has the code. Needs the product's own scope: the code is all that is known.
///
/// # Errors
/// The database does not answer.
pub async fn find_class(ctx: &Ctx, tx: &TenantTx, code: &str) -> Result<Option<ClassLink>, Fault> {
    let Some(hash) = class_hash(code) else {
        return Ok(None);
    };
    let found = store::find_class_by_hash(tx, &hash).await?;
    Ok(found.filter(|link| link.is_open(ctx.now)))
}

/// Counts one more who begins by the link. False where as many did as may, or its time is over. Needs the product's
/// own scope.
///
/// # Errors
/// The database does not answer.
pub async fn enter_class(ctx: &Ctx, tx: &TenantTx, id: ClassLinkId) -> Result<bool, Fault> {
    store::enter_class(tx, id, ctx.now).await
}

/// Forgets links a day after their time. Needs the product's own scope.
///
/// # Errors
/// The database does not answer.
pub async fn forget_classes(ctx: &Ctx, tx: &TenantTx) -> Result<(), Fault> {
    store::forget_classes(tx, ctx.now - KEPT).await
}

const fn action_of(
    owner: ClassOwner,
    (of_centre, of_partner): (&'static str, &'static str),
) -> &'static str {
    match owner {
        ClassOwner::Centre(_) => of_centre,
        ClassOwner::Partner(_) => of_partner,
    }
}

async fn settle(
    ctx: &Ctx,
    tx: &TenantTx,
    (owner, action): (ClassOwner, &'static str),
    (id, old, new): (ClassLinkId, Option<Value>, Option<Value>),
) -> Result<(), Fault> {
    let (centre, target) = match owner {
        ClassOwner::Centre(centre) => (Some(centre), id.to_string()),
        // As with its keys, the log names the partner.
        ClassOwner::Partner(partner) => (None, partner.to_string()),
    };
    let deed = Deed {
        centre,
        action,
        target,
        old,
        new,
    };
    audit::record(ctx, tx, deed).await
}

fn facts(link: &ClassLink) -> Value {
    json!({
        "id": link.id,
        "county": link.county,
        "topic": link.topic,
        "most_starts": link.most_starts,
        "open_until": link.valid_until,
    })
}
