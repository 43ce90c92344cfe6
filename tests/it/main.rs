//! One binary for every test that sees the whole product.

mod gates;
mod privacy;
mod product;
