//! The pure rules of a centre: values in, values out.

mod agreement;
mod centre;
mod checklist;
mod class;
mod counsellor;
pub mod holidays;
pub mod hours;
pub(crate) mod ledger;
mod membership;
mod overriding;
mod profile;
pub mod rota;
mod texts;

pub(crate) use agreement::NotPossible;
pub use agreement::{Agreement, Closing, Terms, share_on};
pub use centre::{Centre, NewSite, Partner, Site};
pub use checklist::{Facts, Item, Step, checklist};
pub(crate) use class::class_hash;
pub use class::{
    CLASS_CODE, ClassLink, ClassOwner, NewClass, SEEKER_TOPICS, class_code, class_url,
    draw_class_code,
};
pub use counsellor::{Capacity, Counsellor, Presence};
pub(crate) use kernel::{line, paragraphs};
pub use membership::checked;
pub(crate) use overriding::by_hand;
pub use overriding::{Override, OverrideTarget, Overrides, UnknownTarget};
pub use profile::{ImageKind, LARGEST_LOGO, LogoMark, Module, Profile};
pub(crate) use profile::{NAME, each, main_first};
pub use texts::Texts;
