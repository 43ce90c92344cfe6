//! Layered configuration: documented defaults, then a file, then `VEIVISER__SECTION__KEY`.
//!
//! Every section is read for itself, unknown keys are faults, and all faults are reported together.
//! A key ending in `_file` names a file whose content becomes the value of the key without it, for
//! secrets.

use std::path::Path;

use config::{Config, Environment, File, FileFormat, Value};
use serde::de::DeserializeOwned;

/// Everything wrong with a configuration, one sentence each.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct ConfigFaults(pub Vec<String>);

/// Reads sections and gathers faults.
#[derive(Debug)]
pub struct Loader {
    layers: Config,
    known: Vec<&'static str>,
    faults: Vec<String>,
}

impl Loader {
    /// Joins the layers: `defaults` (TOML), the optional file, the environment.
    pub fn new(defaults: &str, file: Option<&Path>) -> Result<Self, ConfigFaults> {
        let environment = Environment::with_prefix("VEIVISER")
            .prefix_separator("__")
            .separator("__");
        let mut builder = Config::builder().add_source(File::from_str(defaults, FileFormat::Toml));
        if let Some(path) = file {
            builder = builder.add_source(File::from(path).format(FileFormat::Toml));
        }
        let layers = builder
            .add_source(environment)
            .build()
            .map_err(|error| ConfigFaults(vec![error.to_string()]))?;
        Ok(Self {
            layers,
            known: Vec::new(),
            faults: Vec::new(),
        })
    }

    /// Replaces one value, above every layer: for command line arguments.
    pub fn set(&mut self, key: &str, value: &str) {
        match Config::builder()
            .add_source(self.layers.clone())
            .set_override(key, value)
        {
            Ok(builder) => match builder.build() {
                Ok(layers) => self.layers = layers,
                Err(error) => self.faults.push(error.to_string()),
            },
            Err(error) => self.faults.push(error.to_string()),
        }
    }

    /// Reads one section; a faulty one gives none, and its faults are kept.
    pub fn section<T: DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        self.known.push(name);
        let value = match self.layers.get::<Value>(name) {
            Ok(value) => self.read_files(name, value),
            Err(error) => {
                self.faults.push(format!("{name}: {error}"));
                return None;
            }
        };
        let mut unknown = Vec::new();
        let section = serde_ignored::deserialize(value, |path| unknown.push(path.to_string()));
        let unknown = unknown
            .iter()
            .map(|key| format!("{name}.{key}: unknown key"));
        self.faults.extend(unknown);
        match section {
            Ok(section) => Some(section),
            Err(error) => {
                self.faults.push(format!("{name}: {error}"));
                None
            }
        }
    }

    /// Notes that a rule is broken.
    pub fn require(&mut self, holds: bool, fault: &str) {
        if !holds {
            self.faults.push(fault.to_owned());
        }
    }

    /// Ends reading: all faults, those of unknown sections included.
    pub fn finish(mut self) -> Result<(), ConfigFaults> {
        if let Ok(sections) = self.layers.cache.into_table() {
            let unknown = sections
                .keys()
                .filter(|key| !self.known.contains(&key.as_str()));
            self.faults
                .extend(unknown.map(|key| format!("{key}: unknown section")));
        }
        if self.faults.is_empty() {
            return Ok(());
        }
        self.faults.sort();
        Err(ConfigFaults(self.faults))
    }

    fn read_files(&mut self, section: &str, value: Value) -> Value {
        let origin = value.origin().map(str::to_owned);
        let Ok(mut table) = value.clone().into_table() else {
            return value;
        };
        let keys: Vec<String> = table
            .keys()
            .filter(|key| key.ends_with("_file"))
            .cloned()
            .collect();
        for key in keys {
            let target = key.trim_end_matches("_file").to_owned();
            let Some(path) = table.remove(&key).and_then(|path| path.into_string().ok()) else {
                continue;
            };
            match std::fs::read_to_string(&path) {
                Ok(text) => {
                    table.insert(
                        target,
                        Value::new(origin.as_ref(), text.trim_end().to_owned()),
                    );
                }
                Err(error) => self
                    .faults
                    .push(format!("{section}.{key}: {path}: {error}")),
            }
        }
        Value::new(origin.as_ref(), table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    struct Section {
        number: u32,
        word: crate::Secret<String>,
    }

    const DEFAULTS: &str = "[one]\nnumber = 1\nword = \"a\"\n[two]\nnumber = 2\nword = \"b\"\n";

    fn with_file(text: &str) -> Loader {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("veiviser.toml");
        std::fs::write(&path, text).unwrap();
        Loader::new(DEFAULTS, Some(&path)).unwrap()
    }

    #[test]
    fn later_layers_win() {
        let mut loader = with_file("[one]\nnumber = 7\n");
        let section: Section = loader.section("one").unwrap();
        assert_eq!((section.number, section.word.expose().as_str()), (7, "a"));
    }

    #[test]
    fn all_faults_are_reported_at_once() {
        let mut loader = with_file("[one]\nnumber = \"x\"\n[two]\ncolour = 1\n[three]\n");
        assert!(loader.section::<Section>("one").is_none());
        let _two: Option<Section> = loader.section("two");
        let faults = loader.finish().unwrap_err().0.join("\n");
        for expected in ["one: ", "two.colour: unknown key", "three: unknown section"] {
            assert!(faults.contains(expected), "{faults}");
        }
    }

    #[test]
    fn a_secret_may_come_from_a_file() {
        let secret = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(secret.path(), "hidden\n").unwrap();
        let mut loader = with_file(&format!("[one]\nword_file = {:?}\n", secret.path()));
        let section: Section = loader.section("one").unwrap();
        assert_eq!(section.word.expose(), "hidden");
        assert!(!format!("{section:?}").contains("hidden"));
    }
}
