//! What is around the service: mail, providers, the disk, backups.

use chrono::TimeDelta;
use indicatif::HumanBytes;
use kernel::Instant;
use platform::{
    BusConfig, Ctx,
    mail::{Mailer, Reached},
    reach_bus,
};

use super::Finding;
use crate::{
    Config,
    backup::{
        files::{folder_of, room, size_of},
        manifest::{Backup, Kind},
        sqlite,
    },
};

/// Bytes without which SQLite soon stops.
const LEAST_ROOM: u64 = 100 << 20;

pub(super) async fn examine(config: &Config, now: Instant, findings: &mut Vec<Finding>) {
    findings.push(mail(config).await);
    findings.push(bus(&config.bus).await);
    if Kind::of(&config.database) == Kind::Sqlite
        && let Ok(file) = sqlite::file_of(&config.database)
        && let Some(room) = room(folder_of(&file))
    {
        findings.push(disk(room, size_of(&file)));
    }
    findings.push(backups(config, now));
}

async fn mail(config: &Config) -> Finding {
    let reached = match Mailer::new(&config.mail) {
        Ok(mailer) => mailer.reach().await,
        Err(error) => Err(error.to_string()),
    };
    match reached {
        Ok(Reached::Server) => Finding::ok("mail", "the mail server answers; nothing was sent"),
        Ok(Reached::Folder) => Finding::warning(
            "mail",
            "mail is written into a folder, and reaches nobody",
            "name a mail server in mail.url, unless this is a trial",
        ),
        Ok(Reached::Nothing) => Finding::warning(
            "mail",
            "no mail server is configured: nobody can be invited",
            "name one in mail.url",
        ),
        Err(reason) => Finding::failure(
            "mail",
            format!("the mail server cannot be used: {reason}"),
            "look at mail.url, and whether the server is reached from here",
        ),
    }
}

async fn bus(config: &BusConfig) -> Finding {
    if config.url.expose().is_empty() {
        return Finding::ok("bus", "one process alone: bus.url is empty");
    }
    match reach_bus(config).await {
        Ok(()) => Finding::ok("bus", "NATS answers"),
        Err(_fault) => Finding::warning(
            "bus",
            "NATS does not answer: replicas hear of each other by the database alone, a second later",
            "start it, and look at bus.url and whether the server is reached from here",
        ),
    }
}

/// Log-in providers answer.
pub(super) async fn providers(config: &Config, ctx: &Ctx, findings: &mut Vec<Finding>) {
    let states = match access::reach_providers(ctx, &config.server.public_url).await {
        Ok(states) => states,
        Err(fault) => {
            let says = format!("the log-in providers are not known: {}", fault.chain());
            let todo = "see to the database first";
            findings.push(Finding::failure("providers", says, todo));
            return;
        }
    };
    let count = states.len();
    let mut faults = 0;
    for state in states {
        if let Some(fault) = state.fault {
            faults += 1;
            findings.push(Finding::warning(
                "providers",
                format!(
                    "nobody can log in by {} ({}): {fault}",
                    state.name, state.issuer
                ),
                "look whether it is reached from here; its settings are on the desk's pages",
            ));
        }
    }
    if faults == 0 {
        let says = match count {
            0 => "no log-in provider is in use".to_owned(),
            _ => format!("all {count} log-in providers in use answer"),
        };
        findings.push(Finding::ok("providers", says));
    }
}

fn disk(room: u64, size: u64) -> Finding {
    let says = format!(
        "the database has {}, and {} are free",
        HumanBytes(size),
        HumanBytes(room)
    );
    if room < LEAST_ROOM {
        let todo = "make room at once: without it no message can be stored";
        Finding::failure("disk", says, todo)
    } else if room < size.saturating_mul(2) {
        let todo = "make room: a restore needs twice the size of the database";
        Finding::warning("disk", says, todo)
    } else {
        Finding::ok("disk", says)
    }
}

fn backups(config: &Config, now: Instant) -> Finding {
    let Some(folder) = config.backup.folder() else {
        let says = "where backups are is not known here (backup.folder is empty)";
        return Finding::ok("backup", says);
    };
    let found = Backup::list(folder);
    let (Some(oldest), Some(newest)) = (found.first(), found.last()) else {
        return Finding::warning(
            "backup",
            format!("there is no backup in {}", folder.display()),
            "run `veiviser backup`, and let it run every night",
        );
    };
    let age = now - newest.manifest.made_at;
    let says = format!(
        "the newest of {} backups is {} hours old",
        found.len(),
        age.num_hours()
    );
    if age > TimeDelta::hours(config.backup.warn_after_hours.into()) {
        let todo = "look why `veiviser backup` does not run, or raise backup.warn_after_hours";
        return Finding::warning("backup", says, todo);
    }
    let remembered = TimeDelta::days(config.retention.tombstone_days.into());
    if now - oldest.manifest.made_at > remembered {
        return Finding::warning(
            "backup",
            format!(
                "{} is older than what was erased is remembered (retention.tombstone_days)",
                oldest.file.display()
            ),
            "delete it: restored, it would bring back what was erased",
        );
    }
    Finding::ok("backup", says)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::State;

    #[test]
    fn little_room_is_a_warning_and_none_a_failure() {
        let state = |room, size| disk(room, size).state;
        assert_eq!(state(10 << 30, 1 << 30), State::Ok);
        assert_eq!(state(1 << 30, 1 << 30), State::Warning);
        assert_eq!(state(50 << 20, 1 << 10), State::Failure);
    }
}
