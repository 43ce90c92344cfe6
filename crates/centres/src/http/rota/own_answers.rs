//! What the operations on swaps answer.

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use kernel::{StaffId, SwapId, SwapState};
use platform::http::Wire;
use poem_openapi::Object;

use super::answers::{ShiftBody, local};
use crate::app::rota::{OwnSwaps, SwapView};

/// A wish to hand a shift over.
#[derive(Object)]
#[oai(rename = "Swap", skip_serializing_if_is_none)]
pub(super) struct SwapBody {
    id: Wire<SwapId>,
    /// Absent once the shift was removed.
    shift: Option<ShiftBody>,
    /// Who asks.
    from_staff_id: Wire<StaffId>,
    from_alias: String,
    /// Who is asked; anyone if absent.
    to_staff_id: Option<Wire<StaffId>>,
    to_alias: Option<String>,
    /// Who accepted.
    taker_staff_id: Option<Wire<StaffId>>,
    taker_alias: Option<String>,
    state: Wire<SwapState>,
    asked_at: DateTime<FixedOffset>,
    settled_at: Option<DateTime<FixedOffset>>,
}

impl SwapBody {
    pub(super) fn new(zone: Tz, view: SwapView) -> Self {
        let swap = view.swap;
        Self {
            id: Wire(swap.id),
            shift: view.shift.map(ShiftBody::from),
            from_staff_id: Wire(swap.from),
            from_alias: view.from_alias,
            to_staff_id: swap.to.map(Wire),
            to_alias: view.to_alias,
            taker_staff_id: swap.taker.map(Wire),
            taker_alias: view.taker_alias,
            state: Wire(swap.state),
            asked_at: local(zone, swap.asked_at),
            settled_at: swap.settled_at.map(|at| local(zone, at)),
        }
    }
}

/// The swaps that concern oneself, newest first.
#[derive(Object)]
#[oai(rename = "OwnSwaps")]
pub(super) struct OwnSwapsBody {
    /// Asked for by oneself.
    asked: Vec<SwapBody>,
    /// Which one may accept.
    offered: Vec<SwapBody>,
    /// Which one has accepted.
    taken: Vec<SwapBody>,
}

impl OwnSwapsBody {
    pub(super) fn new(zone: Tz, own: OwnSwaps) -> Self {
        let bodies = |views: Vec<SwapView>| {
            let bodies = views.into_iter().map(|view| SwapBody::new(zone, view));
            bodies.collect()
        };
        Self {
            asked: bodies(own.asked),
            offered: bodies(own.offered),
            taken: bodies(own.taken),
        }
    }
}
