//! The floors of the house: which crate may know which.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Every crate of ours and the crates of ours it uses. A new edge is a decision: change ARCHITECTURE.md with it.
const EDGES: &[(&str, &[&str])] = &[
    ("access", &["kernel", "platform"]),
    ("centres", &["kernel", "platform"]),
    ("contacts", &["centres", "kernel", "platform", "routing"]),
    ("kernel", &[]),
    ("migrations", &[]),
    ("partners", &["access", "centres", "kernel", "platform"]),
    ("platform", &["kernel"]),
    ("routing", &["kernel"]),
    (
        "server",
        &[
            "access",
            "centres",
            "contacts",
            "kernel",
            "migrations",
            "partners",
            "platform",
            "routing",
        ],
    ),
    ("testkit", &["kernel", "migrations", "platform"]),
    ("veiviser-suite", &[]),
    ("xtask", &[]),
];

/// What tests alone may add to the edges of a crate of ours.
const TEST_EDGES: &[&str] = &["kernel", "migrations", "platform", "testkit"];

struct Crate {
    name: String,
    manifest: PathBuf,
    uses: BTreeSet<String>,
    tests_use: BTreeSet<String>,
}

fn crates() -> Result<Vec<Crate>, Box<dyn std::error::Error>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()?;
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata
        .get("packages")
        .and_then(Value::as_array)
        .ok_or("no packages")?;
    packages
        .iter()
        .map(|package| read_crate(package).ok_or_else(|| "a package without a name".into()))
        .collect()
}

fn read_crate(package: &Value) -> Option<Crate> {
    let mut uses = BTreeSet::new();
    let mut tests_use = BTreeSet::new();
    for dependency in package.get("dependencies")?.as_array()? {
        // Only crates of this workspace have a path.
        if dependency.get("path").is_none_or(Value::is_null) {
            continue;
        }
        let name = dependency.get("name")?.as_str()?.to_owned();
        match dependency.get("kind")?.as_str() {
            Some("dev") => tests_use.insert(name),
            _ => uses.insert(name),
        };
    }
    Some(Crate {
        name: package.get("name")?.as_str()?.to_owned(),
        manifest: Path::new(package.get("manifest_path")?.as_str()?).to_path_buf(),
        uses,
        tests_use,
    })
}

#[test]
fn the_crates_know_each_other_only_as_the_floors_allow() -> Outcome {
    let allowed: BTreeMap<&str, BTreeSet<&str>> = EDGES
        .iter()
        .map(|(name, uses)| (*name, uses.iter().copied().collect()))
        .collect();
    let found = crates()?;
    let found: BTreeMap<&str, BTreeSet<&str>> = found
        .iter()
        .map(|item| {
            (
                item.name.as_str(),
                item.uses.iter().map(String::as_str).collect(),
            )
        })
        .collect();
    assert_eq!(found, allowed, "left: the manifests; right: the edge list");
    Ok(())
}

#[test]
fn tests_of_a_module_reach_for_the_test_kit_and_never_for_the_server() -> Outcome {
    for item in crates()? {
        if item.name == "veiviser-suite" {
            continue;
        }
        let foreign: Vec<&String> = item
            .tests_use
            .iter()
            .filter(|name| !TEST_EDGES.contains(&name.as_str()) && !item.uses.contains(*name))
            .collect();
        assert!(
            foreign.is_empty(),
            "the tests of {} use {foreign:?}",
            item.name
        );
    }
    Ok(())
}

#[test]
fn every_crate_takes_the_lints_of_the_workspace() -> Outcome {
    for item in crates()? {
        let manifest = std::fs::read_to_string(&item.manifest)?;
        let section = manifest.split("\n[lints]\n").nth(1).unwrap_or_default();
        assert_eq!(
            section.lines().next(),
            Some("workspace = true"),
            "{} lacks `[lints] workspace = true`",
            item.manifest.display()
        );
    }
    Ok(())
}
