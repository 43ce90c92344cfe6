//! Centres come to take part, stop, and come back.

use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Desk, PASSWORD, Product, Role, text, until};

async fn coordinator(product: &Product) -> Desk<'_> {
    product.hire(Role::NationalCoordinator, None, "Frida").await
}

fn missing(checklist: &Value) -> Vec<String> {
    let items = checklist["items"].as_array().unwrap();
    let open = items.iter().filter(|item| item["done"] == false);
    open.map(|item| match item.get("channel") {
        Some(channel) => format!("{} {}", text(item, "step"), channel.as_str().unwrap()),
        None => text(item, "step"),
    })
    .collect()
}

testkit::on_both!(
    a_new_centre_is_told_step_by_step_what_it_lacks_until_it_is_ready,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let new = json!({
            "county": "50", "name": "Karriere Trøndelag", "region": "midt",
            "names": {"en": "Careers Trøndelag"}, "languages": ["nb", "nn"]
        });
        let made = frida.post("/centres", &new).await.expect(201);
        assert_eq!(
            (&made["active"], &made["time_zone"]),
            (&json!(true), &json!("Europe/Oslo"))
        );
        let id: kernel::CentreId = text(&made, "id").parse().unwrap();
        let at = |tail: &str| format!("/centres/{id}{tail}");
        let steps = async || missing(&frida.get(&at("/checklist")).await.expect(200));
        assert_eq!(
            steps().await,
            [
                "administrator",
                "profile",
                "site",
                "hours chat",
                "counsellor",
                "agreement",
                "closed_days"
            ]
        );
        let role = Role::CentreAdministrator;
        let eva = product.hire(role, Some(id), "Eva").await;
        let site = json!({
            "name": "Trondheim", "address": "Munkegata 1", "postal_place": "7011 Trondheim",
            "access": {"nb": "Heis fra gateplan."}, "transport": {"nn": "Buss 1 til torget."}
        });
        let site = eva.post(&at("/sites"), &site).await.expect(201);
        assert_eq!(site["access"]["nb"], "Heis fra gateplan.");
        let read = eva.get(&at("/profile")).await;
        let profile = json!({
            "description": {"nb": "Veiledning for alle"}, "telephone": "73 00 00 00",
            "names": read.expect(200)["names"], "modules": read.expect(200)["modules"]
        });
        let put = eva.call("PUT", &at("/profile")).json(&profile);
        let put = put.header("if-match", read.header("etag"));
        put.send().await.expect(200);
        let tag = eva
            .get(&at("/opening-hours"))
            .await
            .header("etag")
            .to_owned();
        let week = json!({"items": [
            {"queue": "local", "channel": "chat", "weekday": 1, "opens": "09:00", "closes": "15:00"}
        ]});
        let put = eva.call("PUT", &at("/opening-hours")).json(&week);
        put.header("if-match", &tag).send().await.expect(200);
        assert_eq!(steps().await, ["counsellor", "closed_days"]);
        product.counsellor(id, "Geir").await;
        let seen = eva.post(&at("/closed-days"), &json!({"year": 2026})).await;
        assert_eq!(seen.status, 204);
        let checklist = eva.get(&at("/checklist")).await.expect(200);
        assert_eq!(
            (&checklist["ready"], &checklist["missing"]),
            (&json!(true), &json!(0))
        );
        let overview = frida.get("/national/centres").await.expect(200);
        let one = overview["items"].as_array().unwrap().iter();
        let one = one.clone().find(|one| one["id"] == made["id"]).unwrap();
        assert_eq!(
            (&one["missing"], &one["region"]),
            (&json!(0), &json!("midt"))
        );
    }
);

testkit::on_both!(
    a_centre_that_makes_no_sense_is_not_created,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        for (field, value) in [
            ("name", json!(" ")),
            ("region", json!("a\nb")),
            ("languages", json!([])),
            ("time_zone", json!("Oslo")),
        ] {
            let mut new = json!({
                "county": "50", "name": "Karriere Trøndelag", "region": "midt",
                "languages": ["nb"]
            });
            new[field] = value;
            let refused = frida.post("/centres", &new).await.problem("invalid");
            assert_eq!(refused["errors"][0]["field"], field);
        }
        assert_eq!(product.count("centre").await, 3);
    }
);

testkit::on_both!(
    an_archived_centre_takes_no_contacts_and_comes_back_whole,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let centre = Some(product.vestland);
        let dina = product
            .hire(Role::CentreAdministrator, centre, "Dina")
            .await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        anne.set_presence("available").await;
        let seeker = product.seeker("46").await;
        let moved = anne.accept().await;
        seeker.write("Hallo?").await.expect(201);
        let path = format!("/centres/{}/archive", product.vestland);
        let told = frida.get(&path).await.expect(200);
        assert_eq!(told, json!({"people": 2, "open_conversations": 1}));
        dina.call("POST", &path).send().await.problem("forbidden");
        assert_eq!(frida.call("POST", &path).send().await.status, 204);

        until("nobody of the centre is logged in", async || {
            let gone = [&dina, &anne].map(async |desk| desk.get("/me").await.status == 401);
            let [dina, anne] = gone;
            (dina.await && anne.await).then_some(())
        })
        .await;
        let body = json!({"email": dina.email, "password": PASSWORD, "bearer": true});
        let me = dina.post("/auth/login", &body).await.expect(200);
        assert_eq!(me["roles"], json!([]));
        let token = text(&me, "token");
        let own = format!("/centres/{}", product.vestland);
        let refused = product.call("GET", &own).token(&token).send().await;
        refused.problem("not_found");
        let berit = product.counsellor(product.oslo, "Berit").await;
        berit.set_presence("available").await;
        assert_eq!(berit.accept().await, moved);
        let card = format!("/service/centres/{}", product.vestland);
        product.call("GET", &card).send().await.problem("not_found");
        let cards = product.call("GET", "/service/centres").send().await;
        assert_eq!(cards.expect(200)["items"].as_array().unwrap().len(), 2);
        assert_eq!(frida.get(&own).await.expect(200)["active"], false);

        let back = format!("/centres/{}/reactivate", product.vestland);
        assert_eq!(frida.call("POST", &back).send().await.status, 204);
        until("the centre is listed again", async || {
            let card = product.call("GET", &card).send().await;
            (card.status == 200).then_some(())
        })
        .await;
        let body = json!({"email": anne.email, "password": PASSWORD, "bearer": true});
        let me = anne.post("/auth/login", &body).await.expect(200);
        assert_eq!(me["roles"][0]["role"], "counsellor");
        assert_eq!(product.count("staff").await, 2);
        let log = format!("/centres/{}/audit-log", product.vestland);
        let body = json!({"email": dina.email, "password": PASSWORD, "bearer": true});
        let me = dina.post("/auth/login", &body).await.expect(200);
        let token = text(&me, "token");
        let log = product.call("GET", &log).token(&token).send().await;
        let actions: Vec<String> = log.expect(200)["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| text(entry, "action"))
            .collect();
        assert_eq!(actions, ["centre:reactivate", "centre:archive"]);
    }
);
