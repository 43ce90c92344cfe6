//! The tables of the rota.

mod absences;
mod feeds;
mod series;
mod settings;
mod shifts;
mod swaps;

pub(crate) use absences::{
    count_absences, delete_absence, find_absence, insert_absence, list_absences,
};
pub(crate) use feeds::{Feed, delete_feed, find_feed, find_feed_by_key, upsert_feed};
pub(crate) use series::{delete_series, find_series, insert_series, update_series};
pub(crate) use settings::{find_settings, upsert_settings};
pub(crate) use shifts::{
    Page, ShiftFilter, delete_shifts, find_shift, find_shifts, insert_shift, list_shifts,
    staff_names, update_shift,
};
pub(crate) use swaps::{
    SwapFilter, find_swap, insert_swap, list_live_swaps, list_swaps, update_swap,
};

use platform::Fault;
use sea_orm::prelude::DateTimeUtc;

use crate::domain::rota::Period;

fn read_period(
    (starts_at, ends_at): (DateTimeUtc, DateTimeUtc),
    column: &'static str,
) -> Result<Period, Fault> {
    Period::new(starts_at, ends_at)
        .ok()
        .ok_or(Fault::Corrupt(column))
}
