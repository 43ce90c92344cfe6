//! The hours of the national queue and how many centres hold it open.

use chrono::NaiveDate;
use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Desk, Product, Role, until};

async fn coordinator(product: &Product) -> Desk<'_> {
    product.hire(Role::NationalCoordinator, None, "Frida").await
}

async fn week(desk: &Desk<'_>) -> Value {
    let path = "/national/hours?from=2026-11-23&days=7";
    desk.get(path).await.expect(200)
}

testkit::on_both!(
    the_week_tells_where_fewer_centres_are_open_than_wanted,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let told = week(&frida).await;
        assert_eq!(told["minimum"], 2);
        let monday = &told["days"][0];
        assert_eq!(monday["date"], "2026-11-23");
        // 08 to 20, all three centres.
        assert_eq!(monday["halves"].as_array().unwrap().len(), 24);
        assert_eq!(monday["halves"][0]["centres"], 3);
        assert_eq!(
            monday["halves"][0]["starts_at"],
            "2026-11-23T07:00:00+00:00"
        );
        assert_eq!(monday["gaps"], json!([]));
        assert_eq!(told["days"][5]["halves"], json!([]));
        assert_eq!(told["days"][5]["seekers"]["why"], "outside_hours");

        // Two centres close from Tuesday on at noon, and on Wednesday all day is closed for all.
        let ctx = product.ctx();
        let tx = ctx.write().await.unwrap();
        for centre_id in [product.oslo, product.rogaland] {
            let date = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
            let span = centres::Span::from_clock("08:00", "12:00").unwrap();
            let exception = centres::DatedException {
                date,
                queue: None,
                channel: None,
                replacement: centres::Replacement::Open(vec![span]),
                text: centres::Texts::default(),
            };
            let new = centres::NewException {
                centre_id,
                exception,
            };
            centres::create_exception(&ctx, &tx, new).await.unwrap();
        }
        tx.commit().await.unwrap();
        let day = json!({"names": [{"nb": "Fri for alle"}]});
        let path = "/national/closed-days/2026-11-25";
        let call = frida.call("PUT", path).json(&day);
        call.send().await.expect(200);
        let told = until("the exceptions are known", async || {
            let told = week(&frida).await;
            let known = told["days"][2]["seekers"]["why"] == "closed_day";
            (known && told["days"][1]["gaps"] != json!([])).then_some(told)
        })
        .await;
        let gap = json!([{
            "starts_at": "2026-11-24T11:00:00+00:00", "ends_at": "2026-11-24T19:00:00+00:00", "centres": 1
        }]);
        assert_eq!(told["days"][1]["gaps"], gap);
        assert_eq!(
            told["days"][2]["seekers"]["reasons"][0]["nb"],
            "Fri for alle"
        );
        assert_eq!(told["days"][2]["halves"], json!([]));
    }
);

testkit::on_both!(
    the_minimum_is_chosen_and_not_written_over_unseen,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let path = "/national/staffing";
        let read = frida.get(path).await;
        let tag = read.header("etag").to_owned();
        assert_eq!(read.expect(200)["centres"], 2);
        let put = async |centres: u32, tag: &str| {
            let call = frida.call("PUT", path).header("if-match", tag);
            call.json(&json!({"centres": centres})).send().await
        };
        assert_eq!(put(4, &tag).await.expect(200)["centres"], 4);
        put(5, &tag).await.problem("stale_write");
        let refused = put(0, "*").await.problem("invalid");
        assert_eq!(refused["errors"][0]["field"], "centres");
        let told = week(&frida).await;
        assert_eq!(told["minimum"], 4);
        assert_eq!(told["days"][0]["gaps"].as_array().unwrap().len(), 1);
        let log = frida.get("/national/audit-log").await.expect(200);
        assert_eq!(log["items"][0]["action"], "staffing:update");
        assert_eq!(log["items"][0]["old"]["centres"], 2);
        let anne = product.counsellor(product.oslo, "Anne").await;
        anne.get("/national/hours").await.problem("forbidden");
    }
);
