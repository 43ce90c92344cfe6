//! Referrals: codes that tell their partner nothing.

use std::{sync::Arc, time::Duration};

use ::partners::{NoTextMessages, Referrals, ReferralsParts};
use chrono::TimeDelta;
use kernel::{PartnerId, ReferralId, Scope};
use platform::{http::Limits, mail::Mailer};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use testkit::TestDatabase;
use tokio::time::Instant;

use super::caller::{NAV, OTHER, Partner, key};
use crate::product::{Answer, Mailbox, Product, address, text, until};

/// A referral whose code the partner hands over.
fn referral(product: &Product) -> Value {
    json!({
        "language": "nb", "county": "46", "topic": "work",
        "delivery": {"method": "handed_over"},
        "consent": {
            "asked_by": "nav-bergen", "wording": "2026-11.nb",
            "given_at": product.ctx().now.to_rfc3339(),
        },
    })
}

/// Makes a referral. Returns its id and its code.
pub(super) async fn point(partner: &Partner<'_>) -> (String, String) {
    let body = referral(partner.product);
    let made = partner.post("/referrals", &body).await.expect(201);
    (text(&made, "id"), text(&made, "code"))
}

/// Lets a referral expire, and the product notice it.
pub(super) async fn expire_one(partner: &Partner<'_>) {
    let mut body = referral(partner.product);
    body["valid_days"] = json!(1);
    partner.post("/referrals", &body).await.expect(201);
    partner.product.clock.advance(TimeDelta::days(1));
}

/// Points somebody to guidance who lets the partner know that they came.
pub(super) async fn share_one(partner: &Partner<'_>) {
    let (id, code) = point(partner).await;
    let key = key_of(partner.product, &id);
    let shared = sharing(partner.product, "share", &code, &key).await;
    assert_eq!(shared.expect(200)["shared"], true);
}

/// What a conversation does with a code.
fn port(product: &Product) -> Referrals {
    let config = crate::product::defaults();
    Referrals::new(ReferralsParts {
        sources: product.sources.clone(),
        database: product.test_database.database.clone(),
        sealer: testkit::sealer(),
        mailer: Mailer::new(&config.mail).unwrap(),
        texts: Arc::new(NoTextMessages),
        limits: Limits::default(),
        public_url: config.server.public_url.clone(),
        trusted_proxies: 0,
    })
}

/// The person comes.
async fn come(product: &Product, code: &str) -> bool {
    let port = port(product);
    match port.find_pointed(code).await.unwrap() {
        Some(pointed) => port.arrive(pointed.referral).await.unwrap(),
        None => false,
    }
}

/// What whoever began a conversation by a referral is given.
fn key_of(product: &Product, id: &str) -> String {
    let referral: ReferralId = id.parse().unwrap();
    port(product).proof(referral).expose().clone()
}

/// The person who came shares or does not share any more.
pub(super) async fn sharing(product: &Product, verb: &str, code: &str, key: &str) -> Answer {
    let call = product.call("POST", &format!("/referral-codes/{verb}"));
    call.json(&json!({"code": code, "key": key})).send().await
}

/// The person does something with the code.
pub(super) async fn person(product: &Product, verb: &str, code: &str) -> Answer {
    let call = product.call("POST", &format!("/referral-codes/{verb}"));
    call.json(&json!({"code": code})).send().await
}

/// All that an answer says but its name in the log, the time of day, and what is left of the quota.
pub(super) fn bytes(answer: &Answer) -> String {
    let mut headers: Vec<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| {
            !["date", "ratelimit", "x-request-id", "x-trace-id"].contains(&name.as_str())
        })
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    headers.sort();
    format!("{} {} {}", answer.status, headers.join("\n"), answer.text)
}

/// Everything the partner can read of a referral.
pub(super) async fn readings(partner: &Partner<'_>, id: &str) -> Vec<String> {
    let mut all = Vec::new();
    for path in [format!("/referrals/{id}"), "/referrals".to_owned()] {
        all.push(bytes(&partner.get(&path).await));
    }
    all
}

testkit::on_both!(
    a_partner_reads_the_same_bytes_whether_the_person_came_or_not,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let nav = Partner::register(&product, NAV).await;
        let (id, code) = point(&nav).await;
        let before = readings(&nav, &id).await;
        assert!(come(&product, &code).await);
        assert_eq!(readings(&nav, &id).await, before);
        // Looking a code up tells nothing either.
        person(&product, "look-up", &code).await.expect(200);
        assert_eq!(readings(&nav, &id).await, before);
        let (other, _other_code) = point(&nav).await;
        // Nor does taking it back.
        let used = nav.order(&format!("/referrals/{id}/withdraw")).await;
        let unused = nav.order(&format!("/referrals/{other}/withdraw")).await;
        let (mut used, mut unused) = (used.expect(200), unused.expect(200));
        for body in [&mut used, &mut unused] {
            body.as_object_mut().unwrap().remove("id");
        }
        assert_eq!(used, unused);
        assert_eq!(product.count("webhook_event").await, 0);
    }
);

testkit::on_both!(
    reading_takes_as_long_whether_the_person_came_or_not,
    async |database: TestDatabase| {
        const TURNS: usize = 200;
        let product = Product::start(database).await;
        let nav = Partner::register(&product, NAV).await;
        let ((used, code), (unused, _code)) = (point(&nav).await, point(&nav).await);
        assert!(come(&product, &code).await);
        let mut times = [Vec::new(), Vec::new()];
        for turn in 0..TURNS {
            // Turn about, and each first as often as the other, so that the machine is as busy for both.
            let mut order = [(0, &used), (1, &unused)];
            if turn % 2 == 1 {
                order.reverse();
            }
            for (place, id) in order {
                let begun = Instant::now();
                nav.get(&format!("/referrals/{id}")).await.expect(200);
                times[place].push(begun.elapsed());
            }
        }
        let [used, unused] = times.map(|mut times| {
            times.sort_unstable();
            times[TURNS / 2]
        });
        let difference = used.abs_diff(unused);
        let bearable = Duration::from_micros(300).max(unused / 5);
        assert!(difference < bearable, "{used:?} and {unused:?}");
    }
);

testkit::on_both!(
    a_person_can_let_the_partner_know_and_take_that_back,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let nav = Partner::register(&product, NAV).await;
        let (id, code) = point(&nav).await;
        let before = readings(&nav, &id).await;
        assert!(come(&product, &code).await);
        let key = key_of(&product, &id);
        for _ in 0..2 {
            let shared = sharing(&product, "share", &code, &key).await;
            assert_eq!(shared.expect(200)["shared"], true);
        }
        let read = nav.get(&format!("/referrals/{id}")).await.expect(200);
        assert_eq!(read["shared"], true);
        for _ in 0..2 {
            let unshared = sharing(&product, "unshare", &code, &key).await;
            assert_eq!(unshared.expect(200)["shared"], false);
        }
        assert_eq!(readings(&nav, &id).await, before);
        assert_eq!(product.count("referral_grant").await, 0);
        // Each was told once.
        assert_eq!(product.count("webhook_event").await, 2);
    }
);

testkit::on_both!(
    the_use_of_a_code_is_noted_once_however_it_is_typed,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let nav = Partner::register(&product, NAV).await;
        let (id, code) = point(&nav).await;
        let port = port(&product);
        let typed = code.to_lowercase().replace('-', " ");
        let pointed = port.find_pointed(&typed).await.unwrap().unwrap();
        assert_eq!(pointed.referral.to_string(), id);
        assert_eq!(pointed.topic.as_deref(), Some("work"));
        assert!(port.arrive(pointed.referral).await.unwrap());
        assert!(!port.arrive(pointed.referral).await.unwrap());
        assert_eq!(port.find_pointed(&code).await.unwrap(), Some(pointed));
        for wrong in ["", "AAAA-AAAA-AAAA", "x"] {
            assert_eq!(port.find_pointed(wrong).await.unwrap(), None);
            person(&product, "look-up", wrong)
                .await
                .problem("not_found");
        }
    }
);

testkit::on_both!(
    the_same_request_gets_the_same_answer_whatever_happened_since,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let nav = Partner::register(&product, NAV).await;
        let (key, body) = (key(), referral(&product));
        let first = nav.post_as(&key, "/referrals", &body).await;
        let code = text(&first.expect(201), "code");
        assert!(come(&product, &code).await);
        let again = nav.post_as(&key, "/referrals", &body).await;
        assert_eq!(bytes(&again), bytes(&first));
        let mut other = body.clone();
        other["topic"] = json!("skills");
        let refused = nav.post_as(&key, "/referrals", &other).await;
        refused.problem("idempotency_mismatch");
        let call = nav.call("POST", "/referrals").json(&body);
        call.send().await.problem("bad_request");
        nav.post_as("short", "/referrals", &body)
            .await
            .problem("invalid");
        assert_eq!(product.count("referral").await, 1);
    }
);

testkit::on_both!(
    a_withdrawn_or_expired_referral_is_good_for_nothing,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let nav = Partner::register(&product, NAV).await;
        let (withdrawn, code) = point(&nav).await;
        let path = format!("/referrals/{withdrawn}/withdraw");
        let first = nav.order(&path).await.expect(200);
        assert_eq!(first["state"], "withdrawn");
        assert_eq!(nav.order(&path).await.expect(200), first);
        assert!(!come(&product, &code).await);
        person(&product, "look-up", &code)
            .await
            .problem("not_found");
        let (expired, code) = point(&nav).await;
        product.clock.advance(TimeDelta::days(60));
        let read = nav.get(&format!("/referrals/{expired}")).await;
        assert_eq!(read.expect(200)["state"], "expired");
        assert!(!come(&product, &code).await);
        // What is left is erased: the codes now, the rest a month later.
        until("codes are erased", async || {
            (product.count("referral_code").await == 0).then_some(())
        })
        .await;
        // Of the one that expired, and not of the one that was withdrawn.
        assert_eq!(product.count("webhook_event").await, 1);
        product.clock.advance(TimeDelta::days(31));
        until("referrals are erased", async || {
            (product.count("referral").await == 0).then_some(())
        })
        .await;
    }
);

testkit::on_both!(
    an_address_is_erased_once_the_code_is_sent,
    async |database: TestDatabase| {
        let product = Product::start_with(database, Mailbox::configure).await;
        let nav = Partner::register(&product, NAV).await;
        let to = address("kari");
        let mut body = referral(&product);
        body["delivery"] = json!({"method": "email", "address": to});
        let made = nav.post("/referrals", &body).await.expect(201);
        assert_eq!((made.get("code"), made.get("link")), (None, None));
        let mail = Mailbox::new().nth(&to, 1).await;
        let said = mail["text"].as_str().unwrap();
        let (_, after) = said.split_once("/referral#").unwrap();
        let code = after.split_whitespace().next().unwrap();
        until("the address is erased", async || {
            let sql = "SELECT count(*) AS n FROM referral_code WHERE address IS NOT NULL";
            let rows = product.rows(sql).await;
            (rows[0].try_get::<i64>("", "n").unwrap() == 0).then_some(())
        })
        .await;
        assert!(come(&product, code).await);
        body["delivery"] = json!({"method": "sms", "address": "+4791234567"});
        let refused = nav.post("/referrals", &body).await.problem("invalid");
        assert_eq!(refused["errors"][0]["field"], "delivery.method");
    }
);

testkit::on_both!(
    referrals_are_listed_by_the_page_and_not_to_strangers,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let nav = Partner::register(&product, NAV).await;
        let school = Partner::register(&product, OTHER).await;
        let mut ids = Vec::new();
        for _ in 0..5 {
            product.clock.advance(TimeDelta::milliseconds(1));
            ids.push(point(&nav).await.0);
        }
        ids.reverse();
        let (mut found, mut path) = (Vec::new(), "/referrals?limit=2".to_owned());
        loop {
            let page = nav.get(&path).await.expect(200);
            let items = page["items"].as_array().unwrap();
            found.extend(items.iter().map(|item| text(item, "id")));
            match page["next"].as_str() {
                Some(next) => path = format!("/referrals?limit=2&after={next}"),
                None => break,
            }
        }
        assert_eq!(found, ids);
        nav.get("/referrals?limit=0").await.problem("invalid");
        let foreign = format!("/referrals/{}", ids[0]);
        school.get(&foreign).await.problem("not_found");
        let call = school.order(&format!("{foreign}/withdraw")).await;
        call.problem("not_found");
        let read = nav.get(&foreign).await;
        assert_eq!(read.expect(200)["state"], "issued");
        assert!(read.header("etag").starts_with('"'));
    }
);

testkit::on_both!(
    what_must_not_be_known_is_refused,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let nav = Partner::register(&product, NAV).await;
        for (field, value, code) in [
            ("name", json!("Kari"), "bad_request"),
            ("topic", json!("gardening"), "bad_request"),
            ("valid_days", json!(0), "invalid"),
        ] {
            let mut body = referral(&product);
            body[field] = value;
            nav.post("/referrals", &body).await.problem(code);
        }
        let mut body = referral(&product);
        body["consent"]["asked_by"] = json!("01017012345");
        let refused = nav.post("/referrals", &body).await.problem("invalid");
        assert_eq!(refused["errors"][0]["field"], "consent.asked_by");
        let mut body = referral(&product);
        body.as_object_mut().unwrap().remove("consent");
        nav.post("/referrals", &body).await.problem("bad_request");
    }
);

/// The wall behind the code: a partner's transaction cannot see whether a code was used.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres_no_statement_of_a_partner_sees_whether_a_code_was_used() {
    let product = Product::start(TestDatabase::postgres().await).await;
    let nav = Partner::register(&product, NAV).await;
    let (id, code) = point(&nav).await;
    assert!(come(&product, &code).await);
    let partner: PartnerId = nav.id.parse().unwrap();
    let row = id.parse::<ReferralId>().unwrap().to_row();
    let database = &product.test_database.database;
    let count = async |scope: Scope, sql: &str| {
        let tx = database.read(scope).await.unwrap();
        let statement = Statement::from_string(tx.get_database_backend(), sql);
        let found = tx.query_one_raw(statement).await.unwrap().unwrap();
        found.try_get::<i64>("", "n").unwrap()
    };
    let own = Scope::Partner(partner);
    let all = "SELECT count(*) AS n FROM referral_code";
    assert_eq!(count(Scope::System, all).await, 1);
    assert_eq!(count(own, all).await, 0);
    assert_eq!(count(own, "SELECT count(*) AS n FROM referral").await, 1);
    // Nor by adding a row under the same name: it would say that there is one, not that it was used.
    let tx = database.write(own).await.unwrap();
    let change = format!("UPDATE referral_code SET used_at = NULL WHERE referral_id = '{row}'");
    let done = tx.execute_unprepared(&change).await.unwrap();
    assert_eq!(done.rows_affected(), 0);
}
