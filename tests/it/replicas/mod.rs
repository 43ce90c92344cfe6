//! Several copies of the product on one database.

mod bus;
mod lease;
mod model;
mod shared;
mod talking;
