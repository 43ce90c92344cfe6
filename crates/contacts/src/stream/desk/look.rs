//! Compares what the desk was told with the database, for what another replica did and nothing told of.

use std::collections::BTreeSet;

use kernel::{ContactId, OfferId};
use platform::http::Wire;

use super::{End, Stream};
use crate::{
    dispatch::{OfferCard, WithdrawnReason, card},
    domain::contact::ContactState,
    store::{contact, offer, standing},
};

impl Stream<'_> {
    pub(super) async fn look(&mut self) -> Result<(), End> {
        self.look_at_offers().await?;
        let open = [ContactState::Active, ContactState::WrapUp];
        let tx = self.ctx.read().await?;
        let rows = contact::list_of(&tx, self.staff, &open, None, 1000).await?;
        let ids: Vec<_> = rows.iter().filter_map(|row| row.conversation).collect();
        let stands = standing::list(&tx, &ids).await?;
        drop(tx);
        let current: BTreeSet<ContactId> = rows.iter().map(|row| row.id).collect();
        let gone: Vec<ContactId> = self
            .talks
            .keys()
            .filter(|id| !current.contains(id))
            .copied()
            .collect();
        let changed = rows.iter().filter(|row| {
            let told = self.talks.get(&row.id);
            told.is_none_or(|talk| talk.body.state != Wire::word(row.state.as_str()))
        });
        let changed: Vec<ContactId> = changed.map(|row| row.id).chain(gone).collect();
        for id in changed {
            self.tell_contact(id).await?;
        }
        for row in rows {
            let stand = row.conversation.and_then(|id| stands.get(&id));
            let sent = self.talks.get(&row.id).map_or(i64::MAX, |talk| talk.sent);
            if stand.is_some_and(|stand| stand.last_seq > sent) {
                self.catch_up(row.id).await?;
            }
        }
        Ok(())
    }

    async fn look_at_offers(&mut self) -> Result<(), End> {
        let live = self.read_offers().await?;
        let gone: Vec<(OfferId, ContactId)> = self
            .offers
            .iter()
            .filter(|(id, _)| live.iter().all(|card| card.id != **id))
            .map(|(id, contact)| (*id, *contact))
            .collect();
        let new: Vec<OfferCard> = live
            .into_iter()
            .filter(|card| !self.offers.contains_key(&card.id))
            .collect();
        let changes = !gone.is_empty() || !new.is_empty();
        for (id, contact) in gone {
            let tx = self.ctx.read().await?;
            let state = offer::find_state(&tx, id).await?;
            drop(tx);
            let reason = state.map_or(WithdrawnReason::Left, WithdrawnReason::from);
            self.tell_withdrawn(id, contact, reason).await?;
        }
        for card in new {
            self.tell_offer(&card).await?;
        }
        if changes {
            self.tell_presence().await?;
        }
        Ok(())
    }

    async fn read_offers(&mut self) -> Result<Vec<OfferCard>, End> {
        let tx = self.ctx.read().await?;
        let mut cards = Vec::new();
        for offer in offer::list_live(&tx, Some(self.staff)).await? {
            if let Some(row) = contact::find(&tx, offer.contact).await? {
                cards.push(card(&offer, &row));
            }
        }
        Ok(cards)
    }

    /// Shows an offer that another replica made; one that is over already is not shown.
    pub(super) async fn read_offer(&mut self, id: OfferId) -> Result<(), End> {
        let live = self.read_offers().await?;
        if let Some(card) = live.into_iter().find(|card| card.id == id)
            && !self.offers.contains_key(&id)
        {
            self.tell_offer(&card).await?;
            self.tell_presence().await?;
        }
        Ok(())
    }
}
