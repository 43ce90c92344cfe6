use super::*;

const LINUX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

async fn sessions(app: &App, login: &Answer) -> Vec<Value> {
    let answer = app
        .get("/me/sessions", &[("cookie", &login.cookie())])
        .await;
    answer.body()["items"].as_array().unwrap().clone()
}

testkit::on_both!(
    one_sees_where_one_is_logged_in_but_neither_agent_nor_address,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let here = [("user-agent", LINUX), ("x-forwarded-for", "10.9.8.7")];
        let first = app.try_login(EMAIL, PASSWORD, &here).await;
        app.wait(TimeDelta::seconds(90));
        let second = app.login().await;
        let listed = sessions(&app, &first).await;
        assert_eq!(listed.len(), 2);
        assert_eq!(
            (&listed[0]["current"], &listed[1]["current"]),
            (&json!(false), &json!(true))
        );
        assert_eq!(listed[1]["browser"], "firefox");
        assert_eq!(listed[1]["system"], "linux");
        assert_eq!(listed[1]["created_at"], "2026-11-23T09:00:00+00:00");
        assert_eq!(listed[1]["seen_at"], "2026-11-23T09:01:00+00:00");
        let stored = format!("{:?} {listed:?}", app.stored_sessions().await);
        assert!(!stored.contains("Mozilla") && !stored.contains("10.9.8.7"));
        assert!(app.me(&second.cookie()).await == 200);
    }
);

testkit::on_both!(
    one_ends_a_session_of_ones_own_and_of_nobody_else,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        app.account("ola@example.no").await;
        let other = app.try_login("ola@example.no", PASSWORD, &[]).await;
        let foreign = sessions(&app, &other).await[0]["id"].clone();
        let (here, there) = (app.login().await, app.login().await);
        let id = sessions(&app, &there).await;
        let id = id.iter().find(|one| one["current"] == true).unwrap()["id"].clone();
        for (id, status) in [(&foreign, 404), (&id, 204), (&id, 404)] {
            let path = format!("/me/sessions/{}", id.as_str().unwrap());
            let ended = app.own(&here, Method::DELETE, &path, None).await;
            assert_eq!(ended.status, status);
        }
        assert_eq!(app.me(&there.cookie()).await, 401);
        assert_eq!(app.me(&here.cookie()).await, 200);
        assert_eq!(app.me(&other.cookie()).await, 200);
    }
);

testkit::on_both!(
    logging_out_everywhere_leaves_this_session,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let (one, two, here) = (app.login().await, app.login().await, app.login().await);
        let path = "/me/sessions/end-others";
        let ended = app.own(&here, Method::POST, path, None).await;
        assert_eq!(ended.body(), json!({"ended": 2}));
        for gone in [one, two] {
            assert_eq!(app.me(&gone.cookie()).await, 401);
        }
        assert_eq!(app.me(&here.cookie()).await, 200);
    }
);

testkit::on_both!(
    a_changed_password_ends_every_other_session_and_login_under_way,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let there = app.login().await;
        let phone = app.enrol().await;
        let here = phone.login(&app).await;
        let pending = app.pending().await;
        let change = |present: &str, new: &str| json!({"password": present, "new_password": new});
        let new = "new horse battery";
        for (body, field) in [
            (change("wrong horse battery", new), "password"),
            (change(PASSWORD, "too short"), "new_password"),
        ] {
            let refused = app
                .own(&here, Method::PUT, "/me/password", Some(body))
                .await;
            assert_eq!(refused.code(), (422, "invalid".to_owned()));
            assert_eq!(refused.body()["errors"][0]["field"], field);
        }
        let body = change(PASSWORD, new);
        let changed = app
            .own(&here, Method::PUT, "/me/password", Some(body))
            .await;
        assert_eq!(changed.status, 204, "{}", changed.text);
        assert_eq!(app.me(&here.cookie()).await, 200);
        assert_eq!(app.me(&there.cookie()).await, 401);
        app.wait(TimeDelta::seconds(30));
        let step = app.second_factor(&pending, "code", &phone.code(&app)).await;
        assert_eq!(step.code(), (401, "login_expired".to_owned()));
        assert_eq!(app.try_login(EMAIL, PASSWORD, &[]).await.status, 401);
        assert_eq!(app.try_login(EMAIL, new, &[]).await.status, 202);
    }
);

testkit::on_both!(
    guessing_the_password_at_an_unlocked_desk_is_slowed,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let login = app.login().await;
        let body = json!({"password": "wrong horse battery", "new_password": "new horse battery"});
        for status in [422, 422, 422, 429] {
            let refused = app
                .own(&login, Method::PUT, "/me/password", Some(body.clone()))
                .await;
            assert_eq!(refused.status, status);
        }
    }
);

testkit::on_both!(
    changes_of_ones_own_log_in_are_remembered_where_one_serves,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        let account = app.counsellor().await;
        app.give(account, Role::CentreAdministrator, Some(app.centre))
            .await;
        let phone = app.enrol().await;
        let login = phone.login(&app).await;
        let body = json!({"password": PASSWORD});
        app.own(
            &login,
            Method::POST,
            "/me/recovery-codes",
            Some(body.clone()),
        )
        .await;
        app.own(&login, Method::POST, "/me/totp/remove", Some(body))
            .await;
        let path = format!("/centres/{}/audit-log", app.centre);
        let log = app.get(&path, &[("cookie", &login.cookie())]).await.body();
        let told: Vec<(&Value, &Value)> = log["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| (&entry["action"], &entry["actor"]["name"]))
            .collect();
        let name = json!("Kari Nordmann");
        assert_eq!(
            told,
            [
                (&json!("totp:remove"), &name),
                (&json!("recovery:renew"), &name),
                (&json!("totp:confirm"), &name),
            ]
        );
    }
);
