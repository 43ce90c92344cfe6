//! The real mail server that the test command starts, and what it received.

use serde_json::Value;
use server::Config;

use super::until;

/// Mail sent during one test.
pub(crate) struct Mailbox(reqwest::Client);

#[expect(
    clippy::disallowed_methods,
    reason = "tests learn here where the test command's mail server is"
)]
fn place(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| {
        panic!(
            "{variable} is not set: run the tests by `cargo xtask test`, which starts a mail server"
        )
    })
}

/// An address of this test's own.
pub(crate) fn address(name: &str) -> String {
    let host = platform::draw_key(&platform::system_sources(), 12).to_lowercase();
    format!("{name}@{host}.example")
}

impl Mailbox {
    pub(crate) fn new() -> Self {
        Self(super::wire::client())
    }

    /// Lets a product send to it.
    pub(crate) fn configure(config: &mut Config) {
        config.mail.url = platform::Secret::new(format!("smtp://{}", place("VEIVISER_TEST_SMTP")));
        "Veiviser <noreply@veiviser.example>".clone_into(&mut config.mail.from);
    }

    /// The mails to an address, oldest first.
    pub(crate) async fn to(&self, address: &str) -> Vec<Value> {
        let url = format!("{}/?to={address}", place("VEIVISER_TEST_MAILBOX"));
        let answer = self.0.get(url).send().await.unwrap();
        answer.json().await.unwrap()
    }

    /// Waits for the `count`th mail to an address.
    pub(crate) async fn nth(&self, address: &str, count: usize) -> Value {
        until("the mail comes", async || {
            let mut mails = self.to(address).await;
            (mails.len() >= count).then(|| mails.remove(count - 1))
        })
        .await
    }
}

/// The token of the link in a mail.
pub(crate) fn token_in(mail: &Value) -> String {
    let text = mail["text"].as_str().unwrap();
    let (_, after) = text.split_once("/desk/invitation#").unwrap();
    after.split_whitespace().next().unwrap().to_owned()
}
