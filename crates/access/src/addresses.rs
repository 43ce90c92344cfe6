/// Addresses of the service itself, as others are told them.
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

    /// Where an invitation is accepted. Behind the #, a browser keeps its token from servers and their logs.
    pub(crate) fn invitation(&self, token: &str) -> String {
        format!("{}/desk/invitation#{token}", self.public_url)
    }

    /// Where providers send people back to.
    pub(crate) fn redirect_uri(&self) -> String {
        format!("{}/api/v1/auth/oidc/callback", self.public_url)
    }

    /// Where providers tell that people logged out.
    pub(crate) fn logout_uri(&self) -> String {
        format!("{}/api/v1/auth/oidc/backchannel-logout", self.public_url)
    }

    /// Where people go after they logged out of a provider.
    pub(crate) fn desk(&self) -> String {
        format!("{}/desk/", self.public_url)
    }
}
