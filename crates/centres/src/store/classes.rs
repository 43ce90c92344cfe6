use kernel::{ClassLinkId, Instant};
use platform::{Fault, KeyHash, TenantTx};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, Statement, sea_query::Expr,
};

use super::{
    columns::{read_count, read_word, write_count},
    rows::{class_link, class_start},
};
use crate::domain::{ClassLink, ClassOwner};

fn read(row: class_link::Model) -> Result<ClassLink, Fault> {
    let county = row.county.as_deref();
    Ok(ClassLink {
        id: ClassLinkId::from_row(row.id),
        county: county
            .map(|county| read_word(county, "class_link.county"))
            .transpose()?,
        topic: row.topic,
        most_starts: read_count(row.most_starts, "class_link.most_starts")?,
        valid_until: row.valid_until,
        ended_at: row.ended_at,
        created_at: row.created_at,
    })
}

/// The links of an owner, which is told beside the scope: not all who make links may write the audit log.
fn of(owner: ClassOwner) -> Condition {
    Condition::all().add(match owner {
        ClassOwner::Centre(id) => class_link::Column::CentreId.eq(id.to_row()),
        ClassOwner::Partner(id) => class_link::Column::PartnerId.eq(id.to_row()),
    })
}

/// A link as it is kept.
pub(crate) struct NewClassRow<'a> {
    pub(crate) owner: ClassOwner,
    pub(crate) link: &'a ClassLink,
    pub(crate) hash: KeyHash,
    /// Of a partner's request.
    pub(crate) request: Option<&'a [u8]>,
}

/// Adds a link, by which nobody began yet.
pub(crate) async fn insert_class(tx: &TenantTx, new: NewClassRow<'_>) -> Result<(), Fault> {
    let (centre, partner) = match new.owner {
        ClassOwner::Centre(id) => (Some(id.to_row()), None),
        ClassOwner::Partner(id) => (None, Some(id.to_row())),
    };
    let link = new.link;
    let row = class_link::ActiveModel {
        id: Set(link.id.to_row()),
        centre_id: Set(centre),
        partner_id: Set(partner),
        code_hash: Set(new.hash.to_vec()),
        request_hash: Set(new.request.map(<[u8]>::to_vec)),
        county: Set(link.county.map(|county| county.to_string())),
        topic: Set(link.topic.clone()),
        most_starts: Set(write_count(link.most_starts)),
        valid_until: Set(link.valid_until),
        ended_at: Set(link.ended_at),
        created_at: Set(link.created_at),
    };
    class_link::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    let row = class_start::ActiveModel {
        link_id: Set(link.id.to_row()),
        centre_id: Set(centre),
        partner_id: Set(partner),
        starts: Set(0),
    };
    class_start::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Lists the links of an owner, newest first.
pub(crate) async fn list_classes(
    tx: &TenantTx,
    owner: ClassOwner,
) -> Result<Vec<ClassLink>, Fault> {
    let rows = tx
        .find::<class_link::Entity>()
        .filter(of(owner))
        .order_by_desc(class_link::Column::Id)
        .all(tx)
        .await?;
    rows.into_iter().map(read).collect()
}

/// Counts the links of an owner whose time is not over.
pub(crate) async fn count_open_classes(
    tx: &TenantTx,
    owner: ClassOwner,
    now: Instant,
) -> Result<u64, Fault> {
    let open = tx
        .find::<class_link::Entity>()
        .filter(of(owner))
        .filter(class_link::Column::EndedAt.is_null())
        .filter(class_link::Column::ValidUntil.gt(now));
    Ok(open.count(tx).await?)
}

/// Finds a link of an owner.
pub(crate) async fn find_class(
    tx: &TenantTx,
    owner: ClassOwner,
    id: ClassLinkId,
) -> Result<Option<ClassLink>, Fault> {
    let row = tx
        .find::<class_link::Entity>()
        .filter(of(owner))
        .filter(class_link::Column::Id.eq(id.to_row()))
        .one(tx)
        .await?;
    row.map(read).transpose()
}

/// Finds the link of an owner that has the code, and what it was made by.
pub(crate) async fn find_made_class(
    tx: &TenantTx,
    owner: ClassOwner,
    hash: &KeyHash,
) -> Result<Option<(ClassLink, Option<Vec<u8>>)>, Fault> {
    let row = tx
        .find::<class_link::Entity>()
        .filter(of(owner))
        .filter(class_link::Column::CodeHash.eq(hash.to_vec()))
        .one(tx)
        .await?;
    row.map(|mut row| {
        let request = row.request_hash.take();
        Ok((read(row)?, request))
    })
    .transpose()
}

/// Finds whosever link has the code.
pub(crate) async fn find_class_by_hash(
    tx: &TenantTx,
    hash: &KeyHash,
) -> Result<Option<ClassLink>, Fault> {
    let row = tx
        .find::<class_link::Entity>()
        .filter(class_link::Column::CodeHash.eq(hash.to_vec()))
        .one(tx)
        .await?;
    row.map(read).transpose()
}

/// Ends a link of an owner before its time.
pub(crate) async fn end_class(
    tx: &TenantTx,
    (owner, id): (ClassOwner, ClassLinkId),
    now: Instant,
) -> Result<(), Fault> {
    tx.update::<class_link::Entity>()
        .col_expr(class_link::Column::EndedAt, Expr::value(now))
        .filter(of(owner))
        .filter(class_link::Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Counts one more who begins by a link. False where as many did as may, or its time is over.
pub(crate) async fn enter_class(
    tx: &TenantTx,
    id: ClassLinkId,
    now: Instant,
) -> Result<bool, Fault> {
    let sql = "UPDATE class_start SET starts = starts + 1 WHERE link_id = $1 AND starts < \
               (SELECT most_starts FROM class_link WHERE class_link.id = class_start.link_id \
               AND ended_at IS NULL AND valid_until > $2)";
    let values = [id.to_row().into(), now.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    Ok(tx.execute_raw(statement).await?.rows_affected() > 0)
}

/// Removes links whose time was over at `until`, and with them how many began.
pub(crate) async fn forget_classes(tx: &TenantTx, until: Instant) -> Result<(), Fault> {
    tx.delete::<class_link::Entity>()
        .filter(class_link::Column::ValidUntil.lte(until))
        .exec(tx)
        .await?;
    Ok(())
}
