//! The pure rules of a centre: values in, values out.

mod centre;
mod counsellor;
pub mod holidays;
pub mod hours;
mod texts;

pub use centre::{Agreement, Centre, NewSite, Partner, Site, share_on};
pub use counsellor::{Capacity, Counsellor, Presence};
pub use texts::Texts;
