use chrono::NaiveDate;
use platform::{Fault, TenantTx};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use super::{
    columns::{TextColumn, read_json, text_column, write_json},
    rows::closed_day,
};
use crate::domain::{Texts, hours::ClosedDays};

/// Lists the national closed days, open to all.
pub(crate) async fn list_closed_days(tx: &TenantTx) -> Result<ClosedDays, Fault> {
    let rows = tx.find::<closed_day::Entity>().all(tx).await?;
    let mut days = ClosedDays::default();
    for row in rows {
        for name in read_json::<Vec<TextColumn>>(&row.names)? {
            days.insert(row.day, name.into());
        }
    }
    Ok(days)
}

/// Closes a day, or gives a closed one other names.
pub(crate) async fn upsert_closed_day(
    tx: &TenantTx,
    day: NaiveDate,
    names: &[Texts],
) -> Result<(), Fault> {
    let names: Vec<TextColumn> = names.iter().map(text_column).collect();
    let row = closed_day::ActiveModel {
        day: Set(day),
        names: Set(write_json(&names)?),
    };
    let replace = OnConflict::column(closed_day::Column::Day)
        .update_column(closed_day::Column::Names)
        .to_owned();
    closed_day::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Opens a closed day again.
pub(crate) async fn delete_closed_day(tx: &TenantTx, day: NaiveDate) -> Result<(), Fault> {
    tx.delete::<closed_day::Entity>()
        .filter(closed_day::Column::Day.eq(day))
        .exec(tx)
        .await?;
    Ok(())
}
