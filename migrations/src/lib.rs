//! The schema, one area per file, portable between SQLite and PostgreSQL.
//!
//! Forward-only in production; `down` exists for development and is tested. On PostgreSQL every
//! table is created together with its row-level security (see [`walls`]).

pub use sea_orm_migration::{MigrationTrait, MigratorTrait};

mod m0001_platform;
mod m0002_access;
mod m0003_centres;
mod m0004_contacts;
mod m0005_audit;
mod walls;

pub use walls::grant;

/// Every migration, oldest first.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_platform::Migration),
            Box::new(m0002_access::Migration),
            Box::new(m0003_centres::Migration),
            Box::new(m0004_contacts::Migration),
            Box::new(m0005_audit::Migration),
        ]
    }
}
