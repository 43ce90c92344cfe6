//! How talks end.

use serde_json::json;
use testkit::TestDatabase;

use super::talking::pair;
use crate::product::Product;

testkit::on_both!(a_seeker_ends_the_talk, async |database: TestDatabase| {
    let product = Product::start(database).await;
    let (anne, seeker, contact) = pair(&product).await;
    let (mut desk, mut line) = (anne.stream().await, seeker.stream().await);
    seeker
        .call("POST", "/close")
        .json(&json!({}))
        .send()
        .await
        .expect(200);
    let state = line
        .hear_where("state", |frame| frame["state"] == "closed")
        .await;
    assert_eq!(state["closed_by"], "seeker");
    let snapshot = desk
        .hear_where("contact", |frame| frame["contact"]["state"] == "wrap_up")
        .await;
    assert_eq!(snapshot["contact"]["closed_by"], "seeker");
    desk.heard_where("message", |frame| frame["notice"] == "closed")
        .await;
    line.write(None, "Forresten").await;
    assert_eq!(
        line.hear("error").await["problem"]["code"],
        "conversation_closed"
    );
    desk.write(Some(&contact), "Ha det").await;
    assert_eq!(
        desk.hear("error").await["problem"]["code"],
        "conversation_closed"
    );
    anne.post(
        &format!("/contacts/{contact}/wrap-up"),
        &json!({"code": "answered"}),
    )
    .await
    .expect(200);
    desk.hear_where("contact", |frame| frame["contact"]["state"] == "closed")
        .await;
    desk.hear_where("presence", |frame| frame["presence"]["load_units"] == 0)
        .await;
    let closed = anne.get("/contacts?state=closed").await.expect(200);
    assert_eq!(closed["items"][0]["id"], contact.as_str());
});

testkit::on_both!(
    a_counsellor_ends_the_talk,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (anne, seeker, contact) = pair(&product).await;
        let mut line = seeker.stream().await;
        let path = format!("/contacts/{contact}");
        anne.post(&format!("{path}/wrap-up"), &json!({"code": "guided"}))
            .await
            .problem("wrong_state");
        let closed = anne
            .post(&format!("{path}/close"), &json!({}))
            .await
            .expect(200);
        assert_eq!(closed["state"], "wrap_up");
        line.hear_where("message", |frame| frame["notice"] == "closed")
            .await;
        let state = line
            .heard_where("state", |frame| frame["state"] == "closed")
            .await;
        assert_eq!(state["closed_by"], "counsellor");
        anne.post(&format!("{path}/close"), &json!({}))
            .await
            .problem("wrong_state");
        anne.post(&format!("{path}/transfer"), &json!({"national": true}))
            .await
            .problem("wrong_state");
        // The seeker can still read, download and erase.
        let read = seeker.get("").await.expect(200);
        assert_eq!(
            (&read["state"], &read["closed_by"]),
            (&json!("closed"), &json!("counsellor"))
        );
        assert_eq!(seeker.get("/transcript").await.status, 200);
        assert_eq!(seeker.call("DELETE", "").send().await.status, 204);
    }
);

testkit::on_both!(
    a_seeker_erases_everything_in_the_middle_of_the_talk,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (anne, seeker, contact) = pair(&product).await;
        let (mut desk, mut line) = (anne.stream().await, seeker.stream().await);
        line.write(None, "Noe privat").await;
        desk.hear_where("message", |frame| frame["body"] == "Noe privat")
            .await;
        assert_eq!(seeker.call("DELETE", "").send().await.status, 204);
        let frames = line.closed().await;
        let bye = frames.last().unwrap();
        assert_eq!(
            (&bye["reason"], &bye["resume"]),
            (&json!("erased"), &json!(false))
        );
        let snapshot = desk
            .hear_where("contact", |frame| frame["contact"]["state"] == "wrap_up")
            .await;
        assert_eq!(snapshot["contact"]["last_seq"], 0);
        desk.write(Some(&contact), "Hei?").await;
        let refused = desk.hear("error").await;
        assert!(
            ["not_your_contact", "not_found"]
                .contains(&refused["problem"]["code"].as_str().unwrap()),
            "{refused}"
        );
        assert_eq!(
            (
                product.count("message").await,
                product.count("conversation_key").await
            ),
            (0, 0)
        );
        anne.post(
            &format!("/contacts/{contact}/wrap-up"),
            &json!({"code": "abandoned"}),
        )
        .await
        .expect(200);
        desk.hear_where("presence", |frame| frame["presence"]["load_units"] == 0)
            .await;
    }
);

testkit::on_both!(
    a_seeker_leaves_while_waiting,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let mut desk = anne.stream().await;
        anne.set_presence("available").await;
        let seeker = product.seeker("46").await;
        let offer = desk.hear("offer").await;
        assert_eq!(seeker.call("DELETE", "").send().await.status, 204);
        let withdrawn = desk.hear("offer_withdrawn").await;
        assert_eq!(
            (&withdrawn["offer_id"], &withdrawn["reason"]),
            (&offer["offer"]["id"], &json!("left"))
        );
        desk.hear_where("presence", |frame| frame["presence"]["load_units"] == 0)
            .await;
        // Room again for the next one.
        let _next = product.seeker("46").await;
        desk.hear("offer").await;
    }
);
