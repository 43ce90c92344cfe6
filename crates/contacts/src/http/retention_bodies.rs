//! How long things are kept, on the wire.

use kernel::ReportId;
use platform::{
    hex,
    http::{Moment, Wire},
};
use poem_openapi::Object;
use serde::Deserialize;

use crate::{
    app::Foreseen,
    domain::{
        report::{Report, Seal},
        retention::Retention,
    },
};

/// How long things are kept.
#[derive(Clone, Copy, Debug, Object)]
#[oai(rename = "Retention")]
pub(super) struct RetentionBody {
    /// Hours that messages are kept after the talk ended; erased within the hour after that.
    content_hours: u32,
    /// Days that entries of the audit log are kept.
    audit_days: u32,
}

impl From<Retention> for RetentionBody {
    fn from(retention: Retention) -> Self {
        Self {
            content_hours: retention.content_hours,
            audit_days: retention.audit_days,
        }
    }
}

/// How long things shall be kept.
#[derive(Clone, Copy, Debug, Object, Deserialize)]
#[oai(rename = "RetentionChoice")]
#[serde(deny_unknown_fields)]
pub(super) struct RetentionInput {
    /// 1 to 720.
    content_hours: u32,
    /// 365 to 36500.
    audit_days: u32,
}

impl From<RetentionInput> for Retention {
    fn from(input: RetentionInput) -> Self {
        Self {
            content_hours: input.content_hours,
            audit_days: input.audit_days,
        }
    }
}

/// What a choice would erase at once.
#[derive(Clone, Copy, Debug, Object)]
#[oai(rename = "RetentionPreview")]
pub(super) struct PreviewBody {
    /// Closed conversations that still have content.
    conversations: u64,
    /// Entries of the audit log.
    audit_entries: u64,
}

impl From<Foreseen> for PreviewBody {
    fn from(foreseen: Foreseen) -> Self {
        Self {
            conversations: foreseen.conversations,
            audit_entries: foreseen.audit_entries,
        }
    }
}

/// What a run of the retention rules erased: how much, of what, up to when.
#[derive(Clone, Debug, Object)]
#[oai(rename = "RetentionReport", skip_serializing_if_is_none)]
pub(super) struct ReportBody {
    id: Wire<ReportId>,
    started_at: Wire<Moment>,
    sealed_at: Wire<Moment>,
    /// Talks that ended then or before.
    content_until: Wire<Moment>,
    /// Entries of the log that were written then or before.
    audit_until: Wire<Moment>,
    conversations: u64,
    messages: u64,
    audit_entries: u64,
    /// What was sealed, a line a field.
    text: String,
    /// Of the text, in hexadecimal digits; stands in the audit log as well.
    sha256: String,
    /// Ed25519, in hexadecimal digits; absent where the operator gave no key.
    public_key: Option<String>,
    /// Of the text, by that key, in hexadecimal digits.
    signature: Option<String>,
}

/// A page of reports, newest first.
#[derive(Clone, Debug, Object)]
#[oai(rename = "RetentionReports", skip_serializing_if_is_none)]
pub(super) struct ReportsBody {
    pub(super) items: Vec<ReportBody>,
    /// What to give as `after` for the next page; absent on the last one.
    pub(super) next: Option<Wire<ReportId>>,
}

/// None while the run goes on.
pub(super) fn report_body(report: &Report) -> Option<ReportBody> {
    let Seal {
        sealed_at,
        digest,
        signature,
    } = report.seal.as_ref()?;
    let moment = |at| Wire(Moment(at));
    let (key, signature) = signature.as_ref().map(|(k, s)| (hex(k), hex(s))).unzip();
    Some(ReportBody {
        id: Wire(report.id),
        started_at: moment(report.started_at),
        sealed_at: moment(*sealed_at),
        content_until: moment(report.content_until),
        audit_until: moment(report.audit_until),
        conversations: report.erased.conversations,
        messages: report.erased.messages,
        audit_entries: report.erased.audit_entries,
        text: report.text(*sealed_at),
        sha256: hex(digest),
        public_key: key,
        signature,
    })
}
