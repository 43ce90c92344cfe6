//! One binary for every test that sees the whole product.

mod api;
mod gates;
mod journeys;
mod machinery;
mod privacy;
mod product;
