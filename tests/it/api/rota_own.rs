//! What counsellors do with their own time: absences, swaps, the calendar link.

use serde_json::{Value, json};
use testkit::TestDatabase;

use super::rota::{cast, of_vestland, shift};
use crate::product::{Answer, Desk, Product, text};

async fn planned(desk: &Desk<'_>, of: &Desk<'_>, day: u32) -> Value {
    let path = of_vestland(desk.product, "/shifts");
    desk.post(&path, &shift(of, day)).await.expect(201)
}

async fn step(desk: &Desk<'_>, path: &str) -> Answer {
    desk.call("POST", path).send().await
}

/// Follows a calendar link as a calendar program does.
async fn follow(product: &Product, url: &str) -> Answer {
    let path = url.find("/api/v1/calendar/").unwrap();
    product.call_root("GET", &url[path..]).send().await
}

testkit::on_both!(
    own_absences_uncover_own_shifts_and_those_of_others_are_out_of_reach,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let [dina, anne, berit] = cast(&product).await;
        planned(&dina, &anne, 24).await;
        let sick = json!({
            "starts_at": "2026-11-24T08:00:00+01:00", "ends_at": "2026-11-25T08:00:00+01:00"
        });
        let reported = anne.post("/me/absences", &sick).await.expect(201);
        assert_eq!(reported["uncovered"][0]["state"], "uncovered");
        let id = text(&reported["absence"], "id");
        let own = anne.get("/me/absences").await.expect(200);
        assert_eq!(own["items"], json!([reported["absence"]]));
        assert_eq!(
            berit.get("/me/absences").await.expect(200)["items"],
            json!([])
        );
        let path = format!("/me/absences/{id}");
        berit
            .call("DELETE", &path)
            .send()
            .await
            .problem("not_found");
        // Absences are the administrator's business, not the colleagues'.
        let all = of_vestland(&product, "/absences");
        berit.get(&all).await.problem("forbidden");
        assert_eq!(dina.get(&all).await.expect(200)["items"], own["items"]);
        let of_berit = json!({
            "staff_id": berit.staff.unwrap().to_string(),
            "starts_at": sick["starts_at"], "ends_at": sick["ends_at"],
        });
        dina.post(&all, &of_berit).await.expect(201);
        anne.call("DELETE", &path).send().await.expect(204);
        let own = anne.get("/me/shifts").await.expect(200);
        assert_eq!(own["items"][0]["state"], "planned");
        // An administrator who is no counsellor has no time of their own here.
        dina.get("/me/shifts").await.problem("forbidden");
    }
);

testkit::on_both!(
    a_swap_goes_from_wish_to_approval,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let [dina, anne, berit] = cast(&product).await;
        let shift = planned(&dina, &anne, 24).await;
        let wish = json!({"shift_id": shift["id"]});
        let swap = anne.post("/me/swaps", &wish).await.expect(201);
        assert_eq!(
            (&swap["state"], &swap["from_alias"]),
            (&json!("open"), &json!("Anne"))
        );
        anne.post("/me/swaps", &wish).await.problem("wrong_state");
        let id = text(&swap, "id");
        let offered = berit.get("/me/swaps").await.expect(200);
        assert_eq!(offered["offered"][0]["id"], swap["id"]);
        let approve = of_vestland(&product, &format!("/swaps/{id}/approve"));
        step(&dina, &approve).await.problem("wrong_state");
        step(&berit, &approve).await.problem("forbidden");
        let accepted = step(&berit, &format!("/me/swaps/{id}/accept")).await;
        assert_eq!(accepted.expect(200)["state"], "accepted");
        let waiting = dina.get(&of_vestland(&product, "/swaps")).await.expect(200);
        assert_eq!(waiting["items"].as_array().unwrap().len(), 1);
        let done = step(&dina, &approve).await.expect(200);
        assert_eq!(
            (&done["state"], &done["shift"]["alias"]),
            (&json!("done"), &json!("Berit"))
        );
        assert_eq!(anne.get("/me/shifts").await.expect(200)["items"], json!([]));
        let own = berit.get("/me/shifts").await.expect(200);
        assert_eq!(own["items"][0]["version"], 2);
        step(&anne, &format!("/me/swaps/{id}/withdraw"))
            .await
            .problem("wrong_state");
        let settled = of_vestland(&product, "/swaps?live=false");
        assert_eq!(dina.get(&settled).await.expect(200)["items"], json!([done]));
    }
);

testkit::on_both!(
    a_calendar_program_reads_own_shifts_until_the_link_is_renewed_or_ended,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let [dina, anne, berit] = cast(&product).await;
        let tomorrow = planned(&dina, &anne, 24).await;
        planned(&dina, &anne, 25).await;
        planned(&dina, &berit, 26).await;
        let away = json!({
            "starts_at": "2026-11-25T00:00:00+01:00", "ends_at": "2026-11-26T00:00:00+01:00"
        });
        anne.post("/me/absences", &away).await.expect(201);
        assert_eq!(
            anne.get("/me/calendar").await.expect(200),
            json!({"made": false})
        );
        let made = anne.post("/me/calendar", &json!({"language": "nn"})).await;
        let url = text(&made.expect(201), "url");
        let read = follow(&product, &url).await;
        assert_eq!(read.status, 200, "{}", read.text);
        assert_eq!(read.header("content-type"), "text/calendar; charset=utf-8");
        assert_eq!(read.header("cache-control"), "private, max-age=900");
        let lines: Vec<&str> = read.text.split("\r\n").collect();
        let uid = format!("UID:{}@veiviser", text(&tomorrow, "id"));
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            uid.as_str(),
            "SEQUENCE:1",
            "DTSTAMP:20261123T090000Z",
            "DTSTART:20261124T080000Z",
            "DTEND:20261124T140000Z",
            "DESCRIPTION:Husk nøkkelen",
            "END:VCALENDAR",
        ] {
            assert!(lines.contains(&line), "no {line} in {}", read.text);
        }
        assert!(lines.iter().all(|line| line.len() <= 75), "{}", read.text);
        // Neither the day off nor a colleague's shift.
        assert_eq!(read.text.matches("BEGIN:VEVENT").count(), 1);
        assert!(
            read.text
                .contains("SUMMARY:Vakt: Chat\\, Telefon\\, nasjonal kø"),
            "{}",
            read.text
        );
        let again = anne.post("/me/calendar", &json!({})).await.expect(201);
        follow(&product, &url).await.problem("not_found");
        let renewed = text(&again, "url");
        assert_ne!(renewed, url);
        assert_eq!(follow(&product, &renewed).await.status, 200);
        follow(&product, renewed.strip_suffix(".ics").unwrap())
            .await
            .problem("not_found");
        anne.call("DELETE", "/me/calendar").send().await.expect(204);
        follow(&product, &renewed).await.problem("not_found");
    }
);

testkit::on_both!(
    whoever_guesses_calendar_links_is_slowed_down,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let mut slowed = 0;
        for guess in 0..70 {
            let path = format!("/calendar/{guess}.ics");
            let answer = product.call("GET", &path).send().await;
            if answer.status == 429 {
                answer.problem("too_many_requests");
                assert!(!answer.header("retry-after").is_empty());
                slowed += 1;
            } else {
                answer.problem("not_found");
            }
        }
        assert_eq!(slowed, 10);
    }
);
