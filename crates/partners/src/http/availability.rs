//! Whether the service or a centre is open: the answers are those of the pages, the widget and the phone.

use std::{fmt, sync::Arc};

use centres::{Answer, WhyWord};
use chrono::{DateTime, FixedOffset, TimeDelta};
use kernel::{CentreId, Channel, Instant, Language, ProblemCode, QueueKind};
use platform::{
    Ctx,
    http::{Problem, Wire},
};
use poem_openapi::{Object, OpenApi, param::Query, payload::Json};

use super::{Tag, known_partner};
use crate::{api::Inner, domain::joined, ports::Wait, register::Known};

/// How far ahead may be asked.
const AHEAD: TimeDelta = TimeDelta::days(366);

platform::problem_responses! {
    /// Why there is no answer.
    AvailabilityProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Invalid = 422,
    }
}

/// When the service is open.
#[derive(Clone)]
pub struct AvailabilityApi(Arc<Inner>);

impl fmt::Debug for AvailabilityApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AvailabilityApi")
    }
}

/// Whether one gets through on a channel.
#[derive(Object)]
#[oai(rename = "ChannelAvailability", skip_serializing_if_is_none)]
struct ChannelBody {
    channel: Wire<Channel>,
    open: bool,
    why: WhyWord,
    /// Name of the closed day or text of the exception, in the language asked for.
    reason: Option<String>,
    /// End of the present opening.
    closes_at: Option<DateTime<FixedOffset>>,
    /// When it opens next.
    next_opening: Option<DateTime<FixedOffset>>,
    /// Whether anybody guides in the language asked for.
    language_served: bool,
    /// Seconds that a newcomer of the national service would wait; only for the present, and only where
    /// somebody on duty can take one.
    estimated_wait_s: Option<u32>,
    /// Whether the estimate may be far off.
    estimate_uncertain: Option<bool>,
}

/// Whether the national service or a centre is open.
#[derive(Object)]
#[oai(rename = "Availability", skip_serializing_if_is_none)]
struct AvailabilityBody {
    /// The moment it is about.
    at: DateTime<FixedOffset>,
    /// The centre it is about; absent: the national service.
    centre: Option<Wire<CentreId>>,
    language: Wire<Language>,
    /// By channel.
    items: Vec<ChannelBody>,
}

/// What is asked.
struct Question {
    centre: Option<CentreId>,
    language: Language,
    at: Instant,
    is_now: bool,
}

impl AvailabilityApi {
    pub(super) const fn new(inner: Arc<Inner>) -> Self {
        Self(inner)
    }

    fn item(&self, channel: Channel, question: &Question) -> Result<ChannelBody, Problem> {
        let directory = &self.0.directory;
        let answer = match question.centre {
            Some(centre) => {
                let of = |queue| directory.centre_answer(centre, queue, channel, question.at);
                let both = of(QueueKind::Local).zip(of(QueueKind::National));
                let both = both.map(|(own, national)| joined(own, national));
                both.ok_or_else(|| Problem::new(ProblemCode::NotFound))?
            }
            None => directory.national_answer(channel, question.at),
        };
        // The estimate is that of the national queue.
        let tells_wait = question.is_now && question.centre.is_none() && answer.open;
        let wait = tells_wait.then(|| self.0.queue.wait(channel, question.language));
        let is_served = self.serves(channel, question);
        Ok(body_of(
            channel,
            &answer,
            (question.language, is_served),
            wait,
        ))
    }

    /// Whether anybody who answers guides in the language.
    fn serves(&self, channel: Channel, question: &Question) -> bool {
        let centres = self.0.directory.centres();
        centres.iter().any(|entry| {
            let takes_part = match question.centre {
                Some(centre) => entry.id == centre,
                None => entry.agreement_in_force(channel, question.at).is_some(),
            };
            takes_part && entry.languages.contains(&question.language)
        })
    }
}

fn body_of(
    channel: Channel,
    answer: &Answer,
    (language, language_served): (Language, bool),
    wait: Option<Wait>,
) -> ChannelBody {
    ChannelBody {
        channel: Wire(channel),
        open: answer.open,
        why: WhyWord::from(&answer.why),
        reason: answer.why.reason(language),
        closes_at: answer.closes_at.map(local),
        next_opening: answer.next_opening.map(local),
        language_served,
        estimated_wait_s: wait.and_then(|wait| wait.seconds),
        estimate_uncertain: wait.map(|wait| wait.is_uncertain),
    }
}

/// The instant as clocks in Norway show it.
fn local(at: Instant) -> DateTime<FixedOffset> {
    at.with_timezone(&centres::DEFAULT_ZONE).fixed_offset()
}

fn moment_of(given: Option<DateTime<FixedOffset>>, now: Instant) -> Result<Instant, Problem> {
    let at = given.map_or(now, |at| at.to_utc());
    if at < now - TimeDelta::days(1) || at > now + AHEAD {
        return Err(Problem::invalid(
            "at",
            "must be at most a day ago and at most 366 days ahead",
        ));
    }
    Ok(at)
}

/// A centre that the partner may not ask about does not exist for it.
pub(super) fn check_centre(known: &Known, centre: CentreId) -> Result<(), Problem> {
    if known.partner.fields.centres.include(centre) {
        Ok(())
    } else {
        Err(Problem::new(ProblemCode::NotFound))
    }
}

#[OpenApi(tag = "Tag::Availability")]
impl AvailabilityApi {
    /// Get whether service or centre is open
    ///
    /// Needs the scope `availability.read`.
    #[oai(
        path = "/availability",
        method = "get",
        operation_id = "availability_get"
    )]
    async fn get(
        &self,
        ctx: Ctx,
        /// One channel; all if absent.
        channel: Query<Option<Wire<Channel>>>,
        /// A centre; the national service if absent.
        centre: Query<Option<Wire<CentreId>>>,
        /// Which language is needed; bokmål if absent.
        language: Query<Option<Wire<Language>>>,
        /// A moment; now if absent.
        at: Query<Option<DateTime<FixedOffset>>>,
    ) -> Result<Json<AvailabilityBody>, AvailabilityProblem> {
        let known = known_partner(&ctx, &self.0).await?;
        let question = Question {
            centre: centre.0.map(|centre| centre.0),
            language: language.0.map_or(Language::Nb, |language| language.0),
            at: moment_of(at.0, ctx.now)?,
            is_now: at.0.is_none(),
        };
        if let Some(centre) = question.centre {
            check_centre(&known, centre)?;
        }
        let channels = match channel.0 {
            Some(one) => vec![one.0],
            None => Channel::ALL.to_vec(),
        };
        let items: Result<Vec<ChannelBody>, Problem> = channels
            .into_iter()
            .map(|channel| self.item(channel, &question))
            .collect();
        Ok(Json(AvailabilityBody {
            at: local(question.at),
            centre: question.centre.map(Wire),
            language: Wire(question.language),
            items: items?,
        }))
    }
}
