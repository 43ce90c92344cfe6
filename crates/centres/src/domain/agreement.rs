//! Contribution agreements: what a centre promises the national queue on one channel, and how the two sides
//! come to it.
//!
//! Either side proposes, the other one accepts or declines. What both have accepted is in force by its dates.
//! A change is a new proposal: accepted, it ends the present agreement the day before it begins. Nothing is
//! agreed backwards in time, so that what was in force on a day that has passed stays what it was.

use chrono::NaiveDate;
use kernel::{AgreementId, AgreementState, CentreId, Channel, Instant, Side};

/// A share beyond it is a typing error; the demonstration counts in thousandths.
const MOST_SHARE: u32 = 10_000;
/// Minutes a week of sixty people who do nothing else.
const MOST_WEEKLY_MINUTES: u32 = 60 * 40 * 60;

/// What is promised on one channel. Zero is normal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The channel.
    pub channel: Channel,
    /// Its share of the work, in proportion to the other centres' shares.
    pub share: u32,
    /// Minutes a week to be staffed, where hours are agreed.
    pub weekly_minutes: Option<u32>,
    /// The first local date it holds.
    pub valid_from: NaiveDate,
    /// The last local date it holds; until further notice if none.
    pub valid_until: Option<NaiveDate>,
}

/// A field of a proposal, and what is wrong with it.
type TermsFault = (&'static str, String);

impl Terms {
    /// Whether they hold on the local date.
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.valid_from <= date && self.valid_until.is_none_or(|until| date <= until)
    }

    /// Whether they and others share a channel and a day.
    pub fn meet(&self, other: &Self) -> bool {
        let begins_before =
            |from: NaiveDate, until: Option<NaiveDate>| until.is_none_or(|until| from <= until);
        self.channel == other.channel
            && begins_before(self.valid_from, other.valid_until)
            && begins_before(other.valid_from, self.valid_until)
    }

    /// The share that follows from hours where no share is agreed: one for each hour a week, but some
    /// where there are some.
    pub fn share_of_hours(weekly_minutes: u32) -> u32 {
        let hours = weekly_minutes.saturating_add(30) / 60;
        hours.max(u32::from(weekly_minutes > 0))
    }

    /// # Errors
    /// The first field that makes no sense for a proposal made today.
    pub(crate) fn check(&self, today: NaiveDate) -> Result<(), TermsFault> {
        if self.share > MOST_SHARE {
            return Err(("share", format!("must be at most {MOST_SHARE}")));
        }
        if self
            .weekly_minutes
            .is_some_and(|minutes| minutes > MOST_WEEKLY_MINUTES)
        {
            let reason = format!("must be at most {MOST_WEEKLY_MINUTES}");
            return Err(("weekly_minutes", reason));
        }
        if self.valid_from < today {
            return Err(("valid_from", "must not be before today".to_owned()));
        }
        if self
            .valid_until
            .is_some_and(|until| until < self.valid_from)
        {
            return Err(("valid_until", "must not be before valid_from".to_owned()));
        }
        Ok(())
    }
}

/// The share promised on the channel on the local date; none if the centre contributes nothing.
pub fn share_on(accepted: &[Terms], channel: Channel, date: NaiveDate) -> Option<u32> {
    accepted
        .iter()
        .find(|terms| terms.channel == channel && terms.holds_on(date))
        .map(|terms| terms.share)
        .filter(|share| *share > 0)
}

/// A promise on its way between the two sides, or agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Its id.
    pub id: AgreementId,
    /// The centre that contributes.
    pub centre_id: CentreId,
    /// What is promised.
    pub terms: Terms,
    /// How far it has come.
    pub state: AgreementState,
    /// Who proposed it.
    pub proposed_by: Side,
    /// When.
    pub proposed_at: Instant,
    /// When the centre accepted; with its own proposals when it proposed.
    pub centre_accepted_at: Option<Instant>,
    /// When the national layer accepted.
    pub national_accepted_at: Option<Instant>,
    /// Who declined it, took it back or gave notice.
    pub closed: Option<Closing>,
}

/// The word that ended a proposal or an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Who said it.
    pub by: Side,
    /// When.
    pub at: Instant,
    /// Why; none where a proposal was taken back.
    pub reason: Option<String>,
}

/// The step is not possible for an agreement in this state, or not for this side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotPossible;

impl Agreement {
    /// A proposal; whoever makes it has accepted it.
    pub(crate) fn proposed(
        (id, centre_id): (AgreementId, CentreId),
        terms: Terms,
        by: Side,
        at: Instant,
    ) -> Self {
        let mut proposal = Self {
            id,
            centre_id,
            terms,
            state: AgreementState::Proposed,
            proposed_by: by,
            proposed_at: at,
            centre_accepted_at: None,
            national_accepted_at: None,
            closed: None,
        };
        *proposal.accepted_at(by) = Some(at);
        proposal
    }

    /// The other side's yes.
    pub(crate) fn accepted(&self, by: Side, at: Instant) -> Result<Self, NotPossible> {
        let mut agreed = self.open_for(by != self.proposed_by)?;
        *agreed.accepted_at(by) = Some(at);
        agreed.state = AgreementState::Accepted;
        Ok(agreed)
    }

    /// The other side's no.
    pub(crate) fn declined(&self, word: Closing) -> Result<Self, NotPossible> {
        let mut declined = self.open_for(word.by != self.proposed_by)?;
        declined.state = AgreementState::Declined;
        declined.closed = Some(word);
        Ok(declined)
    }

    /// Taken back by whoever proposed.
    pub(crate) fn withdrawn(&self, word: Closing) -> Result<Self, NotPossible> {
        let mut withdrawn = self.open_for(word.by == self.proposed_by)?;
        withdrawn.state = AgreementState::Withdrawn;
        withdrawn.closed = Some(word);
        Ok(withdrawn)
    }

    /// Ended by notice of either side; `last_day` is the last local date it holds. One that has not begun by
    /// then never does.
    pub(crate) fn ended(&self, last_day: NaiveDate, word: Closing) -> Result<Self, NotPossible> {
        let mut ended = self.clone();
        if ended.state != AgreementState::Accepted {
            return Err(NotPossible);
        }
        if last_day < ended.terms.valid_from {
            ended.state = AgreementState::Ended;
        } else {
            ended.terms.valid_until = Some(last_day);
        }
        ended.closed = Some(word);
        Ok(ended)
    }

    /// Makes room for another agreement on the channel: ends the day before it begins, or never begins.
    /// None where they never meet.
    pub(crate) fn before(&self, other: &Terms) -> Option<Self> {
        if self.state != AgreementState::Accepted || !self.terms.meet(other) {
            return None;
        }
        let mut cut = self.clone();
        if cut.terms.valid_from < other.valid_from {
            cut.terms.valid_until = other.valid_from.pred_opt();
        } else {
            cut.state = AgreementState::Replaced;
        }
        Some(cut)
    }

    fn open_for(&self, side_fits: bool) -> Result<Self, NotPossible> {
        if self.state == AgreementState::Proposed && side_fits {
            return Ok(self.clone());
        }
        Err(NotPossible)
    }

    const fn accepted_at(&mut self, by: Side) -> &mut Option<Instant> {
        match by {
            Side::Centre => &mut self.centre_accepted_at,
            Side::National => &mut self.national_accepted_at,
        }
    }
}

#[cfg(test)]
mod tests;
