//! Tables as files that a spreadsheet opens by itself (RFC 4180): UTF-8 with a mark, semicolons.

use csv::{Terminator, WriterBuilder};
use poem_openapi::{ApiResponse, payload::Binary};

use crate::Fault;

/// Tells spreadsheets that the text is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();
/// Characters that make a spreadsheet take a cell for a formula (OWASP, CSV injection).
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r'];

/// A table to save.
#[derive(Debug, ApiResponse)]
pub enum CsvFile {
    /// The table.
    #[oai(status = 200, content_type = "text/csv; charset=utf-8")]
    Table(
        Binary<Vec<u8>>,
        /// Under which name to save it.
        #[oai(header = "Content-Disposition")]
        String,
    ),
}

impl CsvFile {
    /// The rows, the titles first, to be saved as `name.csv`.
    pub fn new(
        name: &str,
        rows: impl IntoIterator<Item = impl IntoIterator<Item = String>>,
    ) -> Result<Self, Fault> {
        let mut writer = WriterBuilder::new()
            .delimiter(b';')
            .terminator(Terminator::CRLF)
            .flexible(true)
            .from_writer(MARK.to_vec());
        for row in rows {
            let cells = row.into_iter().map(|cell| guard_cell(&cell));
            writer.write_record(cells).map_err(std::io::Error::from)?;
        }
        let bytes = writer
            .into_inner()
            .map_err(csv::IntoInnerError::into_error)?;
        let name = format!("attachment; filename=\"{name}.csv\"");
        Ok(Self::Table(Binary(bytes), name))
    }
}

/// The cell with an apostrophe before what a spreadsheet would take for a formula.
pub fn guard_cell(cell: &str) -> String {
    if cell.starts_with(FORMULA) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// The cell as it was before [`guard_cell`].
pub fn unguard_cell(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_stays_text() {
        let rows = ["=1+1", "+47", "-2", "@x", "\tx", "Åse; \"Ås\"", "a\r\nb"];
        let cells = rows.iter().map(|text| vec![(*text).to_owned()]);
        let CsvFile::Table(Binary(bytes), name) = CsvFile::new("timer-2026-11", cells).unwrap();
        assert_eq!(name, "attachment; filename=\"timer-2026-11.csv\"");
        let text = String::from_utf8(bytes).unwrap();
        let expected = "\u{feff}'=1+1\r\n'+47\r\n'-2\r\n'@x\r\n'\tx\r\n\
                        \"Åse; \"\"Ås\"\"\"\r\n\"a\r\nb\"\r\n";
        assert_eq!(text, expected);
        for cell in rows {
            assert_eq!(unguard_cell(&guard_cell(cell)), cell);
        }
    }
}
