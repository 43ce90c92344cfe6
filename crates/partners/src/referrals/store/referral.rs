//! Table `referral`: what a partner may know.

use chrono::{DateTime, Utc};
use kernel::{County, Instant, PartnerId, ReferralId, Scope};
use platform::{Fault, Scoped, TenantTx, http::Idempotency};
use sea_orm::{
    ActiveModelBehavior, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait,
    DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::{grant, statement};
use crate::referrals::referral::{Consent, Referral};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "referral")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) partner_id: Uuid,
    pub(crate) language: String,
    pub(crate) county: Option<String>,
    pub(crate) topic: Option<String>,
    pub(crate) delivery: String,
    pub(crate) consent_asked_by: String,
    pub(crate) consent_wording: String,
    pub(crate) consent_given_at: DateTime<Utc>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) withdrawn_at: Option<DateTime<Utc>>,
    pub(crate) told_expired_at: Option<DateTime<Utc>>,
    pub(crate) idempotency_hash: Option<Vec<u8>>,
    pub(crate) request_hash: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        super::of_partner(Column::PartnerId, scope)
    }
}

fn read(row: Model, is_shared: bool) -> Result<Referral, Fault> {
    let language = row.language.parse().ok();
    let county = row.county.as_deref().map(str::parse::<County>).transpose();
    Ok(Referral {
        id: ReferralId::from_row(row.id),
        partner: PartnerId::from_row(row.partner_id),
        language: language.ok_or(Fault::Corrupt("referral.language"))?,
        county: county.map_err(|_odd| Fault::Corrupt("referral.county"))?,
        topic: row.topic,
        handover: row.delivery,
        consent: Consent {
            asked_by: row.consent_asked_by,
            wording: row.consent_wording,
            given_at: row.consent_given_at,
        },
        created_at: row.created_at,
        expires_at: row.expires_at,
        withdrawn_at: row.withdrawn_at,
        is_shared,
    })
}

/// Grants are looked for whatever there is to find: reading takes as long whether there is one or not.
async fn with_grants(tx: &TenantTx, rows: Vec<Model>) -> Result<Vec<Referral>, Fault> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let grants = grant::of(tx, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let is_shared = grants.contains(&row.id);
            read(row, is_shared)
        })
        .collect()
}

async fn one(tx: &TenantTx, row: Option<Model>) -> Result<Option<Referral>, Fault> {
    let found = with_grants(tx, row.into_iter().collect()).await?;
    Ok(found.into_iter().next())
}

/// A page of the scope's referrals, newest first.
pub(crate) async fn page(
    tx: &TenantTx,
    before: Option<ReferralId>,
    limit: u64,
) -> Result<Vec<Referral>, Fault> {
    let mut select = tx.find::<Entity>().order_by_desc(Column::Id).limit(limit);
    if let Some(before) = before {
        select = select.filter(Column::Id.lt(before.to_row()));
    }
    let rows = select.all(tx).await?;
    with_grants(tx, rows).await
}

pub(crate) async fn find(tx: &TenantTx, id: ReferralId) -> Result<Option<Referral>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .one(tx)
        .await?;
    one(tx, row).await
}

/// The referral a request with this key made, and what is remembered of the request.
pub(crate) async fn find_repeated(
    tx: &TenantTx,
    key: &[u8],
) -> Result<Option<(Referral, Option<Vec<u8>>)>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::IdempotencyHash.eq(key.to_vec()))
        .one(tx)
        .await?;
    let request = row.as_ref().and_then(|row| row.request_hash.clone());
    let referral = one(tx, row).await?;
    Ok(referral.map(|referral| (referral, request)))
}

pub(crate) async fn insert(
    tx: &TenantTx,
    referral: &Referral,
    request: &Idempotency,
) -> Result<(), Fault> {
    let row = ActiveModel {
        id: Set(referral.id.to_row()),
        partner_id: Set(referral.partner.to_row()),
        language: Set(referral.language.to_string()),
        county: Set(referral.county.map(|county| county.to_string())),
        topic: Set(referral.topic.clone()),
        delivery: Set(referral.handover.clone()),
        consent_asked_by: Set(referral.consent.asked_by.clone()),
        consent_wording: Set(referral.consent.wording.clone()),
        consent_given_at: Set(referral.consent.given_at),
        created_at: Set(referral.created_at),
        expires_at: Set(referral.expires_at),
        withdrawn_at: Set(None),
        told_expired_at: Set(None),
        idempotency_hash: Set(Some(request.key.clone())),
        request_hash: Set(Some(request.request.clone())),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Takes it back for the partner. The first time counts.
pub(crate) async fn withdraw(tx: &TenantTx, id: ReferralId, now: Instant) -> Result<(), Fault> {
    let change = ActiveModel {
        withdrawn_at: Set(Some(now)),
        ..Default::default()
    };
    tx.update::<Entity>()
        .set(change)
        .filter(Column::Id.eq(id.to_row()))
        .filter(Column::WithdrawnAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Referrals whose time is over and whose partners do not know yet.
pub(crate) async fn untold(
    tx: &TenantTx,
    now: Instant,
    limit: u64,
) -> Result<Vec<(ReferralId, PartnerId)>, Fault> {
    let rows = tx
        .find::<Entity>()
        .filter(Column::ExpiresAt.lte(now))
        .filter(Column::ToldExpiredAt.is_null())
        .filter(Column::WithdrawnAt.is_null())
        .order_by_asc(Column::ExpiresAt)
        .limit(limit)
        .all(tx)
        .await?;
    let pair = |row: Model| {
        (
            ReferralId::from_row(row.id),
            PartnerId::from_row(row.partner_id),
        )
    };
    Ok(rows.into_iter().map(pair).collect())
}

pub(crate) async fn set_told(tx: &TenantTx, id: ReferralId, now: Instant) -> Result<(), Fault> {
    let change = ActiveModel {
        told_expired_at: Set(Some(now)),
        ..Default::default()
    };
    tx.update::<Entity>()
        .set(change)
        .filter(Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets requests before `repeated`, and whole referrals that were over at `until`.
pub(crate) async fn forget(tx: &TenantTx, repeated: Instant, until: Instant) -> Result<(), Fault> {
    let sql = "UPDATE referral SET idempotency_hash = NULL, request_hash = NULL \
               WHERE created_at <= $1 AND idempotency_hash IS NOT NULL";
    tx.execute_raw(statement(tx, sql, [repeated.into()]))
        .await?;
    tx.delete::<Entity>()
        .filter(Column::ExpiresAt.lte(until))
        .exec(tx)
        .await?;
    Ok(())
}
