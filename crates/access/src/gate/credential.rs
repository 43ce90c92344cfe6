//! What a request says about who sent it.

use platform::Secret;
use poem::{Request, http::header};

/// The session cookie's name.
const COOKIE: &str = "veiviser_session";
/// The cookie that binds a log-in at a provider to the browser it was begun in, and where it is sent.
const LOGIN_COOKIE: &str = "veiviser_login";
const LOGIN_PATH: &str = "/api/v1/auth/oidc";

/// How a token arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carrier {
    /// By a browser, which sends it unasked.
    Cookie,
    /// On purpose.
    Bearer,
}

/// A token, not yet looked at.
#[derive(Clone, Debug)]
pub(crate) struct Credential {
    pub(crate) token: Secret<String>,
    pub(crate) carrier: Carrier,
}

impl Credential {
    /// The bearer token of a request, else its session cookie.
    pub(crate) fn of(request: &Request) -> Option<Self> {
        if let Some(token) = bearer_of(request) {
            return Some(Self {
                token,
                carrier: Carrier::Bearer,
            });
        }
        Self::cookie_of(request).map(|token| Self {
            token,
            carrier: Carrier::Cookie,
        })
    }

    /// The token in the session cookie of a request.
    pub(crate) fn cookie_of(request: &Request) -> Option<Secret<String>> {
        cookie(request, COOKIE)
    }
}

/// What a browser was given when it went to a provider.
pub(crate) fn login_cookie_of(request: &Request) -> Option<Secret<String>> {
    cookie(request, LOGIN_COOKIE)
}

fn cookie(request: &Request, wanted: &str) -> Option<Secret<String>> {
    let headers = request.headers().get_all(header::COOKIE);
    headers
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| *name == wanted && !value.is_empty())
        .map(|(_, value)| Secret::new(value.to_owned()))
}

fn bearer_of(request: &Request) -> Option<Secret<String>> {
    let (scheme, token) = request.header(header::AUTHORIZATION)?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| Secret::new(token.trim().to_owned()))
}

/// Where our own pages come from.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// `https://veiviser.example`, without path.
    text: String,
    is_secure: bool,
}

impl Origin {
    pub(crate) fn of(public_url: &str) -> Self {
        let url = public_url.to_ascii_lowercase();
        let text = match url.split_once("://") {
            Some((scheme, rest)) => {
                let host = rest.split('/').next().unwrap_or_default();
                format!("{scheme}://{host}")
            }
            None => url,
        };
        Self {
            is_secure: text.starts_with("https://"),
            text,
        }
    }

    /// Whether a page of the service itself sent the request: from the address browsers are told,
    /// or from the very host the request went to.
    pub(crate) fn sent(&self, request: &Request) -> bool {
        let Some(origin) = request.header(header::ORIGIN) else {
            return false;
        };
        let host = origin.split_once("://").map(|(_, host)| host);
        let asked = request.header(header::HOST);
        origin.eq_ignore_ascii_case(&self.text)
            || host
                .zip(asked)
                .is_some_and(|(host, asked)| host.eq_ignore_ascii_case(asked))
    }

    /// The header that gives a browser the session, for `seconds`.
    pub(crate) fn cookie(&self, token: &Secret<String>, seconds: i64) -> String {
        self.write_cookie((COOKIE, token.expose()), "/", seconds)
    }

    /// The header that binds a log-in at a provider to the browser, for `seconds`. `Lax`, because the browser
    /// comes back from another site.
    pub(crate) fn login_cookie(&self, key: &Secret<String>, seconds: i64) -> String {
        self.write_cookie((LOGIN_COOKIE, key.expose()), LOGIN_PATH, seconds)
    }

    /// The header that takes the session from a browser.
    pub(crate) fn expired_cookie(&self) -> String {
        self.write_cookie((COOKIE, ""), "/", 0)
    }

    fn write_cookie(&self, (name, value): (&str, &str), path: &str, seconds: i64) -> String {
        let secure = if self.is_secure { "; Secure" } else { "" };
        format!("{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(headers: &[(&str, &str)]) -> Request {
        let mut builder = Request::builder();
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        builder.finish()
    }

    #[test]
    fn a_bearer_token_wins_over_a_cookie() {
        let both = request(&[
            ("cookie", "a=b; veiviser_session=cookie"),
            ("authorization", "bearer given"),
        ]);
        let found = Credential::of(&both).unwrap();
        assert_eq!(
            (found.token.expose().as_str(), found.carrier),
            ("given", Carrier::Bearer)
        );
        let cookie = request(&[("cookie", "a=b; veiviser_session=cookie; c=d")]);
        let found = Credential::of(&cookie).unwrap();
        assert_eq!(
            (found.token.expose().as_str(), found.carrier),
            ("cookie", Carrier::Cookie)
        );
        assert!(Credential::of(&request(&[("cookie", "xveiviser_session=1")])).is_none());
        assert!(!format!("{found:?}").contains("cookie\""));
    }

    #[test]
    fn only_our_own_pages_are_of_our_origin() {
        let ours = Origin::of("https://Veiviser.example/start");
        let ask =
            |origin: &str| ours.sent(&request(&[("origin", origin), ("host", "10.0.0.7:8080")]));
        assert!(ask("https://veiviser.example"));
        assert!(ask("http://10.0.0.7:8080"));
        for foreign in [
            "https://veiviser.example.evil.example",
            "http://veiviser.example",
            "https://evil.example",
            "null",
        ] {
            assert!(!ask(foreign), "{foreign}");
        }
        assert!(!ours.sent(&request(&[("host", "veiviser.example")])));
    }

    #[test]
    fn cookies_are_out_of_reach_of_scripts_and_foreign_pages() {
        let token = Secret::new("abc".to_owned());
        assert_eq!(
            Origin::of("https://veiviser.example").cookie(&token, 60),
            "veiviser_session=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(
            Origin::of("http://127.0.0.1:8080").expired_cookie(),
            "veiviser_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
        );
    }
}
