//! Opening hours: the one resolver behind widget, phone prompt, booking and API.
//!
//! A centre has weekly intervals per queue and channel, and dated exceptions; all centres share the
//! national closed days. From these the resolver answers, at an instant: open? why? until when?
//! when next?
//!
//! # Which rule governs
//! A rule of date D governs the intervals that *start* on D. An interval that began the evening
//! before runs on past midnight, into a closed day too. For one date, queue and channel:
//! 1. a matching exception wins over the week and over a closed day, since it is the more specific
//!    word of the centre. If any matching exception closes, the date is closed; otherwise the
//!    replacement intervals of all matching exceptions apply, united;
//! 2. else a closed day closes;
//! 3. else the weekly intervals apply whose validity holds D.
//!
//! An exception that only cuts the day short ends whatever these leave open at its minute. A channel that the
//! centre has switched off is never open.
//!
//! While closed, the reason is the rule of the current local date: its exception, else its closed
//! day, else plain "outside hours".
//!
//! # From wall clock to instants
//! Endpoints are wall-clock times in the centre's zone; 24:00 is 00:00 of the next date.
//! - In the spring gap, an endpoint that the clock skips is the first instant after the gap. An
//!   interval that lies within the gap vanishes.
//! - In the autumn fold, where a time comes twice, an interval opens at the earlier and closes at
//!   the later one. It never closes in between. The fold's first minute (02:00 in Norway) comes twice
//!   too, so hours until 02:00 last until the second 02:00; its end (03:00) comes once.
//!
//! Intervals are half open: open at `opens`, closed at `closes`. Those that touch or overlap, also
//! across midnight and across the gap, are one run, and `closes_at` is the end of the run.

mod answer;
mod closed_days;
mod opening;
mod overlap;
mod preview;
mod runs;
mod span;
mod staffing;
#[cfg(test)]
mod tests;
mod wall;

pub use answer::{Answer, HORIZON_DAYS, Why, national_answer};
pub use closed_days::ClosedDays;
pub use opening::{DEFAULT_ZONE, DatedException, OpeningHours, Replacement, WeeklyInterval};
pub use overlap::first_overlap;
pub use preview::{PreviewDay, preview_days};
pub use span::{Span, SpanError, clock_text, end_of_day};
pub(crate) use staffing::{Half, Stretch, gaps, halves};
pub(super) use wall::{closing_instant, opening_instant};
pub(crate) use wall::{local_date, midnight};
