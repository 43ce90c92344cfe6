use std::fmt;

use kernel::{CentreId, IdentityProviderId, Scope, SessionId};
use platform::{Fault, KeyHash, Pii, Scoped, TenantTx, from_hex, hex};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition,
    DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    QueryFilter, prelude::Uuid,
};
use serde::{Deserialize, Serialize};

use super::identity_provider;
use crate::domain::Subject;

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "federated_session")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) session_id: Uuid,
    pub(crate) provider_id: Uuid,
    pub(crate) issuer: String,
    pub(crate) subject: String,
    pub(crate) sid_hash: Option<Vec<u8>>,
    pub(crate) strong: bool,
    pub(crate) id_token: String,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "federated session {}", self.session_id)
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

/// A session that a provider let in.
#[derive(Clone, Debug)]
pub(crate) struct FederatedSession {
    pub(crate) session: SessionId,
    pub(crate) provider: IdentityProviderId,
    pub(crate) subject: Subject,
    /// Of the provider's own session, where it tells.
    pub(crate) sid_hash: Option<KeyHash>,
    pub(crate) is_strong: bool,
    /// Sealed.
    pub(crate) id_token: String,
}

/// A session to come, as a log-in keeps it that waits for its second step.
#[derive(Serialize, Deserialize)]
struct Waiting {
    session: SessionId,
    provider: IdentityProviderId,
    issuer: String,
    subject: String,
    sid_hash: Option<String>,
    id_token: String,
}

impl FederatedSession {
    /// A strong one waits for nothing.
    pub(super) fn write(self) -> Result<String, Fault> {
        let waiting = Waiting {
            session: self.session,
            provider: self.provider,
            issuer: self.subject.issuer,
            subject: self.subject.subject.expose().clone(),
            sid_hash: self.sid_hash.map(|hash| hex(&hash)),
            id_token: self.id_token,
        };
        Ok(serde_json::to_string(&waiting)?)
    }

    pub(super) fn read(text: &str) -> Result<Self, Fault> {
        let waiting: Waiting = serde_json::from_str(text)?;
        let hash_of = |text: String| {
            let bytes = from_hex(&text).and_then(|bytes| KeyHash::try_from(bytes).ok());
            bytes.ok_or(Fault::Corrupt("login_step.federated"))
        };
        Ok(Self {
            session: waiting.session,
            provider: waiting.provider,
            subject: Subject {
                issuer: waiting.issuer,
                subject: Pii::new(waiting.subject),
            },
            sid_hash: waiting.sid_hash.map(hash_of).transpose()?,
            is_strong: false,
            id_token: waiting.id_token,
        })
    }
}

/// What let somebody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Password,
    Provider {
        centre: Option<CentreId>,
        strong: bool,
    },
    /// A provider that is not used any more.
    ProviderGone,
}

pub(crate) async fn insert(tx: &TenantTx, session: FederatedSession) -> Result<(), Fault> {
    let row = ActiveModel {
        session_id: Set(session.session.to_row()),
        provider_id: Set(session.provider.to_row()),
        issuer: Set(session.subject.issuer),
        subject: Set(session.subject.subject.expose().clone()),
        sid_hash: Set(session.sid_hash.map(|hash| hash.to_vec())),
        strong: Set(session.is_strong),
        id_token: Set(session.id_token),
    };
    row.insert(tx).await?;
    Ok(())
}

async fn row_of(tx: &TenantTx, session: SessionId) -> Result<Option<Model>, Fault> {
    Ok(tx
        .find::<Entity>()
        .filter(Column::SessionId.eq(session.to_row()))
        .one(tx)
        .await?)
}

/// What let the session in: a provider that was removed, switched off or moved to another issuer meanwhile
/// counts as gone.
pub(crate) async fn origin(tx: &TenantTx, session: SessionId) -> Result<Origin, Fault> {
    let Some(row) = row_of(tx, session).await? else {
        return Ok(Origin::Password);
    };
    let id = IdentityProviderId::from_row(row.provider_id);
    let provider = identity_provider::find(tx, id).await?;
    let provider =
        provider.filter(|found| found.settings.is_enabled && found.settings.issuer == row.issuer);
    Ok(match provider {
        Some(found) => Origin::Provider {
            centre: found.centre,
            strong: row.strong,
        },
        None => Origin::ProviderGone,
    })
}

/// The provider of a session and its sealed token; none where a password let the person in.
pub(crate) async fn id_token(
    tx: &TenantTx,
    session: SessionId,
) -> Result<Option<(IdentityProviderId, String)>, Fault> {
    let row = row_of(tx, session).await?;
    Ok(row.map(|row| (IdentityProviderId::from_row(row.provider_id), row.id_token)))
}

/// The sessions of one session at a provider.
pub(crate) async fn of_sid(
    tx: &TenantTx,
    issuer: &str,
    sid_hash: &KeyHash,
) -> Result<Vec<SessionId>, Fault> {
    let rows = tx
        .find::<Entity>()
        .filter(Column::Issuer.eq(issuer))
        .filter(Column::SidHash.eq(sid_hash.to_vec()))
        .all(tx)
        .await?;
    Ok(ids(rows))
}

/// The sessions of a person at a provider.
pub(crate) async fn of_subject(tx: &TenantTx, subject: &Subject) -> Result<Vec<SessionId>, Fault> {
    let rows = tx
        .find::<Entity>()
        .filter(Column::Issuer.eq(&subject.issuer))
        .filter(Column::Subject.eq(subject.subject.expose()))
        .all(tx)
        .await?;
    Ok(ids(rows))
}

fn ids(rows: Vec<Model>) -> Vec<SessionId> {
    let rows = rows.into_iter();
    rows.map(|row| SessionId::from_row(row.session_id))
        .collect()
}
