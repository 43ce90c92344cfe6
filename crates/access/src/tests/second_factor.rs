use super::*;

testkit::on_both!(
    with_a_second_factor_a_password_alone_opens_nothing,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let phone = app.enrol().await;
        let pending = app.try_login(EMAIL, PASSWORD, &[]).await;
        assert_eq!(pending.status, 202);
        assert!(!pending.headers.contains_key("set-cookie"));
        let body = pending.body();
        assert_eq!(body["methods"], json!(["totp", "recovery_code"]));
        assert_eq!(body["expires_in"], 300);
        assert_eq!(body.as_object().unwrap().len(), 3, "{body}");
        let bearer = format!("Bearer {}", body["token"].as_str().unwrap());
        let me = app.get("/me", &[("authorization", &bearer)]).await;
        assert_eq!(me.code(), (401, "unauthenticated".to_owned()));
        let entered = app.second_factor(&pending, "code", &phone.code(&app)).await;
        assert_eq!(entered.status, 200, "{}", entered.text);
        assert_eq!(app.me(&entered.cookie()).await, 200);
        let wrong = app.try_login(EMAIL, "wrong horse battery", &[]).await;
        assert_eq!(wrong.code(), (401, "login_refused".to_owned()));
    }
);

testkit::on_both!(
    a_bearer_who_asked_for_a_token_gets_it_after_the_second_step,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let phone = app.enrol().await;
        let body = json!({"email": EMAIL, "password": PASSWORD, "bearer": true});
        let pending = app.send(Method::POST, "/auth/login", &[], Some(body)).await;
        let entered = app.second_factor(&pending, "code", &phone.code(&app)).await;
        assert!(!entered.headers.contains_key("set-cookie"));
        let bearer = format!("Bearer {}", entered.body()["token"].as_str().unwrap());
        let me = app.get("/me", &[("authorization", &bearer)]).await;
        assert_eq!(me.status, 200);
    }
);

testkit::on_both!(a_code_is_good_for_one_login, async |db: TestDatabase| {
    let app = App::open(db).await;
    app.counsellor().await;
    let phone = app.enrol().await;
    let code = phone.code(&app);
    let first = app.pending().await;
    assert_eq!(app.second_factor(&first, "code", &code).await.status, 200);
    let again = app.second_factor(&first, "code", &code).await;
    assert_eq!(again.code(), (401, "login_expired".to_owned()));
    let second = app.pending().await;
    let replayed = app.second_factor(&second, "code", &code).await;
    assert_eq!(replayed.code(), (401, "code_refused".to_owned()));
    app.wait(TimeDelta::seconds(30));
    let next = app.second_factor(&second, "code", &phone.code(&app)).await;
    assert_eq!(next.status, 200);
});

testkit::on_both!(
    of_two_who_come_with_one_code_one_is_let_in,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let phone = app.enrol().await;
        let code = phone.code(&app);
        let (one, two) = (app.pending().await, app.pending().await);
        let answers = tokio::join!(
            app.second_factor(&one, "code", &code),
            app.second_factor(&two, "code", &code),
        );
        let mut statuses = [answers.0.status.as_u16(), answers.1.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 401]);
    }
);

testkit::on_both!(
    the_code_that_confirmed_the_app_logs_nobody_in,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let login = app.login().await;
        let phone = app.begin_totp(&login).await;
        let code = phone.code(&app);
        app.confirm_totp(&login, &code).await;
        let pending = app.pending().await;
        let refused = app.second_factor(&pending, "code", &code).await;
        assert_eq!(refused.code(), (401, "code_refused".to_owned()));
    }
);

testkit::on_both!(
    a_login_waits_five_minutes_for_its_second_step,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let phone = app.enrol().await;
        let pending = app.pending().await;
        app.wait(TimeDelta::minutes(5));
        let late = app.second_factor(&pending, "code", &phone.code(&app)).await;
        assert_eq!(late.code(), (401, "login_expired".to_owned()));
        let ctx = app.system();
        let tx = ctx.write().await.unwrap();
        crate::purge_sessions(&ctx, &tx).await.unwrap();
        let left = tx
            .find::<crate::store::login_step::Entity>()
            .all(&tx)
            .await
            .unwrap();
        assert!(left.is_empty(), "{left:?}");
    }
);

testkit::on_both!(
    after_five_wrong_codes_the_login_begins_again,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let phone = app.enrol().await;
        let pending = app.pending().await;
        for n in 0..5 {
            // Slower than the throttle, so that it is the step that dies.
            app.wait(TimeDelta::seconds(40));
            let wrong = app.second_factor(&pending, "code", "000000").await;
            assert_eq!(wrong.code(), (401, "code_refused".to_owned()), "{n}");
        }
        let dead = app.second_factor(&pending, "code", &phone.code(&app)).await;
        assert_eq!(dead.code(), (401, "login_expired".to_owned()));
        let anew = app.pending().await;
        let entered = app.second_factor(&anew, "code", &phone.code(&app)).await;
        assert_eq!(entered.status, 200);
    }
);

testkit::on_both!(
    guessing_codes_is_slowed_from_wherever_it_is_done,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let phone = app.enrol().await;
        for n in 0..3 {
            let from = format!("10.0.0.{n}");
            let pending = app
                .try_login(EMAIL, PASSWORD, &[("x-forwarded-for", &from)])
                .await;
            let wrong = app.second_factor(&pending, "code", "000000").await;
            assert_eq!(wrong.code(), (401, "code_refused".to_owned()));
        }
        let pending = app.pending().await;
        let limited = app.second_factor(&pending, "code", &phone.code(&app)).await;
        assert_eq!(limited.code(), (429, "too_many_requests".to_owned()));
        assert_eq!(limited.headers["retry-after"], "30");
        app.wait(TimeDelta::seconds(30));
        let entered = app.second_factor(&pending, "code", &phone.code(&app)).await;
        assert_eq!(entered.status, 200);
    }
);

testkit::on_both!(
    a_recovery_code_is_good_once_however_it_is_typed,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let phone = app.enrol().await;
        assert_eq!(phone.recovery_codes.len(), 10);
        let code = phone.recovery_codes[3].to_lowercase().replace('-', " ");
        let pending = app.pending().await;
        let entered = app.second_factor(&pending, "recovery_code", &code).await;
        assert_eq!(entered.status, 200, "{}", entered.text);
        let pending = app.pending().await;
        let again = app.second_factor(&pending, "recovery_code", &code).await;
        assert_eq!(again.code(), (401, "code_refused".to_owned()));
        let own = app
            .get("/me/factors", &[("cookie", &entered.cookie())])
            .await;
        assert_eq!(own.body()["recovery_codes"], 9);
    }
);

testkit::on_both!(
    a_new_set_of_recovery_codes_takes_the_place_of_the_old,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let phone = app.enrol().await;
        let login = phone.login(&app).await;
        let path = "/me/recovery-codes";
        let wrong = json!({"password": "wrong horse battery"});
        let refused = app.own(&login, Method::POST, path, Some(wrong)).await;
        assert_eq!(refused.body()["errors"][0]["field"], "password");
        let right = json!({"password": PASSWORD});
        let renewed = app.own(&login, Method::POST, path, Some(right)).await;
        let codes = renewed.body()["recovery_codes"].clone();
        assert_eq!(codes.as_array().unwrap().len(), 10);
        let pending = app.pending().await;
        let old = app
            .second_factor(&pending, "recovery_code", &phone.recovery_codes[0])
            .await;
        assert_eq!(old.code(), (401, "code_refused".to_owned()));
        let new = codes[0].as_str().unwrap();
        let entered = app.second_factor(&pending, "recovery_code", new).await;
        assert_eq!(entered.status, 200);
    }
);

testkit::on_both!(
    an_app_counts_once_a_code_confirmed_it_and_goes_by_password,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let login = app.login().await;
        let phone = app.begin_totp(&login).await;
        assert!(
            phone
                .uri
                .starts_with("otpauth://totp/Veiviser:kari%40example.no?")
        );
        assert_eq!(app.try_login(EMAIL, PASSWORD, &[]).await.status, 200);
        let wrong = json!({"code": "000000"});
        let path = "/me/totp/confirm";
        let refused = app.own(&login, Method::POST, path, Some(wrong)).await;
        assert_eq!(refused.body()["errors"][0]["field"], "code");
        app.confirm_totp(&login, &phone.code(&app)).await;
        assert_eq!(app.try_login(EMAIL, PASSWORD, &[]).await.status, 202);
        let taken = app.own(&login, Method::POST, "/me/totp", None).await;
        assert_eq!(taken.code(), (409, "wrong_state".to_owned()));
        for (password, status) in [("wrong horse battery", 422), (PASSWORD, 204)] {
            let body = json!({"password": password});
            let path = "/me/totp/remove";
            let removed = app.own(&login, Method::POST, path, Some(body)).await;
            assert_eq!(removed.status, status);
        }
        assert_eq!(app.try_login(EMAIL, PASSWORD, &[]).await.status, 200);
        let own = app.get("/me/factors", &[("cookie", &login.cookie())]).await;
        assert_eq!(
            own.body(),
            json!({
                "totp": false, "recovery_codes": 0, "passkeys": [], "passkeys_offered": true,
                "second_factor_demanded": false
            })
        );
    }
);

testkit::on_both!(
    the_database_keeps_neither_secrets_nor_codes,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let phone = app.enrol().await;
        let tx = app.database.read(Scope::System).await.unwrap();
        let row = tx
            .find::<crate::store::totp::Entity>()
            .one(&tx)
            .await
            .unwrap()
            .unwrap();
        assert!(row.secret.starts_with("s1."), "{}", row.secret);
        assert!(!row.secret.contains(&phone.secret));
        assert!(!format!("{row:?}").contains("s1."));
        let codes = tx
            .find::<crate::store::recovery_code::Entity>()
            .all(&tx)
            .await
            .unwrap();
        assert!(codes.iter().all(|code| code.code_hash.len() == 32));
        assert!(!format!("{codes:?}").contains(&phone.recovery_codes[0]));
    }
);

testkit::on_both!(
    what_is_no_second_step_is_refused,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        app.enrol().await;
        let token = app.pending().await.body()["token"].clone();
        let path = "/auth/second-factor";
        for (body, expected) in [
            (json!({"token": token}), (422, "invalid")),
            (
                json!({"token": token, "code": "1", "recovery_code": "2"}),
                (422, "invalid"),
            ),
            (
                json!({"token": "x\u{0}", "code": "000000"}),
                (401, "login_expired"),
            ),
            (
                json!({"token": token, "code": "\u{0}æ000000000000"}),
                (401, "code_refused"),
            ),
            (
                json!({"token": token, "recovery_code": "\u{0}"}),
                (401, "code_refused"),
            ),
        ] {
            let answer = app.send(Method::POST, path, &[], Some(body)).await;
            assert_eq!(answer.code(), (expected.0, expected.1.to_owned()));
        }
    }
);
