use std::fmt;

use chrono::{DateTime, Utc};
use kernel::{CentreId, Instant, InvitationId, Scope};
use platform::{Fault, KeyHash, Pii, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveValue::Set, ColumnTrait, Condition, DeriveEntityModel,
    DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait, QueryFilter,
    QueryOrder, prelude::Uuid,
};

use crate::domain::{Email, Invitation, Invitee};

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) centre_id: Uuid,
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) language: String,
    pub(crate) roles: String,
    pub(crate) membership: String,
    pub(crate) invited_by: Option<Uuid>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) token_hash: Option<Vec<u8>>,
    pub(crate) sent_at: Option<DateTime<Utc>>,
    pub(crate) expires_at: Option<DateTime<Utc>>,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invitation {}", self.id)
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        match scope {
            Scope::System | Scope::National => Condition::all(),
            Scope::Centre(centre) => Condition::all().add(Column::CentreId.eq(centre.to_row())),
            Scope::Conversation(_) | Scope::Partner(_) | Scope::Public => super::system_only(scope),
        }
    }
}

fn read(row: Model) -> Result<Invitation, Fault> {
    let corrupt = Fault::Corrupt;
    let language = row.language.parse().ok();
    let email = Email::parse(&row.email);
    Ok(Invitation {
        id: InvitationId::from_row(row.id),
        centre: CentreId::from_row(row.centre_id),
        invitee: Invitee {
            email: email.ok_or(corrupt("invitation.email"))?,
            name: Pii::new(row.name),
            language: language.ok_or(corrupt("invitation.language"))?,
            roles: serde_json::from_str(&row.roles)?,
            membership: serde_json::from_str(&row.membership)?,
        },
        created_at: row.created_at,
        sent_at: row.sent_at,
        expires_at: row.expires_at,
    })
}

/// The invitations of a centre, newest first.
pub(crate) async fn of_centre(tx: &TenantTx, centre: CentreId) -> Result<Vec<Invitation>, Fault> {
    let rows = tx
        .find::<Entity>()
        .filter(Column::CentreId.eq(centre.to_row()))
        .order_by_desc(Column::Id)
        .all(tx)
        .await?;
    rows.into_iter().map(read).collect()
}

/// Finds one of a centre's.
pub(crate) async fn find(
    tx: &TenantTx,
    centre: CentreId,
    id: InvitationId,
) -> Result<Option<Invitation>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .filter(Column::CentreId.eq(centre.to_row()))
        .one(tx)
        .await?;
    row.map(read).transpose()
}

/// Finds one by its id alone, for the product itself.
pub(crate) async fn find_any(tx: &TenantTx, id: InvitationId) -> Result<Option<Invitation>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .one(tx)
        .await?;
    row.map(read).transpose()
}

/// Finds the one whose mail holds the token, while that is good.
pub(crate) async fn find_by_token(
    tx: &TenantTx,
    hash: &KeyHash,
    now: Instant,
) -> Result<Option<Invitation>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::TokenHash.eq(hash.to_vec()))
        .filter(Column::ExpiresAt.gt(now))
        .one(tx)
        .await?;
    row.map(read).transpose()
}

/// Who wrote an invitation, if anybody.
pub(crate) async fn inviter(
    tx: &TenantTx,
    id: InvitationId,
) -> Result<Option<kernel::AccountId>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .one(tx)
        .await?;
    let by = row.and_then(|row| row.invited_by);
    Ok(by.map(kernel::AccountId::from_row))
}

pub(crate) async fn insert(
    tx: &TenantTx,
    invitation: &Invitation,
    invited_by: Option<kernel::AccountId>,
) -> Result<(), Fault> {
    let invitee = &invitation.invitee;
    let row = ActiveModel {
        id: Set(invitation.id.to_row()),
        centre_id: Set(invitation.centre.to_row()),
        email: Set(invitee.email.expose().to_owned()),
        name: Set(invitee.name.expose().clone()),
        language: Set(invitee.language.to_string()),
        roles: Set(serde_json::to_string(&invitee.roles)?),
        membership: Set(serde_json::to_string(&invitee.membership)?),
        invited_by: Set(invited_by.map(kernel::AccountId::to_row)),
        created_at: Set(invitation.created_at),
        token_hash: Set(None),
        sent_at: Set(None),
        expires_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The token of the mail that is about to be sent; links in earlier mails are no longer good. False if the
/// invitation is gone.
pub(crate) async fn set_token(
    tx: &TenantTx,
    id: InvitationId,
    hash: &KeyHash,
    expires_at: Instant,
) -> Result<bool, Fault> {
    let change = ActiveModel {
        token_hash: Set(Some(hash.to_vec())),
        expires_at: Set(Some(expires_at)),
        ..Default::default()
    };
    let outcome = tx
        .update::<Entity>()
        .set(change)
        .filter(Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected > 0)
}

/// The mail was handed over; none: it is to be sent anew.
pub(crate) async fn set_sent(
    tx: &TenantTx,
    id: InvitationId,
    at: Option<Instant>,
) -> Result<(), Fault> {
    let change = ActiveModel {
        sent_at: Set(at),
        ..Default::default()
    };
    tx.update::<Entity>()
        .set(change)
        .filter(Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether it was there: of two who accept or revoke, one is too late.
pub(crate) async fn delete(tx: &TenantTx, id: InvitationId) -> Result<bool, Fault> {
    let outcome = tx
        .delete::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    Ok(outcome.rows_affected > 0)
}
