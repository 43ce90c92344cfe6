//! Log-out here, at the provider, and from there.

use reqwest::Url;

use super::*;

testkit::on_both!(
    after_log_out_the_way_to_log_out_of_the_provider_is_told,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = stage.linked(stage.product.vestland, "Anne").await;
        anne.log_in(&stage.id, "Anne").await;
        anne.me().await.expect(200);
        let answer = anne.log_out().await.expect(200);
        anne.me().await.problem("unauthenticated");
        let url = Url::parse(&text(&answer, "url")).unwrap();
        assert_eq!(url.path(), "/session/end");
        let page = anne.ask(url.clone(), None).await;
        assert_eq!(page.status(), 200);
        assert!(page.text().await.unwrap().contains("xsrf"));
        // Somebody who came by password has nowhere else to log out of.
        anne.log_in_by_password("anne@veiviser.example").await;
        assert_eq!(anne.log_out().await.status, 204);
    }
);

testkit::on_both!(
    logging_out_at_the_provider_logs_out_here,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let address = stage.product.address;
        let uri = format!("http://{address}/api/v1/auth/oidc/backchannel-logout");
        let client = json!({"backchannel_logout_uri": uri});
        stage.control(&json!({"client": client})).await;
        let mut anne = stage.linked(stage.product.vestland, "Anne").await;
        let mut berit = stage.linked(stage.product.vestland, "Berit").await;
        anne.log_in(&stage.id, "Anne").await;
        berit.log_in(&stage.id, "Berit").await;
        anne.me().await.expect(200);

        let end = Url::parse(&format!("{}/session/end", stage.provider.issuer)).unwrap();
        let page = anne.ask(end.clone(), None).await.text().await.unwrap();
        let xsrf = page.split("name=\"xsrf\" value=\"").nth(1).unwrap();
        let xsrf = xsrf.split('"').next().unwrap();
        let confirm = end.join("/session/end/confirm").unwrap();
        let form = [("xsrf", xsrf), ("logout", "yes")];
        anne.ask(confirm, Some(&form)).await;

        anne.me().await.problem("unauthenticated");
        berit.me().await.expect(200);
    }
);

async fn tell(stage: &Stage, claims: Value, fault: &str) -> Answer {
    let wish = json!({"logout": claims, "fault": fault});
    let token = text(&stage.control(&wish).await, "logout_token");
    stage.control(&json!({"fault": ""})).await;
    let call = stage.product.call("POST", "/auth/oidc/backchannel-logout");
    let form = format!("logout_token={token}");
    call.text("application/x-www-form-urlencoded", form)
        .send()
        .await
}

testkit::on_both!(
    logout_tokens_that_do_not_say_what_they_must_log_nobody_out,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = stage.linked(stage.product.vestland, "Anne").await;
        anne.log_in(&stage.id, "Anne").await;
        for fault in [
            "audience",
            "issuer",
            "expired",
            "stale",
            "future",
            "no_event",
            "with_nonce",
            "nobody",
            "foreign_key",
            "none",
            "public_key_as_secret",
            "client_secret",
            "truncated",
            "no_token",
        ] {
            let answer = tell(&stage, json!({"sub": "Anne"}), fault).await;
            answer.problem("bad_request");
        }
        anne.me().await.expect(200);
        // Somebody unknown is no error, and nobody's log-out.
        tell(&stage, json!({"sub": "Berit"}), "").await.expect(200);
        tell(&stage, json!({"sid": "unknown"}), "")
            .await
            .expect(200);
        anne.me().await.expect(200);
        let told = tell(&stage, json!({"sub": "Anne"}), "").await;
        told.expect(200);
        assert_eq!(told.header("cache-control"), "no-store");
        anne.me().await.problem("unauthenticated");
        // An ID token is no logout token.
        let mut berit = stage.linked(stage.product.vestland, "Berit").await;
        berit.log_in(&stage.id, "Berit").await;
        berit.me().await.expect(200);
        let answer = berit.log_out().await.expect(200);
        let url = Url::parse(&text(&answer, "url")).unwrap();
        let (_, id_token) = url.query_pairs().next().unwrap();
        let call = stage.product.call("POST", "/auth/oidc/backchannel-logout");
        let form = format!("logout_token={id_token}");
        let answer = call.text("application/x-www-form-urlencoded", form);
        answer.send().await.problem("bad_request");
    }
);

testkit::on_both!(
    whoever_came_by_a_provider_goes_with_it,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = stage.linked(stage.product.vestland, "Anne").await;
        anne.log_in(&stage.id, "Anne").await;
        anne.me().await.expect(200);
        let mut settings = stage.settings();
        settings["enabled"] = json!(false);
        stage.change(&settings).await.expect(200);
        // Remembered for seconds.
        stage.product.clock.advance(chrono::TimeDelta::seconds(4));
        anne.me().await.problem("unauthenticated");
        let body = json!({"provider": stage.id});
        let call = anne.call("POST", "/auth/oidc/start").json(&body);
        anne.send(call).await.problem("not_found");
    }
);
