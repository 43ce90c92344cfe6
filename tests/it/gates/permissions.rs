//! Who may call what: every operation, walked by everybody, must answer as `config/access/policy.csv` says.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use testkit::TestDatabase;

use super::{
    operations::{Operation, body_of, operations},
    partners, rota, routing,
};
use crate::product::{
    Answer, Call, Desk, Mailbox, PASSWORD, Product, Role, Seeker, client_id, text,
};

const POLICY: &str = include_str!("../../../config/access/policy.csv");
/// Actions of the policy that are no operation: streams have no place in an OpenAPI document.
const STREAMS: &[&str] = &["desk:stream"];

/// Operations after which somebody's log-in is of no use.
const LOGS_OUT: &[&str] = &[
    "staff_deactivate",
    "staff_end_sessions",
    "staff_reset_factors",
];

/// Operations opened by the secret of a link, which nobody here has.
const BY_LINK: &[&str] = &["invitation_accept", "invitation_join", "invitation_show"];
/// Operations that the walk asks for something nobody has: whoever may ask is told so.
const NAMES_NOTHING: &[&str] = &["identity_link", "identity_unlink", "oidc_start"];

/// Lines `p, subject, action`.
fn policy() -> BTreeSet<(&'static str, &'static str)> {
    let lines = POLICY.lines().filter_map(|line| line.strip_prefix("p, "));
    lines.filter_map(|line| line.split_once(", ")).collect()
}

pub(super) fn grants(subject: &str, action: &str) -> bool {
    policy().contains(&(subject, action))
}

/// What a walker may expect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    /// The centre, contact or offer is the walker's own.
    Own,
    /// It is somebody else's.
    Foreign,
}

struct Walker<'a> {
    desk: Desk<'a>,
    role: Role,
    to_centre: Relation,
    to_contact: Relation,
}

async fn walkers(product: &Product) -> Vec<Walker<'_>> {
    use Relation::{Foreign, Own};
    let mut walkers = Vec::new();
    for (role, centre, alias, to_centre, to_contact) in [
        (Role::Counsellor, Some(product.vestland), "Anne", Own, Own),
        (
            Role::Counsellor,
            Some(product.vestland),
            "Berit",
            Own,
            Foreign,
        ),
        (
            Role::Counsellor,
            Some(product.oslo),
            "Cato",
            Foreign,
            Foreign,
        ),
        (
            Role::CentreAdministrator,
            Some(product.vestland),
            "Dina",
            Own,
            Foreign,
        ),
        (
            Role::CentreAdministrator,
            Some(product.oslo),
            "Egil",
            Foreign,
            Foreign,
        ),
        (Role::NationalCoordinator, None, "Frida", Own, Foreign),
    ] {
        let desk = product.hire(role, centre, alias).await;
        walkers.push(Walker {
            desk,
            role,
            to_centre,
            to_contact,
        });
    }
    walkers
}

/// A contact of Anne's, offered or already hers, as an operation's path needs it.
struct Stage<'a> {
    seeker: Option<Seeker<'a>>,
    id: String,
}

async fn stage<'a>(product: &'a Product, anne: &Desk<'_>, operation: &Operation) -> Stage<'a> {
    if operation.of_centre() {
        return Stage {
            seeker: None,
            id: product.vestland.to_string(),
        };
    }
    if !operation.of_contact() || NAMES_NOTHING.contains(&operation.id.as_str()) {
        return Stage {
            seeker: None,
            id: String::new(),
        };
    }
    if operation.path.starts_with("/me/") {
        let id = if of_own_login(operation) {
            strangers(product, operation).await
        } else {
            rota::of_own(anne, operation).await
        };
        return Stage { seeker: None, id };
    }
    anne.set_presence("available").await;
    let seeker = Some(product.seeker("46").await);
    let id = if operation.path.starts_with("/offers/") {
        text(&anne.offer().await, "id")
    } else {
        anne.accept().await
    };
    Stage { seeker, id }
}

/// Whether it is about one's own log-in, of which a stranger's is taken.
fn of_own_login(operation: &Operation) -> bool {
    ["passkey_delete", "session_end"].contains(&operation.id.as_str())
}

/// What is somebody else's own, whoever walks.
async fn strangers(product: &Product, operation: &Operation) -> String {
    if operation.id == "passkey_delete" {
        return "psk_06g00000000000000000000001".to_owned();
    }
    let stranger = product.counsellor(product.rogaland, &operation.id).await;
    let sessions = stranger.get("/me/sessions").await.expect(200);
    text(&sessions["items"][0], "id")
}

async fn clear(stage: Stage<'_>, anne: &Desk<'_>) {
    let Some(seeker) = stage.seeker else { return };
    seeker
        .call("POST", "/close")
        .json(&json!({}))
        .send()
        .await
        .expect(200);
    let contacts = anne.get("/contacts?state=wrap_up").await.expect(200);
    for contact in contacts["items"].as_array().unwrap() {
        let path = format!("/contacts/{}/wrap-up", text(contact, "id"));
        anne.post(&path, &json!({"code": "other"}))
            .await
            .expect(200);
    }
}

/// Somebody who walks nowhere is logged out.
async fn with_somebody_else(product: &Product, operation: Operation) -> Operation {
    let other = product.counsellor(product.vestland, &operation.id).await;
    let id = other.staff.unwrap().to_string();
    let path = operation.path.replace("{staff_id}", &id);
    Operation { path, ..operation }
}

/// Fills in the second parameter of a path within a centre: something that is there.
async fn within_centre(
    product: &Product,
    walkers: &[Walker<'_>],
    operation: Operation,
) -> Operation {
    if operation.path.contains("{version}") {
        return routing::with_draft(&walkers[5].desk, operation).await;
    }
    if operation.path.contains("{partner_id}") {
        return partners::with_partner(&walkers[5].desk, operation).await;
    }
    if operation.path.contains("{seq}") {
        return with_first_entry(product, walkers, operation).await;
    }
    let Some((before, _)) = operation.path.rsplit_once("_id}") else {
        return operation;
    };
    let part = before.rsplit('{').next().unwrap().to_owned();
    let centre = format!("/centres/{}", product.vestland);
    let administrator = &walkers[3].desk;
    let body = |id: &str| body_of(id, "", "", "").unwrap();
    let made = match part.as_str() {
        "site" | "exception" | "class" => {
            let body = body(&format!("{part}_create"));
            let plural = if part == "class" { "es" } else { "s" };
            let path = format!("{centre}/{part}{plural}");
            administrator.post(&path, &body).await
        }
        "notice" | "surge" => {
            let path = format!("/national/{part}s");
            let body = body(&format!("{part}_create"));
            walkers[5].desk.post(&path, &body).await
        }
        "provider" if operation.path.starts_with("/national/") => {
            let body = body("national_provider_create");
            let path = "/national/identity-providers";
            walkers[5].desk.post(path, &body).await
        }
        "provider" => {
            let path = format!("{centre}/identity-providers");
            administrator
                .post(&path, &body("identity_provider_create"))
                .await
        }
        // Nobody has one.
        "identity" => return operation,
        "invitation" => {
            let path = format!("{centre}/invitations");
            let body = body_of("invitation_create", &client_id(), "", "").unwrap();
            administrator.post(&path, &body).await
        }
        "account" => administrator.get(&format!("{centre}/accounts")).await,
        "staff" if LOGS_OUT.contains(&operation.id.as_str()) => {
            return with_somebody_else(product, operation).await;
        }
        "staff" => administrator.get(&format!("{centre}/staff")).await,
        "agreement" => administrator.get(&format!("{centre}/agreement")).await,
        _ => rota::of_centre(&part, administrator, &walkers[0].desk, &operation).await,
    };
    let made = made.json();
    let one = made.get("items").map_or(&made, |items| &items[0]);
    let id = text(one, ["id", "account_id"][usize::from(part == "account")]);
    let path = operation.path.replace(&format!("{{{part}_id}}"), &id);
    Operation { path, ..operation }
}

/// The first entry of the log, which somebody's change makes sure there is.
async fn with_first_entry(
    product: &Product,
    walkers: &[Walker<'_>],
    operation: Operation,
) -> Operation {
    let (dina, frida) = (&walkers[3].desk, &walkers[5].desk);
    for (desk, path) in [
        (dina, format!("/centres/{}/retention", product.vestland)),
        (frida, "/national/retention".to_owned()),
    ] {
        let body = body_of("retention_update", "", "", "").unwrap();
        let call = desk.call("PUT", &path).header("if-match", "*");
        call.json(&body).send().await.expect(200);
    }
    let path = operation.path.replace("{seq}", "1");
    Operation { path, ..operation }
}

fn with_body(call: Call, operation: &Operation, desk: Option<&Desk<'_>>) -> Call {
    let email = desk.map_or("nobody@veiviser.example", |desk| &desk.email);
    match body_of(&operation.id, &client_id(), email, PASSWORD) {
        Some(body) => call.json(&body),
        None => call,
    }
}

async fn ask(walker: &Walker<'_>, operation: &Operation, id: &str) -> Answer {
    let path = operation.path_with(id);
    let mut token = walker.desk.token.clone();
    if operation.id == "auth_logout" {
        // Logging out must not end the walk.
        let body = json!({"email": walker.desk.email, "password": PASSWORD, "bearer": true});
        let me = walker.desk.post("/auth/login", &body).await.expect(200);
        token = text(&me, "token");
    }
    let call = walker
        .desk
        .product
        .call(&operation.method, &path)
        .token(&token);
    with_body(call, operation, Some(&walker.desk)).send().await
}

/// An id of the right form that nothing has.
fn unknown(id: &str) -> String {
    let (prefix, _) = id.split_once('_').unwrap();
    format!("{prefix}_06g00000000000000000000000")
}

fn without_trace(answer: &Answer) -> Value {
    let mut body = answer.json();
    body.as_object_mut().unwrap().remove("trace_id");
    body
}

async fn walk(walker: &Walker<'_>, operation: &Operation, action: &str, id: &str) {
    let Walker { desk, role, .. } = walker;
    let who = format!("{} ({role:?}) calls {}", desk.alias, operation.id);
    let granted = ["anyone", "member", role.as_str()]
        .iter()
        .any(|subject| grants(subject, action));
    let answer = ask(walker, operation, id).await;
    let of_centre = operation.of_centre();
    let hidden = of_centre && walker.to_centre == Relation::Foreign;
    if !granted && !hidden {
        assert_eq!(answer.status, 403, "{who}: {}", answer.text);
        answer.problem("forbidden");
        return;
    }
    if NAMES_NOTHING.contains(&operation.id.as_str()) {
        answer.problem("not_found");
        return;
    }
    let relation = if of_centre {
        walker.to_centre
    } else if of_own_login(operation) {
        Relation::Foreign
    } else if operation.of_contact() && !operation.explains() {
        walker.to_contact
    } else {
        Relation::Own
    };
    if BY_LINK.contains(&operation.id.as_str()) {
        answer.problem("not_found");
    } else if relation == Relation::Own {
        // The second step of a log-in nobody began is refused, but to everybody.
        let is_open = grants("anyone", action) && answer.json()["code"] != "unauthenticated";
        let refused = [401, 403, 404].contains(&answer.status) && !is_open || answer.status >= 500;
        assert!(!refused, "{who}: {} {}", answer.status, answer.text);
    } else {
        assert_eq!(answer.status, 404, "{who}: {}", answer.text);
        let nothing = ask(walker, operation, &unknown(id)).await;
        assert_eq!(nothing.status, 404, "{who}: {}", nothing.text);
        assert_eq!(without_trace(&answer), without_trace(&nothing), "{who}");
    }
}

/// Whether nobody of the centre is logged in after it.
fn ends_all(operation: &Operation) -> bool {
    operation.id == "centre_archive"
}

testkit::on_both!(
    every_operation_answers_as_the_policy_says,
    async |database: TestDatabase| {
        let product = Product::start_with(database, Mailbox::configure).await;
        let walkers = walkers(&product).await;
        let anne = &walkers[0].desk;
        let mut all = operations(&product);
        all.sort_by_key(ends_all);
        for template in all {
            let Some(action) = &template.action else {
                continue;
            };
            let known = policy().iter().any(|(_, known)| known == action);
            assert!(
                known,
                "{}: policy.csv grants {action} to nobody",
                template.id
            );
            let operation = within_centre(&product, &walkers, template.clone()).await;
            let stage = stage(&product, anne, &operation).await;
            let call = product.call(&operation.method, &operation.path_with(&stage.id));
            let anonymous = with_body(call, &operation, None).send().await;
            if grants("anyone", action) {
                assert!(anonymous.status < 500, "{}", anonymous.text);
                assert_ne!(
                    anonymous.json()["code"],
                    "unauthenticated",
                    "{}",
                    operation.id
                );
            } else {
                assert_eq!(
                    anonymous.status, 401,
                    "{}: {}",
                    operation.id, anonymous.text
                );
                anonymous.problem("unauthenticated");
            }
            // Anne last: what she does changes her contact. Frida last where she logs all others out.
            let mut turns: Vec<_> = walkers.iter().rev().collect();
            if ends_all(&operation) {
                turns.reverse();
            }
            for walker in turns {
                // What one of two who may has revoked is not there for the other.
                let operation = match operation.id.as_str() {
                    "invitation_revoke" => {
                        within_centre(&product, &walkers, template.clone()).await
                    }
                    _ => operation.clone(),
                };
                walk(walker, &operation, action, &stage.id).await;
            }
            clear(stage, anne).await;
        }
    }
);

testkit::on_both!(
    nobody_is_let_in_by_a_wrong_or_ended_log_in,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let desk = product.counsellor(product.oslo, "Anne").await;
        for token in ["", "x", &"0".repeat(52)] {
            product
                .call("GET", "/me")
                .token(token)
                .send()
                .await
                .problem("unauthenticated");
        }
        desk.get("/me").await.expect(200);
        product.clock.advance(chrono::TimeDelta::hours(13));
        desk.get("/me").await.problem("unauthenticated");
    }
);

testkit::on_both!(
    a_conversation_opens_for_its_own_token_only,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (mine, other) = (product.seeker("46").await, product.seeker("46").await);
        for operation in operations(&product) {
            if !operation.path.starts_with("/conversations/{") {
                continue;
            }
            let ask = async |id: &str, token: Option<&str>| {
                let call = product.call(&operation.method, &operation.path_with(id));
                let call = with_body(call, &operation, None);
                match token {
                    Some(token) => call.token(token).send().await,
                    None => call.send().await,
                }
            };
            ask(&mine.id, None).await.problem("unauthenticated");
            ask(&mine.id, Some("0000")).await.problem("unauthenticated");
            let foreign = ask(&mine.id, Some(&other.token)).await;
            let nothing = ask(&unknown(&mine.id), Some(&other.token)).await;
            foreign.problem("not_found");
            assert_eq!(
                without_trace(&foreign),
                without_trace(&nothing),
                "{}",
                operation.id
            );
        }
        mine.get("").await.expect(200);
    }
);

#[test]
fn the_policy_names_no_action_that_nothing_does() {
    let text = include_str!("../../../openapi/operations.txt");
    let done: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.split_whitespace().last())
        .collect();
    for (subject, action) in policy() {
        assert!(
            done.contains(action) || STREAMS.contains(&action),
            "policy.csv lets {subject} do {action}, which no operation does"
        );
    }
}
