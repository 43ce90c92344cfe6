//! Use cases.

mod accept_invitation;
mod administrators;
mod assign_role;
mod begin_login;
mod begin_step;
mod change_identities;
mod change_password;
mod change_providers;
mod choose_workplace;
mod create_account;
mod end_logins;
mod end_sessions;
mod examine;
mod finish_login;
mod import_staff;
mod invite;
mod login;
mod login_rule;
mod logout;
mod me;
mod open_session;
mod own_factors;
mod own_login;
mod own_sessions;
mod passkey_login;
mod passkeys;
mod passwords;
mod purge_sessions;
mod recovery_codes;
mod release;
mod revoke;
mod second_factor;
mod send_invitation;
mod staff_accounts;
mod staff_login;
mod test_provider;
mod totp;

pub(crate) use accept_invitation::{Shown, accept_invitation, join_by_invitation, show_invitation};
pub(crate) use administrators::administrators;
pub use assign_role::{AssignRoleError, NewRole, assign_role};
pub(crate) use begin_login::{BeginLogin, Begun, FLOW_LIFE, Purpose, begin_login};
pub(crate) use begin_step::STEP_MINUTES;
pub(crate) use change_identities::{list_identities, unlink_identity};
pub(crate) use change_password::{NewPassword, change_password};
pub(crate) use change_providers::{
    ProviderChange, create_provider, delete_provider, list_providers, list_providers_in_use,
    update_provider,
};
pub(crate) use choose_workplace::choose_workplace;
pub use create_account::{CreateAccountError, NewAccount, create_account};
pub use end_logins::count_people;
pub(crate) use end_logins::end_logins;
pub(crate) use end_sessions::{end_sessions, with_end_session};
pub use examine::{ProviderState, count_sealed, reach_providers};
pub(crate) use finish_login::{Arrival, Finished, finish_login, take_flow};
pub(crate) use import_staff::{Report, import_staff};
pub(crate) use invite::{SEND_INVITATION, invite, resend, revoke_invitation};
pub(crate) use login::{Admission, Login, PendingLogin, login};
pub(crate) use login_rule::{get_login_rule, update_login_rule};
pub(crate) use logout::logout;
pub(crate) use me::{HeldRole, Profile, profile};
pub(crate) use open_session::Visit;
pub(crate) use own_factors::{OwnFactors, own_factors};
pub(crate) use own_sessions::{end_other_sessions, end_session, list_sessions};
pub(crate) use passkey_login::{
    Challenge, PasskeyLogin, PasskeyProof, begin_passkey_login, finish_passkey_login,
};
pub(crate) use passkeys::{NewPasskey, begin_passkey, create_passkey, delete_passkey};
pub use purge_sessions::{end_all_sessions, purge_sessions};
pub(crate) use recovery_codes::renew_recovery_codes;
pub(crate) use release::release;
pub(crate) use revoke::{deactivate, revoke};
pub(crate) use second_factor::{Entered, Proof, SecondStep, second_factor};
pub(crate) use send_invitation::send_invitation;
pub(crate) use staff_accounts::{StaffAccount, replace_roles, staff_accounts};
pub(crate) use staff_login::{Member, end_staff_sessions, reset_staff_factors};
pub(crate) use test_provider::{Finding, test_provider};
pub(crate) use totp::{begin_totp, confirm_totp, remove_totp};

/// What secrets are sealed for.
const CLIENT_SECRET: &str = "identity_provider.client_secret";
const VERIFIER: &str = "login_flow.verifier";
const ID_TOKEN: &str = "federated_session.id_token";
