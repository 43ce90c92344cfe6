//! The tables, row by row. None of this leaves `store`.

#![expect(
    unreachable_pub,
    reason = "an entity is as public as the traits it implements"
)]

pub(super) mod absence;
pub(super) mod agreement;
pub(super) mod calendar_feed;
pub(super) mod centre;
pub(super) mod class_link;
pub(super) mod class_start;
pub(super) mod closed_day;
pub(super) mod exception;
pub(super) mod interval;
pub(super) mod logo;
pub(super) mod partner;
pub(super) mod presence;
pub(super) mod presence_span;
pub(super) mod profile;
pub(super) mod queue_override;
pub(super) mod rota;
pub(super) mod shift;
pub(super) mod shift_series;
pub(super) mod site;
pub(super) mod staff;
pub(super) mod staffing_minimum;
pub(super) mod swap;

use kernel::Scope;
use sea_orm::{ColumnTrait, Condition, sea_query::Expr};

/// The rows whose column names the scope's centre.
fn of_centre(column: impl ColumnTrait, scope: Scope) -> Condition {
    let rows = Condition::all();
    match scope {
        Scope::National | Scope::System => rows,
        Scope::Centre(id) => rows.add(column.eq(id.to_row())),
        Scope::Conversation(_) | Scope::Partner(_) | Scope::Public => rows.add(Expr::cust("1 = 0")),
    }
}
