//! How things stand, read for answers and streams.

use kernel::{ConversationId, Scope, StaffId};
use platform::{Ctx, Fault};

use super::bodies::{
    ContactBody, CounsellorBody, OfferBody, PlaceBody, QueueBody, contact_body, offer_body,
    place_body, queue_body,
};
use crate::{
    Contacts, app,
    dispatch::card,
    domain::contact::{Contact, ContactState},
    store::{
        contact,
        conversation::{self, Conversation},
        offer,
    },
};

/// A conversation and its contact, as its seeker may know them.
pub(crate) struct Standing {
    pub(crate) conversation: Conversation,
    pub(crate) contact: Contact,
}

impl Standing {
    /// None once erased.
    pub(crate) async fn read(ctx: &Ctx, id: ConversationId) -> Result<Option<Self>, Fault> {
        let tx = ctx.read().await?;
        let Some(conversation) = conversation::find(&tx, id).await? else {
            return Ok(None);
        };
        let contact = contact::find(&tx, conversation.contact).await?;
        Ok(contact.map(|contact| Self {
            conversation,
            contact,
        }))
    }

    /// Who guides; none while waiting.
    pub(crate) fn counsellor(&self, contacts: &Contacts) -> Option<CounsellorBody> {
        let colleague = contacts.0.dispatch.board().colleague(self.contact.staff?)?;
        let centre = contacts.0.directory.centre(colleague.centre)?;
        Some(CounsellorBody {
            alias: colleague.alias,
            centre: centre.name,
        })
    }

    /// The place in the queue; none when it does not wait.
    pub(crate) fn place(&self, contacts: &Contacts) -> Option<PlaceBody> {
        let place = contacts.0.dispatch.board().place(self.contact.id)?;
        (self.contact.state == ContactState::Waiting).then(|| place_body(&place))
    }
}

/// Everything on a counsellor's desk.
pub(crate) struct Desk {
    pub(crate) presence: centres::PresenceBody,
    pub(crate) offers: Vec<OfferBody>,
    pub(crate) contacts: Vec<(Contact, ContactBody)>,
    pub(crate) queue: QueueBody,
}

impl Desk {
    pub(crate) async fn read(
        contacts: &Contacts,
        ctx: &Ctx,
        staff: StaffId,
    ) -> Result<Self, Fault> {
        let now = contacts.0.sources.now();
        let tx = ctx.read().await?;
        let presence = centres::find_presence(&tx, staff).await?.into();
        let mut offers = Vec::new();
        for offer in offer::list_live(&tx, Some(staff)).await? {
            if let Some(row) = contact::find(&tx, offer.contact).await? {
                offers.push(offer_body(&card(&offer, &row), now));
            }
        }
        let open = [ContactState::Active, ContactState::WrapUp];
        let mut bodies = Vec::new();
        for row in contact::list_of(&tx, staff, &open, None, 1000).await? {
            let talk = conversation::find_of_contact(&tx, row.id).await?;
            let body = contact_body(contacts, &row, talk.as_ref());
            bodies.push((row, body));
        }
        let queue = queue_body(*contacts.0.dispatch.queue().borrow(), now);
        Ok(Self {
            presence,
            offers,
            contacts: bodies,
            queue,
        })
    }
}

/// Remembers that somebody reads a talk that is over, before they get its words.
pub(super) async fn remember_reading(
    contacts: &Contacts,
    ctx: &Ctx,
    contact: &Contact,
) -> Result<(), Fault> {
    let readings = &contacts.0.readings;
    if readings.is_new(ctx, contact) {
        let tx = ctx.database().write(Scope::System).await?;
        app::note_reading(ctx, &tx, contact).await?;
        tx.commit().await?;
        readings.begin(ctx, contact.id);
    }
    Ok(())
}
