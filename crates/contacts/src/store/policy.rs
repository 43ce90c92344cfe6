//! Tables `routing_policy`, `policy_publication` and `policy_setting`.

use chrono::{DateTime, Utc};
use kernel::{AccountId, Instant, Scope};
use platform::{Fault, Scoped, TenantTx};
use routing::Policy;
use sea_orm::{
    ActiveModelBehavior, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait,
    DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, FromQueryResult,
    PrimaryKeyTrait, QueryFilter, QueryOrder, Statement, prelude::Expr,
};
use uuid::Uuid;

use crate::domain::policy::{PolicyVersion, Publication, Step, Timeline};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "routing_policy")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) version: i32,
    pub(crate) note: String,
    pub(crate) rules: String,
    pub(crate) based_on: Option<i32>,
    pub(crate) created_by: Uuid,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) changed_by: Uuid,
    pub(crate) changed_at: DateTime<Utc>,
    pub(crate) revision: i32,
    pub(crate) approved_by: Option<Uuid>,
    pub(crate) approved_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        super::national_only(scope)
    }
}

mod publication {
    use super::{
        ActiveModelBehavior, Condition, DateTime, DeriveEntityModel, DerivePrimaryKey,
        DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait, Scope, Scoped, Utc, Uuid,
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "policy_publication")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) version: i32,
        pub(crate) takes_effect_at: DateTime<Utc>,
        pub(crate) published_by: Uuid,
        pub(crate) published_at: DateTime<Utc>,
        pub(crate) reason: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Scoped for Entity {
        fn within(scope: Scope) -> Condition {
            super::super::national_only(scope)
        }
    }
}

fn read(row: &Model) -> Result<PolicyVersion, Fault> {
    let count = |number: i32| {
        let number = u32::try_from(number).ok();
        number.ok_or(Fault::Corrupt("routing_policy"))
    };
    let step = |by: Uuid, at| Step {
        by: AccountId::from_row(by),
        at,
    };
    let version = count(row.version)?;
    let rules: Policy = serde_json::from_str(&row.rules)?;
    Ok(PolicyVersion {
        version,
        note: row.note.clone(),
        rules: Policy {
            version: version.to_string(),
            ..rules
        },
        based_on: row.based_on.map(count).transpose()?,
        created: step(row.created_by, row.created_at),
        changed: step(row.changed_by, row.changed_at),
        revision: count(row.revision)?,
        approved: row
            .approved_by
            .zip(row.approved_at)
            .map(|(by, at)| step(by, at)),
    })
}

fn number(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn columns(policy: &PolicyVersion) -> Result<ActiveModel, Fault> {
    Ok(ActiveModel {
        version: Set(number(policy.version)),
        note: Set(policy.note.clone()),
        rules: Set(serde_json::to_string(&policy.rules)?),
        based_on: Set(policy.based_on.map(number)),
        created_by: Set(policy.created.by.to_row()),
        created_at: Set(policy.created.at),
        changed_by: Set(policy.changed.by.to_row()),
        changed_at: Set(policy.changed.at),
        revision: Set(number(policy.revision)),
        approved_by: Set(policy.approved.map(|step| step.by.to_row())),
        approved_at: Set(policy.approved.map(|step| step.at)),
    })
}

/// Every version that was written, newest first.
pub(crate) async fn list(tx: &TenantTx) -> Result<Vec<PolicyVersion>, Fault> {
    let rows = tx
        .find::<Entity>()
        .order_by_desc(Column::Version)
        .all(tx)
        .await?;
    rows.iter().map(read).collect()
}

pub(crate) async fn find(tx: &TenantTx, version: u32) -> Result<Option<PolicyVersion>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::Version.eq(number(version)))
        .one(tx)
        .await?;
    row.as_ref().map(read).transpose()
}

pub(crate) async fn insert(tx: &TenantTx, policy: &PolicyVersion) -> Result<(), Fault> {
    Entity::insert(columns(policy)?)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

pub(crate) async fn update(tx: &TenantTx, policy: &PolicyVersion) -> Result<(), Fault> {
    tx.update::<Entity>()
        .set(columns(policy)?)
        .filter(Column::Version.eq(number(policy.version)))
        .exec(tx)
        .await?;
    Ok(())
}

pub(crate) async fn delete(tx: &TenantTx, version: u32) -> Result<(), Fault> {
    tx.delete::<Entity>()
        .filter(Column::Version.eq(number(version)))
        .exec(tx)
        .await?;
    Ok(())
}

/// What was published and not taken back.
pub(crate) async fn timeline(tx: &TenantTx) -> Result<Timeline, Fault> {
    let rows = tx.find::<publication::Entity>().all(tx).await?;
    let read = |row: publication::Model| {
        let version = u32::try_from(row.version).ok();
        Ok(Publication {
            id: row.id,
            version: version.ok_or(Fault::Corrupt("policy_publication.version"))?,
            takes_effect_at: row.takes_effect_at,
            published: Step {
                by: AccountId::from_row(row.published_by),
                at: row.published_at,
            },
            reason: row.reason,
        })
    };
    let publications: Result<_, Fault> = rows.into_iter().map(read).collect();
    publications.map(Timeline::new)
}

pub(crate) async fn publish(tx: &TenantTx, publication: &Publication) -> Result<(), Fault> {
    let row = publication::ActiveModel {
        id: Set(publication.id),
        version: Set(number(publication.version)),
        takes_effect_at: Set(publication.takes_effect_at),
        published_by: Set(publication.published.by.to_row()),
        published_at: Set(publication.published.at),
        reason: Set(publication.reason.clone()),
    };
    publication::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Takes back what of a version has not taken effect. Returns whether there was something.
pub(crate) async fn unpublish(tx: &TenantTx, version: u32, now: Instant) -> Result<bool, Fault> {
    let done = tx
        .delete::<publication::Entity>()
        .filter(publication::Column::Version.eq(number(version)))
        .filter(publication::Column::TakesEffectAt.gt(now))
        .exec(tx)
        .await?;
    Ok(done.rows_affected > 0)
}

mod setting {
    use super::{
        ActiveModelBehavior, Condition, DeriveEntityModel, DerivePrimaryKey, DeriveRelation,
        EntityTrait, EnumIter, PrimaryKeyTrait, Scope, Scoped,
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "policy_setting")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: i16,
        pub(crate) second_person: bool,
        pub(crate) last_version: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    impl Scoped for Entity {
        fn within(scope: Scope) -> Condition {
            super::super::national_only(scope)
        }
    }
}

/// Whether a second person must approve.
pub(crate) async fn needs_second_person(tx: &TenantTx) -> Result<bool, Fault> {
    let row = tx.find::<setting::Entity>().one(tx).await?;
    Ok(row.is_some_and(|row| row.second_person))
}

/// Holds the policies until the transaction ends, so that of two who change them one waits. Says whether a second
/// person must approve.
pub(crate) async fn hold(tx: &TenantTx) -> Result<bool, Fault> {
    let sql = "INSERT INTO policy_setting (id, second_person) VALUES (1, false) ON CONFLICT (id) \
               DO UPDATE SET second_person = policy_setting.second_person \
               RETURNING id, second_person, last_version";
    let statement = Statement::from_string(tx.get_database_backend(), sql);
    let row = setting::Model::find_by_statement(statement).one(tx).await?;
    Ok(row.ok_or(Fault::Corrupt("policy_setting"))?.second_person)
}

/// The number of a new version, of what is held.
pub(crate) async fn next_version(tx: &TenantTx) -> Result<u32, Fault> {
    let sql = "UPDATE policy_setting SET last_version = last_version + 1 \
               RETURNING id, second_person, last_version";
    let statement = Statement::from_string(tx.get_database_backend(), sql);
    let row = setting::Model::find_by_statement(statement).one(tx).await?;
    let number = row.and_then(|row| u32::try_from(row.last_version).ok());
    number.ok_or(Fault::Corrupt("policy_setting.last_version"))
}

/// Chooses, of what is held, whether a second person must approve.
pub(crate) async fn demand_second_person(tx: &TenantTx, demanded: bool) -> Result<(), Fault> {
    tx.update::<setting::Entity>()
        .col_expr(setting::Column::SecondPerson, Expr::value(demanded))
        .exec(tx)
        .await?;
    Ok(())
}
