use kernel::{ReferralId, Scope};
use platform::{
    Ctx, Fault, Pii, Sealer, Secret, TenantTx,
    jobs::{JobError, NewJob},
    mail::Mailer,
};
use serde::{Deserialize, Serialize};

use super::{ADDRESS, CODE};
use crate::referrals::{
    code, message,
    ports::TextMessages,
    referral::{Handover, Referral, ShownState},
    store,
};

/// Kind of the job that sends a code. Its payload is a [`Due`].
pub(crate) const DELIVER: &str = "referral.deliver";
/// Kind of the job that forgets an address. Its payload is a [`Due`].
pub(crate) const ERASE: &str = "referral.erase";

/// A referral that something is to be done about.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Due {
    pub(crate) referral_id: ReferralId,
}

/// By what codes are sent.
#[derive(Clone, Copy)]
pub(crate) struct Post<'a> {
    pub(crate) sealer: &'a Sealer,
    pub(crate) mailer: &'a Mailer,
    pub(crate) texts: &'a dyn TextMessages,
    pub(crate) public_url: &'a str,
}

impl Post<'_> {
    /// Whether a code gets to the person in this way.
    pub(super) fn reaches(&self, handover: &Handover) -> bool {
        match handover {
            Handover::Partner => true,
            Handover::Email(_) => self.mailer.is_configured(),
            Handover::Text(_) => self.texts.is_configured(),
        }
    }
}

/// Lets a code be sent after the commit.
pub(super) async fn schedule_delivery(
    ctx: &Ctx,
    tx: &TenantTx,
    referral: ReferralId,
) -> Result<(), Fault> {
    schedule(ctx, tx, DELIVER, referral).await
}

/// Lets an address be forgotten after the commit, by whoever may see it.
pub(super) async fn schedule_erasure(
    ctx: &Ctx,
    tx: &TenantTx,
    referral: ReferralId,
) -> Result<(), Fault> {
    schedule(ctx, tx, ERASE, referral).await
}

async fn schedule(
    ctx: &Ctx,
    tx: &TenantTx,
    kind: &'static str,
    referral_id: ReferralId,
) -> Result<(), Fault> {
    tx.schedule(&NewJob {
        kind,
        key: format!("{kind}:{referral_id}"),
        payload: serde_json::to_string(&Due { referral_id })?,
        due_at: ctx.now,
    })
    .await
}

/// Sends a code to the person, and forgets where it went. What cannot be sent is forgotten as well.
pub(crate) async fn deliver(
    ctx: &Ctx,
    post: &Post<'_>,
    referral: ReferralId,
) -> Result<(), JobError> {
    let Some(letter) = prepare(ctx, post, referral).await? else {
        return Ok(erase_address(ctx, referral).await?);
    };
    match send(post, &letter).await {
        Err(JobError::Retry(fault)) => Err(JobError::Retry(fault)),
        sent => {
            erase_address(ctx, referral).await?;
            sent
        }
    }
}

struct Letter {
    referral: Referral,
    partner: String,
    code: Secret<String>,
    address: Pii<String>,
}

/// None where there is nothing to send any more.
async fn prepare(
    ctx: &Ctx,
    post: &Post<'_>,
    referral: ReferralId,
) -> Result<Option<Letter>, Fault> {
    let tx = ctx.database().read(Scope::System).await?;
    let Some(referral) = store::referral::find(&tx, referral).await? else {
        return Ok(None);
    };
    let Some(kept) = store::code::find(&tx, referral.id).await? else {
        return Ok(None);
    };
    let (Some(code), Some(address)) = (kept.code, kept.address) else {
        return Ok(None);
    };
    if referral.state(ctx.now) != ShownState::Issued {
        return Ok(None);
    }
    let Some(partner) = crate::store::partner::find(&tx, referral.partner).await? else {
        return Ok(None);
    };
    let row = referral.id.to_row();
    let address = post.sealer.open(ADDRESS, row, address.expose())?;
    Ok(Some(Letter {
        code: post.sealer.open(CODE, row, code.expose())?,
        address: Pii::new(address.expose().clone()),
        partner: partner.fields.name,
        referral,
    }))
}

async fn send(post: &Post<'_>, letter: &Letter) -> Result<(), JobError> {
    let content = message::Content {
        language: letter.referral.language,
        partner: &letter.partner,
        code: &letter.code,
        link: &code::link(post.public_url, &letter.code),
        expires_at: letter.referral.expires_at,
    };
    if letter.referral.handover == "sms" {
        let text = message::text(&content);
        return post.texts.send(&letter.address, &text).await;
    }
    let mail = message::mail(letter.address.clone(), &content);
    Ok(post.mailer.send(mail).await?)
}

/// Forgets where a message went.
pub(crate) async fn erase_address(ctx: &Ctx, referral: ReferralId) -> Result<(), Fault> {
    let tx = ctx.database().write(Scope::System).await?;
    store::code::erase_address(&tx, referral).await?;
    tx.commit().await
}
