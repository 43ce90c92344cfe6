//! What the gates need of the rota: bodies, and things that are there.

use serde_json::{Value, json};

use super::operations::Operation;
use crate::product::{Answer, Desk, Product, Role, text};

/// Somebody whom no centre knows.
const NOBODY: &str = "stf_06g00000000000000000000000";

/// A shift on a day of December.
fn shift(staff: &str, day: usize) -> Value {
    json!({
        "staff_id": staff,
        "starts_at": format!("2026-12-{day:02}T09:00:00+01:00"),
        "ends_at": format!("2026-12-{day:02}T15:00:00+01:00"),
        "channels": ["chat"],
        "queue": "national",
    })
}

/// Two shifts at the beginning of a month of 2027.
fn series(staff: &str, month: usize) -> Value {
    json!({
        "staff_id": staff, "every_weeks": 1,
        "first_on": format!("2027-{month:02}-01"), "until": format!("2027-{month:02}-08"),
        "starts": "09:00", "ends": "15:00", "channels": ["chat"], "queue": "national",
    })
}

fn absence() -> Value {
    json!({"starts_at": "2026-12-30T09:00:00+01:00", "ends_at": "2026-12-30T15:00:00+01:00"})
}

fn absence_of(staff: &str) -> Value {
    let mut body = absence();
    body["staff_id"] = staff.into();
    body
}

/// A body the operation takes; none where it is no operation of the rota, or has no body.
pub(super) fn body_of(id: &str) -> Option<Value> {
    Some(match id {
        "rota_update" => json!({"swap_approval": true}),
        "shift_create" => shift(NOBODY, 1),
        "shift_update" => json!({"note": "Husk nøkkelen"}),
        "series_preview" | "series_create" => series(NOBODY, 1),
        "series_update" => json!({"from": "2027-02-08"}),
        "absence_create" => absence_of(NOBODY),
        "absence_create_own" => absence(),
        "swap_request" => json!({"shift_id": "shf_06g00000000000000000000000"}),
        "calendar_create" => json!({"language": "nb"}),
        _ => return None,
    })
}

/// A day, and a month, of its own for every operation that needs a shift.
fn day_of(operation: &Operation) -> usize {
    let staged = [
        "shift_get",
        "shift_update",
        "shift_delete",
        "swap_approve",
        "swap_refuse",
        "swap_accept",
        "swap_decline",
        "swap_withdraw",
        "series_get",
        "series_update",
        "series_delete",
    ];
    let place = staged.iter().position(|id| *id == operation.id);
    place.unwrap_or_else(|| panic!("{}: on which day?", operation.id)) + 2
}

fn centre_of(desk: &Desk<'_>) -> String {
    format!("/centres/{}", desk.product.vestland)
}

async fn planned(administrator: &Desk<'_>, of: &Desk<'_>, day: usize) -> Answer {
    let path = format!("{}/shifts", centre_of(administrator));
    let body = shift(&of.staff.unwrap().to_string(), day);
    administrator.post(&path, &body).await
}

async fn asked(administrator: &Desk<'_>, of: &Desk<'_>, day: usize) -> Answer {
    let shift = planned(administrator, of, day).await.expect(201);
    let body = json!({"shift_id": shift["id"]});
    of.post("/me/swaps", &body).await
}

/// Something of Anne's within the centre, which the administrator may see; its `id` is in the answer.
pub(super) async fn of_centre(
    part: &str,
    administrator: &Desk<'_>,
    anne: &Desk<'_>,
    operation: &Operation,
) -> Answer {
    let staff = anne.staff.unwrap().to_string();
    let centre = centre_of(administrator);
    match part {
        "shift" => planned(administrator, anne, day_of(operation)).await,
        "swap" => asked(administrator, anne, day_of(operation)).await,
        "series" => {
            let path = format!("{centre}/shift-series");
            let body = series(&staff, day_of(operation) - 8);
            let made = administrator.post(&path, &body).await;
            within(made, "series")
        }
        "absence" => {
            let path = format!("{centre}/absences");
            let made = administrator.post(&path, &absence_of(&staff)).await;
            within(made, "absence")
        }
        other => panic!("{}: what is a {other}?", operation.id),
    }
}

/// The answer as if it were only that member of it.
fn within(answer: Answer, member: &str) -> Answer {
    let text = answer.expect(201)[member].to_string();
    Answer { text, ..answer }
}

/// Something that only Anne may touch.
pub(super) async fn of_own(anne: &Desk<'_>, operation: &Operation) -> String {
    if operation.id == "absence_delete_own" {
        let made = anne.post("/me/absences", &absence()).await.expect(201);
        return text(&made["absence"], "id");
    }
    let (product, day) = (anne.product, day_of(operation));
    let centre = Some(product.vestland);
    let chief = format!("Chief {day}").replace(' ', "");
    let chief = product
        .hire(Role::CentreAdministrator, centre, &chief)
        .await;
    if operation.id == "swap_withdraw" {
        return text(&asked(&chief, anne, day).await.expect(201), "id");
    }
    // A colleague asks Anne and nobody else.
    let asker = product
        .counsellor(product.vestland, &format!("Gry{day}"))
        .await;
    let shift = planned(&chief, &asker, day).await.expect(201);
    let wish = json!({"shift_id": shift["id"], "to_staff_id": anne.staff.unwrap().to_string()});
    text(&asker.post("/me/swaps", &wish).await.expect(201), "id")
}

/// Writes a row into every table of the rota.
pub(super) async fn furnish(product: &Product, anne: &Desk<'_>) {
    let centre = Some(product.oslo);
    let gro = product.hire(Role::CentreAdministrator, centre, "Gro").await;
    let oslo = format!("/centres/{}", product.oslo);
    let staff = anne.staff.unwrap().to_string();
    let made = gro.post(&format!("{oslo}/shifts"), &shift(&staff, 1)).await;
    let wish = json!({"shift_id": made.expect(201)["id"]});
    anne.post("/me/swaps", &wish).await.expect(201);
    let path = format!("{oslo}/shift-series");
    gro.post(&path, &series(&staff, 1)).await.expect(201);
    anne.post("/me/absences", &absence()).await.expect(201);
    anne.post("/me/calendar", &json!({})).await.expect(201);
    let rules = json!({"swap_approval": false});
    let call = gro.call("PUT", &format!("{oslo}/rota")).json(&rules);
    call.header("if-match", "*").send().await.expect(200);
}
