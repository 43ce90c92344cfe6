//! Tables of webhooks. Rows never leave this folder.

pub(crate) mod claim;
pub(crate) mod delivery;
pub(crate) mod endpoint;
pub(crate) mod event;

use kernel::Scope;
use platform::{Fault, TenantTx};
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

fn statement<const N: usize>(tx: &TenantTx, sql: &str, values: [Value; N]) -> Statement {
    Statement::from_sql_and_values(tx.get_database_backend(), sql, values)
}

fn read_count(number: i32, column: &'static str) -> Result<u32, Fault> {
    u32::try_from(number).ok().ok_or(Fault::Corrupt(column))
}

fn write_count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
