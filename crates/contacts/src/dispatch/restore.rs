//! Builds the engine from the database, and looks for what no event told.

use std::collections::{BTreeSet, HashMap};

use centres::Counsellor;
use kernel::{ContactId, Instant, StaffId};
use platform::Fault;
use routing::{Decision, Engine, LiveOffer, Restored, Served, Snapshot};

use super::{
    actor::{Actor, Known},
    mirror,
};
use crate::{
    domain::contact::{Contact, ContactState},
    store::{
        contact,
        offer::{self, Offer},
    },
};

const OPEN: [ContactState; 3] = [
    ContactState::Waiting,
    ContactState::Active,
    ContactState::WrapUp,
];

/// All that the engine is built from.
pub(super) struct Standing {
    centres: Vec<routing::Centre>,
    counsellors: Vec<Counsellor>,
    contacts: Vec<Contact>,
    offers: Vec<Offer>,
}

impl Standing {
    pub(super) fn snapshot(&self) -> Snapshot {
        let offered = |staff| {
            let live = self.offers.iter().filter(|offer| offer.staff == staff);
            live.map(|offer| offer.units).sum()
        };
        let mut snapshot = Snapshot {
            centres: self.centres.clone(),
            counsellors: self
                .counsellors
                .iter()
                .map(|row| mirror::counsellor(row, offered(row.staff_id)))
                .collect(),
            ..Snapshot::default()
        };
        for row in &self.contacts {
            self.add(row, &mut snapshot);
        }
        snapshot
    }

    fn add(&self, row: &Contact, snapshot: &mut Snapshot) {
        if row.state == ContactState::Waiting {
            let live = self.offers.iter().find(|offer| offer.contact == row.id);
            let offer = live.map(|o| LiveOffer {
                counsellor: o.staff,
                expires_at: o.expires_at,
            });
            snapshot.waiting.push(Restored {
                contact: mirror::contact(row),
                offer,
            });
        } else if let Some(staff) = row.staff {
            snapshot.served.push(Served {
                contact: row.id,
                counsellor: staff,
                channel: row.channel,
                work_type: row.work_type,
                accepted_at: row.accepted_at.unwrap_or(row.joined_at),
                policy: Some(row.policy_version.as_str().into()),
            });
        }
    }
}

impl Actor {
    /// Builds the engine from the database.
    pub(super) async fn restore(&mut self) -> Result<(), Fault> {
        let now = self.parts.sources.now();
        let standing = self.read_standing(now).await?;
        let snapshot = standing.snapshot();
        self.known.clear();
        for row in &standing.contacts {
            if row.state == ContactState::Waiting {
                self.note_waiting(row);
            } else if let Some(staff) = row.staff {
                self.known.insert(row.id, Known::Served(staff));
            }
        }
        self.centres = snapshot.centres.iter().map(|c| (c.id, c.clone())).collect();
        self.counsellors = snapshot
            .counsellors
            .iter()
            .map(|c| (c.id, c.clone()))
            .collect();
        self.note_colleagues(&standing.counsellors);
        let (engine, decisions) = self.engine_of(snapshot, now);
        self.engine = engine;
        self.stale = false;
        self.carry(decisions.into()).await
    }

    /// Reads how things stand.
    pub(super) async fn read_standing(&self, now: Instant) -> Result<Standing, Fault> {
        let tx = self.ctx().read().await?;
        Ok(Standing {
            centres: self.mirror_centres(now),
            counsellors: centres::list_counsellors(&tx).await?,
            contacts: contact::list_in(&tx, &OPEN).await?,
            offers: offer::list_live(&tx, None).await?,
        })
    }

    /// An engine of how things stand, and what it would decide at once.
    pub(super) fn engine_of(&self, snapshot: Snapshot, now: Instant) -> (Engine, Vec<Decision>) {
        let newest = self.parts.rules.in_force(now).as_ref().clone();
        Engine::restore(newest, &self.parts.rules.published(), now, snapshot)
    }

    /// Looks for what no event told.
    pub(super) async fn look(&mut self) -> Result<(), Fault> {
        let tx = self.ctx().read().await?;
        let rows = contact::list_in(&tx, &OPEN).await?;
        let counsellors = centres::list_counsellors(&tx).await?;
        let offers = offer::list_live(&tx, None).await?;
        drop(tx);
        let current: HashMap<ContactId, Known> = rows
            .iter()
            .map(|row| match row.staff {
                Some(staff) if row.state != ContactState::Waiting => (row.id, Known::Served(staff)),
                _ => (row.id, Known::Waiting),
            })
            .collect();
        let ids: BTreeSet<ContactId> = current.keys().chain(self.known.keys()).copied().collect();
        for id in ids {
            if current.get(&id) != self.known.get(&id) {
                self.sync_contact(id).await?;
            }
        }
        let serving = self.known.values().filter_map(|known| match known {
            Known::Served(staff) => Some(*staff),
            Known::Waiting => None,
        });
        let mut changed: BTreeSet<StaffId> =
            self.counsellors.keys().copied().chain(serving).collect();
        for row in &counsellors {
            changed.remove(&row.staff_id);
        }
        for row in &counsellors {
            self.note_colleague(row);
            let offered = offers.iter().filter(|offer| offer.staff == row.staff_id);
            if !self.is_current(row, offered.map(|offer| offer.units).sum()) {
                changed.insert(row.staff_id);
            }
        }
        for id in changed {
            self.sync_counsellor(id).await?;
        }
        for row in rows.iter().filter(|row| row.state == ContactState::Waiting) {
            self.open_to_all_unless_awaited(row).await?;
        }
        Ok(())
    }

    /// Whether all that the database says of a counsellor is known here, and no offer is open whose end it
    /// may know of.
    fn is_current(&self, row: &Counsellor, offered_units: u32) -> bool {
        let counsellor = mirror::counsellor(row, offered_units);
        self.counsellors.get(&row.staff_id) == Some(&counsellor)
            && self.engine.load(row.staff_id) == Some((counsellor.load_units, 0))
    }
}
