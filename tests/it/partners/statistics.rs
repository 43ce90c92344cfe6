//! Open statistics tell how many came, and nothing of anybody.

use chrono::TimeDelta;
use contacts::PastContact;
use kernel::{Channel, Language, WorkType};
use serde_json::{Value, json};
use testkit::TestDatabase;

use super::{
    System,
    caller::{NAV, Partner},
    get,
};
use crate::product::Product;

/// Contacts of October, each with its county and topic.
async fn came(product: &Product, county: &str, topic: &str, how_many: usize) {
    let ctx = product.ctx();
    let at = ctx.now - TimeDelta::days(40);
    let one = || PastContact {
        joined_at: at,
        channel: Channel::Chat,
        language: Language::Nb,
        work_type: WorkType::Guidance,
        topic: Some(topic.to_owned()),
        county: Some(county.parse().unwrap()),
        answered: None,
        closed_at: at + TimeDelta::minutes(30),
    };
    let past: Vec<PastContact> = (0..how_many).map(|_| one()).collect();
    let tx = ctx.write().await.unwrap();
    contacts::insert_past(&ctx, &tx, &past).await.unwrap();
    tx.commit().await.unwrap();
}

/// A cell of a table; null where it is held back.
fn cell(table: &Value, key: &str) -> Value {
    let items = table["items"].as_array().unwrap();
    let found = items.iter().find(|item| item["key"] == key);
    found.unwrap()["contacts"].clone()
}

testkit::on_both!(
    small_numbers_are_held_back_and_cannot_be_computed,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let nav = Partner::register(&product, NAV).await;
        came(&product, "46", "work", 100).await;
        came(&product, "03", "education", 60).await;
        came(&product, "56", "work", 2).await;
        let told = nav.get("/statistics?from=2026-10").await.expect(200);
        let month = &told["items"][0];
        assert_eq!(told["items"].as_array().unwrap().len(), 1);
        assert_eq!(
            (&month["month"], &month["contacts"]),
            (&json!("2026-10"), &json!(162))
        );
        // Finnmark's two are hidden in Vestland's number, also from whoever subtracts.
        let counties = &month["by_county"];
        assert_eq!(cell(counties, "03"), 60);
        for held in ["46", "56", "11", "not_told"] {
            assert_eq!(cell(counties, held), Value::Null, "{held}");
        }
        assert_eq!(counties["together"], 102);
        let topics = &month["by_topic"];
        assert_eq!(cell(topics, "education"), 60);
        assert_eq!(cell(topics, "work"), Value::Null);
        assert_eq!(topics["together"], 102);
        // Whoever sees that nobody telephoned knows it of each.
        let channels = &month["by_channel"];
        assert_eq!(cell(channels, "phone"), Value::Null);
        assert_eq!(channels["together"], 162);
    }
);

testkit::on_both!(
    statistics_do_not_change_when_somebody_comes,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let nav = Partner::register(&product, NAV).await;
        came(&product, "46", "work", 7).await;
        let before = nav.get("/statistics").await.expect(200);
        assert_eq!(before["items"].as_array().unwrap().len(), 12);
        product.seeker("46").await;
        assert_eq!(nav.get("/statistics").await.expect(200), before);
        // Of a month with fewer than five nothing is told, as of one with none.
        let mut empty = before["items"][10].clone();
        let mut first = before["items"][0].clone();
        for month in [&mut empty, &mut first] {
            month.as_object_mut().unwrap().remove("month");
            assert_eq!(month.get("contacts"), None);
        }
        assert_eq!(empty, first);
        for (field, query) in [
            ("until", "until=2026-11"),
            ("until", "until=october"),
            ("from", "from=2020-01"),
        ] {
            let answer = nav.get(&format!("/statistics?{query}")).await;
            assert_eq!(answer.problem("invalid")["errors"][0]["field"], field);
        }
    }
);

testkit::on_both!(
    statistics_need_their_scope,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let system = System::of_nav(&product).await;
        let token = system.token().await;
        let answer = get(&product, "/statistics", &token).await;
        answer.problem("scope_missing");
    }
);
