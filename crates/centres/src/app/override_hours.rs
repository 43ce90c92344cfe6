use chrono::{Days, TimeDelta};
use kernel::{Actor, Channel, Instant, OverrideMode, line};
use platform::{
    Ctx, Fault, TenantTx,
    audit::{self, Deed},
};
use serde_json::{Value, json};

use super::{ChangeError, is_national};
use crate::{
    directory::Directory,
    domain::{
        Override, OverrideTarget,
        hours::{Answer, DEFAULT_ZONE, local_date, midnight},
    },
    store,
};

/// Topic of changes of what overrides the hours.
pub(crate) const OVERRIDE_CHANGED: &str = "override.changed";
/// Characters of a reason.
const REASON: usize = 500;
/// How far ahead a decision may end.
const FURTHEST: TimeDelta = TimeDelta::days(366);

/// When a decision ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverrideEnd {
    /// With the day in Norway.
    Day,
    /// At an instant.
    At(Instant),
    /// Not before it is taken back.
    TakenBack,
}

/// A decision to take.
#[derive(Clone, Debug)]
pub struct NewOverride {
    /// What it is about.
    pub target: OverrideTarget,
    /// What is decided.
    pub mode: OverrideMode,
    /// Why; never told to seekers.
    pub reason: String,
    /// When it ends.
    pub end: OverrideEnd,
}

/// Decides against the hours, in place of what was decided about the same. What was decided about single channels ends
/// with a decision about the whole queue. Emits `override.changed`.
pub async fn set_override(
    ctx: &Ctx,
    tx: &TenantTx,
    new: NewOverride,
) -> Result<Override, ChangeError> {
    require_national(tx)?;
    let reason = line(&new.reason, REASON);
    let reason = reason.map_err(|why| ChangeError::invalid("reason", why))?;
    check_mode(new.target, new.mode)?;
    let ends_at = end_of(ctx.now, new.end)?;
    if let OverrideTarget::Centre(centre) = new.target {
        let known = store::find_centre(tx, centre).await?;
        known.ok_or(ChangeError::NotFound)?;
    }
    store::hold_door(tx).await?;
    let replaced = replaced_by(new.target);
    let old = held(tx, &replaced, ctx.now).await?;
    let decided = Override {
        target: new.target,
        mode: new.mode,
        reason,
        set_by: account(ctx)?,
        set_at: ctx.now,
        ends_at,
    };
    store::delete_overrides(tx, &replaced, ctx.now).await?;
    store::insert_override(ctx, tx, &decided).await?;
    let values = (old, Some(facts(&decided)));
    settle(ctx, tx, ("override:update", new.target), values).await?;
    Ok(decided)
}

/// Takes a decision back; nothing to take back is no error. Emits `override.changed`.
pub async fn end_override(
    ctx: &Ctx,
    tx: &TenantTx,
    target: OverrideTarget,
) -> Result<(), ChangeError> {
    require_national(tx)?;
    store::hold_door(tx).await?;
    let Some(old) = held(tx, &[target], ctx.now).await? else {
        return Ok(());
    };
    store::delete_overrides(tx, &[target], ctx.now).await?;
    settle(ctx, tx, ("override:delete", target), (Some(old), None)).await
}

/// Whether the national queue lets newcomers in on the channel, and keeps it so until the transaction ends: of a
/// newcomer and somebody who closes the queue, one is first, and the other sees it.
pub async fn enter_national(
    tx: &TenantTx,
    directory: &Directory,
    channel: Channel,
    now: Instant,
) -> Result<Answer, Fault> {
    store::pass_door(tx).await?;
    let overrides = store::list_overrides(tx).await?;
    // What was decided while this transaction waited at the door counts, though it began earlier.
    let at = overrides.last_set_at().map_or(now, |set| set.max(now));
    Ok(directory.national_answer_with(&overrides, channel, at))
}

fn require_national(tx: &TenantTx) -> Result<(), ChangeError> {
    if is_national(tx.scope()) {
        return Ok(());
    }
    Err(ChangeError::NotFound)
}

fn check_mode(target: OverrideTarget, mode: OverrideMode) -> Result<(), ChangeError> {
    let is_centre = matches!(target, OverrideTarget::Centre(_));
    if is_centre == (mode == OverrideMode::Paused) {
        return Ok(());
    }
    let reason = if is_centre {
        "must be paused for a centre"
    } else {
        "must be open, closed or draining for the queue"
    };
    Err(ChangeError::invalid("mode", reason))
}

fn end_of(now: Instant, end: OverrideEnd) -> Result<Option<Instant>, ChangeError> {
    match end {
        OverrideEnd::TakenBack => Ok(None),
        OverrideEnd::At(at) if at > now && at <= now + FURTHEST => Ok(Some(at)),
        OverrideEnd::At(_) => {
            let reason = "must be within the next 366 days";
            Err(ChangeError::invalid("ends_at", reason))
        }
        OverrideEnd::Day => {
            let tomorrow = local_date(DEFAULT_ZONE, now).checked_add_days(Days::new(1));
            Ok(tomorrow.map(|date| midnight(DEFAULT_ZONE, date)))
        }
    }
}

/// The targets whose decisions a new one ends.
fn replaced_by(target: OverrideTarget) -> Vec<OverrideTarget> {
    let mut replaced = vec![target];
    if target == OverrideTarget::Queue {
        let channels = Channel::ALL.iter().copied();
        replaced.extend(channels.map(OverrideTarget::Channel));
    }
    replaced
}

/// What is in force of some targets, for the log; none where nothing is.
async fn held(
    tx: &TenantTx,
    targets: &[OverrideTarget],
    now: Instant,
) -> Result<Option<Value>, Fault> {
    let overrides = store::list_overrides(tx).await?;
    let held = overrides
        .in_force(now)
        .filter(|one| targets.contains(&one.target));
    let mut held: Vec<Value> = held.map(facts).collect();
    Ok(match held.len() {
        0 => None,
        1 => held.pop(),
        _ => Some(Value::from(held)),
    })
}

fn facts(one: &Override) -> Value {
    json!({
        "target": one.target.to_string(),
        "mode": one.mode.as_str(),
        "reason": one.reason,
        "ends_at": one.ends_at,
    })
}

fn account(ctx: &Ctx) -> Result<kernel::AccountId, Fault> {
    match ctx.actor {
        Actor::Account { account, .. } => Ok(account),
        _ => Err(Fault::Corrupt("actor")),
    }
}

async fn settle(
    ctx: &Ctx,
    tx: &TenantTx,
    (action, target): (&'static str, OverrideTarget),
    (old, new): (Option<Value>, Option<Value>),
) -> Result<(), ChangeError> {
    let deed = Deed {
        centre: None,
        action,
        target: target.to_string(),
        old,
        new,
    };
    audit::record(ctx, tx, deed).await?;
    tx.emit(OVERRIDE_CHANGED, &json!({}), ctx.now).await?;
    Ok(())
}

/// What is in force of the decisions against the hours.
pub async fn list_overrides(tx: &TenantTx, now: Instant) -> Result<Vec<Override>, Fault> {
    let all = store::list_overrides(tx).await?;
    Ok(all.in_force(now).cloned().collect())
}
