//! The step that looks at the Helm chart and the container file.

use anyhow::Result;

use crate::journal::Journal;
use crate::python::Python;
use crate::workshop::Workshop;

const REQUIREMENTS: &str = "helm/tests/requirements.txt";

/// Renders the chart as operators would, and judges what comes out.
pub(crate) fn check(workshop: &Workshop, journal: &mut Journal) -> Result<()> {
    let python = Python::provide(workshop, journal, "helm-python", REQUIREMENTS)?;
    journal.stream();
    journal.run(
        python
            .command(workshop)?
            // Nothing compiled is left beside the tests.
            .args(["-B", "helm/tests/run.py", "--tools"])
            .arg(&workshop.tools),
    )
}
