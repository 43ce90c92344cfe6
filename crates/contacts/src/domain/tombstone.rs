//! What is left of an erased conversation: a digest, and when.

use aws_lc_rs::digest::{Context, SHA256};
use kernel::{ConversationId, Instant};
use platform::{from_hex, hex};

/// Says of a restored conversation that it was erased, and of no other anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tombstone {
    pub(crate) digest: Vec<u8>,
    pub(crate) erased_at: Instant,
}

/// What a conversation is known by once it is gone. Its id was never told to anybody but its seeker, and cannot be
/// guessed.
pub(crate) fn digest_of(id: ConversationId) -> Vec<u8> {
    let mut context = Context::new(&SHA256);
    context.update(b"veiviser tombstone 1\n");
    context.update(id.to_row().as_bytes());
    context.finish().as_ref().to_vec()
}

impl Tombstone {
    /// One line of a list.
    pub(crate) fn line(&self) -> String {
        let at = self
            .erased_at
            .to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        format!("{at} {}\n", hex(&self.digest))
    }

    /// Reads a line back; none where it is no tombstone.
    pub(crate) fn read(line: &str) -> Option<Self> {
        let (at, digest) = line.trim_end().split_once(' ')?;
        let digest = from_hex(digest).filter(|digest| digest.len() == 32)?;
        Some(Self {
            digest,
            erased_at: at.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_back_and_holds_no_id() {
        let id = ConversationId::from_row(uuid::Uuid::from_u128(7));
        let tombstone = Tombstone {
            digest: digest_of(id),
            erased_at: Instant::UNIX_EPOCH,
        };
        let line = tombstone.line();
        assert_eq!(Tombstone::read(&line), Some(tombstone));
        assert!(
            !line.contains(&id.to_string()) && !line.contains(&id.to_row().simple().to_string())
        );
        for wrong in ["", "1970-01-01T00:00:00Z ab", &line[5..], &line[..40]] {
            assert_eq!(Tombstone::read(wrong), None, "{wrong}");
        }
    }
}
