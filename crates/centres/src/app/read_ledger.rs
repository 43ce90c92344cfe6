use kernel::{QueueKind, StaffId};
use platform::{Fault, TenantTx};

use super::rota::planned;
use crate::{
    domain::{
        Centre,
        hours::OpeningHours,
        ledger::{Book, Dates, Hours, Month, Plans, Presences, Stretch, Sums, Windows},
    },
    store,
};

/// The hours of a centre in a month.
#[derive(Debug)]
pub(crate) struct Ledger {
    /// Of all its dates.
    pub(crate) month: Hours,
    /// Of the weeks, as far as they lie in the month.
    pub(crate) weeks: Vec<Hours>,
}

/// Adds up a month of a centre, and its weeks.
pub(crate) async fn read_ledger(
    tx: &TenantTx,
    centre: &Centre,
    month: Month,
) -> Result<Ledger, Fault> {
    let book = open_book(tx, centre, month).await?;
    let hours = |dates| book.hours(dates, centre.time_zone);
    Ok(Ledger {
        month: hours(month.dates()),
        weeks: month.weeks().into_iter().map(hours).collect(),
    })
}

/// Adds up a month of every active centre in scope, by name.
pub(crate) async fn read_deliveries(
    tx: &TenantTx,
    month: Month,
) -> Result<Vec<(Centre, Hours)>, Fault> {
    let mut centres = store::list_centres(tx).await?;
    centres.sort_by(|some, other| some.name.cmp(&other.name));
    let mut delivered = Vec::with_capacity(centres.len());
    for centre in centres {
        let book = open_book(tx, &centre, month).await?;
        let hours = book.hours(month.dates(), centre.time_zone);
        delivered.push((centre, hours));
    }
    Ok(delivered)
}

/// What each member of staff worked in a month, by id; only those who worked.
pub(crate) async fn read_timesheets(
    tx: &TenantTx,
    centre: &Centre,
    month: Month,
) -> Result<Vec<(StaffId, Sums)>, Fault> {
    let book = open_book(tx, centre, month).await?;
    let within = month.dates().stretch(centre.time_zone);
    let mut sheets = Vec::new();
    for (staff, there) in &book.there {
        let worked = book.windows.worked(there, within);
        if worked.total > 0 {
            sheets.push((*staff, worked));
        }
    }
    Ok(sheets)
}

async fn open_book(tx: &TenantTx, centre: &Centre, month: Month) -> Result<Book, Fault> {
    let id = Some(centre.id);
    let terms = store::list_terms(tx, id).await?;
    let terms: Vec<_> = terms.into_iter().map(|(_, terms)| terms).collect();
    let week = store::list_intervals(tx, id).await?.into_iter();
    let dated = store::list_exceptions(tx, id).await?.into_iter();
    let hours = OpeningHours::new(
        centre.time_zone,
        week.map(|(_, interval)| interval),
        dated.map(|(_, (_, exception))| exception),
    );
    let closed_days = store::list_closed_days(tx).await?;
    let span = month.dates();
    let mut there = Presences::new();
    for work in store::list_work(tx, Some(centre.id), span.instants(centre.time_zone)).await? {
        let stretches = there.entry(work.staff).or_default();
        stretches.push(Stretch::new(work.from, work.until));
    }
    Ok(Book {
        windows: Windows::of(&hours, &closed_days, &terms, span),
        plans: Some(plans_of(tx, centre, span).await?).filter(|plans| !plans.is_empty()),
        terms,
        there,
    })
}

/// What the rota promises the national queue, by week.
async fn plans_of(tx: &TenantTx, centre: &Centre, dates: Dates) -> Result<Plans, Fault> {
    let until = dates.last.succ_opt().unwrap_or(dates.last);
    let weeks = planned(tx, centre.id, dates.first, until).await?;
    let national = weeks
        .into_iter()
        .filter(|week| week.queue == QueueKind::National);
    let seconds = |minutes: u32| u64::from(minutes) * 60;
    Ok(national
        .map(|week| {
            let by_channel = week.covered.by_channel.into_iter();
            let sums = Sums {
                total: seconds(week.covered.minutes),
                channels: by_channel
                    .map(|(channel, minutes)| (channel, seconds(minutes)))
                    .collect(),
            };
            (week.monday, sums)
        })
        .collect())
}
