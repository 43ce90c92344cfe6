//! Every refusal is a problem document with a registered code, and is declared by its operation.

use std::collections::BTreeMap;

use kernel::{Language, ProblemCode};
use serde_json::{Value, json};
use testkit::TestDatabase;

use super::{
    operations::{Operation, body_of, operations},
    permissions::grants,
};
use crate::product::{Answer, Call, PASSWORD, Product, Role, client_id};

/// The statuses each operation declares, by operation id.
fn declared(product: &Product) -> BTreeMap<String, Vec<u16>> {
    let mut statuses = BTreeMap::new();
    for document in &product.app.documents {
        let document: Value = serde_json::from_str(&document.text()).unwrap();
        for methods in document["paths"].as_object().unwrap().values() {
            for operation in methods.as_object().unwrap().values() {
                let Some(id) = operation["operationId"].as_str() else {
                    continue;
                };
                let responses = operation["responses"].as_object().unwrap();
                let known = responses.keys().filter_map(|status| status.parse().ok());
                statuses.insert(id.to_owned(), known.collect());
            }
        }
    }
    statuses
}

#[track_caller]
fn assert_problem(answer: &Answer, language: Language) {
    assert_eq!(
        answer.header("content-type"),
        "application/problem+json",
        "{answer:?}"
    );
    let body = answer.json();
    let known = ProblemCode::ALL
        .iter()
        .find(|code| body["code"] == code.as_str());
    let known = known.unwrap_or_else(|| panic!("not registered: {body}"));
    assert_eq!(answer.status, known.status(), "{body}");
    assert_eq!(body["status"], known.status(), "{body}");
    let code = known.as_str();
    assert_eq!(body["type"], format!("/problems/{code}"));
    let key = format!("problem.{code}");
    let sentence = platform::sentence(language, &key);
    assert_eq!(body["title"], sentence, "{body}");
    assert!(sentence.len() > 10, "{code} has no sentence in {language}");
    assert_eq!(answer.header("content-language"), language.as_str());
    let trace = body["trace_id"].as_str().unwrap();
    assert!(
        trace.len() == 16 && trace.chars().all(|c| c.is_ascii_hexdigit()),
        "{body}"
    );
}

/// Requests that must fail, each with the code it fails with.
fn faults(
    operation: &Operation,
    centre: &str,
    ask: impl Fn(&str, &str) -> Call,
) -> Vec<(Call, &'static str)> {
    let path = operation.path_with("ctr_06g00000000000000000000000");
    let mut faults = vec![(ask("TRACE", &path), "method_not_allowed")];
    let has_body = body_of(&operation.id, "", "", "").is_some();
    // Beyond a centre, a body is read before anything is looked for.
    if operation.path.contains("{id}") || operation.path.contains('{') && !has_body {
        for malformed in ["x", "ctr_", "%00", "æ", "' OR 1=1"] {
            let path = operation.path_with(malformed);
            faults.push((ask(&operation.method, &path), "not_found"));
        }
    }
    let Some(body) = body_of(&operation.id, &client_id(), "a@b.example", PASSWORD) else {
        return faults;
    };
    // Ids that exist in form, so that the body is what fails.
    let id = match operation.path.split('/').nth(1) {
        Some("centres") => centre,
        Some("offers") => "ofr_06g00000000000000000000000",
        Some("contacts") => "cnt_06g00000000000000000000000",
        _ => "cnv_06g00000000000000000000000",
    };
    let path = operation.path_with(id);
    let post = || ask(&operation.method, &path);
    let mut unknown = body.clone();
    unknown["shoe_size"] = 42.into();
    faults.extend([
        (post().raw("{\"language\": "), "bad_request"),
        (post().raw("[]"), "bad_request"),
        (post().raw(""), "bad_request"),
        (post().raw(vec![b'"', 0xff, b'"']), "bad_request"),
        (post().raw(format!("{body} {{}}")), "bad_request"),
        (post().json(&unknown), "bad_request"),
        (post().raw("[".repeat(20_000)), "bad_request"),
        (
            post().text("text/plain", body.to_string()),
            "unsupported_media_type",
        ),
        (
            post().json(&json!({"body": "x".repeat(70_000)})),
            "body_too_large",
        ),
    ]);
    faults
}

testkit::on_both!(
    every_refusal_is_a_declared_problem,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let anne = product.counsellor(product.vestland, "Anne").await;
        let vestland = product.vestland.to_string();
        let dina = product
            .hire(Role::CentreAdministrator, Some(product.vestland), "Dina")
            .await;
        let frida = product.hire(Role::NationalCoordinator, None, "Frida").await;
        let declared = declared(&product);
        for operation in operations(&product) {
            let granted = |role: Role| {
                let action = operation.action.as_deref();
                action.is_some_and(|action| grants(role.as_str(), action))
            };
            let desk = match &operation.action {
                Some(_) if operation.of_centre() && granted(Role::CentreAdministrator) => &dina,
                Some(_) if granted(Role::Counsellor) => &anne,
                Some(_) if granted(Role::NationalCoordinator) => &frida,
                _ => &anne,
            };
            let ask = |method: &str, path: &str| {
                product
                    .call(method, path)
                    .token(&desk.token)
                    .header("accept-language", "en-GB, en")
            };
            for (call, code) in faults(&operation, &vestland, ask) {
                let answer = call.send().await;
                assert_problem(&answer, Language::En);
                let body = answer.json();
                assert_eq!(body["code"], code, "{}: {body}", operation.id);
                if code != "method_not_allowed" {
                    let known = &declared[&operation.id];
                    assert!(
                        known.contains(&answer.status),
                        "{} declares {known:?}: {body}",
                        operation.id
                    );
                }
            }
        }
    }
);

testkit::on_both!(
    paths_nobody_knows_are_problems_in_the_readers_language,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        for (wish, language) in [
            ("", Language::Nb),
            ("nb-NO", Language::Nb),
            ("no", Language::Nb),
            ("nn", Language::Nn),
            ("se, nb;q=0.5", Language::Se),
            ("de, en;q=0.8", Language::En),
            ("xx", Language::Nb),
            ("ø", Language::Nb),
        ] {
            for path in [
                "/api/v1/nothing",
                "/api/v1",
                "/api/v2/me",
                "/nothing",
                "/assets/x.js",
            ] {
                let call = product
                    .call_root("GET", path)
                    .header("accept-language", wish);
                let answer = call.send().await;
                assert_problem(&answer, language);
                answer.problem("not_found");
            }
        }
        let answer = product.call_root("POST", "/").send().await;
        assert_problem(&answer, Language::Nb);
        answer.problem("method_not_allowed");
    }
);

testkit::on_both!(
    a_stream_asked_for_without_an_upgrade_is_a_problem,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let seeker = product.seeker("46").await;
        let desk = product.counsellor(product.oslo, "Anne").await;
        for answer in [
            seeker.get("/stream").await,
            product
                .call("POST", &format!("/conversations/{}/stream", seeker.id))
                .send()
                .await,
            product.call("GET", "/conversations/x/stream").send().await,
            desk.get("/desk/stream").await,
            product.call("GET", "/desk/stream").send().await,
        ] {
            assert!((400..500).contains(&answer.status), "{answer:?}");
            assert_problem(&answer, Language::Nb);
        }
    }
);

testkit::on_both!(
    the_type_of_every_problem_leads_to_the_catalogue,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        for code in ProblemCode::ALL {
            let path = format!("/problems/{}", code.as_str());
            let answer = product.call_root("GET", &path).send().await;
            assert_eq!(answer.status, 302, "{path}");
            let place = format!("/docs/partner/errors/#{}", code.as_str());
            assert_eq!(answer.header("location"), place);
        }
        for path in ["/problems/", "/problems/nothing", "/problems/invalid/x"] {
            let answer = product.call_root("GET", path).send().await;
            answer.problem("not_found");
        }
    }
);
