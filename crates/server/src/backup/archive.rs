//! What a backup of PostgreSQL holds, read out of it line by line.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context, ensure};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    process::{ChildStderr, ChildStdin},
};

use super::programs::{Programs, last_words};

/// The table of migrations, and the column with their names.
const MIGRATIONS: (&str, &str) = ("seaql_migrations", "version");
/// Ends the rows of a table.
const END: &[u8] = b"\\.";
/// A setting that servers before 17 do not know.
const UNKNOWN_BEFORE_17: &[u8] = b"SET transaction_timeout";

/// What was counted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) rows: BTreeMap<String, u64>,
    pub(super) schema: Vec<String>,
    /// The table whose rows come, and which column names a migration.
    current: Option<(String, Option<usize>)>,
}

impl Tally {
    /// Takes the next line in, without its end.
    fn take(&mut self, line: &[u8]) {
        let Some((table, column)) = &self.current else {
            self.current = begin(line);
            if let Some((table, None)) = &self.current {
                self.rows.insert(table.clone(), 0);
            }
            return;
        };
        if line == END {
            self.current = None;
        } else if let Some(column) = column {
            let text = String::from_utf8_lossy(line);
            let name = text.split('\t').nth(*column).unwrap_or_default();
            self.schema.push(name.to_owned());
        } else {
            *self.rows.entry(table.clone()).or_default() += 1;
        }
    }
}

/// Reads `COPY public.tombstone (digest, erased_at, written) FROM stdin;`.
fn begin(line: &[u8]) -> Option<(String, Option<usize>)> {
    let text = str::from_utf8(line).ok()?;
    let rest = text.strip_prefix("COPY public.")?;
    let (table, columns) = rest.split_once(" (")?;
    let columns = columns.strip_suffix(") FROM stdin;")?;
    let table = table.trim_matches('"').to_owned();
    let is_name = |column: &str| column.trim_matches('"') == MIGRATIONS.1;
    let of_migrations = table == MIGRATIONS.0;
    let column = columns.split(", ").position(is_name);
    Some((table, column.filter(|_| of_migrations)))
}

/// Counts what is in an archive; reads all of it, so that damage is found.
pub(super) async fn read(programs: &Programs, archive: &Path) -> anyhow::Result<Tally> {
    unpack(programs, archive, (&["--data-only"], None)).await
}

/// Unpacks an archive into statements, counts their rows, and hands them on where somebody takes them.
pub(super) async fn unpack(
    programs: &Programs,
    archive: &Path,
    (options, mut taker): (&[&str], Option<(&mut ChildStdin, u32)>),
) -> anyhow::Result<Tally> {
    let mut child = programs
        .call("pg_restore")
        .args(["--no-owner", "--no-privileges", "--no-comments"])
        .args(options)
        .arg("--file=-")
        .arg(archive)
        .spawn()
        .context("pg_restore cannot be started")?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let stdout = stdout.context("pg_restore says nothing")?;
    let reading = async {
        let mut lines = BufReader::new(stdout);
        let mut tally = Tally::default();
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).await? > 0 {
            let is_whole = line.ends_with(b"\n");
            tally.take(line.strip_suffix(b"\n").unwrap_or(&line));
            if let Some((taker, server)) = &mut taker
                && is_whole
                && (*server >= 17 || !line.starts_with(UNKNOWN_BEFORE_17))
            {
                taker.write_all(&line).await?;
            }
            line.clear();
        }
        Ok::<_, std::io::Error>(tally)
    };
    let (tally, said) = tokio::join!(reading, all_of(stderr));
    // Who takes it may have ended, and then knows why.
    let tally = tally.context("the backup could not be handed over")?;
    let status = child.wait().await?;
    ensure!(
        status.success(),
        "{} cannot be read: {}",
        archive.display(),
        last_words(&said)
    );
    Ok(tally)
}

/// Everything a program says of faults.
pub(super) async fn all_of(stderr: Option<ChildStderr>) -> Vec<u8> {
    let mut said = Vec::new();
    if let Some(mut stderr) = stderr {
        // What it could not say any more is not needed.
        let _read = stderr.read_to_end(&mut said).await;
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_by_table_and_migrations_are_named() {
        let script = "SET row_security = off;\n\
            COPY public.contact (id, county) FROM stdin;\n\
            1\t46\n2\tCOPY public.offer (id) FROM stdin;\n\\.\n\n\
            COPY public.offer (id) FROM stdin;\n\\.\n\
            COPY public.seaql_migrations (version, applied_at) FROM stdin;\n\
            m0001_platform\t1\nm0002_access\t2\n\\.\n\
            ALTER TABLE ONLY public.offer ADD CONSTRAINT x PRIMARY KEY (id);\n";
        let mut tally = Tally::default();
        for line in script.lines() {
            tally.take(line.as_bytes());
        }
        let rows = [("contact".to_owned(), 2), ("offer".to_owned(), 0)];
        assert_eq!(tally.rows, BTreeMap::from(rows));
        assert_eq!(tally.schema, ["m0001_platform", "m0002_access"]);
    }
}
