//! The hours of centres on the wire.

use chrono::NaiveDate;
use kernel::{CentreId, Channel, StaffId};
use platform::http::Wire;
use poem_openapi::Object;

use crate::domain::ledger::{ChannelHours, Hours, Sums};

/// The hours of a centre in a month.
#[derive(Object)]
#[oai(rename = "Ledger")]
pub(super) struct LedgerBody {
    pub(super) centre_id: Wire<CentreId>,
    /// Such as `2026-11`.
    pub(super) month: String,
    pub(super) hours: HoursBody,
    /// Monday to Sunday, as far as the days lie in the month.
    pub(super) weeks: Vec<HoursBody>,
}

/// The hours of some dates.
#[derive(Object)]
#[oai(rename = "Hours", skip_serializing_if_is_none)]
pub(super) struct HoursBody {
    /// The first date.
    pub(super) from: NaiveDate,
    /// The last date.
    pub(super) until: NaiveDate,
    /// By agreement; absent where no hours are agreed.
    pub(super) agreed_seconds: Option<u64>,
    /// By the rota; absent where no rota is kept.
    pub(super) planned_seconds: Option<u64>,
    /// Available or finishing a contact, while the centre's national queue was open on a channel it
    /// contributes to.
    pub(super) worked_seconds: u64,
    /// An hour counts on every channel that was open.
    pub(super) channels: Vec<ChannelHoursBody>,
}

/// The hours of one channel.
#[derive(Object)]
#[oai(rename = "ChannelHours", skip_serializing_if_is_none)]
pub(super) struct ChannelHoursBody {
    pub(super) channel: Wire<Channel>,
    /// By agreement; absent where no hours are agreed.
    pub(super) agreed_seconds: Option<u64>,
    /// By the rota; absent where no rota is kept.
    pub(super) planned_seconds: Option<u64>,
    pub(super) worked_seconds: u64,
}

impl From<Hours> for HoursBody {
    fn from(hours: Hours) -> Self {
        Self {
            from: hours.dates.first,
            until: hours.dates.last,
            agreed_seconds: hours.agreed,
            planned_seconds: hours.planned,
            worked_seconds: hours.worked,
            channels: hours.channels.into_iter().map(ChannelHours::into).collect(),
        }
    }
}

impl From<ChannelHours> for ChannelHoursBody {
    fn from(hours: ChannelHours) -> Self {
        Self {
            channel: Wire(hours.channel),
            agreed_seconds: hours.agreed,
            planned_seconds: hours.planned,
            worked_seconds: hours.worked,
        }
    }
}

/// What each member of staff worked in a month.
#[derive(Object)]
pub(super) struct Timesheets {
    /// Such as `2026-11`.
    pub(super) month: String,
    /// By alias; only those who worked.
    pub(super) items: Vec<Timesheet>,
}

/// What one member of staff worked in a month.
#[derive(Object)]
pub(super) struct Timesheet {
    staff_id: Wire<StaffId>,
    pub(super) alias: String,
    pub(super) worked_seconds: u64,
    /// An hour counts on every channel that was open.
    pub(super) channels: Vec<ChannelWork>,
}

/// What was worked on one channel.
#[derive(Object)]
pub(super) struct ChannelWork {
    pub(super) channel: Wire<Channel>,
    pub(super) worked_seconds: u64,
}

impl Timesheet {
    pub(super) fn new(staff: StaffId, alias: String, worked: Sums) -> Self {
        let channel = |(channel, worked_seconds)| ChannelWork {
            channel: Wire(channel),
            worked_seconds,
        };
        Self {
            staff_id: Wire(staff),
            alias,
            worked_seconds: worked.total,
            channels: worked.channels.into_iter().map(channel).collect(),
        }
    }
}
