//! A conversation from its start to its erasure, without a stream.

use std::time::Duration;

use serde_json::json;
use testkit::TestDatabase;
use tokio::time::timeout;

use crate::product::{Product, Seeker, client_id, text};

testkit::on_both!(
    a_repeated_start_gets_the_first_answer,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let start = async |key: &str, county: &str| {
            let body = json!({"language": "nb", "county": county, "consent": true});
            product
                .call("POST", "/conversations")
                .header("idempotency-key", key)
                .json(&body)
                .send()
                .await
        };
        let first = start("a key of one caller", "46").await.expect(201);
        assert_eq!(start("a key of one caller", "46").await.expect(201), first);
        let mismatch = start("a key of one caller", "03").await;
        assert_eq!(mismatch.status, 422);
        mismatch.problem("idempotency_mismatch");
        assert_ne!(
            start("another key of theirs", "46").await.expect(201)["id"],
            first["id"]
        );
        for short in ["", "1", "fifteen letters"] {
            let refused = start(short, "46").await;
            assert_eq!(refused.json()["errors"][0]["field"], "Idempotency-Key");
            refused.problem("invalid");
        }
        assert_eq!(product.count("conversation").await, 2);
    }
);

testkit::on_both!(
    starts_repeated_at_the_same_time_are_one,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let body = json!({"language": "nb", "consent": true});
        let starts = (0..8).map(|_| {
            product
                .call("POST", "/conversations")
                .header("idempotency-key", "the same for all eight")
                .json(&body)
                .send()
        });
        let mut ids: Vec<String> = Vec::new();
        for answer in futures_util::future::join_all(starts).await {
            ids.push(text(&answer.expect(201), "id"));
        }
        ids.dedup();
        assert_eq!((ids.len(), product.count("conversation").await), (1, 1));
    }
);

testkit::on_both!(
    a_resume_code_opens_the_conversation_on_another_device,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let first = product.seeker("46").await;
        first.write("Fra telefonen").await.expect(201);
        // As people type it.
        let typed = first.resume_code.to_lowercase().replace('-', " ");
        let resumed = product
            .call("POST", "/conversations/resume")
            .json(&json!({"resume_code": typed}));
        let second = Seeker::of(&product, &resumed.send().await.expect(200));
        assert_eq!(
            (&second.id, &second.resume_code),
            (&first.id, &first.resume_code)
        );
        assert_ne!(second.token, first.token);
        second.write("Fra skolen").await.expect(201);
        for device in [&first, &second] {
            let messages = device.get("/messages").await.expect(200);
            assert_eq!(messages["items"][0]["body"], "Fra telefonen");
            assert_eq!(messages["items"][1]["body"], "Fra skolen");
        }
        let wrong = json!({"resume_code": "0000-0000-0000"});
        product
            .call("POST", "/conversations/resume")
            .json(&wrong)
            .send()
            .await
            .problem("not_found");
    }
);

testkit::on_both!(
    an_erased_conversation_is_gone_from_the_tables,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.set_presence("available").await;
        let (seeker, other) = (product.seeker("46").await, product.seeker("46").await);
        seeker.write("Noe jeg angrer på").await.expect(201);
        other.write("Noe annet").await.expect(201);
        let contacts = [anne.accept().await, anne.accept().await];
        let erased = seeker.call("DELETE", "").send().await;
        assert_eq!((erased.status, erased.text.as_str()), (204, ""));
        let left = product
            .rows("SELECT body FROM message WHERE body LIKE 'Noe%'")
            .await;
        assert_eq!(left.len(), 1);
        assert_eq!(
            (
                product.count("conversation").await,
                product.count("conversation_key").await
            ),
            (1, 2)
        );
        let linked = product
            .rows("SELECT id FROM contact WHERE conversation_id IS NOT NULL")
            .await;
        assert_eq!(linked.len(), 1);
        for (method, tail) in [
            ("GET", ""),
            ("GET", "/messages"),
            ("GET", "/transcript"),
            ("DELETE", ""),
        ] {
            seeker
                .call(method, tail)
                .send()
                .await
                .problem("unauthenticated");
        }
        seeker
            .write("Er noen der?")
            .await
            .problem("unauthenticated");
        let resume = json!({"resume_code": seeker.resume_code});
        product
            .call("POST", "/conversations/resume")
            .json(&resume)
            .send()
            .await
            .problem("not_found");
        // The counsellor keeps a contact without words, and can finish it.
        let mut gone = Vec::new();
        for contact in &contacts {
            if anne
                .get(&format!("/contacts/{contact}/messages"))
                .await
                .status
                == 404
            {
                gone.push(contact);
            }
        }
        assert_eq!(gone.len(), 1);
        let row = anne
            .get(&format!("/contacts/{}", gone[0]))
            .await
            .expect(200);
        assert_eq!(
            (&row["state"], &row["last_seq"]),
            (&json!("wrap_up"), &json!(0))
        );
        let message = json!({"client_id": client_id(), "body": "Hei?"});
        let refused = anne
            .post(&format!("/contacts/{}/messages", gone[0]), &message)
            .await;
        assert!([404, 409].contains(&refused.status), "{}", refused.text);
        anne.post(
            &format!("/contacts/{}/wrap-up", gone[0]),
            &json!({"code": "other"}),
        )
        .await
        .expect(200);
        other.get("").await.expect(200);
    }
);

testkit::on_both!(
    content_is_erased_when_its_time_is_over,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (closed, abandoned) = (product.seeker("46").await, product.seeker("46").await);
        closed.write("Takk").await.expect(201);
        abandoned.write("Hallo?").await.expect(201);
        closed
            .call("POST", "/close")
            .json(&json!({}))
            .send()
            .await
            .expect(200);
        product.clock.advance(chrono::TimeDelta::seconds(200));
        crate::product::until("the abandoned conversation is closed", async || {
            let rows = product
                .rows("SELECT id FROM contact WHERE state = 'waiting'")
                .await;
            rows.is_empty().then_some(())
        })
        .await;
        product.clock.advance(chrono::TimeDelta::hours(49));
        crate::product::until("the content is erased", async || {
            (product.count("message").await == 0 && product.count("conversation").await == 0)
                .then_some(())
        })
        .await;
        assert_eq!(product.count("contact").await, 2);
    }
);

testkit::on_both!(
    a_job_that_leaves_its_next_run_is_run_again,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.get("/me").await.expect(200);
        // The first purge finds nothing; the one an hour after the session ended does.
        for _ in 0..2 {
            product.clock.advance(chrono::TimeDelta::hours(7));
            crate::product::until("the next purge is planned", async || {
                let due = product
                    .rows("SELECT id FROM job WHERE kind = 'session.purge'")
                    .await;
                (due.len() == 1).then_some(())
            })
            .await;
        }
        crate::product::until("ended sessions are purged", async || {
            (product.count("session").await == 0).then_some(())
        })
        .await;
    }
);

testkit::on_both!(
    a_transcript_holds_the_whole_conversation,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.set_presence("available").await;
        let body = json!({"language": "nn", "county": "46", "consent": true});
        let seeker = product.seeker_by(&body).await;
        for number in 0..205 {
            seeker
                .write(&format!("Spørsmål {number}"))
                .await
                .expect(201);
        }
        let contact = anne.accept().await;
        let answer = json!({"client_id": client_id(), "body": "Svar frå rettleiar"});
        anne.post(&format!("/contacts/{contact}/messages"), &answer)
            .await
            .expect(201);
        let transcript = seeker.get("/transcript").await;
        assert_eq!(transcript.status, 200);
        assert!(
            transcript
                .header("content-disposition")
                .starts_with("attachment;")
        );
        let lines: Vec<&str> = transcript.text.lines().collect();
        assert_eq!(lines.len(), 207, "{:?}", lines.last());
        assert!(lines[0].starts_with("[2026-11-23 10:00] ") && lines[0].ends_with("Spørsmål 0"));
        assert!(lines[205].contains("Anne"), "{}", lines[205]);
        assert!(lines[206].ends_with("Anne: Svar frå rettleiar"));
        assert!(!transcript.text.contains("Etternavn"), "the alias only");
    }
);

testkit::on_both!(
    a_long_poll_answers_as_soon_as_there_is_news,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let seeker = product.seeker("46").await;
        seeker.write("Hei").await.expect(201);
        // What is there already is not waited for.
        let now = timeout(
            Duration::from_secs(10),
            seeker.get("/messages?after=0&wait=25"),
        )
        .await
        .unwrap();
        assert_eq!(now.expect(200)["items"][0]["body"], "Hei");
        // A counsellor takes the contact: news without a question in between.
        anne.set_presence("available").await;
        let contact = {
            let poll = seeker.get("/messages?after=1&wait=25");
            let accept = async { anne.accept().await };
            let (news, contact) = timeout(Duration::from_secs(20), async {
                tokio::join!(poll, accept)
            })
            .await
            .unwrap();
            news.expect(200);
            contact
        };
        let joined = timeout(Duration::from_secs(20), async {
            loop {
                let news = seeker.get("/messages?after=1&wait=25").await.expect(200);
                if news["state"] == "active" && !news["items"].as_array().unwrap().is_empty() {
                    break news;
                }
            }
        });
        let joined = joined.await.unwrap();
        assert_eq!(joined["items"][0]["notice"], "counsellor_joined");
        assert_eq!(
            joined["counsellor"],
            json!({"alias": "Anne", "centre": "Karriere Vestland"})
        );
        let poll = seeker.get("/messages?after=2&wait=25");
        let body = json!({"client_id": client_id(), "body": "Hei, jeg er Anne"});
        let path = format!("/contacts/{contact}/messages");
        let write = anne.post(&path, &body);
        let (news, written) = timeout(Duration::from_secs(20), async { tokio::join!(poll, write) })
            .await
            .unwrap();
        written.expect(201);
        let news = news.expect(200);
        assert_eq!(news["items"][0]["body"], "Hei, jeg er Anne");
        assert_eq!(news["items"][0]["alias"], "Anne");
        assert!(
            news["items"][0].get("client_id").is_none(),
            "another's client id: {news}"
        );
        // Nothing new: the answer comes when the wait is over.
        let nothing = timeout(
            Duration::from_secs(15),
            seeker.get("/messages?after=3&wait=1"),
        )
        .await
        .unwrap();
        assert_eq!(nothing.expect(200)["items"], json!([]));
    }
);

testkit::on_both!(
    an_identity_number_is_masked_before_it_is_stored,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let seeker = product.seeker("46").await;
        let id = client_id();
        let typed = "Jeg heter Kari og er 02013299997.";
        let posted = seeker.write_as(&id, typed).await.expect(201);
        assert_eq!(posted["masked"], true);
        assert_eq!(
            posted["message"]["body"],
            "Jeg heter Kari og er •••••••••••."
        );
        // Sent again as typed, it is the same message.
        assert_eq!(seeker.write_as(&id, typed).await.expect(201), posted);
        let rows = product
            .rows("SELECT body FROM message WHERE body LIKE '%99997%'")
            .await;
        assert!(rows.is_empty());
        let mut line = seeker.stream().await;
        let id = line.write(None, "02013299997").await;
        let ack = line.hear("ack").await;
        assert_eq!(ack["client_id"], id.as_str());
        assert_eq!(
            (&ack["masked"], &ack["body"]),
            (&json!(true), &json!("•••••••••••"))
        );
    }
);
