//! Log-in by OpenID Connect, against a real provider on a port of its own.

mod administration;
mod linking;
mod logging_in;
mod logging_out;
mod person;
mod refusals;
mod second_factor;

use kernel::CentreId;
use serde_json::{Value, json};
use testkit::{OidcProvider, TestDatabase};

use crate::product::{Answer, Desk, PASSWORD, Product, Role, text};
use person::Person;

/// The product, a provider, and an administrator who set it up for Vestland.
pub(crate) struct Stage {
    pub(crate) product: Product,
    provider: OidcProvider,
    /// Its id at the product.
    id: String,
}

impl Stage {
    async fn open(database: TestDatabase) -> Self {
        Self::around(Product::start(database).await).await
    }

    /// Moves the clock of the product to this hour.
    pub(crate) async fn around(product: Product) -> Self {
        // The provider lives by the computer's clock.
        let now = platform::system_sources().now();
        product.clock.advance(now - product.sources.now());
        let provider = OidcProvider::start().await;
        let mut stage = Self {
            product,
            provider,
            id: String::new(),
        };
        let (vestland, settings) = (stage.product.vestland, stage.settings());
        stage.id = stage.add(vestland, &settings).await;
        stage
    }

    fn settings(&self) -> Value {
        json!({
            "preset": "other", "name": "Fylkeskommunen", "issuer": self.provider.issuer,
            "client_id": "veiviser", "client_secret": "a secret between two programs",
            "scopes": ["openid"], "acr_values": [], "enabled": true
        })
    }

    async fn administrator(&self, centre: CentreId) -> Desk<'_> {
        let alias = format!("Dina{}", self.product.count("account").await);
        let role = Role::CentreAdministrator;
        self.product.hire(role, Some(centre), &alias).await
    }

    /// Sets a provider up for a centre; returns its id.
    async fn add(&self, centre: CentreId, settings: &Value) -> String {
        let desk = self.administrator(centre).await;
        let path = format!("/centres/{centre}/identity-providers");
        text(&desk.post(&path, settings).await.expect(201), "id")
    }

    /// Changes the provider of Vestland.
    async fn change(&self, settings: &Value) -> Answer {
        let desk = self.administrator(self.product.vestland).await;
        let list = format!("/centres/{}/identity-providers", self.product.vestland);
        let tag = desk.get(&list).await.header("etag").to_owned();
        let call = desk.call("PUT", &format!("{list}/{}", self.id));
        call.header("if-match", &tag).json(settings).send().await
    }

    /// Tells the provider how to behave.
    async fn control(&self, wish: &Value) -> Value {
        let call = self
            .product
            .client
            .post(format!("{}/control", self.provider.issuer));
        let answer = call.body(wish.to_string()).send().await.unwrap();
        serde_json::from_str(&answer.text().await.unwrap()).unwrap()
    }

    /// Somebody logs in by the provider, and begins to do so once more.
    pub(crate) async fn use_all(&self) {
        let mut person = self.linked(self.product.vestland, "Rita").await;
        assert_eq!(person.log_in(&self.id, "Rita").await, "/desk/centre");
        person.begin(&self.id).await;
    }

    /// Somebody with a browser, not logged in.
    fn person(&self) -> Person<'_> {
        Person::new(self)
    }

    /// A counsellor of a centre whose identity at the provider, of the same name, is linked.
    async fn linked(&self, centre: CentreId, name: &str) -> Person<'_> {
        let desk = self.product.counsellor(centre, name).await;
        let mut person = self.person();
        person.log_in_by_password(&desk.email).await;
        let location = person.link(&self.id, name).await;
        assert_eq!(location, "/desk/account?linked=1");
        person.log_out().await;
        person
    }
}
