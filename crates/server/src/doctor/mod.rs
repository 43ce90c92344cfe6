//! `veiviser doctor`: looks at everything an installation needs, changes nothing, and says what to do.

mod database;
mod surroundings;
mod tables;

use std::fmt;

use kernel::Sources;
use platform::{Ctx, config::ConfigFaults};
use serde::Serialize;

use crate::Config;

/// How well something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nothing to do.
    Ok,
    /// The service works, and something should be seen to.
    Warning,
    /// The service does not work, or not as it must.
    Failure,
}

/// What one look found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at, in one word.
    pub check: &'static str,
    /// How it is.
    pub state: State,
    /// The same in a sentence.
    pub says: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub todo: Option<String>,
}

impl Finding {
    fn ok(check: &'static str, says: impl Into<String>) -> Self {
        Self {
            check,
            state: State::Ok,
            says: says.into(),
            todo: None,
        }
    }

    fn warning(check: &'static str, says: impl Into<String>, todo: impl Into<String>) -> Self {
        Self {
            state: State::Warning,
            todo: Some(todo.into()),
            ..Self::ok(check, says)
        }
    }

    fn failure(check: &'static str, says: impl Into<String>, todo: impl Into<String>) -> Self {
        Self {
            state: State::Failure,
            ..Self::warning(check, says, todo)
        }
    }
}

/// Everything that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis(pub Vec<Finding>);

impl Diagnosis {
    /// The worst of all.
    pub fn state(&self) -> State {
        let states = self.0.iter().map(|finding| finding.state);
        states.max().unwrap_or(State::Ok)
    }

    /// 0 where all is well, 1 with warnings, 2 with failures.
    pub fn exit_code(&self) -> u8 {
        match self.state() {
            State::Ok => 0,
            State::Warning => 1,
            State::Failure => 2,
        }
    }

    /// For programs.
    pub fn json(&self) -> String {
        let report = serde_json::json!({"state": self.state(), "checks": self.0});
        format!("{report:#}")
    }
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.0 {
            let state = match finding.state {
                State::Ok => "ok",
                State::Warning => "WARNING",
                State::Failure => "FAILURE",
            };
            writeln!(f, "{state:<8} {:<13} {}", finding.check, finding.says)?;
            if let Some(todo) = &finding.todo {
                writeln!(f, "{:<22} -> {todo}", "")?;
            }
        }
        let of = |state| self.0.iter().filter(|one| one.state == state).count();
        let (warnings, failures) = (of(State::Warning), of(State::Failure));
        write!(
            f,
            "{} checks: {failures} failures, {warnings} warnings",
            self.0.len()
        )
    }
}

/// Looks at everything. Without a configuration that can be read there is nothing else to look at.
pub async fn examine(config: Result<&Config, &ConfigFaults>, sources: &Sources) -> Diagnosis {
    let config = match config {
        Ok(config) => config,
        Err(faults) => {
            let todo = "mend it in the file or in the environment; config/default.toml and `veiviser config defaults` \
                 explain every key";
            let found = faults.0.iter();
            let found = found.map(|fault| Finding::failure("configuration", fault, todo));
            return Diagnosis(found.collect());
        }
    };
    let mut findings = vec![Finding::ok(
        "configuration",
        "every key is known and makes sense",
    )];
    let opened = database::open(config, &mut findings).await;
    if let Some(opened) = &opened {
        let ctx = Ctx::system(sources, opened);
        tables::examine(config, &ctx, &mut findings).await;
        surroundings::providers(config, &ctx, &mut findings).await;
    }
    surroundings::examine(config, sources.now(), &mut findings).await;
    if let Some(opened) = opened {
        // It was only read.
        let _closed = opened.close().await;
    }
    Diagnosis(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_finding_decides_how_it_ends() {
        let ok = Finding::ok("mail", "it answers");
        let warning = Finding::warning("mail", "it is slow", "wait");
        let failure = Finding::failure("mail", "it is gone", "look for it");
        let code = |findings: &[&Finding]| {
            Diagnosis(findings.iter().copied().cloned().collect()).exit_code()
        };
        assert_eq!(code(&[&ok, &ok]), 0);
        assert_eq!(code(&[&ok, &warning]), 1);
        assert_eq!(code(&[&failure, &warning, &ok]), 2);
        let json = Diagnosis(vec![ok, failure]).json();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["state"], "failure");
        assert_eq!(json["checks"][1]["todo"], "look for it");
        assert!(json["checks"][0].get("todo").is_none());
    }
}
