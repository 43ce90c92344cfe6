//! Table `presence`.

use kernel::Scope;
use platform::Scoped;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "presence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub staff_id: Uuid,
    pub centre_id: Uuid,
    pub state: String,
    pub since: DateTimeUtc,
    pub seen_at: DateTimeUtc,
    pub load_units: i32,
    pub capacity_units: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::staff::Entity",
        from = "Column::StaffId",
        to = "super::staff::Column::Id"
    )]
    Staff,
}

impl Related<super::staff::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Staff.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> sea_orm::Condition {
        super::of_centre(Column::CentreId, scope)
    }
}
