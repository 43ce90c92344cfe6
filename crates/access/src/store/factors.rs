//! Which factors an account has beside its password.

use kernel::AccountId;
use platform::{Fault, TenantTx};

use super::{passkey, recovery_code, totp};
use crate::domain::Factors;

pub(crate) async fn of_account(tx: &TenantTx, account: AccountId) -> Result<Factors, Fault> {
    let app = totp::find(tx, account).await?;
    Ok(Factors {
        totp: app.is_some_and(|app| app.is_confirmed),
        passkey: passkey::has_any(tx, account).await?,
        recovery_codes: recovery_code::count(tx, account).await?,
    })
}

/// Takes away all of them.
pub(crate) async fn delete_of_account(tx: &TenantTx, account: AccountId) -> Result<(), Fault> {
    totp::delete(tx, account).await?;
    passkey::delete_of_account(tx, account).await?;
    recovery_code::delete_of_account(tx, account).await
}
