//! Carries the engine's decisions out: commit first, tell the desk after.

use std::sync::Arc;

use kernel::{CentreId, ContactId, Instant, PresenceState, QueueKind, StaffId};
use platform::{Ctx, Fault, TenantTx};
use routing::{Explanation, OverflowCause, WithdrawReason};

use super::{
    actor::Actor,
    board::{OfferCard, WithdrawnReason},
};
use crate::{
    app,
    domain::{
        contact::{Contact, ContactState},
        explanation::Explained,
    },
    live::hub::{ToDesk, ToSeeker},
    store::{
        contact, conversation,
        decision::{self, Decision},
        offer::{self, Offer, OfferState},
    },
};

/// An offer the engine decided on.
pub(super) struct Decided {
    pub(super) contact: ContactId,
    pub(super) staff: StaffId,
    pub(super) centre: CentreId,
    pub(super) expires_at: Instant,
    pub(super) explanation: Explanation,
}

impl Actor {
    /// Commits an offer; false when the database knows better: the contact no longer waits, has a live
    /// offer, or the counsellor has no room.
    pub(super) async fn offer(&self, decided: &Decided) -> Result<bool, Fault> {
        let ctx = self.ctx();
        let tx = self.decide(&ctx).await?;
        let Some(row) = contact::find(&tx, decided.contact).await? else {
            return Ok(false);
        };
        let Some(counsellor) = centres::find_counsellor(&tx, decided.staff).await? else {
            return Ok(false);
        };
        let policy = self.engine.policy_of(decided.contact);
        let weights = policy.unwrap_or(self.engine.policy()).weights;
        let units = weights.of(row.channel).units(counsellor.capacity_units);
        if row.state != ContactState::Waiting
            || !contact::set_offered(&tx, row.id, Some(decided.centre)).await?
            || !centres::reserve_units(&tx, decided.staff, units).await?
        {
            return Ok(false);
        }
        conversation::set_offered(&tx, row.id, Some(decided.centre)).await?;
        let made = Offer {
            id: ctx.new_id(),
            centre: decided.centre,
            contact: row.id,
            staff: decided.staff,
            units,
            offered_at: ctx.now,
            expires_at: decided.expires_at,
        };
        match offer::insert(&tx, &made).await {
            Err(fault) if fault.is_unique_violation() => return Ok(false),
            outcome => outcome?,
        }
        decision::record(&ctx, &tx, &self.decision(decided, ctx.now)).await?;
        tx.commit().await?;
        self.parts
            .hub
            .tell_desk(decided.staff, &ToDesk::Offer(Arc::new(card(&made, &row))));
        Ok(true)
    }

    fn decision(&self, decided: &Decided, at: Instant) -> Decision {
        let explained = self.engine.explain(decided.contact);
        let mut judged = explained.map(|full| full.judged).unwrap_or_default();
        judged.retain(|one| {
            let known = self.counsellors.get(&one.counsellor);
            known.is_some_and(|counsellor| counsellor.state != PresenceState::Offline)
        });
        Decision {
            contact: decided.contact,
            staff: decided.staff,
            policy_version: decided.explanation.policy_version.to_string(),
            explained: Explained::new(&decided.explanation, decided.staff, &judged),
            at,
        }
    }

    /// Ends the live offer of a contact to a counsellor, if it still is one.
    pub(super) async fn withdraw(
        &self,
        contact: ContactId,
        staff: StaffId,
        reason: WithdrawReason,
    ) -> Result<(), Fault> {
        let ctx = self.ctx();
        let tx = self.decide(&ctx).await?;
        let live = offer::find_live_of(&tx, contact)
            .await?
            .filter(|offer| offer.staff == staff);
        let Some(live) = live else {
            return Ok(());
        };
        let state = match reason {
            WithdrawReason::Expired => OfferState::Expired,
            WithdrawReason::Declined => OfferState::Declined,
            _ => OfferState::Withdrawn,
        };
        let Some(ended) = offer::end(&tx, live.id, state).await? else {
            return Ok(());
        };
        centres::release_units(&tx, staff, ended.units).await?;
        contact::set_offered(&tx, contact, None).await?;
        conversation::set_offered(&tx, contact, None).await?;
        let row = contact::find(&tx, contact).await?;
        tx.commit().await?;
        if let Some(row) = row {
            let reason = WithdrawnReason::from(reason);
            let withdrawn = ToDesk::OfferWithdrawn(ended.id, row.id, reason);
            self.parts.hub.tell_desk(staff, &withdrawn);
            self.parts.hub.tell_desk(staff, &ToDesk::Presence);
        }
        Ok(())
    }

    /// Sets a counsellor away who missed too many offers.
    pub(super) async fn away(&self, staff: StaffId) -> Result<(), Fault> {
        let ctx = self.ctx();
        let tx = self.decide(&ctx).await?;
        match centres::set_presence(&ctx, &tx, staff, PresenceState::Away).await {
            Ok(_presence) => tx.commit().await?,
            Err(centres::PresenceError::Fault(fault)) => return Err(fault),
            Err(error) => tracing::warn!(%staff, %error, "counsellor could not be set away"),
        }
        self.parts.hub.tell_desk(staff, &ToDesk::Presence);
        Ok(())
    }

    /// Ends the waiting of a contact whose seeker never came back, or that the full queue did not let in.
    pub(super) async fn turn_away(&self, id: ContactId) -> Result<(), Fault> {
        let ctx = self.ctx();
        let tx = self.decide(&ctx).await?;
        let Some(row) = contact::find(&tx, id).await? else {
            return Ok(());
        };
        match app::end_by_service(&ctx, &tx, &row).await {
            Ok(true) => tx.commit().await?,
            Err(app::ContactError::Fault(fault)) => return Err(fault),
            // Somebody was quicker.
            Ok(false) | Err(_) => return Ok(()),
        }
        if let Some(conversation) = row.conversation {
            self.parts.hub.tell_seeker(conversation, &ToSeeker::Refresh);
        }
        Ok(())
    }

    /// Notes that waiting may be in vain, and what to do instead.
    pub(super) async fn overflow(
        &self,
        contact: ContactId,
        cause: OverflowCause,
        choices: Vec<routing::Choice>,
    ) -> Result<(), Fault> {
        self.board
            .write(|figures| figures.choices.insert(contact, (cause, choices)));
        match cause {
            OverflowCause::QueueFull => self.turn_away(contact).await,
            OverflowCause::NoMatch | OverflowCause::QueueLong => Ok(()),
        }
    }

    /// Starts a transaction that only the dispatcher in office gets to write in.
    pub(super) async fn decide(&self, ctx: &Ctx) -> Result<TenantTx, Fault> {
        let token = self.term.ok_or(Fault::Fenced)?;
        let tx = ctx.write().await?;
        self.parts.lease.fence(&tx, token).await?;
        Ok(tx)
    }

    pub(super) fn ctx(&self) -> Ctx {
        Ctx::system(&self.parts.sources, &self.parts.database)
    }
}

/// The offer as a desk shows it.
pub(crate) fn card(offer: &Offer, contact: &Contact) -> OfferCard {
    OfferCard {
        id: offer.id,
        contact: contact.id,
        offered_at: offer.offered_at,
        expires_at: offer.expires_at,
        channel: contact.channel,
        language: contact.language,
        topic: contact.topic.clone(),
        work_type: contact.work_type,
        county: contact.county,
        queue: if contact.centre.is_some() {
            QueueKind::Local
        } else {
            QueueKind::National
        },
        joined_at: contact.joined_at,
    }
}
