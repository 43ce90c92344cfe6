//! What the stream tells the desk: each message once and in order, a snapshot whenever a contact changes.

use std::sync::Arc;

use kernel::{ContactId, OfferId};
use platform::http::Wire;

use super::{End, PAGE, Stream, Talk};
use crate::{
    dispatch::{OfferCard, WithdrawnReason},
    domain::{contact::ContactState, message::Message},
    http::{ContactBody, contact_body, message_body, offer_body},
    live::hub::{Appended, ToDesk},
    store::{contact, conversation, message},
    stream::{frames::DeskHears, seeker::ack, socket::Gone},
};

impl Stream<'_> {
    pub(super) async fn tell(&mut self, item: ToDesk) -> Result<(), End> {
        match item {
            ToDesk::Message(id, message) => self.tell_message(id, &message).await,
            ToDesk::Appended(id, appended) => self.tell_appended(id, *appended).await,
            ToDesk::Typing(contact_id) => {
                let frame = DeskHears::Typing {
                    contact_id,
                    from: "seeker",
                };
                Ok(self.socket.send(&frame).await?)
            }
            ToDesk::Read(contact_id, seq) => {
                let frame = DeskHears::Read {
                    contact_id,
                    from: "seeker",
                    seq,
                };
                Ok(self.socket.send(&frame).await?)
            }
            ToDesk::Contact(id) => self.tell_contact(id).await,
            ToDesk::Offer(card) => {
                self.tell_offer(&card).await?;
                self.tell_presence().await
            }
            ToDesk::OfferMade(id) => self.read_offer(id).await,
            ToDesk::OfferWithdrawn(offer, contact, reason) => {
                self.tell_withdrawn(offer, contact, reason).await
            }
            ToDesk::Behind(id, seq) => {
                let sent = self.talks.get(&id).map_or(i64::MAX, |talk| talk.sent);
                if seq > sent {
                    self.catch_up(id).await?;
                }
                Ok(())
            }
            ToDesk::Look => self.look().await,
            ToDesk::Presence => self.tell_presence().await,
            ToDesk::CheckLogin => self.check().await,
            ToDesk::Bye(bye) => Err(End::Bye(bye)),
        }
    }

    async fn tell_message(&mut self, id: ContactId, message: &Arc<Message>) -> Result<(), End> {
        let Some(talk) = self.talks.get(&id) else {
            // The contact's snapshot is on its way; it brings the messages along.
            return Ok(());
        };
        if message.seq <= talk.sent {
            return Ok(());
        }
        if message.seq == talk.sent + 1 {
            return Ok(self.send_message(id, message).await?);
        }
        self.catch_up(id).await
    }

    /// On the line it came by, the acknowledgement stands for the message itself.
    async fn tell_appended(&mut self, id: ContactId, appended: Appended) -> Result<(), End> {
        let client_id = appended.client_id;
        match appended.result {
            Ok(message) => {
                let sent = self.talks.get(&id).map_or(i64::MAX, |talk| talk.sent);
                if message.seq == sent.saturating_add(1) {
                    self.note_sent(id, message.seq);
                } else if message.seq > sent {
                    self.catch_up(id).await?;
                }
                let ack = ack(client_id, &message);
                Ok(self
                    .socket
                    .send(&DeskHears::Ack {
                        contact_id: id,
                        ack,
                    })
                    .await?)
            }
            Err(error) => Ok(self.error(&error.into(), Some(id), Some(client_id)).await?),
        }
    }

    /// A snapshot whenever a contact changes; one that leaves this desk comes once more.
    pub(super) async fn tell_contact(&mut self, id: ContactId) -> Result<(), End> {
        let tx = self.ctx.read().await?;
        let row = contact::find(&tx, id).await?;
        let talk = conversation::find_of_contact(&tx, id).await?;
        drop(tx);
        let mine = row.filter(|row| row.staff == Some(self.staff));
        let open = mine
            .as_ref()
            .is_some_and(|row| row.state != ContactState::Closed);
        if let (Some(row), true) = (&mine, open) {
            let contact = contact_body(self.contacts, row, talk.as_ref());
            let new = Talk {
                conversation: None,
                sent: 0,
                body: contact.clone(),
            };
            let known = self.talks.entry(id).or_insert(new);
            known.conversation = talk.as_ref().map(|talk| talk.id);
            known.body = contact.clone();
            self.offers.retain(|_, offered| *offered != id);
            self.socket.send(&DeskHears::Contact { contact }).await?;
            self.catch_up(id).await?;
        } else if let Some(talk) = self.talks.remove(&id) {
            let state = if mine.is_some() {
                ContactState::Closed
            } else {
                ContactState::Waiting
            };
            let contact = ContactBody {
                state: Wire::word(state.as_str()),
                ..talk.body
            };
            self.socket.send(&DeskHears::Contact { contact }).await?;
        }
        self.tell_presence().await
    }

    pub(super) async fn tell_offer(&mut self, card: &OfferCard) -> Result<(), End> {
        self.offers.insert(card.id, card.contact);
        let offer = offer_body(card, self.contacts.0.sources.now());
        Ok(self.socket.send(&DeskHears::Offer { offer }).await?)
    }

    pub(super) async fn tell_withdrawn(
        &mut self,
        offer_id: OfferId,
        contact_id: ContactId,
        reason: WithdrawnReason,
    ) -> Result<(), End> {
        self.offers.remove(&offer_id);
        let frame = DeskHears::OfferWithdrawn {
            offer_id,
            contact_id,
            reason: reason.as_str(),
        };
        Ok(self.socket.send(&frame).await?)
    }

    pub(super) async fn tell_presence(&mut self) -> Result<(), End> {
        let tx = self.ctx.read().await?;
        let presence = centres::find_presence(&tx, self.staff).await?;
        drop(tx);
        Ok(self
            .socket
            .send(&DeskHears::Presence {
                presence: presence.into(),
            })
            .await?)
    }

    /// Sends what the database has after what was sent.
    pub(super) async fn catch_up(&mut self, id: ContactId) -> Result<(), End> {
        let Some(conversation) = self.talks.get(&id).and_then(|talk| talk.conversation) else {
            return Ok(());
        };
        loop {
            let sent = self.talks.get(&id).map_or(i64::MAX, |talk| talk.sent);
            let tx = self.ctx.read().await?;
            let messages = message::list_after(&tx, conversation, sent, PAGE).await?;
            drop(tx);
            for message in &messages {
                self.send_message(id, message).await?;
            }
            if messages.is_empty() {
                return Ok(());
            }
        }
    }

    fn note_sent(&mut self, id: ContactId, seq: i64) {
        if let Some(talk) = self.talks.get_mut(&id) {
            talk.sent = seq;
        }
    }

    async fn send_message(&mut self, id: ContactId, message: &Message) -> Result<(), Gone> {
        self.note_sent(id, message.seq);
        let message = message_body(message, false);
        self.socket
            .send(&DeskHears::Message {
                contact_id: id,
                message,
            })
            .await
    }
}
