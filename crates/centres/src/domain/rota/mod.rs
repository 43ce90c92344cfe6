//! The rota: who is planned to work when, on which channels of which queue.
//!
//! - A shift lasts 15 minutes to 16 hours and may pass midnight; a person never has two at the same time.
//! - A series comes round every n-th week by the wall clock of the centre, for at most 53 weeks. In the night
//!   the clock is put forward a shift is an hour shorter, in the other one an hour longer; one that lies in
//!   the hour the clock skips does not take place.
//! - An absence says from when to when, never why. It removes no shift: what it covers is uncovered, and is
//!   covered again when the absence is withdrawn.
//! - A swap hands a whole shift to a colleague who is free and there.

mod absence;
mod coverage;
mod period;
mod series;
mod shift;
mod swap;
#[cfg(test)]
mod tests;

pub(crate) use absence::{Absence, absent_parts};
pub(crate) use coverage::monday_of;
pub use coverage::{Coverage, HalfHour, PlannedWeek, Share, cover};
pub(crate) use period::local_midnight;
pub use period::{Period, PeriodError};
pub(crate) use series::{LONGEST_SERIES, Outcome, Planned, Series, weigh};
pub(crate) use shift::{LARGEST_NOTE, Shift, ShiftContent, check_length};
pub(crate) use swap::{Swap, is_live};
