//! A phone with an authenticator app, and what its owner does with it.

use totp_rs::Builder;

use super::*;

/// An authenticator app.
pub(super) struct Phone {
    pub(super) secret: String,
    pub(super) uri: String,
    pub(super) recovery_codes: Vec<String>,
}

impl Phone {
    /// What the app shows now.
    pub(super) fn code(&self, app: &App) -> String {
        let secret = totp_rs::Secret::try_from_base32(&self.secret).unwrap();
        let known = Builder::new().with_secret(secret).build().unwrap();
        let seconds = u64::try_from(app.sources.now().timestamp()).unwrap();
        known.generate(seconds).to_string()
    }

    /// Logs in with password and code.
    pub(super) async fn login(&self, app: &App) -> Answer {
        let pending = app.pending().await;
        let entered = app.second_factor(&pending, "code", &self.code(app)).await;
        assert_eq!(entered.status, 200, "{}", entered.text);
        entered
    }
}

impl App {
    /// A call by the browser that was logged in with `login`.
    pub(super) async fn own(
        &self,
        login: &Answer,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Answer {
        let (cookie, csrf) = (login.cookie(), login.csrf());
        let headers = [("cookie", cookie.as_str()), ("x-csrf-token", &csrf)];
        self.send(method, path, &headers, body).await
    }

    /// The first step of a log-in that needs a second one.
    pub(super) async fn pending(&self) -> Answer {
        let pending = self.try_login(EMAIL, PASSWORD, &[]).await;
        assert_eq!(pending.status, 202, "{}", pending.text);
        pending
    }

    /// The second step, by a `code` or a `recovery_code`.
    pub(super) async fn second_factor(&self, pending: &Answer, kind: &str, code: &str) -> Answer {
        let body = json!({"token": pending.body()["token"], kind: code});
        self.send(Method::POST, "/auth/second-factor", &[], Some(body))
            .await
    }

    pub(super) async fn begin_totp(&self, login: &Answer) -> Phone {
        let begun = self.own(login, Method::POST, "/me/totp", None).await;
        assert_eq!(begun.status, 200, "{}", begun.text);
        let text = |key: &str| begun.body()[key].as_str().unwrap().to_owned();
        Phone {
            secret: text("secret"),
            uri: text("uri"),
            recovery_codes: Vec::new(),
        }
    }

    pub(super) async fn confirm_totp(&self, login: &Answer, code: &str) -> Vec<String> {
        let body = json!({"code": code});
        let path = "/me/totp/confirm";
        let confirmed = self.own(login, Method::POST, path, Some(body)).await;
        assert_eq!(confirmed.status, 200, "{}", confirmed.text);
        let codes = confirmed.body()["recovery_codes"].clone();
        serde_json::from_value(codes).unwrap()
    }

    /// Logs in, adds an app, and waits until it shows another code.
    pub(super) async fn enrol(&self) -> Phone {
        let login = self.login().await;
        let mut phone = self.begin_totp(&login).await;
        phone.recovery_codes = self.confirm_totp(&login, &phone.code(self)).await;
        self.wait(TimeDelta::seconds(30));
        phone
    }
}
