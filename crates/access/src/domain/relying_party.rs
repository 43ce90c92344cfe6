//! Who passkeys are made for.

use std::net::IpAddr;

use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

/// The service as passkeys know it: the host of `public_url`. None where that is a bare address, which no
/// browser makes passkeys for; the machine itself goes by the name of localhost.
pub(crate) fn relying_party(public_url: &str) -> Option<Webauthn> {
    let mut url = Url::parse(public_url).ok()?;
    let address: Result<IpAddr, _> = url.host_str()?.trim_matches(['[', ']']).parse();
    if address.is_ok_and(|address| address.is_loopback()) {
        url.set_host(Some("localhost")).ok()?;
    }
    let host = url.domain()?.to_owned();
    let builder = WebauthnBuilder::new(&host, &url).ok()?;
    builder.rp_name("Veiviser").build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_address_has_no_passkeys_but_the_machine_itself_has() {
        let origin = |url: &str| {
            let service = relying_party(url)?;
            Some(service.get_allowed_origins()[0].to_string())
        };
        assert_eq!(
            origin("https://veiviser.example/"),
            Some("https://veiviser.example/".to_owned())
        );
        assert_eq!(
            origin("http://127.0.0.1:8080"),
            Some("http://localhost:8080/".to_owned())
        );
        assert_eq!(origin("http://10.0.0.7:8080"), None);
    }
}
