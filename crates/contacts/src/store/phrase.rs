//! Canned phrases: national ones, and a centre's own.

use kernel::{CentreId, Language, PhraseId, Scope};
use platform::{Fault, Scoped, TenantTx};
use sea_orm::{
    ActiveModelBehavior, ActiveValue::Set, ColumnTrait, Condition, DeriveEntityModel,
    DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait, QueryFilter,
    QueryOrder, prelude::Expr,
};
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "phrase")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) centre_id: Option<Uuid>,
    pub(crate) language: String,
    pub(crate) phase: String,
    pub(crate) title: String,
    pub(crate) body: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        match scope {
            Scope::System | Scope::National => Condition::all(),
            Scope::Centre(id) => Condition::any()
                .add(Column::CentreId.is_null())
                .add(Column::CentreId.eq(id.to_row())),
            Scope::Conversation(_) | Scope::Partner(_) | Scope::Public => {
                Condition::all().add(Expr::cust("1 = 0"))
            }
        }
    }
}

/// A phrase a counsellor can insert.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    pub(crate) id: PhraseId,
    pub(crate) centre: Option<CentreId>,
    pub(crate) language: Language,
    /// Phase of the talk: contact, contract, communication, conclusion.
    pub(crate) phase: String,
    pub(crate) title: String,
    pub(crate) body: String,
}

pub(crate) async fn insert(tx: &TenantTx, phrase: Phrase) -> Result<(), Fault> {
    let row = ActiveModel {
        id: Set(phrase.id.to_row()),
        centre_id: Set(phrase.centre.map(CentreId::to_row)),
        language: Set(phrase.language.to_string()),
        phase: Set(phrase.phase),
        title: Set(phrase.title),
        body: Set(phrase.body),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

pub(crate) async fn list(tx: &TenantTx, language: Option<Language>) -> Result<Vec<Phrase>, Fault> {
    let mut select = tx.find::<Entity>();
    if let Some(language) = language {
        select = select.filter(Column::Language.eq(language.as_str()));
    }
    let rows = select.order_by_asc(Column::Id).all(tx).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Phrase {
                id: PhraseId::from_row(row.id),
                centre: row.centre_id.map(CentreId::from_row),
                language: row
                    .language
                    .parse()
                    .map_err(|_unknown| Fault::Corrupt("phrase.language"))?,
                phase: row.phase,
                title: row.title,
                body: row.body,
            })
        })
        .collect()
}
