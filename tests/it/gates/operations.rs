//! The list of operations, and a body each of them takes.

use serde_json::{Value, json};
use server::documents::operations_text;

use crate::product::Product;

/// One line of `openapi/operations.txt`.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) method: String,
    /// Below `/api/v1`.
    pub(super) path: String,
    /// None for operations without a log-in.
    pub(super) action: Option<String>,
}

/// Where a path has a date in place of an id.
const DATE: &str = "2026-12-24";

/// Where a path has what is decided about: a channel on which nobody waits.
const TARGET: &str = "video";

impl Operation {
    /// Whether it is one of a centre, so that those of other centres must not know of it.
    pub(super) fn of_centre(&self) -> bool {
        self.path.starts_with("/centres/")
    }

    /// Whether somebody's contact is needed to call it.
    pub(super) fn of_contact(&self) -> bool {
        let of_all = self.path.starts_with("/national/");
        self.path.contains('{') && !self.of_centre() && !of_all || self.explains()
    }

    /// Whether it tells coordinators about a contact, whoever serves it.
    pub(super) fn explains(&self) -> bool {
        self.path.starts_with("/national/contacts/{")
    }

    /// The path with its first parameter filled in; what lies within a centre is named by ids that nothing has.
    pub(super) fn path_with(&self, id: &str) -> String {
        let unknown = |prefix| format!("{prefix}_06g00000000000000000000000");
        let within = [
            ("{class_id}", "cls"),
            ("{site_id}", "sit"),
            ("{exception_id}", "exc"),
            ("{staff_id}", "stf"),
            ("{invitation_id}", "inv"),
            ("{account_id}", "acc"),
            ("{agreement_id}", "agr"),
            ("{shift_id}", "shf"),
            ("{series_id}", "srs"),
            ("{absence_id}", "abs"),
            ("{swap_id}", "swp"),
            ("{provider_id}", "idp"),
            ("{identity_id}", "idn"),
            ("{notice_id}", "ntc"),
            ("{surge_id}", "srg"),
            ("{partner_id}", "ptn"),
            ("{key_id}", "pky"),
        ];
        let path = self.path.replace("{id}", id).replace("{seq}", "1");
        let path = path.replace("{version}", "1");
        let is_id = id.is_empty() || id.contains("_06g");
        let path = path.replace("{date}", if is_id { DATE } else { id });
        let path = path.replace("{target}", if is_id { TARGET } else { id });
        within.iter().fold(path, |path, (name, prefix)| {
            path.replace(name, &unknown(prefix))
        })
    }
}

/// Every operation for seekers and staff. Those for partners are walked by the tests of `partners`.
pub(super) fn operations(product: &Product) -> Vec<Operation> {
    let text = operations_text(&product.app.documents);
    let own = text.lines().filter(|line| !line.contains(" /api/partner/"));
    own.map(|line| {
        let mut words = line.split_whitespace().map(str::to_owned);
        let mut word = || words.next().unwrap();
        let (id, method, path, action) = (word(), word(), word(), word());
        Operation {
            id,
            method,
            path: path.strip_prefix("/api/v1").unwrap().to_owned(),
            action: (action != "-").then_some(action),
        }
    })
    .collect()
}

/// A body the operation takes; none where it has none. A new operation with a body belongs here.
pub(super) fn body_of(id: &str, client_id: &str, email: &str, password: &str) -> Option<Value> {
    let known = super::rota::body_of(id)
        .or_else(|| super::routing::body_of(id))
        .or_else(|| super::partners::body_of(id))
        .or_else(|| login_body_of(id, email, password));
    if known.is_some() {
        return known;
    }
    Some(match id {
        "centre_update" => json!({"local_reserve": 2}),
        "centre_create" => {
            json!({"county": "50", "name": "Karriere Trøndelag", "region": "midt", "languages": ["nb"]})
        }
        "profile_replace" => json!({"modules": {
            "chat": true, "phone": true, "callback": true, "video": true, "appointments": true,
            "library": true
        }}),
        "exception_close" => json!({"closes": "15:00"}),
        "closed_confirm" | "closed_fill" => json!({"year": 2027}),
        "closed_set" => json!({"names": [{"nb": "Julaften"}]}),
        "site_create" | "site_update" => {
            json!({"name": "Bergen", "address": "Torgallmenningen 1", "postal_place": "5014 Bergen"})
        }
        "class_create" => json!({"topic": "study_choice", "minutes": 45}),
        "hours_replace" => json!({"items": []}),
        "exception_create" => json!({"date": "2026-12-31"}),
        "invitation_create" => {
            json!({"email": format!("{client_id}@veiviser.example"), "name": "Kari Østby", "language": "nb",
                   "roles": ["centre_administrator"]})
        }
        "invitation_show" | "invitation_join" => json!({"token": client_id}),
        "invitation_accept" => {
            json!({"token": client_id, "name": "Kari Østby", "password": password})
        }
        "roles_replace" => json!({"roles": ["counsellor"]}),
        "staff_import" => json!({"csv": "email;name;roles", "language": "nb", "dry_run": true}),
        "retention_update" | "national_retention_update" => {
            json!({"content_hours": 24, "audit_days": 400})
        }
        "staff_update" => json!({"capacity_units": 4}),
        "agreement_propose" => {
            json!({"channel": "chat", "weekly_minutes": 600, "valid_from": "2027-01-01"})
        }
        "agreement_decline" => json!({"reason": "for lite"}),
        "agreement_end" => json!({"last_day": "2026-12-31", "reason": "færre veiledere"}),
        "presence_set" => json!({"state": "available"}),
        "auth_passkey_begin" | "offer_accept" | "offer_decline" | "contact_close"
        | "conversation_close" => json!({}),
        "contact_transfer" => json!({"national": true}),
        "contact_wrap_up" => json!({"code": "other"}),
        "message_post" | "conversation_post" => json!({"client_id": client_id, "body": "Hei"}),
        "conversation_start" => json!({"language": "nb", "consent": true}),
        "conversation_resume" => json!({"resume_code": "0000-0000-0000"}),
        "class_code_look_up" | "referral_code_look_up" => json!({"code": "AAAA-AAAA-AAAA"}),
        "referral_code_share" | "referral_code_unshare" => {
            json!({"code": "AAAA-AAAA-AAAA", "key": client_id})
        }
        _ => return None,
    })
}

/// A body of an operation on logging in; none where it is none, or has no body.
fn login_body_of(id: &str, email: &str, password: &str) -> Option<Value> {
    Some(match id {
        "auth_login" => json!({"email": email, "password": password, "bearer": true}),
        "auth_second_factor" => json!({"token": "unknown", "code": "000000"}),
        "auth_passkey" => json!({"token": "unknown", "credential": {}}),
        "totp_confirm" => json!({"code": "000000"}),
        "totp_remove" | "recovery_renew" => json!({"password": password}),
        "password_change" => json!({"password": password, "new_password": password}),
        "passkey_create" => json!({"token": "unknown", "name": "Kontor-PC", "credential": {}}),
        "centre_login_update" | "national_login_update" => json!({"second_factor": false}),
        "oidc_start" | "identity_link" => json!({"provider": "idp_06g00000000000000000000000"}),
        "identity_provider_create"
        | "identity_provider_update"
        | "national_provider_create"
        | "national_provider_update" => json!({
            "preset": "other", "name": "Fylkeskommunen", "issuer": "https://login.example",
            "client_id": "veiviser", "scopes": ["openid"], "acr_values": [], "enabled": true
        }),
        _ => return None,
    })
}

testkit::on_both!(
    the_committed_list_of_operations_is_what_is_served,
    async |database: testkit::TestDatabase| {
        let product = Product::start(database).await;
        let committed = include_str!("../../../openapi/operations.txt");
        assert_eq!(operations_text(&product.app.documents), committed);
    }
);
