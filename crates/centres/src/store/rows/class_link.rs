//! Table `class_link`.

use kernel::Scope;
use platform::Scoped;
use sea_orm::{entity::prelude::*, sea_query::Expr};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "class_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub centre_id: Option<Uuid>,
    pub partner_id: Option<Uuid>,
    pub code_hash: Vec<u8>,
    pub request_hash: Option<Vec<u8>>,
    pub county: Option<String>,
    pub topic: Option<String>,
    pub most_starts: i32,
    pub valid_until: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn within(scope: Scope) -> sea_orm::Condition {
        let rows = sea_orm::Condition::all();
        match scope {
            Scope::System => rows,
            Scope::Centre(id) => rows.add(Column::CentreId.eq(id.to_row())),
            Scope::Partner(id) => rows.add(Column::PartnerId.eq(id.to_row())),
            Scope::Conversation(_) | Scope::National | Scope::Public => {
                rows.add(Expr::cust("1 = 0"))
            }
        }
    }
}
