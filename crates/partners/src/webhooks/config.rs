use platform::config::Loader;
use serde::Deserialize;

use super::address::Origin;

/// Section `webhooks`.
#[derive(Clone, Debug, Deserialize)]
pub struct WebhooksConfig {
    /// Origins that events may be sent to although they are not on the public internet, such as
    /// `https://hooks.intern:8443`.
    pub allowed_origins: Vec<String>,
    /// Attempts of one process at the same time.
    pub at_once: usize,
}

impl WebhooksConfig {
    /// Notes what is wrong with the section.
    pub fn validate(&self, loader: &mut Loader) {
        let mut origins = self.allowed_origins.iter();
        loader.require(
            origins.all(|origin| Origin::read(origin).is_some()),
            "webhooks.allowed_origins: expected origins such as https://hooks.intern:8443",
        );
        loader.require(
            (1..=64).contains(&self.at_once),
            "webhooks.at_once: expected 1 to 64",
        );
    }

    pub(super) fn origins(&self) -> Vec<Origin> {
        let origins = self.allowed_origins.iter();
        origins.filter_map(|origin| Origin::read(origin)).collect()
    }
}
