//! Table `surge`.

use chrono::{DateTime, Utc};
use kernel::{AccountId, Scope, SurgeId};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveValue::Set, ColumnTrait, Condition, DeriveEntityModel,
    DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait, QueryFilter,
    QueryOrder,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::notice::{TextColumn, read_count, text_column, write_count};
use crate::domain::{
    policy::Step,
    surge::{Link, Surge, SurgePlan, SurgeTerms},
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "surge")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) ends_at: DateTime<Utc>,
    pub(crate) reason: String,
    pub(crate) terms: String,
    pub(crate) revision: i32,
    pub(crate) changed_by: Uuid,
    pub(crate) changed_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        super::national_only(scope)
    }
}

#[derive(Serialize, Deserialize)]
struct LinkColumn {
    url: String,
    texts: TextColumn,
}

#[derive(Serialize, Deserialize)]
struct TermsColumn {
    queue_cap: Option<u32>,
    choices_after_s: Option<u32>,
    #[serde(default)]
    self_help: Vec<LinkColumn>,
    group_session: Option<LinkColumn>,
}

impl From<&Link> for LinkColumn {
    fn from(link: &Link) -> Self {
        Self {
            url: link.url.clone(),
            texts: text_column(&link.texts),
        }
    }
}

impl From<LinkColumn> for Link {
    fn from(link: LinkColumn) -> Self {
        Self {
            url: link.url,
            texts: link.texts.into(),
        }
    }
}

impl From<&SurgeTerms> for TermsColumn {
    fn from(terms: &SurgeTerms) -> Self {
        Self {
            queue_cap: terms.queue_cap,
            choices_after_s: terms.choices_after_s,
            self_help: terms.self_help.iter().map(LinkColumn::from).collect(),
            group_session: terms.group_session.as_ref().map(LinkColumn::from),
        }
    }
}

impl From<TermsColumn> for SurgeTerms {
    fn from(terms: TermsColumn) -> Self {
        Self {
            queue_cap: terms.queue_cap,
            choices_after_s: terms.choices_after_s,
            self_help: terms.self_help.into_iter().map(Link::from).collect(),
            group_session: terms.group_session.map(Link::from),
        }
    }
}

fn read(row: Model) -> Result<Surge, Fault> {
    let terms: TermsColumn = serde_json::from_str(&row.terms)?;
    Ok(Surge {
        id: SurgeId::from_row(row.id),
        plan: SurgePlan {
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            reason: row.reason,
            terms: terms.into(),
        },
        revision: read_count(row.revision, "surge.revision")?,
        changed: Step {
            by: AccountId::from_row(row.changed_by),
            at: row.changed_at,
        },
    })
}

fn columns(surge: &Surge) -> Result<ActiveModel, Fault> {
    let plan = &surge.plan;
    Ok(ActiveModel {
        id: Set(surge.id.to_row()),
        starts_at: Set(plan.starts_at),
        ends_at: Set(plan.ends_at),
        reason: Set(plan.reason.clone()),
        terms: Set(serde_json::to_string(&TermsColumn::from(&plan.terms))?),
        revision: Set(write_count(surge.revision)),
        changed_by: Set(surge.changed.by.to_row()),
        changed_at: Set(surge.changed.at),
    })
}

/// Every plan, the earliest first.
pub(crate) async fn list(tx: &TenantTx) -> Result<Vec<Surge>, Fault> {
    let rows = tx
        .find::<Entity>()
        .order_by_asc(Column::StartsAt)
        .order_by_asc(Column::Id)
        .all(tx)
        .await?;
    rows.into_iter().map(read).collect()
}

pub(crate) async fn find(tx: &TenantTx, id: SurgeId) -> Result<Option<Surge>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .one(tx)
        .await?;
    row.map(read).transpose()
}

pub(crate) async fn insert(tx: &TenantTx, surge: &Surge) -> Result<(), Fault> {
    Entity::insert(columns(surge)?)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Writes the next revision; false where somebody else wrote it meanwhile.
pub(crate) async fn update(tx: &TenantTx, surge: &Surge) -> Result<bool, Fault> {
    let done = tx
        .update::<Entity>()
        .set(columns(surge)?)
        .filter(Column::Id.eq(surge.id.to_row()))
        .filter(Column::Revision.eq(write_count(surge.revision.saturating_sub(1))))
        .exec(tx)
        .await?;
    Ok(done.rows_affected > 0)
}

pub(crate) async fn delete(tx: &TenantTx, id: SurgeId) -> Result<(), Fault> {
    tx.delete::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}
