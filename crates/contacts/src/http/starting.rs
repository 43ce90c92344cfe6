//! What a seeker tells at the start, checked.

use kernel::{ReferralId, WorkType};
use platform::{
    Ctx, Secret, TenantTx,
    http::{Problem, caller_key},
};
use poem::Request;

use super::conversation_bodies::StartBody;
use crate::{Contacts, app::Start, domain::contact::TOPICS};

/// Most bytes of an entry point's key.
const LONGEST_ENTRY_POINT: usize = 64;

pub(super) async fn checked(
    contacts: &Contacts,
    ctx: &Ctx,
    body: StartBody,
) -> Result<Start, Problem> {
    if !body.consent {
        return Err(Problem::invalid("consent", "must be true"));
    }
    if body
        .topic
        .as_deref()
        .is_some_and(|topic| !TOPICS.contains(&topic))
    {
        return Err(Problem::invalid(
            "topic",
            format!("expected one of {TOPICS:?}"),
        ));
    }
    if body
        .entry_point
        .as_deref()
        .is_some_and(|key| key.len() > LONGEST_ENTRY_POINT)
    {
        return Err(Problem::invalid(
            "entry_point",
            format!("at most {LONGEST_ENTRY_POINT} bytes"),
        ));
    }
    let entry_point = match body.entry_point {
        // A site we do not know is nothing the seeker can mend; it is just not counted.
        Some(key) if !key.chars().any(char::is_control) => {
            let tx = ctx.read().await?;
            centres::find_partner(&tx, &key).await?.map(|_partner| key)
        }
        _ => None,
    };
    Ok(Start {
        language: body.language.0,
        county: body.county.map(|wire| wire.0),
        topic: body.topic,
        work_type: body.work_type.map_or(WorkType::Guidance, |wire| wire.0),
        entry_point,
        surge: contacts.0.rules.operations().surge(ctx.now).is_some(),
    })
}

/// The referral of a code, if the seeker has one.
pub(super) async fn find_referral(
    contacts: &Contacts,
    request: &Request,
    code: Option<Secret<String>>,
) -> Result<Option<ReferralId>, Problem> {
    let Some(code) = code else {
        return Ok(None);
    };
    let caller = caller_key(request, contacts.0.trusted_proxies);
    let found = contacts.0.referrals.find(&caller, &code).await?;
    found.ok_or_else(no_good).map(Some)
}

/// Leaves with the new conversation that a referral led to one. Returns what proves it, for the seeker alone.
pub(super) async fn note_referral(
    contacts: &Contacts,
    ctx: &Ctx,
    tx: &TenantTx,
    referral: Option<ReferralId>,
) -> Result<Option<Secret<String>>, Problem> {
    let Some(referral) = referral else {
        return Ok(None);
    };
    let key = contacts.0.referrals.note(tx, referral, ctx.now).await?;
    Ok(Some(key))
}

/// The same whether the code is over, taken back or none.
fn no_good() -> Problem {
    Problem::invalid("referral_code", "is good for no conversation")
}
