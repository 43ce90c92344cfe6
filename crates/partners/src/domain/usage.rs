//! How often partners called.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::PartnerId;

/// What is counted together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Called {
    pub(crate) partner: PartnerId,
    /// By the clocks of Norway.
    pub(crate) day: NaiveDate,
    pub(crate) operation: String,
}

/// How often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) calls: i64,
    /// Of these, answered with 4xx.
    pub(crate) refused: i64,
    /// Of these, answered with 5xx.
    pub(crate) failed: i64,
}

impl Count {
    /// One answer.
    pub(crate) fn of_status(status: u16) -> Self {
        Self {
            calls: 1,
            refused: i64::from((400..500).contains(&status)),
            failed: i64::from(status >= 500),
        }
    }

    const fn add(&mut self, other: Self) {
        self.calls += other.calls;
        self.refused += other.refused;
        self.failed += other.failed;
    }
}

/// What was counted and is not yet written.
#[derive(Debug, Default)]
pub(crate) struct Tally(BTreeMap<Called, Count>);

impl Tally {
    pub(crate) fn add(&mut self, called: Called, count: Count) {
        self.0.entry(called).or_default().add(count);
    }

    /// Adds what could not be written.
    pub(crate) fn take_back(&mut self, other: Self) {
        for (called, count) in other.0 {
            self.add(called, count);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Called, &Count)> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_kind() {
        let (sources, _clock) = testkit::sources(1);
        let called = Called {
            partner: PartnerId::new(&sources),
            day: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
            operation: "availability_get".to_owned(),
        };
        let mut tally = Tally::default();
        for status in [200, 404, 429, 500] {
            tally.add(called.clone(), Count::of_status(status));
        }
        let mut whole = Tally::default();
        whole.add(called, Count::of_status(200));
        whole.take_back(tally);
        let counts: Vec<Count> = whole.iter().map(|(_, count)| *count).collect();
        let expected = Count {
            calls: 5,
            refused: 2,
            failed: 1,
        };
        assert_eq!(counts, [expected]);
    }
}
