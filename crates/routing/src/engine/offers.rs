//! The life of an offer.

use kernel::{ContactId, StaffId};

use super::{
    Engine, Serving, choose::Candidate, instant, micros, seconds, timers::Timer, waiting::OfferRow,
};
use crate::{Decision, Explanation, LiveOffer, Served, WithdrawReason};

/// How long a counsellor gets nothing after the database refused an offer to them.
const HOLD_S: u32 = 1;

impl Engine {
    /// Takes the contact out of its line and rings the counsellor.
    pub(super) fn offer(
        &mut self,
        slot: u32,
        candidate: &Candidate,
        explanation: Explanation,
        out: &mut Vec<Decision>,
    ) {
        self.waiting.step_out(slot);
        let Some(row) = self.waiting.row(slot) else {
            return;
        };
        let (contact, channel) = (row.key.id(), row.wishes.channel);
        let policy = self.rules.policy(row.policy);
        let stands = seconds(policy.offer_timeout_s.of(channel));
        let expires_at = self.now.saturating_add(stands);
        self.place_offer(slot, candidate.row, expires_at);
        if let Some(centre) = self.centres.rows.get(candidate.centre) {
            out.push(Decision::Offer {
                contact,
                counsellor: candidate.id,
                centre: centre.id,
                expires_at: instant(expires_at),
                explanation,
            });
        }
    }

    fn place_offer(&mut self, slot: u32, counsellor: u32, expires_at: i64) {
        let serial = self.next_serial();
        let (Some(row), Some(taker)) =
            (self.waiting.row_mut(slot), self.staff.rows.get(counsellor))
        else {
            return;
        };
        let channel = row.wishes.channel;
        let weights = &self.rules.policy(row.policy).weights;
        let units = weights.of(channel).units(taker.capacity);
        let (national, centre) = (row.queue.is_national(), taker.centre);
        row.told = false;
        row.offer = Some(OfferRow {
            counsellor,
            centre,
            units,
            serial,
        });
        self.change(counsellor, |taker| {
            taker.offered = taker.offered.saturating_add(units);
            taker.offers.push(slot);
        });
        if national && let Some(centre) = self.centres.rows.get_mut(centre) {
            centre.count_taken(true);
        }
        self.timers
            .set(Timer::OfferEnds(channel), expires_at, slot, serial);
    }

    /// Takes the offer away from the counsellor without a word; returns who had it.
    fn lift_offer(&mut self, slot: u32, taken: bool) -> Option<OfferRow> {
        let row = self.waiting.row_mut(slot)?;
        let offer = row.offer.take()?;
        let national = row.queue.is_national();
        if national
            && !taken
            && let Some(centre) = self.centres.rows.get_mut(offer.centre)
        {
            centre.count_taken(false);
        }
        self.change(offer.counsellor, |taker| {
            taker.offered = taker.offered.saturating_sub(offer.units);
            taker.offers.retain(|known| *known != slot);
            if taken {
                taker.load = taker.load.saturating_add(offer.units);
                taker.misses = 0;
            }
        });
        Some(offer)
    }

    /// Ends a live offer; the contact goes back into its line. With `tried`, the counsellor has had this round.
    pub(super) fn end_offer(
        &mut self,
        slot: u32,
        reason: WithdrawReason,
        tried: bool,
        out: &mut Vec<Decision>,
    ) -> Option<u32> {
        let offer = self.lift_offer(slot, false)?;
        let row = self.waiting.row_mut(slot)?;
        if tried && !row.tried.contains(&offer.counsellor) {
            row.tried.push(offer.counsellor);
        }
        let contact = row.key.id();
        let counsellor = self.staff.rows.get(offer.counsellor)?.id;
        out.push(Decision::Withdraw {
            contact,
            counsellor,
            reason,
        });
        self.line_up(slot);
        self.entered.push(slot);
        Some(offer.counsellor)
    }

    fn live_offer(&self, contact: ContactId, counsellor: StaffId) -> Option<u32> {
        let slot = *self.waiting.index.get(&contact)?;
        let offer = self.waiting.row(slot)?.offer?;
        let holder = self.staff.rows.get(offer.counsellor)?;
        (holder.id == counsellor).then_some(slot)
    }

    /// The acceptance is committed, so it holds even where the offer is no longer known.
    pub(super) fn accept(
        &mut self,
        contact: ContactId,
        counsellor: StaffId,
        out: &mut Vec<Decision>,
    ) {
        let Some(slot) = self.waiting.index.get(&contact).copied() else {
            return;
        };
        if self.live_offer(contact, counsellor).is_none() {
            self.end_offer(slot, WithdrawReason::Taken, false, out);
            let taker = self.staff.row_of(counsellor);
            self.waiting.step_out(slot);
            self.place_offer(slot, taker, self.now);
        }
        let Some(offer) = self.lift_offer(slot, true) else {
            return;
        };
        let Some(row) = self.forget(slot) else {
            return;
        };
        let serving = Serving {
            counsellor: offer.counsellor,
            units: offer.units,
            work_type: row.wishes.work_type,
            accepted_at: self.now,
            policy: row.policy,
        };
        self.serve(contact, serving);
    }

    pub(super) fn decline(
        &mut self,
        contact: ContactId,
        counsellor: StaffId,
        out: &mut Vec<Decision>,
    ) {
        let Some(slot) = self.live_offer(contact, counsellor) else {
            return;
        };
        if let Some(row) = self.end_offer(slot, WithdrawReason::Declined, true, out)
            && let Some(row) = self.staff.rows.get_mut(row)
        {
            row.misses = 0;
        }
    }

    /// The offer was never shown. Database and engine disagree about the counsellor, so they get nothing until
    /// the next word about them or a moment later.
    pub(super) fn void(&mut self, contact: ContactId, counsellor: StaffId) {
        let Some(slot) = self.live_offer(contact, counsellor) else {
            return;
        };
        let Some(offer) = self.lift_offer(slot, false) else {
            return;
        };
        let serial = self.next_serial();
        let until = self.now.saturating_add(seconds(HOLD_S));
        self.timers
            .set(Timer::HoldEnds, until, offer.counsellor, serial);
        self.change(offer.counsellor, |row| row.held = Some(serial));
        self.line_up(slot);
        self.entered.push(slot);
    }

    pub(super) fn end(&mut self, contact: ContactId, counsellor: StaffId) {
        let Some(serving) = self.serving.get(&contact).copied() else {
            return;
        };
        let known = self.staff.rows.get(serving.counsellor);
        if known.is_none_or(|row| row.id != counsellor) {
            return;
        }
        self.serving.remove(&contact);
        self.release(serving.policy);
        let now = self.now;
        self.change(serving.counsellor, |row| {
            row.load = row.load.saturating_sub(serving.units);
            row.idle_since = now;
        });
        self.learn(serving.work_type, now.saturating_sub(serving.accepted_at));
    }

    /// Notes who serves the contact, whose policy is held.
    fn serve(&mut self, contact: ContactId, serving: Serving) {
        if let Some(before) = self.serving.insert(contact, serving) {
            self.release(before.policy);
        }
    }

    pub(super) fn resume_serving(&mut self, served: &Served) {
        let counsellor = self.staff.row_of(served.counsellor);
        let capacity = self
            .staff
            .rows
            .get(counsellor)
            .map_or(0, |row| row.capacity);
        let named = served.policy.as_deref();
        let policy = named.and_then(|version| self.rules.find(version));
        let policy = policy.unwrap_or(self.rules.newest());
        self.rules.hold(policy);
        let weights = &self.rules.policy(policy).weights;
        let serving = Serving {
            counsellor,
            units: weights.of(served.channel).units(capacity),
            work_type: served.work_type,
            accepted_at: micros(served.accepted_at),
            policy,
        };
        self.serve(served.contact, serving);
    }

    pub(super) fn resume_offer(&mut self, slot: u32, offer: LiveOffer) {
        let counsellor = self.staff.row_of(offer.counsellor);
        self.waiting.step_out(slot);
        self.place_offer(slot, counsellor, micros(offer.expires_at));
    }
}
