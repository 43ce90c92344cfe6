use chrono::TimeDelta;
use kernel::{AbsenceId, Instant, StaffId};
use platform::{Ctx, Fault, TenantTx};
use serde_json::{Value, json};

use super::{RotaError, ShiftView, check_member, remember, view_shifts};
use crate::{
    domain::{
        Centre,
        rota::{Absence, Period, PeriodError},
    },
    store::{self, rota::ShiftFilter},
};

const LONGEST: TimeDelta = TimeDelta::days(366);
const EARLIEST: TimeDelta = TimeDelta::days(31);
const FURTHEST: TimeDelta = TimeDelta::days(400);
/// Absences of one person that have not ended.
const MOST: u64 = 100;

/// An absence to enter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewAbsence {
    pub(crate) staff_id: StaffId,
    pub(crate) starts_at: Instant,
    pub(crate) ends_at: Instant,
}

/// An entered absence, and the shifts it leaves uncovered.
#[derive(Clone, Debug)]
pub(crate) struct Reported {
    pub(crate) absence: Absence,
    pub(crate) alias: String,
    pub(crate) uncovered: Vec<ShiftView>,
}

/// Enters when somebody of a held centre is not there. `action` is the operation: the person's own or the
/// administrator's.
pub(crate) async fn report_absence(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    (new, action): (NewAbsence, &'static str),
) -> Result<Reported, RotaError> {
    let absence = checked(ctx, new)?;
    check_member(tx, held.id, absence.staff_id, "staff_id").await?;
    if store::rota::count_absences(tx, absence.staff_id, ctx.now).await? >= MOST {
        let reason = format!("a person has at most {MOST} absences ahead");
        return Err(RotaError::invalid("starts_at", reason));
    }
    store::rota::insert_absence(tx, held.id, &absence).await?;
    let values = (None, Some(facts(&absence)));
    remember(ctx, tx, held.id, (action, absence.id), values).await?;
    let filter = ShiftFilter {
        within: Some(absence.period),
        staff: Some(absence.staff_id),
        series: None,
    };
    let shifts = store::rota::list_shifts(tx, held.id, filter, None).await?;
    let coming = shifts.into_iter();
    let coming = coming.filter(|shift| shift.content.period.ends_at() > ctx.now);
    let uncovered = view_shifts(tx, held, coming.collect(), ctx.now).await?;
    let mut names = store::rota::staff_names(tx, held.id).await?;
    Ok(Reported {
        absence,
        alias: names.remove(&absence.staff_id).unwrap_or_default(),
        uncovered,
    })
}

/// Removes an absence of a held centre, of `own` only if given; what it covered is planned again.
pub(crate) async fn delete_absence(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    (id, own, action): (AbsenceId, Option<StaffId>, &'static str),
) -> Result<(), RotaError> {
    let found = store::rota::find_absence(tx, held.id, id).await?;
    let old = found
        .filter(|absence| own.is_none_or(|own| absence.staff_id == own))
        .ok_or(RotaError::NotFound)?;
    store::rota::delete_absence(tx, id).await?;
    let values = (Some(facts(&old)), None);
    remember(ctx, tx, held.id, (action, id), values).await?;
    Ok(())
}

/// Lists absences with the person's alias, by start.
pub(crate) async fn list_absences(
    tx: &TenantTx,
    centre: &Centre,
    staff: Option<StaffId>,
    within: Period,
) -> Result<Vec<(Absence, String)>, Fault> {
    let names = store::rota::staff_names(tx, centre.id).await?;
    let absences = store::rota::list_absences(tx, centre.id, staff, within).await?;
    let with_alias = |absence: Absence| {
        let alias = names.get(&absence.staff_id).cloned();
        (absence, alias.unwrap_or_default())
    };
    Ok(absences.into_iter().map(with_alias).collect())
}

fn checked(ctx: &Ctx, new: NewAbsence) -> Result<Absence, RotaError> {
    let period = Period::new(new.starts_at, new.ends_at).map_err(|error| {
        let field = match error {
            PeriodError::StartNotWhole => "starts_at",
            PeriodError::EndNotWhole | PeriodError::Empty => "ends_at",
        };
        RotaError::invalid(field, error.to_string())
    })?;
    if period.length() > LONGEST {
        let reason = "must be at most 366 days after the start";
        return Err(RotaError::invalid("ends_at", reason));
    }
    let starts_at = period.starts_at();
    if starts_at < ctx.now - EARLIEST || starts_at > ctx.now + FURTHEST {
        let reason = "must be at most 31 days back and 400 days ahead";
        return Err(RotaError::invalid("starts_at", reason));
    }
    Ok(Absence {
        id: ctx.new_id(),
        staff_id: new.staff_id,
        period,
    })
}

fn facts(absence: &Absence) -> Value {
    json!({
        "staff_id": absence.staff_id,
        "starts_at": absence.period.starts_at(),
        "ends_at": absence.period.ends_at(),
    })
}
