//! What tests share: a migrated database of each kind, a clock that stands still, seeded ids.
//!
//! PostgreSQL is started by the test command, which hands over two addresses:
//! `VEIVISER_TEST_POSTGRES_OWNER` and `VEIVISER_TEST_POSTGRES_APP`. It names the NATS server, of which each test
//! starts its own, in `VEIVISER_TEST_NATS`, and the folder of PostgreSQL's programs, for tests that take the server away,
//! in `VEIVISER_TEST_POSTGRES_PROGRAMS`. It installs the packages of the OpenID provider
//! in `tests/oidc`, which a test starts for itself.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "only tests use this crate; one that cannot begin says so and stops"
)]

mod clock;
mod database;
mod nats;
mod oidc;
mod port;
mod postgres;
mod signing;

pub use clock::ManualClock;
pub use database::TestDatabase;
pub use nats::NatsServer;
pub use oidc::OidcProvider;
pub use port::free_port;
pub use postgres::PostgresServer;
pub use signing::SigningKey;

use std::sync::Arc;

use kernel::{Instant, Sources};
use platform::{Sealer, SealingKeys, SeededEntropy};

/// Monday 23 November 2026, 10:00 in Oslo: an ordinary working day in winter time.
pub fn working_day() -> Instant {
    Instant::from_timestamp(1_795_424_400, 0).unwrap_or(Instant::UNIX_EPOCH)
}

/// A clock that stands still, and entropy from `seed`.
pub fn sources(seed: u64) -> (Sources, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::new(working_day()));
    let entropy = Arc::new(SeededEntropy::from_seed(seed));
    let shared: Arc<dyn kernel::Clock> = clock.clone();
    (Sources::new(shared, entropy), clock)
}

/// A key as `server.sealing_keys` names it.
pub const SEALING_KEY: &str = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

/// Seals by [`SEALING_KEY`].
///
/// # Panics
/// Never: the key is well formed.
pub fn sealer() -> Sealer {
    let keys = SealingKeys::from_text(SEALING_KEY);
    Sealer::of(&keys).expect("a well-formed key")
}

/// Runs an async test body once on SQLite and once on PostgreSQL, as two tests in a module.
///
/// ```ignore
/// testkit::on_both!(stale_write_is_refused, async |database: TestDatabase| { … });
/// ```
#[macro_export]
macro_rules! on_both {
    ($name:ident, $body:expr) => {
        mod $name {
            #[allow(
                unused_imports,
                reason = "the body is written as if outside the module"
            )]
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let body = $body;
                body($crate::TestDatabase::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let body = $body;
                body($crate::TestDatabase::postgres().await).await;
            }
        }
    };
}
