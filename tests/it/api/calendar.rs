//! Days that are other than their week.

use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Desk, Product, Role, text, until};

async fn administrator(product: &Product) -> Desk<'_> {
    let centre = Some(product.vestland);
    product
        .hire(Role::CentreAdministrator, centre, "Dina")
        .await
}

async fn coordinator(product: &Product) -> Desk<'_> {
    product.hire(Role::NationalCoordinator, None, "Frida").await
}

testkit::on_both!(
    a_centre_that_closes_early_says_so_and_opens_again_when_that_is_undone,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let dina = administrator(&product).await;
        let exceptions = format!("/centres/{}/exceptions", product.vestland);
        let path = format!("{exceptions}/early-close");
        let card = format!("/service/centres/{}", product.vestland);
        let closes = async |wanted: &str| {
            until(wanted, async || {
                let card = product.call("GET", &card).send().await.expect(200);
                (card["closes_at"] == wanted).then_some(())
            })
            .await;
        };
        // Monday 23 November, 10:00 in Oslo; open until 20.
        closes("2026-11-23T19:00:00+00:00").await;
        for (body, why) in [
            (json!({"closes": "09:59"}), "must not be before 10:00"),
            (
                json!({"closes": "20:00"}),
                "nothing is open after that today",
            ),
            (
                json!({"closes": "15:00", "channels": ["phone"]}),
                "nothing is open after that today",
            ),
            (json!({"closes": "25:00"}), "expected a time as HH:MM"),
        ] {
            let refused = dina.post(&path, &body).await.problem("invalid");
            let expected = json!([{"field": "closes", "reason": why}]);
            assert_eq!(refused["errors"], expected);
        }
        let body = json!({
            "closes": "15:00", "channels": ["chat", "chat"], "queue": "national",
            "reason": {"nb": "Personalmøte"}
        });
        let made = dina.post(&path, &body).await.expect(201);
        let items = made["items"].as_array().unwrap();
        assert_eq!(items.len(), 1);
        assert_eq!(
            (&items[0]["closes"], &items[0]["closed"], &items[0]["date"]),
            (&json!("15:00"), &json!(false), &json!("2026-11-23"))
        );
        closes("2026-11-23T14:00:00+00:00").await;
        let preview = format!(
            "/centres/{}/opening-hours/preview?queue=national&channel=chat&days=1",
            product.vestland
        );
        let day = dina.get(&preview).await.expect(200)["items"][0].clone();
        assert_eq!(day["open"][0]["closes_at"], "2026-11-23T14:00:00+00:00");
        // The others stay open, so the national queue does.
        assert_eq!(
            day["seekers"]["open"][0]["closes_at"],
            "2026-11-23T19:00:00+00:00"
        );
        let one = format!("{exceptions}/{}", text(&items[0], "id"));
        assert_eq!(dina.call("DELETE", &one).send().await.status, 204);
        closes("2026-11-23T19:00:00+00:00").await;
    }
);

testkit::on_both!(
    closing_now_leaves_the_talk_that_is_on_alone,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let dina = administrator(&product).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.set_presence("available").await;
        let seeker = product.seeker("46").await;
        let contact = anne.accept().await;
        let path = format!("/centres/{}/exceptions/early-close", product.vestland);
        dina.post(&path, &json!({})).await.expect(201);
        let card = format!("/service/centres/{}", product.vestland);
        until("the centre is closed", async || {
            let card = product.call("GET", &card).send().await.expect(200);
            (card["why"] == "exception").then_some(())
        })
        .await;
        seeker.write("Er du der?").await.expect(201);
        let messages = format!("/contacts/{contact}/messages");
        let messages = anne.get(&messages).await.expect(200);
        assert!(messages.to_string().contains("Er du der?"));
    }
);

fn dates(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().unwrap();
    items.iter().map(|item| text(item, "date")).collect()
}

testkit::on_both!(
    a_years_holidays_are_closed_with_one_click_and_a_date_with_two_names_once,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let path = "/national/closed-days";
        let may = format!("{path}/2027-05-17");
        let own = json!({"names": [{"nb": "Nasjonaldag", "en": "National day"}]});
        frida.call("PUT", &may).json(&own).send().await.expect(200);
        let filled = frida.post(path, &json!({"year": 2027})).await.expect(201);
        // Twelve names on eleven dates, one of which was closed already.
        assert_eq!(filled["items"].as_array().unwrap().len(), 10);
        let days = frida.get(path).await.expect(200);
        assert_eq!(dates(&days).len(), 11);
        let kept = days["items"].as_array().unwrap();
        let kept = kept.iter().find(|day| day["date"] == "2027-05-17").unwrap();
        assert_eq!(kept["names"], own["names"]);
        let again = frida.post(path, &json!({"year": 2027})).await.expect(201);
        assert_eq!(again["items"], json!([]));
        let status = "/service/status?at=2027-05-17T12:00:00%2B02:00";
        let turns = async |why: &str| {
            until(why, async || {
                let status = product.call("GET", status).send().await.expect(200);
                (status["why"] == why).then_some(())
            })
            .await;
        };
        turns("closed_day").await;
        assert_eq!(frida.call("DELETE", &may).send().await.status, 204);
        turns("open").await;
        let suggested = frida
            .get(&format!("{path}/suggestions?year=2027"))
            .await
            .expect(200);
        let may = suggested["items"].as_array().unwrap();
        let may = may.iter().find(|day| day["date"] == "2027-05-17").unwrap();
        assert_eq!(may["names"].as_array().unwrap().len(), 2);
        assert_eq!(
            (&may["kind"], &may["closed"]),
            (&json!("public"), &json!(false))
        );
    }
);

testkit::on_both!(
    closed_days_need_a_name_and_a_coordinator,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let dina = administrator(&product).await;
        let path = "/national/closed-days/2026-12-24";
        for (names, field) in [
            (json!([]), "names"),
            (json!([{}]), "names"),
            (json!([{"en": "Christmas Eve"}]), "names.0.nb"),
            (json!([{"nb": "a\u{0}"}]), "names.0.nb"),
        ] {
            let body = json!({ "names": names });
            let refused = frida.call("PUT", path).json(&body).send().await;
            assert_eq!(refused.problem("invalid")["errors"][0]["field"], field);
        }
        let body = json!({"names": [{"nb": "Julaften"}]});
        let far = frida.call("PUT", "/national/closed-days/9999-12-24");
        let refused = far.json(&body).send().await;
        assert_eq!(refused.problem("invalid")["errors"][0]["field"], "date");
        let refused = dina.call("PUT", path).json(&body).send().await;
        refused.problem("forbidden");
        let year = frida.get("/national/closed-days/suggestions?year=1").await;
        assert_eq!(year.problem("invalid")["errors"][0]["field"], "year");
    }
);
