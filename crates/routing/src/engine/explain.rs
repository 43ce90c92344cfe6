//! The full answer to "why": every counsellor, judged one by one.

use kernel::{ContactId, PresenceState};

use super::{
    Engine,
    centres::Centres,
    staff::CounsellorRow,
    waiting::{Class, ContactRow},
};
use crate::{Cause, FullExplanation, Judged};

impl Engine {
    /// Judges every counsellor for a waiting contact as of the last event; none if it does not wait.
    ///
    /// Takes time in proportion to the number of counsellors: for people who ask, not for every decision.
    pub fn explain(&self, contact: ContactId) -> Option<FullExplanation> {
        let slot = *self.waiting.index.get(&contact)?;
        let row = self.waiting.row(slot)?;
        let class = self.waiting.classes.get(row.class)?;
        let mut judged: Vec<Judged> = self
            .staff
            .rows
            .iter()
            .filter(|(_, counsellor)| counsellor.present)
            .filter(|(_, counsellor)| {
                row.queue
                    .centre()
                    .is_none_or(|own| own == counsellor.centre)
            })
            .filter_map(|(at, counsellor)| {
                Some(Judged {
                    counsellor: counsellor.id,
                    centre: self.centres.rows.get(counsellor.centre)?.id,
                    cause: self.judge(row, class, at, counsellor),
                })
            })
            .collect();
        judged.sort_unstable_by_key(|judged| judged.counsellor);
        Some(FullExplanation {
            contact,
            judged,
            offered_to: self.offered_to(contact),
            policy_version: self.rules.get(row.policy)?.version.clone(),
        })
    }

    fn judge(
        &self,
        contact: &ContactRow,
        class: &Class,
        at: u32,
        counsellor: &CounsellorRow,
    ) -> Option<Cause> {
        let (Some(centre), Some(profile)) = (
            self.centres.rows.get(counsellor.centre),
            self.staff.profiles.get(counsellor.profile),
        ) else {
            return Some(Cause::Unavailable);
        };
        let channel = contact.wishes.channel;
        if let Some(cause) = centre.shut(contact.queue, channel) {
            return Some(cause);
        }
        if !Centres::within(class.key.ring, centre) {
            return Some(Cause::Ring);
        }
        if counsellor.state != PresenceState::Available
            || counsellor.held.is_some()
            || !counsellor.channels.contains(channel)
        {
            return Some(Cause::Unavailable);
        }
        if !counsellor.tally(at).fits(class.weights, channel, profile) {
            return Some(Cause::Capacity);
        }
        if centre.reserved(class.weights, contact.queue, channel) {
            return Some(Cause::Reserve);
        }
        if let Some(cause) = class.key.judge(profile) {
            return Some(cause);
        }
        if !class.key.allows(at) {
            return Some(Cause::Target);
        }
        contact.tried.contains(&at).then_some(Cause::Missed)
    }
}
