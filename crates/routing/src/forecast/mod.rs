//! What is to come, in half hours: contacts to expect, counsellors needed for them, and where a rota falls short.
//!
//! The model is multiplicative and small, so that a coordinator can read it: a level that follows the last weeks, a
//! factor per weekday, an effect per day of a known peak, and a shape over the half hours of the day. Each is a robust
//! mean (values far from the median are pulled in), and what rests on few days is pulled towards the common value.
//! Counts vary about their mean by a negative binomial distribution, as wide as past forecasts were off.
//!
//! Everything is in the local time of the caller's days. County and channel are the caller's: one history each, or
//! all together.

mod back_test;
mod calendar;
mod demand;
mod learn;
mod need;
mod robust;
mod spread;

pub use back_test::{
    Accuracy, BackTest, BackTestDay, BackTestReport, Errors, PartErrors, back_test,
};
pub use calendar::{Calendar, DayCounts, HALF_HOURS, Peak};
pub use demand::{DayForecast, Demand, Expected, PeakEffect};
pub use need::{
    DayCoverage, HalfHourCoverage, HalfHourNeed, Need, Performance, Service, ServiceTarget,
};

/// A count as a number to reckon with.
fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}
