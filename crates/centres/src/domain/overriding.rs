//! What coordinators decide against the hours: the national queue open, closed or drained, a centre paused.

use std::{fmt, str::FromStr};

use kernel::{AccountId, CentreId, Channel, Instant, OverrideMode};

use super::hours::{Answer, Why};

/// What is decided about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OverrideTarget {
    /// The national queue as a whole.
    Queue,
    /// The national queue on one channel.
    Channel(Channel),
    /// A centre's part in the national queue.
    Centre(CentreId),
}

/// Names nothing that can be decided about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected queue, a channel or the id of a centre")]
pub struct UnknownTarget;

impl fmt::Display for OverrideTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Queue => f.write_str("queue"),
            Self::Channel(channel) => channel.fmt(f),
            Self::Centre(centre) => centre.fmt(f),
        }
    }
}

impl FromStr for OverrideTarget {
    type Err = UnknownTarget;

    fn from_str(text: &str) -> Result<Self, UnknownTarget> {
        if text == "queue" {
            return Ok(Self::Queue);
        }
        let channel = text.parse().map(Self::Channel);
        let centre = || text.parse().map(Self::Centre);
        channel.ok().or_else(|| centre().ok()).ok_or(UnknownTarget)
    }
}

/// A decision against the hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// What it is about.
    pub target: OverrideTarget,
    /// What was decided.
    pub mode: OverrideMode,
    /// Why; for staff only.
    pub reason: String,
    /// Who decided.
    pub set_by: AccountId,
    /// When.
    pub set_at: Instant,
    /// When it ends by itself; none until it is taken back.
    pub ends_at: Option<Instant>,
}

impl Override {
    /// Whether it holds at the instant.
    pub fn is_in_force(&self, at: Instant) -> bool {
        self.set_at <= at && self.ends_at.is_none_or(|end| at < end)
    }
}

/// Every decision against the hours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides(Vec<Override>);

impl Overrides {
    /// Keeps decisions, of which one has one target.
    pub fn new(mut all: Vec<Override>) -> Self {
        all.sort_by_key(|one| one.target);
        Self(all)
    }

    /// Those that hold at the instant.
    pub fn in_force(&self, at: Instant) -> impl Iterator<Item = &Override> {
        self.0.iter().filter(move |one| one.is_in_force(at))
    }

    /// When the last decision was taken.
    pub(crate) fn last_set_at(&self) -> Option<Instant> {
        self.0.iter().map(|one| one.set_at).max()
    }

    fn of(&self, target: OverrideTarget, at: Instant) -> Option<&Override> {
        self.in_force(at).find(|one| one.target == target)
    }

    /// What holds for the queue on a channel: the channel's own before that of the whole.
    pub(crate) fn of_queue(&self, channel: Channel, at: Instant) -> Option<&Override> {
        let own = self.of(OverrideTarget::Channel(channel), at);
        own.or_else(|| self.of(OverrideTarget::Queue, at))
    }

    /// The pause of a centre.
    pub(crate) fn pause(&self, centre: CentreId, at: Instant) -> Option<&Override> {
        self.of(OverrideTarget::Centre(centre), at)
    }

    /// What newcomers of the national queue are told, where hours alone would say `by_hours`. What nobody could serve
    /// is not opened.
    pub(crate) fn turn(
        &self,
        channel: Channel,
        at: Instant,
        could_open: bool,
        by_hours: &dyn Fn(Instant) -> Answer,
    ) -> Answer {
        let Some(one) = self.of_queue(channel, at) else {
            return by_hours(at);
        };
        let opens = one.mode == OverrideMode::Open;
        if opens && !could_open {
            return by_hours(at);
        }
        let after = one
            .ends_at
            .map(|end| (end, self.turn(channel, end, could_open, by_hours)));
        if opens {
            return Answer {
                open: true,
                why: Why::Open,
                closes_at: after
                    .and_then(|(end, then)| if then.open { then.closes_at } else { Some(end) }),
                next_opening: None,
            };
        }
        by_hand(after)
    }
}

/// Closed by hand until an instant, from which on something else is true.
pub(crate) fn by_hand(after: Option<(Instant, Answer)>) -> Answer {
    Answer {
        open: false,
        why: Why::ByHand,
        closes_at: None,
        next_opening: after.and_then(|(end, then)| {
            if then.open {
                Some(end)
            } else {
                then.next_opening
            }
        }),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn at(hour: i64) -> Instant {
        testkit::working_day() + TimeDelta::hours(hour)
    }

    fn decided(target: OverrideTarget, mode: OverrideMode, end: Option<i64>) -> Override {
        let (sources, _clock) = testkit::sources(1);
        Override {
            target,
            mode,
            reason: "prøve".to_owned(),
            set_by: AccountId::new(&sources),
            set_at: at(0),
            ends_at: end.map(at),
        }
    }

    /// Open from hour 2 to hour 6.
    fn by_hours(when: Instant) -> Answer {
        let open = (at(2)..at(6)).contains(&when);
        Answer {
            open,
            why: if open { Why::Open } else { Why::OutsideHours },
            closes_at: open.then(|| at(6)),
            next_opening: (when < at(2)).then(|| at(2)),
        }
    }

    fn told(overrides: &[Override], hour: i64) -> (bool, Option<Instant>, Option<Instant>) {
        let all = Overrides::new(overrides.to_vec());
        let answer = all.turn(Channel::Chat, at(hour), true, &by_hours);
        (answer.open, answer.closes_at, answer.next_opening)
    }

    use OverrideMode::{Closed, Draining, Open};
    use OverrideTarget::Queue;

    #[test]
    fn a_closed_queue_opens_when_the_decision_ends_or_the_hours_say_so() {
        let until = |end| [decided(Queue, Closed, end)];
        assert_eq!(told(&until(Some(4)), 3), (false, None, Some(at(4))));
        assert_eq!(told(&until(Some(1)), 0), (false, None, Some(at(2))));
        assert_eq!(told(&until(None), 3), (false, None, None));
        assert_eq!(told(&until(Some(4)), 4), (true, Some(at(6)), None));
    }

    #[test]
    fn an_opened_queue_closes_when_the_decision_ends_or_the_hours_after_it() {
        let until = |end| [decided(Queue, Open, end)];
        assert_eq!(told(&until(Some(1)), 0), (true, Some(at(1)), None));
        assert_eq!(told(&until(Some(3)), 0), (true, Some(at(6)), None));
        assert_eq!(told(&until(Some(9)), 7), (true, Some(at(9)), None));
        assert_eq!(told(&until(None), 7), (true, None, None));
    }

    #[test]
    fn a_drained_queue_is_closed_to_newcomers() {
        let drained = [decided(Queue, Draining, Some(4))];
        assert_eq!(told(&drained, 3), (false, None, Some(at(4))));
    }

    #[test]
    fn a_channels_own_decision_goes_before_that_of_the_whole() {
        let chat = OverrideTarget::Channel(Channel::Chat);
        let both = [
            decided(Queue, Closed, Some(5)),
            decided(chat, Open, Some(3)),
        ];
        assert_eq!(told(&both, 2), (true, Some(at(3)), None));
        assert_eq!(told(&both, 4), (false, None, Some(at(5))));
        let phone = OverrideTarget::Channel(Channel::Phone);
        assert_eq!(told(&[decided(phone, Closed, None)], 3), told(&[], 3));
    }

    #[test]
    fn what_nobody_could_serve_is_not_opened() {
        let all = Overrides::new(vec![decided(Queue, Open, None)]);
        assert!(!all.turn(Channel::Chat, at(7), false, &by_hours).open);
    }

    #[test]
    fn targets_read_back() {
        let (sources, _clock) = testkit::sources(1);
        let centre = OverrideTarget::Centre(CentreId::new(&sources));
        for target in [Queue, OverrideTarget::Channel(Channel::Phone), centre] {
            assert_eq!(target.to_string().parse(), Ok(target));
        }
        assert_eq!("fax".parse::<OverrideTarget>(), Err(UnknownTarget));
    }
}
