//! Finds who is gone: counsellors without a sign of life, seekers who never came back.

use chrono::TimeDelta;
use kernel::{ContactId, StaffId};
use platform::{Ctx, Fault, TenantTx};

use super::actor::Actor;
use crate::{
    domain::{contact::ContactState, message::Notice},
    live::{
        appender::write_notice,
        hub::{ToDesk, ToSeeker},
    },
    store::{
        contact::{self, Requeue},
        conversation, offer,
    },
};

/// The wrap-up code of a contact whose counsellor left before writing it up.
const LEFT_UNWRITTEN: &str = "other";

impl Actor {
    /// Sets lost counsellors offline and puts their contacts back at the front.
    pub(super) async fn sweep_counsellors(&mut self) -> Result<(), Fault> {
        let ctx = self.ctx();
        let lost_after = TimeDelta::seconds(self.parts.config.counsellor_lost_seconds.into());
        if ctx.now - self.started_at < lost_after {
            return Ok(());
        }
        let tx = ctx.read().await?;
        let lost = centres::list_lost(&tx, ctx.now - lost_after).await?;
        drop(tx);
        for staff in lost {
            let contacts = self.lose(&ctx, staff).await?;
            tracing::info!(%staff, contacts = contacts.len(), "counsellor lost, contacts wait again");
            for contact in contacts {
                self.sync_contact(contact).await?;
            }
            self.sync_counsellor(staff).await?;
        }
        Ok(())
    }

    async fn lose(&self, ctx: &Ctx, staff: StaffId) -> Result<Vec<ContactId>, Fault> {
        let tx = self.decide(ctx).await?;
        match centres::lose_presence(ctx, &tx, staff).await {
            Ok(_presence) => {}
            Err(centres::PresenceError::Fault(fault)) => return Err(fault),
            Err(error) => {
                tracing::warn!(%staff, %error, "counsellor could not be set offline");
                return Ok(Vec::new());
            }
        }
        self.move_on(ctx, tx, staff).await
    }

    /// Puts the talks of a counsellor who is gone back at the front, and commits.
    async fn move_on(
        &self,
        ctx: &Ctx,
        tx: TenantTx,
        staff: StaffId,
    ) -> Result<Vec<ContactId>, Fault> {
        let active = contact::list_of(&tx, staff, &[ContactState::Active], None, 1000).await?;
        let (mut requeued, mut talks) = (Vec::new(), Vec::new());
        for row in active {
            if requeue(
                ctx,
                &tx,
                row.id,
                staff,
                Requeue::default(),
                Notice::WaitingAgain,
            )
            .await?
            {
                requeued.push(row.id);
                talks.extend(row.conversation);
            }
        }
        tx.commit().await?;
        for conversation in talks {
            self.parts.hub.tell_seeker(conversation, &ToSeeker::Refresh);
        }
        self.parts.hub.tell_desk(staff, &ToDesk::Presence);
        Ok(requeued)
    }

    /// Whoever is no longer a member of staff serves nobody: talks move on, what was left to write up ends
    /// without them.
    pub(super) async fn part_from(&mut self, staff: StaffId) -> Result<(), Fault> {
        let ctx = self.ctx();
        let tx = self.decide(&ctx).await?;
        let unwritten = contact::list_of(&tx, staff, &[ContactState::WrapUp], None, 1000).await?;
        for row in &unwritten {
            contact::wrap_up(&tx, row.id, staff, LEFT_UNWRITTEN).await?;
            let units = offer::accepted_units(&tx, row.id, staff).await?;
            centres::release_units(&tx, staff, units).await?;
        }
        let moved = self.move_on(&ctx, tx, staff).await?;
        for contact in unwritten.iter().map(|row| row.id).chain(moved) {
            Box::pin(self.sync_contact(contact)).await?;
        }
        Ok(())
    }

    /// Ends the waiting of seekers whose place was kept long enough.
    pub(super) async fn sweep_seekers(&mut self) -> Result<(), Fault> {
        let ctx = self.ctx();
        let kept = TimeDelta::seconds(self.parts.config.place_kept_seconds.into());
        if ctx.now - self.started_at < kept {
            return Ok(());
        }
        let tx = ctx.read().await?;
        let gone = conversation::list_gone(&tx, ctx.now - kept).await?;
        drop(tx);
        for id in gone {
            self.turn_away(id).await?;
            self.sync_contact(id).await?;
        }
        Ok(())
    }
}

/// Active to waiting with its time kept, the counsellor cut off and their units free; false when
/// `staff` does not serve it.
pub(crate) async fn requeue(
    ctx: &Ctx,
    tx: &TenantTx,
    id: ContactId,
    staff: StaffId,
    to: Requeue,
    notice: Notice,
) -> Result<bool, Fault> {
    if !contact::set_waiting(tx, id, staff, to).await? {
        return Ok(false);
    }
    conversation::set_staff(tx, id, None).await?;
    let units = offer::accepted_units(tx, id, staff).await?;
    centres::release_units(tx, staff, units).await?;
    if let Some(conversation) = conversation::find_of_contact(tx, id).await? {
        write_notice(ctx, tx, conversation.id, notice, None).await?;
    }
    tx.emit(
        "contact.changed",
        &serde_json::json!({ "contact_id": id }),
        ctx.now,
    )
    .await?;
    Ok(true)
}
