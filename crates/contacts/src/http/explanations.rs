//! Why a contact was offered to whom, and why it waits.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use kernel::{CentreId, ContactId, ProblemCode, StaffId};
use platform::{
    Ctx, Fault, TenantTx,
    http::{OneOf, Problem, Wire, Words},
};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{Tag, board_bodies::AliasBody};
use crate::{
    Contacts,
    domain::contact::Contact,
    store::{
        contact,
        decision::{self, Followed},
    },
};

platform::problem_responses! {
    /// Why nothing is explained.
    ExplanationProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
    }
}

struct Outcomes;

impl Words for Outcomes {
    const WORDS: &'static [&'static str] =
        &["live", "accepted", "declined", "expired", "withdrawn"];
}

struct Rules;

impl Words for Rules {
    const WORDS: &'static [&'static str] = &[
        "only_one",
        "nearest",
        "share",
        "occupancy",
        "longest_idle",
        "id",
    ];
}

struct Causes;

impl Words for Causes {
    const WORDS: &'static [&'static str] = &[
        "closed",
        "agreement",
        "ring",
        "unavailable",
        "capacity",
        "reserve",
        "target",
        "language",
        "skill",
        "missed",
    ];
}

struct States;

impl Words for States {
    const WORDS: &'static [&'static str] = &["waiting", "active", "wrap_up", "closed"];
}

/// A counsellor, under the alias, and what rules them out.
#[derive(Clone, Debug, Object)]
#[oai(rename = "JudgedCounsellor", skip_serializing_if_is_none)]
struct JudgedBody {
    alias: String,
    /// The centre's name.
    centre: String,
    /// Absent for those who could have it.
    cause: Option<Wire<OneOf<Causes>>>,
    /// Whether the offer was made to them.
    chosen: bool,
}

/// Why an offer was made.
#[derive(Clone, Debug, Object)]
#[oai(rename = "RoutingDecision", skip_serializing_if_is_none)]
struct DecisionBody {
    at: DateTime<Utc>,
    alias: String,
    centre: String,
    outcome: Option<Wire<OneOf<Outcomes>>>,
    /// What told the chosen one from the next best.
    rule: Wire<OneOf<Rules>>,
    /// Whether everybody eligible had declined or missed, so that a new round began.
    new_round: bool,
    policy_version: String,
    /// Counsellors looked at.
    considered: u32,
    /// Those ruled out, by cause.
    exclusions: HashMap<String, u32>,
    /// Who had a desk open.
    judged: Vec<JudgedBody>,
}

/// The decisions on a contact, oldest first.
#[derive(Object)]
#[oai(rename = "RoutingDecisions")]
struct DecisionsBody {
    items: Vec<DecisionBody>,
}

/// Why a contact waits, counsellor by counsellor.
#[derive(Object)]
#[oai(rename = "RoutingExplanation", skip_serializing_if_is_none)]
struct ExplanationBody {
    state: Wire<OneOf<States>>,
    /// Of those who wait.
    policy_version: Option<String>,
    /// Who has the offer now.
    offered_to: Option<AliasBody>,
    /// Empty unless it waits.
    judged: Vec<JudgedBody>,
}

/// Explanations of routing.
#[derive(Clone, Debug)]
pub struct ExplanationsApi(Contacts);

#[OpenApi(tag = "Tag::Routing")]
impl ExplanationsApi {
    /// List why contact was offered
    #[oai(
        path = "/national/contacts/:id/decisions",
        method = "get",
        operation_id = "decision_list"
    )]
    async fn decisions(
        &self,
        ctx: Ctx,
        id: Path<Wire<ContactId>>,
    ) -> Result<Json<DecisionsBody>, ExplanationProblem> {
        let tx = ctx.read().await?;
        let contact = national(&tx, id.0.0).await?;
        let decisions = decision::list(&tx, contact.id).await?;
        let who = self.everybody(&tx).await?;
        let items = decisions.into_iter().map(|one| who.decision(one));
        Ok(Json(DecisionsBody {
            items: items.collect(),
        }))
    }

    /// Explain why contact waits
    #[oai(
        path = "/national/contacts/:id/explanation",
        method = "get",
        operation_id = "explanation_get"
    )]
    async fn explanation(
        &self,
        ctx: Ctx,
        id: Path<Wire<ContactId>>,
    ) -> Result<Json<ExplanationBody>, ExplanationProblem> {
        let tx = ctx.read().await?;
        let contact = national(&tx, id.0.0).await?;
        let who = self.everybody(&tx).await?;
        drop(tx);
        let full = self.0.0.dispatch.explain(contact.id).await;
        let offered = full.as_ref().and_then(|full| full.offered_to);
        let judged = full.iter().flat_map(|full| &full.judged).map(|one| {
            let cause = one.cause.map(|cause| cause.as_str().to_owned());
            who.judged(one.counsellor, cause, offered)
        });
        Ok(Json(ExplanationBody {
            state: Wire::word(contact.state.as_str()),
            policy_version: full.as_ref().map(|full| full.policy_version.to_string()),
            offered_to: offered.map(|staff| who.alias(staff)),
            judged: judged.collect(),
        }))
    }
}

/// A contact of the national queue; those of a centre's own are that centre's business.
async fn national(tx: &TenantTx, id: ContactId) -> Result<Contact, Problem> {
    let found = contact::find(tx, id).await?;
    let national = found.filter(|contact| contact.centre.is_none());
    national.ok_or_else(|| Problem::new(ProblemCode::NotFound))
}

/// Everybody who guides, under the alias.
struct Everybody {
    counsellors: BTreeMap<StaffId, (String, CentreId)>,
    centres: HashMap<CentreId, String>,
}

impl ExplanationsApi {
    pub(crate) const fn new(contacts: Contacts) -> Self {
        Self(contacts)
    }

    async fn everybody(&self, tx: &TenantTx) -> Result<Everybody, Fault> {
        let counsellors = centres::list_counsellors(tx).await?.into_iter();
        let centres = self.0.0.directory.centres();
        Ok(Everybody {
            counsellors: counsellors
                .map(|one| (one.staff_id, (one.alias, one.centre_id)))
                .collect(),
            centres: centres
                .iter()
                .map(|entry| (entry.id, entry.name.clone()))
                .collect(),
        })
    }
}

impl Everybody {
    /// Without a name for those who have left.
    fn alias(&self, staff: StaffId) -> AliasBody {
        let known = self.counsellors.get(&staff);
        let centre = known.and_then(|(_, centre)| self.centres.get(centre));
        AliasBody {
            alias: known.map(|(alias, _)| alias.clone()).unwrap_or_default(),
            centre: centre.cloned().unwrap_or_default(),
        }
    }

    fn judged(&self, staff: StaffId, cause: Option<String>, chosen: Option<StaffId>) -> JudgedBody {
        let AliasBody { alias, centre } = self.alias(staff);
        JudgedBody {
            alias,
            centre,
            cause: cause.map(Wire::word),
            chosen: chosen == Some(staff),
        }
    }

    fn decision(&self, followed: Followed) -> DecisionBody {
        let Followed { decision, outcome } = followed;
        let AliasBody { alias, centre } = self.alias(decision.staff);
        let explained = decision.explained;
        let judged = explained.judged.into_iter();
        DecisionBody {
            at: decision.at,
            alias,
            centre,
            outcome: outcome.map(Wire::word),
            rule: Wire::word(explained.rule),
            new_round: explained.new_round,
            policy_version: decision.policy_version,
            considered: explained.considered,
            exclusions: explained.exclusions.into_iter().collect(),
            judged: judged
                .map(|(staff, cause)| self.judged(staff, cause, Some(decision.staff)))
                .collect(),
        }
    }
}
