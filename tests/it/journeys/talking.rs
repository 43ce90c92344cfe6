//! Two people talk: every message once, in order, through cut lines.

use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Desk, Line, Product, Seeker, until};

/// A counsellor and a seeker who talk.
pub(crate) async fn pair(product: &Product) -> (Desk<'_>, Seeker<'_>, String) {
    let anne = product.counsellor(product.vestland, "Anne").await;
    anne.set_presence("available").await;
    let seeker = product.seeker("46").await;
    let contact = anne.accept().await;
    (anne, seeker, contact)
}

testkit::on_both!(
    both_sides_see_messages_typing_and_reading,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let (mut desk, welcome) = anne.stream_after(json!({})).await;
        assert_eq!(
            (&welcome["presence"]["state"], &welcome["contacts"]),
            (&json!("away"), &json!([]))
        );
        anne.set_presence("available").await;
        let seeker = product.seeker("46").await;
        seeker.write("Hei, er noen der?").await.expect(201);
        let mut line = seeker.stream().await;
        let offer = desk.hear("offer").await;
        let contact = anne.accept().await;
        assert_eq!(offer["offer"]["contact_id"], contact.as_str());
        let snapshot = desk
            .hear_where("contact", |frame| frame["contact"]["state"] == "active")
            .await;
        assert_eq!(snapshot["contact"]["seeker_present"], true);
        let first = desk.hear("message").await;
        assert_eq!(
            (&first["contact_id"], &first["body"]),
            (&json!(contact), &json!("Hei, er noen der?"))
        );
        assert!(first.get("client_id").is_none());
        assert_eq!(line.hear("state").await["counsellor"]["alias"], "Anne");

        desk.say(json!({"type": "typing", "contact_id": contact}))
            .await;
        assert_eq!(line.hear("typing").await["from"], "counsellor");
        line.say(json!({"type": "typing"})).await;
        let typing = desk.hear("typing").await;
        assert_eq!(
            (&typing["from"], &typing["contact_id"]),
            (&json!("seeker"), &json!(contact))
        );

        let id = desk.write(Some(&contact), "Hei! Jeg er Anne.").await;
        let ack = desk.hear("ack").await;
        assert_eq!(
            (&ack["client_id"], &ack["seq"], &ack["contact_id"]),
            (&json!(id), &json!(3), &json!(contact))
        );
        let heard = line
            .hear_where("message", |frame| frame["from"] == "counsellor")
            .await;
        assert_eq!(
            (&heard["alias"], &heard["body"], &heard["seq"]),
            (&json!("Anne"), &json!("Hei! Jeg er Anne."), &json!(3))
        );

        line.say(json!({"type": "read", "seq": 3})).await;
        let read = desk.hear("read").await;
        assert_eq!((&read["from"], &read["seq"]), (&json!("seeker"), &json!(3)));
        desk.say(json!({"type": "read", "contact_id": contact, "seq": 2}))
            .await;
        let read = line.hear("read").await;
        assert_eq!(
            (&read["from"], &read["seq"]),
            (&json!("counsellor"), &json!(2))
        );
        until("the marks are stored", async || {
            let row = anne.get(&format!("/contacts/{contact}")).await.expect(200);
            (row["read_by_seeker"] == 3 && row["read_by_me"] == 2).then_some(())
        })
        .await;
        let (_again, welcome) = seeker.stream_after(3).await;
        assert_eq!((&welcome["read"], &welcome["seq"]), (&json!(2), &json!(3)));
    }
);

/// The messages told of: on the line one was sent by, its acknowledgement stands for it.
fn numbers(frames: &[Value]) -> Vec<i64> {
    let mut told = Vec::new();
    for frame in frames {
        let number = frame["seq"].as_i64();
        match frame["type"].as_str() {
            Some("message") => told.extend(number),
            Some("ack") if !told.contains(&number.unwrap()) => told.extend(number),
            _ => {}
        }
    }
    told
}

async fn hear_until(line: &mut Line, seq: i64) -> Vec<Value> {
    let mut frames = Vec::new();
    while numbers(&frames).last().is_none_or(|last| *last < seq) {
        frames.push(line.next().await.expect("the line stays open"));
    }
    frames
}

testkit::on_both!(
    every_message_comes_once_and_in_order_through_cut_lines,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (anne, seeker, contact) = pair(&product).await;
        let mut desk = anne.stream().await;
        let mut line = seeker.stream().await;
        for number in 0..20 {
            line.write(None, &format!("fra veisøker {number}")).await;
            desk.write(Some(&contact), &format!("fra veileder {number}"))
                .await;
        }
        // 1 is the notice that Anne joined.
        let expected: Vec<i64> = (1..=41).collect();
        assert_eq!(numbers(&hear_until(&mut line, 41).await), expected);
        assert_eq!(numbers(&hear_until(&mut desk, 41).await), expected);

        // Both lines are cut without a word; the talk goes on meanwhile.
        drop(line);
        drop(desk);
        for number in 0..5 {
            seeker
                .write(&format!("uten linje {number}"))
                .await
                .expect(201);
        }
        let (mut line, welcome) = seeker.stream_after(39).await;
        assert_eq!(
            (&welcome["seq"], &welcome["state"]),
            (&json!(46), &json!("active"))
        );
        assert_eq!(
            numbers(&hear_until(&mut line, 46).await),
            (40..=46).collect::<Vec<_>>()
        );
        let (mut desk, welcome) = anne.stream_after(json!({contact.as_str(): 44})).await;
        assert_eq!(welcome["contacts"][0]["id"], contact.as_str());
        assert_eq!(numbers(&hear_until(&mut desk, 46).await), [45, 46]);

        // A message sent again after the cut, because its answer was lost, is not doubled.
        let id = line.write(None, "Kom denne fram?").await;
        assert_eq!(line.hear("ack").await["seq"], 47);
        drop(line);
        let mut line = seeker.stream_after(47).await.0;
        line.say(json!({"type": "message", "client_id": id, "body": "Kom denne fram?"}))
            .await;
        assert_eq!(line.hear("ack").await["seq"], 47);
        assert_eq!(numbers(&line.catch_up().await), Vec::<i64>::new());
        assert_eq!(numbers(&hear_until(&mut desk, 47).await), [47]);
        assert_eq!(product.count("message").await, 47);
    }
);

testkit::on_both!(
    two_devices_of_a_seeker_see_the_same,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (_anne, seeker, _contact) = pair(&product).await;
        let (mut phone, mut school) = (seeker.stream().await, seeker.stream().await);
        phone.write(None, "Fra telefonen").await;
        school.write(None, "Fra skolen").await;
        let (one, two) = (
            hear_until(&mut phone, 3).await,
            hear_until(&mut school, 3).await,
        );
        assert_eq!(numbers(&one), [1, 2, 3]);
        assert_eq!(numbers(&two), [1, 2, 3]);
    }
);

testkit::on_both!(
    a_counsellor_is_an_alias_wherever_a_seeker_looks,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (anne, seeker, contact) = pair(&product).await;
        let (mut line, welcome) = seeker.stream_after(0).await;
        let mut desk = anne.stream().await;
        desk.write(Some(&contact), "Hei").await;
        line.hear_where("message", |frame| frame["from"] == "counsellor")
            .await;
        let mut seen = welcome.to_string();
        for frame in line.catch_up().await {
            seen.push_str(&frame.to_string());
        }
        for tail in ["", "/messages", "/transcript"] {
            seen.push_str(&seeker.get(tail).await.text);
        }
        for hidden in ["Etternavn", "anne@veiviser.example", "stf_", "acc_", "cnt_"] {
            assert!(!seen.contains(hidden), "{hidden} in {seen}");
        }
    }
);
