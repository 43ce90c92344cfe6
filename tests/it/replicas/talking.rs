//! Any replica serves anybody: two of them on one PostgreSQL, with NATS and without.

use platform::Secret;
use serde_json::{Value, json};
use server::Config;
use testkit::{NatsServer, TestDatabase};

use crate::product::{Desk, Line, Product, Seeker, until};

/// Two replicas that hear of each other by `nats`, the first of which decides.
pub(super) async fn two(nats: &NatsServer) -> (Product, Product) {
    let url = nats.url();
    let by = |config: &mut Config| config.bus.url = Secret::new(url.clone());
    let first = Product::start_with(TestDatabase::postgres().await, by).await;
    let second = first.beside(by).await;
    (first, second)
}

/// Waits until the replica says that its line is up, or that it is not.
pub(super) async fn is_heard(product: &Product, up: bool) {
    let ready = if up {
        "ready"
    } else {
        "ready; the bus does not answer"
    };
    until(ready, async || {
        let answer = product.call_root("GET", "/readyz").send().await;
        (answer.text == ready).then_some(())
    })
    .await;
}

/// The same person at another replica.
pub(super) fn at<'a>(product: &'a Product, desk: &Desk<'_>) -> Desk<'a> {
    Desk {
        product,
        token: desk.token.clone(),
        email: desk.email.clone(),
        staff: desk.staff,
        alias: desk.alias.clone(),
    }
}

fn seeker_at<'a>(product: &'a Product, seeker: &Seeker<'_>) -> Seeker<'a> {
    Seeker {
        product,
        id: seeker.id.clone(),
        token: seeker.token.clone(),
        resume_code: seeker.resume_code.clone(),
    }
}

/// A seeker at one replica and a counsellor at another meet; returns their lines and the contact.
async fn meet<'a>(
    seekers: &'a Product,
    counsellors: &'a Product,
    name: &str,
) -> (Seeker<'a>, Line, Desk<'a>, Line, String) {
    let anne = counsellors.counsellor(counsellors.vestland, name).await;
    let mut desk = anne.stream().await;
    anne.set_presence("available").await;
    let seeker = seekers.seeker("46").await;
    let mut line = seeker.stream().await;
    let offer = desk.hear("offer").await;
    let contact = offer["offer"]["contact_id"].as_str().unwrap().to_owned();
    let path = format!("/offers/{}/accept", offer["offer"]["id"].as_str().unwrap());
    anne.post(&path, &json!({})).await.expect(200);
    let state = line
        .hear_where("state", |frame| frame["state"] == "active")
        .await;
    assert_eq!(state["counsellor"]["alias"], name);
    (seeker, line, anne, desk, contact)
}

/// Each says something and the other hears it once.
async fn exchange(line: &mut Line, desk: &mut Line, contact: &str, word: &str) {
    let (question, answer) = (format!("{word}?"), format!("{word}!"));
    line.write(None, &question).await;
    let heard = desk
        .hear_where("message", |frame| frame["from"] == "seeker")
        .await;
    assert_eq!(heard["body"], question.as_str());
    desk.write(Some(contact), &answer).await;
    let heard = line
        .hear_where("message", |frame| frame["from"] == "counsellor")
        .await;
    assert_eq!(heard["body"], answer.as_str());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seeker_and_a_counsellor_at_two_replicas_talk_postgres() {
    let nats = NatsServer::start();
    let (first, second) = two(&nats).await;
    for (seekers, counsellors, name) in [(&first, &second, "Anne"), (&second, &first, "Berit")] {
        is_heard(seekers, true).await;
        is_heard(counsellors, true).await;
        let (seeker, mut line, anne, mut desk, contact) = meet(seekers, counsellors, name).await;
        let shown = anne.get(&format!("/contacts/{contact}")).await.expect(200);
        assert_eq!(shown["seeker_present"], true);
        for word in ["En", "To"] {
            exchange(&mut line, &mut desk, &contact, word).await;
        }
        line.say(json!({"type": "typing"})).await;
        assert_eq!(desk.hear("typing").await["contact_id"], contact.as_str());
        let last = seeker.get("").await.expect(200)["last_seq"].clone();
        desk.say(json!({"type": "read", "contact_id": contact, "seq": last}))
            .await;
        assert_eq!(line.hear("read").await["seq"], last);
        let close = seeker.call("POST", "/close").json(&json!({}));
        close.send().await.expect(200);
        desk.hear_where("contact", |frame| frame["contact"]["state"] == "wrap_up")
            .await;
        let code = json!({"code": "answered"});
        let path = format!("/contacts/{contact}/wrap-up");
        anne.post(&path, &code).await.expect(200);
        anne.set_presence("away").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_waiting_seeker_knows_the_place_at_every_replica_postgres() {
    let nats = NatsServer::start();
    let (first, second) = two(&nats).await;
    is_heard(&first, true).await;
    is_heard(&second, true).await;
    let (one, other) = (first.seeker("46").await, second.seeker("46").await);
    for (seeker, position) in [(&one, 1), (&other, 2)] {
        for product in [&first, &second] {
            let seeker = seeker_at(product, seeker);
            until("the place is known", async || {
                let known = seeker.get("").await.expect(200);
                (known["place"]["position"] == position).then_some(())
            })
            .await;
        }
    }
    let mut line = other.stream().await;
    let close = one.call("POST", "/close").json(&json!({}));
    close.send().await.expect(200);
    line.hear_where("place", |frame| frame["position"] == 1)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_nats_talks_go_on_by_the_database_postgres() {
    let mut nats = NatsServer::start();
    let (first, second) = two(&nats).await;
    let (seeker, mut line, anne, mut desk, contact) = meet(&second, &first, "Anne").await;
    exchange(&mut line, &mut desk, &contact, "Med").await;
    nats.kill();
    is_heard(&first, false).await;
    is_heard(&second, false).await;
    exchange(&mut line, &mut desk, &contact, "Uten").await;
    let path = format!("/contacts/{contact}/close");
    anne.post(&path, &json!({})).await.expect(200);
    line.hear_where("state", |frame| frame["state"] == "closed")
        .await;
    // Also who meets only now.
    let path = format!("/contacts/{contact}/wrap-up");
    let code = json!({"code": "answered"});
    anne.post(&path, &code).await.expect(200);
    drop((seeker, line));
    let next = second.seeker("46").await;
    let offer = desk.hear("offer").await;
    let path = format!("/offers/{}/decline", offer["offer"]["id"].as_str().unwrap());
    anne.post(&path, &json!({})).await.expect(204);
    let withdrawn = desk.hear("offer_withdrawn").await;
    assert_eq!(withdrawn["reason"], "declined");
    nats.resume();
    is_heard(&first, true).await;
    is_heard(&second, true).await;
    assert_eq!(next.get("").await.expect(200)["state"], "waiting");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_loses_a_replica_goes_on_at_another_without_a_gap_postgres() {
    let nats = NatsServer::start();
    let (first, second) = two(&nats).await;
    let (seeker, mut line, anne, mut desk, contact) = meet(&first, &first, "Anne").await;
    exchange(&mut line, &mut desk, &contact, "Her").await;
    let last = line_seq(&seeker).await;
    first.app.drain();
    line.closed().await;
    desk.closed().await;
    let (seeker, anne) = (seeker_at(&second, &seeker), at(&second, &anne));
    seeker.write("Mellom").await.expect(201);
    let (mut line, welcome) = seeker.stream_after(last).await;
    assert_eq!(
        (&welcome["state"], &welcome["seq"]),
        (&json!("active"), &json!(last + 1))
    );
    assert_eq!(line.hear("message").await["body"], "Mellom");
    let (mut desk, welcome) = anne.stream_after(json!({ contact.as_str(): last })).await;
    assert_eq!(welcome["contacts"][0]["id"], contact.as_str());
    assert_eq!(desk.hear("message").await["body"], "Mellom");
    exchange(&mut line, &mut desk, &contact, "Der").await;
    // The one that is left decides now.
    let next = second.seeker("46").await;
    let offer = desk.hear("offer").await;
    assert_ne!(offer["offer"]["contact_id"], contact.as_str());
    assert_eq!(next.get("").await.expect(200)["state"], "waiting");
}

async fn line_seq(seeker: &Seeker<'_>) -> i64 {
    let known: Value = seeker.get("").await.expect(200);
    known["last_seq"].as_i64().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_deposed_without_knowing_offers_nothing_postgres() {
    let product = Product::start(TestDatabase::postgres().await).await;
    let anne = product.counsellor(product.vestland, "Anne").await;
    anne.set_presence("available").await;
    // Somebody else took over while this process stood still.
    product
        .change("UPDATE lease SET token = token + 1, expires_at = expires_at + interval '1 hour'")
        .await;
    let seeker = product.seeker("46").await;
    until("the process knows", async || {
        let metrics = product.call_root("GET", "/metrics").send().await;
        metrics
            .text
            .lines()
            .any(|line| line == "veiviser_decides 0")
            .then_some(())
    })
    .await;
    assert_eq!(product.count("offer").await, 0);
    product
        .change("UPDATE lease SET expires_at = '2026-01-01T00:00:00Z'")
        .await;
    let offer = anne.offer().await;
    assert_eq!(seeker.get("").await.expect(200)["state"], "waiting");
    assert_eq!(product.count("offer").await, 1, "{offer}");
}
