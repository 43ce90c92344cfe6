//! Configuration: what is documented works, and everything wrong is said at once.

use server::{Config, DEFAULTS};

#[test]
fn the_documented_defaults_are_the_defaults() {
    let config = crate::product::defaults();
    assert_eq!(config.server.listen, "127.0.0.1:8080");
    assert_eq!(config.chat.message_characters, 4000);
    assert_eq!(config.chat.place_kept_seconds, 120);
    assert_eq!(config.routing.misses_before_away, 2);
}

#[test]
fn every_default_has_a_comment() {
    let mut explained = false;
    for line in DEFAULTS.lines() {
        if line.starts_with('#') {
            explained = true;
        } else if line.is_empty() {
            explained = false;
        } else if line.starts_with('[') {
            // What stands above a table speaks of all its keys.
        } else {
            // A pair of keys may share the comment above the first.
            assert!(explained, "no comment above `{line}`");
        }
    }
}

#[test]
fn all_faults_are_named_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("veiviser.toml");
    let text = "[server]\nlisten = \"127.0.0.1:1\"\ncolour = \"red\"\nbody_limit = 3\n\
                [chat]\nmessage_characters = \"many\"\n\
                [access]\nsession_hours = 0\n\
                [routing]\nwidening_to_region_s = 9\n\
                [database]\nurl = \"mysql://x\"\n\
                [bus]\nurl = \"http://x\"\nprefix = \"a.b\"\n\
                [elsewhere]\nx = 1\n";
    std::fs::write(&file, text).unwrap();
    let faults = Config::load(Some(&file), &[]).unwrap_err().to_string();
    for expected in [
        "server.colour: unknown key",
        "server.body_limit",
        "chat",
        "access.session_hours",
        "routing",
        "database.url",
        "bus.url",
        "bus.prefix",
        "elsewhere: unknown section",
    ] {
        assert!(faults.contains(expected), "no `{expected}` in:\n{faults}");
    }
}

#[test]
fn a_bus_needs_a_database_that_replicas_can_share() {
    let bus = ("bus.url", "nats://127.0.0.1:4222".to_owned());
    let postgres = (
        "database.url",
        "postgres://app@127.0.0.1/veiviser".to_owned(),
    );
    let faults = Config::load(None, std::slice::from_ref(&bus))
        .unwrap_err()
        .to_string();
    assert!(
        faults.contains("bus.url: a SQLite database serves one process"),
        "{faults}"
    );
    Config::load(None, &[bus, postgres]).unwrap();
}
