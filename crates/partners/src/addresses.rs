/// Addresses of the service, as partners are told them.
#[derive(Clone, Debug)]
pub(crate) struct Addresses {
    public_url: String,
}

impl Addresses {
    pub(crate) fn of(public_url: &str) -> Self {
        Self {
            public_url: public_url.trim_end_matches('/').to_owned(),
        }
    }

    /// What our authorization server calls itself.
    pub(crate) fn issuer(&self) -> &str {
        &self.public_url
    }

    pub(crate) fn token_endpoint(&self) -> String {
        format!("{}/api/partner/v1/oauth/token", self.public_url)
    }

    /// Where the API is explained.
    pub(crate) fn guides(&self) -> String {
        format!("{}/docs/partner/", self.public_url)
    }

    /// What an assertion for our authorization server may name as its audience.
    pub(crate) fn audiences(&self) -> [String; 2] {
        [self.public_url.clone(), self.token_endpoint()]
    }
}
