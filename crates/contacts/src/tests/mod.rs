//! Use cases on both databases.

mod purging;
