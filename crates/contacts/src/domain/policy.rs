//! Versions of the routing policy, and which of them is in force when.

use kernel::{AccountId, Instant};
use routing::Policy;
use uuid::Uuid;

/// Names the policy of the configuration, which nobody edits.
pub(crate) const BUILT_IN: u32 = 0;

/// Characters of a note or reason.
pub(crate) const NOTE: usize = 500;

/// A version that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PolicyVersion {
    /// From 1.
    pub(crate) version: u32,
    pub(crate) note: String,
    pub(crate) rules: Policy,
    pub(crate) based_on: Option<u32>,
    pub(crate) created: Step,
    pub(crate) changed: Step,
    /// Counts the changes.
    pub(crate) revision: u32,
    pub(crate) approved: Option<Step>,
}

/// Who did something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) by: AccountId,
    pub(crate) at: Instant,
}

/// A version that is in force from a time on, until the next is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Publication {
    pub(crate) id: Uuid,
    pub(crate) version: u32,
    pub(crate) takes_effect_at: Instant,
    pub(crate) published: Step,
    /// Why an earlier version came back.
    pub(crate) reason: Option<String>,
}

/// How a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PolicyState {
    /// Never published.
    Draft,
    /// Takes effect later.
    Scheduled,
    InForce,
    /// Was in force.
    Earlier,
}

impl PolicyState {
    pub(crate) const WORDS: &'static [&'static str] =
        &["draft", "scheduled", "in_force", "earlier"];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled => "scheduled",
            Self::InForce => "in_force",
            Self::Earlier => "earlier",
        }
    }
}

/// What was published, in the order in which it takes effect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Timeline(Vec<Publication>);

impl Timeline {
    /// Of two that take effect at the same moment, the one published last counts.
    pub(crate) fn new(mut publications: Vec<Publication>) -> Self {
        publications.sort_by_key(|one| (one.takes_effect_at, one.published.at, one.id));
        Self(publications)
    }

    /// The version in force.
    pub(crate) fn in_force(&self, now: Instant) -> u32 {
        let begun = self.0.iter().rev().find(|one| one.takes_effect_at <= now);
        begun.map_or(BUILT_IN, |one| one.version)
    }

    /// How a version stands.
    pub(crate) fn state(&self, version: u32, now: Instant) -> PolicyState {
        let mut own = self.0.iter().filter(|one| one.version == version);
        if self.in_force(now) == version {
            PolicyState::InForce
        } else if own.clone().any(|one| one.takes_effect_at > now) {
            PolicyState::Scheduled
        } else if own.next().is_some() || version == BUILT_IN {
            PolicyState::Earlier
        } else {
            PolicyState::Draft
        }
    }

    /// Who published something.
    pub(crate) fn publishers(&self) -> impl Iterator<Item = AccountId> {
        self.0.iter().map(|one| one.published.by)
    }

    /// The publication of a version that counts for it: the next, or else the last.
    pub(crate) fn of(&self, version: u32, now: Instant) -> Option<&Publication> {
        let own = || self.0.iter().filter(move |one| one.version == version);
        let mut coming = own().filter(|one| one.takes_effect_at > now);
        coming.next().or_else(|| own().next_back())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use testkit::working_day;

    use super::{
        PolicyState::{Draft, Earlier, InForce, Scheduled},
        *,
    };

    fn publication(version: u32, hour: i64, published: i64) -> Publication {
        let (sources, _clock) = testkit::sources(1);
        let at = |hours| working_day() + TimeDelta::hours(hours);
        Publication {
            id: Uuid::from_u128(u128::from(version)),
            version,
            takes_effect_at: at(hour),
            published: Step {
                by: AccountId::new(&sources),
                at: at(published),
            },
            reason: None,
        }
    }

    #[test]
    fn the_last_that_took_effect_is_in_force() {
        let timeline = Timeline::new(vec![publication(2, 5, 0), publication(1, 1, 1)]);
        let at = |hours| timeline.in_force(working_day() + TimeDelta::hours(hours));
        assert_eq!([at(0), at(1), at(4), at(5), at(9)], [0, 1, 1, 2, 2]);
    }

    #[test]
    fn of_two_at_the_same_moment_the_one_published_last_counts() {
        let timeline = Timeline::new(vec![publication(1, 3, 2), publication(2, 3, 1)]);
        assert_eq!(timeline.in_force(working_day() + TimeDelta::hours(3)), 1);
    }

    #[test]
    fn a_version_is_a_draft_until_it_is_published() {
        let timeline = Timeline::new(vec![publication(2, 5, 0), publication(1, 1, 0)]);
        let now = working_day() + TimeDelta::hours(2);
        let states = [0, 1, 2, 3].map(|version| timeline.state(version, now));
        assert_eq!(states, [Earlier, InForce, Scheduled, Draft]);
    }

    #[test]
    fn what_comes_back_is_in_force_again() {
        let timeline = Timeline::new(vec![
            publication(1, 1, 0),
            publication(2, 2, 0),
            publication(1, 3, 3),
        ]);
        let now = working_day() + TimeDelta::hours(4);
        assert_eq!(timeline.state(1, now), PolicyState::InForce);
        assert_eq!(timeline.state(2, now), PolicyState::Earlier);
    }
}
