//! Table `referral_code`: what no partner may know. Partners leave rows behind; only the product reads them.

use std::fmt;

use chrono::{DateTime, Utc};
use kernel::{Instant, ReferralId, Scope};
use platform::{Fault, KeyHash, Scoped, Secret, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait,
    DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    QueryFilter,
};
use uuid::Uuid;

use super::statement;
use crate::referrals::referral::Referral;

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "referral_code")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) referral_id: Uuid,
    pub(crate) partner_id: Uuid,
    pub(crate) code_hash: Vec<u8>,
    pub(crate) code: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) used_at: Option<DateTime<Utc>>,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "referral code {}", self.referral_id)
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        super::system_only(scope)
    }
}

/// What is kept of a code.
#[derive(Clone, Debug)]
pub(crate) struct KeptCode {
    pub(crate) referral: ReferralId,
    /// Sealed; none after a day.
    pub(crate) code: Option<Secret<String>>,
    /// Sealed; none once the message is sent.
    pub(crate) address: Option<Secret<String>>,
}

fn read(row: Model) -> KeptCode {
    KeptCode {
        referral: ReferralId::from_row(row.referral_id),
        code: row.code.map(Secret::new),
        address: row.address.map(Secret::new),
    }
}

/// A code as it is left behind.
pub(crate) struct NewCode<'a> {
    pub(crate) referral: &'a Referral,
    pub(crate) hash: KeyHash,
    /// Sealed.
    pub(crate) code: String,
    /// Sealed.
    pub(crate) address: Option<String>,
}

pub(crate) async fn insert(tx: &TenantTx, new: NewCode<'_>) -> Result<(), Fault> {
    let row = ActiveModel {
        referral_id: Set(new.referral.id.to_row()),
        partner_id: Set(new.referral.partner.to_row()),
        code_hash: Set(new.hash.to_vec()),
        code: Set(Some(new.code)),
        address: Set(new.address),
        created_at: Set(new.referral.created_at),
        used_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

pub(crate) async fn find(tx: &TenantTx, referral: ReferralId) -> Result<Option<KeptCode>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::ReferralId.eq(referral.to_row()))
        .one(tx)
        .await?;
    Ok(row.map(read))
}

pub(crate) async fn find_by_hash(tx: &TenantTx, hash: &KeyHash) -> Result<Option<KeptCode>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::CodeHash.eq(hash.to_vec()))
        .one(tx)
        .await?;
    Ok(row.map(read))
}

/// Notes the first use of a code. False if it was used before.
pub(crate) async fn note_use(
    tx: &TenantTx,
    referral: ReferralId,
    day: Instant,
) -> Result<bool, Fault> {
    let sql = "UPDATE referral_code SET used_at = $2 WHERE referral_id = $1 AND used_at IS NULL";
    let values = [referral.to_row().into(), day.into()];
    let done = tx.execute_raw(statement(tx, sql, values)).await?;
    Ok(done.rows_affected() > 0)
}

/// Forgets where the message went.
pub(crate) async fn erase_address(tx: &TenantTx, referral: ReferralId) -> Result<(), Fault> {
    let sql = "UPDATE referral_code SET address = NULL WHERE referral_id = $1";
    let values = [referral.to_row().into()];
    tx.execute_raw(statement(tx, sql, values)).await?;
    Ok(())
}

/// Forgets codes of a day ago, addresses nothing could be sent to, and all of what is over or was withdrawn.
pub(crate) async fn forget(tx: &TenantTx, day_ago: Instant, now: Instant) -> Result<(), Fault> {
    let sql = "DELETE FROM referral_code WHERE created_at <= $1 AND referral_id IN (SELECT id FROM referral \
               WHERE expires_at <= $2 OR withdrawn_at IS NOT NULL)";
    tx.execute_raw(statement(tx, sql, [day_ago.into(), now.into()]))
        .await?;
    let sql = "UPDATE referral_code SET code = NULL, address = NULL WHERE created_at <= $1 \
               AND (code IS NOT NULL OR address IS NOT NULL)";
    tx.execute_raw(statement(tx, sql, [day_ago.into()])).await?;
    Ok(())
}
