//! Length and names of files, and what they may not leave open.

use std::fs;
use std::path::{Path, PathBuf};

type Outcome = Result<(), Box<dyn std::error::Error>>;

const MOST_LINES: usize = 500;
/// A name must say what is inside.
const EMPTY_NAMES: &[&str] = &[
    "utils", "util", "common", "helpers", "helper", "misc", "manager", "base", "core", "types",
];
const SOURCES: &[&str] = &["rs", "ts", "tsx", "mjs"];

/// Every file written by hand, relative to the root of the checkout.
fn written_files(endings: &[&str]) -> std::io::Result<Vec<(PathBuf, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            if path.is_dir() {
                let foreign =
                    name.starts_with('.') || ["target", "node_modules", "dist"].contains(&name);
                if !foreign {
                    folders.push(path);
                }
                continue;
            }
            let ending = path
                .extension()
                .and_then(|ending| ending.to_str())
                .unwrap_or_default();
            if endings.contains(&ending) {
                let text = fs::read_to_string(&path)?;
                if !is_generated(&text) {
                    let path = path
                        .strip_prefix(root)
                        .map(Path::to_path_buf)
                        .unwrap_or(path);
                    files.push((path, text));
                }
            }
        }
    }
    files.sort();
    Ok(files)
}

fn is_generated(text: &str) -> bool {
    let marks = ["auto-generated", "@generated"];
    text.lines()
        .take(10)
        .any(|line| marks.iter().any(|mark| line.contains(mark)))
}

#[test]
fn files_stay_short_enough_to_read() -> Outcome {
    let long: Vec<String> = written_files(&["rs", "ts", "tsx"])?
        .iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES)
        .map(|(path, lines)| format!("{}: {lines} lines", path.display()))
        .collect();
    assert!(
        long.is_empty(),
        "more than {MOST_LINES} lines, cut by subject:\n{}",
        long.join("\n")
    );
    Ok(())
}

#[test]
fn no_crate_or_module_has_a_name_that_says_nothing() -> Outcome {
    let mut empty = Vec::new();
    for (path, text) in written_files(SOURCES)? {
        let parts = path
            .components()
            .filter_map(|part| Path::new(part.as_os_str()).file_stem()?.to_str());
        empty.extend(
            parts
                .filter(|part| EMPTY_NAMES.contains(part))
                .map(|part| format!("{}: {part}", path.display())),
        );
        for line in text.lines() {
            let mut words = line
                .split_whitespace()
                .skip_while(|word| *word != "mod")
                .skip(1);
            let name = words.next().unwrap_or_default().trim_end_matches(';');
            if path.extension().is_some_and(|ending| ending == "rs") && EMPTY_NAMES.contains(&name)
            {
                empty.push(format!("{}: mod {name}", path.display()));
            }
        }
    }
    empty.sort();
    empty.dedup();
    assert!(
        empty.is_empty(),
        "names that say nothing:\n{}",
        empty.join("\n")
    );
    Ok(())
}

#[test]
fn open_ends_name_their_issue() -> Outcome {
    let mark = concat!("TO", "DO");
    let mut open = Vec::new();
    for (path, text) in
        written_files(&["rs", "ts", "tsx", "mjs", "js", "css", "html", "toml", "md"])?
    {
        for (number, line) in (1..).zip(text.lines()) {
            let named = line.split(mark).skip(1).all(|rest| {
                let issue = rest
                    .strip_prefix("(#")
                    .and_then(|rest| rest.split_once(')'));
                issue.is_some_and(|(number, _)| number.parse::<u32>().is_ok())
            });
            if !named {
                open.push(format!("{}:{number}", path.display()));
            }
        }
    }
    assert!(
        open.is_empty(),
        "write {mark}(#123), with the number of an open issue:\n{}",
        open.join("\n")
    );
    Ok(())
}
