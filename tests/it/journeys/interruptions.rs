//! Lines drop, people disappear, the process stops: nobody is forgotten and nothing is lost.

use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};
use testkit::TestDatabase;

use super::talking::pair;
use crate::product::{Line, Product, Seeker, until};

testkit::on_both!(
    contacts_of_a_lost_counsellor_wait_again_at_the_front,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (anne, seeker, contact) = pair(&product).await;
        let desk = anne.stream().await;
        let mut line = seeker.stream().await;
        line.write(None, "Er du der?").await;
        line.hear("ack").await;
        let started = seeker.get("").await.expect(200)["started_at"].clone();
        product.clock.advance(TimeDelta::seconds(5));
        anne.set_presence("away").await;
        let later = product.seeker("46").await;
        drop(desk);
        product.clock.advance(TimeDelta::seconds(25));
        line.hear_where("message", |frame| frame["notice"] == "waiting_again")
            .await;
        line.hear_where("state", |frame| frame["state"] == "waiting")
            .await;
        until("it waits at the front", async || {
            let conversation = seeker.get("").await.expect(200);
            assert_eq!(conversation["started_at"], started);
            (conversation["place"]["position"] == 1).then_some(())
        })
        .await;
        // Nobody is shown a worse place than before; who is served first is another matter.
        assert_eq!(later.get("").await.expect(200)["place"]["position"], 1);
        anne.get(&format!("/contacts/{contact}"))
            .await
            .problem("not_found");
        let presence = anne.get("/me/presence").await.expect(200);
        assert_eq!(
            (&presence["state"], &presence["load_units"]),
            (&json!("offline"), &json!(0))
        );
        let berit = product.counsellor(product.oslo, "Berit").await;
        berit.set_presence("available").await;
        assert_eq!(berit.accept().await, contact);
        let messages = berit
            .get(&format!("/contacts/{contact}/messages"))
            .await
            .expect(200);
        assert_eq!(messages["items"][1]["body"], "Er du der?");
    }
);

testkit::on_both!(
    a_dropped_seeker_comes_back_to_the_same_place,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (first, second) = (product.seeker("46").await, product.seeker("46").await);
        drop(first.stream().await);
        product.clock.advance(TimeDelta::seconds(100));
        let (_line, welcome) = first.stream_after(0).await;
        assert_eq!(
            (&welcome["state"], &welcome["place"]["position"]),
            (&json!("waiting"), &json!(1))
        );
        assert_eq!(second.get("").await.expect(200)["place"]["position"], 2);
    }
);

/// When the seeker was last heard of, as stored.
async fn seen(product: &Product, seeker: &Seeker<'_>) -> String {
    let id: kernel::ConversationId = seeker.id.parse().unwrap();
    let hex = id.to_row().simple();
    let sql = match product.test_database.database.backend() {
        sea_orm::DbBackend::Postgres => {
            format!("SELECT seeker_seen_at::text AS seen FROM conversation WHERE id = '{hex}'")
        }
        _ => format!("SELECT seeker_seen_at AS seen FROM conversation WHERE id = unhex('{hex}')"),
    };
    product.rows(&sql).await[0].try_get("", "seen").unwrap()
}

testkit::on_both!(
    a_place_is_kept_for_two_minutes,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (gone, here) = (product.seeker("46").await, product.seeker("46").await);
        drop(gone.stream().await);
        let mut line = here.stream().await;
        product.clock.advance(TimeDelta::seconds(110));
        let before = seen(&product, &here).await;
        line.catch_up().await;
        until("the sign of life is stored", async || {
            (seen(&product, &here).await != before).then_some(())
        })
        .await;
        assert_eq!(
            product
                .rows("SELECT id FROM contact WHERE state = 'waiting'")
                .await
                .len(),
            2
        );
        product.clock.advance(TimeDelta::seconds(15));
        line.hear_where("place", |frame| frame["position"] == 1)
            .await;
        let closed = gone.get("").await.expect(200);
        assert_eq!(
            (&closed["state"], &closed["closed_by"]),
            (&json!("closed"), &json!("service"))
        );
        assert_eq!(here.get("").await.expect(200)["state"], "waiting");
        // Who comes too late reads why, and can go on reading.
        let (mut late, welcome) = gone.stream_after(0).await;
        assert_eq!(welcome["state"], "closed");
        assert_eq!(late.hear("message").await["notice"], "closed");
    }
);

testkit::on_both!(
    a_slow_reader_is_sent_away_and_loses_nothing,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let seeker = product.seeker("46").await;
        let path = format!("/conversations/{}/stream", seeker.id);
        let mut slow = Line::open_narrow(&product, &path).await;
        slow.say(json!({"type": "hello", "token": seeker.token, "after": 0}))
            .await;
        slow.hear("welcome").await;
        let body = "🦌".repeat(4000);
        // More than the system keeps for a line, and what the product keeps for it.
        for _ in 0..22 {
            for answer in join_all((0..40).map(|_| seeker.write(&body))).await {
                answer.expect(201);
            }
        }
        let frames = slow.closed().await;
        let messages = |frames: &[Value]| -> Vec<i64> {
            frames
                .iter()
                .filter_map(|frame| frame["seq"].as_i64())
                .collect()
        };
        let before = messages(&frames);
        // A line that takes nothing for ten seconds is cut without a word.
        match frames.last().filter(|last| last["type"] == "bye") {
            Some(bye) => assert_eq!(
                (&bye["reason"], &bye["resume"]),
                (&json!("slow"), &json!(true))
            ),
            None => assert!(before.len() < 880, "never slow"),
        }
        let (mut line, welcome) = seeker.stream_after(*before.last().unwrap()).await;
        assert_eq!(welcome["seq"], 880);
        let after = messages(&line.catch_up().await);
        assert_eq!([before, after].concat(), (1..=880).collect::<Vec<_>>());
    }
);

testkit::on_both!(
    a_process_that_stops_says_so_to_every_stream,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (anne, seeker, contact) = pair(&product).await;
        let (mut desk, mut line) = (anne.stream().await, seeker.stream().await);
        let mut acknowledged = 0;
        for number in 0..20 {
            line.write(None, &format!("Rett før slutten {number}"))
                .await;
        }
        desk.write(Some(&contact), "Vent litt").await;
        product.app.drain();
        for line in [&mut line, &mut desk] {
            let frames = line.closed().await;
            acknowledged += frames.iter().filter(|frame| frame["type"] == "ack").count();
            let bye = frames.last().unwrap();
            assert_eq!(
                (&bye["type"], &bye["reason"], &bye["resume"]),
                (&json!("bye"), &json!("shutdown"), &json!(true))
            );
        }
        drop((line, desk));
        assert!(
            product.app.tasks.wait(Duration::from_secs(10)).await,
            "tasks did not end"
        );
        let stored = product
            .rows("SELECT seq FROM message WHERE author <> 'service'")
            .await;
        assert!(
            stored.len() >= acknowledged,
            "{acknowledged} acknowledged, {} stored",
            stored.len()
        );
    }
);
