//! Providers set up, tested, changed and removed.

use super::*;

testkit::on_both!(
    a_provider_is_set_up_without_its_secret_ever_shown,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let vestland = stage.product.vestland;
        let dina = stage.administrator(vestland).await;
        let list = format!("/centres/{vestland}/identity-providers");
        let answer = dina.get(&list).await;
        let shown = answer.expect(200);
        assert_eq!(shown["items"][0]["has_secret"], true);
        assert!(!answer.text.contains("a secret"), "{shown}");
        let sql = "SELECT client_secret FROM identity_provider";
        let rows = stage.product.rows(sql).await;
        let stored: String = rows[0].try_get("", "client_secret").unwrap();
        assert!(stored.starts_with("s1.") && !stored.contains("secret"));

        let mut settings = stage.settings();
        settings["client_secret"] = Value::Null;
        settings["name"] = json!("Et annet navn");
        let changed = stage.change(&settings).await.expect(200);
        assert_eq!(changed["items"][0]["has_secret"], true);
        // The secret agreed with one issuer is not sent to another.
        settings["issuer"] = json!("https://evil.example");
        let changed = stage.change(&settings).await.expect(200);
        assert_eq!(changed["items"][0]["has_secret"], false);

        let path = format!("{list}/{}", stage.id);
        let call = dina.call("PUT", &path).json(&settings);
        call.send().await.problem("precondition_required");
        let call = dina.call("PUT", &path).header("if-match", "\"x\"");
        call.json(&settings).send().await.problem("stale_write");
        assert_eq!(dina.call("DELETE", &path).send().await.status, 204);
        dina.call("DELETE", &path).send().await.problem("not_found");
        let shown = dina.get(&list).await.expect(200);
        assert_eq!(shown["items"], json!([]));
    }
);

testkit::on_both!(
    faulty_settings_are_named_by_field,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let vestland = stage.product.vestland;
        let dina = stage.administrator(vestland).await;
        let list = format!("/centres/{vestland}/identity-providers");
        for (field, value) in [
            ("name", json!("")),
            ("name", json!("a\u{0}b")),
            ("issuer", json!("http://provider.example")),
            ("issuer", json!("nonsense")),
            ("client_id", json!("\u{0}")),
            ("client_secret", json!("")),
            ("scopes", json!([])),
            ("acr_values", json!(["a b"])),
        ] {
            let mut settings = stage.settings();
            settings[field] = value.clone();
            let refused = dina.post(&list, &settings).await;
            let problem = refused.problem("invalid");
            assert_eq!(problem["errors"][0]["field"], field, "{value}");
        }
        let mut settings = stage.settings();
        settings["preset"] = json!("altinn");
        let refused = dina.post(&list, &settings).await.problem("bad_request");
        assert_eq!(refused["errors"][0]["field"], "preset");
    }
);

testkit::on_both!(
    a_test_tells_in_words_what_stands_in_the_way,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let vestland = stage.product.vestland;
        let dina = stage.administrator(vestland).await;
        let list = format!("/centres/{vestland}/identity-providers");
        let test = format!("{list}/{}/test", stage.id);
        let found = dina.post(&test, &json!({})).await.expect(200);
        assert_eq!(found["items"], json!([]), "{found}");
        let wrong_path = format!("{}/elsewhere", stage.provider.issuer);
        for (field, value, code, fatal) in [
            ("issuer", json!("http://127.0.0.1:9"), "unreachable", true),
            ("issuer", json!(wrong_path), "no_metadata", true),
            (
                "issuer",
                json!(stage.provider.issuer.replace("127.0.0.1", "localhost")),
                "issuer_differs",
                true,
            ),
            ("acr_values", json!(["gold"]), "acr_unknown", false),
        ] {
            let mut settings = stage.settings();
            settings[field] = value;
            stage.change(&settings).await.expect(200);
            let found = dina.post(&test, &json!({})).await.expect(200);
            let expected = json!([{"code": code, "fatal": fatal}]);
            assert_eq!(found["items"], expected);
        }
        let mut unreachable = stage.settings();
        unreachable["issuer"] = json!("http://127.0.0.1:9");
        stage.change(&unreachable).await.expect(200);
        let mut person = stage.person();
        let body = json!({"provider": stage.id});
        let call = person.call("POST", "/auth/oidc/start").json(&body);
        person.send(call).await.problem("provider_unreachable");
    }
);

testkit::on_both!(
    each_centre_has_its_own_and_coordinators_the_national_ones,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let oslo = stage.product.oslo;
        let egil = stage.administrator(oslo).await;
        let list = format!("/centres/{oslo}/identity-providers");
        let shown = egil.get(&list).await.expect(200);
        assert_eq!(shown["items"], json!([]));
        // Vestland's provider does not exist below Oslo.
        let test = format!("{list}/{}/test", stage.id);
        egil.post(&test, &json!({})).await.problem("not_found");
        let foreign = format!("/centres/{}/identity-providers", stage.product.vestland);
        egil.get(&foreign).await.problem("not_found");

        let role = Role::NationalCoordinator;
        let frida = stage.product.hire(role, None, "Frida").await;
        let national = "/national/identity-providers";
        let mut settings = stage.settings();
        settings["name"] = json!("Nasjonal");
        let made = frida.post(national, &settings).await.expect(201);
        let shown = frida.get(national).await.expect(200);
        assert_eq!(shown["items"].as_array().unwrap().len(), 1);
        let path = format!("{national}/{}", stage.id);
        let call = frida.call("DELETE", &path);
        call.send().await.problem("not_found");
        egil.get(national).await.problem("forbidden");

        let anyone = stage.product.call("GET", "/auth/oidc/providers");
        let names = anyone.send().await.expect(200);
        assert_eq!(names["items"][0]["name"], "Nasjonal");
        assert_eq!(names["items"][1]["name"], "Fylkeskommunen");
        assert!(!names.to_string().contains("issuer"));
        let id = text(&made, "id");
        let removed = frida.call("DELETE", &format!("{national}/{id}"));
        assert_eq!(removed.send().await.status, 204);
    }
);

testkit::on_both!(
    presets_are_told_to_those_who_set_up_providers,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let dina = stage.administrator(stage.product.vestland).await;
        let presets = dina.get("/identity-provider-presets").await.expect(200);
        let words: Vec<&Value> = presets["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|preset| &preset["preset"])
            .collect();
        assert_eq!(
            words,
            ["id_porten", "ansattporten", "feide", "entra_id", "other"]
        );
        let anne = stage
            .product
            .counsellor(stage.product.vestland, "Anne")
            .await;
        anne.get("/identity-provider-presets")
            .await
            .problem("forbidden");
    }
);
