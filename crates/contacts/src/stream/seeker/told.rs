//! What a seeker's client was told, compared with the database for what nothing told of.

use kernel::StaffId;

use super::{End, Stream};
use crate::{
    domain::contact::ContactState, http::Standing, store::standing::Stand,
    stream::frames::SeekerHears,
};

/// What a client knows beside the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) state: ContactState,
    /// Who serves it now.
    pub(super) staff: Option<StaffId>,
    /// The counsellor has read up to here.
    pub(super) read: i64,
}

impl Told {
    pub(super) const fn of(standing: &Standing) -> Self {
        Self {
            state: standing.contact.state,
            staff: standing.contact.staff,
            read: standing.conversation.counsellor_read_seq,
        }
    }
}

impl Stream<'_> {
    /// Tells what nobody told of, where something is.
    pub(super) async fn look(&mut self, stand: Stand) -> Result<bool, End> {
        let known = self.told.map(|told| (told.state.for_seeker(), told.staff));
        if known != Some((stand.state.for_seeker(), stand.staff)) {
            return self.refresh().await;
        }
        if stand.last_seq > self.sent {
            self.catch_up().await?;
        }
        let seq = stand.counsellor_read_seq;
        if self.told.is_some_and(|told| told.read < seq) {
            self.note_read(seq);
            let from = "counsellor";
            self.socket.send(&SeekerHears::Read { from, seq }).await?;
        }
        Ok(true)
    }

    pub(super) fn note_read(&mut self, seq: i64) {
        if let Some(told) = &mut self.told {
            told.read = told.read.max(seq);
        }
    }
}
