//! Values that must not be printed, and the random keys handed to people and programs.

use std::fmt;

use aws_lc_rs::digest;
use kernel::Sources;
use serde::Deserialize;

/// A secret: `Debug` prints `***`.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret<T>(T);

/// Personal data: `Debug` prints `***`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Pii<T>(T);

macro_rules! masked {
    ($name:ident) => {
        impl<T> $name<T> {
            /// Wraps the value.
            pub const fn new(value: T) -> Self {
                Self(value)
            }

            /// Hands the value out; the call is what a reviewer looks for.
            pub const fn expose(&self) -> &T {
                &self.0
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("***")
            }
        }
    };
}

masked!(Secret);
masked!(Pii);

/// SHA-256 of a key; the only form in which a key is stored.
pub type KeyHash = [u8; 32];

/// Hashes a key for storing or looking up.
pub fn hash_key(key: &str) -> KeyHash {
    let mut hash = [0; 32];
    for (slot, byte) in hash
        .iter_mut()
        .zip(digest::digest(&digest::SHA256, key.as_bytes()).as_ref())
    {
        *slot = *byte;
    }
    hash
}

/// Letters and digits that are not mistaken for each other when read aloud.
const READABLE: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// Draws a key of `length` characters, five bits each.
pub fn draw_key(sources: &Sources, length: usize) -> String {
    let mut bytes = vec![0_u8; length];
    sources.entropy().fill(&mut bytes);
    bytes
        .iter()
        .filter_map(|byte| {
            READABLE
                .get(usize::from(byte & 31))
                .copied()
                .map(char::from)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_personal_data_are_never_printed() {
        let printed = format!(
            "{:?} {:?}",
            Secret::new("hunter2"),
            Pii::new("kari@example.org")
        );
        assert_eq!(printed, "*** ***");
    }

    #[test]
    fn hash_is_sha_256() {
        assert_eq!(hash_key("")[..4], [0xe3, 0xb0, 0xc4, 0x42]);
    }
}
