//! One truth about opening.

use centres::{DatedException, NewClosedDay, NewException, Replacement, Texts};
use chrono::{DateTime, NaiveDate};
use kernel::{Instant, Language};
use serde_json::json;
use testkit::TestDatabase;

use crate::product::{Product, until};

fn at(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

async fn close_christmas_eve(product: &Product) {
    let ctx = product.ctx();
    let tx = ctx.write().await.unwrap();
    let text = Texts::from_iter([
        (Language::Nb, "Julaften"),
        (Language::Nn, "Julaftan"),
        (Language::Se, "Juovlaruohta"),
        (Language::En, "Christmas Eve"),
    ]);
    let day = NaiveDate::from_ymd_opt(2026, 12, 24).unwrap();
    let closed = NewClosedDay {
        day,
        names: vec![text.clone()],
    };
    centres::create_closed_day(&ctx, &tx, closed).await.unwrap();
    for centre_id in [product.vestland, product.rogaland, product.oslo] {
        let exception = DatedException {
            date: NaiveDate::from_ymd_opt(2026, 12, 22).unwrap(),
            queue: None,
            channel: None,
            replacement: Replacement::Closed,
            text: Texts::from_iter([(Language::Nb, "Kursdag"), (Language::En, "Staff training")]),
        };
        let exception = NewException {
            centre_id,
            exception,
        };
        centres::create_exception(&ctx, &tx, exception)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

testkit::on_both!(
    a_closed_service_says_why_and_when_it_opens,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        close_christmas_eve(&product).await;
        until("the closed day is known", async || {
            let status = product
                .call("GET", "/service/status?at=2026-12-24T12:00:00%2B01:00")
                .send()
                .await;
            (status.expect(200)["why"] == "closed_day").then_some(())
        })
        .await;
        for (now, why, reason, next) in [
            (
                "2026-11-23T21:00:00+01:00",
                "outside_hours",
                None,
                "2026-11-24T08:00:00+01:00",
            ),
            (
                "2026-11-23T07:59:59+01:00",
                "outside_hours",
                None,
                "2026-11-23T08:00:00+01:00",
            ),
            (
                "2026-11-27T20:00:00+01:00",
                "outside_hours",
                None,
                "2026-11-30T08:00:00+01:00",
            ),
            (
                "2026-12-24T12:00:00+01:00",
                "closed_day",
                Some("Christmas Eve"),
                "2026-12-25T08:00:00+01:00",
            ),
            (
                "2026-12-22T12:00:00+01:00",
                "exception",
                Some("Staff training"),
                "2026-12-23T08:00:00+01:00",
            ),
        ] {
            product.clock.set(at(now));
            let status = product
                .call("GET", "/service/status?language=en")
                .send()
                .await
                .expect(200);
            let start = json!({"language": "en", "consent": true});
            let refused = product
                .call("POST", "/conversations")
                .json(&start)
                .send()
                .await;
            assert_eq!(refused.status, 409, "{}", refused.text);
            for body in [&status, &refused.problem("service_closed")] {
                assert_eq!(body["why"], why, "{now}: {body}");
                assert_eq!(body["next_opening"], next, "{now}: {body}");
                assert_eq!(
                    body.get("reason").and_then(|reason| reason.as_str()),
                    reason,
                    "{now}: {body}"
                );
            }
            assert_eq!(status["open"], false);
        }
        assert_eq!(product.count("conversation").await, 0);
    }
);

testkit::on_both!(
    an_open_service_says_until_when_and_how_long_it_takes,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let status = product
            .call("GET", "/service/status?county=46")
            .send()
            .await
            .expect(200);
        assert_eq!(
            (&status["open"], &status["why"]),
            (&json!(true), &json!("open"))
        );
        assert_eq!(status["closes_at"], "2026-11-23T20:00:00+01:00");
        assert_eq!(status["home_centre"]["name"], "Karriere Vestland");
        assert_eq!(status["waiting"], 0);
        let _waiting = product.seeker("46").await;
        let status = product
            .call("GET", "/service/status?county=46")
            .send()
            .await
            .expect(200);
        assert_eq!(status["waiting"], 1);
        for path in ["/", "/nn/", "/se/", "/en/"] {
            let page = product.call_root("GET", path).send().await;
            assert_eq!(page.status, 200, "{path}");
            assert!(
                page.text.contains("20:00"),
                "{path} does not say until when"
            );
        }
        let cards = product
            .call("GET", "/service/centres")
            .send()
            .await
            .expect(200);
        assert_eq!(cards["items"].as_array().unwrap().len(), 3);
        let first = product
            .call("GET", "/service/centres?limit=2")
            .send()
            .await
            .expect(200);
        let next = crate::product::text(&first, "next");
        let rest = product
            .call("GET", &format!("/service/centres?limit=2&after={next}"))
            .send()
            .await
            .expect(200);
        assert_eq!(rest["items"].as_array().unwrap().len(), 1);
        product
            .call("GET", "/service/centres?limit=0")
            .send()
            .await
            .problem("invalid");
    }
);
