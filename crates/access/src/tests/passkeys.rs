use super::{authenticator::Authenticator, *};

const HOST: &str = "veiviser.example";

impl App {
    /// Adds the passkey of a device to the account that is logged in.
    async fn add(&self, login: &Answer, device: &mut Authenticator, name: &str) -> Answer {
        let begun = self
            .own(login, Method::POST, "/me/passkeys/options", None)
            .await
            .body();
        let credential = device.create(&begun["options"]);
        let body = json!({"token": begun["token"], "name": name, "credential": credential});
        self.own(login, Method::POST, "/me/passkeys", Some(body))
            .await
    }

    /// Asks for a passkey: in the second step of a log-in, or alone.
    async fn challenge(&self, pending: Option<&Answer>) -> Value {
        let body = match pending {
            Some(pending) => json!({"token": pending.body()["token"]}),
            None => json!({}),
        };
        let path = "/auth/passkey/options";
        let asked = self.send(Method::POST, path, &[], Some(body)).await;
        assert_eq!(asked.status, 200, "{}", asked.text);
        asked.body()
    }

    async fn answer(&self, challenge: &Value, device: &mut Authenticator) -> Answer {
        let credential = device.sign(&challenge["options"]);
        let body = json!({"token": challenge["token"], "credential": credential});
        self.send(Method::POST, "/auth/passkey", &[], Some(body))
            .await
    }

    async fn factors(&self, login: &Answer) -> Value {
        let path = "/me/factors";
        self.own(login, Method::GET, path, None).await.body()
    }
}

testkit::on_both!(
    a_passkey_logs_in_alone_and_needs_no_password,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let login = app.login().await;
        let mut device = Authenticator::at(HOST, 1);
        let added = app.add(&login, &mut device, " Kontor-PC ").await;
        assert_eq!(added.status, 201, "{}", added.text);
        let codes = added.body()["recovery_codes"].clone();
        assert_eq!(codes.as_array().unwrap().len(), 10);
        let challenge = app.challenge(None).await;
        let entered = app.answer(&challenge, &mut device).await;
        assert_eq!(entered.status, 200, "{}", entered.text);
        assert_eq!(app.me(&entered.cookie()).await, 200);
        let own = app.factors(&entered).await;
        assert_eq!(own["passkeys"][0]["name"], "Kontor-PC");
        assert!(own["passkeys"][0]["used_at"].is_string());
        let replayed = app.answer(&challenge, &mut device).await;
        assert_eq!(replayed.code(), (401, "login_expired".to_owned()));
    }
);

testkit::on_both!(
    a_passkey_is_a_second_factor_of_its_own_account_only,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        app.account("ola@example.no").await;
        let kari = app.login().await;
        let ola = app.try_login("ola@example.no", PASSWORD, &[]).await;
        let mut karis = Authenticator::at(HOST, 1);
        let mut olas = Authenticator::at(HOST, 2);
        app.add(&kari, &mut karis, "nøkkel").await;
        app.add(&ola, &mut olas, "nøkkel").await;
        let pending = app.pending().await;
        assert_eq!(
            pending.body()["methods"],
            json!(["passkey", "recovery_code"])
        );
        let challenge = app.challenge(Some(&pending)).await;
        let foreign = app.answer(&challenge, &mut olas).await;
        assert_eq!(foreign.code(), (401, "passkey_refused".to_owned()));
        let entered = app.answer(&challenge, &mut karis).await;
        assert_eq!(entered.status, 200, "{}", entered.text);
        assert_eq!(entered.body()["email"], EMAIL);
    }
);

testkit::on_both!(
    what_is_not_signed_as_asked_is_refused,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let login = app.login().await;
        let mut device = Authenticator::at(HOST, 1);
        app.add(&login, &mut device, "nøkkel").await;
        let refused = (401, "passkey_refused".to_owned());
        // Nobody was asked for a finger or a PIN.
        device.verifies = false;
        let challenge = app.challenge(None).await;
        assert_eq!(app.answer(&challenge, &mut device).await.code(), refused);
        device.verifies = true;
        // Another challenge was signed.
        let other = app.challenge(None).await;
        let credential = device.sign(&other["options"]);
        let crossed = json!({"token": challenge["token"], "credential": credential});
        // The key is unknown, made for another site, or no key at all.
        let unknown = Authenticator::at(HOST, 9).sign(&challenge["options"]);
        let unknown = json!({"token": challenge["token"], "credential": unknown});
        let malformed = json!({"token": challenge["token"], "credential": {"id": 7}});
        for body in [crossed, unknown, malformed] {
            let path = "/auth/passkey";
            let answer = app.send(Method::POST, path, &[], Some(body)).await;
            assert_eq!(answer.code(), refused);
        }
        let mut elsewhere = Authenticator::at("evil.example", 1);
        let phished = app.answer(&challenge, &mut elsewhere).await;
        assert_eq!(phished.code(), refused);
        let dead = app.answer(&challenge, &mut device).await;
        assert_eq!(dead.code(), (401, "login_expired".to_owned()));
    }
);

testkit::on_both!(
    several_passkeys_have_names_and_are_forgotten_one_by_one,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let login = app.login().await;
        let mut devices = [Authenticator::at(HOST, 1), Authenticator::at(HOST, 2)];
        for (device, name) in devices.iter_mut().zip(["Telefon", "Nøkkel"]) {
            app.add(&login, device, name).await;
            app.wait(TimeDelta::seconds(1));
        }
        let own = app.factors(&login).await;
        let ids: Vec<&str> = own["passkeys"]
            .as_array()
            .unwrap()
            .iter()
            .map(|passkey| passkey["id"].as_str().unwrap())
            .collect();
        assert_eq!(own["passkeys"][1]["name"], "Nøkkel");
        for (id, left) in [(ids[0], 202), (ids[1], 200)] {
            let path = format!("/me/passkeys/{id}");
            let gone = app.own(&login, Method::DELETE, &path, None).await;
            assert_eq!(gone.status, 204);
            let again = app.own(&login, Method::DELETE, &path, None).await;
            assert_eq!(again.status, 404);
            assert_eq!(app.try_login(EMAIL, PASSWORD, &[]).await.status, left);
        }
        assert_eq!(app.factors(&login).await["recovery_codes"], 0);
        let challenge = app.challenge(None).await;
        let refused = app.answer(&challenge, &mut devices[0]).await;
        assert_eq!(refused.code(), (401, "passkey_refused".to_owned()));
    }
);

testkit::on_both!(
    a_passkey_without_a_name_or_of_another_enrolment_is_refused,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let login = app.login().await;
        let mut device = Authenticator::at(HOST, 1);
        for name in ["", "  ", "a\u{0}b", &"x".repeat(61)] {
            let refused = app.add(&login, &mut device, name).await;
            assert_eq!(refused.body()["errors"][0]["field"], "name");
        }
        let begun = app.challenge(None).await;
        let options = json!({"challenge": begun["options"]["challenge"], "user": {"id": "AA"}});
        let credential = device.create(&options);
        let body = json!({"token": begun["token"], "name": "x", "credential": credential});
        let refused = app
            .own(&login, Method::POST, "/me/passkeys", Some(body))
            .await;
        assert_eq!(refused.body()["errors"][0]["field"], "token");
        app.add(&login, &mut device, "x").await;
        let twice = app.add(&login, &mut device, "y").await;
        assert_eq!(twice.body()["errors"][0]["field"], "credential");
    }
);

testkit::on_both!(
    a_service_without_a_name_offers_no_passkeys,
    async |db: TestDatabase| {
        let app = App::open_at(db, "http://10.0.0.7:8080").await;
        app.counsellor().await;
        let login = app.login().await;
        assert_eq!(app.factors(&login).await["passkeys_offered"], false);
        let path = "/me/passkeys/options";
        let refused = app.own(&login, Method::POST, path, None).await;
        assert_eq!(refused.code(), (409, "wrong_state".to_owned()));
    }
);
