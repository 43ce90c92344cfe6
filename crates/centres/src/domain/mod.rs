//! The pure rules of a centre: values in, values out.

pub mod holidays;
pub mod hours;
mod texts;

pub use texts::Texts;
