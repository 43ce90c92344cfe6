//! What coordinators decide against the opening hours.

use centres::{NewOverride, Override, OverrideEnd, OverrideTarget};
use chrono::{DateTime, FixedOffset, Utc};
use kernel::{OverrideMode, ProblemCode};
use platform::{
    Ctx,
    http::{Input, Problem, Wire},
};
use poem_openapi::{ApiResponse, Object, OpenApi, param::Path, payload::Json};
use serde::Deserialize;

use super::{Tag, policy_bodies::Names};
use crate::Contacts;

platform::problem_responses! {
    /// Why there is no list.
    OverridesProblem {
        Unauthenticated = 401,
        Forbidden = 403,
    }
}

platform::problem_responses! {
    /// Why nothing was decided.
    OverrideProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

/// A decision against the opening hours that is in force.
#[derive(Clone, Debug, Object)]
#[oai(rename = "Override", skip_serializing_if_is_none)]
pub(super) struct OverrideBody {
    /// `queue`, a channel, or the id of a centre.
    target: String,
    mode: Wire<OverrideMode>,
    /// For staff only.
    reason: String,
    set_at: DateTime<Utc>,
    /// Whoever decided, by name.
    set_by: Option<String>,
    /// Absent until it is taken back.
    ends_at: Option<DateTime<Utc>>,
}

impl OverrideBody {
    pub(super) fn new(one: &Override, names: &Names) -> Self {
        Self {
            target: one.target.to_string(),
            mode: Wire(one.mode),
            reason: one.reason.clone(),
            set_at: one.set_at,
            set_by: names.get(&one.set_by).cloned(),
            ends_at: one.ends_at,
        }
    }
}

/// What is decided against the opening hours.
#[derive(Debug, Object)]
#[oai(rename = "Overrides")]
struct OverridesBody {
    items: Vec<OverrideBody>,
}

/// A decision to take.
#[derive(Debug, Object, Deserialize)]
#[oai(rename = "NewOverride")]
#[serde(deny_unknown_fields)]
struct NewOverrideBody {
    /// `paused` for a centre, the others for the queue.
    mode: Wire<OverrideMode>,
    /// 1 to 500 characters on one line; never told to seekers.
    reason: String,
    /// When it ends; with the day in Norway if absent.
    ends_at: Option<DateTime<FixedOffset>>,
    /// Instead of an end.
    until_taken_back: Option<bool>,
}

impl NewOverrideBody {
    fn read(self, target: OverrideTarget) -> Result<NewOverride, Problem> {
        let end = match (self.ends_at, self.until_taken_back.unwrap_or_default()) {
            (Some(_), true) => {
                let reason = "must be absent where it lasts until it is taken back";
                return Err(Problem::invalid("ends_at", reason));
            }
            (Some(at), false) => OverrideEnd::At(at.to_utc()),
            (None, true) => OverrideEnd::TakenBack,
            (None, false) => OverrideEnd::Day,
        };
        Ok(NewOverride {
            target,
            mode: self.mode.0,
            reason: self.reason,
            end,
        })
    }
}

/// It is taken back.
#[derive(ApiResponse)]
enum TakenBack {
    /// Taken back.
    #[oai(status = 204)]
    Done,
}

/// Decisions against the opening hours.
#[derive(Clone, Debug)]
pub struct OverridesApi(Contacts);

#[OpenApi(tag = "Tag::Operations")]
impl OverridesApi {
    /// List what is decided against opening hours
    #[oai(
        path = "/national/overrides",
        method = "get",
        operation_id = "override_list"
    )]
    async fn list(&self, ctx: Ctx) -> Result<Json<OverridesBody>, OverridesProblem> {
        let tx = ctx.read().await?;
        let all = centres::list_overrides(&tx, ctx.now).await?;
        drop(tx);
        let accounts: Vec<_> = all.iter().map(|one| one.set_by).collect();
        let names = self.0.0.people.names(&accounts).await?;
        let items = all.iter().map(|one| OverrideBody::new(one, &names));
        Ok(Json(OverridesBody {
            items: items.collect(),
        }))
    }

    /// Decide against opening hours
    #[oai(
        path = "/national/overrides/:target",
        method = "put",
        operation_id = "override_update"
    )]
    async fn update(
        &self,
        ctx: Ctx,
        /// `queue`, a channel, or the id of a centre.
        target: Path<String>,
        new: Input<NewOverrideBody>,
    ) -> Result<Json<OverrideBody>, OverrideProblem> {
        let new = new.0.read(read_target(&target.0)?)?;
        let tx = ctx.write().await?;
        let decided = centres::set_override(&ctx, &tx, new).await;
        let decided = decided.map_err(Problem::from)?;
        tx.commit().await?;
        self.heed().await;
        let names = self.0.0.people.names(&[decided.set_by]).await?;
        Ok(Json(OverrideBody::new(&decided, &names)))
    }

    /// Let opening hours hold again
    #[oai(
        path = "/national/overrides/:target",
        method = "delete",
        operation_id = "override_delete"
    )]
    async fn delete(&self, ctx: Ctx, target: Path<String>) -> Result<TakenBack, OverrideProblem> {
        let target = read_target(&target.0)?;
        let tx = ctx.write().await?;
        let ended = centres::end_override(&ctx, &tx, target).await;
        ended.map_err(Problem::from)?;
        tx.commit().await?;
        self.heed().await;
        Ok(TakenBack::Done)
    }
}

impl OverridesApi {
    pub(crate) const fn new(contacts: Contacts) -> Self {
        Self(contacts)
    }

    /// Lets the decision count here at once; other processes learn of it by the event.
    async fn heed(&self) {
        let contacts = &self.0.0;
        if let Err(fault) = contacts.directory.refresh(&contacts.database).await {
            tracing::warn!(error = fault.chain(), "directory could not be refreshed");
        }
    }
}

fn read_target(text: &str) -> Result<OverrideTarget, Problem> {
    let target = text.parse();
    target.map_err(|_unknown| Problem::new(ProblemCode::NotFound))
}
