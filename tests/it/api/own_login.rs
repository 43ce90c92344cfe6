//! Log-ins that end, or are not enough any more, while somebody is at work.

use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Desk, PASSWORD, Product, Role, text};

async fn demand(administrator: &Desk<'_>, path: &str, second_factor: bool) {
    let shown = administrator.get(path).await;
    let tag = shown.header("etag").to_owned();
    let body = json!({"second_factor": second_factor});
    let call = administrator.call("PUT", path).header("if-match", &tag);
    call.json(&body).send().await.expect(200);
}

async fn session_of(desk: &Desk<'_>) -> Value {
    let sessions = desk.get("/me/sessions").await.expect(200);
    let items = sessions["items"].as_array().unwrap();
    let current = items.iter().find(|one| one["current"] == true);
    current.unwrap().clone()
}

testkit::on_both!(
    a_session_ended_elsewhere_loses_its_stream_at_once,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let mut line = anne.stream().await;
        let body = json!({"email": anne.email, "password": PASSWORD, "bearer": true});
        let elsewhere = product.call("POST", "/auth/login").json(&body).send().await;
        let elsewhere = text(&elsewhere.expect(200), "token");
        let id = text(&session_of(&anne).await, "id");
        let ended = product
            .call("DELETE", &format!("/me/sessions/{id}"))
            .token(&elsewhere)
            .send()
            .await;
        assert_eq!(ended.status, 204);
        line.closed().await;
        anne.get("/me").await.problem("unauthenticated");
    }
);

testkit::on_both!(
    an_administrator_logs_a_counsellor_out_of_the_desk,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let dina = product
            .hire(Role::CentreAdministrator, Some(product.vestland), "Dina")
            .await;
        let mut line = anne.stream().await;
        let path = format!(
            "/centres/{}/staff/{}/end-sessions",
            product.vestland,
            anne.staff.unwrap()
        );
        assert_eq!(dina.call("POST", &path).send().await.status, 204);
        line.closed().await;
        anne.get("/me").await.problem("unauthenticated");
    }
);

testkit::on_both!(
    a_centre_that_asks_for_more_closes_the_desks_of_those_who_lack_it,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let berit = product.counsellor(product.oslo, "Berit").await;
        let dina = product
            .hire(Role::CentreAdministrator, Some(product.vestland), "Dina")
            .await;
        let mut line = anne.stream().await;
        demand(&dina, &format!("/centres/{}/login", product.vestland), true).await;
        line.closed().await;
        anne.get("/desk").await.problem("second_factor_required");
        assert_eq!(anne.get("/me").await.expect(200)["must_enrol"], true);
        berit.get("/desk").await.expect(200);
    }
);
