//! Coordinators write routing policies, publish them and bring earlier ones back. Every change holds the policies, so
//! that of two who change them one sees what the other did.

use kernel::{AccountId, Actor, FieldError, Instant, ProblemCode};
use platform::{
    Ctx, Fault, TenantTx,
    audit::{self, Deed},
    http::Problem,
};
use routing::{Policy, PolicyFault};
use serde_json::{Value, json};

use crate::{
    domain::policy::{BUILT_IN, NOTE, PolicyState, PolicyVersion, Publication, Step, Timeline},
    live::rules::RULES_CHANGED,
    store::policy,
};

/// How far ahead a policy may be published.
const FURTHEST: chrono::TimeDelta = chrono::TimeDelta::days(366);

/// Why the policies stay as they are.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PolicyChangeError {
    #[error("there is no such version")]
    NotFound,
    #[error("the version is not in a state for it")]
    WrongState,
    #[error("a second person must approve first")]
    ApprovalMissing,
    #[error("somebody else than the writer must approve")]
    OwnApproval,
    #[error("{} fields break rules", .0.len())]
    Invalid(Vec<FieldError>),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl PolicyChangeError {
    fn invalid(field: &str, reason: &str) -> Self {
        Self::Invalid(vec![FieldError {
            field: field.to_owned(),
            reason: reason.to_owned(),
        }])
    }
}

impl From<PolicyChangeError> for Problem {
    fn from(error: PolicyChangeError) -> Self {
        use PolicyChangeError as E;
        match error {
            E::NotFound => Self::new(ProblemCode::NotFound),
            E::WrongState => Self::new(ProblemCode::WrongState),
            E::ApprovalMissing => Self::new(ProblemCode::ApprovalMissing),
            E::OwnApproval => Self::new(ProblemCode::OwnApproval),
            E::Invalid(faults) => Self::faulty(faults),
            E::Fault(fault) => fault.into(),
        }
    }
}

type Outcome<T> = Result<T, PolicyChangeError>;

/// The policies, held until the transaction ends.
pub(crate) struct HeldPolicies<'a> {
    ctx: &'a Ctx,
    tx: &'a TenantTx,
    needs_second_person: bool,
    timeline: Timeline,
}

/// A version to write.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) note: String,
    pub(crate) rules: Policy,
}

impl<'a> HeldPolicies<'a> {
    pub(crate) async fn hold(ctx: &'a Ctx, tx: &'a TenantTx) -> Result<Self, Fault> {
        Ok(Self {
            needs_second_person: policy::hold(tx).await?,
            timeline: policy::timeline(tx).await?,
            ctx,
            tx,
        })
    }

    pub(crate) const fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// Begins a version with the rules of another.
    pub(crate) async fn create(
        &self,
        based_on: u32,
        note: String,
        built_in: &Policy,
    ) -> Outcome<PolicyVersion> {
        let note = checked_note("note", &note)?;
        let known = policy::list(self.tx).await?;
        let rules = match known.iter().find(|one| one.version == based_on) {
            Some(one) => one.rules.clone(),
            None if based_on == BUILT_IN => built_in.clone(),
            None => {
                let reason = "must be a version there is";
                return Err(PolicyChangeError::invalid("based_on", reason));
            }
        };
        let version = policy::next_version(self.tx).await?;
        let step = self.step()?;
        let created = PolicyVersion {
            version,
            note,
            rules: Policy {
                version: version.to_string(),
                ..rules
            },
            based_on: Some(based_on),
            created: step,
            changed: step,
            revision: 1,
            approved: None,
        };
        policy::insert(self.tx, &created).await?;
        self.record("policy:create", version, (None, Some(facts(&created))))
            .await?;
        Ok(created)
    }

    /// A version somebody wrote.
    pub(crate) async fn find(&self, version: u32) -> Outcome<PolicyVersion> {
        let found = policy::find(self.tx, version).await?;
        found.ok_or(PolicyChangeError::NotFound)
    }

    /// Writes a draft anew. What was approved of it is approved no more.
    pub(crate) async fn update(&self, held: PolicyVersion, draft: Draft) -> Outcome<PolicyVersion> {
        self.require(held.version, PolicyState::Draft)?;
        let note = checked_note("note", &draft.note)?;
        let rules = Policy {
            version: held.version.to_string(),
            ..draft.rules
        };
        let faults = faults_of(&rules);
        if !faults.is_empty() {
            return Err(PolicyChangeError::Invalid(faults));
        }
        let changed = PolicyVersion {
            note,
            rules,
            changed: self.step()?,
            revision: held.revision + 1,
            approved: None,
            ..held.clone()
        };
        policy::update(self.tx, &changed).await?;
        let values = (Some(facts(&held)), Some(facts(&changed)));
        self.record("policy:update", held.version, values).await?;
        Ok(changed)
    }

    /// Throws a draft away.
    pub(crate) async fn delete(&self, version: u32) -> Outcome<()> {
        let held = self.find(version).await?;
        self.require(version, PolicyState::Draft)?;
        policy::delete(self.tx, version).await?;
        self.record("policy:delete", version, (Some(facts(&held)), None))
            .await
    }

    /// Agrees to a draft that somebody else wrote, as it was read.
    pub(crate) async fn approve(&self, held: PolicyVersion) -> Outcome<PolicyVersion> {
        let version = held.version;
        self.require(version, PolicyState::Draft)?;
        let step = self.step()?;
        if [held.created.by, held.changed.by].contains(&step.by) {
            return Err(PolicyChangeError::OwnApproval);
        }
        let approved = PolicyVersion {
            approved: Some(step),
            revision: held.revision + 1,
            ..held
        };
        policy::update(self.tx, &approved).await?;
        let values = (None, Some(json!({ "revision": approved.revision })));
        self.record("policy:approve", version, values).await?;
        Ok(approved)
    }

    /// Puts a draft in force, at once or at a time. Whoever waits keeps the rules they came under.
    pub(crate) async fn publish(
        &mut self,
        held: PolicyVersion,
        at: Option<Instant>,
    ) -> Outcome<PolicyVersion> {
        let version = held.version;
        self.require(version, PolicyState::Draft)?;
        if self.needs_second_person && held.approved.is_none() {
            return Err(PolicyChangeError::ApprovalMissing);
        }
        let now = self.ctx.now;
        if at.is_some_and(|at| at <= now || at > now + FURTHEST) {
            let reason = "must be within the next 366 days";
            return Err(PolicyChangeError::invalid("at", reason));
        }
        self.put_in_force(version, at.unwrap_or(now), None, "policy:publish")
            .await?;
        Ok(held)
    }

    /// Takes back what has not taken effect.
    pub(crate) async fn unschedule(&self, version: u32) -> Outcome<()> {
        self.find(version).await?;
        self.require(version, PolicyState::Scheduled)?;
        policy::unpublish(self.tx, version, self.ctx.now).await?;
        self.record("policy:unschedule", version, (None, None))
            .await?;
        self.tell().await
    }

    /// Brings an earlier version back, at once.
    pub(crate) async fn roll_back(&mut self, version: u32, reason: &str) -> Outcome<()> {
        let reason = checked_note("reason", reason)?;
        if reason.is_empty() {
            return Err(PolicyChangeError::invalid("reason", "must say why"));
        }
        if version != BUILT_IN {
            self.find(version).await?;
        }
        self.require(version, PolicyState::Earlier)?;
        let now = self.ctx.now;
        self.put_in_force(version, now, Some(reason), "policy:rollback")
            .await
    }

    /// Chooses whether a second person must approve.
    pub(crate) async fn demand_second_person(&self, demanded: bool) -> Outcome<()> {
        if demanded == self.needs_second_person {
            return Ok(());
        }
        policy::demand_second_person(self.tx, demanded).await?;
        let values = [self.needs_second_person, demanded];
        let [old, new] = values.map(|value| Some(json!({ "second_person": value })));
        let deed = Deed {
            centre: None,
            action: "policy:approval_update",
            target: "national".to_owned(),
            old,
            new,
        };
        Ok(audit::record(self.ctx, self.tx, deed).await?)
    }

    pub(crate) const fn needs_second_person(&self) -> bool {
        self.needs_second_person
    }

    async fn put_in_force(
        &mut self,
        version: u32,
        at: Instant,
        reason: Option<String>,
        action: &'static str,
    ) -> Outcome<()> {
        let before = self.timeline.in_force(self.ctx.now);
        let publication = Publication {
            id: self.ctx.new_id::<kernel::id::OfferKind>().to_row(),
            version,
            takes_effect_at: at,
            published: self.step()?,
            reason: reason.clone(),
        };
        policy::publish(self.tx, &publication).await?;
        let new = json!({ "version": version, "takes_effect_at": at, "reason": reason });
        let values = (Some(json!({ "version": before })), Some(new));
        self.record(action, version, values).await?;
        self.timeline = policy::timeline(self.tx).await?;
        self.tell().await
    }

    fn require(&self, version: u32, state: PolicyState) -> Outcome<()> {
        if self.timeline.state(version, self.ctx.now) == state {
            Ok(())
        } else {
            Err(PolicyChangeError::WrongState)
        }
    }

    fn step(&self) -> Result<Step, Fault> {
        let by: AccountId = match self.ctx.actor {
            Actor::Account { account, .. } => account,
            _ => return Err(Fault::Corrupt("actor")),
        };
        let at = self.ctx.now;
        Ok(Step { by, at })
    }

    async fn record(
        &self,
        action: &'static str,
        version: u32,
        (old, new): (Option<Value>, Option<Value>),
    ) -> Outcome<()> {
        let deed = Deed {
            centre: None,
            action,
            target: format!("policy {version}"),
            old,
            new,
        };
        Ok(audit::record(self.ctx, self.tx, deed).await?)
    }

    async fn tell(&self) -> Outcome<()> {
        let nothing = json!({});
        Ok(self.tx.emit(RULES_CHANGED, &nothing, self.ctx.now).await?)
    }
}

fn checked_note(field: &str, text: &str) -> Outcome<String> {
    let text = text.trim();
    if text.chars().count() > NOTE {
        let reason = format!("must be at most {NOTE} characters");
        return Err(PolicyChangeError::invalid(field, &reason));
    }
    Ok(text.to_owned())
}

fn facts(policy: &PolicyVersion) -> Value {
    json!({ "note": policy.note, "rules": policy.rules })
}

/// What is wrong with rules, by the field on the wire.
fn faults_of(rules: &Policy) -> Vec<FieldError> {
    let faults = rules.validate().err().unwrap_or_default().into_iter();
    let fault = |fault: PolicyFault| FieldError {
        field: format!("rules.{}", fault.field),
        reason: fault.reason.to_string(),
    };
    faults.map(fault).collect()
}
