//! Nothing tells who a seeker is: after a whole conversation the database, the log and the metrics
//! are searched for what the seeker's browser sent along and for the identity number they typed.

use std::{
    fmt::{self, Write as _},
    io::Write as _,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use kernel::Scope;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};
use testkit::TestDatabase;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

use crate::product::{Line, Product, client_id, text};

const ADDRESS: &str = "203.0.113.77";
const ADDRESS_V6: &str = "2001:db8:cafe::77";
const AGENT: &str = "KanariNettleser/7.7";
const NUMBER: &str = "02013299997";
const NUMBER_GROUPED: &str = "020132 99997";
const PASSWORD: &str = "kanari-passord-77";
/// Of a referral there is none of.
const CODE: &str = "KANA-RIKO-DE77";
const CODE_PLAIN: &str = "KANARIKODE77";

/// What must be found nowhere.
const CANARIES: &[&str] = &[
    ADDRESS,
    ADDRESS_V6,
    "KanariNettleser",
    NUMBER,
    NUMBER_GROUPED,
    PASSWORD,
    CODE,
    CODE_PLAIN,
];

/// Everything anybody logs in this process, at every level, field by field.
#[derive(Clone, Default)]
struct Eavesdropper(Arc<Mutex<Vec<u8>>>);

impl Eavesdropper {
    fn note(&self, metadata: &Metadata<'_>, record: impl FnOnce(&mut Writer)) {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut writer = Writer(format!("{} {}", metadata.target(), metadata.name()));
        record(&mut writer);
        writeln!(log, "{}", writer.0).unwrap();
    }

    fn text(&self) -> String {
        let log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&log).into_owned()
    }
}

struct Writer(String);

impl Visit for Writer {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        write!(self.0, " {}={value}", field.name()).unwrap();
    }
}

impl Subscriber for Eavesdropper {
    fn enabled(&self, _metadata: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.note(span.metadata(), |writer| span.record(writer));
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, values: &Record<'_>) {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut writer = Writer(String::new());
        values.record(&mut writer);
        writeln!(log, "{}", writer.0).unwrap();
    }

    fn event(&self, event: &Event<'_>) {
        self.note(event.metadata(), |writer| event.record(writer));
    }

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

/// The log of this process from now on. Both tests share it.
fn eavesdrop() -> Eavesdropper {
    static LOG: std::sync::OnceLock<Eavesdropper> = std::sync::OnceLock::new();
    LOG.get_or_init(|| {
        let log = Eavesdropper::default();
        tracing::subscriber::set_global_default(log.clone()).unwrap();
        log
    })
    .clone()
}

/// A request written by hand: what a client library logs must not be mistaken for the product's log.
async fn ask(product: &Product, method: &str, path: &str, token: &str, body: &str) -> String {
    let mut socket = TcpStream::connect(product.address).await.unwrap();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: veiviser.example\r\nConnection: close\r\n\
         User-Agent: {AGENT}\r\nX-Forwarded-For: 198.51.100.1, {ADDRESS}\r\nX-Real-IP: {ADDRESS_V6}\r\n\
         Forwarded: for=\"[{ADDRESS_V6}]\"\r\nReferer: https://skolen.example/?ip={ADDRESS}\r\n\
         Authorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

async fn ask_json(product: &Product, method: &str, path: &str, token: &str, body: &Value) -> Value {
    let answer = ask(product, method, path, token, &body.to_string()).await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 2"), "{answer}");
    serde_json::from_str(body).unwrap_or(Value::Null)
}

/// A conversation with all that can go wrong in it.
async fn talk(product: &Product) -> Value {
    let anne = product.counsellor(product.vestland, "Anne").await;
    anne.set_presence("available").await;
    let start = json!({"language": "nb", "county": "46", "consent": true, "entry_point": ADDRESS});
    let started = ask_json(product, "POST", "/api/v1/conversations", "", &start).await;
    let (id, token) = (text(&started, "id"), text(&started, "token"));
    let path = format!("/api/v1/conversations/{id}");
    let number = json!({"client_id": client_id(), "body": format!("Jeg er {NUMBER}, hei")});
    let posted = ask_json(
        product,
        "POST",
        &format!("{path}/messages"),
        &token,
        &number,
    )
    .await;
    assert_eq!(posted["masked"], true);
    assert_eq!(posted["message"]["body"], "Jeg er •••••••••••, hei");
    refused_in_every_way(product, &path, &token, &anne.token).await;
    refused_by_code(product).await;
    over_the_stream(product, &id, &token).await;
    let contact = anne.accept().await;
    let answer = json!({"client_id": client_id(), "body": "Hei, hva lurer du på?"});
    anne.post(&format!("/contacts/{contact}/messages"), &answer)
        .await
        .expect(201);
    ask_json(
        product,
        "POST",
        &format!("{path}/close"),
        &token,
        &json!({}),
    )
    .await;
    anne.post(
        &format!("/contacts/{contact}/wrap-up"),
        &json!({"code": "answered"}),
    )
    .await
    .expect(200);
    started
}

/// Requests that fail, each in its way: an answer or a log line must not repeat what it refuses.
async fn refused_in_every_way(product: &Product, path: &str, token: &str, desk: &str) {
    for body in [
        format!("{{\"client_id\": \"{NUMBER}\", \"body\": \"x\"}}"),
        format!("{{\"{NUMBER}\": 1}}"),
        format!("{{\"client_id\": {NUMBER}, \"body\": {NUMBER}}}"),
        format!("{NUMBER}{NUMBER}"),
    ] {
        let refused = ask(product, "POST", &format!("{path}/messages"), token, &body).await;
        assert!(refused.starts_with("HTTP/1.1 4"), "{refused}");
        let repeats = refused.contains(NUMBER) && !body.contains(&format!("\"{NUMBER}\": 1"));
        assert!(!repeats, "{refused}");
    }
    ask(
        product,
        "GET",
        &format!("{path}?ip={ADDRESS}&fnr={NUMBER}"),
        token,
        "",
    )
    .await;
    ask(product, "GET", &format!("/api/v1/{NUMBER}"), "", "").await;
    ask(product, "GET", &format!("/{ADDRESS}/x"), "", "").await;
    ask(
        product,
        "GET",
        &format!("/api/v1/contacts/{NUMBER}"),
        desk,
        "",
    )
    .await;
    let wrong = json!({"email": format!("{NUMBER}@x.example"), "password": PASSWORD});
    let refused = ask(
        product,
        "POST",
        "/api/v1/auth/login",
        "",
        &wrong.to_string(),
    )
    .await;
    assert!(refused.starts_with("HTTP/1.1 401"), "{refused}");
}

/// Codes of referrals that are good for nothing, and one in the wrong place.
async fn refused_by_code(product: &Product) {
    let start = json!({"language": "nb", "consent": true, "referral_code": CODE});
    let misplaced = json!({"language": "nb", "consent": CODE});
    for (path, body, status) in [
        ("/api/v1/conversations", start, 422),
        ("/api/v1/conversations", misplaced, 400),
        ("/api/v1/referral-codes/look-up", json!({"code": CODE}), 404),
        ("/api/v1/referral-codes/share", json!({"code": CODE}), 404),
        (
            "/api/v1/referral-codes/unshare",
            json!({"code": CODE, "key": CODE}),
            404,
        ),
    ] {
        let refused = ask(product, "POST", path, "", &body.to_string()).await;
        let expected = format!("HTTP/1.1 {status}");
        assert!(refused.starts_with(&expected), "{refused}");
        assert!(!refused.contains(CODE), "{refused}");
    }
}

async fn over_the_stream(product: &Product, id: &str, token: &str) {
    let mut line = Line::open(product, &format!("/conversations/{id}/stream")).await;
    line.say(json!({"type": "hello", "token": token, "after": 0}))
        .await;
    line.hear("welcome").await;
    line.write(None, &format!("Nummeret er {NUMBER_GROUPED}."))
        .await;
    let ack = line.hear("ack").await;
    assert_eq!(
        (&ack["masked"], &ack["body"]),
        (&json!(true), &json!("Nummeret er •••••••••••."))
    );
    line.say_raw(format!("{{\"type\": \"{NUMBER}\"}}")).await;
    line.say_raw(format!("{NUMBER} {ADDRESS}")).await;
    line.hear("error").await;
    line.hear("error").await;
}

/// Every row of every table as text, and for SQLite the files themselves.
async fn dump(database: &TestDatabase) -> String {
    let backend = database.database.backend();
    let tables = match backend {
        DbBackend::Postgres => {
            "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public'"
        }
        _ => "SELECT name FROM sqlite_schema WHERE type = 'table'",
    };
    let tx = database.database.read(Scope::System).await.unwrap();
    let mut dump = String::new();
    for table in tx
        .query_all_raw(Statement::from_string(backend, tables))
        .await
        .unwrap()
    {
        let table: String = table.try_get("", "name").unwrap();
        writeln!(dump, "== {table}").unwrap();
        if backend != DbBackend::Postgres || table == "seaql_migrations" {
            continue;
        }
        let select = format!("SELECT t::text AS line FROM {table} t");
        for row in tx
            .query_all_raw(Statement::from_string(backend, select))
            .await
            .unwrap()
        {
            dump.push_str(&row.try_get::<String>("", "line").unwrap());
            dump.push('\n');
        }
    }
    if let Some(file) = platform::database::sqlite_file(database.config.url.expose()) {
        let folder = Path::new(file).parent().unwrap();
        for file in std::fs::read_dir(folder).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            dump.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
    dump
}

fn hex(text: &str) -> String {
    text.bytes().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

#[track_caller]
fn assert_free_of_canaries(place: &str, text: &str) {
    for canary in CANARIES {
        for form in [(*canary).to_owned(), hex(canary)] {
            if let Some(at) = text.find(&form) {
                let line = text
                    .get(..at)
                    .map_or(0, |before| before.rfind('\n').unwrap_or(0));
                let found: String = text
                    .get(line..)
                    .unwrap_or_default()
                    .chars()
                    .take(400)
                    .collect();
                panic!("{canary} found in the {place}: {found}");
            }
        }
    }
}

testkit::on_both!(
    nothing_tells_who_a_seeker_is,
    async |database: TestDatabase| {
        let log = eavesdrop();
        let product =
            Product::start_with(database, |config| config.server.trusted_proxies = 1).await;
        let started = talk(&product).await;
        let database = dump(&product.test_database).await;
        // The search finds what is there.
        assert!(database.contains("hva lurer du på?"));
        assert!(database.contains("•••••••••••"));
        assert!(log.text().contains("answered"));
        assert_free_of_canaries("database", &database);
        assert_free_of_canaries("log", &log.text());
        let metrics = ask(&product, "GET", "/metrics", "", "").await;
        assert!(metrics.contains("veiviser_messages_total"), "{metrics}");
        assert_free_of_canaries("metrics", &metrics);
        // The keys that open a conversation are stored as digests only, and never logged.
        for secret in [text(&started, "token"), text(&started, "resume_code")] {
            let plain = secret.replace('-', "");
            for (place, text) in [("database", &database), ("log", &log.text())] {
                assert!(
                    !text.contains(&secret) && !text.contains(&plain),
                    "a key is in the {place}"
                );
            }
        }
    }
);

testkit::on_both!(
    the_secret_of_a_calendar_link_is_neither_stored_nor_logged,
    async |database: TestDatabase| {
        let log = eavesdrop();
        let product = Product::start(database).await;
        let desk = product.counsellor(product.oslo, "Anne").await;
        let path = "/api/v1/me/calendar";
        let made = ask_json(&product, "POST", path, &desk.token, &json!({})).await;
        let url = text(&made, "url");
        let secret = url
            .rsplit('/')
            .next()
            .unwrap()
            .strip_suffix(".ics")
            .unwrap();
        let answer = ask(
            &product,
            "GET",
            &format!("/api/v1/calendar/{secret}.ics"),
            "",
            "",
        )
        .await;
        assert!(answer.contains("BEGIN:VCALENDAR"), "{answer}");
        assert!(log.text().contains("calendar_feed"));
        assert!(!log.text().contains(secret), "in the log");
        let database = dump(&product.test_database).await;
        assert!(!database.contains(secret), "in the database");
    }
);
