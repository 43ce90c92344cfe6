use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{CentreId, StaffId};
use platform::{Fault, TenantTx};

use crate::{
    domain::rota::{Period, PlannedWeek, Share, cover},
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
    let zone = centre.time_zone;
    let Some(asked) = Period::of_days(zone, from, until) else {
        return Ok(Vec::new());
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
    Ok(PlannedWeek::of(&cover(zone, &shares, asked)))
}
