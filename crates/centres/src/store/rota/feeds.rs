use kernel::{CentreId, Instant, Language, StaffId};
use platform::{Fault, KeyHash, TenantTx};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use crate::store::{columns::read_word, rows::calendar_feed};

/// A link to somebody's shifts. The secret in it is kept as a hash only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Feed {
    pub(crate) centre_id: CentreId,
    pub(crate) staff_id: StaffId,
    pub(crate) language: Language,
    pub(crate) made_at: Instant,
}

fn read_feed(row: &calendar_feed::Model) -> Result<Feed, Fault> {
    Ok(Feed {
        centre_id: CentreId::from_row(row.centre_id),
        staff_id: StaffId::from_row(row.staff_id),
        language: read_word(&row.language, "calendar_feed.language")?,
        made_at: row.made_at,
    })
}

/// Finds the feed of a member of staff.
pub(crate) async fn find_feed(tx: &TenantTx, staff: StaffId) -> Result<Option<Feed>, Fault> {
    let row = tx
        .find::<calendar_feed::Entity>()
        .filter(calendar_feed::Column::StaffId.eq(staff.to_row()))
        .one(tx)
        .await?;
    row.as_ref().map(read_feed).transpose()
}

/// Finds the feed whose secret has the hash, among all centres in scope.
pub(crate) async fn find_feed_by_key(tx: &TenantTx, key: &KeyHash) -> Result<Option<Feed>, Fault> {
    let row = tx
        .find::<calendar_feed::Entity>()
        .filter(calendar_feed::Column::KeyHash.eq(key.to_vec()))
        .one(tx)
        .await?;
    row.as_ref().map(read_feed).transpose()
}

/// Makes the feed of a member of staff, or gives it another secret: the old one opens nothing any more.
pub(crate) async fn upsert_feed(tx: &TenantTx, feed: &Feed, key: &KeyHash) -> Result<(), Fault> {
    use calendar_feed::Column;
    let row = calendar_feed::ActiveModel {
        staff_id: Set(feed.staff_id.to_row()),
        centre_id: Set(feed.centre_id.to_row()),
        key_hash: Set(key.to_vec()),
        language: Set(feed.language.to_string()),
        made_at: Set(feed.made_at),
    };
    let replace = OnConflict::column(Column::StaffId)
        .update_columns([Column::KeyHash, Column::Language, Column::MadeAt])
        .to_owned();
    calendar_feed::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Removes the feed of a member of staff; returns whether there was one.
pub(crate) async fn delete_feed(tx: &TenantTx, staff: StaffId) -> Result<bool, Fault> {
    let done = tx
        .delete::<calendar_feed::Entity>()
        .filter(calendar_feed::Column::StaffId.eq(staff.to_row()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected > 0)
}
