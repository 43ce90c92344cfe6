//! All sections together.

use std::path::Path;

use access::AccessConfig;
use contacts::{ChatConfig, routing_policy};
use platform::{
    config::{ConfigFaults, Loader},
    database::DatabaseConfig,
    http::HttpConfig,
    telemetry::LogConfig,
};

/// The documented defaults, compiled in.
pub const DEFAULTS: &str = include_str!("../../../config/default.toml");

/// The configuration of one process, read once at its start.
#[derive(Clone, Debug)]
pub struct Config {
    /// Section `server`.
    pub server: HttpConfig,
    /// Section `database`.
    pub database: DatabaseConfig,
    /// Section `log`.
    pub log: LogConfig,
    /// Section `access`.
    pub access: AccessConfig,
    /// Section `chat`.
    pub chat: ChatConfig,
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
        let log = loader.section::<LogConfig>("log");
        let access = loader.section::<AccessConfig>("access");
        let chat = loader.section::<ChatConfig>("chat");
        let routing = routing_policy(&mut loader);
        if let Some(server) = &server {
            loader.require(
                server.body_limit >= 1024,
                "server.body_limit: must be at least 1024",
            );
        }
        if let Some(database) = &database {
            let url = database.url.expose();
            let known = url.starts_with("sqlite:") || url.starts_with("postgres");
            loader.require(known, "database.url: must start with sqlite: or postgres:");
            loader.require(
                database.connections > 0,
                "database.connections: must be at least 1",
            );
        }
        if let Some(access) = &access {
            access.validate(&mut loader);
        }
        if let Some(chat) = &chat {
            chat.validate(&mut loader);
        }
        loader.finish()?;
        match (server, database, log, access, chat, routing) {
            (Some(server), Some(database), Some(log), Some(access), Some(chat), Some(routing)) => {
                Ok(Self {
                    server,
                    database,
                    log,
                    access,
                    chat,
                    routing,
                })
            }
            _ => Err(ConfigFaults(vec!["a section is missing".to_owned()])),
        }
    }
}
