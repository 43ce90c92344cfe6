//! A wish to hand a shift over.

use kernel::{CentreId, Instant, ShiftId, StaffId, SwapId, SwapState};

/// A wish to hand a shift over to a colleague.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Swap {
    pub(crate) id: SwapId,
    pub(crate) centre_id: CentreId,
    /// None once the shift was removed.
    pub(crate) shift_id: Option<ShiftId>,
    /// Who asks.
    pub(crate) from: StaffId,
    /// Who is asked; anyone if none.
    pub(crate) to: Option<StaffId>,
    /// Who accepted.
    pub(crate) taker: Option<StaffId>,
    /// As it is stored; it also ends by itself, see [`Swap::state_at`].
    pub(crate) state: SwapState,
    pub(crate) asked_at: Instant,
    pub(crate) settled_at: Option<Instant>,
}

/// Whether something can still come of it.
pub(crate) const fn is_live(state: SwapState) -> bool {
    matches!(state, SwapState::Open | SwapState::Accepted)
}

impl Swap {
    /// The state at an instant: a live one expires as its shift begins. Nothing has to happen for that, so
    /// nothing can forget to.
    pub(crate) fn state_at(&self, now: Instant, shift_starts_at: Option<Instant>) -> SwapState {
        let begun = shift_starts_at.is_none_or(|starts_at| starts_at <= now);
        if is_live(self.state) && begun {
            return SwapState::Expired;
        }
        self.state
    }

    /// Whether the colleague may know of the wish before anybody has accepted it.
    pub(crate) fn is_offered_to(&self, staff: StaffId) -> bool {
        self.from != staff && self.to.is_none_or(|asked| asked == staff)
    }

    /// The wish in another state; one that is live no longer is settled.
    pub(crate) fn moved(&self, state: SwapState, now: Instant) -> Self {
        Self {
            state,
            settled_at: (!is_live(state)).then_some(now),
            ..self.clone()
        }
    }
}
