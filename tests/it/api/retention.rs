//! How long things are kept, what was erased, and who read what.

use chrono::TimeDelta;
use platform::audit;
use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Answer, Desk, Product, Role, Seeker, text, until};

async fn choose(desk: &Desk<'_>, path: &str, body: &Value) -> Answer {
    let tag = desk.get(path).await.header("etag").to_owned();
    let call = desk.call("PUT", path).header("if-match", &tag);
    call.json(body).send().await
}

async fn close(seeker: &Seeker<'_>) {
    let call = seeker.call("POST", "/close").json(&json!({}));
    call.send().await.expect(200);
}

async fn national(product: &Product) -> Desk<'_> {
    product.hire(Role::NationalCoordinator, None, "Frida").await
}

async fn administrator<'a>(product: &'a Product, alias: &str) -> Desk<'a> {
    let centre = if alias == "Egil" {
        product.oslo
    } else {
        product.vestland
    };
    product
        .hire(Role::CentreAdministrator, Some(centre), alias)
        .await
}

testkit::on_both!(
    a_shorter_time_erases_what_is_closed_already_and_says_so_before,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = national(&product).await;
        let (old, new) = (product.seeker("46").await, product.seeker("46").await);
        old.write("Noe gammelt").await.expect(201);
        close(&old).await;
        product.clock.advance(TimeDelta::hours(5));
        new.write("Noe nytt").await.expect(201);
        close(&new).await;
        let kept = frida.get("/national/retention").await.expect(200);
        assert_eq!(kept, json!({"content_hours": 48, "audit_days": 1826}));
        for (hours, conversations) in [(48, 0), (5, 1), (3, 1)] {
            let path = format!("/national/retention/preview?content_hours={hours}");
            let preview = frida.get(&path).await.expect(200);
            assert_eq!(preview["conversations"], conversations, "{hours} hours");
        }
        let choice = json!({"content_hours": 3, "audit_days": 400});
        choose(&frida, "/national/retention", &choice)
            .await
            .expect(200);
        until("the old words are erased", async || {
            (product.count("conversation").await == 1).then_some(())
        })
        .await;
        new.get("").await.expect(200);
        old.get("").await.problem("unauthenticated");
        until("everybody is told the new time", async || {
            let status = product.call("GET", "/service/status").send().await;
            (status.expect(200)["content_hours"] == 3).then_some(())
        })
        .await;
        assert_eq!(new.get("").await.expect(200)["content_hours"], 3);
    }
);

testkit::on_both!(
    what_is_out_of_bounds_stale_or_without_a_version_is_refused,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let dina = administrator(&product, "Dina").await;
        let path = format!("/centres/{}/retention", product.vestland);
        for (field, value) in [
            ("content_hours", 0),
            ("content_hours", 721),
            ("audit_days", 364),
            ("audit_days", 4_000_000),
        ] {
            let mut choice = json!({"content_hours": 48, "audit_days": 400});
            choice[field] = value.into();
            let refused = choose(&dina, &path, &choice).await;
            assert_eq!(refused.problem("invalid")["errors"][0]["field"], field);
            let preview = format!("{path}/preview?{field}={value}");
            dina.get(&preview).await.problem("invalid");
        }
        let choice = json!({"content_hours": 24, "audit_days": 400});
        let tag = dina.get(&path).await.header("etag").to_owned();
        let put = |tag: Option<&str>| {
            let call = dina.call("PUT", &path);
            match tag {
                Some(tag) => call.header("if-match", tag),
                None => call,
            }
        };
        put(None)
            .json(&choice)
            .send()
            .await
            .problem("precondition_required");
        put(Some(&tag)).json(&choice).send().await.expect(200);
        put(Some(&tag))
            .json(&choice)
            .send()
            .await
            .problem("stale_write");
        let log = format!("/centres/{}/audit-log", product.vestland);
        let entry = dina.get(&log).await.expect(200)["items"][0].clone();
        assert_eq!(entry["action"], "retention:update");
        assert_eq!(
            (
                &entry["old"]["content_hours"],
                &entry["new"]["content_hours"]
            ),
            (&json!(48), &json!(24))
        );
        // The centre's choice is no business of the national queue.
        let status = product.call("GET", "/service/status").send().await;
        assert_eq!(status.expect(200)["content_hours"], 48);
    }
);

testkit::on_both!(
    a_run_leaves_a_signed_report_that_says_how_much_and_not_what,
    async |database: TestDatabase| {
        let product = Product::start_with(database, |config| {
            config.retention.signing_key = platform::Secret::new("7".repeat(64));
            // Several transactions, and a part of a talk at a time.
            config.retention.batch_rows = 2;
        })
        .await;
        let config = {
            let mut config = crate::product::defaults();
            config.retention.signing_key = platform::Secret::new("7".repeat(64));
            config.retention
        };
        let seekers = [product.seeker("46").await, product.seeker("46").await];
        for seeker in &seekers {
            for word in ["en", "to", "tre"] {
                seeker.write(word).await.expect(201);
            }
            close(seeker).await;
        }
        let messages = product.count("message").await;
        product.clock.advance(TimeDelta::hours(50));
        let frida = national(&product).await;
        let reports = until("a report", async || {
            let page = frida.get("/national/retention/reports").await.expect(200);
            page["items"].get(0).is_some().then_some(page)
        })
        .await;
        let report = &reports["items"][0];
        assert_eq!(
            (&report["conversations"], &report["messages"]),
            (&json!(2), &json!(messages))
        );
        for seeker in &seekers {
            assert!(!report.to_string().contains(&seeker.id));
        }
        assert!(text(report, "text").contains("\ncontroller national\n"));
        let log = frida.get("/national/audit-log").await.expect(200);
        let told = &log["items"][0];
        assert_eq!(told["action"], "retention:report");
        assert_eq!(told["new"]["sha256"], report["sha256"]);

        let verdict = contacts::verify_reports(&product.ctx(), &config)
            .await
            .unwrap();
        assert_eq!(
            (verdict.intact, verdict.signed, verdict.broken.len()),
            (1, 1, 0)
        );
        let other = contacts::RetentionConfig {
            signing_key: platform::Secret::new("8".repeat(64)),
            ..config.clone()
        };
        let verdict = contacts::verify_reports(&product.ctx(), &other)
            .await
            .unwrap();
        assert_eq!(verdict.broken.len(), 1, "signed by a key that is not ours");
        let tx = product.ctx().write().await.unwrap();
        sea_orm::ConnectionTrait::execute_unprepared(
            &tx,
            "UPDATE retention_report SET messages = messages - 1",
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let verdict = contacts::verify_reports(&product.ctx(), &config)
            .await
            .unwrap();
        assert_eq!((verdict.intact, verdict.broken.len()), (0, 1));
    }
);

testkit::on_both!(
    old_entries_of_the_log_go_and_the_chain_still_verifies,
    async |database: TestDatabase| {
        let product = Product::start_with(database, |config| {
            config.retention.batch_rows = 10;
        })
        .await;
        let dina = administrator(&product, "Dina").await;
        let sites = format!("/centres/{}/sites", product.vestland);
        for number in 0..24 {
            let site = json!({"name": format!("Sted {number}"), "address": "Gata 1", "postal_place": "5003 Bergen"});
            dina.post(&sites, &site).await.expect(201);
        }
        product.clock.advance(TimeDelta::days(1827));
        until("old entries are gone", async || {
            let old = product
                .rows("SELECT seq FROM audit_entry WHERE action = 'site:create'")
                .await;
            old.is_empty().then_some(())
        })
        .await;
        let database = &product.test_database.database;
        until("the run is reported", async || {
            (product.count("retention_report").await == 1).then_some(())
        })
        .await;
        let verdict = audit::verify(database).await.unwrap();
        assert_eq!(verdict.broken, vec![]);
        assert!(verdict.entries >= 3, "{verdict:?}");
        // Who cuts off more without saying so is found.
        let first = product
            .rows("SELECT first_seq FROM audit_head ORDER BY chain DESC LIMIT 1")
            .await[0]
            .try_get::<i64>("", "first_seq")
            .unwrap();
        let tx = product.ctx().write().await.unwrap();
        let sql = format!(
            "UPDATE audit_head SET first_seq = {first} + 1, anchor = (SELECT hash FROM audit_entry \
             WHERE audit_entry.chain = audit_head.chain AND seq = {first}) WHERE first_seq = {first}"
        );
        sea_orm::ConnectionTrait::execute_unprepared(&tx, &sql)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let broken = audit::verify(database).await.unwrap().broken;
        assert_eq!(broken, [(Some(product.vestland), first + 1)]);
    }
);

testkit::on_both!(
    reading_a_talk_that_is_over_is_remembered_once_and_a_live_one_never,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = national(&product).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.set_presence("available").await;
        let seeker = product.seeker("46").await;
        seeker.write("Hei").await.expect(201);
        let contact = anne.accept().await;
        let messages = format!("/contacts/{contact}/messages");
        anne.get(&messages).await.expect(200);
        close(&seeker).await;
        let read = "/national/audit-log?action=message:list";
        let before = frida.get(read).await.expect(200);
        assert_eq!(before["items"], json!([]), "while it goes on");
        for _ in 0..3 {
            anne.get(&messages).await.expect(200);
        }
        let after = frida.get(read).await.expect(200);
        assert_eq!(after["items"].as_array().unwrap().len(), 1);
        let entry = &after["items"][0];
        assert_eq!(
            (&entry["target"], &entry["actor"]["name"]),
            (&json!(contact), &json!("Anne Etternavn"))
        );
        product.clock.advance(TimeDelta::minutes(61));
        anne.get(&messages).await.expect(200);
        let later = frida.get(read).await.expect(200);
        assert_eq!(later["items"].as_array().unwrap().len(), 2);
        // No words, and nothing in the log of the centre: the talk is the national service's.
        assert!(!later.to_string().contains("Hei"));
        let dina = administrator(&product, "Dina").await;
        let log = format!("/centres/{}/audit-log", product.vestland);
        assert_eq!(dina.get(&log).await.expect(200)["items"], json!([]));
    }
);

testkit::on_both!(
    the_log_is_filtered_cut_shown_whole_and_exported_with_its_checksum,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (dina, berit) = (
            administrator(&product, "Dina").await,
            administrator(&product, "Berit").await,
        );
        let centre = format!("/centres/{}", product.vestland);
        let log = format!("{centre}/audit-log");
        let site =
            |name: &str| json!({"name": name, "address": "Gata 1", "postal_place": "5003 Bergen"});
        dina.post(&format!("{centre}/sites"), &site("=1+1"))
            .await
            .expect(201);
        product.clock.advance(TimeDelta::hours(1));
        berit
            .post(&format!("{centre}/sites"), &site("Voss"))
            .await
            .expect(201);
        let item = |day: u8| json!({"queue": "national", "channel": "chat", "weekday": day, "opens": "09:00", "closes": "15:00"});
        let week: Vec<_> = (1..=7)
            .flat_map(|day| {
                ["chat", "phone", "callback", "video"].map(|channel| {
                    let mut item = item(day);
                    item["channel"] = channel.into();
                    item
                })
            })
            .collect();
        let hours = format!("{centre}/opening-hours");
        let tag = dina.get(&hours).await.header("etag").to_owned();
        let call = dina.call("PUT", &hours).header("if-match", &tag);
        call.json(&json!({"items": week})).send().await.expect(200);

        let all = dina.get(&log).await.expect(200);
        let newest = &all["items"][0];
        assert_eq!((&newest["cut"], newest.get("new")), (&json!(true), None));
        let whole = dina
            .get(&format!("{log}/{}", newest["seq"]))
            .await
            .expect(200);
        assert_eq!(whole["cut"], false);
        assert!(whole["new"].to_string().len() > 2000);
        dina.get(&format!("{log}/99")).await.problem("not_found");

        let account = text(&all["items"][1]["actor"], "account_id");
        let only = dina
            .get(&format!("{log}?account={account}"))
            .await
            .expect(200);
        assert_eq!(only["items"].as_array().unwrap().len(), 1);
        let at = text(&all["items"][1], "at").replace('+', "%2B");
        let earlier = dina.get(&format!("{log}?until={at}")).await.expect(200);
        assert_eq!(earlier["items"].as_array().unwrap().len(), 1);
        let since = dina.get(&format!("{log}?from={at}")).await.expect(200);
        assert_eq!(since["items"].as_array().unwrap().len(), 2);
        for bad in ["from=1999-01-01T00:00:00Z", "until=9999-12-31T00:00:00Z"] {
            dina.get(&format!("{log}?{bad}")).await.problem("invalid");
        }

        let csv = dina.get(&format!("{log}/export?action=site:create")).await;
        assert_eq!(csv.status, 200);
        assert!(
            csv.header("content-disposition")
                .contains("audit-log-2026-11-23.csv")
        );
        assert!(csv.text.contains("Dina Etternavn"), "{}", csv.text);
        assert_checksum(&csv.text, "# sha256 ", "\r\n");
        let lines = dina.get(&format!("{log}/export?format=jsonl")).await;
        assert_eq!(lines.text.lines().count(), 4);
        let last: Value = serde_json::from_str(lines.text.lines().last().unwrap()).unwrap();
        assert_eq!(last["entries"], 3);
        assert_checksum(&lines.text, "\"sha256\":\"", "\"}\n");
        dina.get(&format!("{log}/export?format=xml"))
            .await
            .problem("invalid");
    }
);

/// The last line holds the SHA-256 of all before it.
#[track_caller]
fn assert_checksum(file: &str, before: &str, after: &str) {
    let end = file.trim_end().rfind('\n').unwrap() + 1;
    let (body, last) = file.split_at(end);
    let told = last.split(before).nth(1).unwrap();
    let told = told.strip_suffix(after).unwrap();
    let hash = platform::hash_key(body);
    assert_eq!(told, platform::hex(&hash));
}

testkit::on_both!(
    no_centre_sees_the_records_of_another_by_any_id_cursor_or_filter,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (dina, egil) = (
            administrator(&product, "Dina").await,
            administrator(&product, "Egil").await,
        );
        let vestland = format!("/centres/{}", product.vestland);
        let oslo = format!("/centres/{}", product.oslo);
        let choice = json!({"content_hours": 24, "audit_days": 400});
        choose(&dina, &format!("{vestland}/retention"), &choice)
            .await
            .expect(200);
        let entry =
            dina.get(&format!("{vestland}/audit-log")).await.expect(200)["items"][0].clone();
        for tail in [
            "/retention",
            "/retention/preview",
            "/retention/reports",
            "/audit-log",
            "/audit-log/1",
            "/audit-log/export",
        ] {
            egil.get(&format!("{vestland}{tail}"))
                .await
                .problem("not_found");
            dina.get(&format!("/national{tail}"))
                .await
                .problem("forbidden");
        }
        let account = text(&entry["actor"], "account_id");
        for query in [
            format!("?account={account}"),
            "?after=1000000".to_owned(),
            "?after=-1".to_owned(),
            "?action=retention:update".to_owned(),
        ] {
            let page = egil
                .get(&format!("{oslo}/audit-log{query}"))
                .await
                .expect(200);
            assert_eq!(page["items"], json!([]), "{query}");
        }
        egil.get(&format!("{oslo}/audit-log/1"))
            .await
            .problem("not_found");
        let kept = egil.get(&format!("{oslo}/retention")).await.expect(200);
        assert_eq!(kept["content_hours"], 48);
        // A field that names another centre is refused, not ignored.
        let mut smuggled = choice.clone();
        smuggled["centre_id"] = product.vestland.to_string().into();
        choose(&egil, &format!("{oslo}/retention"), &smuggled)
            .await
            .problem("bad_request");
    }
);
