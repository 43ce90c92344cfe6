//! From arrival to acceptance: who is offered a contact, and what becomes of offers.

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Desk, Product, text, until};

/// Waits until the dispatcher knows how many take contacts.
async fn until_available(desk: &Desk<'_>, count: u32) {
    until(&format!("{count} counsellors are available"), async || {
        let queue = desk.get("/desk").await.expect(200)["queue"].clone();
        (queue["available"] == count).then_some(())
    })
    .await;
}

async fn offers(desk: &Desk<'_>) -> Vec<Value> {
    let desk = desk.get("/desk").await.expect(200);
    desk["offers"].as_array().unwrap().clone()
}

testkit::on_both!(
    the_home_county_is_preferred_and_any_open_centre_helps_out,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let cato = product.counsellor(product.oslo, "Cato").await;
        anne.set_presence("available").await;
        cato.set_presence("available").await;
        until_available(&anne, 2).await;
        let from_oslo = product.seeker("03").await;
        assert_eq!(cato.offer().await["county"], "03");
        assert!(offers(&anne).await.is_empty());
        cato.accept().await;
        assert_eq!(
            from_oslo.get("").await.expect(200)["counsellor"]["centre"],
            "Karriere Oslo"
        );
        let from_vestland = product.seeker("46").await;
        anne.accept().await;
        assert_eq!(
            from_vestland.get("").await.expect(200)["counsellor"]["alias"],
            "Anne"
        );
        // Nobody of the county is there: somebody else's counsellor takes the contact at once.
        cato.set_presence("away").await;
        until_available(&anne, 1).await;
        let _from_oslo = product.seeker("03").await;
        assert_eq!(anne.offer().await["county"], "03");
    }
);

testkit::on_both!(
    of_two_who_accept_at_once_one_wins,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.set_presence("available").await;
        let seeker = product.seeker("46").await;
        let path = format!("/offers/{}/accept", text(&anne.offer().await, "id"));
        let body = json!({});
        let both = tokio::join!(anne.post(&path, &body), anne.post(&path, &body));
        let mut statuses = [both.0.status, both.1.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{} {}", both.0.text, both.1.text);
        let loser = if both.0.status == 409 { both.0 } else { both.1 };
        loser.problem("offer_gone");
        let desk = anne.get("/desk").await.expect(200);
        assert_eq!(desk["contacts"].as_array().unwrap().len(), 1);
        assert_eq!(desk["presence"]["load_units"], 1);
        let joined = product
            .rows("SELECT seq FROM message WHERE notice = 'counsellor_joined'")
            .await;
        assert_eq!(joined.len(), 1);
        assert_eq!(seeker.get("").await.expect(200)["state"], "active");
    }
);

testkit::on_both!(
    a_declined_contact_is_offered_to_somebody_else,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let berit = product.counsellor(product.vestland, "Berit").await;
        anne.set_presence("available").await;
        until_available(&anne, 1).await;
        let seeker = product.seeker("46").await;
        let offer = anne.offer().await;
        berit.set_presence("available").await;
        until_available(&anne, 2).await;
        assert!(offers(&berit).await.is_empty(), "one offer at a time");
        let mut line = anne.stream().await;
        let declined = anne
            .post(
                &format!("/offers/{}/decline", text(&offer, "id")),
                &json!({}),
            )
            .await;
        assert_eq!(declined.status, 204);
        let withdrawn = line.hear("offer_withdrawn").await;
        assert_eq!(
            (&withdrawn["offer_id"], &withdrawn["reason"]),
            (&offer["id"], &json!("declined"))
        );
        let again = berit.offer().await;
        assert_eq!(again["contact_id"], offer["contact_id"]);
        assert_ne!(again["id"], offer["id"]);
        anne.post(
            &format!("/offers/{}/accept", text(&offer, "id")),
            &json!({}),
        )
        .await
        .problem("offer_gone");
        berit.accept().await;
        assert_eq!(
            seeker.get("").await.expect(200)["counsellor"]["alias"],
            "Berit"
        );
        assert_eq!(anne.get("/me/presence").await.expect(200)["load_units"], 0);
    }
);

testkit::on_both!(
    who_misses_two_offers_is_set_away_and_others_get_them,
    async |database: TestDatabase| {
        // The clock jumps: nobody must count as lost by that.
        let product = Product::start_with(database, |config| {
            config.chat.counsellor_lost_seconds = 3600;
        })
        .await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let berit = product.counsellor(product.vestland, "Berit").await;
        let mut line = anne.stream().await;
        anne.set_presence("available").await;
        let (first, second) = (product.seeker("46").await, product.seeker("46").await);
        let one = line.hear("offer").await;
        let two = line.hear("offer").await;
        product.clock.advance(TimeDelta::seconds(31));
        let late = anne
            .post(
                &format!("/offers/{}/accept", text(&one["offer"], "id")),
                &json!({}),
            )
            .await;
        late.problem("offer_gone");
        let mut withdrawn = Vec::new();
        for _ in 0..2 {
            let frame = line.hear("offer_withdrawn").await;
            assert_eq!(frame["reason"], "expired");
            withdrawn.push(frame["offer_id"].clone());
        }
        assert!(withdrawn.contains(&one["offer"]["id"]) && withdrawn.contains(&two["offer"]["id"]));
        let presence = line
            .hear_where("presence", |frame| frame["presence"]["state"] == "away")
            .await;
        assert_eq!(presence["presence"]["capacity_units"], 2);
        until("Anne carries nothing", async || {
            (anne.get("/me/presence").await.expect(200)["load_units"] == 0).then_some(())
        })
        .await;
        berit.set_presence("available").await;
        berit.accept().await;
        berit.accept().await;
        for seeker in [first, second] {
            assert_eq!(
                seeker.get("").await.expect(200)["counsellor"]["alias"],
                "Berit"
            );
        }
    }
);

testkit::on_both!(
    accepting_one_offer_costs_no_other,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.set_presence("available").await;
        for _ in 0..10 {
            let _seekers = (product.seeker("46").await, product.seeker("46").await);
            let both = until("both are offered", async || {
                let offers = offers(&anne).await;
                (offers.len() == 2).then_some(offers)
            })
            .await;
            let accepted = both.iter().map(async |offer| {
                let path = format!("/offers/{}/accept", text(offer, "id"));
                let contact = anne.post(&path, &json!({})).await.expect(200);
                text(&contact, "id")
            });
            for contact in join_all(accepted).await {
                let path = format!("/contacts/{contact}");
                anne.post(&format!("{path}/close"), &json!({}))
                    .await
                    .expect(200);
                let code = json!({"code": "answered"});
                anne.post(&format!("{path}/wrap-up"), &code)
                    .await
                    .expect(200);
            }
        }
    }
);

testkit::on_both!(
    capacity_is_never_exceeded_and_wrap_up_frees_it,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.set_presence("available").await;
        let first = product.seeker("46").await;
        let contact = anne.accept().await;
        let _second = product.seeker("46").await;
        anne.accept().await;
        let third = product.seeker("46").await;
        assert_eq!(third.get("").await.expect(200)["place"]["position"], 1);
        let presence = anne.get("/me/presence").await.expect(200);
        assert_eq!(
            (&presence["load_units"], &presence["capacity_units"]),
            (&json!(2), &json!(2))
        );
        first
            .call("POST", "/close")
            .json(&json!({}))
            .send()
            .await
            .expect(200);
        let row = anne.get(&format!("/contacts/{contact}")).await.expect(200);
        assert_eq!(
            (&row["state"], &row["closed_by"]),
            (&json!("wrap_up"), &json!("seeker"))
        );
        assert!(
            offers(&anne).await.is_empty(),
            "wrap-up still takes capacity"
        );
        let path = format!("/contacts/{contact}/wrap-up");
        anne.post(&path, &json!({"code": "nonsense"}))
            .await
            .problem("invalid");
        assert_eq!(
            anne.post(&path, &json!({"code": "guided"}))
                .await
                .expect(200)["state"],
            "closed"
        );
        anne.post(&path, &json!({"code": "guided"}))
            .await
            .problem("wrong_state");
        assert_eq!(anne.offer().await["county"], "46");
        let decisions = product
            .rows("SELECT explanation FROM routing_decision WHERE kind = 'offer'")
            .await;
        assert_eq!(decisions.len(), 3);
    }
);

testkit::on_both!(
    seekers_see_their_place_move,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let seekers = [
            product.seeker("46").await,
            product.seeker("03").await,
            product.seeker("50").await,
        ];
        let (mut last, welcome) = seekers[2].stream_after(0).await;
        assert_eq!(welcome["state"], "waiting");
        assert_eq!(welcome["place"]["position"], 3);
        seekers[0]
            .call("POST", "/close")
            .json(&json!({}))
            .send()
            .await
            .expect(200);
        last.hear_where("place", |frame| frame["position"] == 2)
            .await;
        assert_eq!(seekers[1].call("DELETE", "").send().await.status, 204);
        last.hear_where("place", |frame| frame["position"] == 1)
            .await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.set_presence("available").await;
        let place = last
            .hear_where("place", |frame| frame["estimated_wait"].is_number())
            .await;
        assert!(place["uncertain"].is_boolean(), "{place}");
        anne.accept().await;
        let state = last.hear("state").await;
        assert_eq!(state["state"], "active");
        assert_eq!(
            state["counsellor"],
            json!({"alias": "Anne", "centre": "Karriere Vestland"})
        );
    }
);
