//! Tables of referrals. Rows never leave this folder.

pub(crate) mod code;
pub(crate) mod grant;
pub(crate) mod referral;

use kernel::Scope;
use platform::TenantTx;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, Statement, Value, prelude::Expr};

/// Rows of one partner.
fn of_partner(column: impl ColumnTrait, scope: Scope) -> Condition {
    match scope {
        Scope::System => Condition::all(),
        Scope::Partner(id) => Condition::all().add(column.eq(id.to_row())),
        Scope::Centre(_) | Scope::Conversation(_) | Scope::National | Scope::Public => {
            Condition::all().add(Expr::cust("1 = 0"))
        }
    }
}

/// Rows for the product alone.
fn system_only(scope: Scope) -> Condition {
    match scope {
        Scope::System => Condition::all(),
        _ => Condition::all().add(Expr::cust("1 = 0")),
    }
}

fn statement<const N: usize>(tx: &TenantTx, sql: &str, values: [Value; N]) -> Statement {
    Statement::from_sql_and_values(tx.get_database_backend(), sql, values)
}
