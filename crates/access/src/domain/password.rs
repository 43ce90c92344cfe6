use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::{self, SaltString},
};

/// Characters a new password needs at least.
pub(crate) const MINIMUM_LENGTH: usize = 12;
/// Random bytes of a salt (RFC 9106, 3.1).
pub(crate) const SALT_BYTES: usize = 16;

/// KiB of memory, passes and lanes: the first choice of OWASP's Password Storage Cheat Sheet.
const MEMORY: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Compared with when there is no account, so that both cases take the same time. Its digest is
/// zero: no known password has it.
pub(crate) const NOBODYS_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$\
                                       AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A stored hash is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StoredHashUnreadable;

/// Whether a new password is long enough to resist guessing.
pub(crate) fn is_long_enough(password: &str) -> bool {
    password.chars().count() >= MINIMUM_LENGTH
}

/// Hashes a password with argon2id. Takes tens of milliseconds of one core.
pub(crate) fn hash(password: &str, salt: [u8; SALT_BYTES]) -> password_hash::Result<String> {
    let params = Params::new(MEMORY, PASSES, LANES, None)?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let salt = SaltString::encode_b64(&salt)?;
    Ok(argon.hash_password(password.as_bytes(), &salt)?.to_string())
}

/// Whether the password is the hashed one. Takes as long as hashing, whatever the outcome.
pub(crate) fn verify(password: &str, stored: &str) -> Result<bool, StoredHashUnreadable> {
    let parsed = PasswordHash::new(stored).map_err(|_refusal| StoredHashUnreadable)?;
    match Argon2::default().verify_password(password.as_bytes(), &parsed) {
        Ok(()) => Ok(true),
        Err(password_hash::Error::Password) => Ok(false),
        Err(_unreadable) => Err(StoredHashUnreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_hashed_password_is_accepted() {
        let stored = hash("correct horse battery", [7; SALT_BYTES]).unwrap();
        assert_eq!(verify("correct horse battery", &stored), Ok(true));
        assert_eq!(verify("correct horse batterx", &stored), Ok(false));
        assert_eq!(verify("x", "not a hash"), Err(StoredHashUnreadable));
    }

    #[test]
    fn nobodys_hash_costs_what_a_real_one_costs() {
        let real = hash("correct horse battery", [7; SALT_BYTES]).unwrap();
        let real = PasswordHash::new(&real).unwrap();
        let nobody = PasswordHash::new(NOBODYS_HASH).unwrap();
        assert_eq!(nobody.params, real.params);
        assert_eq!(
            (nobody.algorithm, nobody.version),
            (real.algorithm, real.version)
        );
        assert_eq!(
            nobody.hash.unwrap().as_bytes().len(),
            real.hash.unwrap().as_bytes().len()
        );
        assert_eq!(verify("", NOBODYS_HASH), Ok(false));
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(is_long_enough("æøåæøåæøåæøå"));
        assert!(!is_long_enough("æøåæøåæøåæø"));
    }
}
