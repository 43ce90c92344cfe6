//! Builds the engine from the database, and looks for what no event told.

use kernel::{ContactId, StaffId};
use platform::Fault;
use routing::{Engine, LiveOffer, Restored, Served, Snapshot};

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

impl Actor {
    /// Builds the engine from the database.
    pub(super) async fn restore(&mut self) -> Result<(), Fault> {
        let now = self.parts.sources.now();
        let tx = self.ctx().read().await?;
        let offers = offer::list_live(&tx, None).await?;
        let counsellors = centres::list_counsellors(&tx).await?;
        let contacts = contact::list_in(&tx, &OPEN).await?;
        drop(tx);
        let offered = |staff| {
            offers
                .iter()
                .filter(|o| o.staff == staff)
                .map(|o| o.units)
                .sum()
        };
        let mut snapshot = Snapshot {
            centres: self.mirror_centres(now),
            counsellors: counsellors
                .iter()
                .map(|row| mirror::counsellor(row, offered(row.staff_id)))
                .collect(),
            ..Snapshot::default()
        };
        self.known.clear();
        for row in &contacts {
            self.restore_contact(row, &offers, &mut snapshot);
        }
        self.centres = snapshot.centres.iter().map(|c| (c.id, c.clone())).collect();
        self.counsellors = snapshot
            .counsellors
            .iter()
            .map(|c| (c.id, c.clone()))
            .collect();
        self.board.write(|figures| figures.colleagues.clear());
        for row in &counsellors {
            self.note_colleague(row);
        }
        let (engine, decisions) = Engine::restore(self.parts.policy.clone(), now, snapshot);
        self.engine = engine;
        self.stale = false;
        self.carry(decisions.into()).await
    }

    fn restore_contact(&mut self, row: &Contact, offers: &[Offer], snapshot: &mut Snapshot) {
        if row.state == ContactState::Waiting {
            let live = offers.iter().find(|offer| offer.contact == row.id);
            let offer = live.map(|o| LiveOffer {
                counsellor: o.staff,
                expires_at: o.expires_at,
            });
            snapshot.waiting.push(Restored {
                contact: mirror::contact(row),
                offer,
            });
            self.note_waiting(row);
        } else if let Some(staff) = row.staff {
            snapshot.served.push(Served {
                contact: row.id,
                counsellor: staff,
                channel: row.channel,
                work_type: row.work_type,
                accepted_at: row.accepted_at.unwrap_or(row.joined_at),
            });
            self.known.insert(row.id, Known::Served(staff));
        }
    }

    /// Looks for what no event told.
    pub(super) async fn look(&mut self) -> Result<(), Fault> {
        let tx = self.ctx().read().await?;
        let rows = contact::list_in(&tx, &OPEN).await?;
        let counsellors = centres::list_counsellors(&tx).await?;
        let staff: Vec<StaffId> = counsellors.iter().map(|row| row.staff_id).collect();
        drop(tx);
        let mut ids: Vec<ContactId> = rows.iter().map(|row| row.id).collect();
        ids.extend(self.known.keys().copied());
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            let current = rows
                .iter()
                .find(|row| row.id == id)
                .map(|row| match row.staff {
                    Some(staff) if row.state != ContactState::Waiting => Known::Served(staff),
                    _ => Known::Waiting,
                });
            if current != self.known.get(&id).copied() {
                self.sync_contact(id).await?;
            }
        }
        for id in staff {
            self.sync_counsellor(id).await?;
        }
        for row in rows.iter().filter(|row| row.state == ContactState::Waiting) {
            self.open_to_all_unless_awaited(row).await?;
        }
        Ok(())
    }
}
