//! Stories across modules, over real streams.

mod dropping_out;
mod endings;
mod handing_on;
mod interruptions;
mod offers;
pub(crate) mod talking;
