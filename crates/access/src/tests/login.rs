use super::*;

testkit::on_both!(
    a_right_password_logs_in_and_says_who_one_is,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        let account = app.counsellor().await;
        let answer = app.try_login(" Kari@Example.NO ", PASSWORD, &[]).await;
        assert_eq!(answer.status, 200);
        let me = answer.body();
        assert_eq!(me["account_id"], account.to_string());
        assert_eq!(me["email"], EMAIL);
        assert_eq!(me["name"], "Kari Nordmann");
        assert!(me.get("token").is_none());
        assert_eq!(
            me["roles"],
            json!([{"role": "counsellor", "centre_id": app.centre.to_string(), "centre_name": "Karriere Vestland"}])
        );
        assert_eq!(me["staff"]["alias"], "Kari");
        assert_eq!(me["staff"]["languages"], json!(["nn"]));
        assert_eq!(me["staff"]["capacity_units"], 4);
        let actions: Vec<&str> = me["actions"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert!(actions.contains(&"offer:accept") && actions.contains(&"me:get"));
        assert!(!actions.contains(&"auth:login"));
        let again = app.get("/me", &[("cookie", &answer.cookie())]).await;
        assert_eq!(again.body(), me);
    }
);

testkit::on_both!(
    a_wrong_password_and_an_unknown_email_get_the_same_answer,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let wrong = app.try_login(EMAIL, "wrong horse battery", &[]).await;
        let unknown = app.try_login("ola@example.no", PASSWORD, &[]).await;
        assert_eq!(wrong.code(), (401, "login_refused".to_owned()));
        let without_trace = |answer: &Answer| {
            let mut body = answer.body();
            body.as_object_mut().unwrap().remove("trace_id");
            (answer.status, answer.headers.clone(), body)
        };
        assert_eq!(without_trace(&wrong), without_trace(&unknown));
        assert!(app.stored_sessions().await.is_empty());
    }
);

testkit::on_both!(
    the_cookie_is_out_of_reach_of_scripts_and_foreign_pages,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let answer = app.login().await;
        let (token, attributes) = answer.set_cookie().split_once("; ").unwrap();
        let token = token.strip_prefix("veiviser_session=").unwrap();
        assert_eq!(token.len(), 52);
        assert_eq!(
            attributes,
            "Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure"
        );
        let sessions = app.stored_sessions().await;
        assert_eq!(sessions[0].token_hash, platform::hash_key(token));
        assert!(!answer.text.contains(token));
    }
);

testkit::on_both!(
    without_https_the_cookie_is_not_marked_secure,
    async |db: TestDatabase| {
        let app = App::open_at(db, "http://127.0.0.1:8080").await;
        app.counsellor().await;
        assert!(!app.login().await.set_cookie().contains("Secure"));
    }
);

testkit::on_both!(
    a_new_login_takes_the_place_of_the_old_one,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let first = app.login().await;
        assert_eq!(app.me(&first.cookie()).await, 200);
        let second = app
            .try_login(EMAIL, PASSWORD, &[("cookie", &first.cookie())])
            .await;
        assert_ne!(first.cookie(), second.cookie());
        assert_ne!(first.csrf(), second.csrf());
        assert_eq!(app.me(&first.cookie()).await, 401);
        assert_eq!(app.me(&second.cookie()).await, 200);
        assert_eq!(app.stored_sessions().await.len(), 1);
    }
);

testkit::on_both!(
    a_failed_login_leaves_the_session_alone,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let cookie = app.login().await.cookie();
        app.try_login(EMAIL, "wrong horse battery", &[("cookie", &cookie)])
            .await;
        assert_eq!(app.me(&cookie).await, 200);
    }
);

testkit::on_both!(
    a_body_that_is_no_login_is_refused,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        let body = json!({"email": EMAIL, "password": PASSWORD, "role": "national_coordinator"});
        let answer = app.send(Method::POST, "/auth/login", &[], Some(body)).await;
        assert_eq!(answer.code(), (400, "bad_request".to_owned()));
        assert!(!answer.text.contains(PASSWORD));
    }
);
