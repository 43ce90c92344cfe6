//! A class begins: thirty pupils behind one address, within a minute.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Answer, Desk, Product, text};

/// A product where few may begin from one address at once.
async fn narrow(database: TestDatabase) -> Product {
    Product::start_with(database, |config| {
        config.chat.starts_at_once = 2;
        config.chat.starts_per_minute = 2;
    })
    .await
}

/// Makes a link. Returns its id and its code.
async fn class(desk: &Desk<'_>, body: &Value) -> (String, String) {
    let path = format!("/centres/{}/classes", desk.product.vestland);
    let made = desk.post(&path, body).await.expect(201);
    (text(&made, "id"), text(&made, "code"))
}

async fn begin(product: &Product, code: Option<&str>) -> Answer {
    let mut body = json!({"language": "nb", "county": "46", "consent": true});
    if let Some(code) = code {
        body["class_code"] = json!(code);
    }
    let call = product.call("POST", "/conversations");
    call.json(&body).send().await
}

async fn look_up(product: &Product, code: &str) -> Value {
    let call = product.call("POST", "/class-codes/look-up");
    let answer = call.json(&json!({"code": code})).send().await;
    answer.expect(200)
}

/// How many conversations came from a class.
async fn from_classes(product: &Product) -> i64 {
    let sql = "SELECT count(*) AS n FROM contact WHERE entry_point = 'class'";
    product.rows(sql).await[0].try_get("", "n").unwrap()
}

testkit::on_both!(
    thirty_pupils_behind_one_address_begin_within_a_minute,
    async |database: TestDatabase| {
        let product = narrow(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let lesson = json!({"county": "46", "topic": "study_choice", "most_starts": 30});
        let (_id, code) = class(&anne, &lesson).await;
        let suggested = look_up(&product, &code.to_lowercase()).await;
        assert_eq!(suggested, json!({"county": "46", "topic": "study_choice"}));
        let mut all = Vec::new();
        for _pupil in 0..30 {
            all.push(begin(&product, Some(&code)).await.status);
        }
        assert_eq!(all, [201; 30]);
        assert_eq!(from_classes(&product).await, 30);
        // Beyond the class, pupils are seekers like any others; and nobody is told why.
        for _ in 0..2 {
            begin(&product, Some(&code)).await.expect(201);
        }
        let refused = begin(&product, Some(&code)).await;
        let as_without = begin(&product, None).await;
        let (mut refused, mut as_without) = (
            refused.problem("too_many_requests"),
            as_without.problem("too_many_requests"),
        );
        for body in [&mut refused, &mut as_without] {
            body.as_object_mut().unwrap().remove("trace_id");
        }
        assert_eq!(refused, as_without);
        assert_eq!(from_classes(&product).await, 30);
        assert_eq!(product.count("contact").await, 32);
    }
);

testkit::on_both!(
    all_pupils_of_a_class_at_the_same_moment_are_as_many_as_may,
    async |database: TestDatabase| {
        let product = narrow(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let (_id, code) = class(&anne, &json!({"most_starts": 5})).await;
        let begin = || begin(&product, Some(&code));
        let first = tokio::join!(begin(), begin(), begin(), begin(), begin());
        let then = tokio::join!(begin(), begin(), begin(), begin());
        let first = [first.0, first.1, first.2, first.3, first.4].map(|answer| answer.status);
        assert_eq!(first, [201; 5]);
        let mut then = [then.0, then.1, then.2, then.3].map(|answer| answer.status);
        then.sort_unstable();
        assert_eq!(then, [201, 201, 429, 429]);
        assert_eq!(from_classes(&product).await, 5);
    }
);

testkit::on_both!(
    without_a_class_an_address_begins_as_often_as_it_may,
    async |database: TestDatabase| {
        let product = narrow(database).await;
        for code in [None, Some("AAAA-AAAA-AAAA")] {
            begin(&product, code).await.expect(201);
        }
        for code in [None, Some("AAAA-AAAA-AAAA"), Some(""), Some("æ")] {
            let refused = begin(&product, code).await;
            refused.problem("too_many_requests");
        }
        assert_eq!(from_classes(&product).await, 0);
    }
);

testkit::on_both!(
    a_link_that_is_over_or_ended_is_no_link,
    async |database: TestDatabase| {
        let product = narrow(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let (ended, ended_code) = class(&anne, &json!({"topic": "work"})).await;
        let (_over, over_code) = class(&anne, &json!({"topic": "work", "minutes": 15})).await;
        let path = format!("/centres/{}/classes", product.vestland);
        let one = format!("{path}/{ended}");
        // Ended once, it stays so.
        for _ in 0..2 {
            let call = anne.call("DELETE", &one);
            call.send().await.expect(204);
        }
        product.clock.advance(TimeDelta::minutes(15));
        for code in [&ended_code, &over_code] {
            assert_eq!(look_up(&product, code).await, json!({}));
            begin(&product, Some(code)).await.expect(201);
        }
        let refused = begin(&product, Some(&over_code)).await;
        refused.problem("too_many_requests");
        assert_eq!(from_classes(&product).await, 0);
        let listed = anne.get(&path).await.expect(200);
        let open: Vec<_> = listed["items"].as_array().unwrap().iter().collect();
        assert!(open.iter().all(|link| link["open"] == false), "{listed}");
        // A day later nothing is left of either.
        product.clock.advance(TimeDelta::days(2));
        crate::product::until("the links to go", async || {
            (product.count("class_link").await + product.count("class_start").await == 0)
                .then_some(())
        })
        .await;
    }
);

testkit::on_both!(
    whoever_made_a_link_reads_the_same_whether_pupils_came_or_not,
    async |database: TestDatabase| {
        let product = narrow(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let (_id, code) = class(&anne, &json!({"most_starts": 2})).await;
        let path = format!("/centres/{}/classes", product.vestland);
        let before = anne.get(&path).await.expect(200);
        for _ in 0..2 {
            begin(&product, Some(&code)).await.expect(201);
        }
        assert_eq!(anne.get(&path).await.expect(200), before);
        // What is looked up does not tell either.
        assert_eq!(look_up(&product, &code).await, json!({}));
        // Nothing of a contact, a conversation or the log names the class.
        let sql = "SELECT count(*) AS n FROM contact WHERE entry_point IS NOT NULL \
                   AND entry_point <> 'class'";
        let other: i64 = product.rows(sql).await[0].try_get("", "n").unwrap();
        assert_eq!(other, 0);
        let sql = "SELECT \"new\" AS facts FROM audit_entry WHERE action = 'class:create'";
        let logged: String = product.rows(sql).await[0].try_get("", "facts").unwrap();
        assert!(!logged.contains(&code), "{logged}");
    }
);

testkit::on_both!(
    whoever_tries_codes_gets_no_further_than_without,
    async |database: TestDatabase| {
        let product = narrow(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let (_id, code) = class(&anne, &json!({"topic": "work"})).await;
        for _ in 0..2 {
            begin(&product, None).await.expect(201);
        }
        for _ in 0..300 {
            assert_eq!(look_up(&product, "AAAA-AAAA-AAAA").await, json!({}));
        }
        // Now even the right one opens nothing, so that trying on is of no use.
        assert_eq!(look_up(&product, &code).await, json!({}));
        let refused = begin(&product, Some(&code)).await;
        refused.problem("too_many_requests");
        product.clock.advance(TimeDelta::seconds(1));
        begin(&product, Some(&code)).await.expect(201);
    }
);

testkit::on_both!(
    a_link_is_for_a_class_and_a_lesson,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let path = format!("/centres/{}/classes", product.vestland);
        for (field, body) in [
            ("most_starts", json!({"most_starts": 0})),
            ("most_starts", json!({"most_starts": 61})),
            ("minutes", json!({"minutes": 14})),
            ("minutes", json!({"minutes": 481})),
            ("topic", json!({"topic": "gossip"})),
        ] {
            let problem = anne.post(&path, &body).await.problem("invalid");
            assert_eq!(problem["errors"][0]["field"], field, "{problem}");
        }
        for _ in 0..50 {
            anne.post(&path, &json!({"minutes": 15})).await.expect(201);
        }
        anne.post(&path, &json!({})).await.problem("invalid");
        product.clock.advance(TimeDelta::minutes(15));
        anne.post(&path, &json!({})).await.expect(201);
    }
);
