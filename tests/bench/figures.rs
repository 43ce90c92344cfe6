//! Rounds of two systems in turn, and what they come to.

/// Prints figures and remembers whether one was missed.
#[derive(Default)]
pub(crate) struct Report {
    missed: bool,
}

impl Report {
    /// Says what a figure is without judging it.
    pub(crate) fn note(what: &str, value: &str) {
        println!("  {what:<46} {value}");
    }

    /// Judges the median of the rounds' ratios.
    pub(crate) fn ratio(&mut self, what: &str, ratios: &[f64], target: Target) {
        let (low, high) = spread(ratios);
        let value = median(ratios);
        let met = target.is_met(value);
        self.missed |= !met;
        let verdict = if met { "ok" } else { "MISSED" };
        println!("  {what:<46} {value:>6.2} [{low:.2}..{high:.2}]   {target}   {verdict}");
    }

    /// Fails where a promise was broken, whatever the figures.
    pub(crate) fn require(&mut self, holds: bool, what: &str) {
        if !holds {
            self.missed = true;
            println!("  MISSED: {what}");
        }
    }

    pub(crate) const fn is_met(&self) -> bool {
        !self.missed
    }
}

/// What a ratio must reach.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    AtLeast(f64),
    AtMost(f64),
}

impl Target {
    fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtLeast(least) => value >= least,
            Self::AtMost(most) => value <= most,
        }
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::AtLeast(least) => write!(f, ">= {least}"),
            Self::AtMost(most) => write!(f, "<= {most}"),
        }
    }
}

/// The middle value; NaN of nothing.
pub(crate) fn median(values: &[f64]) -> f64 {
    percentile(&sorted(values), 50)
}

/// The value that so many percent do not exceed, of values in order; NaN of nothing.
pub(crate) fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or(f64::NAN)
}

pub(crate) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// Least and greatest.
pub(crate) fn spread(values: &[f64]) -> (f64, f64) {
    let sorted = sorted(values);
    (percentile(&sorted, 0), percentile(&sorted, 100))
}
