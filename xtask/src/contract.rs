//! The step that asks a running server by its own OpenAPI documents.

use anyhow::Result;

use crate::journal::Journal;
use crate::postgres::Postgres;
use crate::python::Python;
use crate::workshop::Workshop;

const REQUIREMENTS: &str = "tests/openapi/requirements.txt";

/// Sends right and wrong requests to the demo, on SQLite and on PostgreSQL, and judges the answers.
pub(crate) fn check(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    let python = Python::provide(workshop, journal, "contract-python", REQUIREMENTS)?;
    let server = Postgres::start(workshop, journal)?;
    let database = server.make_database(journal, "contract")?;
    journal.stream();
    journal.run(
        python
            .command(workshop)?
            // Nothing compiled is left beside the tests.
            .args(["-B", "tests/openapi/run.py"])
            .env("VEIVISER_BINARY", workshop.binary())
            .env("VEIVISER_CONTRACT_POSTGRES_OWNER", database.owner_url)
            .env("VEIVISER_CONTRACT_POSTGRES_APP", database.app_url),
    )
}
