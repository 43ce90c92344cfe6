//! The audit log as a file, written while it is read: its size does not matter.

use std::collections::HashMap;

use aws_lc_rs::digest::{Context, SHA256};
use futures_util::{Stream, stream::try_unfold};
use kernel::{AccountId, CentreId};
use platform::{
    Ctx, Fault,
    audit::{self, Entry, Filter},
    hex,
    http::{Problem, guard_cell},
};
use poem::{Body, IntoResponse, Response, http::header};
use poem_openapi::{
    ApiResponse,
    payload::{Binary, Payload},
    registry::{MetaHeader, MetaMediaType, MetaResponse, MetaResponses, Registry},
    types::Type,
};
use serde_json::{Value, json};

use super::audit::names;

/// Entries read at a time.
const PAGE: u64 = 500;
const COLUMNS: &str = "seq,at,account_id,name,action,target,old,new,hash\r\n";

/// The log as a file, oldest entry first. Each entry carries its hash in the chain; the last line has the number of entries
/// and the SHA-256 of all bytes before it. Not derived: that would declare one of two kinds of files.
pub(super) struct AuditFile {
    body: Body,
    format: Format,
    name: String,
}

impl ApiResponse for AuditFile {
    fn meta() -> MetaResponses {
        let content = [Format::Csv, Format::JsonLines].map(|format| MetaMediaType {
            content_type: format.content_type(),
            schema: Binary::<Body>::schema_ref(),
        });
        let name = MetaHeader {
            name: "Content-Disposition".to_owned(),
            description: Some("Suggests a file name.".to_owned()),
            required: true,
            deprecated: false,
            schema: String::schema_ref(),
        };
        let file = MetaResponse {
            description: "Oldest entry first.",
            status: Some(200),
            status_range: None,
            content: content.into(),
            headers: vec![name],
        };
        MetaResponses {
            responses: vec![file],
        }
    }

    fn register(_registry: &mut Registry) {}
}

impl IntoResponse for AuditFile {
    fn into_response(self) -> Response {
        Response::builder()
            .content_type(self.format.content_type())
            .header(header::CONTENT_DISPOSITION, self.name)
            .body(self.body)
    }
}

#[derive(Clone, Copy)]
enum Format {
    Csv,
    JsonLines,
}

impl Format {
    const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::JsonLines => "application/jsonl",
        }
    }
}

/// # Errors
/// The format is neither.
pub(super) fn export(
    ctx: Ctx,
    centre: Option<CentreId>,
    filter: Filter,
    format: Option<&str>,
) -> Result<AuditFile, Problem> {
    let format = match format {
        None | Some("csv") => Format::Csv,
        Some("jsonl") => Format::JsonLines,
        Some(_) => return Err(Problem::invalid("format", "expected csv or jsonl")),
    };
    let day = ctx.now.format("%Y-%m-%d");
    let ending = match format {
        Format::Csv => "csv",
        Format::JsonLines => "jsonl",
    };
    let name = format!("attachment; filename=\"audit-log-{day}.{ending}\"");
    let writing = Writing {
        ctx,
        centre,
        filter,
        format,
        digest: Context::new(&SHA256),
        entries: 0,
        stage: Stage::Head,
    };
    Ok(AuditFile {
        body: Body::from_bytes_stream(lines(writing)),
        format,
        name,
    })
}

/// How far the file is written.
enum Stage {
    Head,
    /// Up to this number.
    After(i64),
    End,
}

struct Writing {
    ctx: Ctx,
    centre: Option<CentreId>,
    filter: Filter,
    format: Format,
    digest: Context,
    entries: u64,
    stage: Stage,
}

fn lines(writing: Writing) -> impl Stream<Item = Result<Vec<u8>, std::io::Error>> {
    try_unfold(writing, |mut writing| async move {
        let next = writing.next().await.map_err(|fault| {
            // The file ends without its last line.
            tracing::error!(error = fault.chain(), "an export was broken off");
            std::io::Error::other("broken off")
        })?;
        Ok(next.map(|text| (text.into_bytes(), writing)))
    })
}

impl Writing {
    async fn next(&mut self) -> Result<Option<String>, Fault> {
        let text = match self.stage {
            Stage::Head => {
                self.stage = Stage::After(0);
                match self.format {
                    Format::Csv => COLUMNS.to_owned(),
                    Format::JsonLines => String::new(),
                }
            }
            Stage::After(seq) => self.page(seq).await?,
            Stage::End => return Ok(None),
        };
        self.digest.update(text.as_bytes());
        Ok(Some(text))
    }

    async fn page(&mut self, after: i64) -> Result<String, Fault> {
        let tx = self.ctx.read().await?;
        let page = audit::list_after(&tx, self.centre, &self.filter, (after, PAGE)).await?;
        drop(tx);
        let Some(last) = page.last() else {
            self.stage = Stage::End;
            return Ok(self.last_line());
        };
        self.stage = Stage::After(last.seq);
        self.entries += u64::try_from(page.len()).unwrap_or_default();
        let names = names(&self.ctx, &page).await?;
        let mut text = String::new();
        for entry in page {
            match self.format {
                Format::Csv => csv_line(&mut text, entry, &names),
                Format::JsonLines => json_line(&mut text, entry, &names)?,
            }
        }
        Ok(text)
    }

    fn last_line(&self) -> String {
        let (entries, sha256) = (self.entries, hex(self.digest.clone().finish().as_ref()));
        match self.format {
            Format::Csv => format!("# entries {entries},# sha256 {sha256}\r\n"),
            Format::JsonLines => format!("{}\n", json!({ "entries": entries, "sha256": sha256 })),
        }
    }
}

fn csv_line(text: &mut String, entry: Entry, names: &HashMap<AccountId, String>) {
    let name = entry.account.and_then(|id| names.get(&id).cloned());
    let cells = [
        entry.seq.to_string(),
        entry.at.to_rfc3339(),
        entry.account.map(|id| id.to_string()).unwrap_or_default(),
        name.unwrap_or_default(),
        entry.action,
        entry.target,
        entry.old.unwrap_or_default(),
        entry.new.unwrap_or_default(),
        hex(&entry.hash),
    ];
    text.push_str(&cells.map(|cell| csv_cell(&cell)).join(","));
    text.push_str("\r\n");
}

/// Quoted as RFC 4180 says; what a spreadsheet would take for a formula begins with an apostrophe.
fn csv_cell(cell: &str) -> String {
    format!("\"{}\"", guard_cell(cell).replace('"', "\"\""))
}

fn json_line(
    text: &mut String,
    entry: Entry,
    names: &HashMap<AccountId, String>,
) -> Result<(), Fault> {
    let value = |text: Option<String>| -> Result<Value, Fault> {
        Ok(text.map_or(Ok(Value::Null), |text| serde_json::from_str(&text))?)
    };
    let line = json!({
        "seq": entry.seq,
        "at": entry.at,
        "account_id": entry.account,
        "name": entry.account.and_then(|id| names.get(&id)),
        "action": entry.action,
        "target": entry.target,
        "old": value(entry.old)?,
        "new": value(entry.new)?,
        "hash": hex(&entry.hash),
    });
    text.push_str(&line.to_string());
    text.push('\n');
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_no_formula() {
        assert_eq!(csv_cell("a \"b\""), "\"a \"\"b\"\"\"");
        assert_eq!(csv_cell("=HYPERLINK(1)"), "\"'=HYPERLINK(1)\"");
        assert_eq!(csv_cell(""), "\"\"");
    }
}
