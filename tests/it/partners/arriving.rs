//! A person comes by the code of a referral: it is noted once, for whoever the person lets know, and nowhere else.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use kernel::ReferralId;
use sea_orm::DbBackend;
use serde_json::{Value, json};
use testkit::TestDatabase;

use super::{
    caller::{NAV, Partner},
    referrals::{bytes, person, point, readings, sharing},
};
use crate::product::{Answer, Product, text, until};

/// A key of the right length.
const GUESSED: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Starts a conversation by a code.
async fn start(product: &Product, code: &str) -> Answer {
    let body = json!({"language": "nb", "county": "46", "consent": true, "referral_code": code});
    let call = product.call("POST", "/conversations").json(&body);
    call.send().await
}

/// What a start is refused with, without the name it has in the log.
#[track_caller]
fn refusal(answer: &Answer) -> Value {
    let mut problem = answer.problem("invalid");
    assert_eq!(problem["errors"][0]["field"], "referral_code");
    problem.as_object_mut().unwrap().remove("trace_id");
    problem
}

/// Waits until so many arrivals are noted.
async fn noted(product: &Product, arrivals: i64) {
    let sql = "SELECT count(*) AS n FROM referral_code WHERE used_at IS NOT NULL";
    until("an arrival is noted", async || {
        let rows = product.rows(sql).await;
        (rows[0].try_get::<i64>("", "n").unwrap() == arrivals).then_some(())
    })
    .await;
    until("nothing is left to note", async || {
        (product.count("job WHERE kind = 'referral.arrive'").await == 0).then_some(())
    })
    .await;
}

testkit::on_both!(
    a_code_begins_conversations_and_is_noted_once_and_the_partner_reads_the_same_bytes,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let nav = Partner::register(&product, NAV).await;
        let (id, code) = point(&nav).await;
        let before = readings(&nav, &id).await;
        let typed = code.to_lowercase().replace('-', " ");
        let looked = bytes(&person(&product, "look-up", &code).await);
        let first = start(&product, &typed).await.expect(201);
        // At once, before it is noted, as well as after.
        let second = start(&product, &code).await.expect(201);
        noted(&product, 1).await;
        let third = start(&product, &code).await.expect(201);
        noted(&product, 1).await;
        let key = text(&first, "referral_key");
        assert_eq!(text(&second, "referral_key"), key);
        assert_eq!(text(&third, "referral_key"), key);
        assert_eq!(readings(&nav, &id).await, before);
        assert_eq!(product.count("contact").await, 3);
        assert_eq!(product.count("conversation").await, 3);
        assert_eq!(product.count("webhook_event").await, 0);
        let looked_again = bytes(&person(&product, "look-up", &code).await);
        assert_eq!(looked_again, looked);
    }
);

testkit::on_both!(
    a_partner_learns_of_a_conversation_once_the_person_lets_it,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let nav = Partner::register(&product, NAV).await;
        let ((id, code), (other, other_code)) = (point(&nav).await, point(&nav).await);
        let started = start(&product, &code).await.expect(201);
        let key = text(&started, "referral_key");
        let path = format!("/referrals/{id}");
        let read = nav.get(&path).await.expect(200);
        assert_eq!(read.get("shared"), None);
        let shared = sharing(&product, "share", &code, &key).await;
        assert_eq!(shared.expect(200)["shared"], true);
        let read = nav.get(&path).await.expect(200);
        assert_eq!(read["shared"], true);
        // The key is of this referral alone.
        let refused = sharing(&product, "share", &other_code, &key).await;
        refused.problem("not_found");
        let read = nav.get(&format!("/referrals/{other}")).await.expect(200);
        assert_eq!(read.get("shared"), None);
        assert_eq!(product.count("webhook_event").await, 1);
        let unshared = sharing(&product, "unshare", &code, &key).await;
        assert_eq!(unshared.expect(200)["shared"], false);
        let read = nav.get(&path).await.expect(200);
        assert_eq!(read.get("shared"), None);
        // What the partner withdraws, the person could not take back any more.
        let shared = sharing(&product, "share", &code, &key).await;
        shared.expect(200);
        let withdrawn = nav.order(&format!("{path}/withdraw")).await.expect(200);
        assert_eq!(withdrawn.get("shared"), None);
        let read = nav.get(&path).await.expect(200);
        assert_eq!(read.get("shared"), None);
        // A start without a code proves nothing.
        let body = json!({"language": "nb", "consent": true});
        let call = product.call("POST", "/conversations").json(&body);
        let started = call.send().await.expect(201);
        assert_eq!(started.get("referral_key"), None);
    }
);

/// An answer without what is drawn at random, the place in the queue, and the length these make.
fn masked(answer: &Answer) -> String {
    let body = answer.json();
    let mut all = bytes(answer);
    for name in ["id", "token", "resume_code", "referral_key", "trace_id"] {
        if let Some(drawn) = body.get(name) {
            all = all.replace(drawn.as_str().unwrap(), name);
        }
    }
    if let Some((before, place)) = all.split_once("\"place\":{") {
        let (_place, after) = place.split_once('}').unwrap();
        all = format!("{before}\"place\":{{}}{after}");
    }
    let lines = all.lines();
    let lines = lines.filter(|line| !line.contains("content-length: "));
    lines.collect::<Vec<_>>().join("\n")
}

/// What somebody is told who holds the code and nothing else, the last by beginning a conversation.
async fn told(product: &Product, code: &str) -> Vec<String> {
    let answers = [
        person(product, "look-up", code).await,
        sharing(product, "share", code, GUESSED).await,
        sharing(product, "unshare", code, GUESSED).await,
        person(product, "share", code).await,
        person(product, "unshare", code).await,
        person(product, "look-up", code).await,
        start(product, code).await,
    ];
    let found: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(found, [200, 404, 404, 404, 404, 200, 201]);
    answers.iter().map(masked).collect()
}

testkit::on_both!(
    whoever_holds_the_code_alone_is_told_the_same_before_and_after_the_person_came,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let nav = Partner::register(&product, NAV).await;
        let ((_came, came), (_did_not, did_not)) = (point(&nav).await, point(&nav).await);
        let started = start(&product, &came).await.expect(201);
        noted(&product, 1).await;
        let after = told(&product, &came).await;
        assert_eq!(told(&product, &did_not).await, after);
        // Of the same code, too, now that somebody came by it.
        noted(&product, 2).await;
        assert_eq!(told(&product, &did_not).await, after);
        // A guessed key is refused like a code that there is none of.
        let refused = sharing(&product, "share", &came, GUESSED).await;
        let unknown = sharing(&product, "share", "AAAA-AAAA-AAAA", GUESSED).await;
        assert_eq!(masked(&refused), masked(&unknown));
        assert_eq!(product.count("referral_grant").await, 0);
        assert_eq!(product.count("webhook_event").await, 0);
        // Who came is the only one to know the key.
        let key = text(&started, "referral_key");
        let shared = sharing(&product, "share", &came, &key).await;
        shared.expect(200);
    }
);

testkit::on_both!(
    a_code_that_is_good_for_nothing_is_refused_without_saying_why,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let nav = Partner::register(&product, NAV).await;
        let (id, withdrawn) = point(&nav).await;
        let path = format!("/referrals/{id}/withdraw");
        nav.order(&path).await.expect(200);
        let first = refusal(&start(&product, &withdrawn).await);
        for code in ["AAAA-AAAA-AAAA", "x", ""] {
            assert_eq!(refusal(&start(&product, code).await), first);
        }
        let (_expired, expired) = point(&nav).await;
        let sql = "UPDATE referral SET expires_at = created_at WHERE withdrawn_at IS NULL";
        product.change(sql).await;
        assert_eq!(refusal(&start(&product, &expired).await), first);
        assert_eq!(product.count("contact").await, 0);
    }
);

testkit::on_both!(
    the_same_start_twice_is_one_conversation_and_one_arrival,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let nav = Partner::register(&product, NAV).await;
        let (_id, code) = point(&nav).await;
        let body = json!({"language": "nb", "consent": true, "referral_code": code});
        let again = async || {
            let call = product.call("POST", "/conversations").json(&body);
            let call = call.header("idempotency-key", "0123456789abcdef");
            let started = call.send().await.expect(201);
            (text(&started, "id"), text(&started, "referral_key"))
        };
        let first = again().await;
        noted(&product, 1).await;
        assert_eq!(again().await, first);
        assert_eq!(product.count("contact").await, 1);
    }
);

testkit::on_both!(
    whoever_tries_codes_is_slowed_down_by_starting_as_well,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let nav = Partner::register(&product, NAV).await;
        let (_id, code) = point(&nav).await;
        for _ in 0..120 {
            let looked = person(&product, "look-up", "AAAA-AAAA-AAAA").await;
            looked.problem("not_found");
        }
        let refused = start(&product, &code).await;
        refused.problem("too_many_requests");
        assert_eq!(product.count("contact").await, 0);
        product.clock.advance(TimeDelta::seconds(2));
        start(&product, &code).await.expect(201);
    }
);

/// Every table with its columns.
async fn tables(product: &Product) -> BTreeMap<String, Vec<String>> {
    let sql = if product.test_database.database.backend() == DbBackend::Postgres {
        "SELECT CAST(table_name AS TEXT) AS t, CAST(column_name AS TEXT) AS c \
         FROM information_schema.columns WHERE table_schema = 'public'"
    } else {
        "SELECT m.name AS t, p.name AS c FROM sqlite_master m, pragma_table_info(m.name) p \
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'"
    };
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in product.rows(sql).await {
        let table = row.try_get("", "t").unwrap();
        let column = row.try_get("", "c").unwrap();
        tables.entry(table).or_default().push(column);
    }
    tables
}

/// Tables whose name or columns have a word in them.
fn about<'a>(tables: &'a BTreeMap<String, Vec<String>>, word: &str) -> Vec<&'a String> {
    let mut found = Vec::new();
    for (table, columns) in tables {
        if table.contains(word) || columns.iter().any(|column| column.contains(word)) {
            found.push(table);
        }
    }
    found
}

testkit::on_both!(
    no_row_tells_which_conversation_began_by_which_referral,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let nav = Partner::register(&product, NAV).await;
        let (id, code) = point(&nav).await;
        let started = start(&product, &code).await.expect(201);
        noted(&product, 1).await;
        let tables = tables(&product).await;
        let referrals = about(&tables, "referral");
        assert!(referrals.len() >= 3, "{referrals:?}");
        for word in ["contact_id", "conversation", "message"] {
            let both = about(&tables, word);
            let both = both.iter().find(|table| referrals.contains(table));
            assert_eq!(both, None, "{word}");
        }
        // Beside the tables of referrals, nothing holds the code or the referral in any shape.
        let row = id.parse::<ReferralId>().unwrap().to_row();
        let shapes = [
            code.clone(),
            code.replace('-', ""),
            id.clone(),
            row.to_string(),
            text(&started, "referral_key"),
        ];
        for (table, columns) in &tables {
            if referrals.contains(&table) {
                continue;
            }
            for column in columns {
                let any = shapes.each_ref().map(|shape| {
                    format!("lower(CAST(\"{column}\" AS TEXT)) LIKE lower('%{shape}%')")
                });
                let rows = format!("\"{table}\" WHERE {}", any.join(" OR "));
                assert_eq!(product.count(&rows).await, 0, "{table}.{column}");
            }
        }
        // Nor does the time of day join them.
        let rows = product.rows("SELECT used_at FROM referral_code").await;
        let used_at: DateTime<Utc> = rows[0].try_get("", "used_at").unwrap();
        assert_eq!(used_at.time(), NaiveTime::MIN);
    }
);
