//! Use cases on both databases.

mod news;
mod purging;
