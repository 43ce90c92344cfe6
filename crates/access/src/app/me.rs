use kernel::{CentreId, Role};
use platform::{Fault, Secret};

use crate::{
    api::Parts,
    domain::{Account, Session, suffices_to_enrol},
    policy::Subject,
    ports::StaffCard,
};

/// A logged-in person, as they see themselves.
pub(crate) struct Profile {
    pub(crate) account: Account,
    pub(crate) csrf_token: Secret<String>,
    /// Whether a second factor is asked for, and there is none yet.
    pub(crate) must_enrol: bool,
    pub(crate) roles: Vec<HeldRole>,
    pub(crate) actions: Vec<String>,
    pub(crate) staff: Option<StaffCard>,
    /// Whether more than one factor stands behind the log-in.
    pub(crate) is_strong: bool,
}

/// A role and where it is held.
pub(crate) struct HeldRole {
    pub(crate) role: Role,
    pub(crate) centre: Option<CentreId>,
    pub(crate) centre_name: Option<String>,
}

/// Puts together what a person may do and what the directory knows of them.
pub(crate) async fn profile(
    parts: &Parts,
    account: Account,
    session: &Session,
) -> Result<Profile, Fault> {
    let mut cards = Vec::new();
    for staff in session.assignments.iter().filter_map(|held| held.staff) {
        let is_known = cards.iter().any(|card: &StaffCard| card.id == staff);
        if !is_known && let Some(card) = parts.directory.card(staff).await? {
            cards.push(card);
        }
    }
    let roles = session.assignments.iter().map(|held| {
        let centre = held.domain.centre();
        let card = cards.iter().find(|card| Some(card.centre_id) == centre);
        HeldRole {
            role: held.role,
            centre,
            centre_name: card.map(|card| card.centre_name.clone()),
        }
    });
    let roles = roles.collect();
    let is_granted = |action: &&str| {
        let policy = &parts.policy;
        if session.must_enrol {
            return suffices_to_enrol(policy, action);
        }
        let by_role = |role| policy.grants(Subject::Role(role), action);
        policy.grants(Subject::Member, action)
            || session.assignments.iter().any(|held| by_role(held.role))
    };
    Ok(Profile {
        account,
        csrf_token: session.csrf_token.clone(),
        must_enrol: session.must_enrol,
        roles,
        actions: parts
            .policy
            .actions()
            .filter(is_granted)
            .map(str::to_owned)
            .collect(),
        staff: cards.into_iter().next(),
        is_strong: session.is_strong,
    })
}
