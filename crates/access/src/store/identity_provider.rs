use chrono::{DateTime, Utc};
use kernel::{CentreId, IdentityProviderId, Instant, Scope};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, QueryFilter, QueryOrder,
    prelude::{Expr, Uuid},
};

use crate::domain::{Provider, Settings};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "identity_provider")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) centre_id: Option<Uuid>,
    pub(crate) preset: String,
    pub(crate) name: String,
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: Option<String>,
    pub(crate) scopes: String,
    pub(crate) acr_values: String,
    pub(crate) enabled: bool,
    pub(crate) created_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        match scope {
            Scope::System => Condition::all(),
            Scope::National => Condition::all().add(Column::CentreId.is_null()),
            Scope::Centre(id) => Condition::all().add(Column::CentreId.eq(id.to_row())),
            Scope::Conversation(_) | Scope::Partner(_) | Scope::Public => {
                Condition::all().add(Expr::cust("1 = 0"))
            }
        }
    }
}

impl From<Model> for Provider {
    fn from(row: Model) -> Self {
        Self {
            id: IdentityProviderId::from_row(row.id),
            centre: row.centre_id.map(CentreId::from_row),
            settings: Settings {
                preset: row.preset,
                name: row.name,
                issuer: row.issuer,
                client_id: row.client_id,
                scopes: split(&row.scopes),
                acr_values: split(&row.acr_values),
                is_enabled: row.enabled,
            },
            client_secret: row.client_secret,
        }
    }
}

fn split(words: &str) -> Vec<String> {
    words.split_whitespace().map(str::to_owned).collect()
}

/// Those of the scope, oldest first.
pub(crate) async fn list(tx: &TenantTx) -> Result<Vec<Provider>, Fault> {
    let rows = tx.find::<Entity>().order_by_asc(Column::Id).all(tx).await?;
    Ok(rows.into_iter().map(Provider::from).collect())
}

pub(crate) async fn find(tx: &TenantTx, id: IdentityProviderId) -> Result<Option<Provider>, Fault> {
    let row = tx
        .find::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .one(tx)
        .await?;
    Ok(row.map(Provider::from))
}

/// Those in use for a client at an issuer.
pub(crate) async fn of_client(
    tx: &TenantTx,
    issuer: &str,
    client_ids: &[String],
) -> Result<Vec<Provider>, Fault> {
    let rows = tx
        .find::<Entity>()
        .filter(Column::Issuer.eq(issuer))
        .filter(Column::ClientId.is_in(client_ids.iter().cloned()))
        .filter(Column::Enabled.eq(true))
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(Provider::from).collect())
}

pub(crate) async fn insert(tx: &TenantTx, provider: &Provider, now: Instant) -> Result<(), Fault> {
    let row = ActiveModel {
        created_at: Set(now),
        ..active(provider)
    };
    row.insert(tx).await?;
    Ok(())
}

pub(crate) async fn update(tx: &TenantTx, provider: &Provider) -> Result<(), Fault> {
    tx.update::<Entity>()
        .set(active(provider))
        .filter(Column::Id.eq(provider.id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

pub(crate) async fn delete(tx: &TenantTx, id: IdentityProviderId) -> Result<(), Fault> {
    tx.delete::<Entity>()
        .filter(Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

fn active(provider: &Provider) -> ActiveModel {
    let settings = &provider.settings;
    ActiveModel {
        id: Set(provider.id.to_row()),
        centre_id: Set(provider.centre.map(CentreId::to_row)),
        preset: Set(settings.preset.clone()),
        name: Set(settings.name.clone()),
        issuer: Set(settings.issuer.clone()),
        client_id: Set(settings.client_id.clone()),
        client_secret: Set(provider.client_secret.clone()),
        scopes: Set(settings.scopes.join(" ")),
        acr_values: Set(settings.acr_values.join(" ")),
        enabled: Set(settings.is_enabled),
        ..Default::default()
    }
}
