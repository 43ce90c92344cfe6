//! What a centre tells of itself, and what it has switched on.

use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Answer, Desk, Product, Role, until};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nthe rest";

async fn administrator(product: &Product) -> Desk<'_> {
    let centre = Some(product.vestland);
    product
        .hire(Role::CentreAdministrator, centre, "Dina")
        .await
}

fn modules(chat: bool) -> Value {
    json!({
        "chat": chat, "phone": true, "callback": true, "video": true, "appointments": true,
        "library": true
    })
}

async fn replace(dina: &Desk<'_>, path: &str, profile: &Value) -> Answer {
    let tag = dina.get(path).await.header("etag").to_owned();
    let call = dina.call("PUT", path).json(profile);
    call.header("if-match", &tag).send().await
}

async fn card(product: &Product) -> Value {
    let path = format!("/service/centres/{}", product.vestland);
    product.call("GET", &path).send().await.expect(200)
}

testkit::on_both!(
    a_profile_is_told_to_everyone_in_the_languages_it_has,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let dina = administrator(&product).await;
        let path = format!("/centres/{}/profile", product.vestland);
        let profile = json!({
            "names": {"en": "Careers Western Norway"},
            "description": {"nn": " Vi rettleier alle. ", "en": "We guide everybody."},
            "reach": {"nb": "Ring eller kom innom."},
            "telephone": "55 00 00 00",
            "email": "post@karriere.example",
            "website": "https://karriere.example/vestland",
            "logo_alt": {"nb": "Et veiskilt"},
            "modules": modules(true)
        });
        dina.call("PUT", &path)
            .json(&profile)
            .send()
            .await
            .problem("precondition_required");
        let kept = replace(&dina, &path, &profile).await.expect(200);
        assert_eq!(kept["description"]["nn"], "Vi rettleier alle.");
        until("everyone is told", async || {
            let card = card(&product).await;
            (card["telephone"] == "55 00 00 00").then_some(())
        })
        .await;
        let card = card(&product).await;
        assert_eq!(card["name"], "Karriere Vestland");
        assert_eq!(card["names"], json!({"en": "Careers Western Norway"}));
        assert_eq!(card["website"], "https://karriere.example/vestland");
        assert_eq!(card["modules"], modules(true));
        assert!(card.get("closed_days_seen").is_none() && card.get("logo").is_none());
        let log = format!("/centres/{}/audit-log", product.vestland);
        let entry = dina.get(&log).await.expect(200)["items"][0].clone();
        assert_eq!(entry["action"], "profile:replace");
    }
);

testkit::on_both!(
    a_profile_that_makes_no_sense_is_refused_field_by_field,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let dina = administrator(&product).await;
        let path = format!("/centres/{}/profile", product.vestland);
        for (part, field) in [
            (json!({"names": {"nb": "a\nb"}}), "names.nb"),
            (
                json!({"description": {"en": "Only English"}}),
                "description.nb",
            ),
            (
                json!({"description": {"nb": "x".repeat(1001)}}),
                "description.nb",
            ),
            (json!({"reach": {"nb": "a\u{0}"}}), "reach.nb"),
            (json!({"telephone": "ring"}), "telephone"),
            (json!({"telephone": "1234567"}), "telephone"),
            (json!({"telephone": "+47 55"}), "telephone"),
            (json!({"email": "post"}), "email"),
            (json!({"website": "javascript:alert(1)"}), "website"),
        ] {
            let mut profile = part;
            profile["modules"] = modules(true);
            let refused = replace(&dina, &path, &profile).await.problem("invalid");
            assert_eq!(refused["errors"][0]["field"], field);
        }
        let zone = format!("/centres/{}", product.vestland);
        let patch = replace_part(&dina, &zone, &json!({"time_zone": "Mars/Olympus"})).await;
        let refused = patch.problem("invalid");
        assert_eq!(refused["errors"][0]["field"], "time_zone");
        let patch = json!({"time_zone": "Arctic/Longyearbyen"});
        let moved = replace_part(&dina, &zone, &patch).await.expect(200);
        assert_eq!(moved["time_zone"], "Arctic/Longyearbyen");
    }
);

async fn replace_part(dina: &Desk<'_>, path: &str, change: &Value) -> Answer {
    let tag = dina.get(path).await.header("etag").to_owned();
    let call = dina.call("PATCH", path).json(change);
    call.header("if-match", &tag).send().await
}

testkit::on_both!(
    a_logo_is_what_its_bytes_are_and_is_served_so_that_nothing_in_it_runs,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let dina = administrator(&product).await;
        let path = format!("/centres/{}/logo", product.vestland);
        let put = async |bytes: Vec<u8>| {
            let call = dina.call("PUT", &path).text("image/png", bytes);
            call.send().await
        };
        for wrong in [
            &b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..],
            b"",
            b"GIF89a",
        ] {
            let refused = put(wrong.to_vec()).await.problem("invalid");
            assert_eq!(refused["errors"][0]["field"], "logo");
        }
        let mut large = PNG.to_vec();
        large.resize(256 * 1024 + 1, 0);
        put(large.clone()).await.problem("body_too_large");
        large.pop();
        put(large).await.expect(200);
        put(PNG.to_vec()).await.expect(200);
        let shown = async || card(&product).await.get("logo").cloned();
        until("the logo is shown", async || {
            let logo = shown().await?;
            let path = logo["path"].as_str().unwrap();
            let image = product.call_root("GET", path).send().await;
            (image.text.len() < 100).then_some(())
        })
        .await;
        let path = format!("/service/centres/{}/logo", product.vestland);
        let image = product.call("GET", &path).send().await;
        assert_eq!(image.status, 200);
        for (name, value) in [
            ("content-type", "image/png"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; sandbox"),
            ("cross-origin-resource-policy", "cross-origin"),
        ] {
            assert_eq!(image.header(name), value);
        }
        let again = product.call("GET", &path);
        let again = again.header("if-none-match", image.header("etag"));
        assert_eq!(again.send().await.status, 304);
        let remove = format!("/centres/{}/logo", product.vestland);
        assert_eq!(dina.call("DELETE", &remove).send().await.status, 204);
        until("the logo is gone", async || {
            shown().await.is_none().then_some(())
        })
        .await;
        product.call("GET", &path).send().await.problem("not_found");
    }
);

testkit::on_both!(
    a_module_that_is_off_closes_its_channel_in_every_answer_and_brings_no_contacts,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let dina = administrator(&product).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.set_presence("available").await;
        let path = format!("/centres/{}/profile", product.vestland);
        let off = json!({"modules": modules(false)});
        replace(&dina, &path, &off).await.expect(200);
        until("the card says closed", async || {
            let card = card(&product).await;
            (card["open"] == false && card["hours"] == json!([])).then_some(())
        })
        .await;
        let preview = format!(
            "/centres/{}/opening-hours/preview?queue=national&channel=chat&days=1",
            product.vestland
        );
        let day = dina.get(&preview).await.expect(200)["items"][0].clone();
        assert_eq!(
            (&day["why"], &day["open"]),
            (&json!("not_offered"), &json!([]))
        );
        // Oslo and Rogaland still have chat, and seekers are told so.
        assert_eq!(day["seekers"]["why"], "open");
        let status = product
            .call("GET", "/service/status?county=46")
            .send()
            .await;
        let status = status.expect(200);
        assert_eq!(
            (&status["open"], &status["home_centre"]["open"]),
            (&json!(true), &json!(false))
        );
        let berit = product.counsellor(product.oslo, "Berit").await;
        berit.set_presence("available").await;
        let _seeker = product.seeker("46").await;
        berit.offer().await;
        let desk = anne.get("/desk").await.expect(200);
        assert_eq!(desk["offers"], json!([]));
    }
);
