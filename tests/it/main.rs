//! One binary for every test that sees the whole product.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what is not there fails the test, also in the functions tests share"
)]

mod api;
mod gates;
mod journeys;
mod machinery;
mod oidc;
mod operator;
mod partners;
mod privacy;
mod product;
mod replicas;
