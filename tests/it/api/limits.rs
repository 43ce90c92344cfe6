//! A school class gets in, a flood does not.

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::json;
use testkit::TestDatabase;

use crate::product::Product;

testkit::on_both!(
    a_class_behind_one_address_gets_in_and_a_flood_is_slowed,
    async |database: TestDatabase| {
        let product =
            Product::start_with(database, |config| config.server.trusted_proxies = 1).await;
        let start = |address: &str| {
            let body = json!({"language": "nb", "county": "46", "consent": true});
            product
                .call("POST", "/conversations")
                .header("x-forwarded-for", address)
                .json(&body)
                .send()
        };
        for answer in join_all((0..30).map(|_| start("198.51.100.30"))).await {
            answer.expect(201);
        }
        assert_eq!(product.count("conversation").await, 30);
        let answers = join_all((0..100).map(|_| start("203.0.113.66"))).await;
        let admitted = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(admitted, 60);
        let refused = answers.iter().find(|answer| answer.status != 201).unwrap();
        refused.problem("too_many_requests");
        let seconds: i64 = refused.header("retry-after").parse().unwrap();
        assert!((1..=60).contains(&seconds), "{seconds}");
        assert_eq!(product.count("conversation").await, 90);
        // Others are not touched by it.
        start("198.51.100.30").await.expect(201);
        // What the flooder writes in front of the proxy's own entry does not help.
        start("192.0.2.1, 203.0.113.66")
            .await
            .problem("too_many_requests");
        product.clock.advance(TimeDelta::seconds(seconds));
        start("203.0.113.66").await.expect(201);
        start("203.0.113.66").await.problem("too_many_requests");
    }
);

testkit::on_both!(
    without_a_proxy_in_front_the_header_is_no_disguise,
    async |database: TestDatabase| {
        let product = Product::start_with(database, |config| config.chat.starts_at_once = 2).await;
        for (number, status) in [(1, 201), (2, 201), (3, 429)] {
            let body = json!({"language": "nb", "consent": true});
            let call = product.call("POST", "/conversations").json(&body);
            let answer = call
                .header("x-forwarded-for", &format!("192.0.2.{number}"))
                .send()
                .await;
            assert_eq!(answer.status, status, "{}", answer.text);
        }
    }
);

testkit::on_both!(
    a_flood_of_messages_is_slowed_and_guessing_codes_too,
    async |database: TestDatabase| {
        let product = Product::start_with(database, |config| {
            config.chat.requests_at_once = 10;
            config.chat.starts_at_once = 10;
        })
        .await;
        let seeker = product.seeker("46").await;
        let mut refused = 0;
        for number in 0..15 {
            let answer = seeker.write(&format!("Melding {number}")).await;
            if answer.status != 201 {
                answer.problem("too_many_requests");
                assert!(!answer.header("retry-after").is_empty());
                refused += 1;
            }
        }
        assert_eq!((refused, product.count("message").await), (5, 10));
        let mut guesses = Vec::new();
        for _ in 0..12 {
            let guess = json!({"resume_code": "ABCD-EFGH-JKMN"});
            guesses.push(
                product
                    .call("POST", "/conversations/resume")
                    .json(&guess)
                    .send()
                    .await
                    .status,
            );
        }
        assert_eq!((guesses[0], guesses[11]), (404, 429));
    }
);
