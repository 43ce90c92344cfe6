use poem::Response;
use serde_json::json;

use crate::api::Inner;
use kernel::PartnerScope;

/// What our authorization server says of itself (RFC 8414, section 2).
pub(crate) fn metadata(inner: &Inner) -> Response {
    let addresses = &inner.addresses;
    let scopes = PartnerScope::ALL.iter().map(|scope| inner.word_of(*scope));
    let body = json!({
        "issuer": addresses.issuer(),
        "token_endpoint": addresses.token_endpoint(),
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256", "EdDSA"],
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "scopes_supported": scopes.collect::<Vec<_>>(),
        "service_documentation": addresses.guides(),
    });
    Response::builder()
        .content_type("application/json")
        .header("cache-control", "public, max-age=3600")
        .body(body.to_string())
}
