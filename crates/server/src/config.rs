//! All sections together.

use std::path::Path;

use access::AccessConfig;
use contacts::{ChatConfig, RetentionConfig, routing_policy};
use partners::{PartnersConfig, WebhooksConfig};
use platform::{
    BusConfig,
    config::{ConfigFaults, Loader},
    database::DatabaseConfig,
    http::HttpConfig,
    mail::MailConfig,
    telemetry::LogConfig,
};

use crate::backup::BackupConfig;

/// The documented defaults, compiled in.
pub const DEFAULTS: &str = include_str!("../../../config/default.toml");

/// The configuration of one process, read once at its start.
#[derive(Clone, Debug)]
pub struct Config {
    /// Section `server`.
    pub server: HttpConfig,
    /// Section `database`.
    pub database: DatabaseConfig,
    /// Section `bus`.
    pub bus: BusConfig,
    /// Section `log`.
    pub log: LogConfig,
    /// Section `mail`.
    pub mail: MailConfig,
    /// Section `access`.
    pub access: AccessConfig,
    /// Section `partners`.
    pub partners: PartnersConfig,
    /// Section `webhooks`.
    pub webhooks: WebhooksConfig,
    /// Section `chat`.
    pub chat: ChatConfig,
    /// Section `retention`.
    pub retention: RetentionConfig,
    /// Section `backup`.
    pub backup: BackupConfig,
    /// Section `routing`.
    pub routing: routing::Policy,
}

impl Config {
    /// Reads defaults, `file` and environment; `overrides` are above all.
    ///
    /// # Errors
    /// All faults of all sections at once.
    pub fn load(file: Option<&Path>, overrides: &[(&str, String)]) -> Result<Self, ConfigFaults> {
        let mut loader = Loader::new(DEFAULTS, file)?;
        for (key, value) in overrides {
            loader.set(key, value);
        }
        let server = loader.section::<HttpConfig>("server");
        let database = loader.section::<DatabaseConfig>("database");
        let bus = loader.section::<BusConfig>("bus");
        let log = loader.section::<LogConfig>("log");
        let access = loader.section::<AccessConfig>("access");
        let partners = loader.section::<PartnersConfig>("partners");
        let webhooks = loader.section::<WebhooksConfig>("webhooks");
        let mail = loader.section::<MailConfig>("mail");
        let chat = loader.section::<ChatConfig>("chat");
        let retention = loader.section::<RetentionConfig>("retention");
        let backup = loader.section::<BackupConfig>("backup");
        let routing = routing_policy(&mut loader);
        check(&mut loader, server.as_ref(), check_server);
        check(&mut loader, database.as_ref(), check_database);
        check(&mut loader, bus.as_ref(), BusConfig::validate);
        check(&mut loader, access.as_ref(), AccessConfig::validate);
        check(&mut loader, partners.as_ref(), PartnersConfig::validate);
        check(&mut loader, webhooks.as_ref(), WebhooksConfig::validate);
        check(&mut loader, mail.as_ref(), MailConfig::validate);
        check(&mut loader, chat.as_ref(), ChatConfig::validate);
        check(&mut loader, retention.as_ref(), RetentionConfig::validate);
        check(&mut loader, backup.as_ref(), BackupConfig::validate);
        if let (Some(bus), Some(database)) = (&bus, &database) {
            let is_file = database.url.expose().starts_with("sqlite:");
            loader.require(
                bus.url.expose().is_empty() || !is_file,
                "bus.url: a SQLite database serves one process; several need PostgreSQL",
            );
        }
        loader.finish()?;
        let missing = || ConfigFaults(vec!["a section is missing".to_owned()]);
        Ok(Self {
            server: server.ok_or_else(missing)?,
            database: database.ok_or_else(missing)?,
            bus: bus.ok_or_else(missing)?,
            log: log.ok_or_else(missing)?,
            partners: partners.ok_or_else(missing)?,
            webhooks: webhooks.ok_or_else(missing)?,
            mail: mail.ok_or_else(missing)?,
            access: access.ok_or_else(missing)?,
            chat: chat.ok_or_else(missing)?,
            retention: retention.ok_or_else(missing)?,
            backup: backup.ok_or_else(missing)?,
            routing: routing.ok_or_else(missing)?,
        })
    }
}

/// Checks a section that could be read.
fn check<T>(loader: &mut Loader, section: Option<&T>, validate: impl FnOnce(&T, &mut Loader)) {
    if let Some(section) = section {
        validate(section, loader);
    }
}

fn check_server(server: &HttpConfig, loader: &mut Loader) {
    loader.require(
        server.body_limit >= 1024,
        "server.body_limit: must be at least 1024",
    );
    loader.require(
        server.sealing_keys.are_well_formed(),
        "server.sealing_keys: expected keys of 32 bytes in base64",
    );
}

fn check_database(database: &DatabaseConfig, loader: &mut Loader) {
    let (url, owner) = (database.url.expose(), database.owner_url.expose());
    // The libraries below quote what they cannot read, with the password in it.
    let is_known = |url: &str| {
        let is_postgres = |url: reqwest::Url| ["postgres", "postgresql"].contains(&url.scheme());
        url.starts_with("sqlite:") || reqwest::Url::parse(url).is_ok_and(is_postgres)
    };
    loader.require(
        is_known(url),
        "database.url: must start with sqlite: or postgres:, and letters such as / or # in a password are written in \
         percent (%2F, %23)",
    );
    loader.require(
        owner.is_empty() || is_known(owner),
        "database.owner_url: must be as database.url, or empty",
    );
    loader.require(
        database.connections > 0,
        "database.connections: must be at least 1",
    );
}
