//! Open? Why? Until when? When next?

use chrono::TimeDelta;
use kernel::{Channel, Instant, Language, QueueKind};

use super::{
    ClosedDays, DatedException, OpeningHours, opening::Rule, runs::Runs, wall::local_date,
};
use crate::domain::Texts;

/// How far ahead the resolver looks, in days of 24 hours. What happens later is answered as none.
pub const HORIZON_DAYS: u16 = 366;

/// Why the service is open or closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is open.
    Open,
    /// Closed by the week, or no hours are set.
    OutsideHours,
    /// Today is a national closed day.
    ClosedDay {
        /// Its names, at least one.
        names: Vec<Texts>,
    },
    /// Today a dated exception governs.
    Exception {
        /// The text of the centre; may be empty.
        text: Texts,
    },
    /// No centre contributes.
    NoCentre,
    /// The centre has switched the channel off.
    NotOffered,
    /// A coordinator has closed it. Why is for staff only.
    ByHand,
}

impl Why {
    /// The word on the wire.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::OutsideHours => "outside_hours",
            Self::ClosedDay { .. } => "closed_day",
            Self::Exception { .. } => "exception",
            Self::NoCentre => "no_centre",
            Self::NotOffered => "not_offered",
            Self::ByHand => "by_hand",
        }
    }

    /// The names of the closed day, joined by "and", or the text of the exception.
    pub fn reason(&self, language: Language) -> Option<String> {
        match self {
            Self::ClosedDay { names } => {
                let and = match language {
                    Language::Nb | Language::Nn => " og ",
                    Language::Se => " ja ",
                    Language::En => " and ",
                };
                let names: Vec<_> = names.iter().filter_map(|name| name.get(language)).collect();
                Some(names.join(and)).filter(|joined| !joined.is_empty())
            }
            Self::Exception { text } => text.get(language).map(str::to_owned),
            Self::Open | Self::OutsideHours | Self::NoCentre | Self::NotOffered | Self::ByHand => {
                None
            }
        }
    }
}

/// What is true at an instant for one queue and channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whether it is open.
    pub open: bool,
    /// Why it is, or is not.
    pub why: Why,
    /// The end of the present run. None while closed, or if it runs on beyond the horizon.
    pub closes_at: Option<Instant>,
    /// The next opening, after the instant. None while open, or if none comes before the horizon.
    pub next_opening: Option<Instant>,
}

impl Answer {
    /// Closed, because nobody is there.
    pub(crate) const NOBODY: Self = Self {
        open: false,
        why: Why::NoCentre,
        closes_at: None,
        next_opening: None,
    };
}

impl OpeningHours {
    /// What is true of this centre at the instant.
    pub fn answer(
        &self,
        closed_days: &ClosedDays,
        queue: QueueKind,
        channel: Channel,
        at: Instant,
    ) -> Answer {
        let served = (queue, channel);
        let mut runs = [Runs::from(self, closed_days, served, at)];
        resolve(&mut runs, at, || self.why_closed(closed_days, served, at))
    }

    fn why_closed(
        &self,
        closed_days: &ClosedDays,
        served: (QueueKind, Channel),
        at: Instant,
    ) -> Why {
        let today = local_date(self.zone(), at);
        let exception = |matching: &[&DatedException]| Why::Exception {
            text: Rule::exception_text(matching),
        };
        match self.rule(closed_days, served, today) {
            Rule::Off => Why::NotOffered,
            Rule::Exception(_) => exception(&self.matching(served, today)),
            Rule::ClosedDay(names) => Why::ClosedDay {
                names: names.to_vec(),
            },
            Rule::Week => match self.matching(served, today) {
                early if early.is_empty() => Why::OutsideHours,
                early => exception(&early),
            },
        }
    }
}

/// What is true of the national queue at the instant: the union of the centres that contribute to
/// it. It is open while at least one of them is.
///
/// While closed the reason is `NoCentre` if none of them has hours for the channel, now or later;
/// `ClosedDay` if one of them is closed for that; `Exception` if all of them are closed by an
/// exception with the same text; else `OutsideHours`.
pub fn national_answer<'a>(
    contributors: impl IntoIterator<Item = &'a OpeningHours>,
    closed_days: &ClosedDays,
    channel: Channel,
    at: Instant,
) -> Answer {
    let served = (QueueKind::National, channel);
    let contributors: Vec<_> = contributors
        .into_iter()
        .filter(|hours| {
            // An interval of yesterday may still run.
            let today = local_date(hours.zone(), at);
            let since = today.pred_opt().unwrap_or(today);
            hours.serves_from(since, served.0, channel)
        })
        .collect();
    let mut runs: Vec<_> = contributors
        .iter()
        .map(|hours| Runs::from(hours, closed_days, served, at))
        .collect();
    resolve(&mut runs, at, || {
        let reasons = contributors
            .iter()
            .map(|hours| hours.why_closed(closed_days, served, at));
        united_reason(reasons)
    })
}

fn united_reason(reasons: impl Iterator<Item = Why>) -> Why {
    let mut united = Why::NoCentre;
    for reason in reasons {
        united = match (united, reason) {
            (closed @ Why::ClosedDay { .. }, _) | (_, closed @ Why::ClosedDay { .. }) => closed,
            (Why::NoCentre, first) => first,
            (same, reason) if same == reason => same,
            _ => Why::OutsideHours,
        };
    }
    united
}

/// Unites the runs of several centres.
fn resolve(runs: &mut [Runs<'_>], at: Instant, why_closed: impl FnOnce() -> Why) -> Answer {
    let horizon = at
        .checked_add_signed(TimeDelta::days(HORIZON_DAYS.into()))
        .unwrap_or(Instant::MAX_UTC);
    if let Some(closes) = end_of_union(runs, at, horizon) {
        return Answer {
            open: true,
            why: Why::Open,
            closes_at: Some(closes).filter(|closes| *closes <= horizon),
            next_opening: None,
        };
    }
    let next = runs
        .iter_mut()
        .filter_map(|runs| runs.first_ending_after(at).map(|run| run.opens))
        .min();
    Answer {
        open: false,
        why: why_closed(),
        closes_at: None,
        next_opening: next.filter(|next| *next <= horizon),
    }
}

/// The end of the united run that holds `at`; none if none does. Stops beyond the horizon.
fn end_of_union(runs: &mut [Runs<'_>], at: Instant, horizon: Instant) -> Option<Instant> {
    let mut end = at;
    loop {
        let before = end;
        for runs in &mut *runs {
            let run = runs.first_ending_after(end);
            if let Some(run) = run.filter(|run| run.opens <= end) {
                end = run.closes;
            }
        }
        if end == before || end > horizon {
            return (end > at).then_some(end);
        }
    }
}
