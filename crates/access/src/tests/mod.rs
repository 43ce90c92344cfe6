//! The module behind the platform's shell and guard, on both databases.

mod accounts;
mod authenticator;
mod gate;
mod login;
mod login_rules;
mod own_login;
mod passkeys;
mod phone;
mod second_factor;
mod secrecy;
mod session;
mod throttle;

use std::sync::Arc;

use chrono::TimeDelta;
use kernel::{
    AccountId, CentreId, FieldError, Language, Membership, Role, Scope, Sources, StaffId,
};
use platform::{
    Ctx, Database, Fault, Pii, Secret, TenantTx,
    http::{Audience, Document, Guard, Shell, Wire},
    mail::{MailConfig, Mailer},
    problem_responses,
    telemetry::Metrics,
};
use poem::{
    EndpointExt, IntoEndpoint, Response, Route,
    endpoint::BoxEndpoint,
    http::{HeaderMap, Method, StatusCode},
    test::TestClient,
};
use poem_openapi::{
    OpenApi, OpenApiService,
    param::Path,
    payload::{Json, PlainText},
};
use serde_json::{Value, json};
use testkit::{ManualClock, TestDatabase};

use crate::{
    Access, AccessConfig, AccessParts, AuditApi, NewAccount, NewRole, assign_role, create_account,
    ports::{Member, StaffCard, StaffDirectory},
};

const EMAIL: &str = "kari@example.no";
const PASSWORD: &str = "correct horse battery";

/// Operations of other modules: they answer the scope they were admitted to.
struct Probe;

problem_responses! {
    ProbeProblem { NotFound = 404, }
}

#[OpenApi]
impl Probe {
    /// List sites
    #[oai(
        path = "/centres/:id/sites",
        method = "get",
        operation_id = "site_list"
    )]
    async fn sites(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<PlainText<String>, ProbeProblem> {
        let Path(_) = id;
        let tx = ctx.read().await?;
        Ok(PlainText(format!("{:?}", tx.scope())))
    }

    /// Accept offer
    #[oai(
        path = "/offers/:id/accept",
        method = "post",
        operation_id = "offer_accept"
    )]
    async fn accept(&self, ctx: Ctx, id: Path<String>) -> Result<Json<String>, ProbeProblem> {
        let Path(_) = id;
        ctx.read().await?;
        Ok(Json(format!("{:?}", ctx.actor)))
    }

    /// Do what no policy knows
    #[oai(path = "/forgotten", method = "get", operation_id = "forgotten_get")]
    async fn forgotten(&self, ctx: Ctx) -> Result<Json<String>, ProbeProblem> {
        ctx.read().await?;
        Ok(Json("reached".to_owned()))
    }
}

/// One card, for every member of staff.
struct OneCard(CentreId);

#[async_trait::async_trait]
impl StaffDirectory for OneCard {
    fn is_archived(&self, _centre: CentreId) -> bool {
        false
    }

    async fn card(&self, staff: StaffId) -> Result<Option<StaffCard>, Fault> {
        Ok(Some(StaffCard {
            id: staff,
            alias: "Kari".to_owned(),
            centre_id: self.0,
            centre_name: "Karriere Vestland".to_owned(),
            languages: vec![Language::Nn],
            topics: vec!["work".to_owned()],
            capacity_units: 4,
        }))
    }

    fn centre_name(&self, centre: CentreId) -> Option<String> {
        (centre == self.0).then(|| "Karriere Vestland".to_owned())
    }

    async fn hold(&self, _tx: &TenantTx, centre: CentreId) -> Result<bool, Fault> {
        Ok(centre == self.0)
    }

    async fn members(&self, _tx: &TenantTx, _centre: CentreId) -> Result<Vec<Member>, Fault> {
        Ok(Vec::new())
    }

    fn check(&self, membership: Membership) -> Result<Membership, Vec<FieldError>> {
        Ok(membership)
    }

    async fn enrol(
        &self,
        ctx: &Ctx,
        _tx: &TenantTx,
        _who: (CentreId, AccountId),
        _membership: Membership,
    ) -> Result<StaffId, Fault> {
        Ok(ctx.new_id())
    }

    async fn step_out(&self, _ctx: &Ctx, _tx: &TenantTx, _staff: StaffId) -> Result<bool, Fault> {
        Ok(true)
    }
}

fn no_mail() -> Mailer {
    Mailer::new(&MailConfig {
        url: Secret::new(String::new()),
        from: "Veiviser <noreply@veiviser.example>".to_owned(),
    })
    .unwrap()
}

/// The module in a small application of its own.
struct App {
    client: TestClient<BoxEndpoint<'static, Response>>,
    access: Access,
    clock: Arc<ManualClock>,
    sources: Sources,
    database: Database,
    centre: CentreId,
    _kept: TestDatabase,
}

/// An answer, read to its end.
#[derive(Debug)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn body(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    fn code(&self) -> (u16, String) {
        let code = self.body()["code"].as_str().unwrap_or_default().to_owned();
        (self.status.as_u16(), code)
    }

    fn set_cookie(&self) -> &str {
        self.headers["set-cookie"].to_str().unwrap()
    }

    /// The cookie as a browser sends it back.
    fn cookie(&self) -> String {
        self.set_cookie().split(';').next().unwrap().to_owned()
    }

    fn csrf(&self) -> String {
        self.body()["csrf_token"].as_str().unwrap().to_owned()
    }
}

impl App {
    async fn open(kept: TestDatabase) -> Self {
        Self::open_at(kept, "https://veiviser.example/").await
    }

    async fn open_at(kept: TestDatabase, public_url: &str) -> Self {
        let (sources, clock) = testkit::sources(11);
        let database = kept.database.clone();
        let centre = CentreId::new(&sources);
        let config = AccessConfig {
            session_hours: 12,
            failures_at_once: 3,
            failures_per_minute: 2,
        };
        let parts = AccessParts {
            config,
            public_url: public_url.to_owned(),
            trusted_proxies: 1,
            directory: Arc::new(OneCard(centre)),
            mailer: no_mail(),
            sealer: testkit::sealer(),
            limits: platform::http::Limits::default(),
        };
        let access = Access::open(parts).await.unwrap();
        let service = OpenApiService::new((access.api(), AuditApi, Probe), "staff", "1");
        let document = Document::new("staff", Audience::Staff, &service.spec(), &[]).unwrap();
        let guard = Guard {
            operations: Arc::new(document.operations()),
            gate: Arc::new(access.gate()),
            partners: Arc::new(platform::http::NoPartners),
            body_limit: 4096,
            body_limits: &[],
        };
        let shell = Shell {
            sources: sources.clone(),
            database: database.clone(),
            metrics: Metrics::default(),
        };
        let app = Route::new()
            .nest("/api/v1", service)
            .with(guard)
            .with(shell)
            .into_endpoint()
            .boxed();
        Self {
            client: TestClient::new(app),
            access,
            clock,
            sources,
            database,
            centre,
            _kept: kept,
        }
    }

    fn system(&self) -> Ctx {
        Ctx::system(&self.sources, &self.database)
    }

    async fn account(&self, email: &str) -> AccountId {
        let ctx = self.system();
        let tx = ctx.write().await.unwrap();
        let account = NewAccount {
            email: Pii::new(email.to_owned()),
            name: Pii::new("Kari Nordmann".to_owned()),
            password: Secret::new(PASSWORD.to_owned()),
        };
        let id = create_account(&ctx, &tx, account).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn give(&self, account: AccountId, role: Role, centre: Option<CentreId>) {
        let ctx = self.system();
        let tx = ctx.write().await.unwrap();
        let staff = (role == Role::Counsellor).then(|| ctx.new_id());
        let new = NewRole {
            account,
            role,
            centre,
            staff,
        };
        assign_role(&ctx, &tx, new).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// An account with one role.
    async fn person(&self, role: Role, centre: Option<CentreId>) -> AccountId {
        let id = self.account(EMAIL).await;
        self.give(id, role, centre).await;
        id
    }

    async fn counsellor(&self) -> AccountId {
        self.person(Role::Counsellor, Some(self.centre)).await
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answer {
        let mut request = self.client.request(method, format!("/api/v1{path}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body_json(&body);
        }
        let response = request.send().await.0;
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: body.into_string().await.unwrap(),
        }
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(Method::GET, path, headers, None).await
    }

    async fn post(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(Method::POST, path, headers, None).await
    }

    async fn try_login(&self, email: &str, password: &str, headers: &[(&str, &str)]) -> Answer {
        let body = json!({"email": email, "password": password});
        self.send(Method::POST, "/auth/login", headers, Some(body))
            .await
    }

    async fn login(&self) -> Answer {
        let answer = self.try_login(EMAIL, PASSWORD, &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer
    }

    async fn bearer(&self) -> String {
        let body = json!({"email": EMAIL, "password": PASSWORD, "bearer": true});
        let answer = self
            .send(Method::POST, "/auth/login", &[], Some(body))
            .await;
        assert!(!answer.headers.contains_key("set-cookie"));
        format!("Bearer {}", answer.body()["token"].as_str().unwrap())
    }

    async fn me(&self, cookie: &str) -> u16 {
        self.get("/me", &[("cookie", cookie)]).await.status.as_u16()
    }

    fn wait(&self, by: TimeDelta) {
        self.clock.advance(by);
    }

    async fn stored_sessions(&self) -> Vec<crate::store::session::Model> {
        let tx = self.database.read(Scope::System).await.unwrap();
        tx.find::<crate::store::session::Entity>()
            .all(&tx)
            .await
            .unwrap()
    }
}
