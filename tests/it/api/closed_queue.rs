//! What those who wait, the desks and the board are told while the queue is closed, and while a wait is past its time.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::TestDatabase;

use super::overrides::{board, coordinator, decide, take_back};
use crate::product::{Desk, Product, Seeker, text, until};

/// A counsellor who is at work and has no room left.
async fn busy<'a>(product: &'a Product, alias: &str) -> Desk<'a> {
    let desk = product.counsellor(product.vestland, alias).await;
    desk.set_presence("available").await;
    for _ in 0..2 {
        product.seeker("46").await;
        desk.accept().await;
    }
    desk
}

fn offers_self_help(place: &Value) -> bool {
    let choices = place["choices"].as_array();
    choices.is_some_and(|choices| choices.contains(&json!("self_help")))
}

async fn place_where(seeker: &Seeker<'_>, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
    until(what, async || {
        let place = seeker.get("").await.expect(200)["place"].clone();
        fits(&place).then_some(place)
    })
    .await
}

testkit::on_both!(
    whoever_waits_is_told_that_the_queue_is_closed_and_that_it_is_open_again,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let _anne = busy(&product, "Anne").await;
        let seeker = product.seeker("46").await;
        let (mut line, welcome) = seeker.stream_after(0).await;
        assert_eq!(welcome["place"]["position"], 1);
        assert!(welcome["place"].get("closed").is_none(), "{welcome}");
        assert!(!offers_self_help(&welcome["place"]), "{welcome}");

        decide(&frida, "queue", "closed").await;
        let told = line
            .hear_where("place", |place| place["closed"] == "by_hand")
            .await;
        assert_eq!(told["position"], 1);
        assert!(offers_self_help(&told), "{told}");
        assert!(told.get("estimated_wait").is_none(), "{told}");
        let opening = text(&told, "next_opening");
        assert!(opening.starts_with("2026-11-24T07:00:00"), "{opening}");
        let read = seeker.get("").await.expect(200);
        assert_eq!(
            (&read["state"], &read["place"]["closed"]),
            (&json!("waiting"), &json!("by_hand"))
        );
        assert!(!read.to_string().contains("Brannalarm"), "{read}");

        take_back(&frida, "queue").await;
        let told = line
            .hear_where("place", |place| {
                place.get("closed").is_none() && !offers_self_help(place)
            })
            .await;
        assert_eq!(told["position"], 1);
    }
);

testkit::on_both!(
    a_drained_queue_is_not_closed_to_those_who_wait,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let anne = busy(&product, "Anne").await;
        let seeker = product.seeker("46").await;
        decide(&frida, "queue", "closed").await;
        place_where(&seeker, "the place is closed", |place| {
            place["closed"] == "by_hand"
        })
        .await;
        decide(&frida, "queue", "draining").await;
        place_where(&seeker, "the place is back", |place| {
            place["position"] == 1 && place.get("closed").is_none()
        })
        .await;
        until("the desk knows", async || {
            let queue = anne.get("/queue").await.expect(200);
            (queue["mode"] == "draining").then_some(())
        })
        .await;
    }
);

testkit::on_both!(
    the_board_and_the_desks_say_that_people_wait_while_the_queue_is_closed,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let anne = busy(&product, "Anne").await;
        product.seeker("46").await;
        let alarm = |shown: &Value| {
            let mut alarms = shown["alarms"].as_array().unwrap().iter();
            alarms.find(|one| one["kind"] == "closed_waiting").cloned()
        };
        assert_eq!(alarm(&board(&frida).await), None);
        assert!(
            anne.get("/queue").await.expect(200).get("mode").is_none(),
            "nothing is decided"
        );
        let mut desk = anne.stream().await;
        decide(&frida, "queue", "closed").await;
        let told = desk
            .hear_where("queue", |frame| frame["queue"]["mode"] == "closed")
            .await;
        assert_eq!(told["queue"]["waiting"], 1);
        let raised = until("an alarm", async || alarm(&board(&frida).await)).await;
        assert_eq!(raised["value"], 1);
        take_back(&frida, "queue").await;
        until("the alarm is over", async || {
            alarm(&board(&frida).await).is_none().then_some(())
        })
        .await;
    }
);

testkit::on_both!(
    a_wait_that_is_past_its_time_is_not_told_as_none,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.set_presence("available").await;
        // Anne has room, but is asked about this only when nobody who knows it was found for ten seconds.
        let wishes = json!({"language": "nb", "county": "46", "topic": "abroad", "consent": true});
        let seeker = product.seeker_by(&wishes).await;
        place_where(&seeker, "nobody is asked yet", |place| {
            place["asked"] == false
        })
        .await;
        product.clock.advance(TimeDelta::seconds(6));
        let place = place_where(&seeker, "it takes longer", |place| place["longer"] == true).await;
        assert!(place.get("estimated_wait").is_none(), "{place}");
        product.clock.advance(TimeDelta::seconds(5));
        let place = place_where(&seeker, "somebody is asked", |place| place["asked"] == true).await;
        assert_eq!(
            (&place["longer"], &place["estimated_wait"]),
            (&json!(false), &json!(0))
        );
    }
);

testkit::on_both!(
    a_counsellor_whose_offer_ends_by_the_closing_is_not_told_that_the_seeker_left,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.set_presence("available").await;
        let seeker = product.seeker("46").await;
        anne.offer().await;
        let mut desk = anne.stream().await;
        decide(&frida, "queue", "closed").await;
        let told = desk.hear("offer_withdrawn").await;
        assert_eq!(told["reason"], "closed");
        assert_eq!(seeker.get("").await.expect(200)["state"], "waiting");
        take_back(&frida, "queue").await;
        anne.accept().await;
    }
);
