//! Seconds and weights per channel.

use kernel::Channel;
use serde::{Deserialize, Serialize};

/// Seconds per channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Seconds {
    /// Default 30.
    pub chat: u32,
    /// Default 20.
    pub phone: u32,
    /// Default 30.
    pub callback: u32,
    /// Default 20.
    pub video: u32,
    /// Default 30.
    pub appointment: u32,
}

/// Weights per channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    /// Default 1 unit.
    pub chat: Weight,
    /// Default whole.
    pub phone: Weight,
    /// Default whole.
    pub callback: Weight,
    /// Default whole.
    pub video: Weight,
    /// Default whole.
    pub appointment: Weight,
}

/// What one contact takes of a counsellor's capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// So many units, at least 1.
    Units(u32),
    /// The whole counsellor.
    Whole,
}

impl Default for Seconds {
    fn default() -> Self {
        Self {
            chat: 30,
            phone: 20,
            callback: 30,
            video: 20,
            appointment: 30,
        }
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            chat: Weight::Units(1),
            phone: Weight::Whole,
            callback: Weight::Whole,
            video: Weight::Whole,
            appointment: Weight::Whole,
        }
    }
}

impl Seconds {
    /// The seconds of one channel.
    pub const fn of(&self, channel: Channel) -> u32 {
        match channel {
            Channel::Chat => self.chat,
            Channel::Phone => self.phone,
            Channel::Callback => self.callback,
            Channel::Video => self.video,
            Channel::Appointment => self.appointment,
        }
    }
}

impl Weights {
    /// The weight of one channel.
    pub const fn of(&self, channel: Channel) -> Weight {
        match channel {
            Channel::Chat => self.chat,
            Channel::Phone => self.phone,
            Channel::Callback => self.callback,
            Channel::Video => self.video,
            Channel::Appointment => self.appointment,
        }
    }
}

impl Weight {
    /// Units taken of a counsellor with this capacity; never 0.
    pub const fn units(self, capacity_units: u32) -> u32 {
        let units = match self {
            Self::Units(units) => units,
            Self::Whole => capacity_units,
        };
        if units == 0 { 1 } else { units }
    }
}
