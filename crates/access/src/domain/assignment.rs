use kernel::{CentreId, Role, Scope, StaffId};

/// Where a role is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Domain {
    Centre(CentreId),
    National,
}

impl Domain {
    pub(crate) const fn scope(self) -> Scope {
        match self {
            Self::Centre(id) => Scope::Centre(id),
            Self::National => Scope::National,
        }
    }

    pub(crate) const fn centre(self) -> Option<CentreId> {
        match self {
            Self::Centre(id) => Some(id),
            Self::National => None,
        }
    }
}

/// A role held in a domain. Sorts centres before the national layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Assignment {
    pub(crate) domain: Domain,
    pub(crate) role: Role,
    pub(crate) staff: Option<StaffId>,
}

/// The role cannot be held like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssignmentFault {
    /// A role of a centre was given without the centre.
    #[error("this role is held in a centre")]
    CentreMissing,
    /// A counsellor serves as a member of a centre's staff.
    #[error("a counsellor is a member of staff")]
    StaffMissing,
    /// A national role was given with a centre or a membership.
    #[error("this role is held in the national layer")]
    NotInCentre,
}

impl Assignment {
    /// Joins role and domain where they fit.
    pub(crate) fn new(
        role: Role,
        centre: Option<CentreId>,
        staff: Option<StaffId>,
    ) -> Result<Self, AssignmentFault> {
        let domain = match (role, centre) {
            (Role::NationalCoordinator, None) if staff.is_none() => Domain::National,
            (Role::NationalCoordinator, _) => return Err(AssignmentFault::NotInCentre),
            (Role::Counsellor | Role::CentreAdministrator, Some(centre)) => Domain::Centre(centre),
            (Role::Counsellor | Role::CentreAdministrator, None) => {
                return Err(AssignmentFault::CentreMissing);
            }
        };
        if role == Role::Counsellor && staff.is_none() {
            return Err(AssignmentFault::StaffMissing);
        }
        Ok(Self {
            domain,
            role,
            staff,
        })
    }
}
