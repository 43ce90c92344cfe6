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

impl Operation {
    /// The path with its first parameter filled in; what lies within a centre is named by ids that nothing has.
    pub(super) fn path_with(&self, id: &str) -> String {
        let unknown = |prefix| format!("{prefix}_06g00000000000000000000000");
        let within = [
            ("{site_id}", "sit"),
            ("{exception_id}", "exc"),
            ("{staff_id}", "stf"),
        ];
        let path = self.path.replace("{id}", id);
        within.iter().fold(path, |path, (name, prefix)| {
            path.replace(name, &unknown(prefix))
        })
    }
}

/// Every operation the product serves.
pub(super) fn operations(product: &Product) -> Vec<Operation> {
    let text = operations_text(&product.app.documents);
    text.lines()
        .map(|line| {
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
    Some(match id {
        "auth_login" => json!({"email": email, "password": password, "bearer": true}),
        "centre_update" => json!({"local_reserve": 2}),
        "site_create" | "site_update" => {
            json!({"name": "Bergen", "address": "Torgallmenningen 1", "postal_place": "5014 Bergen"})
        }
        "hours_replace" => json!({"items": []}),
        "exception_create" => json!({"date": "2026-12-31"}),
        "staff_update" => json!({"capacity_units": 4}),
        "presence_set" => json!({"state": "available"}),
        "offer_accept" | "offer_decline" | "contact_close" | "conversation_close" => json!({}),
        "contact_transfer" => json!({"national": true}),
        "contact_wrap_up" => json!({"code": "other"}),
        "message_post" | "conversation_post" => json!({"client_id": client_id, "body": "Hei"}),
        "conversation_start" => json!({"language": "nb", "consent": true}),
        "conversation_resume" => json!({"resume_code": "0000-0000-0000"}),
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
