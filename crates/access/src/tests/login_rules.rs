use super::*;

const OLA: &str = "ola@example.no";

struct Office {
    app: App,
    administrator: Answer,
    rule: String,
}

/// A centre with the counsellor Kari, who logs in by [`EMAIL`], and the administrator Ola.
async fn office(db: TestDatabase) -> Office {
    let app = App::open(db).await;
    app.counsellor().await;
    let ola = app.account(OLA).await;
    app.give(ola, Role::CentreAdministrator, Some(app.centre))
        .await;
    let administrator = app.try_login(OLA, PASSWORD, &[]).await;
    let rule = format!("/centres/{}/login", app.centre);
    Office {
        app,
        administrator,
        rule,
    }
}

impl Office {
    async fn demand(&self, login: &Answer, path: &str, second_factor: bool) -> Answer {
        let (cookie, csrf) = (login.cookie(), login.csrf());
        let shown = self.app.get(path, &[("cookie", &cookie)]).await;
        let tag = shown.headers["etag"].to_str().unwrap();
        let headers = [
            ("cookie", cookie.as_str()),
            ("x-csrf-token", &csrf),
            ("if-match", tag),
        ];
        let body = json!({"second_factor": second_factor});
        self.app.send(Method::PUT, path, &headers, Some(body)).await
    }

    async fn staff_id(&self) -> String {
        let kari = self.app.login().await;
        kari.body()["staff"]["id"].as_str().unwrap().to_owned()
    }
}

testkit::on_both!(
    who_must_have_a_second_factor_and_has_none_can_only_add_one,
    async |db: TestDatabase| {
        let office = office(db).await;
        let app = &office.app;
        let before = app.login().await;
        assert_eq!(before.body()["must_enrol"], false);
        let set = office
            .demand(&office.administrator, &office.rule, true)
            .await;
        assert_eq!(set.body(), json!({"second_factor": true}));
        let login = app.login().await;
        assert_eq!(login.body()["must_enrol"], true);
        let actions = login.body()["actions"].clone();
        let actions: Vec<String> = serde_json::from_value(actions).unwrap();
        assert!(actions.contains(&"totp:begin".to_owned()));
        assert!(!actions.contains(&"offer:accept".to_owned()));
        for login in [&before, &login] {
            let refused = app.own(login, Method::POST, "/offers/1/accept", None).await;
            assert_eq!(refused.code(), (403, "second_factor_required".to_owned()));
            assert_eq!(app.me(&login.cookie()).await, 200);
        }
        let bearer = app.gate_refuses_stream(&login).await;
        assert_eq!(bearer, Some(kernel::ProblemCode::SecondFactorRequired));
        let phone = app.begin_totp(&login).await;
        let codes = app.confirm_totp(&login, &phone.code(app)).await;
        assert_eq!(codes.len(), 10);
        let accepted = app
            .own(&login, Method::POST, "/offers/1/accept", None)
            .await;
        assert_eq!(accepted.status, 200);
        let me = app.get("/me", &[("cookie", &login.cookie())]).await;
        assert_eq!(me.body()["must_enrol"], false);
    }
);

testkit::on_both!(
    the_administrator_who_asked_for_it_can_add_one_and_take_it_back,
    async |db: TestDatabase| {
        let office = office(db).await;
        let app = &office.app;
        office
            .demand(&office.administrator, &office.rule, true)
            .await;
        let login = app.try_login(OLA, PASSWORD, &[]).await;
        let path = format!("/centres/{}/audit-log", app.centre);
        let refused = app.get(&path, &[("cookie", &login.cookie())]).await;
        assert_eq!(refused.code(), (403, "second_factor_required".to_owned()));
        let phone = app.begin_totp(&login).await;
        app.confirm_totp(&login, &phone.code(app)).await;
        let back = office.demand(&login, &office.rule, false).await;
        assert_eq!(back.body(), json!({"second_factor": false}));
        let log = app.get(&path, &[("cookie", &login.cookie())]).await.body();
        let told: Vec<&Value> = log["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| &entry["action"])
            .collect();
        assert_eq!(
            told,
            ["centre:login_update", "totp:confirm", "centre:login_update"]
        );
        assert_eq!(log["items"][2]["new"], json!({"second_factor": true}));
    }
);

testkit::on_both!(
    a_rule_is_for_one_centre_and_changed_by_its_administrators_only,
    async |db: TestDatabase| {
        let office = office(db).await;
        let app = &office.app;
        let kari = app.login().await;
        let (cookie, rule) = (kari.cookie(), office.rule.as_str());
        let shown = app.get(rule, &[("cookie", &cookie)]).await;
        assert_eq!(shown.code(), (403, "forbidden".to_owned()));
        let elsewhere = CentreId::new(&app.sources);
        let foreign = format!("/centres/{elsewhere}/login");
        let hidden = app
            .get(&foreign, &[("cookie", &office.administrator.cookie())])
            .await;
        assert_eq!(hidden.status, 404);
        let body = json!({"second_factor": true});
        let blind = app
            .own(&office.administrator, Method::PUT, rule, Some(body))
            .await;
        assert_eq!(blind.code(), (428, "precondition_required".to_owned()));
        let berit = app.account("berit@example.no").await;
        app.give(berit, Role::CentreAdministrator, Some(elsewhere))
            .await;
        let berit = app.try_login("berit@example.no", PASSWORD, &[]).await;
        office.demand(&berit, &foreign, true).await;
        assert_eq!(app.login().await.body()["must_enrol"], false);
    }
);

testkit::on_both!(
    the_national_layer_asks_its_own_people_only,
    async |db: TestDatabase| {
        let office = office(db).await;
        let app = &office.app;
        let berit = app.account("berit@example.no").await;
        app.give(berit, Role::NationalCoordinator, None).await;
        let berit = app.try_login("berit@example.no", PASSWORD, &[]).await;
        let set = office.demand(&berit, "/national/login", true).await;
        assert_eq!(set.status, 200);
        let again = app.try_login("berit@example.no", PASSWORD, &[]).await;
        assert_eq!(again.body()["must_enrol"], true);
        assert_eq!(app.login().await.body()["must_enrol"], false);
    }
);

testkit::on_both!(
    an_administrator_helps_staff_who_lost_their_second_factor,
    async |db: TestDatabase| {
        let office = office(db).await;
        let app = &office.app;
        let staff = office.staff_id().await;
        let phone = app.enrol().await;
        let kari = phone.login(app).await;
        let pending = app.pending().await;
        let path = format!("/centres/{}/staff/{staff}/reset-factors", app.centre);
        let reset = app
            .own(&office.administrator, Method::POST, &path, None)
            .await;
        assert_eq!(reset.status, 204, "{}", reset.text);
        assert_eq!(app.me(&kari.cookie()).await, 401);
        let step = app
            .second_factor(&pending, "recovery_code", &phone.recovery_codes[0])
            .await;
        assert_eq!(step.code(), (401, "login_expired".to_owned()));
        assert_eq!(app.try_login(EMAIL, PASSWORD, &[]).await.status, 200);
    }
);

testkit::on_both!(
    an_administrator_logs_staff_out_but_neither_strangers_nor_themselves,
    async |db: TestDatabase| {
        let office = office(db).await;
        let app = &office.app;
        let staff = office.staff_id().await;
        let kari = app.login().await;
        let end = |staff: &str| format!("/centres/{}/staff/{staff}/end-sessions", app.centre);
        let stranger = StaffId::new(&app.sources).to_string();
        for (id, status) in [(&stranger, 404), (&staff, 204)] {
            let ended = app
                .own(&office.administrator, Method::POST, &end(id), None)
                .await;
            assert_eq!(ended.status, status);
        }
        assert_eq!(app.me(&kari.cookie()).await, 401);
        let log = format!("/centres/{}/audit-log", app.centre);
        let log = app
            .get(&log, &[("cookie", &office.administrator.cookie())])
            .await;
        assert_eq!(log.body()["items"][0]["action"], "staff:end_sessions");
        assert_eq!(log.body()["items"][0]["target"], staff);
        let kari_id = kari.body()["account_id"].as_str().unwrap().parse().unwrap();
        app.give(kari_id, Role::CentreAdministrator, Some(app.centre))
            .await;
        let kari = app.login().await;
        let own = app.own(&kari, Method::POST, &end(&staff), None).await;
        assert_eq!(own.body()["errors"][0]["reason"], "must not be your own");
    }
);

testkit::on_both!(
    who_serves_elsewhere_too_keeps_the_second_factor,
    async |db: TestDatabase| {
        let office = office(db).await;
        let app = &office.app;
        let staff = office.staff_id().await;
        let kari = app.login().await;
        let kari = kari.body()["account_id"].as_str().unwrap().parse().unwrap();
        app.give(kari, Role::NationalCoordinator, None).await;
        app.enrol().await;
        let path = format!("/centres/{}/staff/{staff}/reset-factors", app.centre);
        let reset = app
            .own(&office.administrator, Method::POST, &path, None)
            .await;
        assert_eq!(reset.code(), (422, "invalid".to_owned()));
        app.pending().await;
    }
);

impl App {
    /// Why the gate keeps a session from the desk's stream.
    async fn gate_refuses_stream(&self, login: &Answer) -> Option<kernel::ProblemCode> {
        let token = login.cookie();
        let token = token.strip_prefix("veiviser_session=").unwrap();
        let ctx = Ctx::anyone(&self.sources, &self.database);
        let admitted = self
            .access
            .gate()
            .admit_token(token, "desk:stream", ctx)
            .await;
        admitted.err().map(|problem| problem.code)
    }
}
