//! The operations as their clients use and misuse them.

mod administration;
mod bad_frames;
mod bad_input;
mod browsers;
mod conversations;
mod limits;
mod misuse;
mod service;
