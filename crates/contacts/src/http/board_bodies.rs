//! The coordinators' board on the wire.

use std::collections::BTreeMap;

use centres::{Directory, WhyWord};
use chrono::{DateTime, Utc};
use kernel::{
    CentreId, Channel, ContactId, County, Instant, Language, PresenceState, QueueKind, StaffId,
};
use platform::http::{OneOf, Wire, Words};
use poem_openapi::Object;
use serde::Deserialize;

use super::{overrides::OverrideBody, policy_bodies::Names};
use crate::{
    domain::{
        board::{Alarm, AlarmKind, OnDuty, PROMPT_S, Thresholds},
        contact::Contact,
    },
    live::picture::Picture,
};

/// Contacts that wait and are shown one by one.
const SHOWN: usize = 100;

struct AlarmKinds;

impl Words for AlarmKinds {
    const WORDS: &'static [&'static str] = AlarmKind::WORDS;
}

/// How many wait in a language, and who could answer.
#[derive(Clone, Debug, Object)]
struct LanguageCount {
    language: Wire<Language>,
    waiting: u32,
    available: u32,
}

/// How many wait on a channel, and who could answer.
#[derive(Clone, Debug, Object)]
struct ChannelCount {
    channel: Wire<Channel>,
    waiting: u32,
    available: u32,
}

/// How many wait from a county.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
struct CountyCount {
    /// Absent for those who did not say.
    county: Option<Wire<County>>,
    waiting: u32,
}

/// How many wait with a topic.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
struct TopicCount {
    /// Absent for those who chose none.
    topic: Option<String>,
    waiting: u32,
}

/// The national queue now.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
struct BoardQueue {
    waiting: u32,
    /// Since when the one who waits longest has waited.
    oldest_at: Option<DateTime<Utc>>,
    /// Counsellors with room whom national contacts are offered to.
    available: u32,
    by_language: Vec<LanguageCount>,
    by_channel: Vec<ChannelCount>,
    by_county: Vec<CountyCount>,
    by_topic: Vec<TopicCount>,
}

/// How the day goes.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
struct BoardToday {
    since: DateTime<Utc>,
    joined: u32,
    answered: u32,
    /// Left without an answer.
    abandoned: u32,
    /// Those of them who left within 10 seconds.
    abandoned_early: u32,
    /// Mean seconds until an answer.
    asa_s: Option<f64>,
    /// The part answered within `prompt_s`, of those answered and those who left.
    service_level: Option<f64>,
    service_level_without_early: Option<f64>,
    prompt_s: i64,
}

/// A centre's part.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
struct BoardCentre {
    id: Wire<CentreId>,
    name: String,
    county: Wire<County>,
    /// Whether it is open for the national queue.
    open: bool,
    /// On chat.
    why: Option<WhyWord>,
    available: u32,
    away: u32,
    wrap_up: u32,
    offline: u32,
    /// National conversations its counsellors are in.
    conversations: u32,
    /// Its part of what all centres have agreed to.
    agreed: Option<f64>,
    /// Its part of today's answers.
    delivered: Option<f64>,
}

/// Somebody under the alias.
#[derive(Clone, Debug, Object)]
pub(super) struct AliasBody {
    pub(super) alias: String,
    /// The centre's name.
    pub(super) centre: String,
}

/// A contact that waits.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
struct BoardWaiting {
    contact_id: Wire<ContactId>,
    joined_at: DateTime<Utc>,
    channel: Wire<Channel>,
    language: Wire<Language>,
    county: Option<Wire<County>>,
    topic: Option<String>,
    offered_to: Option<AliasBody>,
}

/// A contact that was answered.
#[derive(Clone, Debug, Object)]
struct BoardAnswered {
    contact_id: Wire<ContactId>,
    at: DateTime<Utc>,
    channel: Wire<Channel>,
    language: Wire<Language>,
    alias: String,
    centre: String,
}

/// Something is wrong.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
struct BoardAlarm {
    kind: Wire<OneOf<AlarmKinds>>,
    language: Option<Wire<Language>>,
    centre_id: Option<Wire<CentreId>>,
    value: Option<u32>,
    limit: Option<u32>,
    since: DateTime<Utc>,
}

/// The national queue, its centres and its day.
#[derive(Clone, Debug, Object)]
#[oai(rename = "Board")]
pub(super) struct BoardBody {
    at: DateTime<Utc>,
    /// The policy newcomers are under.
    policy_version: String,
    queue: BoardQueue,
    today: BoardToday,
    centres: Vec<BoardCentre>,
    /// Longest first, 100 at most.
    waiting: Vec<BoardWaiting>,
    /// Answered last, newest first.
    recent: Vec<BoardAnswered>,
    /// What coordinators decided against the opening hours.
    overrides: Vec<OverrideBody>,
    /// Whether it is a time of many.
    surge: bool,
    alarms: Vec<BoardAlarm>,
}

/// When the board raises an alarm.
#[derive(Clone, Copy, Debug, Object, Deserialize)]
#[oai(rename = "BoardThresholds")]
#[serde(deny_unknown_fields)]
pub(super) struct ThresholdsBody {
    /// So many wait: 1 to 10000.
    waiting: u32,
    /// Somebody waits so many seconds: 1 to 86400.
    longest_wait_s: u32,
    /// So many of a hundred gave up today: 1 to 100.
    abandoned_percent: u32,
    /// Fewer of a hundred were answered promptly today: 1 to 100.
    service_level_percent: u32,
}

impl From<Thresholds> for ThresholdsBody {
    fn from(limits: Thresholds) -> Self {
        Self {
            waiting: limits.waiting,
            longest_wait_s: limits.longest_wait_s,
            abandoned_percent: limits.abandoned_percent,
            service_level_percent: limits.service_level_percent,
        }
    }
}

impl From<ThresholdsBody> for Thresholds {
    fn from(limits: ThresholdsBody) -> Self {
        Self {
            waiting: limits.waiting,
            longest_wait_s: limits.longest_wait_s,
            abandoned_percent: limits.abandoned_percent,
            service_level_percent: limits.service_level_percent,
        }
    }
}

fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}

/// Writes a picture with the names of the directory.
pub(super) struct Writer<'a> {
    pub(super) picture: &'a Picture,
    pub(super) directory: &'a Directory,
    pub(super) now: Instant,
}

impl Writer<'_> {
    pub(super) fn board(&self) -> BoardBody {
        let picture = self.picture;
        let alarm = |(alarm, since): &(Alarm, Instant)| BoardAlarm {
            kind: Wire::word(alarm.kind.as_str()),
            language: alarm.language.map(Wire),
            centre_id: alarm.centre.map(Wire),
            value: alarm.value,
            limit: alarm.limit,
            since: *since,
        };
        BoardBody {
            at: self.now,
            policy_version: picture.policy_version.clone(),
            queue: self.queue(),
            today: self.today(),
            centres: self.centres(),
            waiting: self.waiting(),
            recent: self.recent(),
            overrides: picture
                .overrides
                .iter()
                .map(|one| OverrideBody::new(one, &Names::new()))
                .collect(),
            surge: picture.surge,
            alarms: picture.alarms.iter().map(alarm).collect(),
        }
    }

    fn queue(&self) -> BoardQueue {
        let situation = &self.picture.situation;
        let available: Vec<&OnDuty> = situation.available().collect();
        let of = |counts: &BTreeMap<String, u32>, key: &str| counts.get(key).copied().unwrap_or(0);
        let languages = situation.count(|contact| contact.language.to_string());
        let channels = situation.count(|contact| contact.channel.to_string());
        let language = |language: &Language| LanguageCount {
            language: Wire(*language),
            waiting: of(&languages, &language.to_string()),
            available: count(
                available
                    .iter()
                    .filter(|one| one.languages.contains(language)),
            ),
        };
        let channel = |channel: &Channel| ChannelCount {
            channel: Wire(*channel),
            waiting: of(&channels, &channel.to_string()),
            available: count(
                available
                    .iter()
                    .filter(|one| one.channels.contains(channel)),
            ),
        };
        let counties = situation.count(|contact| contact.county);
        let topics = situation.count(|contact| contact.topic.clone());
        BoardQueue {
            waiting: count(situation.waiting()),
            oldest_at: situation.waiting().map(|contact| contact.joined_at).min(),
            available: count(available.iter()),
            by_language: Language::ALL.iter().map(language).collect(),
            by_channel: Channel::ALL.iter().map(channel).collect(),
            by_county: counties
                .into_iter()
                .map(|(county, waiting)| CountyCount {
                    county: county.map(Wire),
                    waiting,
                })
                .collect(),
            by_topic: topics
                .into_iter()
                .map(|(topic, waiting)| TopicCount { topic, waiting })
                .collect(),
        }
    }

    fn today(&self) -> BoardToday {
        let today = &self.picture.situation.today;
        BoardToday {
            since: self.picture.since,
            joined: today.joined,
            answered: today.answered,
            abandoned: today.abandoned,
            abandoned_early: today.abandoned_early,
            asa_s: today.asa_s(),
            service_level: today.service_level(),
            service_level_without_early: today.service_level_without_early(),
            prompt_s: PROMPT_S,
        }
    }

    fn centres(&self) -> Vec<BoardCentre> {
        let situation = &self.picture.situation;
        let talks = situation.conversations();
        let all: u32 = situation.centres.iter().map(|centre| centre.share).sum();
        let body = |entry: &centres::CentreEntry| {
            let part = situation.centres.iter().find(|part| part.id == entry.id);
            let share = part.map_or(0, |part| part.share);
            let own = || {
                let all = situation.counsellors.iter();
                all.filter(|one| one.centre == entry.id)
            };
            let state = |state| count(own().filter(move |one| one.state == state));
            let answer = self.directory.centre_answer(
                entry.id,
                QueueKind::National,
                Channel::Chat,
                self.now,
            );
            BoardCentre {
                id: Wire(entry.id),
                name: entry.name.clone(),
                county: Wire(entry.county),
                open: part.is_some_and(|part| !part.open.is_empty()),
                why: answer.map(|answer| WhyWord::from(&answer.why)),
                available: state(PresenceState::Available),
                away: state(PresenceState::Away),
                wrap_up: state(PresenceState::WrapUp),
                offline: state(PresenceState::Offline),
                conversations: own().filter_map(|one| talks.get(&one.staff)).sum(),
                agreed: (all > 0).then(|| f64::from(share) / f64::from(all)),
                delivered: situation.today.delivered(entry.id),
            }
        };
        self.directory.centres().iter().map(body).collect()
    }

    fn waiting(&self) -> Vec<BoardWaiting> {
        let body = |contact: &Contact| {
            let offered = self.picture.offered.get(&contact.id);
            BoardWaiting {
                contact_id: Wire(contact.id),
                joined_at: contact.joined_at,
                channel: Wire(contact.channel),
                language: Wire(contact.language),
                county: contact.county.map(Wire),
                topic: contact.topic.clone(),
                offered_to: offered.map(|staff| self.alias(*staff)),
            }
        };
        let waiting = self.picture.situation.waiting();
        waiting.take(SHOWN).map(body).collect()
    }

    fn recent(&self) -> Vec<BoardAnswered> {
        let body = |one: &crate::domain::board::Answered| {
            let who = self.alias(one.staff);
            BoardAnswered {
                contact_id: Wire(one.contact),
                at: one.at,
                channel: Wire(one.channel),
                language: Wire(one.language),
                centre: one.centre.map_or(who.centre, |centre| self.name(centre)),
                alias: who.alias,
            }
        };
        self.picture.answered.iter().map(body).collect()
    }

    /// A counsellor under the alias; nothing of those who have left.
    fn alias(&self, staff: StaffId) -> AliasBody {
        let named = self.picture.named.get(&staff);
        AliasBody {
            alias: named.map(|one| one.alias.clone()).unwrap_or_default(),
            centre: named.map(|one| self.name(one.centre)).unwrap_or_default(),
        }
    }

    fn name(&self, centre: CentreId) -> String {
        let entry = self.directory.centre(centre);
        entry.map(|entry| entry.name).unwrap_or_default()
    }
}
