//! Which role may do what: casbin's policy, walked into one bit set per action.

use casbin::{CoreApi, DefaultModel, Enforcer, MgmtApi, StringAdapter};
use kernel::Role;

const MODEL: &str = include_str!("../../../config/access/model.conf");
const POLICY: &str = include_str!("../../../config/access/policy.csv");

/// Operations by id that the policy grants to whoever asks.
pub const OPEN_OPERATIONS: &[&str] = &[
    "auth_login",
    "auth_passkey",
    "auth_passkey_begin",
    "auth_second_factor",
    "invitation_accept",
    "invitation_show",
    "oidc_callback",
    "oidc_list",
    "oidc_logout",
    "oidc_start",
];

/// Who an action is granted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Whoever asks.
    Anyone,
    /// Whoever is logged in.
    Member,
    /// Whoever holds the role.
    Role(Role),
}

impl Subject {
    /// Every subject, the roles last.
    pub const ALL: &'static [Self] = &[
        Self::Anyone,
        Self::Member,
        Self::Role(Role::Counsellor),
        Self::Role(Role::CentreAdministrator),
        Self::Role(Role::NationalCoordinator),
    ];

    /// The word in the policy.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::Member => "member",
            Self::Role(role) => role.as_str(),
        }
    }

    fn bit(self) -> u32 {
        let place = Self::ALL.iter().take_while(|known| **known != self).count();
        u32::try_from(place).map_or(0, |place| 1 << place)
    }
}

/// Why the policy cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// casbin refuses the files.
    #[error("the access policy cannot be read")]
    Unreadable(#[from] casbin::Error),
    /// A line names no known role.
    #[error("the access policy names the unknown role {0}")]
    UnknownSubject(String),
    /// A line is no `p, role, action`.
    #[error("the access policy has a line that is no role and action")]
    OddLine,
}

/// What every subject is granted. An action it does not know is granted to nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Sorted.
    actions: Vec<String>,
    /// By place of the action; the place of a subject is its bit.
    granted: Vec<u32>,
}

impl Policy {
    /// Reads the policy the product ships with.
    pub async fn load() -> Result<Self, PolicyError> {
        Self::walk(&enforcer(POLICY).await?)
    }

    fn walk(enforcer: &Enforcer) -> Result<Self, PolicyError> {
        let mut lines = Vec::new();
        for line in enforcer.get_policy() {
            let Ok([word, action]) = <[String; 2]>::try_from(line) else {
                return Err(PolicyError::OddLine);
            };
            let subject = Subject::ALL.iter().find(|known| known.as_str() == word);
            match subject {
                Some(subject) => lines.push((*subject, action)),
                None => return Err(PolicyError::UnknownSubject(word)),
            }
        }
        let mut actions: Vec<String> = lines.iter().map(|(_, action)| action.clone()).collect();
        actions.sort();
        actions.dedup();
        let granted_to = |action: &String| {
            let subjects = lines.iter().filter(|(_, granted)| granted == action);
            subjects.fold(0, |set, (subject, _)| set | subject.bit())
        };
        let granted = actions.iter().map(granted_to).collect();
        Ok(Self { actions, granted })
    }

    /// Whether the policy grants the action to this very subject.
    pub fn grants(&self, subject: Subject, action: &str) -> bool {
        let place = self
            .actions
            .binary_search_by(|known| known.as_str().cmp(action));
        let set = place.ok().and_then(|place| self.granted.get(place));
        set.is_some_and(|set| set & subject.bit() != 0)
    }

    /// Every action of the policy, sorted.
    pub fn actions(&self) -> impl Iterator<Item = &str> {
        self.actions.iter().map(String::as_str)
    }

    /// The matrix of actions and subjects, as committed in `config/access/matrix.txt`.
    pub fn matrix(&self) -> String {
        let width = self.actions.iter().map(String::len).max().unwrap_or(0);
        let row = |first: &str, cell: &dyn Fn(Subject) -> &'static str| {
            let cells = Subject::ALL
                .iter()
                .map(|subject| format!("  {:1$}", cell(*subject), subject.as_str().len()));
            let row = format!("{first:width$}") + cells.collect::<String>().as_str();
            row.trim_end().to_owned()
        };
        let mut rows = vec![row("", &Subject::as_str)];
        for action in &self.actions {
            let mark = |subject| {
                if self.grants(subject, action) {
                    "yes"
                } else {
                    "-"
                }
            };
            rows.push(row(action, &mark));
        }
        rows.join("\n") + "\n"
    }
}

async fn enforcer(policy: &str) -> Result<Enforcer, casbin::Error> {
    let model = DefaultModel::from_str(MODEL).await?;
    Enforcer::new(model, StringAdapter::new(policy)).await
}

#[cfg(test)]
mod tests;
