//! Entries of the audit log on the wire.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::AccountId;
use platform::{Fault, audit::Entry, http::Wire};
use poem_openapi::{Object, types::Any};
use serde_json::Value;

/// Bytes a value may have in a list; a longer one is told of only.
const SHORT: usize = 2000;

/// Who did something.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
struct AuditActor {
    /// `account`, or `system` for the product itself.
    kind: String,
    account_id: Option<Wire<AccountId>>,
    /// Absent where the account is gone.
    name: Option<String>,
}

/// Something done.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct AuditEntry {
    /// From 1, without gaps.
    seq: i64,
    at: DateTime<Utc>,
    actor: AuditActor,
    /// As the policy names it, such as `hours:replace`.
    action: String,
    /// The id of what it was done to.
    target: String,
    /// Who is invited, while the invitation is open.
    target_name: Option<String>,
    /// How it was; absent where there was nothing.
    old: Option<Any<Value>>,
    /// How it became; absent where nothing is left.
    new: Option<Any<Value>>,
    /// Whether values are left out here because they are long: the entry by itself has them.
    cut: bool,
}

/// A page of the log, newest first.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(super) struct AuditPage {
    pub(super) items: Vec<AuditEntry>,
    /// What to give as `after` for the next page; absent on the last one.
    pub(super) next: Option<i64>,
}

/// An entry, and whether its long values were left out.
pub(super) type Shown = (Entry, bool);

/// How much of an entry is shown.
pub(super) trait Show {
    /// Without long values.
    fn cut(self) -> Shown;
    /// With all of it.
    fn whole(self) -> Shown;
}

impl Show for Entry {
    fn cut(mut self) -> Shown {
        let is_long = |text: &Option<String>| text.as_ref().is_some_and(|text| text.len() > SHORT);
        let cut = is_long(&self.old) || is_long(&self.new);
        if cut {
            (self.old, self.new) = (None, None);
        }
        (self, cut)
    }

    fn whole(self) -> Shown {
        (self, false)
    }
}

pub(super) fn body(
    (entry, cut): Shown,
    names: &HashMap<AccountId, String>,
    invited: &HashMap<String, String>,
) -> Result<AuditEntry, Fault> {
    let json = |text: Option<String>| -> Result<Option<Any<Value>>, Fault> {
        Ok(text
            .map(|text| serde_json::from_str(&text).map(Any))
            .transpose()?)
    };
    Ok(AuditEntry {
        seq: entry.seq,
        at: entry.at,
        actor: AuditActor {
            kind: entry.account.map_or("system", |_| "account").to_owned(),
            account_id: entry.account.map(Wire),
            name: entry.account.and_then(|id| names.get(&id).cloned()),
        },
        action: entry.action,
        target_name: invited.get(&entry.target).cloned(),
        target: entry.target,
        old: json(entry.old)?,
        new: json(entry.new)?,
        cut,
    })
}
