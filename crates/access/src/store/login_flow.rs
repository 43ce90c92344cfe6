use chrono::{DateTime, Utc};
use kernel::{AccountId, Id, IdKind, IdentityProviderId, Instant, Scope};
use platform::{Fault, KeyHash, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition,
    DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    QueryFilter, prelude::Uuid,
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "login_flow")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) provider_id: Uuid,
    pub(crate) state_hash: Vec<u8>,
    pub(crate) browser_hash: Vec<u8>,
    pub(crate) nonce_hash: Vec<u8>,
    pub(crate) verifier: String,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) return_to: String,
    pub(crate) expires_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        super::system_only(scope)
    }
}

/// Marks ids that never leave the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FlowKind;

impl IdKind for FlowKind {
    const PREFIX: &'static str = "flw";
}

/// A log-in under way at a provider.
#[derive(Clone, Debug)]
pub(crate) struct Flow {
    pub(crate) id: Id<FlowKind>,
    pub(crate) provider: IdentityProviderId,
    pub(crate) state_hash: KeyHash,
    pub(crate) browser_hash: KeyHash,
    pub(crate) nonce_hash: KeyHash,
    /// Sealed.
    pub(crate) verifier: String,
    /// Whom the identity is to be linked to; none to log in.
    pub(crate) account: Option<AccountId>,
    /// A path of the desk.
    pub(crate) return_to: String,
    pub(crate) expires_at: Instant,
}

pub(crate) async fn insert(tx: &TenantTx, flow: Flow) -> Result<(), Fault> {
    let row = ActiveModel {
        id: Set(flow.id.to_row()),
        provider_id: Set(flow.provider.to_row()),
        state_hash: Set(flow.state_hash.to_vec()),
        browser_hash: Set(flow.browser_hash.to_vec()),
        nonce_hash: Set(flow.nonce_hash.to_vec()),
        verifier: Set(flow.verifier),
        account_id: Set(flow.account.map(AccountId::to_row)),
        return_to: Set(flow.return_to),
        expires_at: Set(flow.expires_at),
    };
    row.insert(tx).await?;
    Ok(())
}

/// Takes the flow of a state out: of two who bring it, one finds none.
pub(crate) async fn take(tx: &TenantTx, state_hash: &KeyHash) -> Result<Option<Flow>, Fault> {
    let rows = tx
        .delete::<Entity>()
        .filter(Column::StateHash.eq(state_hash.to_vec()))
        .exec_with_returning(tx)
        .await?;
    rows.into_iter().next().map(read).transpose()
}

/// Removes those that nobody will come back to.
pub(crate) async fn delete_expired(tx: &TenantTx, now: Instant) -> Result<(), Fault> {
    tx.delete::<Entity>()
        .filter(Column::ExpiresAt.lte(now))
        .exec(tx)
        .await?;
    Ok(())
}

fn read(row: Model) -> Result<Flow, Fault> {
    let hash = |bytes: Vec<u8>| {
        KeyHash::try_from(bytes).map_err(|_length| Fault::Corrupt("login_flow hash"))
    };
    Ok(Flow {
        id: Id::from_row(row.id),
        provider: IdentityProviderId::from_row(row.provider_id),
        state_hash: hash(row.state_hash)?,
        browser_hash: hash(row.browser_hash)?,
        nonce_hash: hash(row.nonce_hash)?,
        verifier: row.verifier,
        account: row.account_id.map(AccountId::from_row),
        return_to: row.return_to,
        expires_at: row.expires_at,
    })
}
