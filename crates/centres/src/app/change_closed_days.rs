use chrono::NaiveDate;
use platform::{
    Ctx, TenantTx,
    audit::{self, Deed},
};
use serde_json::Value;

use super::{
    change::ChangeError,
    create_closed_day::{NewClosedDay, emit_closed_day_changed},
    is_national,
    update_profile::text_facts,
};
use crate::{
    domain::{NAME, Texts, each, holidays::public_holidays, hours::ClosedDays, line, main_first},
    store,
};

/// Names of one closed day.
const MOST_NAMES: usize = 5;

/// Closes a day for all, or gives a closed one other names. Emits `closed_day.changed`.
pub(crate) async fn set_closed_day(
    ctx: &Ctx,
    tx: &TenantTx,
    new: NewClosedDay,
) -> Result<(), ChangeError> {
    refuse_centres(tx)?;
    let names = checked(&new.names)?;
    let known = store::list_closed_days(tx).await?;
    let old = known.names(new.day);
    if old == Some(names.as_slice()) {
        return Ok(());
    }
    store::upsert_closed_day(tx, new.day, &names).await?;
    let values = (old.map(facts), Some(facts(&names)));
    settle(ctx, tx, ("closed:set", new.day), values).await
}

/// Opens a closed day again; any other day is open already. Emits `closed_day.changed`.
pub(crate) async fn delete_closed_day(
    ctx: &Ctx,
    tx: &TenantTx,
    day: NaiveDate,
) -> Result<(), ChangeError> {
    refuse_centres(tx)?;
    let known = store::list_closed_days(tx).await?;
    let Some(old) = known.names(day) else {
        return Ok(());
    };
    store::delete_closed_day(tx, day).await?;
    settle(ctx, tx, ("closed:delete", day), (Some(facts(old)), None)).await
}

/// Closes the public holidays of a year that are not closed yet; a date with two names is one closed day.
/// Returns the dates. Emits `closed_day.changed` for each.
pub(crate) async fn fill_closed_days(
    ctx: &Ctx,
    tx: &TenantTx,
    year: i32,
) -> Result<Vec<NaiveDate>, ChangeError> {
    refuse_centres(tx)?;
    let known = store::list_closed_days(tx).await?;
    let holidays = public_holidays(year).into_iter();
    let holidays: ClosedDays = holidays
        .map(|holiday| (holiday.date, holiday.name))
        .collect();
    let mut filled = Vec::new();
    for (day, names) in holidays
        .iter()
        .filter(|(day, _)| known.names(*day).is_none())
    {
        store::upsert_closed_day(tx, day, names).await?;
        settle(ctx, tx, ("closed:fill", day), (None, Some(facts(names)))).await?;
        filled.push(day);
    }
    Ok(filled)
}

fn refuse_centres(tx: &TenantTx) -> Result<(), ChangeError> {
    if is_national(tx.scope()) {
        return Ok(());
    }
    Err(ChangeError::NotFound)
}

fn checked(names: &[Texts]) -> Result<Vec<Texts>, ChangeError> {
    if names.is_empty() || names.iter().any(Texts::is_empty) {
        return Err(ChangeError::invalid("names", "needs at least one"));
    }
    if names.len() > MOST_NAMES {
        let reason = format!("must be at most {MOST_NAMES}");
        return Err(ChangeError::invalid("names", reason));
    }
    let name = |(place, name): (usize, &Texts)| {
        let field = format!("names.{place}");
        let name = each(&field, name, |text| line(text, NAME))?;
        main_first(&field, &name, |text| Ok(text.to_owned()))
    };
    let names: Result<Vec<Texts>, _> = names.iter().enumerate().map(name).collect();
    names.map_err(|(field, reason)| ChangeError::invalid(field, reason))
}

async fn settle(
    ctx: &Ctx,
    tx: &TenantTx,
    (action, day): (&'static str, NaiveDate),
    (old, new): (Option<Value>, Option<Value>),
) -> Result<(), ChangeError> {
    let deed = Deed {
        centre: None,
        action,
        target: day.to_string(),
        old,
        new,
    };
    audit::record(ctx, tx, deed).await?;
    emit_closed_day_changed(ctx, tx, day).await?;
    Ok(())
}

fn facts(names: &[Texts]) -> Value {
    names.iter().map(text_facts).collect()
}
