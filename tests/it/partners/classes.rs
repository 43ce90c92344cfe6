//! Links for classes that systems of schools make.

use kernel::{PartnerId, Scope};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use testkit::TestDatabase;

use super::caller::{NAV, OTHER, Partner, key};
use crate::product::{Answer, Product, text};

async fn begin(product: &Product, code: &str) -> Answer {
    let body = json!({"language": "nb", "consent": true, "class_code": code});
    let call = product.call("POST", "/conversations");
    call.json(&body).send().await
}

fn lesson() -> Value {
    json!({"county": "46", "topic": "study_choice", "most_starts": 30, "minutes": 45})
}

testkit::on_both!(
    a_school_gives_a_class_a_link,
    async |database: TestDatabase| {
        let product = Product::start_with(database, |config| config.chat.starts_at_once = 1).await;
        let school = Partner::register(&product, NAV).await;
        let made = school.post("/classes", &lesson()).await.expect(201);
        let code = text(&made, "code");
        assert_eq!(
            text(&made, "url"),
            format!("http://127.0.0.1:8080/class#{code}")
        );
        let path = format!("/classes/{}", text(&made, "id"));
        let before = school.get(&path).await.expect(200);
        for _ in 0..30 {
            begin(&product, &code).await.expect(201);
        }
        // The school reads the same as before any pupil came.
        assert_eq!(school.get(&path).await.expect(200), before);
        let listed = school.get("/classes").await.expect(200);
        assert_eq!(listed["items"], json!([before]));
        begin(&product, &code).await.expect(201);
        begin(&product, &code).await.problem("too_many_requests");
        let call = school.call("DELETE", &path);
        call.send().await.expect(204);
        assert_eq!(school.get(&path).await.expect(200)["open"], false);
        let sql = "SELECT count(*) AS n FROM audit_entry WHERE action LIKE 'own:class_%'";
        let logged: i64 = product.rows(sql).await[0].try_get("", "n").unwrap();
        assert_eq!(logged, 2);
    }
);

testkit::on_both!(
    the_same_request_makes_one_link,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let school = Partner::register(&product, NAV).await;
        let other = Partner::register(&product, OTHER).await;
        let key = key();
        let first = school.post_as(&key, "/classes", &lesson()).await;
        let again = school.post_as(&key, "/classes", &lesson()).await;
        assert_eq!(first.expect(201), again.expect(201));
        let refused = school.post_as(&key, "/classes", &json!({})).await;
        refused.problem("idempotency_mismatch");
        assert_eq!(product.count("class_link").await, 1);
        // Another partner's request under the same key is another one.
        let theirs = other.post_as(&key, "/classes", &lesson()).await.expect(201);
        assert_ne!(theirs["code"], first.json()["code"]);
        let call = school.call("POST", "/classes").json(&lesson());
        call.send().await.problem("bad_request");
    }
);

testkit::on_both!(
    a_link_of_another_partner_is_not_there,
    async |database: TestDatabase| {
        let product = Product::start(database).await;
        let school = Partner::register(&product, NAV).await;
        let other = Partner::register(&product, OTHER).await;
        let made = school.post("/classes", &lesson()).await.expect(201);
        let path = format!("/classes/{}", text(&made, "id"));
        other.get(&path).await.problem("not_found");
        let call = other.call("DELETE", &path);
        call.send().await.problem("not_found");
        assert_eq!(other.get("/classes").await.expect(200)["items"], json!([]));
        assert_eq!(school.get(&path).await.expect(200)["open"], true);
    }
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn how_many_began_is_behind_a_wall_in_postgres() {
    let product = Product::start(TestDatabase::postgres().await).await;
    let school = Partner::register(&product, NAV).await;
    let made = school.post("/classes", &lesson()).await.expect(201);
    begin(&product, &text(&made, "code")).await.expect(201);
    let partner: PartnerId = school.id.parse().unwrap();
    let sql = "SELECT count(*) AS n FROM class_start";
    let seen = async |scope: Scope| -> i64 {
        let tx = product.test_database.database.read(scope).await.unwrap();
        let statement = Statement::from_string(tx.get_database_backend(), sql);
        let row = tx.query_one_raw(statement).await.unwrap().unwrap();
        row.try_get("", "n").unwrap()
    };
    assert_eq!(seen(Scope::System).await, 1);
    for scope in [
        Scope::Partner(partner),
        Scope::Centre(product.vestland),
        Scope::National,
        Scope::Public,
    ] {
        assert_eq!(seen(scope).await, 0, "{scope:?}");
    }
}
