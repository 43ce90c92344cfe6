//! Table `service_notice`.

use std::collections::BTreeMap;

use centres::Texts;
use chrono::{DateTime, Utc};
use kernel::{AccountId, Language, NoticeId, Scope};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveValue::Set, ColumnTrait, Condition, DeriveEntityModel,
    DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait, QueryFilter,
    QueryOrder,
};
use uuid::Uuid;

use crate::domain::{
    notice::{Notice, NoticeText},
    policy::Step,
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "service_notice")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) texts: String,
    pub(crate) places: String,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) ends_at: Option<DateTime<Utc>>,
    pub(crate) position: i32,
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

/// A text by language, as JSON keeps it.
pub(super) type TextColumn = BTreeMap<Language, String>;

pub(super) fn text_column(texts: &Texts) -> TextColumn {
    let exact = |language: &Language| {
        let text = texts.exact(*language)?;
        Some((*language, text.to_owned()))
    };
    Language::ALL.iter().filter_map(exact).collect()
}

pub(super) fn read_count(number: i32, column: &'static str) -> Result<u32, Fault> {
    u32::try_from(number).ok().ok_or(Fault::Corrupt(column))
}

pub(super) fn write_count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn read(row: &Model) -> Result<Notice, Fault> {
    let kind = row.kind.parse().ok();
    let texts: TextColumn = serde_json::from_str(&row.texts)?;
    Ok(Notice {
        id: NoticeId::from_row(row.id),
        content: NoticeText {
            kind: kind.ok_or(Fault::Corrupt("service_notice.kind"))?,
            texts: texts.into(),
            places: serde_json::from_str(&row.places)?,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            position: read_count(row.position, "service_notice.position")?,
        },
        revision: read_count(row.revision, "service_notice.revision")?,
        changed: Step {
            by: AccountId::from_row(row.changed_by),
            at: row.changed_at,
        },
    })
}

fn columns(notice: &Notice) -> Result<ActiveModel, Fault> {
    let content = &notice.content;
    Ok(ActiveModel {
        id: Set(notice.id.to_row()),
        kind: Set(content.kind.as_str().to_owned()),
        texts: Set(serde_json::to_string(&text_column(&content.texts))?),
        places: Set(serde_json::to_string(&content.places)?),
        starts_at: Set(content.starts_at),
        ends_at: Set(content.ends_at),
        position: Set(write_count(content.position)),
        revision: Set(write_count(notice.revision)),
        changed_by: Set(notice.changed.by.to_row()),
        changed_at: Set(notice.changed.at),
    })
}

/// Every notice, in the order in which they are shown.
pub(crate) async fn list(tx: &TenantTx) -> Result<Vec<Notice>, Fault> {
    let rows = tx
        .find::<Entity>()
        .order_by_asc(Column::Position)
        .order_by_asc(Column::Id)
        .all(tx)
        .await?;
    rows.iter().map(read).collect()
}

pub(crate) async fn find(tx: &TenantTx, id: NoticeId) -> Result<Option<Notice>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .one(tx)
        .await?;
    row.as_ref().map(read).transpose()
}

pub(crate) async fn insert(tx: &TenantTx, notice: &Notice) -> Result<(), Fault> {
    Entity::insert(columns(notice)?)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Writes the next revision; false where somebody else wrote it meanwhile.
pub(crate) async fn update(tx: &TenantTx, notice: &Notice) -> Result<bool, Fault> {
    let done = tx
        .update::<Entity>()
        .set(columns(notice)?)
        .filter(Column::Id.eq(notice.id.to_row()))
        .filter(Column::Revision.eq(write_count(notice.revision.saturating_sub(1))))
        .exec(tx)
        .await?;
    Ok(done.rows_affected > 0)
}

pub(crate) async fn delete(tx: &TenantTx, id: NoticeId) -> Result<(), Fault> {
    tx.delete::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}
