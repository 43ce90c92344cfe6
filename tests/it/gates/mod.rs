//! Promises about the code base itself: what a reviewer would otherwise have to remember.

mod architecture;
mod files;
