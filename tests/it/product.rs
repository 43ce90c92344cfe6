//! The whole product, running for one test: its own database, its own clock, a real port.

mod authenticator;
mod cast;
mod line;
mod mailbox;
mod wire;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use kernel::{CentreId, Scope, Sources};
use platform::{Ctx, http::NoDelay};
use poem::{
    Server,
    listener::{Acceptor, Listener, TcpListener},
};
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use server::{App, Config, Deps};
use testkit::{ManualClock, TestDatabase};
use tokio::time::Instant;

pub(crate) use cast::{Desk, PASSWORD, Role, Seeker, text};
pub(crate) use line::{Line, client_id};
pub(crate) use mailbox::{Mailbox, address, token_in};
pub(crate) use wire::{Answer, Call};

/// How long a test waits for what must happen; far longer than it takes, because the machine may be busy.
pub(crate) const DEADLINE: Duration = Duration::from_secs(20);

/// A running product with three centres that are open on working days from 08 to 20.
pub(crate) struct Product {
    pub(crate) app: App,
    pub(crate) address: SocketAddr,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) sources: Sources,
    pub(crate) test_database: TestDatabase,
    pub(crate) client: reqwest::Client,
    /// County 46, region vest, guides in all languages.
    pub(crate) vestland: CentreId,
    /// County 11, region vest, guides in nb, nn and en.
    pub(crate) rogaland: CentreId,
    /// County 03, region øst, guides in nb and en.
    pub(crate) oslo: CentreId,
}

impl Product {
    pub(crate) async fn start(database: TestDatabase) -> Self {
        Self::start_with(database, |_config| {}).await
    }

    /// Starts with a configuration that differs from the defaults.
    pub(crate) async fn start_with(
        test_database: TestDatabase,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let (sources, clock) = testkit::sources(7);
        let ctx = Ctx::system(&sources, &test_database.database);
        let centres = cast::centres(&ctx).await;
        Self::serve(test_database, (sources, clock), centres, change).await
    }

    /// Another replica on the same database, under the same clock.
    pub(crate) async fn beside(&self, change: impl FnOnce(&mut Config)) -> Self {
        let time = (self.sources.clone(), Arc::clone(&self.clock));
        let centres = [self.vestland, self.rogaland, self.oslo];
        let database = self.test_database.again().await;
        Self::serve(database, time, centres, change).await
    }

    async fn serve(
        test_database: TestDatabase,
        (sources, clock): (Sources, Arc<ManualClock>),
        [vestland, rogaland, oslo]: [CentreId; 3],
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let mut config = defaults();
        change(&mut config);
        let acceptor = TcpListener::bind("127.0.0.1:0")
            .into_acceptor()
            .await
            .unwrap();
        let address = *acceptor.local_addr()[0].as_socket_addr().unwrap();
        let app = App::build(Deps {
            config,
            database: test_database.database.clone(),
            sources: sources.clone(),
        })
        .await
        .unwrap();
        let (endpoint, stop) = (Arc::clone(&app.endpoint), app.tasks.token());
        app.tasks.spawn("server", async move {
            let server = Server::new_with_acceptor(NoDelay(acceptor));
            let stopped = async move { stop.cancelled().await };
            server
                .run_with_graceful_shutdown(endpoint, stopped, Some(Duration::from_secs(2)))
                .await
                .unwrap();
        });
        Self {
            app,
            address,
            clock,
            sources,
            test_database,
            client: wire::client(),
            vestland,
            rogaland,
            oslo,
        }
    }

    pub(crate) fn ctx(&self) -> Ctx {
        Ctx::system(&self.sources, &self.test_database.database)
    }

    /// A request to a path below `/api/v1`.
    pub(crate) fn call(&self, method: &str, path: &str) -> Call {
        self.call_root(method, &format!("/api/v1{path}"))
    }

    /// A request to any path.
    pub(crate) fn call_root(&self, method: &str, path: &str) -> Call {
        Call::new(
            &self.client,
            method,
            &format!("http://{}{path}", self.address),
        )
    }

    /// Rows as the product itself sees them.
    pub(crate) async fn rows(&self, sql: &str) -> Vec<QueryResult> {
        let tx = self
            .test_database
            .database
            .read(Scope::System)
            .await
            .unwrap();
        let backend = tx.get_database_backend();
        tx.query_all_raw(Statement::from_string(backend, sql))
            .await
            .unwrap()
    }

    /// Changes rows behind the product's back.
    pub(crate) async fn change(&self, sql: &str) {
        let database = &self.test_database.database;
        let tx = database.write(Scope::System).await.unwrap();
        tx.execute_unprepared(sql).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// How many rows a table has.
    pub(crate) async fn count(&self, table: &str) -> i64 {
        let rows = self
            .rows(&format!("SELECT count(*) AS n FROM {table}"))
            .await;
        rows[0].try_get("", "n").unwrap()
    }
}

/// The defaults of the product; the database is the test's own.
pub(crate) fn defaults() -> Config {
    let overrides = [
        ("database.url", "sqlite://unused.db".to_owned()),
        ("server.sealing_keys", testkit::SEALING_KEY.to_owned()),
    ];
    Config::load(None, &overrides).unwrap()
}

/// Waits until `look` finds something.
pub(crate) async fn until<T>(what: &str, look: impl AsyncFn() -> Option<T>) -> T {
    let give_up = Instant::now() + DEADLINE;
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(Instant::now() < give_up, "never happened: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
