//! Table `centre`.

use kernel::Scope;
use platform::Scoped;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "centre")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub county: String,
    pub name: String,
    pub region: String,
    pub languages: String,
    pub time_zone: String,
    pub local_reserve: i32,
    pub active: bool,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> sea_orm::Condition {
        super::of_centre(Column::Id, scope)
    }
}
