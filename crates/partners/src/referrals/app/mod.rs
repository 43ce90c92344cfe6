//! What can be done with referrals: by partners, by persons who hold a code, and by the product.

mod arrive;
mod create;
mod deliver;
mod forget;
mod person;
mod withdraw;

pub use arrive::note_arrival;
pub(crate) use arrive::{ARRIVE, arrive, find_pointed};
pub(crate) use create::{CreateError, Made, create};
pub(crate) use deliver::{DELIVER, Due, ERASE, Post, deliver, erase_address};
pub(crate) use forget::forget;
pub(crate) use person::{Looked, Shown, grant, look, withdraw_grant};
pub(crate) use withdraw::withdraw;

/// What a code is sealed for.
const CODE: &str = "referral_code.code";
/// What an address is sealed for.
const ADDRESS: &str = "referral_code.address";
