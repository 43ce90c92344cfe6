//! A contact is handed on: it keeps its time and words, the previous counsellor keeps nothing.

use centres::{DatedException, NewException, Replacement, Texts};
use serde_json::{Value, json};
use testkit::TestDatabase;

use super::talking::pair;
use crate::product::{Desk, Line, Product, Seeker};

/// Hands the contact on and checks that the giver is cut off at once and the seeker is told.
async fn hand_on(from: &Desk<'_>, desk: &mut Line, line: &mut Line, contact: &str, to: &Value) {
    let path = format!("/contacts/{contact}");
    let answer = from.post(&format!("{path}/transfer"), to).await.expect(200);
    assert_eq!(answer["state"], "waiting");
    for tail in ["", "/messages"] {
        from.get(&format!("{path}{tail}"))
            .await
            .problem("not_found");
    }
    from.post(&format!("{path}/transfer"), to)
        .await
        .problem("not_found");
    desk.write(Some(contact), "Et siste ord").await;
    let refused = desk.hear("error").await;
    assert_eq!(refused["problem"]["code"], "not_your_contact");
    assert_eq!(refused["contact_id"], contact);
    line.hear_where("message", |frame| frame["notice"] == "transferred")
        .await;
    line.hear_where("state", |frame| {
        frame["state"] != "active" || frame["counsellor"]["alias"] != from.alias.as_str()
    })
    .await;
    assert_eq!(from.get("/me/presence").await.expect(200)["load_units"], 0);
}

/// The receiver accepts and reads everything said before.
async fn take_over(to: &Desk<'_>, seeker: &Seeker<'_>, contact: &str) {
    assert_eq!(to.accept().await, contact);
    let read = to.get(&format!("/contacts/{contact}")).await.expect(200);
    assert_eq!(read["transferred"], true);
    let messages = to
        .get(&format!("/contacts/{contact}/messages"))
        .await
        .expect(200);
    assert_eq!(messages["items"][1]["body"], "Det jeg sa til Anne");
    let conversation = seeker.get("").await.expect(200);
    assert_eq!(conversation["counsellor"]["alias"], to.alias.as_str());
}

testkit::on_both!(
    to_a_colleague_of_another_centre,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (anne, seeker, contact) = pair(&product).await;
        let berit = product.counsellor(product.vestland, "Berit").await;
        let cato = product.counsellor(product.oslo, "Cato").await;
        let (mut desk, mut line) = (anne.stream().await, seeker.stream().await);
        line.write(None, "Det jeg sa til Anne").await;
        line.hear("ack").await;
        let started = seeker.get("").await.expect(200)["started_at"].clone();
        let staff = |desk: &Desk<'_>| json!({"staff_id": desk.staff.unwrap().to_string()});
        let path = format!("/contacts/{contact}/transfer");
        // Nobody who is not there, not to oneself, and one target only.
        for impossible in [
            staff(&berit),
            staff(&anne),
            json!({"staff_id": "stf_06g00000000000000000000000"}),
            json!({"centre_id": "ctr_06g00000000000000000000000"}),
        ] {
            let answer = anne.post(&path, &impossible).await;
            assert_eq!(answer.status, 422, "{impossible}: {}", answer.text);
            answer.problem("transfer_impossible");
        }
        for unclear in [
            json!({}),
            json!({"national": false}),
            json!({"national": true, "centre_id": product.oslo.to_string()}),
        ] {
            anne.post(&path, &unclear).await.problem("invalid");
        }
        berit.set_presence("available").await;
        cato.set_presence("available").await;
        crate::product::until("Cato is a colleague to hand on to", async || {
            let colleagues = anne.get("/colleagues").await.expect(200);
            let mut items = colleagues["items"].as_array().unwrap().iter();
            items
                .any(|colleague| colleague["alias"] == "Cato" && colleague["state"] == "available")
                .then_some(())
        })
        .await;
        hand_on(&anne, &mut desk, &mut line, &contact, &staff(&cato)).await;
        take_over(&cato, &seeker, &contact).await;
        assert_eq!(seeker.get("").await.expect(200)["started_at"], started);
        let theirs = berit.get("/desk").await.expect(200);
        assert_eq!(theirs["offers"], json!([]));
        berit
            .get(&format!("/contacts/{contact}"))
            .await
            .problem("not_found");
    }
);

testkit::on_both!(to_another_centre, async |database: TestDatabase| {
    let product = Product::start(database).await;
    let (anne, seeker, contact) = pair(&product).await;
    let berit = product.counsellor(product.rogaland, "Berit").await;
    let cato = product.counsellor(product.oslo, "Cato").await;
    for desk in [&berit, &cato] {
        desk.set_presence("available").await;
    }
    let (mut desk, mut line) = (anne.stream().await, seeker.stream().await);
    line.write(None, "Det jeg sa til Anne").await;
    line.hear("ack").await;
    let to = json!({"centre_id": product.rogaland.to_string()});
    hand_on(&anne, &mut desk, &mut line, &contact, &to).await;
    take_over(&berit, &seeker, &contact).await;
    assert_eq!(cato.get("/desk").await.expect(200)["offers"], json!([]));
});

testkit::on_both!(to_the_national_queue, async |database: TestDatabase| {
    let product = Product::start(database).await;
    let (anne, seeker, contact) = pair(&product).await;
    let (mut desk, mut line) = (anne.stream().await, seeker.stream().await);
    line.write(None, "Det jeg sa til Anne").await;
    line.hear("ack").await;
    hand_on(
        &anne,
        &mut desk,
        &mut line,
        &contact,
        &json!({"national": true}),
    )
    .await;
    // Anne is free and of the home county, but she is who handed it on.
    let place = seeker.get("").await.expect(200);
    assert_eq!(
        (&place["state"], &place["place"]["position"]),
        (&json!("waiting"), &json!(1))
    );
    assert_eq!(anne.get("/desk").await.expect(200)["offers"], json!([]));
    let cato = product.counsellor(product.oslo, "Cato").await;
    cato.set_presence("available").await;
    take_over(&cato, &seeker, &contact).await;
});

testkit::on_both!(
    to_a_colleague_whose_centre_has_closed_it_is_open_to_all,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (anne, seeker, contact) = pair(&product).await;
        let berit = product.counsellor(product.rogaland, "Berit").await;
        let cato = product.counsellor(product.oslo, "Cato").await;
        cato.set_presence("available").await;
        let (mut desk, mut line) = (anne.stream().await, seeker.stream().await);
        line.write(None, "Det jeg sa til Anne").await;
        line.hear("ack").await;
        close_today(&product, product.oslo).await;
        let to = json!({"staff_id": cato.staff.unwrap().to_string()});
        crate::product::until("Oslo is closed", async || {
            let path = format!("/service/centres/{}", product.oslo);
            let card = product.call("GET", &path).send().await.expect(200);
            (card["open"] == false).then_some(())
        })
        .await;
        hand_on(&anne, &mut desk, &mut line, &contact, &to).await;
        berit.set_presence("available").await;
        take_over(&berit, &seeker, &contact).await;
    }
);

async fn close_today(product: &Product, centre_id: kernel::CentreId) {
    let ctx = product.ctx();
    let tx = ctx.write().await.unwrap();
    let exception = DatedException {
        date: ctx.now.date_naive(),
        queue: None,
        channel: None,
        replacement: Replacement::Closed,
        text: Texts::from_iter([(kernel::Language::Nb, "Kursdag")]),
    };
    let exception = NewException {
        centre_id,
        exception,
    };
    centres::create_exception(&ctx, &tx, exception)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}
