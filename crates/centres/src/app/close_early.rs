use chrono::{NaiveDate, NaiveDateTime, Timelike};
use kernel::{Channel, ExceptionId, QueueKind};
use platform::{Ctx, Fault, TenantTx};

use super::{
    change::ChangeError,
    create_exception::{add, check},
};
use crate::{
    domain::{
        Centre, Texts,
        hours::{DatedException, OpeningHours, Replacement, clock_text},
    },
    store,
};

/// A day to cut short.
#[derive(Clone, Debug)]
pub(crate) struct EarlyClose {
    /// Minutes after midnight of today; the present minute if none.
    pub(crate) ends: Option<u16>,
    /// Only this queue, or every queue.
    pub(crate) queue: Option<QueueKind>,
    /// These channels, or every channel if there is none.
    pub(crate) channels: Vec<Channel>,
    /// What is told to those who ask why.
    pub(crate) text: Texts,
}

/// Closes a held centre earlier today, by one exception a channel: who is in a talk finishes it. Taking the
/// exceptions away undoes it. Emits `centre.changed`.
pub(crate) async fn close_early(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    new: EarlyClose,
) -> Result<Vec<(ExceptionId, DatedException)>, ChangeError> {
    let local = ctx.now.with_timezone(&held.time_zone).naive_local();
    let now = minute_of(local);
    let ends = new.ends.unwrap_or(now);
    if ends < now {
        let reason = format!("must not be before {}", clock_text(now));
        return Err(ChangeError::invalid("closes", reason));
    }
    let mut channels: Vec<Option<Channel>> = new.channels.iter().copied().map(Some).collect();
    channels.sort_unstable();
    channels.dedup();
    if channels.is_empty() {
        channels.push(None);
    }
    let exceptions: Vec<DatedException> = channels
        .into_iter()
        .map(|channel| DatedException {
            date: local.date(),
            queue: new.queue,
            channel,
            replacement: Replacement::Early(ends),
            text: new.text.clone(),
        })
        .collect();
    for exception in &exceptions {
        check(exception)?;
    }
    if !shortens(tx, held, &exceptions, (local.date(), ends)).await? {
        let reason = "nothing is open after that today";
        return Err(ChangeError::invalid("closes", reason));
    }
    let mut added = Vec::with_capacity(exceptions.len());
    for exception in exceptions {
        let id = add(ctx, tx, (held.id, "exception:close"), &exception).await?;
        added.push((id, exception));
    }
    Ok(added)
}

fn minute_of(local: NaiveDateTime) -> u16 {
    u16::try_from(local.hour() * 60 + local.minute()).unwrap_or(u16::MAX)
}

/// Whether one of the exceptions takes something away.
async fn shortens(
    tx: &TenantTx,
    held: &Centre,
    exceptions: &[DatedException],
    (today, ends): (NaiveDate, u16),
) -> Result<bool, Fault> {
    let hours = hours_of(tx, held).await?;
    let closed_days = store::list_closed_days(tx).await?;
    let beyond = |queue, channel| hours.runs_beyond(&closed_days, (queue, channel), today, ends);
    let concerns = |queue: QueueKind, channel: Channel| {
        exceptions.iter().any(|exception| {
            exception.queue.is_none_or(|only| only == queue)
                && exception.channel.is_none_or(|only| only == channel)
        })
    };
    let served = QueueKind::ALL
        .iter()
        .flat_map(|queue| Channel::ALL.iter().map(move |channel| (*queue, *channel)));
    Ok(served
        .into_iter()
        .any(|(queue, channel)| concerns(queue, channel) && beyond(queue, channel)))
}

/// The opening hours of a centre as they are stored.
pub(crate) async fn hours_of(tx: &TenantTx, centre: &Centre) -> Result<OpeningHours, Fault> {
    let week = store::list_intervals(tx, Some(centre.id)).await?;
    let week = week.into_iter().map(|(_, interval)| interval);
    let dated = store::list_exceptions(tx, Some(centre.id)).await?;
    let dated = dated.into_iter().map(|(_, (_, exception))| exception);
    let profile = store::find_profile(tx, centre.id).await?;
    let hours = OpeningHours::new(centre.time_zone, week, dated);
    Ok(hours.without(profile.channels_off()))
}
