//! Table `partner_system`.

use chrono::{DateTime, Utc};
use kernel::{OrganisationNumber, PartnerId, PartnerScope, PartnerState, Scope};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition,
    DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    QueryFilter, QueryOrder, prelude::Uuid,
};

use super::centre;
use crate::domain::{ChosenCentres, Partner, PartnerFields};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_system")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) organisation: String,
    pub(crate) environment: String,
    pub(crate) name: String,
    pub(crate) contact: String,
    pub(crate) scopes: String,
    pub(crate) all_centres: bool,
    pub(crate) quota: String,
    pub(crate) state: String,
    pub(crate) created_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        super::of_partner(Column::Id, scope)
    }
}

/// Those of the scope, by name.
pub(crate) async fn list(tx: &TenantTx) -> Result<Vec<Partner>, Fault> {
    let rows = tx
        .find::<Entity>()
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .all(tx)
        .await?;
    let mut chosen = centre::list(tx).await?;
    let partners = rows.into_iter().map(|row| {
        let id = PartnerId::from_row(row.id);
        read(
            row,
            ChosenCentres::Only(chosen.remove(&id).unwrap_or_default()),
        )
    });
    partners.collect()
}

pub(crate) async fn find(tx: &TenantTx, id: PartnerId) -> Result<Option<Partner>, Fault> {
    let all = list(tx).await?;
    Ok(all.into_iter().find(|partner| partner.id == id))
}

pub(crate) async fn insert(tx: &TenantTx, partner: &Partner) -> Result<(), Fault> {
    let fields = &partner.fields;
    let row = ActiveModel {
        id: Set(partner.id.to_row()),
        organisation: Set(partner.organisation.to_string()),
        environment: Set(partner.environment.to_string()),
        created_at: Set(partner.created_at),
        state: Set(partner.state.to_string()),
        ..written(fields)
    };
    row.insert(tx).await?;
    centre::replace(tx, partner.id, of(&fields.centres)).await
}

pub(crate) async fn update(
    tx: &TenantTx,
    id: PartnerId,
    fields: &PartnerFields,
) -> Result<(), Fault> {
    tx.update::<Entity>()
        .set(written(fields))
        .filter(Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    centre::replace(tx, id, of(&fields.centres)).await
}

pub(crate) async fn set_state(
    tx: &TenantTx,
    id: PartnerId,
    state: PartnerState,
) -> Result<(), Fault> {
    let change = ActiveModel {
        state: Set(state.to_string()),
        ..Default::default()
    };
    tx.update::<Entity>()
        .set(change)
        .filter(Column::Id.eq(id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}

fn of(centres: &ChosenCentres) -> &[kernel::CentreId] {
    match centres {
        ChosenCentres::All => &[],
        ChosenCentres::Only(chosen) => chosen,
    }
}

fn written(fields: &PartnerFields) -> ActiveModel {
    let scopes: Vec<&str> = fields.scopes.iter().map(|scope| scope.as_str()).collect();
    ActiveModel {
        name: Set(fields.name.clone()),
        contact: Set(fields.contact.clone()),
        scopes: Set(scopes.join(" ")),
        all_centres: Set(fields.centres == ChosenCentres::All),
        quota: Set(fields.quota.to_string()),
        ..Default::default()
    }
}

fn read(row: Model, chosen: ChosenCentres) -> Result<Partner, Fault> {
    let organisation: OrganisationNumber = row
        .organisation
        .parse()
        .map_err(|_odd| Fault::Corrupt("partner_system.organisation"))?;
    let word = |column: &'static str| move |_odd: kernel::UnknownWord| Fault::Corrupt(column);
    let scopes = row.scopes.split_whitespace().map(str::parse);
    let scopes: Result<Vec<PartnerScope>, _> = scopes.collect();
    Ok(Partner {
        id: PartnerId::from_row(row.id),
        organisation,
        environment: row
            .environment
            .parse()
            .map_err(word("partner_system.environment"))?,
        fields: PartnerFields {
            name: row.name,
            contact: row.contact,
            scopes: scopes.map_err(word("partner_system.scopes"))?,
            centres: if row.all_centres {
                ChosenCentres::All
            } else {
                chosen
            },
            quota: row.quota.parse().map_err(word("partner_system.quota"))?,
        },
        state: row.state.parse().map_err(word("partner_system.state"))?,
        created_at: row.created_at,
    })
}
