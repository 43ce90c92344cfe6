//! What came of a day, and how two ways of serving the same days differ.

use super::floor::{Clock, clock};

const HOUR: Clock = 3_600_000_000;

/// What became of one contact.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fate {
    pub(super) came: f64,
    pub(super) wait: f64,
    pub(super) home: Option<usize>,
    /// The centre that served it.
    pub(super) by: Option<usize>,
    /// Not let in.
    pub(super) refused: bool,
    /// Let in with a warning.
    pub(super) warned: bool,
}

impl Fate {
    pub(super) const fn new(came: f64, home: Option<usize>) -> Self {
        Self {
            came,
            wait: 0.0,
            home,
            by: None,
            refused: false,
            warned: false,
        }
    }

    /// Let in, and gone before an answer.
    pub(super) const fn abandoned(&self) -> bool {
        self.by.is_none() && !self.refused
    }

    /// The hour of the day it came in.
    pub(super) fn hour(&self) -> usize {
        usize::try_from(clock(self.came) / HOUR).unwrap_or_default()
    }
}

/// What came of a day.
#[derive(Clone, Debug)]
pub struct Outcome {
    fates: Vec<Fate>,
    prompt_s: f64,
    centres: usize,
    /// Seconds contacts were held during shifts, added up by centre.
    held_s: Vec<f64>,
}

fn share(part: usize, whole: usize) -> f64 {
    number(part) / number(whole.max(1))
}

pub(super) fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0_usize), |(sum, count), value| {
        (sum + value, count + 1)
    });
    sum / number(count.max(1))
}

/// The value below which so large a part lies, between neighbours in proportion.
fn quantile(mut values: Vec<f64>, part: f64) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let Some(last) = values.len().checked_sub(1) else {
        return 0.0;
    };
    let place = part * number(last);
    let below = (0..=last)
        .rev()
        .find(|at| number(*at) <= place)
        .unwrap_or_default();
    let at = |at: usize| values.get(at.min(last)).copied().unwrap_or_default();
    let (low, high) = (at(below), at(below + 1));
    (high - low).mul_add(place - number(below), low)
}

impl Outcome {
    pub(super) const fn new(fates: Vec<Fate>, prompt_s: f64, held_s: Vec<f64>) -> Self {
        Self {
            fates,
            prompt_s,
            centres: held_s.len(),
            held_s,
        }
    }

    pub(super) fn fates(&self) -> impl Iterator<Item = &Fate> {
        self.fates.iter()
    }

    /// Seconds contacts were held by a centre's counsellors during shifts, added up over the contacts.
    pub fn held_s(&self, centre: usize) -> f64 {
        self.held_s.get(centre).copied().unwrap_or_default()
    }

    fn let_in(&self) -> impl Iterator<Item = &Fate> {
        self.fates.iter().filter(|fate| !fate.refused)
    }

    fn served(&self) -> impl Iterator<Item = &Fate> {
        self.fates.iter().filter(|fate| fate.by.is_some())
    }

    /// Only the contacts that came from this second on, where a simulation starts empty.
    #[must_use]
    pub fn since(mut self, second: f64) -> Self {
        self.fates.retain(|fate| fate.came >= second);
        self
    }

    /// One outcome of several days.
    #[must_use]
    pub fn joined(days: &[Self]) -> Option<Self> {
        let first = days.first()?;
        Some(Self {
            fates: days
                .iter()
                .flat_map(|day| day.fates.iter().copied())
                .collect(),
            prompt_s: first.prompt_s,
            centres: first.centres,
            held_s: (0..first.centres)
                .map(|centre| days.iter().map(|day| day.held_s(centre)).sum())
                .collect(),
        })
    }

    /// Contacts that came.
    pub fn contacts(&self) -> usize {
        self.fates.len()
    }

    /// Mean seconds waited by those let in, those who gave up included.
    pub fn mean_wait(&self) -> f64 {
        mean(self.let_in().map(|fate| fate.wait))
    }

    /// Mean seconds waited by those served (average speed of answer).
    pub fn mean_answer(&self) -> f64 {
        mean(self.served().map(|fate| fate.wait))
    }

    /// Seconds within which 95 % of those served were answered.
    pub fn p95_answer(&self) -> f64 {
        quantile(self.served().map(|fate| fate.wait).collect(), 0.95)
    }

    /// Part of all answered within the scenario's prompt time.
    pub fn answered_promptly(&self) -> f64 {
        let prompt = self.served().filter(|fate| fate.wait <= self.prompt_s);
        share(prompt.count(), self.contacts())
    }

    /// Part of all that had to wait.
    pub fn waited(&self) -> f64 {
        let waited = self.fates.iter().filter(|fate| fate.wait > 1e-6);
        share(waited.count(), self.contacts())
    }

    /// Part of all that gave up.
    pub fn abandoned(&self) -> f64 {
        let gone = self.fates.iter().filter(|fate| fate.abandoned());
        share(gone.count(), self.contacts())
    }

    /// Part of all that was not let in.
    pub fn refused(&self) -> f64 {
        share(self.contacts() - self.let_in().count(), self.contacts())
    }

    /// Part of those served that the home centre served.
    pub fn at_home(&self) -> f64 {
        let home = self.served().filter(|fate| fate.by == fate.home);
        share(home.count(), self.served().count())
    }

    /// Contacts served by each centre, in the order of the scenario.
    pub fn served_by_centre(&self) -> Vec<usize> {
        let served = |centre| self.served().filter(|fate| fate.by == Some(centre)).count();
        (0..self.centres).map(served).collect()
    }

    /// Mean seconds waited by the seekers of the county that waits longest.
    pub fn worst_home_wait(&self) -> f64 {
        let of_home = |home| {
            let fates = self.let_in().filter(|fate| fate.home == Some(home));
            mean(fates.map(|fate| fate.wait))
        };
        (0..self.centres).map(of_home).fold(0.0, f64::max)
    }
}

/// A difference between two ways, with its half-width at 95 % confidence.
#[derive(Clone, Copy, Debug)]
pub struct Comparison {
    /// Mean difference per day, ours less the other.
    pub difference: f64,
    /// Half the width of the interval.
    pub half_width: f64,
}

/// The same days served in two ways.
#[derive(Clone, Debug)]
pub struct Contest {
    /// All days in our way.
    pub ours: Outcome,
    /// All days in the other way.
    pub other: Outcome,
    /// Of the mean wait of all.
    pub wait: Comparison,
    /// Of the part answered promptly.
    pub prompt: Comparison,
    /// Of the part that gave up.
    pub abandoned: Comparison,
    /// Mean over the days of the mean wait, ours and the other.
    pub daily_waits: (f64, f64),
    /// Mean over the days of the part served at home, ours.
    pub daily_at_home: f64,
}

impl Contest {
    /// Compares day by day; none without days, or if the days do not pair.
    pub fn new(ours: &[Outcome], other: &[Outcome]) -> Option<Self> {
        if ours.len() != other.len() {
            return None;
        }
        let paired = |figure: fn(&Outcome) -> f64| {
            let pairs = ours.iter().zip(other);
            let differences: Vec<f64> = pairs.map(|(one, two)| figure(one) - figure(two)).collect();
            compare(&differences)
        };
        let daily = |days: &[Outcome], figure: fn(&Outcome) -> f64| mean(days.iter().map(figure));
        Some(Self {
            ours: Outcome::joined(ours)?,
            other: Outcome::joined(other)?,
            wait: paired(Outcome::mean_wait),
            prompt: paired(Outcome::answered_promptly),
            abandoned: paired(Outcome::abandoned),
            daily_waits: (
                daily(ours, Outcome::mean_wait),
                daily(other, Outcome::mean_wait),
            ),
            daily_at_home: daily(ours, Outcome::at_home),
        })
    }

    /// The upper end of the difference in mean wait, over the other's mean wait.
    pub fn wait_excess(&self) -> f64 {
        let upper = self.wait.difference + self.wait.half_width;
        ratio(self.daily_waits.1 + upper, self.daily_waits.1) - 1.0
    }

    /// Our 95 % wait over the other's.
    pub fn p95_ratio(&self) -> f64 {
        ratio(self.ours.p95_answer(), self.other.p95_answer())
    }

    /// Our worst-off county's mean wait over the other's.
    pub fn worst_home_ratio(&self) -> f64 {
        ratio(self.ours.worst_home_wait(), self.other.worst_home_wait())
    }
}

/// Two waits of nothing are equal.
fn ratio(ours: f64, other: f64) -> f64 {
    if ours <= 0.0 && other <= 0.0 {
        1.0
    } else {
        ours / other
    }
}

fn compare(differences: &[f64]) -> Comparison {
    let count = number(differences.len());
    let middle = mean(differences.iter().copied());
    let squares: f64 = differences.iter().map(|d| (d - middle).powi(2)).sum();
    Comparison {
        difference: middle,
        half_width: 1.96 * (squares / (count - 1.0).max(1.0) / count).sqrt(),
    }
}
