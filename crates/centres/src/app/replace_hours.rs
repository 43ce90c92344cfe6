use std::collections::HashMap;

use kernel::CentreId;
use platform::{Ctx, TenantTx};
use serde_json::{Value, json};

use super::change::{ChangeError, settle};
use crate::{
    domain::{
        Centre,
        hours::{WeeklyInterval, first_overlap},
    },
    store,
};

/// Intervals of one centre: every queue and channel, several a day, some periods.
const MOST_INTERVALS: usize = 500;

/// Intervals of one queue and channel on one weekday, of all periods.
const MOST_A_DAY: usize = 24;

/// Gives a held centre another week. Emits `centre.changed`.
pub(crate) async fn replace_hours(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    week: &[WeeklyInterval],
) -> Result<(), ChangeError> {
    if week.len() > MOST_INTERVALS {
        let reason = format!("must be at most {MOST_INTERVALS}");
        return Err(ChangeError::invalid("items", reason));
    }
    let mut days: HashMap<_, usize> = HashMap::new();
    for (place, interval) in week.iter().enumerate() {
        let day = (interval.queue, interval.channel, interval.weekday);
        let count = days.entry(day).or_default();
        *count += 1;
        if *count > MOST_A_DAY {
            let reason = format!("must be one of at most {MOST_A_DAY} that day");
            return Err(ChangeError::invalid(format!("items.{place}.opens"), reason));
        }
        let period = interval.valid_from.zip(interval.valid_until);
        if period.is_some_and(|(from, until)| from > until) {
            let field = format!("items.{place}.valid_until");
            return Err(ChangeError::invalid(field, "must not be before valid_from"));
        }
    }
    if let Some((first, second)) = first_overlap(week) {
        let reason = format!("overlaps items.{first}");
        return Err(ChangeError::invalid(
            format!("items.{second}.opens"),
            reason,
        ));
    }
    let old = store::list_intervals(tx, Some(held.id)).await?;
    let old = facts(old.iter().map(|(_, interval)| interval));
    let new = facts(week);
    if old == new {
        return Ok(());
    }
    write(ctx, tx, held.id, week).await?;
    let values = (Some(old), Some(new));
    settle(ctx, tx, held.id, "hours:replace", held.id, values).await?;
    Ok(())
}

async fn write(
    ctx: &Ctx,
    tx: &TenantTx,
    centre: CentreId,
    week: &[WeeklyInterval],
) -> Result<(), ChangeError> {
    store::delete_intervals(tx, centre).await?;
    for interval in week {
        store::insert_interval(ctx, tx, centre, interval).await?;
    }
    Ok(())
}

fn facts<'a>(week: impl IntoIterator<Item = &'a WeeklyInterval>) -> Value {
    let mut week: Vec<&WeeklyInterval> = week.into_iter().collect();
    week.sort_by_key(|interval| interval.sort_key());
    let facts = week.into_iter().map(|interval| {
        json!({
            "queue": interval.queue,
            "channel": interval.channel,
            "weekday": interval.weekday.number_from_monday(),
            "opens": interval.span.opens_text(),
            "closes": interval.span.closes_text(),
            "closes_next_day": interval.span.closes_next_day(),
            "valid_from": interval.valid_from,
            "valid_until": interval.valid_until,
        })
    });
    facts.collect()
}
