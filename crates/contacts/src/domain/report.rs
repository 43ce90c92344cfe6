//! What a run of the retention rules erased, signed.

use aws_lc_rs::{
    digest::{SHA256, digest},
    signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey},
};
use kernel::{CentreId, Instant, ReportId};
use platform::{Secret, from_hex};

/// How much, of what, up to when; no ids of what was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) id: ReportId,
    /// Whose data it was; none for the national layer.
    pub(crate) centre: Option<CentreId>,
    pub(crate) started_at: Instant,
    /// Talks that ended then or before.
    pub(crate) content_until: Instant,
    /// Entries of the log that were written then or before.
    pub(crate) audit_until: Instant,
    pub(crate) erased: Erased,
    /// None while the run goes on.
    pub(crate) seal: Option<Seal>,
}

/// What was erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Erased {
    pub(crate) conversations: u64,
    pub(crate) messages: u64,
    pub(crate) audit_entries: u64,
}

impl Erased {
    pub(crate) fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// What makes a changed report known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seal {
    pub(crate) sealed_at: Instant,
    /// SHA-256 of the report's text; stands in the audit log as well.
    pub(crate) digest: Vec<u8>,
    /// Public key and signature of the text; none where the operator gave no key.
    pub(crate) signature: Option<(Vec<u8>, Vec<u8>)>,
}

impl Report {
    /// The text that is signed: one line a field, in this order.
    pub(crate) fn text(&self, sealed_at: Instant) -> String {
        let moment = |at: Instant| at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        let centre = self
            .centre
            .map_or("national".to_owned(), |id| id.to_string());
        format!(
            "veiviser retention report 1\nid {}\ncontroller {centre}\nstarted_at {}\nsealed_at {}\n\
             content_until {}\naudit_until {}\nconversations {}\nmessages {}\naudit_entries {}\n",
            self.id,
            moment(self.started_at),
            moment(sealed_at),
            moment(self.content_until),
            moment(self.audit_until),
            self.erased.conversations,
            self.erased.messages,
            self.erased.audit_entries,
        )
    }

    /// Seals what is complete.
    pub(crate) fn seal(&self, key: Option<&SigningKey>, now: Instant) -> Seal {
        let text = self.text(now);
        Seal {
            sealed_at: now,
            digest: digest(&SHA256, text.as_bytes()).as_ref().to_vec(),
            signature: key.map(|key| key.sign(text.as_bytes())),
        }
    }

    /// Whether it is what was sealed; with `trusted`, only a signature by that key counts.
    pub(crate) fn is_as_sealed(&self, seal: &Seal, trusted: Option<&[u8]>) -> bool {
        let text = self.text(seal.sealed_at);
        let same = digest(&SHA256, text.as_bytes()).as_ref() == seal.digest;
        let signed = match (&seal.signature, trusted) {
            (Some((key, _)), Some(trusted)) if key != trusted => false,
            (Some((key, signature)), _) => UnparsedPublicKey::new(&ED25519, key)
                .verify(text.as_bytes(), signature)
                .is_ok(),
            (None, _) => true,
        };
        same && signed
    }
}

/// The key that signs reports.
pub(crate) struct SigningKey(Ed25519KeyPair);

impl SigningKey {
    /// From 64 hexadecimal digits; none where it is something else.
    pub(crate) fn read(text: &Secret<String>) -> Option<Self> {
        let seed = from_hex(text.expose().trim())?;
        Ed25519KeyPair::from_seed_unchecked(&seed).ok().map(Self)
    }

    pub(crate) fn public(&self) -> &[u8] {
        self.0.public_key().as_ref()
    }

    fn sign(&self, text: &[u8]) -> (Vec<u8>, Vec<u8>) {
        (self.public().to_vec(), self.0.sign(text).as_ref().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let now = Instant::UNIX_EPOCH;
        Report {
            id: ReportId::from_row(uuid::Uuid::nil()),
            centre: None,
            started_at: now,
            content_until: now,
            audit_until: now,
            erased: Erased {
                conversations: 2,
                messages: 9,
                audit_entries: 0,
            },
            seal: None,
        }
    }

    fn key(digit: &str) -> SigningKey {
        SigningKey::read(&Secret::new(digit.repeat(64))).unwrap()
    }

    #[test]
    fn a_changed_report_is_known() {
        let (report, key) = (report(), key("1"));
        for key in [Some(&key), None] {
            let seal = report.seal(key, Instant::UNIX_EPOCH);
            assert!(report.is_as_sealed(&seal, key.map(SigningKey::public)));
            let mut less = report.clone();
            less.erased.messages = 8;
            assert!(!less.is_as_sealed(&seal, None));
        }
    }

    #[test]
    fn a_report_signed_by_somebody_else_does_not_count() {
        let (report, ours) = (report(), key("1"));
        let seal = report.seal(Some(&key("2")), Instant::UNIX_EPOCH);
        assert!(!report.is_as_sealed(&seal, Some(ours.public())));
        let mut changed = report.seal(Some(&ours), Instant::UNIX_EPOCH);
        if let Some((_, signature)) = &mut changed.signature {
            signature[0] ^= 1;
        }
        assert!(!report.is_as_sealed(&changed, Some(ours.public())));
    }

    #[test]
    fn a_key_is_64_hexadecimal_digits() {
        for wrong in ["", "12", &"x".repeat(64), &"1".repeat(62)] {
            assert!(SigningKey::read(&Secret::new(wrong.to_owned())).is_none());
        }
    }
}
