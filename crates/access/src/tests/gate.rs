use super::*;

const ACCEPT: &str = "/offers/1/accept";

testkit::on_both!(
    without_a_valid_login_nothing_is_reached,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        let sites = format!("/centres/{}/sites", app.centre);
        for path in ["/me", &sites, "/centres/x/sites", "/forgotten"] {
            for headers in [
                vec![],
                vec![("cookie", "veiviser_session=made-up")],
                vec![("authorization", "Bearer made-up")],
                vec![("authorization", "Basic a2FyaTprYXJp")],
            ] {
                let answer = app.get(path, &headers).await;
                assert_eq!(
                    answer.code(),
                    (401, "unauthenticated".to_owned()),
                    "{path} {headers:?}"
                );
            }
        }
    }
);

testkit::on_both!(
    an_operation_no_policy_knows_is_forbidden_to_all,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        let account = app.counsellor().await;
        app.give(account, Role::CentreAdministrator, Some(app.centre))
            .await;
        app.give(account, Role::NationalCoordinator, None).await;
        let cookie = app.login().await.cookie();
        let answer = app.get("/forgotten", &[("cookie", &cookie)]).await;
        assert_eq!(answer.code(), (403, "forbidden".to_owned()));
    }
);

testkit::on_both!(a_foreign_centre_does_not_exist, async |db: TestDatabase| {
    let app = App::open(db).await;
    app.counsellor().await;
    let cookie = app.login().await.cookie();
    let own = app
        .get(
            &format!("/centres/{}/sites", app.centre),
            &[("cookie", &cookie)],
        )
        .await;
    assert_eq!(own.text, format!("{:?}", Scope::Centre(app.centre)));
    let foreign = CentreId::new(&app.sources);
    let staff = StaffId::new(&app.sources);
    let mut bodies = Vec::new();
    for id in [foreign.to_string(), staff.to_string(), "x".to_owned()] {
        let answer = app
            .get(&format!("/centres/{id}/sites"), &[("cookie", &cookie)])
            .await;
        assert_eq!(answer.code(), (404, "not_found".to_owned()), "{id}");
        let mut body = answer.body();
        body.as_object_mut().unwrap().remove("trace_id");
        bodies.push(body);
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]), "{bodies:?}");
});

testkit::on_both!(
    the_national_layer_reaches_every_centre,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.person(Role::NationalCoordinator, None).await;
        let cookie = app.login().await.cookie();
        let answer = app
            .get(
                &format!("/centres/{}/sites", app.centre),
                &[("cookie", &cookie)],
            )
            .await;
        assert_eq!(answer.text, format!("{:?}", Scope::National));
    }
);

testkit::on_both!(
    a_role_without_the_permission_is_forbidden,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.person(Role::CentreAdministrator, Some(app.centre))
            .await;
        let bearer = app.bearer().await;
        let answer = app.post(ACCEPT, &[("authorization", &bearer)]).await;
        assert_eq!(answer.code(), (403, "forbidden".to_owned()));
    }
);

testkit::on_both!(
    a_cookie_needs_the_anti_forgery_token_to_change_something,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let login = app.login().await;
        let cookie = login.cookie();
        let other = app.login().await.csrf();
        for wrong in [None, Some(""), Some("wrong"), Some(other.as_str())] {
            let mut headers = vec![("cookie", cookie.as_str())];
            headers.extend(wrong.map(|token| ("x-csrf-token", token)));
            for path in [ACCEPT, "/auth/logout"] {
                let answer = app.post(path, &headers).await;
                assert_eq!(
                    answer.code(),
                    (403, "csrf_refused".to_owned()),
                    "{path} {wrong:?}"
                );
            }
        }
        let headers = [("cookie", cookie.as_str()), ("x-csrf-token", &login.csrf())];
        assert_eq!(app.post(ACCEPT, &headers).await.status, 200);
    }
);

testkit::on_both!(
    a_bearer_token_needs_no_anti_forgery_token,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        let account = app.counsellor().await;
        let bearer = app.bearer().await;
        let answer = app.post(ACCEPT, &[("authorization", &bearer)]).await;
        assert_eq!(answer.status, 200);
        assert!(
            answer.text.contains(&account.to_string()),
            "{}",
            answer.text
        );
        assert!(answer.text.contains("stf_"), "{}", answer.text);
        let cookie_beside = [
            ("authorization", bearer.as_str()),
            ("cookie", "veiviser_session=old"),
        ];
        assert_eq!(app.post(ACCEPT, &cookie_beside).await.status, 200);
    }
);

testkit::on_both!(
    a_role_given_or_a_cookie_held_counts_for_streams_of_our_own_pages,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let cookie = app.login().await.cookie();
        let gate = app.access.gate();
        let ask = async |origin: Option<&str>, cookie: &str, action: &str| {
            let mut request = poem::Request::builder()
                .header("upgrade", "websocket")
                .header("host", "veiviser.example")
                .header("cookie", cookie);
            if let Some(origin) = origin {
                request = request.header("origin", origin);
            }
            let ctx = Ctx::anyone(&app.sources, &app.database);
            let outcome = gate.admit_request(&request.finish(), action, ctx).await;
            outcome
                .map(|ctx| ctx.scope)
                .map_err(|problem| problem.code.as_str())
        };
        let ours = Some("https://veiviser.example");
        let granted = Ok(Scope::Centre(app.centre));
        assert_eq!(ask(ours, &cookie, "desk:stream").await, granted);
        assert_eq!(ask(ours, &cookie, "unknown:action").await, Err("forbidden"));
        assert_eq!(
            ask(ours, "a=b", "desk:stream").await,
            Err("unauthenticated")
        );
        for foreign in [None, Some("https://evil.example"), Some("null")] {
            assert_eq!(
                ask(foreign, &cookie, "desk:stream").await,
                Err("csrf_refused")
            );
        }
    }
);

testkit::on_both!(
    a_stream_is_admitted_by_the_token_of_its_first_frame,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let bearer = app.bearer().await;
        let token = bearer.strip_prefix("Bearer ").unwrap();
        let gate = app.access.gate();
        let ask = async |token: &str, action: &str| {
            let ctx = Ctx::anyone(&app.sources, &app.database);
            let outcome = gate.admit_token(token, action, ctx).await;
            outcome
                .map(|ctx| ctx.scope)
                .map_err(|problem| problem.code.as_str())
        };
        assert_eq!(
            ask(token, "desk:stream").await,
            Ok(Scope::Centre(app.centre))
        );
        assert_eq!(ask(token, "unknown:action").await, Err("forbidden"));
        assert_eq!(ask("", "desk:stream").await, Err("unauthenticated"));
        app.wait(TimeDelta::hours(12));
        assert_eq!(ask(token, "desk:stream").await, Err("unauthenticated"));
    }
);

testkit::on_both!(
    an_upgrade_by_cookie_through_the_gate_needs_our_origin,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let cookie = app.login().await.cookie();
        let upgrade = |origin| {
            [
                ("cookie", cookie.as_str()),
                ("upgrade", "websocket"),
                ("origin", origin),
            ]
        };
        let foreign = app.get("/me", &upgrade("https://evil.example")).await;
        assert_eq!(foreign.code(), (403, "csrf_refused".to_owned()));
        assert_eq!(
            app.get("/me", &upgrade("https://veiviser.example"))
                .await
                .status,
            200
        );
    }
);
