use std::fmt;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use kernel::{AccountId, Instant, Scope, SessionId};
use platform::{Fault, KeyHash, Scoped, Secret, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, QueryFilter, QueryOrder,
    prelude::{Expr, Uuid},
};

use super::{
    account, factors,
    federated_session::{self, Origin},
    login_rule, role_assignment,
};
use crate::domain::{Device, Session};

const MINUTE: TimeDelta = TimeDelta::minutes(1);

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) token_hash: Vec<u8>,
    pub(crate) csrf_token: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) seen_at: Option<DateTime<Utc>>,
    pub(crate) browser: Option<String>,
    pub(crate) system: Option<String>,
    pub(crate) second_factor: bool,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "session {}", self.id)
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

/// A log-in to store.
pub(crate) struct NewSession<'a> {
    pub(crate) id: SessionId,
    pub(crate) account: AccountId,
    pub(crate) token_hash: KeyHash,
    pub(crate) csrf_token: &'a Secret<String>,
    pub(crate) device: Device,
    /// Whether the account's own second factor let the person in.
    pub(crate) by_second_factor: bool,
    pub(crate) created_at: Instant,
    pub(crate) expires_at: Instant,
}

pub(crate) async fn insert(tx: &TenantTx, session: NewSession<'_>) -> Result<(), Fault> {
    let row = ActiveModel {
        id: Set(session.id.to_row()),
        account_id: Set(session.account.to_row()),
        token_hash: Set(session.token_hash.to_vec()),
        csrf_token: Set(session.csrf_token.expose().clone()),
        created_at: Set(session.created_at),
        expires_at: Set(session.expires_at),
        seen_at: Set(Some(to_the_minute(session.created_at))),
        browser: Set(Some(session.device.browser.to_owned())),
        system: Set(Some(session.device.system.to_owned())),
        second_factor: Set(session.by_second_factor),
    };
    row.insert(tx).await?;
    Ok(())
}

/// The unexpired session of an active account, with its roles.
pub(crate) async fn find_live(
    tx: &TenantTx,
    token_hash: &KeyHash,
    now: Instant,
) -> Result<Option<Session>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::TokenHash.eq(token_hash.to_vec()))
        .filter(Column::ExpiresAt.gt(now))
        .one(tx)
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let id = AccountId::from_row(row.account_id);
    let account = account::find(tx, id).await?;
    let Some(account) = account.filter(|account| account.is_active) else {
        return Ok(None);
    };
    let mut assignments = role_assignment::of_account(tx, id).await?;
    let mut is_vouched_for = false;
    match federated_session::origin(tx, SessionId::from_row(row.id)).await? {
        Origin::Password => {}
        Origin::Provider { centre, strong } => {
            is_vouched_for = strong;
            // A centre's provider vouches for what its people do in that centre, and nowhere else.
            if centre.is_some() {
                assignments.retain(|held| held.domain.centre() == centre);
            }
        }
        Origin::ProviderGone => return Ok(None),
    }
    // Where a role is held in several centres, the one that was chosen counts first.
    if let Some(workplace) = account.workplace {
        assignments.sort_by_key(|held| held.domain.centre() != Some(workplace));
    }
    let domains = assignments.iter().map(|held| held.domain);
    let must_enrol = login_rule::demands_second_factor(tx, domains).await?
        && !is_vouched_for
        && !factors::of_account(tx, id).await?.is_any();
    Ok(Some(Session {
        id: SessionId::from_row(row.id),
        account: id,
        csrf_token: Secret::new(row.csrf_token),
        created_at: row.created_at,
        expires_at: row.expires_at,
        seen_at: row.seen_at,
        must_enrol,
        assignments,
        is_strong: is_vouched_for || row.second_factor,
    }))
}

/// The id of the session of a token.
pub(crate) async fn find_id(
    tx: &TenantTx,
    token_hash: &KeyHash,
) -> Result<Option<SessionId>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::TokenHash.eq(token_hash.to_vec()))
        .one(tx)
        .await?;
    Ok(row.map(|row| SessionId::from_row(row.id)))
}

/// Ends sessions; returns whose they were.
pub(crate) async fn delete_all(
    tx: &TenantTx,
    sessions: &[SessionId],
) -> Result<Vec<AccountId>, Fault> {
    let ids: Vec<_> = sessions.iter().map(|id| id.to_row()).collect();
    let rows = tx
        .find::<Entity>()
        .filter(Column::Id.is_in(ids.clone()))
        .all(tx)
        .await?;
    tx.delete::<Entity>()
        .filter(Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    let accounts = rows.into_iter();
    Ok(accounts
        .map(|row| AccountId::from_row(row.account_id))
        .collect())
}

/// A log-in as its owner is shown it.
pub(crate) struct Card {
    pub(crate) id: SessionId,
    pub(crate) created_at: Instant,
    /// To the minute; none for log-ins from before it was kept.
    pub(crate) seen_at: Option<Instant>,
    pub(crate) browser: Option<String>,
    pub(crate) system: Option<String>,
}

/// The unexpired ones, newest first.
pub(crate) async fn of_account(
    tx: &TenantTx,
    account: AccountId,
    now: Instant,
) -> Result<Vec<Card>, Fault> {
    let rows = tx
        .find::<Entity>()
        .filter(Column::AccountId.eq(account.to_row()))
        .filter(Column::ExpiresAt.gt(now))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .all(tx)
        .await?;
    let card = |row: Model| Card {
        id: SessionId::from_row(row.id),
        created_at: row.created_at,
        seen_at: row.seen_at,
        browser: row.browser,
        system: row.system,
    };
    Ok(rows.into_iter().map(card).collect())
}

/// Remembers that a session was used, once a minute.
pub(crate) async fn see(tx: &TenantTx, id: SessionId, now: Instant) -> Result<(), Fault> {
    tx.update::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .col_expr(Column::SeenAt, Expr::value(to_the_minute(now)))
        .exec(tx)
        .await?;
    Ok(())
}

/// When somebody was there is nobody's business to the second.
pub(crate) fn to_the_minute(instant: Instant) -> Instant {
    instant.duration_trunc(MINUTE).unwrap_or(instant)
}

/// Ends one session of an account. Returns whether there was such a session.
pub(crate) async fn delete_one(
    tx: &TenantTx,
    account: AccountId,
    id: SessionId,
) -> Result<bool, Fault> {
    let outcome = tx
        .delete::<Entity>()
        .filter(Column::AccountId.eq(account.to_row()))
        .filter(Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected > 0)
}

/// Ends every session of an account but one. Returns how many there were.
pub(crate) async fn delete_others(
    tx: &TenantTx,
    account: AccountId,
    kept: SessionId,
) -> Result<u64, Fault> {
    let outcome = tx
        .delete::<Entity>()
        .filter(Column::AccountId.eq(account.to_row()))
        .filter(Column::Id.ne(kept.to_row()))
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected)
}

pub(crate) async fn delete(tx: &TenantTx, token_hash: &KeyHash) -> Result<(), Fault> {
    tx.delete::<Entity>()
        .filter(Column::TokenHash.eq(token_hash.to_vec()))
        .exec(tx)
        .await?;
    Ok(())
}

pub(crate) async fn delete_of_account(tx: &TenantTx, account: AccountId) -> Result<(), Fault> {
    tx.delete::<Entity>()
        .filter(Column::AccountId.eq(account.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Returns how many there were.
pub(crate) async fn delete_expired(tx: &TenantTx, now: Instant) -> Result<u64, Fault> {
    let outcome = tx
        .delete::<Entity>()
        .filter(Column::ExpiresAt.lte(now))
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected)
}
