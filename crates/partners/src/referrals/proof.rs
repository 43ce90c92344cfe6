//! What proves that a conversation began by a code. Nothing of it is stored: it follows from the referral.

use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use kernel::ReferralId;
use platform::Secret;

/// The same for every conversation that begins by the code of a referral.
pub(crate) fn write(mac: &hmac::Key, referral: ReferralId) -> Secret<String> {
    let tag = hmac::sign(mac, referral.to_row().as_bytes());
    Secret::new(BASE64.encode(tag))
}

/// Whether somebody began a conversation by the code of a referral. Takes as long whatever is guessed.
pub(crate) fn proves(mac: &hmac::Key, referral: ReferralId, typed: &str) -> bool {
    let tag = BASE64.decode(typed);
    tag.is_ok_and(|tag| hmac::verify(mac, referral.to_row().as_bytes(), &tag).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_the_same_each_time_and_of_one_referral_under_one_key() {
        let (sources, _clock) = testkit::sources(1);
        let (one, other) = (ReferralId::new(&sources), ReferralId::new(&sources));
        let mac = testkit::sealer().mac_key("referral.proof");
        let proof = write(&mac, one);
        assert_eq!(proof.expose(), write(&mac, one).expose());
        assert!(proves(&mac, one, proof.expose()));
        assert!(!proves(&mac, other, proof.expose()));
        let another = testkit::sealer().mac_key("referral.idempotency");
        assert!(!proves(&another, one, proof.expose()));
        let longer = format!("{}A", proof.expose());
        for guessed in ["", "x", "æ", longer.as_str()] {
            assert!(!proves(&mac, one, guessed), "{guessed}");
        }
    }
}
