//! What is to come on the national queue, and what it is learned from.

use centres::DEFAULT_ZONE;
use chrono::{Datelike, Days, NaiveDate, TimeDelta, TimeZone};
use contacts::PastContact;
use kernel::{CentreId, Channel, Instant, Language, StaffId, WorkType};
use serde_json::{Value, json};
use server::history::{self, Minutes, Options};
use testkit::TestDatabase;

use crate::product::{Desk, Product, Role};

const FORECAST: &str = "/national/forecast";

async fn coordinator(product: &Product) -> Desk<'_> {
    product.hire(Role::NationalCoordinator, None, "Frida").await
}

pub(super) fn at(on: NaiveDate, hour: u32, minute: u32) -> Instant {
    let wall = on.and_hms_opt(hour, minute, 0).unwrap();
    DEFAULT_ZONE
        .from_local_datetime(&wall)
        .unwrap()
        .with_timezone(&chrono::Utc)
}

pub(super) fn today() -> NaiveDate {
    testkit::working_day()
        .with_timezone(&DEFAULT_ZONE)
        .date_naive()
}

/// Somebody who came and was answered at once, or gave up after five minutes.
pub(super) fn past(joined_at: Instant, by: Option<(StaffId, CentreId)>) -> PastContact {
    let accepted_at = joined_at + TimeDelta::seconds(10);
    let lasted = TimeDelta::minutes(if by.is_some() { 15 } else { 5 });
    PastContact {
        joined_at,
        channel: Channel::Chat,
        language: Language::Nb,
        work_type: WorkType::Guidance,
        topic: None,
        county: "46".parse().ok(),
        answered: by.map(|(staff, centre)| (staff, centre, accepted_at)),
        closed_at: joined_at + lasted,
    }
}

/// Twelve weeks of working days with two contacts in each half hour from 8 to 16, one of them at noon in vain.
async fn remember(product: &Product, by: (StaffId, CentreId)) {
    let mut all = Vec::new();
    let first = today().checked_sub_days(Days::new(84)).unwrap();
    for on in first.iter_days().take_while(|on| *on < today()) {
        if on.weekday().num_days_from_monday() > 4 {
            continue;
        }
        for half_hour in 16..32_u32 {
            let (hour, minute) = (half_hour / 2, half_hour % 2 * 30);
            all.push(past(at(on, hour, minute), Some(by)));
            let second = (half_hour != 24).then_some(by);
            all.push(past(at(on, hour, minute + 15), second));
        }
    }
    let ctx = product.ctx();
    let tx = ctx.write().await.unwrap();
    contacts::insert_past(&ctx, &tx, &all).await.unwrap();
    tx.commit().await.unwrap();
}

fn notes(forecast: &Value) -> Vec<&str> {
    let notes = forecast["notes"].as_array().unwrap().iter();
    notes.map(|note| note.as_str().unwrap()).collect()
}

testkit::on_both!(
    a_coordinator_reads_how_many_come_whom_it_takes_and_what_the_rota_lacks,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        remember(&product, (anne.staff.unwrap(), product.vestland)).await;
        let path = format!("{FORECAST}?days=7");
        let told = frida.get(&path).await.expect(200);
        assert_eq!(told["history"]["open_days"], 60);
        assert_eq!(told["history"]["own_contacts"], 60 * 32);
        assert_eq!(told["basis"]["work_measured"], true);
        assert_eq!(told["basis"]["work_s"], 890.0 + 120.0);
        assert_eq!(told["basis"]["patience_measured"], true);
        assert_eq!(told["basis"]["at_once"], 2);
        assert!(told["accuracy"]["off"].as_f64().unwrap() < 0.05, "{told}");
        let evening = &told["accuracy"]["parts"][2];
        assert_eq!(evening, &json!({"part": "evening", "contacts": 0}));
        assert_eq!(notes(&told), ["new_hours", "no_rota"]);

        let tuesday = &told["items"][1];
        assert_eq!(tuesday["on"], "2026-11-24");
        let first = &tuesday["half_hours"][0];
        assert_eq!(
            (&first["half_hour"], &first["open"]),
            (&json!(16), &json!(true))
        );
        let mean = first["contacts"]["mean"].as_f64().unwrap();
        assert!((mean - 2.0).abs() < 0.1, "{first}");
        assert!(first["needed"].as_u64().unwrap() >= 1);
        assert_eq!(first["missing"].as_f64(), first["needed"].as_f64());
        // Open until 20, but nobody came after 16.
        assert_eq!(tuesday["half_hours"].as_array().unwrap().len(), 24);
        let saturday = &told["items"][5];
        assert_eq!(
            (&saturday["closed"], &saturday["half_hours"]),
            (&json!(true), &json!([]))
        );

        let ctx = product.ctx();
        let tx = ctx.write().await.unwrap();
        let on = today().succ_opt().unwrap();
        let who = (anne.staff.unwrap(), product.vestland);
        let shift = (at(on, 8, 0), at(on, 12, 0));
        centres::note_shift(&ctx, &tx, who, shift).await.unwrap();
        tx.commit().await.unwrap();
        let told = frida.get(&path).await.expect(200);
        let covered = &told["items"][1];
        assert_eq!(covered["planned_hours"], 4.0);
        let hours = |day: &Value, name: &str| day[name].as_f64().unwrap();
        let less = hours(tuesday, "missing_hours") - hours(covered, "missing_hours");
        assert!((less - 4.0).abs() < 1e-9, "{less}");
        let part = &told["centres"][2];
        assert_eq!(part["name"], "Karriere Vestland");
        assert_eq!(
            (&part["agreed"], &part["planned_hours"]),
            (&json!(0.333), &json!(4.0))
        );
    }
);

testkit::on_both!(
    a_forecast_is_saved_as_a_table_and_is_for_coordinators_only,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        remember(&product, (anne.staff.unwrap(), product.vestland)).await;
        let path = format!("{FORECAST}/export?days=2");
        let call = frida.call("GET", &path).header("accept-language", "nb");
        let saved = call.send().await;
        assert_eq!(saved.status, 200);
        let name = saved.header("content-disposition");
        assert!(name.contains("forecast-chat-2026-11-23.csv"), "{name}");
        let lines: Vec<&str> = saved.text.lines().collect();
        assert!(
            lines[0].contains("Dato;Fra kl.;Ventet antall"),
            "{}",
            lines[0]
        );
        assert!(lines[1].starts_with("2026-11-23;08:00;"), "{}", lines[1]);
        assert_eq!(lines.len(), 1 + 2 * 24);
        anne.get(FORECAST).await.problem("forbidden");
        anne.get(&path).await.problem("forbidden");
    }
);

testkit::on_both!(
    without_history_a_forecast_says_what_it_lacks_and_wrong_questions_are_refused,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product).await;
        let told = frida.get(FORECAST).await.expect(200);
        assert_eq!((&told["days"], &told["items"]), (&json!(28), &json!([])));
        assert_eq!(told["history"]["needed_days"], 14);
        assert_eq!(
            notes(&told),
            ["no_history", "work_assumed", "patience_assumed", "no_rota"]
        );
        let phone = frida.get(&format!("{FORECAST}?channel=phone")).await;
        assert!(notes(&phone.expect(200)).contains(&"closed_channel"));
        for (query, field) in [
            ("days=29", "days"),
            ("days=0", "days"),
            ("from=2026-11-22", "from"),
            ("within_s=4", "within_s"),
            ("answered_percent=100", "answered_percent"),
        ] {
            let refused = frida.get(&format!("{FORECAST}?{query}")).await;
            assert_eq!(refused.problem("invalid")["errors"][0]["field"], field);
        }
    }
);

testkit::on_both!(
    counts_of_an_earlier_system_are_taken_over_whole_or_not_at_all,
    async |database: TestDatabase| {
        let folder = tempfile::tempdir().unwrap();
        let write = |text: &str| {
            let file = folder.path().join("counts.csv");
            std::fs::write(&file, text).unwrap();
            file
        };
        let product = Product::start(database).await;
        let config = &product.test_database.config;
        let frida = coordinator(&product).await;
        let header = "start;channel;contacts;handled;abandoned;handling_s\n";
        let faulty =
            format!("{header}2024-12-02 08:00;phone;3;2;1;600\n2024-12-02 08:10;phone;x;;;\n");
        let options = |file, dry_run| Options {
            file,
            dry_run,
            minutes: Some(Minutes::Sixty),
        };
        let refused = history::import(config, &options(write(&faulty), false)).await;
        let told = refused.unwrap_err().to_string();
        assert!(told.starts_with("nothing was written:"), "{told}");
        assert!(
            told.contains("line 3, start:") && told.contains("line 3, contacts:"),
            "{told}"
        );
        let right = write(&format!("{header}2024-12-02 08:00;phone;50;40;10;12000\n"));
        history::import(config, &options(right.clone(), true))
            .await
            .unwrap();
        assert_eq!(product.count("demand_history").await, 0);
        for _ in 0..2 {
            history::import(config, &options(right.clone(), false))
                .await
                .unwrap();
            assert_eq!(product.count("demand_history").await, 2, "two halves, once");
        }
        let told = frida.get(&format!("{FORECAST}?channel=phone")).await;
        let told = told.expect(200);
        assert_eq!(told["history"]["imported_contacts"], 50);
        // 40 calls of five minutes each, and wrap-up.
        assert_eq!(
            (&told["basis"]["talks"], &told["basis"]["work_s"]),
            (&json!(40), &json!(420.0))
        );
        let log = frida.get("/national/audit-log").await.expect(200);
        assert_eq!(log["items"][0]["action"], "history:import");
    }
);
