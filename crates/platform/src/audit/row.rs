//! Table `audit_entry`.

use kernel::Scope;
use sea_orm::{Condition, entity::prelude::*};

use crate::Scoped;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub chain: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub at: DateTimeUtc,
    pub account_id: Option<Uuid>,
    pub action: String,
    pub target: String,
    pub old: Option<String>,
    pub new: Option<String>,
    pub hash: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> Condition {
        match scope {
            Scope::System | Scope::National => Condition::all(),
            Scope::Centre(id) => Condition::all().add(Column::Chain.eq(id.to_row())),
            Scope::Conversation(_) | Scope::Partner(_) | Scope::Public => {
                Condition::all().add(Expr::cust("1 = 0"))
            }
        }
    }
}
