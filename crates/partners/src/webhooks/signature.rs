//! How events are signed (Standard Webhooks, "Signature scheme", symmetric).

use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use kernel::{Instant, Sources, WebhookEventId};
use platform::Secret;

/// What a secret begins with.
const PREFIX: &str = "whsec_";
/// Bytes of a secret; the specification asks for 24 to 64.
const SECRET_BYTES: usize = 32;
/// The version of the scheme.
const VERSION: &str = "v1";

/// Draws a new secret.
pub(crate) fn draw(sources: &Sources) -> Secret<String> {
    let mut bytes = [0_u8; SECRET_BYTES];
    sources.entropy().fill(&mut bytes);
    Secret::new(format!("{PREFIX}{}", BASE64.encode(bytes)))
}

/// The value of `webhook-signature`: a signature by each of the secrets, for receivers that know one of them.
/// None where a secret is none.
pub(crate) fn sign<'a>(
    secrets: impl IntoIterator<Item = &'a Secret<String>>,
    id: WebhookEventId,
    at: Instant,
    payload: &str,
) -> Option<String> {
    let content = format!("{id}.{}.{payload}", at.timestamp());
    let signatures: Option<Vec<String>> = secrets
        .into_iter()
        .map(|secret| sign_one(secret, &content))
        .collect();
    signatures
        .filter(|signatures| !signatures.is_empty())
        .map(|signatures| signatures.join(" "))
}

fn sign_one(secret: &Secret<String>, content: &str) -> Option<String> {
    let text = secret.expose().strip_prefix(PREFIX)?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, &BASE64.decode(text).ok()?);
    let tag = hmac::sign(&key, content.as_bytes());
    Some(format!("{VERSION},{}", BASE64.encode(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification.
    #[test]
    fn the_specifications_example_is_signed_alike() {
        let secret = Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned());
        let content = r#"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}"#;
        assert_eq!(
            sign_one(&secret, content).unwrap(),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }

    #[test]
    fn two_secrets_give_two_signatures() {
        let (sources, _clock) = testkit::sources(1);
        let (one, other) = (draw(&sources), draw(&sources));
        let id = WebhookEventId::new(&sources);
        let at = testkit::working_day();
        let both = sign([&one, &other], id, at, "{}").unwrap();
        let alone = sign([&one], id, at, "{}").unwrap();
        let parts: Vec<&str> = both.split(' ').collect();
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[0], alone);
        assert_ne!(parts[0], parts[1]);
        assert_eq!(one.expose().len(), PREFIX.len() + 44);
        assert_eq!(sign([], id, at, "{}"), None);
    }
}
