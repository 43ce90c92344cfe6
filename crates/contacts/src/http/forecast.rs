//! What is to come on the national queue, to read and to save.

use centres::DEFAULT_ZONE;
use chrono::NaiveDate;
use kernel::Channel;
use platform::{
    Ctx, Fault,
    http::{CsvFile, Problem, Wire},
    sentence,
};
use poem_openapi::{OpenApi, param::Query, payload::Json};
use routing::forecast::ServiceTarget;

use super::{Tag, forecast_bodies::Forecast};
use crate::{
    Contacts,
    app::{Question, gather},
    domain::{demand::days_later, outlook::look_ahead},
};

/// Days that are forecast at once.
const MOST_DAYS: u32 = 28;
/// The last day forecast, so many days from now.
const FARTHEST: u32 = 366;
/// Bounds of the target.
const WITHIN_S: std::ops::RangeInclusive<u32> = 5..=3600;
const PERCENT: std::ops::RangeInclusive<u32> = 1..=99;

platform::problem_responses! {
    /// Why there is no forecast.
    ForecastProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        Invalid = 422,
    }
}

/// Forecast of the national queue.
#[derive(Clone, Debug)]
pub struct ForecastApi(Contacts);

/// What may be asked for.
struct Asked {
    channel: Option<Wire<Channel>>,
    from: Option<NaiveDate>,
    days: Option<u32>,
    within_s: Option<u32>,
    answered_percent: Option<u32>,
}

#[OpenApi(tag = "Tag::Routing")]
impl ForecastApi {
    /// Get forecast of national queue
    #[oai(
        path = "/national/forecast",
        method = "get",
        operation_id = "forecast_get"
    )]
    async fn get(
        &self,
        ctx: Ctx,
        /// Chat if absent.
        Query(channel): Query<Option<Wire<Channel>>>,
        /// The first day; today if absent.
        Query(from): Query<Option<NaiveDate>>,
        /// 1 to 28; 28 if absent.
        Query(days): Query<Option<u32>>,
        /// Seconds within which to answer, 5 to 3600; 60 if absent.
        Query(within_s): Query<Option<u32>>,
        /// Percent of the contacts to be answered within them, 1 to 99; 80 if absent.
        Query(answered_percent): Query<Option<u32>>,
    ) -> Result<Json<Forecast>, ForecastProblem> {
        let asked = Asked {
            channel,
            from,
            days,
            within_s,
            answered_percent,
        };
        Ok(Json(self.forecast(&ctx, &asked).await?))
    }

    /// Export forecast of national queue
    #[oai(
        path = "/national/forecast/export",
        method = "get",
        operation_id = "forecast_export"
    )]
    async fn export(
        &self,
        ctx: Ctx,
        /// Chat if absent.
        Query(channel): Query<Option<Wire<Channel>>>,
        /// The first day; today if absent.
        Query(from): Query<Option<NaiveDate>>,
        /// 1 to 28; 28 if absent.
        Query(days): Query<Option<u32>>,
        /// Seconds within which to answer, 5 to 3600; 60 if absent.
        Query(within_s): Query<Option<u32>>,
        /// Percent of the contacts to be answered within them, 1 to 99; 80 if absent.
        Query(answered_percent): Query<Option<u32>>,
    ) -> Result<CsvFile, ForecastProblem> {
        let asked = Asked {
            channel,
            from,
            days,
            within_s,
            answered_percent,
        };
        let question = question(&ctx, &asked)?;
        let forecast = self.forecast(&ctx, &asked).await?;
        let titles = [
            "desk.admin.word.date",
            "desk.forecast.time",
            "desk.forecast.expected",
            "desk.forecast.low",
            "desk.forecast.high",
            "desk.forecast.needed",
            "desk.forecast.needed_high",
            "desk.forecast.planned",
            "desk.forecast.missing",
        ];
        let titles = titles.map(|key| sentence(ctx.language, key).to_owned());
        let rows = std::iter::once(titles.to_vec()).chain(forecast.rows());
        let name = format!("forecast-{}-{}", question.channel, question.from);
        Ok(CsvFile::new(&name, rows)?)
    }
}

impl ForecastApi {
    pub(crate) const fn new(contacts: Contacts) -> Self {
        Self(contacts)
    }

    async fn forecast(&self, ctx: &Ctx, asked: &Asked) -> Result<Forecast, Problem> {
        let question = question(ctx, asked)?;
        let inner = &self.0.0;
        let policy = inner.rules.in_force(ctx.now);
        let tx = ctx.read().await?;
        let gathered = gather(ctx, &tx, (&inner.directory, &policy), &question).await?;
        drop(tx);
        // It computes for longer than a thread that serves others may be held.
        let computed = tokio::task::spawn_blocking(move || {
            let outlook = look_ahead(&gathered.known);
            (gathered, outlook)
        });
        let (gathered, outlook) = computed
            .await
            .map_err(|_panicked| Fault::Stopped("forecast"))?;
        let name = |id| {
            let centre = inner.directory.centre(id);
            centre.map_or_else(String::new, |one| one.name_in(ctx.language).to_owned())
        };
        Ok(Forecast::new(question.channel, &gathered, &outlook, name))
    }
}

fn question(ctx: &Ctx, asked: &Asked) -> Result<Question, Problem> {
    let today = ctx.now.with_timezone(&DEFAULT_ZONE).date_naive();
    let from = asked.from.unwrap_or(today);
    let days = asked.days.unwrap_or(MOST_DAYS);
    if !(1..=MOST_DAYS).contains(&days) {
        let reason = format!("must be 1 to {MOST_DAYS}");
        return Err(Problem::invalid("days", reason));
    }
    let last = days_later(today, FARTHEST);
    if !(today..=last).contains(&from) {
        let reason = format!("must be {today} to {last}");
        return Err(Problem::invalid("from", reason));
    }
    let within_s = asked.within_s.unwrap_or(60);
    let percent = asked.answered_percent.unwrap_or(80);
    for (field, value, bounds) in [
        ("within_s", within_s, WITHIN_S),
        ("answered_percent", percent, PERCENT),
    ] {
        if !bounds.contains(&value) {
            let reason = format!("must be {} to {}", bounds.start(), bounds.end());
            return Err(Problem::invalid(field, reason));
        }
    }
    Ok(Question {
        channel: asked.channel.map_or(Channel::Chat, |channel| channel.0),
        from,
        days,
        target: ServiceTarget {
            within_s: f64::from(within_s),
            answered: f64::from(percent) / 100.0,
            ..ServiceTarget::default()
        },
    })
}
