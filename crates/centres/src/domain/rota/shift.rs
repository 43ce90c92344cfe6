//! A time somebody is planned to work.

use chrono::TimeDelta;
use kernel::{CentreId, Channel, Instant, QueueKind, SeriesId, ShiftId, StaffId};

use super::Period;

/// Characters of a note.
pub(crate) const LARGEST_NOTE: usize = 200;
const SHORTEST: TimeDelta = TimeDelta::minutes(15);
const LONGEST: TimeDelta = TimeDelta::hours(16);

/// What is planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShiftContent {
    pub(crate) staff_id: StaffId,
    pub(crate) period: Period,
    /// At least one, each once.
    pub(crate) channels: Vec<Channel>,
    pub(crate) queue: QueueKind,
    /// For colleagues.
    pub(crate) note: Option<String>,
}

/// A time somebody is planned to work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shift {
    pub(crate) id: ShiftId,
    pub(crate) centre_id: CentreId,
    pub(crate) content: ShiftContent,
    /// None for a shift of its own.
    pub(crate) series_id: Option<SeriesId>,
    /// From 1, grows with every change.
    pub(crate) version: u32,
    pub(crate) changed_at: Instant,
}

impl Shift {
    /// The same shift with other content; it leaves its series.
    pub(crate) fn changed(&self, content: ShiftContent, now: Instant) -> Self {
        Self {
            content,
            series_id: None,
            version: self.version.saturating_add(1),
            changed_at: now,
            ..self.clone()
        }
    }
}

/// Why a shift may not last that long, if it may not.
pub(crate) fn check_length(length: TimeDelta) -> Result<(), &'static str> {
    if length < SHORTEST {
        return Err("must be at least 15 minutes after the start");
    }
    if length > LONGEST {
        return Err("must be at most 16 hours after the start");
    }
    Ok(())
}
