//! Days that are other than their week: cut short, or closed for all.

use chrono::{Datelike, NaiveDate};
use kernel::{CentreId, Channel, QueueKind};
use platform::{
    Ctx,
    http::{Input, Problem, Wire},
};
use poem_openapi::{
    Enum, Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};
use serde::Deserialize;

use super::{
    Tag,
    administration::{Added, ChangeProblem, RemovalProblem, Removed, hold},
    answers::{ClosedDay, Items, LocalizedText, OpeningException},
    requests::{LocalizedTextInput, NOT_OF_THESE_TIMES, bare, is_of_these_times},
};
use crate::{
    NewClosedDay, Texts, app,
    app::EarlyClose,
    domain::{
        holidays::{Holiday, HolidayKind, holidays},
        hours::{ClosedDays, end_of_day},
    },
    store,
};

platform::problem_responses! {
    /// Why nothing is suggested.
    SuggestionProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        Invalid = 422,
    }
}

platform::problem_responses! {
    /// Why the national closed days are as they were.
    ClosedDayProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

/// Today, cut short.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct EarlyCloseInput {
    /// `15:00`; now if absent. Nothing is open from then on.
    closes: Option<String>,
    /// Only this queue; every queue if absent.
    queue: Option<Wire<QueueKind>>,
    /// These channels; every channel if absent or empty.
    channels: Option<Vec<Wire<Channel>>>,
    /// What is told to those who ask why.
    reason: Option<LocalizedTextInput>,
}

impl EarlyCloseInput {
    fn read(self) -> Result<EarlyClose, Problem> {
        let ends = self.closes.as_deref().map(end_of_day).transpose();
        Ok(EarlyClose {
            ends: ends.map_err(|error| Problem::invalid("closes", error.to_string()))?,
            queue: self.queue.map(|queue| queue.0),
            channels: bare(self.channels.unwrap_or_default()),
            text: self.reason.unwrap_or_default().into(),
        })
    }
}

/// A year of the calendar.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct YearInput {
    /// 2000 to 2100.
    year: i32,
}

impl YearInput {
    fn read(&self) -> Result<i32, Problem> {
        checked_year(self.year)
    }
}

fn checked_year(year: i32) -> Result<i32, Problem> {
    if (2000..=2100).contains(&year) {
        return Ok(year);
    }
    Err(Problem::invalid("year", "must be 2000 to 2100"))
}

/// The names of a closed day.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClosedDayInput {
    /// At least one, each in bokmål or nynorsk; 17 May 2027 has two.
    names: Vec<LocalizedTextInput>,
}

/// Whether a day is free by law.
#[derive(Clone, Copy, Debug, Enum)]
#[oai(rename_all = "snake_case")]
enum SuggestionKind {
    /// A public holiday.
    Public,
    /// Many close early or all day, by habit only.
    Practice,
}

/// A day that may be closed.
#[derive(Object)]
struct ClosedDaySuggestion {
    date: NaiveDate,
    kind: SuggestionKind,
    names: Vec<LocalizedText>,
    /// Whether the whole service is closed that day already.
    closed: bool,
}

/// The days with names of a year, each date once.
fn suggestions(year: i32, closed: &ClosedDays) -> Vec<ClosedDaySuggestion> {
    let mut all: Vec<ClosedDaySuggestion> = Vec::new();
    for Holiday { date, kind, name } in holidays(year) {
        let name = LocalizedText::from(&name);
        if let Some(last) = all.last_mut().filter(|last| last.date == date) {
            last.names.push(name);
            continue;
        }
        all.push(ClosedDaySuggestion {
            date,
            kind: match kind {
                HolidayKind::Public => SuggestionKind::Public,
                HolidayKind::Practice => SuggestionKind::Practice,
            },
            names: vec![name],
            closed: closed.names(date).is_some(),
        });
    }
    all
}

/// Closed days of all, and days a centre cuts short.
#[derive(Clone, Copy, Debug)]
pub struct CalendarApi;

#[OpenApi(tag = "Tag::Centres")]
impl CalendarApi {
    /// Close centre early today
    #[oai(
        path = "/centres/:id/exceptions/early-close",
        method = "post",
        operation_id = "exception_close"
    )]
    async fn close_early(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        close: Input<EarlyCloseInput>,
    ) -> Result<Added<Items<OpeningException>>, ChangeProblem> {
        let close = close.0.read()?;
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        let added = app::close_early(&ctx, &tx, &centre, close).await?;
        tx.commit().await?;
        let items = added.into_iter().map(OpeningException::from).collect();
        Ok(Added::Done(Json(Items { items })))
    }

    /// Confirm that closed days of year were seen
    #[oai(
        path = "/centres/:id/closed-days",
        method = "post",
        operation_id = "closed_confirm"
    )]
    async fn confirm(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        year: Input<YearInput>,
    ) -> Result<Removed, ChangeProblem> {
        let year = year.0.read()?;
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        app::confirm_closed_days(&ctx, &tx, &centre, year).await?;
        tx.commit().await?;
        Ok(Removed::Done)
    }

    /// Suggest closed days of year
    #[oai(
        path = "/national/closed-days/suggestions",
        method = "get",
        operation_id = "closed_suggest"
    )]
    async fn suggest(
        &self,
        ctx: Ctx,
        /// 2000 to 2100; this year if absent.
        year: Query<Option<i32>>,
    ) -> Result<Json<Items<ClosedDaySuggestion>>, SuggestionProblem> {
        let today = ctx.now.with_timezone(&crate::DEFAULT_ZONE).date_naive();
        let year = checked_year(year.0.unwrap_or_else(|| today.year()))?;
        let tx = ctx.read().await?;
        let closed = store::list_closed_days(&tx).await?;
        let items = suggestions(year, &closed);
        Ok(Json(Items { items }))
    }

    /// Close public holidays of year
    #[oai(
        path = "/national/closed-days",
        method = "post",
        operation_id = "closed_fill"
    )]
    async fn fill(
        &self,
        ctx: Ctx,
        year: Input<YearInput>,
    ) -> Result<Added<Items<ClosedDay>>, ClosedDayProblem> {
        let year = year.0.read()?;
        let tx = ctx.write().await?;
        let filled = app::fill_closed_days(&ctx, &tx, year).await?;
        let days = store::list_closed_days(&tx).await?;
        tx.commit().await?;
        let new = days.iter().filter(|(day, _)| filled.contains(day));
        let items = new.map(ClosedDay::from).collect();
        Ok(Added::Done(Json(Items { items })))
    }

    /// Close day for all, or name it anew
    #[oai(
        path = "/national/closed-days/:date",
        method = "put",
        operation_id = "closed_set"
    )]
    async fn set(
        &self,
        ctx: Ctx,
        date: Path<NaiveDate>,
        day: Input<ClosedDayInput>,
    ) -> Result<Json<ClosedDay>, ClosedDayProblem> {
        let date = checked_date(date.0)?;
        let names: Vec<Texts> = day.0.names.into_iter().map(Texts::from).collect();
        let new = NewClosedDay { day: date, names };
        let tx = ctx.write().await?;
        app::set_closed_day(&ctx, &tx, new).await?;
        let days = store::list_closed_days(&tx).await?;
        tx.commit().await?;
        let names = days.names(date).unwrap_or_default();
        Ok(Json((date, names).into()))
    }

    /// Open closed day again
    #[oai(
        path = "/national/closed-days/:date",
        method = "delete",
        operation_id = "closed_delete"
    )]
    async fn delete(&self, ctx: Ctx, date: Path<NaiveDate>) -> Result<Removed, RemovalProblem> {
        let tx = ctx.write().await?;
        app::delete_closed_day(&ctx, &tx, date.0).await?;
        tx.commit().await?;
        Ok(Removed::Done)
    }
}

fn checked_date(date: NaiveDate) -> Result<NaiveDate, Problem> {
    if is_of_these_times(date) {
        return Ok(date);
    }
    Err(Problem::invalid("date", NOT_OF_THESE_TIMES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_with_two_names_is_suggested_once() {
        let all = suggestions(2027, &ClosedDays::norwegian(2027..=2027));
        let mut dates: Vec<_> = all.iter().map(|one| one.date).collect();
        dates.dedup();
        assert_eq!(dates.len(), all.len());
        let may = NaiveDate::from_ymd_opt(2027, 5, 17).unwrap();
        let national = all.iter().find(|one| one.date == may).unwrap();
        assert_eq!(national.names.len(), 2);
        assert!(national.closed);
        let practice = all.iter().filter(|one| !one.closed);
        let practice: Vec<_> = practice.map(|one| one.date.to_string()).collect();
        assert_eq!(practice, ["2027-12-24", "2027-12-31"]);
    }
}
