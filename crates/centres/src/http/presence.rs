//! Presence on the wire.

use chrono::{DateTime, Utc};
use kernel::{Actor, PresenceState, ProblemCode, StaffId};
use platform::{
    Ctx,
    http::{Problem, Wire},
};
use poem_openapi::{Enum, Object};
use serde::{Deserialize, Serialize};

use crate::domain::Presence;

/// Whether and how much a counsellor can be offered.
#[derive(Clone, Debug, PartialEq, Object, Serialize)]
#[oai(rename = "Presence")]
pub struct PresenceBody {
    /// The state.
    pub state: Wire<PresenceState>,
    /// When it became this state.
    pub since: DateTime<Utc>,
    /// Units taken by offers and contacts.
    pub load_units: u32,
    /// Units there are.
    pub capacity_units: u32,
}

impl From<Presence> for PresenceBody {
    fn from(presence: Presence) -> Self {
        Self {
            state: Wire(presence.state),
            since: presence.since,
            load_units: presence.load_units,
            capacity_units: presence.capacity_units,
        }
    }
}

/// What a counsellor can choose; the other states follow from what happens.
#[derive(Clone, Copy, Debug, Enum, Deserialize)]
#[oai(rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub(super) enum ChosenState {
    /// Takes contacts.
    Available,
    /// Takes none.
    Away,
}

impl From<ChosenState> for PresenceState {
    fn from(chosen: ChosenState) -> Self {
        match chosen {
            ChosenState::Available => Self::Available,
            ChosenState::Away => Self::Away,
        }
    }
}

/// The state to change to.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PresenceChange {
    pub(super) state: ChosenState,
}

/// The membership that the caller acts under; national roles have none, and so no presence.
pub(super) fn own_staff(ctx: &Ctx) -> Result<StaffId, Problem> {
    match ctx.actor {
        Actor::Account {
            staff: Some(staff), ..
        } => Ok(staff),
        _ => Err(Problem::new(ProblemCode::Forbidden)),
    }
}
