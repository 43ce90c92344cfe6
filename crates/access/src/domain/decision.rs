use kernel::{CentreId, Scope, StaffId};

use super::{Assignment, Domain};
use crate::policy::{Policy, Subject};

/// What a logged-in person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// In this scope, as this member of staff.
    Granted {
        scope: Scope,
        staff: Option<StaffId>,
    },
    /// The person may know of it, but not do it.
    Forbidden,
    /// For this person it does not exist.
    Hidden,
}

/// Decides an action, in one centre if the request names one. `assignments` are sorted: a role in a
/// centre is preferred to a national one.
pub(crate) fn decide(
    policy: &Policy,
    assignments: &[Assignment],
    action: &str,
    centre: Option<CentreId>,
) -> Decision {
    let here = || {
        assignments.iter().filter(move |assignment| {
            centre.is_none_or(|id| match assignment.domain {
                Domain::Centre(own) => own == id,
                Domain::National => true,
            })
        })
    };
    if centre.is_some() && here().next().is_none() {
        return Decision::Hidden;
    }
    let by_role = here().find(|held| policy.grants(Subject::Role(held.role), action));
    let granting = match by_role {
        Some(assignment) => Some(assignment),
        None if policy.grants(Subject::Member, action) => here().next(),
        None => return Decision::Forbidden,
    };
    match granting {
        Some(assignment) => Decision::Granted {
            scope: assignment.domain.scope(),
            staff: assignment.staff,
        },
        None => Decision::Granted {
            scope: Scope::Public,
            staff: None,
        },
    }
}

/// Whether an action is open to people who have yet to add the second factor that is asked of them. They add
/// no other way in before.
pub(crate) fn suffices_to_enrol(policy: &Policy, action: &str) -> bool {
    action != "identity:link" && policy.grants(Subject::Member, action)
}

#[cfg(test)]
mod tests;
