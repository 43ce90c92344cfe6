use super::*;

const WRONG: &str = "wrong horse battery";

async fn from(app: &App, caller: &str, email: &str, password: &str) -> Answer {
    app.try_login(email, password, &[("x-forwarded-for", caller)])
        .await
}

testkit::on_both!(
    failures_slow_an_account_known_or_not_in_the_same_way,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        let mut answers = Vec::new();
        for email in [EMAIL, "nobody@example.no"] {
            for n in 0..3 {
                let refused = from(&app, "10.0.0.1", email, WRONG).await;
                assert_eq!(refused.status, 401, "{n}");
            }
            let limited = from(&app, "10.0.0.1", email, PASSWORD).await;
            assert_eq!(limited.code(), (429, "too_many_requests".to_owned()));
            let mut body = limited.body();
            body.as_object_mut().unwrap().remove("trace_id");
            answers.push((limited.headers["retry-after"].clone(), body));
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0].0, "30");
        app.wait(TimeDelta::seconds(30));
        assert_eq!(from(&app, "10.0.0.1", EMAIL, PASSWORD).await.status, 200);
    }
);

testkit::on_both!(
    failures_slow_a_caller_across_accounts,
    async |db: TestDatabase| {
        let app = App::open(db).await;
        app.counsellor().await;
        for n in 0..12 {
            from(&app, "10.0.0.1", &format!("guess{n}@example.no"), WRONG).await;
        }
        assert_eq!(from(&app, "10.0.0.1", EMAIL, PASSWORD).await.status, 429);
        assert_eq!(from(&app, "10.0.0.2", EMAIL, PASSWORD).await.status, 200);
    }
);

testkit::on_both!(right_passwords_do_not_count, async |db: TestDatabase| {
    let app = App::open(db).await;
    app.counsellor().await;
    for _ in 0..5 {
        assert_eq!(from(&app, "10.0.0.1", EMAIL, PASSWORD).await.status, 200);
    }
});
