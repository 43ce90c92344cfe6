//! Adds up the closing lines of the test runners.

/// Tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Counts {
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// What one line of output says: the summary of nextest, vitest or node's own runner; nothing for other lines.
    pub(crate) fn of_line(line: &str) -> Self {
        let line = line.trim();
        if let Some((_, summary)) = line
            .split_once("tests run:")
            .or_else(|| line.split_once("test run:"))
        {
            return pairs(summary);
        }
        if let Some(summary) = line.strip_prefix("Tests ") {
            return pairs(summary);
        }
        let Some(summary) = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")) else {
            return Self::default();
        };
        match summary.split_once(' ') {
            Some(("pass", number)) => Self {
                passed: number.parse().unwrap_or(0),
                failed: 0,
            },
            Some(("fail", number)) => Self {
                passed: 0,
                failed: number.parse().unwrap_or(0),
            },
            _ => Self::default(),
        }
    }
}

fn pairs(summary: &str) -> Counts {
    let mut counts = Counts::default();
    for part in summary.split([',', '|']) {
        let mut words = part.split_whitespace();
        let number = words.next().and_then(|word| word.parse::<u64>().ok());
        match (number, words.next()) {
            (Some(number), Some("passed")) => counts.passed += number,
            (Some(number), Some("failed" | "timed")) => counts.failed += number,
            _ => {}
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::Counts;

    fn counts(passed: u64, failed: u64) -> Counts {
        Counts { passed, failed }
    }

    #[test]
    fn the_summary_of_nextest_counts() {
        let line = "     Summary [   4.1s] 12 tests run: 9 passed (1 slow), 2 failed, 1 timed out, 3 skipped";
        assert_eq!(Counts::of_line(line), counts(9, 3));
        assert_eq!(
            Counts::of_line(" Summary [ 0.1s] 1 test run: 1 passed, 0 skipped"),
            counts(1, 0)
        );
    }

    #[test]
    fn the_summary_of_vitest_counts_tests_and_not_files() {
        assert_eq!(
            Counts::of_line("      Tests  1 failed | 41 passed (42)"),
            counts(41, 1)
        );
        assert_eq!(
            Counts::of_line(" Test Files  3 passed (3)"),
            Counts::default()
        );
    }

    #[test]
    fn the_summary_of_node_counts() {
        assert_eq!(Counts::of_line("ℹ pass 7"), counts(7, 0));
        assert_eq!(Counts::of_line("# fail 2"), counts(0, 2));
        assert_eq!(Counts::of_line("ℹ duration_ms 12.5"), Counts::default());
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(
            Counts::of_line("12 tests passed my desk"),
            Counts::default()
        );
    }
}
