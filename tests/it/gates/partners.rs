//! Operations on partners need some that are there; and every operation for partners is refused without a token.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use server::documents::operations_text;
use testkit::TestDatabase;

use super::operations::Operation;
use crate::product::{Desk, Product, text};

/// A body the operation takes; none where it is about something else.
pub(super) fn body_of(id: &str) -> Option<Value> {
    let changed = json!({
        "name": "Nav", "contact": "drift@nav.example", "scopes": ["availability.read"], "quota": "small"
    });
    Some(match id {
        "partner_create" => {
            let mut new = changed;
            new["organisation"] = json!("991825827");
            new["environment"] = json!("production");
            new
        }
        "partner_update" => changed,
        "partner_suspend" => json!({"reason": "Keys were published."}),
        // The public key of RFC 8037, appendix A.2.
        "partner_key_create" => json!({"jwk": {
            "kty": "OKP", "crv": "Ed25519", "kid": "k1",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
        }}),
        _ => return None,
    })
}

/// Fills in a partner, and a key of it, that are there.
pub(super) async fn with_partner(frida: &Desk<'_>, operation: Operation) -> Operation {
    let list = "/national/partners";
    // The second time, it is there already.
    frida.post(list, &body_of("partner_create").unwrap()).await;
    let partners = frida.get(list).await.expect(200);
    let partner = text(&partners["items"][0], "id");
    let keys = format!("{list}/{partner}/keys");
    let key = body_of("partner_key_create").unwrap();
    frida.post(&keys, &key).await;
    let found = frida.get(&keys).await.expect(200);
    let key = text(&found["items"][0], "id");
    let path = operation.path.replace("{partner_id}", &partner);
    let path = path.replace("{key_id}", &key);
    Operation { path, ..operation }
}

testkit::on_both!(
    no_operation_for_partners_is_open_but_the_one_that_gives_tokens,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let text = operations_text(&product.app.documents);
        let mut open = BTreeSet::new();
        let mut seen = 0;
        for line in text.lines().filter(|line| line.contains(" /api/partner/")) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [id, method, path, need] = words[..] else {
                panic!("{line}");
            };
            assert_ne!(need, "nobody", "{id}");
            let path = path.replace("{key_id}", "pky_06g00000000000000000000000");
            let path = path.replace("{id}", "ctr_06g00000000000000000000000");
            let answer = product.call_root(method, &path).send().await;
            seen += 1;
            if need == "-" {
                open.insert(id.to_owned());
                continue;
            }
            answer.problem("unauthenticated");
            assert_eq!(answer.header("www-authenticate"), "Bearer", "{id}");
        }
        assert!(seen >= 8, "only {seen} operations");
        let expected: BTreeSet<String> = ["token_create".to_owned()].into();
        assert_eq!(open, expected);
    }
);
