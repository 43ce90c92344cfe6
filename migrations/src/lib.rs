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
mod m0006_second_factor;
mod m0007_passkey;
mod m0009_oidc;
mod m0010_rota;
mod m0011_agreement;
mod m0012_presence_span;
mod m0013_centre_profile;
mod m0014_early_close;
mod m0015_retention;
mod m0016_membership;
mod m0017_invitation;
mod m0018_workplace;
mod m0019_lease;
mod m0020_policy;
mod m0021_board;
mod m0022_operations;
mod m0023_demand_history;
mod m0024_partner;
mod m0025_referral;
mod m0026_class_link;
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
            Box::new(m0006_second_factor::Migration),
            Box::new(m0007_passkey::Migration),
            Box::new(m0009_oidc::Migration),
            Box::new(m0010_rota::Migration),
            Box::new(m0011_agreement::Migration),
            Box::new(m0012_presence_span::Migration),
            Box::new(m0013_centre_profile::Migration),
            Box::new(m0014_early_close::Migration),
            Box::new(m0015_retention::Migration),
            Box::new(m0016_membership::Migration),
            Box::new(m0017_invitation::Migration),
            Box::new(m0018_workplace::Migration),
            Box::new(m0019_lease::Migration),
            Box::new(m0020_policy::Migration),
            Box::new(m0021_board::Migration),
            Box::new(m0022_operations::Migration),
            Box::new(m0023_demand_history::Migration),
            Box::new(m0024_partner::Migration),
            Box::new(m0025_referral::Migration),
            Box::new(m0026_class_link::Migration),
        ]
    }
}
