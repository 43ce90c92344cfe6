//! How long things are kept.

use std::ops::RangeInclusive;

use chrono::TimeDelta;
use kernel::Instant;

/// Hours that content may be kept after the talk ended.
pub(crate) const CONTENT_HOURS: RangeInclusive<u32> = 1..=720;
/// Days that the audit log may be kept: a year to a century.
pub(crate) const AUDIT_DAYS: RangeInclusive<u32> = 365..=36_500;

/// What a controller keeps: a centre of its own queue, the national layer of the national one. What has no content,
/// such as a contact without its conversation, stays for statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Retention {
    /// Hours that messages are kept after the talk ended.
    pub(crate) content_hours: u32,
    /// Days that an entry of the audit log is kept.
    pub(crate) audit_days: u32,
}

impl Default for Retention {
    /// Two days to come back to a talk; five years, one of them a leap year, to ask who changed something.
    fn default() -> Self {
        Self {
            content_hours: 48,
            audit_days: 5 * 365 + 1,
        }
    }
}

impl Retention {
    /// What ended then, or before, has no content any more.
    pub(crate) fn content_until(self, now: Instant) -> Instant {
        now - TimeDelta::hours(self.content_hours.into())
    }

    /// What was logged then, or before, is gone.
    pub(crate) fn audit_until(self, now: Instant) -> Instant {
        now - TimeDelta::days(self.audit_days.into())
    }

    /// The field that is out of its bounds, and the bounds.
    pub(crate) fn fault(self) -> Option<(&'static str, RangeInclusive<u32>)> {
        [
            ("content_hours", self.content_hours, CONTENT_HOURS),
            ("audit_days", self.audit_days, AUDIT_DAYS),
        ]
        .into_iter()
        .find(|(_, value, bounds)| !bounds.contains(value))
        .map(|(field, _, bounds)| (field, bounds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_within_its_bounds_is_kept_so_long() {
        let fault = |content_hours, audit_days| {
            let retention = Retention {
                content_hours,
                audit_days,
            };
            retention.fault().map(|(field, _)| field)
        };
        assert_eq!(Retention::default().fault(), None);
        for (hours, days) in [(1, 365), (720, 36_500)] {
            assert_eq!(fault(hours, days), None);
        }
        assert_eq!(fault(0, 365), Some("content_hours"));
        assert_eq!(fault(721, 365), Some("content_hours"));
        assert_eq!(fault(48, 364), Some("audit_days"));
        assert_eq!(fault(48, u32::MAX), Some("audit_days"));
    }
}
