//! Identities and accounts.

use super::*;

testkit::on_both!(
    an_identity_belongs_to_one_account,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let mut anne = stage.linked(stage.product.vestland, "Anne").await;
        let desk = stage
            .product
            .counsellor(stage.product.vestland, "Berit")
            .await;
        let mut berit = stage.person();
        berit.log_in_by_password(&desk.email).await;
        let location = berit.link(&stage.id, "Anne").await;
        assert_eq!(location, "/desk/account?problem=identity_taken");
        assert!(berit.identities().await.is_empty());
        // Twice is no error.
        anne.log_in_by_password("anne@veiviser.example").await;
        let location = anne.link(&stage.id, "Anne").await;
        assert_eq!(location, "/desk/account?linked=1");
        assert_eq!(anne.identities().await.len(), 1);
    }
);

testkit::on_both!(
    linking_needs_a_log_in_of_the_last_minutes,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let desk = stage
            .product
            .counsellor(stage.product.vestland, "Anne")
            .await;
        let mut anne = stage.person();
        anne.log_in_by_password(&desk.email).await;
        stage.product.clock.advance(chrono::TimeDelta::minutes(16));
        anne.begin_link(&stage.id).await.problem("login_not_fresh");
    }
);

testkit::on_both!(
    an_identity_is_linked_only_to_whoever_began_it,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let (anne, berit) = (
            stage
                .product
                .counsellor(stage.product.vestland, "Anne")
                .await,
            stage
                .product
                .counsellor(stage.product.vestland, "Berit")
                .await,
        );
        let mut person = stage.person();
        person.log_in_by_password(&anne.email).await;
        let begun = person.begin_link(&stage.id).await.expect(200);
        let callback = person.visit(&text(&begun, "url"), "Anne").await;
        // Somebody else logged in meanwhile.
        person.log_in_by_password(&berit.email).await;
        let location = person.come_back(&callback).await;
        assert_eq!(location, "/desk/account?problem=login_not_fresh");
        assert_eq!(stage.product.count("linked_identity").await, 0);
        person.forget();
        person
            .begin_link(&stage.id)
            .await
            .problem("unauthenticated");
    }
);

testkit::on_both!(
    unlinking_ends_what_came_by_it_and_is_remembered,
    async |database: TestDatabase| {
        let stage = Stage::open(database).await;
        let vestland = stage.product.vestland;
        let mut anne = stage.linked(vestland, "Anne").await;
        anne.log_in(&stage.id, "Anne").await;
        anne.me().await.expect(200);
        let mut elsewhere = stage.person();
        elsewhere.log_in_by_password("anne@veiviser.example").await;
        let id = text(&elsewhere.identities().await[0], "id");
        let path = format!("/me/identities/{id}");
        let berit = stage.product.counsellor(vestland, "Berit").await;
        let foreign = berit.call("DELETE", &path).send().await;
        foreign.problem("not_found");
        let call = elsewhere.call("DELETE", &path);
        assert_eq!(elsewhere.send(call).await.status, 204);
        anne.me().await.problem("unauthenticated");
        elsewhere.me().await.expect(200);
        let location = anne.log_in(&stage.id, "Anne").await;
        assert_eq!(location, "/desk/?problem=identity_not_linked");

        let dina = stage.administrator(vestland).await;
        let log = dina.get(&format!("/centres/{vestland}/audit-log")).await;
        let log = log.expect(200);
        let actions: Vec<&str> = log["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["action"].as_str().unwrap())
            .collect();
        assert_eq!(
            actions,
            [
                "identity:unlink",
                "identity:link",
                "identity:provider_create"
            ]
        );
        // Neither secret nor subject is in the log.
        assert!(!log.to_string().contains("a secret"), "{log}");
    }
);
