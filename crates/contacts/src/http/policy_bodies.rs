//! Routing policies on the wire.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{AccountId, Instant};
use platform::http::{OneOf, Wire, Words};
use poem_openapi::{Object, Union, types::Any};
use routing::{Difference, Policy};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::policy::{BUILT_IN, PolicyState, PolicyVersion, Timeline};

pub(super) struct PolicyStates;

impl Words for PolicyStates {
    const WORDS: &'static [&'static str] = PolicyState::WORDS;
}

pub(super) struct Choices;

impl Words for Choices {
    const WORDS: &'static [&'static str] = &["callback", "appointment", "message", "self_help"];
}

/// Seconds per channel.
#[derive(Clone, Debug, Object, Serialize, Deserialize)]
#[oai(rename = "SecondsPerChannel")]
#[serde(deny_unknown_fields)]
struct Seconds {
    chat: u32,
    phone: u32,
    callback: u32,
    video: u32,
    appointment: u32,
}

/// What contacts take of a counsellor's capacity, per channel.
#[derive(Clone, Debug, Object, Serialize, Deserialize)]
#[oai(rename = "WeightPerChannel")]
#[serde(deny_unknown_fields)]
struct Weights {
    chat: Weight,
    phone: Weight,
    callback: Weight,
    video: Weight,
    appointment: Weight,
}

/// What one contact takes of a counsellor's capacity.
#[derive(Clone, Debug, Union, Serialize, Deserialize)]
#[oai(one_of)]
#[serde(untagged)]
enum Weight {
    Units(Units),
    Whole(Wire<OneOf<WholeWord>>),
}

/// So many units.
#[derive(Clone, Debug, Object, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Units {
    units: u32,
}

struct WholeWord;

impl Words for WholeWord {
    const WORDS: &'static [&'static str] = &["whole"];
}

/// The band by reason: the smaller the sooner, 0 to 9.
#[derive(Clone, Debug, Object, Serialize, Deserialize)]
#[oai(rename = "BandPerReason")]
#[serde(deny_unknown_fields)]
struct Bands {
    /// Without any reason.
    ordinary: u8,
    /// A counsellor handed it on.
    transferred: u8,
    /// The seeker came back to a talk that was cut off.
    reconnected: u8,
    /// It came on the day of an application deadline.
    deadline_day: u8,
    /// A partner sent the seeker.
    partner_referral: u8,
}

/// When seekers are offered to be called back.
#[derive(Clone, Debug, Object, Serialize, Deserialize)]
#[oai(rename = "CallbackRules", skip_serializing_if_is_none)]
#[serde(deny_unknown_fields)]
struct CallbackRules {
    /// The estimated wait exceeds so many seconds.
    wait_exceeds_s: u32,
    /// Most callbacks promised and not made; absent: no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    most_open: Option<u32>,
}

struct AtCapWords;

impl Words for AtCapWords {
    const WORDS: &'static [&'static str] = &["refuse", "warn"];
}

/// A routing policy's rules.
#[derive(Clone, Debug, Object, Serialize, Deserialize)]
#[oai(rename = "PolicyRules", skip_serializing_if_is_none)]
#[serde(deny_unknown_fields)]
pub(super) struct RulesBody {
    /// Seconds after joining until a search widens from the home county to its region; 0: at once.
    widening_to_region_s: u32,
    /// Seconds after joining until a search widens to the whole country.
    widening_to_all_s: u32,
    /// A freed counsellor takes the oldest of the own county first, passing nobody who has waited so many seconds;
    /// absent: strictly the oldest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    own_county_first_s: Option<u32>,
    /// Whether a free counsellor of the seeker's county goes before others.
    home_county_preferred: bool,
    /// How long an offer stands.
    offer_timeout_s: Seconds,
    /// Offers missed in a row until the counsellor is set away; 0: never.
    misses_before_away: u32,
    /// Seconds after joining until the topic no longer matters.
    skill_relaxation_s: u32,
    weights: Weights,
    /// Into how many steps a centre's agreed share is divided when centres are compared; 0 ignores shares.
    fairness_weight: u32,
    /// Most contacts that wait in one queue; absent: no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    queue_cap: Option<u32>,
    /// What happens to a newcomer beyond: not let in, or warned.
    at_cap: Wire<OneOf<AtCapWords>>,
    bands: Bands,
    callback: CallbackRules,
    /// Mean seconds of a contact that needs information: the start of the estimate.
    information_s: u32,
    /// Mean seconds of a guidance talk: the start of the estimate.
    guidance_s: u32,
    /// What a contact is offered instead of waiting.
    overflow_choices: Vec<Wire<OneOf<Choices>>>,
}

impl RulesBody {
    /// The rules of a policy; none where the document does not describe them.
    fn of(rules: &Policy) -> Option<Self> {
        let mut value = serde_json::to_value(rules).ok()?;
        value.as_object_mut()?.remove("version");
        serde_json::from_value(value).ok()
    }

    /// The rules as the engine reads them.
    pub(super) fn policy(&self) -> Result<Policy, serde_json::Error> {
        serde_json::from_value(serde_json::to_value(self)?)
    }
}

/// A version of the routing policy.
#[derive(Clone, Debug, Object)]
#[oai(rename = "PolicyCard", skip_serializing_if_is_none)]
pub(super) struct CardBody {
    /// 0 is the policy of the configuration, which nobody edits.
    version: u32,
    state: Wire<OneOf<PolicyStates>>,
    note: String,
    /// The version its rules began with.
    based_on: Option<u32>,
    created_at: Option<DateTime<Utc>>,
    created_by: Option<String>,
    changed_at: Option<DateTime<Utc>>,
    changed_by: Option<String>,
    approved_at: Option<DateTime<Utc>>,
    approved_by: Option<String>,
    published_at: Option<DateTime<Utc>>,
    published_by: Option<String>,
    takes_effect_at: Option<DateTime<Utc>>,
    /// Why it was brought back.
    reason: Option<String>,
}

/// Names of people by account.
pub(super) type Names = HashMap<AccountId, String>;

impl CardBody {
    /// The card of a version; of the built-in one without.
    pub(super) fn new(
        policy: Option<&PolicyVersion>,
        (timeline, now): (&Timeline, Instant),
        names: &Names,
    ) -> Self {
        let name = |account: AccountId| names.get(&account).cloned();
        let version = policy.map_or(BUILT_IN, |policy| policy.version);
        let publication = timeline.of(version, now);
        let approved = policy.and_then(|policy| policy.approved);
        Self {
            version,
            state: Wire::word(timeline.state(version, now).as_str()),
            note: policy.map(|policy| policy.note.clone()).unwrap_or_default(),
            based_on: policy.and_then(|policy| policy.based_on),
            created_at: policy.map(|policy| policy.created.at),
            created_by: policy.and_then(|policy| name(policy.created.by)),
            changed_at: policy.map(|policy| policy.changed.at),
            changed_by: policy.and_then(|policy| name(policy.changed.by)),
            approved_at: approved.map(|step| step.at),
            approved_by: approved.and_then(|step| name(step.by)),
            published_at: publication.map(|one| one.published.at),
            published_by: publication.and_then(|one| name(one.published.by)),
            takes_effect_at: publication.map(|one| one.takes_effect_at),
            reason: publication.and_then(|one| one.reason.clone()),
        }
    }
}

/// Versions of the routing policy, newest first.
#[derive(Object)]
#[oai(rename = "Policies")]
pub(super) struct PoliciesBody {
    pub(super) items: Vec<CardBody>,
    /// Whether somebody else than the writer must approve before a version is published.
    pub(super) second_person: bool,
}

/// A rule that is another than in the policy in force.
#[derive(Clone, Debug, Object)]
#[oai(rename = "PolicyDifference")]
struct DifferenceBody {
    /// Such as `offer_timeout_s.chat`.
    field: String,
    /// In force; null where there is none.
    before: Any<Value>,
    /// In this version.
    after: Any<Value>,
}

/// A version of the routing policy with its rules.
#[derive(Clone, Debug, Object)]
#[oai(rename = "Policy")]
pub(super) struct PolicyBody {
    #[oai(flatten)]
    card: CardBody,
    rules: RulesBody,
    /// Against the policy in force.
    differences: Vec<DifferenceBody>,
}

impl PolicyBody {
    /// None where the rules cannot be described.
    pub(super) fn new(
        card: CardBody,
        rules: &Policy,
        differences: Vec<Difference>,
    ) -> Option<Self> {
        let body = |one: Difference| DifferenceBody {
            field: one.field,
            before: Any(one.before),
            after: Any(one.after),
        };
        Some(Self {
            card,
            rules: RulesBody::of(rules)?,
            differences: differences.into_iter().map(body).collect(),
        })
    }
}

/// A version to begin.
#[derive(Clone, Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPolicy {
    /// The version whose rules it begins with; 0: those of the configuration.
    pub(super) based_on: u32,
    /// What it is for, at most 500 characters.
    pub(super) note: Option<String>,
}

/// What a draft becomes.
#[derive(Clone, Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PolicyChange {
    /// At most 500 characters.
    pub(super) note: String,
    pub(super) rules: RulesBody,
}

/// When a version takes effect.
#[derive(Clone, Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PolicyTime {
    /// Within the next 366 days; at once if absent.
    pub(super) at: Option<DateTime<Utc>>,
}

/// Why an earlier version comes back.
#[derive(Clone, Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PolicyReturn {
    /// 1 to 500 characters.
    pub(super) reason: String,
}

/// What is demanded before a version is published.
#[derive(Clone, Copy, Debug, Object, Deserialize)]
#[oai(rename = "PolicyApproval")]
#[serde(deny_unknown_fields)]
pub(super) struct ApprovalRule {
    /// Whether somebody else than the writer must approve.
    pub(super) second_person: bool,
}
