use chrono::NaiveDate;
use kernel::{AgreementId, AgreementState, Channel, ProblemCode, Scope, Side};
use platform::{Ctx, Fault, TenantTx, http::Problem};
use serde_json::{Value, json};

use super::change::{ChangeError, settle};
use crate::{
    domain::{Agreement, Centre, Closing, NotPossible, Terms, line},
    store,
};

/// Characters of a reason.
const REASON: usize = 300;
/// Proposals and agreements of one centre; the settled ones count.
const MOST_AGREEMENTS: usize = 500;

/// Why nothing was agreed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AgreeError {
    /// No such agreement of the centre, or a field breaks a rule.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// It was answered already, or it is the other side's turn.
    #[error("not possible in this state for this side")]
    NotPossible,
}

impl From<Fault> for AgreeError {
    fn from(fault: Fault) -> Self {
        Self::Change(fault.into())
    }
}

impl From<NotPossible> for AgreeError {
    fn from(_: NotPossible) -> Self {
        Self::NotPossible
    }
}

impl From<AgreeError> for Problem {
    fn from(error: AgreeError) -> Self {
        match error {
            AgreeError::Change(error) => error.into(),
            AgreeError::NotPossible => Self::new(ProblemCode::WrongState),
        }
    }
}

/// What to promise on a channel: a share, or hours a week, or both.
#[derive(Clone, Debug)]
pub(crate) struct Proposal {
    /// The channel.
    pub(crate) channel: Channel,
    /// In proportion to the other centres' shares; follows from the hours if none.
    pub(crate) share: Option<u32>,
    /// Minutes a week.
    pub(crate) weekly_minutes: Option<u32>,
    /// The first date.
    pub(crate) valid_from: NaiveDate,
    /// The last date; until further notice if none.
    pub(crate) valid_until: Option<NaiveDate>,
}

/// Notice to end an agreement.
#[derive(Clone, Debug)]
pub(crate) struct Notice {
    /// The last date it holds.
    pub(crate) last_day: NaiveDate,
    /// Why.
    pub(crate) reason: String,
}

/// Proposes what a held centre contributes. One proposal a channel waits at a time. Emits `centre.changed`.
pub(crate) async fn propose_agreement(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    proposal: Proposal,
) -> Result<(), AgreeError> {
    let terms = terms_of(&proposal)?;
    terms
        .check(today(ctx, held))
        .map_err(|fault| invalid(&fault))?;
    let all = store::list_agreements(tx, Some(held.id)).await?;
    let waits = |one: &Agreement| one.state == AgreementState::Proposed;
    if all
        .iter()
        .any(|one| waits(one) && one.terms.channel == terms.channel)
    {
        return Err(AgreeError::NotPossible);
    }
    if all.len() >= MOST_AGREEMENTS {
        let reason = format!("a centre has at most {MOST_AGREEMENTS} agreements");
        return Err(ChangeError::invalid("channel", reason).into());
    }
    let ids = (ctx.new_id(), held.id);
    let new = Agreement::proposed(ids, terms, side_of(ctx), ctx.now);
    store::insert_agreement(tx, &new).await?;
    let values = (None, Some(facts(&new)));
    settle(ctx, tx, held.id, "agreement:propose", new.id, values).await?;
    Ok(())
}

/// Accepts the other side's proposal: it ends what was agreed on the channel before. Not after its first
/// day, for nothing is agreed backwards in time. Emits `centre.changed`.
pub(crate) async fn accept_agreement(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    id: AgreementId,
) -> Result<(), AgreeError> {
    let all = store::list_agreements(tx, Some(held.id)).await?;
    let old = find(&all, id)?;
    let new = old.accepted(side_of(ctx), ctx.now)?;
    if new.terms.valid_from < today(ctx, held) {
        let reason = "has passed; the proposal is to be made anew";
        return Err(ChangeError::invalid("valid_from", reason).into());
    }
    for cut in all.iter().filter_map(|other| other.before(&new.terms)) {
        store::update_agreement(tx, &cut).await?;
    }
    write(ctx, tx, "agreement:accept", (old, &new)).await
}

/// Declines the other side's proposal. Emits `centre.changed`.
pub(crate) async fn decline_agreement(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    (id, reason): (AgreementId, &str),
) -> Result<(), AgreeError> {
    let word = word(ctx, Some(reason))?;
    let all = store::list_agreements(tx, Some(held.id)).await?;
    let old = find(&all, id)?;
    write(ctx, tx, "agreement:decline", (old, &old.declined(word)?)).await
}

/// Takes an own proposal back. Emits `centre.changed`.
pub(crate) async fn withdraw_agreement(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    id: AgreementId,
) -> Result<(), AgreeError> {
    let all = store::list_agreements(tx, Some(held.id)).await?;
    let old = find(&all, id)?;
    let new = old.withdrawn(word(ctx, None)?)?;
    write(ctx, tx, "agreement:withdraw", (old, &new)).await
}

/// Ends an agreement by notice of either side. Emits `centre.changed`.
pub(crate) async fn end_agreement(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    id: AgreementId,
    notice: Notice,
) -> Result<(), AgreeError> {
    let word = word(ctx, Some(&notice.reason))?;
    let all = store::list_agreements(tx, Some(held.id)).await?;
    let old = find(&all, id)?;
    let new = old.ended(notice.last_day, word)?;
    let today = today(ctx, held);
    let over = |until: NaiveDate| until < today;
    if old.terms.valid_until.is_some_and(over) {
        return Err(AgreeError::NotPossible);
    }
    if notice.last_day < today {
        return Err(ChangeError::invalid("last_day", "must not be before today").into());
    }
    if old
        .terms
        .valid_until
        .is_some_and(|until| notice.last_day >= until)
    {
        let reason = "must be before the agreement ends by itself";
        return Err(ChangeError::invalid("last_day", reason).into());
    }
    write(ctx, tx, "agreement:end", (old, &new)).await
}

fn terms_of(proposal: &Proposal) -> Result<Terms, ChangeError> {
    let share = proposal
        .share
        .or(proposal.weekly_minutes.map(Terms::share_of_hours));
    let share = share
        .ok_or_else(|| ChangeError::invalid("weekly_minutes", "must be there where no share is"))?;
    Ok(Terms {
        channel: proposal.channel,
        share,
        weekly_minutes: proposal.weekly_minutes,
        valid_from: proposal.valid_from,
        valid_until: proposal.valid_until,
    })
}

fn invalid((field, reason): &(&'static str, String)) -> ChangeError {
    ChangeError::invalid(*field, reason.clone())
}

fn today(ctx: &Ctx, held: &Centre) -> NaiveDate {
    ctx.now.with_timezone(&held.time_zone).date_naive()
}

/// For whom the caller speaks: whoever acts within a centre speaks for it.
pub(crate) const fn side_of(ctx: &Ctx) -> Side {
    match ctx.scope {
        Scope::Centre(_) => Side::Centre,
        _ => Side::National,
    }
}

fn word(ctx: &Ctx, reason: Option<&str>) -> Result<Closing, ChangeError> {
    let checked = |reason| line(reason, REASON);
    let reason = reason.map(checked).transpose();
    let reason = reason.map_err(|reason| ChangeError::invalid("reason", reason))?;
    Ok(Closing {
        by: side_of(ctx),
        at: ctx.now,
        reason,
    })
}

fn find(all: &[Agreement], id: AgreementId) -> Result<&Agreement, ChangeError> {
    all.iter()
        .find(|one| one.id == id)
        .ok_or(ChangeError::NotFound)
}

async fn write(
    ctx: &Ctx,
    tx: &TenantTx,
    action: &'static str,
    (old, new): (&Agreement, &Agreement),
) -> Result<(), AgreeError> {
    store::update_agreement(tx, new).await?;
    let values = (Some(facts(old)), Some(facts(new)));
    settle(ctx, tx, new.centre_id, action, new.id, values).await?;
    Ok(())
}

fn facts(agreement: &Agreement) -> Value {
    let terms = &agreement.terms;
    json!({
        "channel": terms.channel,
        "share": terms.share,
        "weekly_minutes": terms.weekly_minutes,
        "valid_from": terms.valid_from,
        "valid_until": terms.valid_until,
        "state": agreement.state,
        "reason": agreement.closed.as_ref().and_then(|closed| closed.reason.as_ref()),
    })
}
