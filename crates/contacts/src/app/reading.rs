//! Who reads a talk that is over is remembered.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::TimeDelta;
use kernel::{AccountId, Actor, ContactId, Instant};
use platform::{
    Ctx, Fault, TenantTx,
    audit::{self, Deed},
};

use crate::domain::contact::{Contact, ContactState};

/// Reading on within this time is the same reading.
const ONE_READING: TimeDelta = TimeDelta::hours(1);
/// Readings remembered before the old ones are looked for.
const MANY: usize = 1000;

/// The readings of this process that may still go on.
#[derive(Debug, Default)]
pub(crate) struct Readings(Mutex<HashMap<(AccountId, ContactId), Instant>>);

impl Readings {
    fn is_going_on(&self, reading: (AccountId, ContactId), now: Instant) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .get(&reading)
            .is_some_and(|begun| now - *begun < ONE_READING)
    }
}

impl Readings {
    /// Whether it must be remembered that somebody reads a talk: not while it goes on, because who serves it must read
    /// it, and the live path does not write; and once an hour per person and talk and process.
    pub(crate) fn is_new(&self, ctx: &Ctx, contact: &Contact) -> bool {
        let goes_on = matches!(contact.state, ContactState::Waiting | ContactState::Active);
        match ctx.actor {
            Actor::Account { account, .. } if !goes_on => {
                !self.is_going_on((account, contact.id), ctx.now)
            }
            _ => false,
        }
    }

    /// Once it is remembered.
    pub(crate) fn begin(&self, ctx: &Ctx, contact: ContactId) {
        let Actor::Account { account, .. } = ctx.actor else {
            return;
        };
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MANY {
            known.retain(|_, begun| ctx.now - *begun < ONE_READING);
        }
        known.insert((account, contact), ctx.now);
    }
}

/// Notes in the log of the talk's controller that somebody reads it. Needs the system's scope: the log may be the
/// national one, which the reader's does not reach.
pub(crate) async fn note_reading(ctx: &Ctx, tx: &TenantTx, contact: &Contact) -> Result<(), Fault> {
    let deed = Deed {
        centre: contact.centre,
        action: "message:list",
        target: contact.id.to_string(),
        old: None,
        new: None,
    };
    audit::record(ctx, tx, deed).await
}
