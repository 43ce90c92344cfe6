use std::{
    io,
    sync::{Mutex, PoisonError},
};

use tracing::instrument::WithSubscriber;
use tracing_subscriber::fmt::MakeWriter;

use super::*;

/// Keeps every log line.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

testkit::on_both!(
    neither_secrets_nor_persons_are_logged,
    async |db: TestDatabase| {
        let log = Log::default();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(log.clone())
            .finish();
        let app = App::open(db).await;
        let secrets = async {
            app.counsellor().await;
            app.try_login(EMAIL, "wrong horse battery", &[]).await;
            app.try_login(
                "ola@example.no",
                PASSWORD,
                &[("x-forwarded-for", "10.9.8.7")],
            )
            .await;
            let login = app.login().await;
            let (cookie, csrf) = (login.cookie(), login.csrf());
            app.me(&cookie).await;
            let headers = [("cookie", cookie.as_str()), ("x-csrf-token", &csrf)];
            app.post("/auth/logout", &headers).await;
            let token = cookie.strip_prefix("veiviser_session=").unwrap().to_owned();
            let phone = app.enrol().await;
            let pending = app.pending().await;
            app.second_factor(&pending, "code", "000000").await;
            let code = phone.code(&app);
            let entered = app.second_factor(&pending, "code", &code).await;
            app.own(&entered, Method::POST, "/me/passkeys/options", None)
                .await;
            let step = pending.body()["token"].as_str().unwrap().to_owned();
            let recovery_code = phone.recovery_codes[0].clone();
            vec![token, csrf, step, phone.secret, recovery_code]
        }
        .with_subscriber(subscriber)
        .await;
        let lines = log.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let lines = String::from_utf8(lines).unwrap();
        assert!(
            lines.contains("log-in refused") && lines.contains("second factor refused"),
            "{lines}"
        );
        let known = ["horse", "kari", "ola@", "Nordmann", "10.9.8.7", "argon2id"];
        for word in secrets.iter().map(String::as_str).chain(known) {
            let found = lines.lines().find(|line| line.contains(word));
            assert!(found.is_none(), "{word} in {found:?}");
        }
    }
);

testkit::on_both!(
    secrets_and_persons_are_not_printed,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        let account = app.counsellor().await;
        let token = app.bearer().await;
        let token = token.strip_prefix("Bearer ").unwrap();
        let tx = app.database.read(Scope::System).await.unwrap();
        let row = tx
            .find::<crate::store::account::Entity>()
            .one(&tx)
            .await
            .unwrap()
            .unwrap();
        let session_row = app.stored_sessions().await.remove(0);
        let known = crate::store::account::find(&tx, account).await.unwrap();
        let hash = platform::hash_key(token);
        let session = crate::store::session::find_live(&tx, &hash, app.sources.now())
            .await
            .unwrap()
            .unwrap();
        let new = NewAccount {
            email: Pii::new(EMAIL.to_owned()),
            name: Pii::new("Kari Nordmann".to_owned()),
            password: Secret::new(PASSWORD.to_owned()),
        };
        let printed = format!(
            "{row:?} {session_row:?} {known:?} {session:?} {new:?} {:?}",
            app.access
        );
        let csrf = session_row.csrf_token.as_str();
        for word in [EMAIL, "Nordmann", PASSWORD, "argon2id", token, csrf] {
            assert!(!printed.contains(word), "{word} in {printed}");
        }
    }
);
