//! Table `staffing_minimum`: one row, once somebody chose.

use kernel::Scope;
use platform::Scoped;
use sea_orm::{entity::prelude::*, sea_query::Expr};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staffing_minimum")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i16,
    pub centres: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> sea_orm::Condition {
        let rows = sea_orm::Condition::all();
        match scope {
            Scope::National | Scope::System => rows,
            Scope::Centre(_) | Scope::Conversation(_) | Scope::Partner(_) | Scope::Public => {
                rows.add(Expr::cust("1 = 0"))
            }
        }
    }
}
