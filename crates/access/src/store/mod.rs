//! Rows: visible to the product itself only, because log-in comes before any scope.

pub(crate) mod account;
pub(crate) mod factors;
pub(crate) mod federated_session;
pub(crate) mod identity_provider;
pub(crate) mod invitation;
pub(crate) mod linked_identity;
pub(crate) mod login_flow;
pub(crate) mod login_rule;
pub(crate) mod login_step;
pub(crate) mod passkey;
pub(crate) mod recovery_code;
pub(crate) mod role_assignment;
pub(crate) mod session;
pub(crate) mod totp;

use kernel::{IdKind, Scope};
use sea_orm::{Condition, prelude::Expr};

/// Marks ids that never leave the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RowKind;

impl IdKind for RowKind {
    const PREFIX: &'static str = "row";
}

fn system_only(scope: Scope) -> Condition {
    match scope {
        Scope::System => Condition::all(),
        Scope::Centre(_)
        | Scope::Conversation(_)
        | Scope::National
        | Scope::Partner(_)
        | Scope::Public => Condition::all().add(Expr::cust("1 = 0")),
    }
}
