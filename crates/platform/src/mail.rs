//! Mail: by SMTP (RFC 5321), or into a folder where there is no mail server.

use std::{fmt, path::PathBuf, time::Duration};

use kernel::ProblemCode;
use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart},
};
use serde::Deserialize;

use crate::{Fault, Pii, Secret, config::Loader, http::Problem};

/// How long a mail server may take for one step.
const PATIENCE: Duration = Duration::from_secs(10);

/// Section `mail`.
#[derive(Clone, Debug, Deserialize)]
pub struct MailConfig {
    /// `smtp://host:25`, `smtps://name:password@host`, `smtp://name:password@host:587?tls=required`, or
    /// `file:///folder`; empty: no mail is sent.
    pub url: Secret<String>,
    /// Who mail comes from: `Veiviser <noreply@example.org>`.
    pub from: String,
}

impl MailConfig {
    /// Notes what is wrong with the section.
    pub fn validate(&self, loader: &mut Loader) {
        let is_mailbox = self.from.parse::<Mailbox>().is_ok();
        loader.require(is_mailbox, "mail.from: expected Name <name@example.org>");
        let is_url = self.transport().is_ok();
        loader.require(
            is_url,
            "mail.url: must start with smtp:, smtps: or file:, or be empty",
        );
    }

    fn transport(&self) -> Result<Transport, MailError> {
        let url = self.url.expose().as_str();
        if url.is_empty() {
            return Ok(Transport::None);
        }
        if let Some(folder) = url.strip_prefix("file://") {
            return Ok(Transport::Folder(folder.into()));
        }
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_unreadable| MailError::Unusable)?;
        Ok(Transport::Smtp(builder.timeout(Some(PATIENCE)).build()))
    }
}

/// Where mail would go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// Nowhere: `mail.url` is empty.
    Nothing,
    /// Into a folder.
    Folder,
    /// To a server that answers, and takes the name and the password if there are any.
    Server,
}

/// A mail to send, in both forms a reader may want.
#[derive(Debug)]
pub struct Mail {
    /// Whom it is for.
    pub to: Pii<String>,
    /// The subject, one line.
    pub subject: String,
    /// The words alone.
    pub text: Pii<String>,
    /// The same as a page.
    pub html: Pii<String>,
}

/// Why a mail was not handed over.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// `mail.url` is empty.
    #[error("no mail server is configured")]
    NotConfigured,
    /// The address cannot be written to, or the configuration cannot be used. No try will succeed.
    #[error("the mail cannot be made")]
    Unusable,
    /// The mail server does not answer, or not now.
    #[error("the mail server did not take the mail")]
    NotTaken,
}

impl From<MailError> for Problem {
    fn from(_error: MailError) -> Self {
        Self::new(ProblemCode::MailUnavailable)
    }
}

enum Transport {
    None,
    Folder(PathBuf),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

/// Hands mail over.
pub struct Mailer {
    transport: Transport,
    from: Mailbox,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mailer")
    }
}

impl Mailer {
    /// Reads the configuration; connects when the first mail is sent.
    ///
    /// # Errors
    /// The configuration cannot be used.
    pub fn new(config: &MailConfig) -> Result<Self, MailError> {
        let from = config.from.parse().ok().ok_or(MailError::Unusable)?;
        Ok(Self {
            transport: config.transport()?,
            from,
        })
    }

    /// Whether there is anywhere to hand mail to.
    pub const fn is_configured(&self) -> bool {
        !matches!(self.transport, Transport::None)
    }

    /// Greets the mail server (RFC 5321, section 4.1.1.1) and sends nothing.
    ///
    /// # Errors
    /// It does not answer, or refuses; the sentence says how, and nothing of the password.
    pub async fn reach(&self) -> Result<Reached, String> {
        match &self.transport {
            Transport::None => Ok(Reached::Nothing),
            Transport::Folder(folder) => {
                match tokio::fs::read_dir(folder).await {
                    // It is made for the first mail.
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                        Err(format!("{}: {error}", folder.display()))
                    }
                    _ => Ok(Reached::Folder),
                }
            }
            Transport::Smtp(transport) => match transport.test_connection().await {
                Ok(true) => Ok(Reached::Server),
                Ok(false) => Err("the mail server ended the talk".to_owned()),
                Err(error) => Err(chain_of(&error)),
            },
        }
    }

    /// Hands a mail over. Errors say nothing about the addressee.
    pub async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let to = mail.to.expose().parse::<lettre::Address>();
        let to = to.ok().ok_or(MailError::Unusable)?;
        let body = MultiPart::alternative_plain_html(
            mail.text.expose().clone(),
            mail.html.expose().clone(),
        );
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.subject)
            .multipart(body)
            .map_err(|_unreadable| MailError::Unusable)?;
        match &self.transport {
            Transport::None => Err(MailError::NotConfigured),
            Transport::Folder(folder) => {
                tokio::fs::create_dir_all(folder)
                    .await
                    .map_err(|_unwritable| MailError::NotTaken)?;
                let transport = AsyncFileTransport::<Tokio1Executor>::new(folder);
                let sent = transport.send(message).await;
                sent.map(drop).map_err(|_unwritable| MailError::NotTaken)
            }
            Transport::Smtp(transport) => match transport.send(message).await {
                Ok(_taken) => Ok(()),
                Err(error) if error.is_permanent() => Err(MailError::Unusable),
                Err(_unreached) => Err(MailError::NotTaken),
            },
        }
    }
}

fn chain_of(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let more = error.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        source = error.source();
    }
    text
}

impl From<MailError> for crate::jobs::JobError {
    fn from(error: MailError) -> Self {
        match error {
            MailError::NotTaken => Self::Retry(Fault::Remote("mail server")),
            MailError::NotConfigured => Self::Fail("no mail server is configured"),
            MailError::Unusable => Self::Fail("the mail cannot be made"),
        }
    }
}
