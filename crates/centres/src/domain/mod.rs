//! The pure rules of a centre: values in, values out.

mod centre;
mod counsellor;
pub mod holidays;
pub mod hours;
mod line;
mod texts;

pub use centre::{Agreement, Centre, NewSite, Partner, Site, share_on};
pub use counsellor::{Capacity, Counsellor, Presence};
pub(crate) use line::line;
pub use texts::Texts;
