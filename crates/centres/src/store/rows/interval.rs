//! Table `opening_interval`.

use kernel::Scope;
use platform::Scoped;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "opening_interval")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub centre_id: Uuid,
    pub queue: String,
    pub channel: String,
    pub weekday: i32,
    pub opens_minute: i32,
    pub closes_minute: i32,
    pub valid_from: Option<Date>,
    pub valid_until: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> sea_orm::Condition {
        super::of_centre(Column::CentreId, scope)
    }
}
