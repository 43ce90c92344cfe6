//! Stories across modules, over real streams.

mod endings;
mod handing_on;
mod interruptions;
mod offers;
pub(crate) mod talking;
