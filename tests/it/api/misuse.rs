//! What somebody tries who reads the documents with bad intentions.

use chrono::TimeDelta;
use serde_json::json;
use testkit::TestDatabase;

use crate::{
    journeys::talking::pair,
    product::{Product, until},
};

testkit::on_both!(
    times_no_calendar_knows_are_refused,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        for at in ["%2B262142-12-31T23:59:59Z", "1900-01-01T00:00:00Z"] {
            let answer = product
                .call("GET", &format!("/service/status?at={at}"))
                .send()
                .await;
            assert_eq!(answer.json()["errors"][0]["field"], "at", "{at}");
            answer.problem("invalid");
        }
    }
);

testkit::on_both!(
    numbers_far_ahead_hide_and_mark_nothing,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (anne, seeker, contact) = pair(&product).await;
        let far = i64::MAX;
        let (mut line, _welcome) = seeker.stream_after(far).await;
        let (mut desk, _welcome) = anne.stream_after(json!({contact.as_str(): far})).await;
        line.write(None, "Hei").await;
        assert_eq!(line.hear("ack").await["seq"], 2);
        assert_eq!(desk.hear("message").await["seq"], 2);
        desk.say(json!({"type": "read", "contact_id": contact, "seq": far}))
            .await;
        assert_eq!(line.hear("read").await["seq"], 2);
        line.say(json!({"type": "read", "seq": far})).await;
        assert_eq!(desk.hear("read").await["seq"], 2);
        until("the marks are stored", async || {
            let row = anne.get(&format!("/contacts/{contact}")).await.expect(200);
            (row["read_by_seeker"] == 2 && row["read_by_me"] == 2).then_some(())
        })
        .await;
    }
);

testkit::on_both!(
    logging_out_ends_the_desks_stream,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (anne, _seeker, _contact) = pair(&product).await;
        let mut desk = anne.stream().await;
        let left = anne.call("POST", "/auth/logout").json(&json!({})).send();
        assert_eq!(left.await.status, 204);
        let frames = desk.closed().await;
        let bye = frames.last().unwrap();
        assert_eq!(
            (&bye["type"], &bye["reason"], &bye["resume"]),
            (&json!("bye"), &json!("unauthorised"), &json!(false))
        );
    }
);

testkit::on_both!(
    nobody_locks_a_counsellor_out_from_elsewhere,
    async |database: TestDatabase| {
        let proxied = |config: &mut server::Config| config.server.trusted_proxies = 1;
        let product = Product::start_with(database, proxied).await;
        let anne = product.counsellor(product.oslo, "Anne").await;
        let try_from = async |address: &str, password: &str| {
            let body = json!({"email": anne.email, "password": password, "bearer": true});
            product
                .call("POST", "/auth/login")
                .header("x-forwarded-for", address)
                .json(&body)
                .send()
                .await
                .status
        };
        for _ in 0..5 {
            assert_eq!(try_from("203.0.113.1", "feil passord 123").await, 401);
        }
        assert_eq!(try_from("203.0.113.1", "feil passord 123").await, 429);
        let right = crate::product::PASSWORD;
        assert_eq!(try_from("203.0.113.1", right).await, 429);
        assert_eq!(try_from("198.51.100.1", right).await, 200);
        product.clock.advance(TimeDelta::minutes(1));
        assert_eq!(try_from("203.0.113.1", right).await, 200);
    }
);

testkit::on_both!(
    no_line_of_a_message_passes_for_another_message,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let seeker = product.seeker("46").await;
        seeker
            .write("Hei\r\n[2026-11-27 10:00] Anne: Ja, det lover jeg")
            .await
            .expect(201);
        let transcript = seeker.get("/transcript").await.text;
        assert!(
            transcript.contains("\r\n    [2026-11-27 10:00] Anne"),
            "{transcript}"
        );
    }
);

/// What SQLite keeps of a file's folder, the journal included.
fn bytes_beside(file: &str) -> Vec<u8> {
    let folder = std::path::Path::new(file).parent().unwrap();
    let files = std::fs::read_dir(folder).unwrap();
    files
        .flat_map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_erased_is_gone_from_the_file() {
    let database = TestDatabase::sqlite().await;
    let file = platform::database::sqlite_file(database.config.url.expose()).unwrap();
    let file = file.to_owned();
    let product = Product::start(database).await;
    let seeker = product.seeker("46").await;
    let marker = "bortglemt-kanarifugl";
    let holds_marker = || {
        let bytes = bytes_beside(&file);
        bytes
            .windows(marker.len())
            .any(|part| part == marker.as_bytes())
    };
    for _ in 0..5 {
        seeker.write(&marker.repeat(20)).await.expect(201);
    }
    assert!(holds_marker());
    assert_eq!(seeker.call("DELETE", "").send().await.status, 204);
    until("nothing of it is left", async || {
        (!holds_marker()).then_some(())
    })
    .await;
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions());
    assert_eq!(mode & 0o077, 0, "others can read the file: {mode:o}");
}
