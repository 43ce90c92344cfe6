//! A centre drops out in mid-shift: what its counsellors were offered or talked about goes on elsewhere.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde_json::Value;
use testkit::TestDatabase;

use crate::product::{Desk, Product, text, until};

async fn load(desk: &Desk<'_>) -> (usize, usize, Value) {
    let read = desk.get("/desk").await.expect(200);
    let count = |name: &str| read[name].as_array().unwrap().len();
    let load = read["presence"]["load_units"].clone();
    (count("offers"), count("contacts"), load)
}

testkit::on_both!(
    a_centre_that_drops_out_loses_no_contact_and_no_word,
    async |database: TestDatabase| {
        let product = Product::start_with(database, |config| {
            config.chat.place_kept_seconds = 3600;
        })
        .await;
        // Two at the centre that will drop out, each in a talk and with an offer.
        let anne = product.counsellor(product.vestland, "Anne").await;
        let berit = product.counsellor(product.vestland, "Berit").await;
        anne.set_presence("available").await;
        berit.set_presence("available").await;
        let talking = [product.seeker("46").await, product.seeker("46").await];
        for seeker in &talking {
            seeker.write("Jeg er midt i noe").await.expect(201);
        }
        until("both are in a talk", async || {
            for desk in [&anne, &berit] {
                let (offers, contacts, _) = load(desk).await;
                if contacts == 0 && offers > 0 {
                    desk.accept().await;
                }
            }
            let (_, one, _) = load(&anne).await;
            let (_, other, _) = load(&berit).await;
            (one + other == 2).then_some(())
        })
        .await;
        let offered = [product.seeker("46").await, product.seeker("46").await];
        until("both are offered", async || {
            let (one, ..) = load(&anne).await;
            let (other, ..) = load(&berit).await;
            (one + other == 2).then_some(())
        })
        .await;
        let waiting = product.seeker("46").await;

        // Cables cut: nobody of the centre gives a sign of life any more.
        product.clock.advance(TimeDelta::seconds(31));
        let cato = product.counsellor(product.oslo, "Cato").await;
        let dina = product.counsellor(product.oslo, "Dina").await;
        let emil = product.counsellor(product.rogaland, "Emil").await;
        let others = [&cato, &dina, &emil];
        for desk in others {
            desk.set_presence("available").await;
        }
        let everybody: Vec<_> = talking.iter().chain(&offered).chain([&waiting]).collect();
        until("everybody is in a talk elsewhere", async || {
            for desk in others {
                let (offers, ..) = load(desk).await;
                if offers > 0 {
                    desk.accept().await;
                }
            }
            for seeker in &everybody {
                if seeker.get("").await.expect(200)["state"] != "active" {
                    return None;
                }
            }
            Some(())
        })
        .await;
        let mut served = BTreeSet::new();
        for seeker in &everybody {
            let read = seeker.get("").await.expect(200);
            let alias = text(&read["counsellor"], "alias");
            assert!(
                ["Cato", "Dina", "Emil"].contains(&alias.as_str()),
                "{alias}"
            );
            served.insert(alias);
        }
        assert_eq!(served.len(), 3, "five contacts fit on no two of them");
        // No word of the talks was lost, none came twice, and the new counsellor reads all of it.
        for seeker in &talking {
            let read = seeker.get("/messages?after=0").await.expect(200);
            let said = |one: &&Value| one["body"] == "Jeg er midt i noe";
            let items = read["items"].as_array().unwrap();
            assert_eq!(items.iter().filter(said).count(), 1);
            let seqs: Vec<_> = items
                .iter()
                .map(|one| one["seq"].as_i64().unwrap())
                .collect();
            let expected: Vec<_> = (1..).take(seqs.len()).collect();
            assert_eq!(seqs, expected);
        }
        // Nobody has two counsellors, and nobody of the lost centre carries anything.
        let live = product
            .rows("SELECT contact_id FROM offer WHERE state = 'live'")
            .await;
        assert!(live.is_empty());
        for desk in [&anne, &berit] {
            assert_eq!(load(desk).await, (0, 0, Value::from(0)));
        }
        assert_eq!(product.count("contact").await, 5);
    }
);

testkit::on_both!(
    all_counsellors_of_a_centre_go_home_at_once_and_their_offers_go_elsewhere,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let berit = product.counsellor(product.vestland, "Berit").await;
        anne.set_presence("available").await;
        berit.set_presence("available").await;
        let seekers = [
            product.seeker("46").await,
            product.seeker("46").await,
            product.seeker("46").await,
            product.seeker("46").await,
        ];
        until("all are offered", async || {
            let (one, ..) = load(&anne).await;
            let (other, ..) = load(&berit).await;
            (one + other == 4).then_some(())
        })
        .await;
        tokio::join!(anne.set_presence("away"), berit.set_presence("away"));
        let cato = product.counsellor(product.oslo, "Cato").await;
        let dina = product.counsellor(product.oslo, "Dina").await;
        cato.set_presence("available").await;
        dina.set_presence("available").await;
        for desk in [&cato, &cato, &dina, &dina] {
            desk.accept().await;
        }
        for seeker in &seekers {
            assert_eq!(seeker.get("").await.expect(200)["state"], "active");
        }
        for desk in [&anne, &berit] {
            assert_eq!(load(desk).await, (0, 0, Value::from(0)));
        }
    }
);
