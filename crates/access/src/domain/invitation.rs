use chrono::TimeDelta;
use kernel::{CentreId, FieldError, Instant, InvitationId, Language, Membership, Role, line};
use platform::Pii;

use super::{Email, NAME};

/// How long the link of an invitation is good for.
pub(crate) const LIFETIME: TimeDelta = TimeDelta::days(7);

/// Who is to become a member of a centre's staff, and as what.
#[derive(Clone, Debug)]
pub(crate) struct Invitee {
    pub(crate) email: Email,
    /// The person's name, shown to colleagues.
    pub(crate) name: Pii<String>,
    /// What the mail is written in.
    pub(crate) language: Language,
    pub(crate) roles: Vec<Role>,
    pub(crate) membership: Membership,
}

impl Invitee {
    /// Reads who is meant. `check` knows the rules of memberships.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub(crate) fn read(
        (email, name): (&str, &str),
        language: Language,
        mut roles: Vec<Role>,
        membership: Result<Membership, Vec<FieldError>>,
    ) -> Result<Self, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut fault = |field: &str, reason: String| {
            faults.push(FieldError {
                field: field.to_owned(),
                reason,
            });
        };
        let email = Email::parse(email);
        if email.is_none() {
            fault("email", "is not an e-mail address".to_owned());
        }
        let name = line(name, NAME).map_err(|reason| fault("name", reason));
        roles.sort_unstable();
        roles.dedup();
        if roles.is_empty() {
            fault("roles", "must name at least one".to_owned());
        }
        if roles.contains(&Role::NationalCoordinator) {
            fault("roles", "must be roles of a centre".to_owned());
        }
        let membership = membership.map_err(|more| faults.extend(more));
        match (email, name, membership) {
            (Some(email), Ok(name), Ok(membership)) if faults.is_empty() => Ok(Self {
                email,
                name: Pii::new(name),
                language,
                roles,
                membership,
            }),
            _ => Err(faults),
        }
    }
}

/// An invitation that is neither accepted nor revoked.
#[derive(Clone, Debug)]
pub(crate) struct Invitation {
    pub(crate) id: InvitationId,
    pub(crate) centre: CentreId,
    pub(crate) invitee: Invitee,
    pub(crate) created_at: Instant,
    /// When the last mail was handed over.
    pub(crate) sent_at: Option<Instant>,
    /// Until when the link in it is good.
    pub(crate) expires_at: Option<Instant>,
}

/// What became of an invitation so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InvitationState {
    /// The mail has not been handed over yet.
    Waiting,
    /// The person may accept.
    Sent,
    /// The link in the mail is no longer good.
    Expired,
}

impl InvitationState {
    /// The word on the wire.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Expired => "expired",
        }
    }
}

impl Invitation {
    pub(crate) fn state(&self, now: Instant) -> InvitationState {
        match self.expires_at {
            _ if self.sent_at.is_none() => InvitationState::Waiting,
            Some(end) if end > now => InvitationState::Sent,
            _ => InvitationState::Expired,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Channel;

    fn membership() -> Membership {
        Membership {
            alias: "Kari".to_owned(),
            languages: vec![Language::Nb],
            topics: Vec::new(),
            capacity_units: 2,
            channels: vec![Channel::Chat],
            works_from_home: false,
        }
    }

    fn fields(faults: Result<Invitee, Vec<FieldError>>) -> Vec<String> {
        let faults = faults.err().unwrap_or_default();
        faults.into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn every_faulty_field_of_an_invitee_is_named() {
        let nobody = Invitee::read(("kari", " "), Language::Nb, Vec::new(), Ok(membership()));
        assert_eq!(fields(nobody), ["email", "name", "roles"]);
        let coordinator = vec![Role::NationalCoordinator];
        let who = ("kari@example.no", "Kari Østby");
        let faults = vec![FieldError {
            field: "alias".to_owned(),
            reason: String::new(),
        }];
        let nobody = Invitee::read(who, Language::Nb, coordinator, Err(faults));
        assert_eq!(fields(nobody), ["roles", "alias"]);
        let kari = Invitee::read(who, Language::Nb, vec![Role::Counsellor], Ok(membership()));
        assert_eq!(kari.unwrap().email.expose(), "kari@example.no");
    }
}
