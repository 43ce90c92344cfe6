//! The hours of the national queue: those of all centres united, and where too few of them are open.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Channel, Instant, QueueKind};
use platform::{
    Ctx,
    audit::{self, Deed},
    http::{Input, Problem, Versioned, Wire, require_match},
};
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Query},
    payload::Json,
    types::ToJSON,
};
use serde::Deserialize;

use super::{
    Tag,
    answers::ToldDay,
    requests::{NOT_OF_THESE_TIMES, is_of_these_times},
};
use crate::{
    directory::Directory,
    domain::hours::{
        Answer, DEFAULT_ZONE, Half, PreviewDay, Stretch, gaps, halves, local_date, midnight,
        preview_days,
    },
    store,
};

const MOST_CENTRES: u32 = 100;

platform::problem_responses! {
    /// Why there are no hours.
    HoursProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        Invalid = 422,
    }
}

platform::problem_responses! {
    /// Why there is no minimum.
    StaffingProblem {
        Unauthenticated = 401,
        Forbidden = 403,
    }
}

platform::problem_responses! {
    /// Why the minimum stays as it is.
    StaffingChangeProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        Stale = 412,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
        PreconditionRequired = 428,
    }
}

/// How many centres should be open while the national queue is.
#[derive(Clone, Copy, Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct StaffingMinimum {
    /// 1 to 100.
    centres: u32,
}

/// A stretch of time in which so many centres are open.
#[derive(Clone, Copy, Debug, Object)]
struct OpenCentres {
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    /// The fewest at any time of it.
    centres: u32,
}

impl From<Half> for OpenCentres {
    fn from(half: Half) -> Self {
        Self {
            starts_at: half.starts_at,
            ends_at: half.ends_at,
            centres: half.centres,
        }
    }
}

/// A day of the national queue.
#[derive(Object)]
struct NationalDay {
    date: NaiveDate,
    /// What seekers are told of it.
    seekers: ToldDay,
    /// Its half hours in which a centre is open.
    halves: Vec<OpenCentres>,
    /// Where fewer centres than the minimum are open.
    gaps: Vec<OpenCentres>,
}

/// The hours of the national queue on a channel.
#[derive(Object)]
struct NationalHours {
    channel: Wire<Channel>,
    /// Centres that should be open while the queue is.
    minimum: u32,
    days: Vec<NationalDay>,
}

/// The hours of the national queue.
#[derive(Clone, Debug)]
pub struct NationalHoursApi {
    directory: Directory,
}

#[OpenApi(tag = "Tag::Centres")]
impl NationalHoursApi {
    /// Get hours of national queue
    #[oai(path = "/national/hours", method = "get", operation_id = "hours_union")]
    async fn get(
        &self,
        ctx: Ctx,
        /// Chat if absent.
        channel: Query<Option<Wire<Channel>>>,
        /// The first day; today if absent.
        from: Query<Option<NaiveDate>>,
        /// Days, 1 to 28; 7 if absent.
        days: Query<Option<usize>>,
    ) -> Result<Json<NationalHours>, HoursProblem> {
        let days = days.0.unwrap_or(7);
        if !(1..=28).contains(&days) {
            return Err(Problem::invalid("days", "must be 1 to 28").into());
        }
        if !from.0.is_none_or(is_of_these_times) {
            return Err(Problem::invalid("from", NOT_OF_THESE_TIMES).into());
        }
        let tx = ctx.read().await?;
        let minimum = store::staffing_minimum(&tx).await?;
        drop(tx);
        let channel = channel.0.map_or(Channel::Chat, |channel| channel.0);
        let from = from.0.unwrap_or_else(|| local_date(DEFAULT_ZONE, ctx.now));
        Ok(Json(NationalHours {
            channel: Wire(channel),
            minimum,
            days: self.days(channel, (from, days), minimum),
        }))
    }

    /// Get how many centres should be open
    #[oai(
        path = "/national/staffing",
        method = "get",
        operation_id = "staffing_get"
    )]
    async fn minimum(&self, ctx: Ctx) -> Result<Versioned<StaffingMinimum>, StaffingProblem> {
        let tx = ctx.read().await?;
        let centres = store::staffing_minimum(&tx).await?;
        Ok(Versioned::current(StaffingMinimum { centres }))
    }

    /// Choose how many centres should be open
    #[oai(
        path = "/national/staffing",
        method = "put",
        operation_id = "staffing_update"
    )]
    async fn choose(
        &self,
        ctx: Ctx,
        /// The `ETag` of what is replaced.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        wanted: Input<StaffingMinimum>,
    ) -> Result<Versioned<StaffingMinimum>, StaffingChangeProblem> {
        let wanted = wanted.0;
        if !(1..=MOST_CENTRES).contains(&wanted.centres) {
            return Err(Problem::invalid("centres", "must be 1 to 100").into());
        }
        let tx = ctx.write().await?;
        let held = StaffingMinimum {
            centres: store::staffing_minimum(&tx).await?,
        };
        require_match(if_match.0.as_deref(), &held)?;
        store::set_staffing_minimum(&tx, wanted.centres).await?;
        let deed = Deed {
            centre: None,
            action: "staffing:update",
            target: "national".to_owned(),
            old: held.to_json(),
            new: wanted.to_json(),
        };
        audit::record(&ctx, &tx, deed).await?;
        tx.commit().await?;
        Ok(Versioned::current(wanted))
    }
}

impl NationalHoursApi {
    /// Answers from the directory.
    pub const fn new(directory: Directory) -> Self {
        Self { directory }
    }

    fn days(
        &self,
        channel: Channel,
        (from, count): (NaiveDate, usize),
        minimum: u32,
    ) -> Vec<NationalDay> {
        let directory = &self.directory;
        let preview =
            |answer: &dyn Fn(Instant) -> Answer| preview_days(DEFAULT_ZONE, from, count, answer);
        let united = preview(&|at| directory.national_answer(channel, at));
        let own: Vec<Vec<PreviewDay>> = directory
            .centres()
            .iter()
            .map(|entry| {
                preview(&|at| {
                    let queue = QueueKind::National;
                    let answer = directory.centre_answer(entry.id, queue, channel, at);
                    answer.unwrap_or(Answer::NOBODY)
                })
                .into_iter()
                .map(|mut day| {
                    // A day without an agreement is none of the national queue.
                    let noon = midnight(DEFAULT_ZONE, day.date) + chrono::TimeDelta::hours(12);
                    if entry.agreement_in_force(channel, noon).is_none() {
                        day.open.clear();
                    }
                    day
                })
                .collect()
            })
            .collect();
        let day = |(place, told): (usize, PreviewDay)| {
            let open = |days: &Vec<PreviewDay>| days.get(place).map(|day| day.open.clone());
            let centres: Vec<Vec<Stretch>> = own.iter().filter_map(open).collect();
            national_day(told, &centres, minimum)
        };
        united.into_iter().enumerate().map(day).collect()
    }
}

fn national_day(told: PreviewDay, centres: &[Vec<Stretch>], minimum: u32) -> NationalDay {
    let date = told.date;
    let begin = midnight(DEFAULT_ZONE, date);
    let end = date
        .succ_opt()
        .map_or(begin, |next| midnight(DEFAULT_ZONE, next));
    let halves = halves((begin, end), centres);
    NationalDay {
        date,
        seekers: told.into(),
        gaps: gaps(&halves, minimum)
            .into_iter()
            .map(OpenCentres::from)
            .collect(),
        halves: halves.into_iter().map(OpenCentres::from).collect(),
    }
}
