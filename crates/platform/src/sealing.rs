//! Secrets at rest: sealed before they become a column, opened where they are used.
//!
//! AES-256-GCM (NIST SP 800-38D) with a random nonce. What the secret is for and the row it belongs to are
//! associated data, so that sealed text moved to another row or column does not open. The text names its
//! key, so that keys can be replaced: the first one seals, all of them open.

use std::{fmt, io::Write, path::Path, sync::Arc};

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey},
    digest, hmac,
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use kernel::Sources;
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    Fault, Secret,
    database::{DatabaseConfig, sqlite_file},
};

/// Bytes of a key.
const KEY_BYTES: usize = 32;
/// Marks the form of the text; another form would get another mark.
const FORM: &str = "s1";
/// What [`Fault::Corrupt`] names where a text does not open.
const UNREADABLE: Fault = Fault::Corrupt("sealed text");

/// Keys as configured, each base64 of 32 bytes: a list, or one text with a key per line.
#[derive(Clone, Deserialize)]
#[serde(from = "Written")]
pub struct SealingKeys(Vec<Secret<String>>);

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    List(Vec<String>),
    Lines(String),
}

impl From<Written> for SealingKeys {
    fn from(written: Written) -> Self {
        match written {
            Written::List(keys) => Self(keys.into_iter().map(Secret::new).collect()),
            Written::Lines(text) => Self::from_text(&text),
        }
    }
}

impl fmt::Debug for SealingKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} keys", self.0.len())
    }
}

impl SealingKeys {
    /// Reads keys out of a text with one per line.
    pub fn from_text(text: &str) -> Self {
        let keys = text.split_whitespace();
        Self(keys.map(|key| Secret::new(key.to_owned())).collect())
    }

    /// Whether every key is base64 of 32 bytes.
    pub fn are_well_formed(&self) -> bool {
        self.0.iter().all(|key| decode(key).is_some())
    }
}

/// Why nothing can be sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealingError {
    /// PostgreSQL is shared by several processes: a key made by one of them would not open for the others.
    #[error(
        "server.sealing_keys: name at least one key (32 bytes in base64, such as `openssl rand -base64 32` \
         writes); on PostgreSQL none is made by itself, because all processes need the same"
    )]
    KeyMissing,
    /// A key is not base64 of 32 bytes.
    #[error("server.sealing_keys: expected base64 of 32 bytes")]
    KeyMalformed,
    /// The key file beside the database holds no key.
    #[error("{0}: expected a key, base64 of 32 bytes")]
    FileMalformed(String),
    /// The key file beside the database can be neither read nor made.
    #[error("{0}: the key beside the database can be neither read nor made")]
    File(String, #[source] std::io::Error),
}

struct Key {
    name: String,
    cipher: RandomizedNonceKey,
    mac: hmac::Key,
}

/// Seals and opens secrets.
#[derive(Clone)]
pub struct Sealer(Arc<Vec<Key>>);

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealer({} keys)", self.0.len())
    }
}

impl Sealer {
    /// Takes the configured keys; without any, the key in the file beside a SQLite database, which is made
    /// at the first time, for nobody but its owner.
    ///
    /// # Errors
    /// A key is malformed, or there is none and the database is a PostgreSQL.
    pub fn ready(
        configured: &SealingKeys,
        database: &DatabaseConfig,
        sources: &Sources,
    ) -> Result<Self, SealingError> {
        if !configured.0.is_empty() {
            return Self::of(configured);
        }
        let url = database.url.expose();
        match sqlite_file(url) {
            Some(file) => {
                let path = format!("{file}.key");
                let text = read_or_make(Path::new(&path), sources)
                    .map_err(|error| SealingError::File(path.clone(), error))?;
                Self::of(&SealingKeys::from_text(&text))
                    .map_err(|_no_key| SealingError::FileMalformed(path))
            }
            // A database in memory ends with the process, and so may its key.
            None if url.starts_with("sqlite") => Self::of(&SealingKeys(vec![draw(sources)])),
            None => Err(SealingError::KeyMissing),
        }
    }

    /// The keys as [`Sealer::ready`] would take them, without making any; none where it would make one.
    ///
    /// # Errors
    /// As those of [`Sealer::ready`].
    pub fn existing(
        configured: &SealingKeys,
        database: &DatabaseConfig,
    ) -> Result<Option<Self>, SealingError> {
        let url = database.url.expose();
        if !configured.0.is_empty() {
            return Self::of(configured).map(Some);
        }
        let Some(file) = sqlite_file(url) else {
            return if url.starts_with("sqlite") {
                Ok(None)
            } else {
                Err(SealingError::KeyMissing)
            };
        };
        let path = format!("{file}.key");
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::of(&SealingKeys::from_text(&text))
                .map(Some)
                .map_err(|_no_key| SealingError::FileMalformed(path)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(SealingError::File(path, error)),
        }
    }

    /// Whether the key a text was sealed by is among these. Says nothing about whether the text was changed.
    pub fn has_key_of(&self, sealed: &str) -> bool {
        let name = sealed.split('.').nth(1);
        self.0.iter().any(|key| Some(key.name.as_str()) == name)
    }

    /// Seals by the first of `keys`, and opens by all of them.
    ///
    /// # Errors
    /// There is none, or one is malformed.
    pub fn of(keys: &SealingKeys) -> Result<Self, SealingError> {
        if keys.0.is_empty() {
            return Err(SealingError::KeyMissing);
        }
        let read = |text: &Secret<String>| {
            let bytes = decode(text)?;
            let cipher = RandomizedNonceKey::new(&AES_256_GCM, bytes.expose()).ok()?;
            let name = name_of(&bytes);
            let mac = hmac::Key::new(hmac::HMAC_SHA256, bytes.expose());
            Some(Key { name, cipher, mac })
        };
        let keys: Option<Vec<Key>> = keys.0.iter().map(read).collect();
        Ok(Self(Arc::new(keys.ok_or(SealingError::KeyMalformed)?)))
    }

    /// A key for MACs of one purpose, the same in every process with the same first sealing key.
    pub fn mac_key(&self, purpose: &'static str) -> hmac::Key {
        let tag = self
            .0
            .first()
            .map(|key| hmac::sign(&key.mac, purpose.as_bytes()));
        hmac::Key::new(hmac::HMAC_SHA256, tag.as_ref().map_or(&[], AsRef::as_ref))
    }

    /// Seals `secret` for one purpose, such as `identity_provider.client_secret`, and one row.
    ///
    /// # Errors
    /// The crypto library refuses.
    pub fn seal(
        &self,
        purpose: &'static str,
        row: Uuid,
        secret: &Secret<String>,
    ) -> Result<String, Fault> {
        let key = self.0.first().ok_or(Fault::Stopped("sealing"))?;
        let mut bytes = secret.expose().as_bytes().to_vec();
        let nonce = key
            .cipher
            .seal_in_place_append_tag(bound_to(purpose, row), &mut bytes)
            .map_err(|_refused| Fault::Stopped("sealing"))?;
        let mut sealed = nonce.as_ref().to_vec();
        sealed.append(&mut bytes);
        Ok(format!("{FORM}.{}.{}", key.name, BASE64.encode(sealed)))
    }

    /// Opens what was sealed for the same purpose and row.
    ///
    /// # Errors
    /// The text was changed or moved, or its key is not configured any more.
    pub fn open(
        &self,
        purpose: &'static str,
        row: Uuid,
        sealed: &str,
    ) -> Result<Secret<String>, Fault> {
        let mut parts = sealed.splitn(3, '.');
        let (Some(FORM), Some(name), Some(text)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(UNREADABLE);
        };
        let key = self.0.iter().find(|key| key.name == name);
        let key = key.ok_or(Fault::Corrupt(
            "sealed text whose key is not in server.sealing_keys",
        ))?;
        let bytes = BASE64.decode(text).map_err(|_malformed| UNREADABLE)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN).ok_or(UNREADABLE)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_length| UNREADABLE)?;
        let mut sealed = sealed.to_vec();
        let opened = key
            .cipher
            .open_in_place(nonce, bound_to(purpose, row), &mut sealed)
            .map_err(|_refused| UNREADABLE)?;
        let text = String::from_utf8(opened.to_vec()).map_err(|_not_text| UNREADABLE)?;
        Ok(Secret::new(text))
    }
}

fn bound_to(purpose: &str, row: Uuid) -> Aad<String> {
    Aad::from(format!("{purpose} {row}"))
}

fn decode(key: &Secret<String>) -> Option<Secret<Vec<u8>>> {
    let bytes = BASE64.decode(key.expose()).ok()?;
    (bytes.len() == KEY_BYTES).then(|| Secret::new(bytes))
}

/// Tells keys apart and says nothing about them.
fn name_of(key: &Secret<Vec<u8>>) -> String {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(b"veiviser sealing key");
    context.update(key.expose());
    let hash = context.finish();
    BASE64.encode(hash.as_ref().iter().take(6).copied().collect::<Vec<u8>>())
}

fn draw(sources: &Sources) -> Secret<String> {
    let mut bytes = [0; KEY_BYTES];
    sources.entropy().fill(&mut bytes);
    Secret::new(BASE64.encode(bytes))
}

fn read_or_make(path: &Path, sources: &Sources) -> Result<String, std::io::Error> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => {
            let key = draw(sources);
            file.write_all(key.expose().as_bytes())?;
            file.sync_all()?;
            Ok(key.expose().clone())
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            std::fs::read_to_string(path)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests;
