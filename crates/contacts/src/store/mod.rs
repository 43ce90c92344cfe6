//! Tables of the module. Rows never leave this folder.

pub(crate) mod append;
pub(crate) mod board;
pub(crate) mod contact;
pub(crate) mod conversation;
pub(crate) mod decision;
pub(crate) mod due;
pub(crate) mod history;
pub(crate) mod message;
pub(crate) mod notice;
pub(crate) mod offer;
pub(crate) mod phrase;
pub(crate) mod policy;
pub(crate) mod report;
pub(crate) mod retention;
pub(crate) mod standing;
pub(crate) mod surge;
pub(crate) mod tombstone;
pub(crate) mod traffic;

use kernel::Scope;
use sea_orm::{Condition, prelude::Expr};

/// Rows of the national layer.
fn national_only(scope: Scope) -> Condition {
    match scope {
        Scope::System | Scope::National => Condition::all(),
        Scope::Centre(_) | Scope::Conversation(_) | Scope::Partner(_) | Scope::Public => {
            Condition::all().add(Expr::cust("1 = 0"))
        }
    }
}
