//! Codes of authenticator apps (RFC 6238): six digits, SHA-1, 30 seconds, as every app knows them.

use kernel::Instant;
use platform::Secret;
use totp_rs::{Builder, Totp};

/// Random bytes of a secret (RFC 4226, 4).
pub(crate) const SECRET_BYTES: usize = 20;
/// Seconds a code lasts.
const STEP: i64 = 30;
/// Steps the clock of a phone may be off (RFC 6238, 5.2).
const SKEW: i64 = 1;
/// Named in the app.
const ISSUER: &str = "Veiviser";

/// The secret cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SecretUnreadable;

/// Writes a secret in base32, as it is typed into an app.
pub(crate) fn write_secret(bytes: [u8; SECRET_BYTES]) -> Secret<String> {
    Secret::new(totp_rs::Secret::new_stack(bytes).to_base32())
}

/// The address behind the picture that apps read: it contains the secret.
pub(crate) fn uri(
    secret: &Secret<String>,
    account: &str,
) -> Result<Secret<String>, SecretUnreadable> {
    let url = read(secret, account)?.to_url();
    Ok(Secret::new(url.map_err(|_refusal| SecretUnreadable)?))
}

/// The step a code is of: the present one or a neighbour, later than `last_step`, so that no code is accepted
/// twice.
pub(crate) fn matching_step(
    secret: &Secret<String>,
    code: &str,
    now: Instant,
    last_step: i64,
) -> Result<Option<i64>, SecretUnreadable> {
    let app = read(secret, "")?;
    let present = now.timestamp().div_euclid(STEP);
    let steps = (present - SKEW).max(last_step + 1)..=present + SKEW;
    let is_of = |step: &i64| {
        let Ok(seconds) = u64::try_from(step * STEP) else {
            return false;
        };
        let expected = app.generate(seconds).to_string();
        aws_lc_rs::constant_time::verify_slices_are_equal(expected.as_bytes(), code.as_bytes())
            .is_ok()
    };
    Ok(steps.into_iter().find(is_of))
}

fn read(secret: &Secret<String>, account: &str) -> Result<Totp, SecretUnreadable> {
    let bytes =
        totp_rs::Secret::try_from_base32(secret.expose()).map_err(|_refusal| SecretUnreadable)?;
    Builder::new()
        .with_secret(bytes)
        .with_issuer(Some(ISSUER))
        .with_account_name(account.replace(':', " "))
        .build()
        .map_err(|_refusal| SecretUnreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> Secret<String> {
        write_secret(*b"12345678901234567890")
    }

    fn step_of(code: &str, seconds: i64, last_step: i64) -> Option<i64> {
        let now = Instant::from_timestamp(seconds, 0).unwrap();
        matching_step(&secret(), code, now, last_step).unwrap()
    }

    /// The vectors of RFC 6238, appendix B, in six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(step_of(code, seconds, 0), Some(seconds / 30), "{code}");
        }
    }

    #[test]
    fn a_clock_may_be_one_step_off_and_no_more() {
        let of_step = 1_234_567_890 / 30;
        for (off, is_known) in [(-60, false), (-30, true), (30, true), (60, false)] {
            let found = step_of("005924", 1_234_567_890 + off, 0);
            assert_eq!(found, is_known.then_some(of_step), "{off}");
        }
    }

    #[test]
    fn a_code_is_not_accepted_again() {
        let of_step = 1_234_567_890 / 30;
        assert_eq!(step_of("005924", 1_234_567_890, of_step - 1), Some(of_step));
        assert_eq!(step_of("005924", 1_234_567_890, of_step), None);
    }

    #[test]
    fn the_uri_names_service_and_account() {
        let uri = uri(&secret(), "kari@example.no").unwrap();
        let expected = "otpauth://totp/Veiviser:kari%40example.no?\
                        secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Veiviser";
        assert_eq!(uri.expose(), expected);
        assert!(!format!("{uri:?}").contains("GEZDG"));
    }
}
