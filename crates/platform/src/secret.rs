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

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}

/// Bytes from hexadecimal digits; none where it is something else.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let byte = |pair: &[u8; 2]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
    pairs.iter().map(byte).collect()
}

/// Letters and digits that are not mistaken for each other when read aloud.
const READABLE: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// Draws a key of `length` characters, five bits each.
pub fn draw_key(sources: &Sources, length: usize) -> String {
    let mut bytes = vec![0_u8; length];
    sources.entropy().fill(&mut bytes);
    readable(&bytes)
}

/// Writes bytes as a key, a character and five bits for each: the bytes must be as random as those of [`draw_key`].
pub fn readable(bytes: &[u8]) -> String {
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
    fn hexadecimal_digits_read_back() {
        assert_eq!(hex(&[0, 10, 255]), "000aff");
        assert_eq!(from_hex("000aFF"), Some(vec![0, 10, 255]));
        for wrong in ["0", "0g", "+f", "æ"] {
            assert_eq!(from_hex(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn hash_is_sha_256() {
        assert_eq!(hash_key("")[..4], [0xe3, 0xb0, 0xc4, 0x42]);
    }
}
