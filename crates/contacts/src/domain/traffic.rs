//! What past contacts tell of work and patience: when they came, were answered and ended; nothing of what was said.

use std::collections::BTreeMap;

use kernel::{Channel, County, Instant, Language, StaffId, WorkType};

/// Work done while holding one, two, three, four contacts, against one: what the simulator reckons with, too.
pub(crate) const SPEEDUP: [f64; 4] = [1.0, 1.9, 2.7, 3.3];
/// Seconds of wrap-up added to each talk: when it ends is not recorded.
pub(crate) const WRAP_UP_S: f64 = 120.0;
/// With fewer talks, or fewer who left, nothing is concluded from them.
pub(crate) const ENOUGH: u32 = 30;
/// A talk forgotten open is not work.
const LONGEST_S: f64 = 7200.0;
/// Whoever the service turned away within so many seconds was not let in: that tells nothing about patience.
const TURNED_AWAY_S: f64 = 5.0;

/// A past contact of the national queue, without id.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Past {
    pub(crate) joined_at: Instant,
    pub(crate) accepted_at: Option<Instant>,
    /// When the talk ended, or the waiting.
    pub(crate) closed_at: Option<Instant>,
    pub(crate) by_service: bool,
    pub(crate) channel: Channel,
    pub(crate) language: Language,
    pub(crate) work_type: WorkType,
    pub(crate) topic: Option<String>,
    pub(crate) county: Option<County>,
    pub(crate) staff: Option<StaffId>,
}

/// Something measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Measured {
    pub(crate) mean_s: f64,
    /// Talks, or those who left, it rests on.
    pub(crate) count: u32,
}

impl Measured {
    pub(crate) const fn is_enough(self) -> bool {
        self.count >= ENOUGH
    }

    /// What was measured where that is enough, else what is assumed.
    pub(crate) const fn or(self, assumed_s: f64) -> f64 {
        if self.is_enough() {
            self.mean_s
        } else {
            assumed_s
        }
    }
}

pub(crate) fn seconds(from: Instant, until: Instant) -> f64 {
    let micros = (until - from).num_microseconds().unwrap_or(i64::MAX).max(0);
    std::time::Duration::from_micros(micros.unsigned_abs()).as_secs_f64()
}

impl Past {
    fn talk(&self) -> Option<(StaffId, Instant, Instant)> {
        let (from, until) = (self.accepted_at?, self.closed_at?);
        Some((self.staff?, from, until)).filter(|_| from < until)
    }

    /// Seconds waited until an answer; none for those who got none.
    pub(crate) fn answered_after_s(&self) -> Option<f64> {
        Some(seconds(self.joined_at, self.accepted_at?))
    }

    /// Seconds until they gave up; none for those who did not, and for those who were turned away at once.
    pub(crate) fn left_after_s(&self) -> Option<f64> {
        let closed_at = self.closed_at.filter(|_| self.accepted_at.is_none())?;
        let waited = seconds(self.joined_at, closed_at);
        Some(waited).filter(|waited| !self.by_service || *waited >= TURNED_AWAY_S)
    }
}

/// Seconds of work of each contact, as they would have taken alone: the time of a counsellor with several talks is
/// shared among these, at the pace of so many. None for those without a talk that has ended.
pub(crate) fn works(past: &[Past]) -> Vec<Option<f64>> {
    let mut works = vec![None; past.len()];
    let mut by_staff: BTreeMap<StaffId, Vec<(Instant, bool, usize)>> = BTreeMap::new();
    for (at, one) in past.iter().enumerate() {
        if let Some((staff, from, until)) = one.talk() {
            let changes = by_staff.entry(staff).or_default();
            changes.extend([(from, true, at), (until, false, at)]);
        }
    }
    for mut changes in by_staff.into_values() {
        changes.sort_unstable();
        share_work(&changes, &mut works);
    }
    for work in works.iter_mut().flatten() {
        *work = work.min(LONGEST_S) + WRAP_UP_S;
    }
    works
}

fn share_work(changes: &[(Instant, bool, usize)], works: &mut [Option<f64>]) {
    let mut open: Vec<usize> = Vec::new();
    let mut before = None;
    for (at, begins, talk) in changes {
        if let Some(before) = before {
            let done = seconds(before, *at) * pace(open.len());
            for talk in &open {
                if let Some(work) = works.get_mut(*talk) {
                    *work = Some(work.unwrap_or_default() + done);
                }
            }
        }
        if *begins {
            open.push(*talk);
        } else {
            open.retain(|one| one != talk);
        }
        before = Some(*at);
    }
}

/// How fast each of so many talks goes forward.
fn pace(talks: usize) -> f64 {
    let speed = SPEEDUP.get(talks.saturating_sub(1));
    let talks = u32::try_from(talks.max(1)).map_or(1.0, f64::from);
    speed.or(SPEEDUP.last()).copied().unwrap_or(1.0) / talks
}

/// The mean of what is known.
pub(crate) fn mean_work(works: &[Option<f64>]) -> Measured {
    let (sum, count) = works
        .iter()
        .flatten()
        .fold((0.0, 0_u32), |(sum, count), work| {
            (sum + work, count.saturating_add(1))
        });
    Measured {
        mean_s: sum / f64::from(count.max(1)),
        count,
    }
}

/// Mean seconds until somebody gives up: all waiting over those who gave up, which counts rightly those who were
/// answered first, where patience is exponential (Brown et al., Journal of the American Statistical Association 100,
/// 2005, section 6).
pub(crate) fn mean_patience(past: &[Past]) -> Measured {
    let (mut waited, mut count) = (0.0, 0_u32);
    for one in past {
        if let Some(left) = one.left_after_s() {
            waited += left;
            count = count.saturating_add(1);
        } else {
            waited += one.answered_after_s().unwrap_or_default();
        }
    }
    Measured {
        mean_s: waited / f64::from(count.max(1)),
        count,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn staff(number: u128) -> StaffId {
        StaffId::from_row(uuid::Uuid::from_u128(number))
    }

    fn at(second: i64) -> Instant {
        Instant::UNIX_EPOCH + TimeDelta::seconds(second)
    }

    fn talk(who: u128, joined: i64, from: i64, until: i64) -> Past {
        Past {
            joined_at: at(joined),
            accepted_at: Some(at(from)),
            closed_at: Some(at(until)),
            by_service: false,
            channel: Channel::Chat,
            language: Language::Nb,
            work_type: WorkType::Guidance,
            topic: None,
            county: None,
            staff: Some(staff(who)),
        }
    }

    fn waits(joined: i64, until: i64, by_service: bool) -> Past {
        Past {
            accepted_at: None,
            staff: None,
            by_service,
            ..talk(1, joined, joined, until)
        }
    }

    #[test]
    fn talks_at_once_share_their_counsellors_time() {
        // 0 to 100 alone, 100 to 200 two at 0.95 each, 200 to 300 alone.
        let found = works(&[
            talk(1, 0, 0, 200),
            talk(1, 0, 100, 300),
            talk(2, 0, 0, 300),
            waits(0, 50, false),
        ]);
        let expected = [Some(195.0), Some(195.0), Some(300.0), None];
        for (found, expected) in found.iter().zip(expected) {
            let expected = expected.map(|work| work + WRAP_UP_S);
            assert!(
                found.is_none() && expected.is_none()
                    || (found.unwrap() - expected.unwrap()).abs() < 1e-9,
                "{found:?} is not {expected:?}"
            );
        }
        assert_eq!(mean_work(&found).count, 3);
    }

    #[test]
    fn a_talk_forgotten_open_is_not_work() {
        let found = works(&[talk(1, 0, 0, 90_000)]);
        assert_eq!(found, [Some(LONGEST_S + WRAP_UP_S)]);
    }

    #[test]
    fn patience_is_all_waiting_over_those_who_left() {
        let past = [
            talk(1, 0, 40, 100),
            talk(1, 0, 60, 100),
            waits(0, 100, false),
            waits(0, 200, true),
            // Not let in.
            waits(0, 1, true),
        ];
        let found = mean_patience(&past);
        assert_eq!(found.count, 2);
        assert!((found.mean_s - 200.0).abs() < 1e-9);
        assert!(!found.is_enough());
        assert!((found.or(600.0) - 600.0).abs() < 1e-9);
    }
}
