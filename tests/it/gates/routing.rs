//! What operations on the national queue take.

use serde_json::{Value, json};

use super::operations::Operation;
use crate::product::Desk;

/// A body the operation takes; none where it is none of these, or has no body.
pub(super) fn body_of(id: &str) -> Option<Value> {
    Some(match id {
        "policy_create" => json!({"based_on": 0}),
        "policy_update" => json!({"note": "", "rules": rules()}),
        "policy_publish" => json!({}),
        "policy_dry_run" => json!({"days": {"kind": "small", "count": 1}}),
        "policy_rollback" => json!({"reason": "ventetiden økte"}),
        "policy_approval_update" => json!({"second_person": false}),
        "board_thresholds_update" => json!({
            "waiting": 5, "longest_wait_s": 60, "abandoned_percent": 10,
            "service_level_percent": 80
        }),
        // A channel on which nobody waits.
        "override_update" => json!({"mode": "closed", "reason": "prøve"}),
        "staffing_update" => json!({"centres": 3}),
        "notice_create" | "notice_update" => json!({
            "kind": "planned", "texts": {"nb": "Chatten er borte i natt"}, "places": ["desk"]
        }),
        "surge_create" | "surge_update" => json!({
            "reason": "søknadsfrist", "starts_at": "2027-04-15T06:00:00Z"
        }),
        _ => return None,
    })
}

fn rules() -> Value {
    json!({
        "home_county_preferred": true, "widening_to_region_s": 0, "widening_to_all_s": 0, "misses_before_away": 2,
        "skill_relaxation_s": 30, "fairness_weight": 10, "information_s": 600, "guidance_s": 2400,
        "offer_timeout_s": {
            "chat": 30, "phone": 20, "callback": 30, "video": 20, "appointment": 30
        },
        "weights": {
            "chat": {"units": 1}, "phone": "whole", "callback": "whole", "video": "whole",
            "appointment": "whole"
        },
        "at_cap": "refuse", "callback": {"wait_exceeds_s": 300}, "overflow_choices": ["callback"],
        "bands": {
            "ordinary": 1, "transferred": 1, "reconnected": 1, "deadline_day": 1,
            "partner_referral": 1
        }
    })
}

/// Fills in the version of a policy: a draft there is.
pub(super) async fn with_draft(coordinator: &Desk<'_>, operation: Operation) -> Operation {
    let begun = coordinator
        .post("/national/policies", &json!({"based_on": 0}))
        .await;
    let version = begun.expect(201)["version"].to_string();
    let path = operation.path.replace("{version}", &version);
    Operation { path, ..operation }
}
