//! Table `class_start`: what neither a centre nor a partner may know. They leave rows behind; only the product reads
//! them.

use kernel::Scope;
use platform::Scoped;
use sea_orm::{entity::prelude::*, sea_query::Expr};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "class_start")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub link_id: Uuid,
    pub centre_id: Option<Uuid>,
    pub partner_id: Option<Uuid>,
    pub starts: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> sea_orm::Condition {
        let rows = sea_orm::Condition::all();
        match scope {
            Scope::System => rows,
            _ => rows.add(Expr::cust("1 = 0")),
        }
    }
}
