use super::*;

testkit::on_both!(
    logging_out_ends_the_session_at_once,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let login = app.login().await;
        let cookie = login.cookie();
        assert_eq!(app.me(&cookie).await, 200);
        let headers = [("cookie", cookie.as_str()), ("x-csrf-token", &login.csrf())];
        let logout = app.post("/auth/logout", &headers).await;
        assert_eq!(logout.status, 204);
        assert!(
            logout
                .set_cookie()
                .starts_with("veiviser_session=; Path=/; Max-Age=0;")
        );
        assert_eq!(app.me(&cookie).await, 401);
        assert!(app.stored_sessions().await.is_empty());
    }
);

testkit::on_both!(
    a_session_ends_after_its_hours_even_if_used,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let cookie = app.login().await.cookie();
        app.wait(TimeDelta::hours(12) - TimeDelta::seconds(1));
        assert_eq!(app.me(&cookie).await, 200);
        app.wait(TimeDelta::seconds(1));
        assert_eq!(app.me(&cookie).await, 401);
    }
);

testkit::on_both!(expired_sessions_are_purged, async |db: TestDatabase| {
    let app = App::open(db).await;
    app.counsellor().await;
    app.login().await;
    app.wait(TimeDelta::hours(6));
    let young = app.login().await;
    app.wait(TimeDelta::hours(6));
    let ctx = app.system();
    let tx = ctx.write().await.unwrap();
    assert_eq!(crate::purge_sessions(&ctx, &tx).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(app.stored_sessions().await.len(), 1);
    assert_eq!(app.me(&young.cookie()).await, 200);
});

testkit::on_both!(
    revoking_ends_every_session_of_one_account,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        let account = app.counsellor().await;
        app.account("ola@example.no").await;
        let other = app.try_login("ola@example.no", PASSWORD, &[]).await;
        let (one, two) = (app.login().await, app.login().await);
        assert_eq!(app.me(&one.cookie()).await, 200);
        app.access.revoke(&app.system(), account).await.unwrap();
        for answer in [one, two] {
            assert_eq!(app.me(&answer.cookie()).await, 401);
        }
        assert_eq!(app.me(&other.cookie()).await, 200);
    }
);

testkit::on_both!(
    a_deactivated_account_is_out_and_stays_out,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        let account = app.counsellor().await;
        let cookie = app.login().await.cookie();
        assert!(app.access.deactivate(&app.system(), account).await.unwrap());
        assert_eq!(app.me(&cookie).await, 401);
        let refused = app.try_login(EMAIL, PASSWORD, &[]).await;
        assert_eq!(refused.code(), (401, "login_refused".to_owned()));
        let nobody = AccountId::new(&app.sources);
        assert!(!app.access.deactivate(&app.system(), nobody).await.unwrap());
    }
);

testkit::on_both!(
    a_revocation_by_another_process_is_noticed_within_seconds,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let cookie = app.login().await.cookie();
        assert_eq!(app.me(&cookie).await, 200);
        let tx = app.database.write(Scope::System).await.unwrap();
        tx.delete::<crate::store::session::Entity>()
            .exec(&tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        app.wait(TimeDelta::seconds(3));
        assert_eq!(app.me(&cookie).await, 401);
    }
);
