//! Rows: visible to the product itself only, because log-in comes before any scope.

pub(crate) mod account;
pub(crate) mod role_assignment;
pub(crate) mod session;

use kernel::Scope;
use sea_orm::{Condition, prelude::Expr};

fn system_only(scope: Scope) -> Condition {
    match scope {
        Scope::System => Condition::all(),
        Scope::Centre(_) | Scope::Conversation(_) | Scope::National | Scope::Public => {
            Condition::all().add(Expr::cust("1 = 0"))
        }
    }
}
