use kernel::{CentreId, Channel, ExceptionId, QueueKind};
use platform::{Ctx, Fault, TenantTx};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QueryTrait, prelude::Uuid,
};

use super::{
    columns::{
        TextColumn, read_json, read_span, read_weekday, read_word, text_column, unnamed_row,
        write_json, write_weekday,
    },
    rows::{exception, interval},
};
use crate::domain::hours::{DatedException, Replacement, WeeklyInterval};

/// Lists the weekly intervals of one centre or of all in scope.
pub(crate) async fn list_intervals(
    tx: &TenantTx,
    centre: Option<CentreId>,
) -> Result<Vec<(CentreId, WeeklyInterval)>, Fault> {
    let rows = tx
        .find::<interval::Entity>()
        .apply_if(centre.map(CentreId::to_row), |query, id: Uuid| {
            query.filter(interval::Column::CentreId.eq(id))
        })
        .order_by_asc(interval::Column::Id)
        .all(tx)
        .await?;
    let read = |row: interval::Model| {
        let interval = WeeklyInterval {
            queue: read_word(&row.queue, "opening_interval.queue")?,
            channel: read_word(&row.channel, "opening_interval.channel")?,
            weekday: read_weekday(row.weekday)?,
            span: read_span(row.opens_minute, row.closes_minute, "opening_interval")?,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
        };
        Ok((CentreId::from_row(row.centre_id), interval))
    };
    rows.into_iter().map(read).collect()
}

/// Adds a weekly interval.
pub(crate) async fn insert_interval(
    ctx: &Ctx,
    tx: &TenantTx,
    centre: CentreId,
    interval: &WeeklyInterval,
) -> Result<(), Fault> {
    let row = interval::ActiveModel {
        id: Set(unnamed_row(ctx)),
        centre_id: Set(centre.to_row()),
        queue: Set(interval.queue.to_string()),
        channel: Set(interval.channel.to_string()),
        weekday: Set(write_weekday(interval.weekday)),
        opens_minute: Set(interval.span.opens().into()),
        closes_minute: Set(interval.span.closes().into()),
        valid_from: Set(interval.valid_from),
        valid_until: Set(interval.valid_until),
    };
    interval::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Removes the whole week of a centre.
pub(crate) async fn delete_intervals(tx: &TenantTx, centre: CentreId) -> Result<(), Fault> {
    tx.delete::<interval::Entity>()
        .filter(interval::Column::CentreId.eq(centre.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Lists the exceptions of one centre or of all in scope, by date and then as they were added.
pub(crate) async fn list_exceptions(
    tx: &TenantTx,
    centre: Option<CentreId>,
) -> Result<Vec<(CentreId, (ExceptionId, DatedException))>, Fault> {
    let rows = tx
        .find::<exception::Entity>()
        .apply_if(centre.map(CentreId::to_row), |query, id: Uuid| {
            query.filter(exception::Column::CentreId.eq(id))
        })
        .order_by_asc(exception::Column::Day)
        .order_by_asc(exception::Column::Id)
        .all(tx)
        .await?;
    rows.into_iter()
        .map(|row| Ok((CentreId::from_row(row.centre_id), read_exception(row)?)))
        .collect()
}

/// Finds an exception of a centre.
pub(crate) async fn find_exception(
    tx: &TenantTx,
    centre: CentreId,
    id: ExceptionId,
) -> Result<Option<DatedException>, Fault> {
    let row = tx
        .find::<exception::Entity>()
        .filter(exception::Column::Id.eq(id.to_row()))
        .filter(exception::Column::CentreId.eq(centre.to_row()))
        .one(tx)
        .await?;
    let read = row.map(read_exception).transpose()?;
    Ok(read.map(|(_, exception)| exception))
}

/// Counts the exceptions of a centre.
pub(crate) async fn count_exceptions(tx: &TenantTx, centre: CentreId) -> Result<u64, Fault> {
    let exceptions = tx
        .find::<exception::Entity>()
        .filter(exception::Column::CentreId.eq(centre.to_row()));
    Ok(exceptions.count(tx).await?)
}

fn read_exception(row: exception::Model) -> Result<(ExceptionId, DatedException), Fault> {
    let queue: Option<Result<QueueKind, _>> = row
        .queue
        .map(|word| read_word(&word, "opening_exception.queue"));
    let channel: Option<Result<Channel, _>> = row
        .channel
        .map(|word| read_word(&word, "opening_exception.channel"));
    let exception = DatedException {
        date: row.day,
        queue: queue.transpose()?,
        channel: channel.transpose()?,
        replacement: match row.ends_minute {
            Some(minute) => Replacement::Early(read_minute(minute)?),
            None => read_replacement(&row.intervals)?,
        },
        text: read_json::<TextColumn>(&row.reason)?.into(),
    };
    Ok((ExceptionId::from_row(row.id), exception))
}

fn read_minute(minute: i32) -> Result<u16, Fault> {
    let minute = u16::try_from(minute).ok();
    minute.ok_or(Fault::Corrupt("opening_exception.ends_minute"))
}

fn read_replacement(column: &str) -> Result<Replacement, Fault> {
    let pairs: Vec<(i32, i32)> = read_json(column)?;
    if pairs.is_empty() {
        return Ok(Replacement::Closed);
    }
    let spans = pairs
        .into_iter()
        .map(|(opens, closes)| read_span(opens, closes, "opening_exception.intervals"));
    Ok(Replacement::Open(spans.collect::<Result<_, _>>()?))
}

fn write_replacement(replacement: &Replacement) -> Result<String, Fault> {
    let pairs: Vec<(u16, u16)> = match replacement {
        Replacement::Closed | Replacement::Early(_) => Vec::new(),
        Replacement::Open(spans) => spans.iter().map(|s| (s.opens(), s.closes())).collect(),
    };
    write_json(&pairs)
}

/// Adds an exception.
pub(crate) async fn insert_exception(
    tx: &TenantTx,
    centre: CentreId,
    id: ExceptionId,
    exception: &DatedException,
) -> Result<(), Fault> {
    let row = exception::ActiveModel {
        id: Set(id.to_row()),
        centre_id: Set(centre.to_row()),
        day: Set(exception.date),
        queue: Set(exception.queue.map(|queue| queue.to_string())),
        channel: Set(exception.channel.map(|channel| channel.to_string())),
        intervals: Set(write_replacement(&exception.replacement)?),
        ends_minute: Set(match exception.replacement {
            Replacement::Early(minute) => Some(minute.into()),
            Replacement::Closed | Replacement::Open(_) => None,
        }),
        reason: Set(write_json(&text_column(&exception.text))?),
    };
    exception::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Removes an exception of a centre.
pub(crate) async fn delete_exception(
    tx: &TenantTx,
    centre: CentreId,
    id: ExceptionId,
) -> Result<(), Fault> {
    tx.delete::<exception::Entity>()
        .filter(exception::Column::Id.eq(id.to_row()))
        .filter(exception::Column::CentreId.eq(centre.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}
