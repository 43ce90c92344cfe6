//! Routing policies as coordinators write, publish and bring them back.

use chrono::TimeDelta;
use serde_json::{Value, json};
use testkit::TestDatabase;

use crate::product::{Answer, Desk, Product, Role, text, until};

const POLICIES: &str = "/national/policies";

async fn coordinator<'a>(product: &'a Product, name: &str) -> Desk<'a> {
    product.hire(Role::NationalCoordinator, None, name).await
}

fn path(version: &Value, tail: &str) -> String {
    format!("{POLICIES}/{version}{tail}")
}

/// Begins a version with the rules in force, and changes one of them.
async fn draft(desk: &Desk<'_>, rule: &str, value: Value) -> Value {
    let begun = desk
        .post(POLICIES, &json!({"based_on": 0, "note": "Prøve"}))
        .await;
    let tag = begun.header("etag").to_owned();
    let mut body = begun.expect(201);
    body["rules"][rule] = value;
    let answer = write(desk, &body, &tag).await;
    answer.expect(200)["version"].clone()
}

async fn write(desk: &Desk<'_>, body: &Value, tag: &str) -> Answer {
    let change = json!({"note": "Prøve", "rules": body["rules"]});
    let call = desk.call("PUT", &path(&body["version"], ""));
    call.header("if-match", tag).json(&change).send().await
}

async fn publish(desk: &Desk<'_>, version: &Value) -> Answer {
    step(desk, version, "/publish", &json!({})).await
}

/// Does something to a version as it is now.
async fn step(desk: &Desk<'_>, version: &Value, tail: &str, body: &Value) -> Answer {
    let read = desk.get(&path(version, "")).await;
    let call = desk.call("POST", &path(version, tail));
    let call = match read.headers.get("etag") {
        Some(tag) => call.header("if-match", tag.to_str().unwrap()),
        None => call,
    };
    call.json(body).send().await
}

/// The version that newcomers are under.
async fn version_of_newcomer(product: &Product) -> String {
    let seeker = product.seeker("46").await;
    let rows = product
        .rows("SELECT policy_version FROM contact ORDER BY joined_at DESC, id DESC")
        .await;
    let close = seeker.call("POST", "/close").json(&json!({}));
    close.send().await.expect(200);
    product.clock.advance(TimeDelta::seconds(1));
    rows[0].try_get("", "policy_version").unwrap()
}

async fn newcomers_come_under(product: &Product, version: &str) {
    until(version, async || {
        (version_of_newcomer(product).await == version).then_some(())
    })
    .await;
}

testkit::on_both!(
    a_published_policy_counts_for_newcomers_and_an_earlier_one_comes_back,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product, "Frida").await;
        let before = version_of_newcomer(&product).await;
        let version = draft(&frida, "skill_relaxation_s", json!(77)).await;
        let shown = frida.get(&path(&version, "")).await.expect(200);
        assert_eq!(shown["state"], "draft");
        assert_eq!(
            shown["differences"],
            json!([{"field": "skill_relaxation_s", "before": 10, "after": 77}])
        );
        assert_eq!(shown["created_by"], "Frida Etternavn");
        assert_eq!(version_of_newcomer(&product).await, before);

        let published = publish(&frida, &version).await.expect(200);
        assert_eq!(published["state"], "in_force");
        newcomers_come_under(&product, &version.to_string()).await;
        publish(&frida, &version).await.problem("wrong_state");
        let list = frida.get(POLICIES).await.expect(200);
        let states = list["items"].as_array().unwrap().iter();
        let states: Vec<_> = states.map(|one| text(one, "state")).collect();
        assert_eq!(states, ["in_force", "earlier"]);

        let back = path(&json!(0), "/rollback");
        let nothing = json!({"reason": " "});
        frida.post(&back, &nothing).await.problem("invalid");
        let reason = json!({"reason": "Ventetiden økte"});
        let returned = frida.post(&back, &reason).await.expect(200);
        assert_eq!(returned["state"], "in_force");
        assert_eq!(returned["reason"], "Ventetiden økte");
        newcomers_come_under(&product, &before).await;
        let log = frida.get("/national/audit-log").await.expect(200);
        let actions = log["items"].as_array().unwrap().iter();
        let actions: Vec<_> = actions.map(|one| text(one, "action")).collect();
        let expected = [
            "policy:rollback",
            "policy:publish",
            "policy:update",
            "policy:create",
        ];
        assert_eq!(actions, expected);
    }
);

testkit::on_both!(
    a_draft_with_a_fault_is_refused_by_its_field_and_nothing_is_written,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product, "Frida").await;
        let begun = frida.post(POLICIES, &json!({"based_on": 0})).await;
        let tag = begun.header("etag").to_owned();
        let body = begun.expect(201);
        let mut faulty = body.clone();
        faulty["rules"]["offer_timeout_s"]["chat"] = json!(0);
        let refused = write(&frida, &faulty, &tag).await.problem("invalid");
        assert_eq!(
            refused["errors"][0],
            json!({"field": "rules.offer_timeout_s.chat", "reason": "must be at least 1"})
        );
        let mut unknown = body.clone();
        unknown["rules"]["luck"] = json!(1);
        write(&frida, &unknown, &tag).await.problem("bad_request");
        write(&frida, &body, "\"7\"").await.problem("stale_write");
        let present = frida.get(&path(&body["version"], "")).await.expect(200);
        assert_eq!(present["rules"], body["rules"]);
        let none = json!({"based_on": 9});
        let refused = frida.post(POLICIES, &none).await.problem("invalid");
        assert_eq!(refused["errors"][0]["field"], "based_on");
        let gone = frida.call("DELETE", &path(&body["version"], ""));
        assert_eq!(gone.send().await.status, 204);
        let missing = frida.get(&path(&body["version"], "")).await;
        missing.problem("not_found");
        publish(&frida, &json!(0)).await.problem("not_found");
        // A number is never given twice.
        let next = frida.post(POLICIES, &json!({"based_on": 0})).await;
        assert_ne!(next.expect(201)["version"], body["version"]);
    }
);

testkit::on_both!(
    where_a_second_person_is_demanded_nobody_publishes_what_they_wrote_alone,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let (frida, gina) = (
            coordinator(&product, "Frida").await,
            coordinator(&product, "Gina").await,
        );
        let demand = frida.call("PUT", "/national/policy-approval");
        let demand = demand.header("if-match", "*");
        demand
            .json(&json!({"second_person": true}))
            .send()
            .await
            .expect(200);
        let version = draft(&frida, "misses_before_away", json!(4)).await;
        publish(&frida, &version).await.problem("approval_missing");
        let own = step(&frida, &version, "/approve", &json!({})).await;
        own.problem("own_approval");
        let approve = path(&version, "/approve");
        let unread = gina.call("POST", &approve).header("if-match", "\"1\"");
        unread.send().await.problem("stale_write");
        gina.post(&approve, &json!({}))
            .await
            .problem("precondition_required");
        let approved = step(&gina, &version, "/approve", &json!({})).await;
        let approved = approved.expect(200);
        assert_eq!(approved["approved_by"], "Gina Etternavn");

        // Who changes it afterwards needs a new approval.
        let read = frida.get(&path(&version, "")).await;
        let tag = read.header("etag").to_owned();
        let changed = write(&frida, &read.expect(200), &tag).await.expect(200);
        assert_eq!(changed["approved_by"], Value::Null);
        publish(&frida, &version).await.problem("approval_missing");
        let approved = step(&gina, &version, "/approve", &json!({})).await;
        approved.expect(200);
        publish(&frida, &version).await.expect(200);
    }
);

testkit::on_both!(
    a_policy_takes_effect_at_its_time_unless_it_is_taken_back,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product, "Frida").await;
        let before = version_of_newcomer(&product).await;
        let at = |hours| product.ctx().now + TimeDelta::hours(hours);
        let version = draft(&frida, "misses_before_away", json!(4)).await;
        for wrong in [at(-1), at(24 * 400)] {
            let refused = step(&frida, &version, "/publish", &json!({ "at": wrong })).await;
            assert_eq!(refused.problem("invalid")["errors"][0]["field"], "at");
        }
        let time = json!({ "at": at(1) });
        let planned = step(&frida, &version, "/publish", &time).await.expect(200);
        assert_eq!(planned["state"], "scheduled");
        let taken_back = frida.call("DELETE", &path(&version, "/publication"));
        assert_eq!(taken_back.send().await.status, 204);
        let draft = frida.get(&path(&version, "")).await.expect(200);
        assert_eq!(draft["state"], "draft");
        step(&frida, &version, "/publish", &time).await.expect(200);
        assert_eq!(version_of_newcomer(&product).await, before);
        product.clock.advance(TimeDelta::hours(1));
        newcomers_come_under(&product, &version.to_string()).await;
        let taken_back = frida.call("DELETE", &path(&version, "/publication"));
        taken_back.send().await.problem("wrong_state");
    }
);

testkit::on_both!(
    a_draft_is_tried_beside_the_rules_in_force,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let frida = coordinator(&product, "Frida").await;
        let version = draft(&frida, "queue_cap", json!(1)).await;
        let run = path(&version, "/dry-run");
        let days = |count: u32| json!({"days": {"kind": "small", "count": count}});
        let tried = frida.post(&run, &days(2)).await.expect(200);
        assert_eq!(tried["days"], 2);
        let [ours, in_force] = [0, 1].map(|at| tried["results"][at].clone());
        assert_eq!(
            (&ours["version"], &in_force["version"]),
            (&version, &json!(0))
        );
        let count = |result: &Value, name: &str| result["outcome"][name].as_u64().unwrap();
        assert_eq!(count(&ours, "contacts"), count(&in_force, "contacts"));
        assert!(count(&ours, "refused") > 0, "{ours}");
        assert_eq!(count(&in_force, "refused"), 0);
        assert_eq!(ours["outcome"]["centres"].as_array().unwrap().len(), 15);
        let again = frida.post(&run, &days(2)).await.expect(200);
        assert_eq!(tried, again, "the same days");
        let refused = frida.post(&run, &days(21)).await.problem("invalid");
        assert_eq!(refused["errors"][0]["field"], "days.count");
    }
);
