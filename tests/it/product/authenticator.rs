//! An authenticator app.

use serde_json::json;

use super::{Desk, text};

impl Desk<'_> {
    /// Adds an authenticator app to the account; returns the recovery codes that come with the first one.
    pub(crate) async fn add_authenticator(&self) -> Vec<String> {
        let begun = self.post("/me/totp", &json!({})).await.expect(200);
        let secret = totp_rs::Secret::try_from_base32(text(&begun, "secret")).unwrap();
        let app = totp_rs::Builder::new().with_secret(secret).build().unwrap();
        let seconds = u64::try_from(self.product.sources.now().timestamp()).unwrap();
        let code = app.generate(seconds).to_string();
        let added = self.post("/me/totp/confirm", &json!({"code": code})).await;
        let codes = added.expect(200)["recovery_codes"].clone();
        serde_json::from_value(codes).unwrap()
    }
}
