use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use kernel::{CentreId, StaffId};
use platform::{Fault, TenantTx};

use crate::{
    domain::{
        Centre,
        rota::{Coverage, HalfHour, Period, PlannedWeek, Share, cover},
    },
    store::{self, rota::ShiftFilter},
};

/// Adds up what a centre has planned from the local date `from` to before `until`, by Monday and queue: covered
/// minutes, absences taken off. Weeks without any are left out; so are all of a centre out of scope.
pub async fn planned(
    tx: &TenantTx,
    centre: CentreId,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<PlannedWeek>, Fault> {
    let Some(centre) = store::find_centre(tx, centre).await? else {
        return Ok(Vec::new());
    };
    let covered = cover_centre(tx, &centre, (from, until)).await?;
    Ok(PlannedWeek::of(&covered))
}

/// What every centre in scope has planned from the local date `from` to before `until`: covered minutes of each half
/// hour that has any, absences taken off.
pub async fn planned_half_hours(
    tx: &TenantTx,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<(CentreId, BTreeMap<HalfHour, Coverage>)>, Fault> {
    let mut all = Vec::new();
    for centre in store::list_centres(tx).await? {
        if centre.active {
            all.push((centre.id, cover_centre(tx, &centre, (from, until)).await?));
        }
    }
    Ok(all)
}

async fn cover_centre(
    tx: &TenantTx,
    centre: &Centre,
    (from, until): (NaiveDate, NaiveDate),
) -> Result<BTreeMap<HalfHour, Coverage>, Fault> {
    let zone = centre.time_zone;
    let Some(asked) = Period::of_days(zone, from, until) else {
        return Ok(BTreeMap::new());
    };
    let mut absences: HashMap<StaffId, Vec<Period>> = HashMap::new();
    for absence in store::rota::list_absences(tx, centre.id, None, asked).await? {
        let of_person = absences.entry(absence.staff_id).or_default();
        of_person.push(absence.period);
    }
    let filter = ShiftFilter {
        within: Some(asked),
        ..ShiftFilter::default()
    };
    let shifts = store::rota::list_shifts(tx, centre.id, filter, None).await?;
    let share = |content: crate::domain::rota::ShiftContent| Share {
        period: content.period,
        queue: content.queue,
        channels: content.channels,
        absences: absences.get(&content.staff_id).cloned().unwrap_or_default(),
    };
    let shifts = shifts.into_iter().map(|shift| shift.content);
    let shares: Vec<Share> = shifts.map(share).collect();
    Ok(cover(zone, &shares, asked))
}
