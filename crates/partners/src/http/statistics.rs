//! Open statistics: how many came, with what nobody can be told from held back.

use std::{fmt, sync::Arc};

use chrono::{Datelike, Months, NaiveDate, TimeZone};
use kernel::{Channel, County, Instant, ProblemCode};
use platform::{Ctx, http::Problem};
use poem_openapi::{Object, OpenApi, param::Query, payload::Json};

use super::{Tag, known_partner};
use crate::{
    api::Inner,
    domain::{published, total},
    ports::Counted,
};

/// Months told where nothing else is asked for, and at most.
const MONTHS: u32 = 12;
const MOST_MONTHS: u32 = 36;
/// The cell of those who told nothing.
const NOT_TOLD: &str = "not_told";

platform::problem_responses! {
    /// Why there are no statistics.
    StatisticsProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        Invalid = 422,
    }
}

/// How many came.
#[derive(Clone)]
pub struct StatisticsApi(Arc<Inner>);

impl fmt::Debug for StatisticsApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StatisticsApi")
    }
}

/// A number of contacts.
#[derive(Object)]
#[oai(rename = "StatisticsCell", skip_serializing_if_is_none)]
struct CellBody {
    /// A channel, the number of a county, or a topic; `not_told` where the seeker told none.
    key: String,
    /// Absent where it is held back.
    contacts: Option<u64>,
}

/// The contacts of a month, told apart.
#[derive(Object)]
#[oai(rename = "StatisticsTable", skip_serializing_if_is_none)]
struct TableBody {
    /// Every key there is, each time.
    items: Vec<CellBody>,
    /// The sum of what is held back.
    together: Option<u64>,
}

/// A month in Norway. Contacts are told, not people.
#[derive(Object)]
#[oai(rename = "StatisticsMonth", skip_serializing_if_is_none)]
struct MonthBody {
    /// `2026-10`.
    month: String,
    /// Absent where there were fewer than five.
    contacts: Option<u64>,
    by_channel: TableBody,
    by_county: TableBody,
    by_topic: TableBody,
}

/// Months, oldest first.
#[derive(Object)]
#[oai(rename = "Statistics")]
struct StatisticsBody {
    items: Vec<MonthBody>,
}

impl StatisticsApi {
    pub(super) const fn new(inner: Arc<Inner>) -> Self {
        Self(inner)
    }

    async fn month(&self, first: NaiveDate) -> Result<MonthBody, Problem> {
        let next = first + Months::new(1);
        let counted = self.0.figures.contacts(start_of(first)?, start_of(next)?);
        let counted = counted.await?;
        let channels = Channel::ALL.iter().map(|channel| channel.as_str());
        let counties = County::NUMBERS.iter().copied();
        let topics = centres::SEEKER_TOPICS.iter().copied();
        let channel = |one: &Counted| Some(one.channel.clone());
        Ok(MonthBody {
            month: first.format("%Y-%m").to_string(),
            contacts: total(&counted.iter().map(|one| one.contacts).collect::<Vec<_>>()),
            by_channel: table(channels.collect(), &counted, channel),
            by_county: table(told(counties), &counted, |one| one.county.clone()),
            by_topic: table(told(topics), &counted, |one| one.topic.clone()),
        })
    }
}

/// The keys, and that of those who told none.
fn told(keys: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    keys.chain([NOT_TOLD]).collect()
}

fn table(
    keys: Vec<&'static str>,
    counted: &[Counted],
    key_of: impl Fn(&Counted) -> Option<String>,
) -> TableBody {
    let last = keys.len().saturating_sub(1);
    let mut cells = vec![0_u64; keys.len()];
    for one in counted {
        let key = key_of(one);
        let place = keys.iter().position(|known| key.as_deref() == Some(*known));
        // Words of earlier days count with those who told nothing, so that all tables have the same sum.
        if let Some(cell) = cells.get_mut(place.unwrap_or(last)) {
            *cell += one.contacts;
        }
    }
    let told = published(&cells);
    let items = keys.into_iter().zip(told.cells);
    TableBody {
        items: items
            .map(|(key, contacts)| CellBody {
                key: key.to_owned(),
                contacts,
            })
            .collect(),
        together: told.together,
    }
}

/// Midnight in Norway.
fn start_of(day: NaiveDate) -> Result<Instant, Problem> {
    let midnight = day.and_hms_opt(0, 0, 0);
    let local =
        midnight.and_then(|time| centres::DEFAULT_ZONE.from_local_datetime(&time).earliest());
    let local = local.ok_or_else(|| Problem::new(ProblemCode::Internal))?;
    Ok(local.to_utc())
}

/// The first day of the month that is not over yet.
fn present(now: Instant) -> NaiveDate {
    let today = now.with_timezone(&centres::DEFAULT_ZONE).date_naive();
    today.with_day(1).unwrap_or(today)
}

fn month_of(field: &str, text: &str) -> Result<NaiveDate, Problem> {
    let is_month = text.len() == 7;
    let read = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d");
    read.ok()
        .filter(|day| is_month && (2000..=2100).contains(&day.year()))
        .ok_or_else(|| Problem::invalid(field, "expected a month, such as 2026-10"))
}

/// The months asked for: over, because a number that grows tells of the last who came.
fn months(
    from: Option<&str>,
    until: Option<&str>,
    now: Instant,
) -> Result<Vec<NaiveDate>, Problem> {
    let newest = present(now) - Months::new(1);
    let until = until.map_or(Ok(newest), |text| month_of("until", text))?;
    if until > newest {
        return Err(Problem::invalid("until", "must be over"));
    }
    let from = from.map_or(Ok(until - Months::new(MONTHS - 1)), |text| {
        month_of("from", text)
    })?;
    if from > until {
        return Err(Problem::invalid("from", "must be no later than until"));
    }
    let all = (0..=MOST_MONTHS).map(|count| from + Months::new(count));
    let all: Vec<NaiveDate> = all.take_while(|month| *month <= until).collect();
    if u32::try_from(all.len()).is_ok_and(|count| count <= MOST_MONTHS) {
        Ok(all)
    } else {
        let reason = format!("there are at most {MOST_MONTHS} months at a time");
        Err(Problem::invalid("from", reason))
    }
}

#[OpenApi(tag = "Tag::Statistics")]
impl StatisticsApi {
    /// Get statistics
    ///
    /// Contacts of the national service by month, in Norway's time, once the month is over. Needs the scope
    /// `statistics.read`. A number below five is held back, others with it so that it cannot be computed; `together`
    /// tells their sum.
    #[oai(path = "/statistics", method = "get", operation_id = "statistics_get")]
    async fn get(
        &self,
        ctx: Ctx,
        /// The first month, such as `2026-01`; eleven before the last if absent.
        from: Query<Option<String>>,
        /// The last month, which is over; the newest such if absent.
        until: Query<Option<String>>,
    ) -> Result<Json<StatisticsBody>, StatisticsProblem> {
        known_partner(&ctx, &self.0).await?;
        let mut items = Vec::new();
        for month in months(from.0.as_deref(), until.0.as_deref(), ctx.now)? {
            items.push(self.month(month).await?);
        }
        Ok(Json(StatisticsBody { items }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(from: Option<&str>, until: Option<&str>) -> Result<Vec<String>, String> {
        // 23 November 2026.
        let found = months(from, until, testkit::working_day());
        match found {
            Ok(all) => Ok(all
                .iter()
                .map(|day| day.format("%Y-%m").to_string())
                .collect()),
            Err(problem) => Err(problem.errors[0].field.clone()),
        }
    }

    #[test]
    fn a_month_is_told_once_it_is_over() {
        let year = asked(None, None).unwrap();
        assert_eq!((year.len(), year[0].as_str()), (12, "2025-11"));
        assert_eq!(year[11], "2026-10");
        assert_eq!(
            asked(Some("2026-09"), Some("2026-10")).unwrap(),
            ["2026-09", "2026-10"]
        );
        assert_eq!(asked(None, Some("2026-11")), Err("until".to_owned()));
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for wrong in [
            "",
            "2026",
            "2026-13",
            "2026-1",
            "2026-10-01",
            "1999-12",
            "æ",
        ] {
            assert_eq!(asked(Some(wrong), None), Err("from".to_owned()), "{wrong}");
        }
        assert_eq!(
            asked(Some("2026-10"), Some("2026-09")),
            Err("from".to_owned())
        );
        assert_eq!(asked(Some("2023-11"), None).unwrap().len(), 36);
        assert_eq!(asked(Some("2023-10"), None), Err("from".to_owned()));
    }

    #[test]
    fn tables_of_one_month_have_one_sum() {
        let one = |county: Option<&str>, topic: Option<&str>, contacts| Counted {
            channel: "chat".to_owned(),
            county: county.map(str::to_owned),
            topic: topic.map(str::to_owned),
            contacts,
        };
        let counted = [
            one(Some("46"), Some("work"), 40),
            one(None, Some("a word of earlier days"), 30),
            one(Some("03"), None, 30),
        ];
        let by = table(told(["work"].into_iter()), &counted, |one| {
            one.topic.clone()
        });
        let told: Vec<_> = by.items.iter().map(|cell| cell.contacts).collect();
        assert_eq!(told, [Some(40), Some(60)]);
    }
}
