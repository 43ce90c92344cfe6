//! Rows and queries; rows never leave this folder.

pub(crate) mod assertion;
mod centre;
pub(crate) mod key;
pub(crate) mod partner;
pub(crate) mod usage;

use kernel::Scope;
use sea_orm::{ColumnTrait, Condition, prelude::Expr};

/// The rows whose column names the scope's partner.
fn of_partner(column: impl ColumnTrait, scope: Scope) -> Condition {
    let rows = Condition::all();
    match scope {
        Scope::System | Scope::National => rows,
        Scope::Partner(id) => rows.add(column.eq(id.to_row())),
        Scope::Centre(_) | Scope::Conversation(_) | Scope::Public => rows.add(Expr::cust("1 = 0")),
    }
}
