//! What must not let anybody in.

use super::*;

async fn nobody(person: &mut Person<'_>) {
    person.me().await.problem("unauthenticated");
}

testkit::on_both!(
    tokens_that_do_not_say_what_they_must_let_nobody_in,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = stage.linked(stage.product.vestland, "Anne").await;
        for fault in [
            "nonce",
            "no_nonce",
            "audience",
            "shared",
            "party",
            "issuer",
            "expired",
            "stale",
            "future",
            "early",
            "no_expiry",
            "no_subject",
            "odd_subject",
            "long_subject",
            "foreign_key",
            "none",
            "public_key_as_secret",
            "client_secret",
            "critical",
            "truncated",
            "no_token",
        ] {
            stage.control(&json!({"fault": fault})).await;
            let location = anne.log_in(&stage.id, "Anne").await;
            assert_eq!(location, "/desk/?problem=provider_untrusted", "{fault}");
            nobody(&mut anne).await;
        }
        stage.control(&json!({"fault": ""})).await;
        assert_eq!(anne.log_in(&stage.id, "Anne").await, "/desk/centre");
    }
);

testkit::on_both!(
    an_identity_that_nobody_linked_gets_in_nowhere_and_leaves_nothing,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        // The name is somebody's e-mail address: that links nothing.
        let desk = stage
            .product
            .counsellor(stage.product.vestland, "Anne")
            .await;
        let counted = ["account", "session", "linked_identity", "federated_session"];
        let mut before = Vec::new();
        for table in counted {
            before.push(stage.product.count(table).await);
        }
        let mut stranger = stage.person();
        let location = stranger.log_in(&stage.id, &desk.email).await;
        assert_eq!(location, "/desk/?problem=identity_not_linked");
        nobody(&mut stranger).await;
        for (table, before) in counted.iter().zip(before) {
            assert_eq!(stage.product.count(table).await, before, "{table}");
        }
    }
);

testkit::on_both!(
    a_weaker_log_in_than_required_is_refused,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = stage.linked(stage.product.vestland, "Anne").await;
        let mut settings = stage.settings();
        settings["acr_values"] = json!(["idporten-loa-high"]);
        stage.change(&settings).await.expect(200);
        stage
            .control(&json!({"acr": "idporten-loa-substantial"}))
            .await;
        let location = anne.log_in(&stage.id, "Anne").await;
        assert_eq!(location, "/desk/?problem=assurance_too_low");
        nobody(&mut anne).await;
    }
);

testkit::on_both!(
    an_answer_serves_once_and_in_the_browser_that_asked,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = stage.linked(stage.product.vestland, "Anne").await;
        let gone = "/desk/?problem=login_flow_gone";

        let url = anne.begin(&stage.id).await;
        let callback = anne.visit(&url, "Anne").await;
        let mut other = stage.person();
        assert_eq!(other.come_back(&callback).await, gone);
        nobody(&mut other).await;
        // Whoever tried it in another browser used it up.
        assert_eq!(anne.come_back(&callback).await, gone);

        let url = anne.begin(&stage.id).await;
        let callback = anne.visit(&url, "Anne").await;
        assert_eq!(anne.come_back(&callback).await, "/desk/centre");
        assert_eq!(anne.come_back(&callback).await, gone);

        let url = anne.begin(&stage.id).await;
        let callback = anne.visit(&url, "Anne").await;
        let forged = callback.replace("state=", "state=A");
        assert_eq!(anne.come_back(&forged).await, gone);

        let url = anne.begin(&stage.id).await;
        let callback = anne.visit(&url, "Anne").await;
        stage.product.clock.advance(chrono::TimeDelta::minutes(10));
        assert_eq!(anne.come_back(&callback).await, gone);
        for odd in ["", "state=", "state=%00", "code=x", "state=a&state=b"] {
            let url = format!("http://127.0.0.1:8080/api/v1/auth/oidc/callback?{odd}");
            assert_eq!(anne.come_back(&url).await, gone, "{odd}");
        }
    }
);

testkit::on_both!(
    a_code_of_another_log_in_is_of_no_use,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = stage.linked(stage.product.vestland, "Anne").await;
        let url = anne.begin(&stage.id).await;
        let stolen = anne.visit(&url, "Anne").await;
        let mut thief = stage.person();
        let url = thief.begin(&stage.id).await;
        let own = thief.visit(&url, "Thief").await;
        let code = |url: &str| {
            let url = reqwest::Url::parse(url).unwrap();
            let found = url.query_pairs().find(|(name, _)| name == "code");
            found.unwrap().1.into_owned()
        };
        let mixed = own.replace(&code(&own), &code(&stolen));
        let location = thief.come_back(&mixed).await;
        assert_eq!(location, "/desk/?problem=provider_refused");
        nobody(&mut thief).await;
    }
);

testkit::on_both!(
    answers_of_another_provider_are_refused,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = stage.linked(stage.product.vestland, "Anne").await;
        for (from, to) in [
            ("iss=", "iss=https%3A%2F%2Fforeign.example%2F"),
            ("iss=", "x="),
        ] {
            let url = anne.begin(&stage.id).await;
            let callback = anne.visit(&url, "Anne").await;
            let location = anne.come_back(&callback.replace(from, to)).await;
            assert_eq!(location, "/desk/?problem=provider_untrusted");
        }
        nobody(&mut anne).await;
    }
);

testkit::on_both!(
    what_the_provider_says_instead_of_a_code_is_told,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = stage.person();
        let location = anne.log_in(&stage.id, "").await;
        assert_eq!(location, "/desk/?problem=login_cancelled");
        let url = anne.begin(&stage.id).await;
        let callback = anne.visit(&url, "").await;
        let location = anne
            .come_back(&callback.replace("access_denied", "server_error"))
            .await;
        assert_eq!(location, "/desk/?problem=provider_refused");
    }
);

testkit::on_both!(
    a_centres_provider_lets_in_its_own_people_for_its_own_centre_only,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let (vestland, oslo) = (stage.product.vestland, stage.product.oslo);
        let mut anne = stage.linked(vestland, "Anne").await;
        // The same provider, set up by Oslo as well, does not know her.
        let of_oslo = stage.add(oslo, &stage.settings()).await;
        let location = anne.log_in(&of_oslo, "Anne").await;
        assert_eq!(location, "/desk/?problem=identity_not_linked");

        // Whoever serves both centres acts by it in the one that vouches for them.
        let ctx = stage.product.ctx();
        let tx = ctx.write().await.unwrap();
        let rows = stage
            .product
            .rows("SELECT account_id FROM linked_identity")
            .await;
        let role = access::NewRole {
            account: kernel::AccountId::from_row(rows[0].try_get("", "account_id").unwrap()),
            role: Role::CentreAdministrator,
            centre: Some(oslo),
            staff: None,
        };
        access::assign_role(&ctx, &tx, role).await.unwrap();
        tx.commit().await.unwrap();
        for (provider, centre, foreign) in [(&stage.id, vestland, oslo), (&of_oslo, oslo, vestland)]
        {
            assert_eq!(anne.log_in(provider, "Anne").await, "/desk/centre");
            let roles = anne.me().await.expect(200)["roles"].clone();
            let held: Vec<&Value> = roles.as_array().unwrap().iter().collect();
            assert_eq!(held.len(), 1, "{roles}");
            assert_eq!(held[0]["centre_id"], centre.to_string());
            let call = anne.call("GET", &format!("/centres/{foreign}/sites"));
            anne.send(call).await.problem("not_found");
        }
    }
);

testkit::on_both!(
    a_deactivated_account_is_not_let_in_by_its_provider,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = stage.linked(stage.product.vestland, "Anne").await;
        let tx = stage.product.ctx().write().await.unwrap();
        sea_orm::ConnectionTrait::execute_unprepared(&tx, "UPDATE account SET active = false")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let location = anne.log_in(&stage.id, "Anne").await;
        assert_eq!(location, "/desk/?problem=identity_not_linked");
    }
);
