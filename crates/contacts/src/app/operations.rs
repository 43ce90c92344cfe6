//! Coordinators write service notices and plan times of many.

use kernel::{Actor, FieldError, NoticeId, ProblemCode, SurgeId};
use platform::{
    Ctx, Fault, TenantTx,
    audit::{self, Deed},
    http::{Problem, require_version},
};
use serde_json::{Value, json};

use crate::{
    domain::{
        notice::{MOST, Notice, NoticeText, fault},
        policy::Step,
        surge::{Surge, SurgePlan},
    },
    live::operations::OPERATIONS_CHANGED,
    store::{notice, surge},
};

/// Why it stays as it was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OperationsError {
    #[error("there is no such thing")]
    NotFound,
    #[error("somebody else wrote meanwhile")]
    Stale,
    #[error("`If-Match` is missing or names another state")]
    Refused(Box<Problem>),
    #[error("{} fields break rules", .0.len())]
    Invalid(Vec<FieldError>),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<Vec<FieldError>> for OperationsError {
    fn from(faults: Vec<FieldError>) -> Self {
        Self::Invalid(faults)
    }
}

impl From<OperationsError> for Problem {
    fn from(error: OperationsError) -> Self {
        use OperationsError as E;
        match error {
            E::NotFound => Self::new(ProblemCode::NotFound),
            E::Stale => Self::new(ProblemCode::StaleWrite),
            E::Refused(problem) => *problem,
            E::Invalid(faults) => Self::faulty(faults),
            E::Fault(fault) => fault.into(),
        }
    }
}

type Outcome<T> = Result<T, OperationsError>;

/// Writes a notice.
pub(crate) async fn create_notice(
    ctx: &Ctx,
    tx: &TenantTx,
    content: NoticeText,
) -> Outcome<Notice> {
    let content = content.checked()?;
    let known = notice::list(tx).await?;
    let standing = known.iter().filter(|one| !one.is_past(ctx.now)).count();
    if standing >= MOST {
        let reason = format!("there are {MOST} notices already");
        return Err(OperationsError::Invalid(vec![fault("texts", reason)]));
    }
    let created = Notice {
        id: ctx.new_id(),
        content,
        revision: 1,
        changed: step(ctx)?,
    };
    notice::insert(tx, &created).await?;
    let values = (None, Some(notice_facts(&created)));
    settle(ctx, tx, ("notice:create", created.id.to_string()), values).await?;
    Ok(created)
}

/// Writes a notice anew, if it is as it was read.
pub(crate) async fn update_notice(
    ctx: &Ctx,
    tx: &TenantTx,
    (id, if_match): (NoticeId, Option<&str>),
    content: NoticeText,
) -> Outcome<Notice> {
    let held = notice::find(tx, id).await?;
    let held = held.ok_or(OperationsError::NotFound)?;
    require(if_match, held.revision)?;
    let changed = Notice {
        id,
        content: content.checked()?,
        revision: held.revision + 1,
        changed: step(ctx)?,
    };
    if !notice::update(tx, &changed).await? {
        return Err(OperationsError::Stale);
    }
    let values = (Some(notice_facts(&held)), Some(notice_facts(&changed)));
    settle(ctx, tx, ("notice:update", id.to_string()), values).await?;
    Ok(changed)
}

/// Withdraws a notice; it is gone everywhere at once.
pub(crate) async fn delete_notice(ctx: &Ctx, tx: &TenantTx, id: NoticeId) -> Outcome<()> {
    let held = notice::find(tx, id).await?;
    let held = held.ok_or(OperationsError::NotFound)?;
    notice::delete(tx, id).await?;
    let values = (Some(notice_facts(&held)), None);
    settle(ctx, tx, ("notice:delete", id.to_string()), values).await
}

/// Plans a time of many, or begins one.
pub(crate) async fn create_surge(ctx: &Ctx, tx: &TenantTx, plan: SurgePlan) -> Outcome<Surge> {
    let created = Surge {
        id: ctx.new_id(),
        plan: plan.checked(ctx.now)?,
        revision: 1,
        changed: step(ctx)?,
    };
    surge::insert(tx, &created).await?;
    let values = (None, Some(surge_facts(&created)));
    settle(ctx, tx, ("surge:create", created.id.to_string()), values).await?;
    Ok(created)
}

/// Plans it anew, if it is as it was read.
pub(crate) async fn update_surge(
    ctx: &Ctx,
    tx: &TenantTx,
    (id, if_match): (SurgeId, Option<&str>),
    plan: SurgePlan,
) -> Outcome<Surge> {
    let held = surge::find(tx, id).await?;
    let held = held.ok_or(OperationsError::NotFound)?;
    require(if_match, held.revision)?;
    let changed = Surge {
        id,
        plan: plan.checked(ctx.now)?,
        revision: held.revision + 1,
        changed: step(ctx)?,
    };
    if !surge::update(tx, &changed).await? {
        return Err(OperationsError::Stale);
    }
    let values = (Some(surge_facts(&held)), Some(surge_facts(&changed)));
    settle(ctx, tx, ("surge:update", id.to_string()), values).await?;
    Ok(changed)
}

/// Takes a plan back, or ends what has begun.
pub(crate) async fn delete_surge(ctx: &Ctx, tx: &TenantTx, id: SurgeId) -> Outcome<()> {
    let held = surge::find(tx, id).await?;
    let held = held.ok_or(OperationsError::NotFound)?;
    surge::delete(tx, id).await?;
    let values = (Some(surge_facts(&held)), None);
    settle(ctx, tx, ("surge:delete", id.to_string()), values).await
}

fn require(if_match: Option<&str>, revision: u32) -> Outcome<()> {
    let refused = require_version(if_match, revision);
    refused.map_err(|problem| OperationsError::Refused(Box::new(problem)))
}

fn step(ctx: &Ctx) -> Result<Step, Fault> {
    match ctx.actor {
        Actor::Account { account, .. } => Ok(Step {
            by: account,
            at: ctx.now,
        }),
        _ => Err(Fault::Corrupt("actor")),
    }
}

fn notice_facts(notice: &Notice) -> Value {
    let content = &notice.content;
    json!({
        "kind": content.kind.as_str(),
        "texts": text_facts(&content.texts),
        "places": content.places,
        "starts_at": content.starts_at,
        "ends_at": content.ends_at,
        "position": content.position,
    })
}

fn surge_facts(surge: &Surge) -> Value {
    let plan = &surge.plan;
    let link = |link: &crate::domain::surge::Link| json!({ "url": link.url, "texts": text_facts(&link.texts) });
    json!({
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "reason": plan.reason,
        "queue_cap": plan.terms.queue_cap,
        "choices_after_s": plan.terms.choices_after_s,
        "self_help": plan.terms.self_help.iter().map(link).collect::<Vec<_>>(),
        "group_session": plan.terms.group_session.as_ref().map(link),
    })
}

fn text_facts(texts: &centres::Texts) -> Value {
    let known = kernel::Language::ALL.iter().filter_map(|language| {
        let text = texts.exact(*language)?;
        Some((language.to_string(), Value::from(text)))
    });
    Value::Object(known.collect())
}

async fn settle(
    ctx: &Ctx,
    tx: &TenantTx,
    (action, target): (&'static str, String),
    (old, new): (Option<Value>, Option<Value>),
) -> Outcome<()> {
    let deed = Deed {
        centre: None,
        action,
        target,
        old,
        new,
    };
    audit::record(ctx, tx, deed).await?;
    Ok(tx.emit(OPERATIONS_CHANGED, &json!({}), ctx.now).await?)
}
