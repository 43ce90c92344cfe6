//! A contact handed on to somebody must not wait for them in vain.

use kernel::ContactId;
use platform::Fault;
use routing::{Cause, Event};

use super::{actor::Actor, mirror};
use crate::{domain::contact::Contact, store::contact};

impl Actor {
    /// Opens a waiting contact to everybody once nobody of its target can come.
    pub(super) async fn open_to_all_unless_awaited(&mut self, row: &Contact) -> Result<(), Fault> {
        if !self.is_targeted(row) || self.awaits_target(row) {
            return Ok(());
        }
        self.open_to_all(row.id).await
    }

    /// Opens a contact to everybody whose target let its offer pass.
    pub(super) async fn open_to_all_after_refusal(&mut self, id: ContactId) -> Result<(), Fault> {
        let tx = self.ctx().read().await?;
        let row = contact::find(&tx, id).await?;
        drop(tx);
        match row.filter(|row| row.target_staff.is_some()) {
            Some(row) => self.open_to_all(row.id).await,
            None => Ok(()),
        }
    }

    async fn open_to_all(&mut self, id: ContactId) -> Result<(), Fault> {
        let tx = self.decide(&self.ctx()).await?;
        contact::clear_target(&tx, id).await?;
        let row = contact::find(&tx, id).await?;
        tx.commit().await?;
        match row.filter(|_| self.engine.is_waiting(id)) {
            Some(row) => {
                let contact = mirror::contact(&row);
                Box::pin(self.apply(Event::ContactRequeued { contact })).await
            }
            None => Ok(()),
        }
    }

    fn is_targeted(&self, row: &Contact) -> bool {
        self.engine.is_waiting(row.id)
            && (row.target_staff.is_some() || row.target_centre.is_some())
    }

    /// Whether somebody of its target will take it once they have room.
    fn awaits_target(&self, row: &Contact) -> bool {
        let Some(why) = self.engine.explain(row.id) else {
            return false;
        };
        let mut meant = why.judged.iter().filter(|judged| match row.target_staff {
            Some(staff) => judged.counsellor == staff,
            None => Some(judged.centre) == row.target_centre,
        });
        meant.any(|judged| {
            let passes = matches!(
                judged.cause,
                None | Some(Cause::Capacity | Cause::Ring | Cause::Skill | Cause::Missed)
            );
            let speaks = self
                .counsellors
                .get(&judged.counsellor)
                .is_some_and(|counsellor| counsellor.languages.contains(row.language));
            passes && speaks
        })
    }
}
