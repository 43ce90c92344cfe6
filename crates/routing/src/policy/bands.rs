//! Who goes before whom, and why.

use serde::{Deserialize, Serialize};

use super::Policy;

/// Why a contact may wait in another band than the ordinary one. The engine is told the band; whoever knows the
/// reasons asks [`Policy::band`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BandReason {
    /// A counsellor handed it on.
    Transferred,
    /// The seeker came back to a talk that was cut off.
    Reconnected,
    /// It came on the day of an application deadline.
    DeadlineDay,
    /// A partner service sent the seeker.
    PartnerReferral,
}

impl BandReason {
    /// Every reason.
    pub const ALL: &'static [Self] = &[
        Self::Transferred,
        Self::Reconnected,
        Self::DeadlineDay,
        Self::PartnerReferral,
    ];

    /// The word in policies, traces and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Transferred => "transferred",
            Self::Reconnected => "reconnected",
            Self::DeadlineDay => "deadline_day",
            Self::PartnerReferral => "partner_referral",
        }
    }
}

/// The band by reason; the smaller the sooner. Within a band it is first come, first served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bands {
    /// Without any reason. Default 1.
    pub ordinary: u8,
    /// See [`BandReason::Transferred`]. Default 1.
    pub transferred: u8,
    /// See [`BandReason::Reconnected`]. Default 1.
    pub reconnected: u8,
    /// See [`BandReason::DeadlineDay`]. Default 1.
    pub deadline_day: u8,
    /// See [`BandReason::PartnerReferral`]. Default 1.
    pub partner_referral: u8,
}

impl Default for Bands {
    fn default() -> Self {
        Self {
            ordinary: 1,
            transferred: 1,
            reconnected: 1,
            deadline_day: 1,
            partner_referral: 1,
        }
    }
}

impl Bands {
    /// The band of one reason.
    pub const fn of(&self, reason: BandReason) -> u8 {
        match reason {
            BandReason::Transferred => self.transferred,
            BandReason::Reconnected => self.reconnected,
            BandReason::DeadlineDay => self.deadline_day,
            BandReason::PartnerReferral => self.partner_referral,
        }
    }
}

impl Policy {
    /// The band of a contact for which these reasons hold: the soonest of theirs, the ordinary one without any.
    pub fn band(&self, reasons: &[BandReason]) -> u8 {
        self.band_reason(reasons)
            .map_or(self.bands.ordinary, |reason| self.bands.of(reason))
    }

    /// The reason that decides the band; the first listed where several lead to the same.
    pub fn band_reason(&self, reasons: &[BandReason]) -> Option<BandReason> {
        reasons
            .iter()
            .copied()
            .min_by_key(|reason| self.bands.of(*reason))
    }
}
