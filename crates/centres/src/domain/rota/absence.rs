//! Times somebody is not there.

use kernel::{AbsenceId, StaffId};

use super::Period;

/// A time somebody is not there. Why is nobody's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Absence {
    pub(crate) id: AbsenceId,
    pub(crate) staff_id: StaffId,
    pub(crate) period: Period,
}

/// The parts of a period that fall into any of the absences, in order, none touching another.
pub(crate) fn absent_parts(
    period: Period,
    absences: impl IntoIterator<Item = Period>,
) -> Vec<Period> {
    let within = absences
        .into_iter()
        .filter_map(|absence| period.common(absence));
    let mut parts: Vec<Period> = within.collect();
    parts.sort_unstable();
    let mut joined: Vec<Period> = Vec::with_capacity(parts.len());
    for part in parts {
        match joined.last_mut() {
            Some(last) if last.joined(part).is_some() => {
                *last = last.joined(part).unwrap_or(part);
            }
            _ => joined.push(part),
        }
    }
    joined
}

/// What is left of a period without its absent parts, in order.
pub(super) fn present_parts(period: Period, absent: &[Period]) -> Vec<Period> {
    let mut left = Vec::with_capacity(absent.len() + 1);
    let mut from = period.starts_at();
    for part in absent {
        left.extend(Period::new(from, part.starts_at()));
        from = part.ends_at();
    }
    left.extend(Period::new(from, period.ends_at()));
    left
}
