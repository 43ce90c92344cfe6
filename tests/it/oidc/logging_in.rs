//! What goes well.

use super::*;

testkit::on_both!(
    somebody_linked_logs_in_by_the_provider_alone,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = stage.linked(stage.product.vestland, "Anne").await;
        assert_eq!(anne.log_in(&stage.id, "Anne").await, "/desk/centre");
        let me = anne.me().await.expect(200);
        assert_eq!(
            (&me["name"], &me["strong"]),
            (&json!("Anne Etternavn"), &json!(false))
        );
        let identities = anne.identities().await;
        assert_eq!(identities[0]["provider_name"], "Fylkeskommunen");
        assert!(identities[0]["used_at"].is_string());
    }
);

testkit::on_both!(
    the_request_to_the_provider_says_no_more_than_it_must,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let url = reqwest::Url::parse(&stage.person().begin(&stage.id).await).unwrap();
        let asked: std::collections::BTreeMap<_, _> = url.query_pairs().into_owned().collect();
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["code_challenge_method"], "S256");
        assert_eq!(asked["scope"], "openid");
        assert_eq!(
            asked["redirect_uri"],
            "http://127.0.0.1:8080/api/v1/auth/oidc/callback"
        );
        assert!(asked["state"].len() >= 32 && asked["nonce"].len() >= 32);
        // What comes back is kept as hashes, the verifier sealed.
        for secret in [&asked["state"], &asked["nonce"]] {
            let sql = "SELECT verifier, return_to FROM login_flow";
            for row in stage.product.rows(sql).await {
                let verifier: String = row.try_get("", "verifier").unwrap();
                assert!(verifier.starts_with("s1.") && !verifier.contains(secret.as_str()));
            }
        }
    }
);

testkit::on_both!(
    a_required_assurance_that_is_met_counts_as_more_than_one_factor,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = stage.linked(stage.product.vestland, "Anne").await;
        let mut settings = stage.settings();
        settings["acr_values"] = json!(["idporten-loa-substantial", "idporten-loa-high"]);
        stage.change(&settings).await.expect(200);
        stage
            .control(&json!({"acr": "idporten-loa-substantial"}))
            .await;
        assert_eq!(anne.log_in(&stage.id, "Anne").await, "/desk/centre");
        assert_eq!(anne.me().await.expect(200)["strong"], true);
    }
);

testkit::on_both!(
    a_new_key_of_the_provider_is_asked_for_once,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = stage.linked(stage.product.vestland, "Anne").await;
        let before = stage.control(&json!({"rotate": true})).await["keys_asked"].clone();
        for _ in 0..3 {
            assert_eq!(anne.log_in(&stage.id, "Anne").await, "/desk/centre");
        }
        let after = stage.control(&json!({})).await["keys_asked"].clone();
        assert_eq!(before.as_i64().unwrap() + 1, after.as_i64().unwrap());
    }
);

testkit::on_both!(
    made_up_key_names_do_not_make_the_product_ask_again_and_again,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = stage.linked(stage.product.vestland, "Anne").await;
        let before = stage.control(&json!({"fault": "foreign_kid"})).await["keys_asked"].clone();
        for _ in 0..6 {
            let location = anne.log_in(&stage.id, "Anne").await;
            assert_eq!(location, "/desk/?problem=provider_untrusted");
        }
        let after = stage.control(&json!({"fault": ""})).await["keys_asked"].clone();
        assert!(
            after.as_i64().unwrap() <= before.as_i64().unwrap() + 2,
            "{after}"
        );
    }
);

testkit::on_both!(
    a_token_without_a_keys_name_is_tried_by_all_keys,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = stage.linked(stage.product.vestland, "Anne").await;
        stage.control(&json!({"fault": "no_kid"})).await;
        assert_eq!(anne.log_in(&stage.id, "Anne").await, "/desk/centre");
    }
);

testkit::on_both!(
    a_client_without_a_secret_is_let_in_by_its_verifier_alone,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let client = json!({"token_endpoint_auth_method": "none"});
        stage.control(&json!({"client": client})).await;
        let mut settings = stage.settings();
        settings["client_id"] = json!("veiviser");
        settings["client_secret"] = Value::Null;
        settings["name"] = json!("Uten hemmelighet");
        let id = stage.add(stage.product.vestland, &settings).await;
        let desk = stage
            .product
            .counsellor(stage.product.vestland, "Anne")
            .await;
        let mut anne = stage.person();
        anne.log_in_by_password(&desk.email).await;
        assert_eq!(anne.link(&id, "Anne").await, "/desk/account?linked=1");
    }
);
