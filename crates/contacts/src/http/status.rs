//! One truth about opening: the status of the national service.

use centres::{Answer, Directory, WhyWord};
use chrono::{DateTime, FixedOffset};
use kernel::{CentreId, Channel, County, Instant, Language, NoticePlace, ProblemCode, QueueKind};
use platform::{
    http::{Problem, Wire},
    sentence,
};
use poem_openapi::Object;

use routing::Choice;

use super::{notices::ShownNotice, surges::ShownSurge};
use crate::{Contacts, app::StartError, domain::notice::told};

/// Where notices are shown to everybody.
const PUBLIC: [NoticePlace; 2] = [NoticePlace::Pages, NoticePlace::Widget];

/// Whether the service is open, why, and how long it takes.
#[derive(Clone, Debug, Object)]
#[oai(rename = "ServiceStatus", skip_serializing_if_is_none)]
pub(crate) struct StatusBody {
    channel: Wire<Channel>,
    open: bool,
    why: WhyWord,
    /// Name of the closed day or text of the exception, in the language asked for.
    reason: Option<String>,
    /// End of the present opening.
    closes_at: Option<DateTime<FixedOffset>>,
    /// When it opens next.
    next_opening: Option<DateTime<FixedOffset>>,
    /// Seekers waiting now.
    waiting: u32,
    /// By work type.
    estimated_wait: WaitsBody,
    /// Hours a conversation is kept after its end; erased within the hour after that.
    content_hours: u32,
    /// The centre of the county asked for.
    home_centre: Option<HomeCentreBody>,
    /// What everybody should know just now, in their order.
    notices: Vec<ShownNotice>,
    /// While many come.
    surge: Option<ShownSurge>,
}

/// Wait to expect for each work type.
#[derive(Clone, Debug, Object)]
#[oai(rename = "EstimatedWaits")]
struct WaitsBody {
    information: WaitBody,
    guidance: WaitBody,
}

/// A wait to expect.
#[derive(Clone, Debug, Object)]
#[oai(rename = "EstimatedWait", skip_serializing_if_is_none)]
struct WaitBody {
    /// Left out when nobody on duty can take a newcomer.
    seconds: Option<u32>,
    /// Whether the estimate may be far off.
    uncertain: bool,
}

/// The centre of a county and whether it is open itself.
#[derive(Clone, Debug, Object)]
#[oai(rename = "HomeCentre", skip_serializing_if_is_none)]
struct HomeCentreBody {
    id: Wire<CentreId>,
    name: String,
    open: bool,
    next_opening: Option<DateTime<FixedOffset>>,
}

/// What to answer about.
pub(super) struct Question {
    pub(super) channel: Channel,
    pub(super) county: Option<County>,
    pub(super) language: Language,
    pub(super) at: Instant,
}

pub(super) fn status(contacts: &Contacts, question: &Question) -> StatusBody {
    let Question {
        channel,
        language,
        at,
        ..
    } = *question;
    let directory = &contacts.0.directory;
    let answer = directory.national_answer(channel, at);
    let board = contacts.0.dispatch.board();
    let estimate = board.estimate(channel, language);
    let wait = WaitBody {
        seconds: estimate.seconds,
        uncertain: estimate.uncertain,
    };
    StatusBody {
        channel: Wire(channel),
        open: answer.open,
        why: WhyWord::from(&answer.why),
        reason: answer.why.reason(language),
        closes_at: answer.closes_at.map(local),
        next_opening: answer.next_opening.map(local),
        waiting: board.waiting(),
        estimated_wait: WaitsBody {
            information: wait.clone(),
            guidance: wait,
        },
        content_hours: contacts.0.kept.of(None).content_hours,
        home_centre: home_centre(directory, question),
        notices: contacts
            .0
            .rules
            .operations()
            .shown(&PUBLIC, contacts.0.sources.now())
            .iter()
            .map(|notice| ShownNotice::new(notice, language, &PUBLIC))
            .collect(),
        surge: surge(contacts, question, estimate.seconds),
    }
}

/// What seekers meet while many come; none at other times.
fn surge(contacts: &Contacts, question: &Question, wait: Option<u32>) -> Option<ShownSurge> {
    // What is planned is told nobody before it begins, whatever time they ask about.
    let (language, at) = (question.language, contacts.0.sources.now());
    let surge = contacts.0.rules.operations().surge(at)?;
    let policy = contacts.0.rules.in_force(at);
    let is_there = |choice: &Choice| {
        // Where nobody calls back, nobody is promised to be.
        let calls = || contacts.0.directory.national_answer(Channel::Callback, at);
        *choice != Choice::Callback || calls().open
    };
    let choices = policy.overflow_choices.iter().copied().filter(is_there);
    Some(ShownSurge::new(&surge, language, wait, choices))
}

/// Notices for the public pages: the text, and the language it is in.
pub(crate) fn public_notices(contacts: &Contacts, language: Language) -> Vec<(String, Language)> {
    let now = contacts.0.sources.now();
    let shown = contacts
        .0
        .rules
        .operations()
        .shown(&[NoticePlace::Pages], now);
    shown
        .iter()
        .map(|notice| told(&notice.content.texts, language))
        .collect()
}

fn home_centre(directory: &Directory, question: &Question) -> Option<HomeCentreBody> {
    let Question {
        channel,
        language,
        at,
        ..
    } = *question;
    let centre = directory.by_county(question.county?)?;
    let answers: Vec<Answer> = [QueueKind::Local, QueueKind::National]
        .into_iter()
        .filter_map(|queue| directory.centre_answer(centre.id, queue, channel, at))
        .collect();
    Some(HomeCentreBody {
        id: Wire(centre.id),
        name: centre.name_in(language).to_owned(),
        open: answers.iter().any(|answer| answer.open),
        next_opening: answers
            .iter()
            .filter_map(|answer| answer.next_opening)
            .min()
            .map(local),
    })
}

/// The instant as clocks in Norway show it.
pub(super) fn local(at: Instant) -> DateTime<FixedOffset> {
    at.with_timezone(&centres::DEFAULT_ZONE).fixed_offset()
}

/// Why a new conversation is refused by a service that is closed.
pub(super) fn closed_problem(answer: &Answer, language: Language) -> Problem {
    Problem::new(ProblemCode::ServiceClosed)
        .member("why", Some(answer.why.as_str()))
        .member("reason", answer.why.reason(language))
        .member(
            "next_opening",
            answer.next_opening.map(|at| local(at).to_rfc3339()),
        )
}

/// Why a new conversation was not begun.
pub(super) fn refusal(error: StartError, language: Language) -> Problem {
    match error {
        StartError::Closed(answer) => closed_problem(&answer, language),
        StartError::Fault(fault) => fault.into(),
    }
}

/// One sentence for the start page, read without scripts.
pub(crate) fn status_sentence(contacts: &Contacts, language: Language) -> String {
    let now = contacts.0.sources.now();
    let answer = contacts.0.directory.national_answer(Channel::Chat, now);
    let (key, at) = match (answer.open, answer.closes_at, answer.next_opening) {
        // A weekday alone says nothing of an end that is far away.
        (true, Some(at), _) if at - now < chrono::TimeDelta::days(1) => {
            ("status.open_until", Some(at))
        }
        (true, _, _) => ("status.open", None),
        (false, _, Some(at)) => ("status.closed_until", Some(at)),
        (false, _, None) => ("status.closed", None),
    };
    let text = sentence(language, key);
    let Some(at) = at.map(local) else {
        return text.to_owned();
    };
    let key = format!(
        "weekday.{}",
        chrono::Datelike::weekday(&at).number_from_monday()
    );
    let weekday = sentence(language, &key);
    text.replace("{weekday}", weekday)
        .replace("{time}", &at.format("%H:%M").to_string())
}
