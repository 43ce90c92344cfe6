//! Why a counsellor was offered a contact, as it is stored: numbers and ids, no content.

use std::collections::BTreeMap;

use kernel::StaffId;
use routing::{Cause, Explanation, Judged};
use serde::{Deserialize, Serialize};

/// The reasons of one offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Explained {
    /// Counsellors looked at.
    pub(crate) considered: u32,
    /// Those ruled out, by the word of the cause.
    pub(crate) exclusions: BTreeMap<String, u32>,
    /// The word of the rule that chose among the rest.
    pub(crate) rule: String,
    /// Whether everybody eligible had declined or missed, so that a new round began.
    pub(crate) new_round: bool,
    /// Who had a desk open, and what ruled each of them out; nothing for those who could have had it.
    #[serde(default)]
    pub(crate) judged: Vec<(StaffId, Option<String>)>,
}

impl Explained {
    /// `judged` as the engine judges once the offer stands: the one it was made to has less room by it.
    pub(crate) fn new(explanation: &Explanation, chosen: StaffId, judged: &[Judged]) -> Self {
        let exclusions = Cause::ALL.iter().map(|cause| {
            let count = explanation.exclusions.of(*cause);
            (cause.as_str().to_owned(), count)
        });
        let judge = |one: &Judged| {
            let cause = one.cause.filter(|_| one.counsellor != chosen);
            (one.counsellor, cause.map(|cause| cause.as_str().to_owned()))
        };
        Self {
            considered: explanation.considered,
            exclusions: exclusions.filter(|(_, count)| *count > 0).collect(),
            rule: explanation.rule.as_str().to_owned(),
            new_round: explanation.new_round,
            judged: judged.iter().map(judge).collect(),
        }
    }
}
