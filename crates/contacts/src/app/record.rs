//! Gathers recorded days to be replayed.

use std::collections::BTreeMap;

use centres::{DEFAULT_ZONE, Directory, WorkSpan};
use chrono::NaiveDate;
use kernel::{Channel, Membership, StaffId};
use platform::{Fault, TenantTx};
use routing::simulator::RecordedDay;

use crate::{
    domain::{
        demand::{dates, days_later, midnight},
        record::{Contributor, Day, Really, Recording},
        traffic::Past,
    },
    store::traffic,
};

/// What happened on some days, as the database knows it.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    days: Vec<Day>,
    past: Vec<Past>,
    centres: Vec<Contributor>,
    spans: Vec<WorkSpan>,
    people: BTreeMap<StaffId, Membership>,
}

/// Reads what happened on the days from a date on. Needs the national or the system's scope.
pub(crate) async fn read_record(
    tx: &TenantTx,
    directory: &Directory,
    (from, count): (NaiveDate, u32),
) -> Result<Recorded, Fault> {
    let day = |on| Day {
        on,
        begins: midnight(DEFAULT_ZONE, on),
        ends: midnight(DEFAULT_ZONE, days_later(on, 1)),
    };
    let within = (
        midnight(DEFAULT_ZONE, from),
        midnight(DEFAULT_ZONE, days_later(from, count)),
    );
    let contributor = |entry: &centres::CentreEntry| {
        let at = within.0 + chrono::TimeDelta::hours(12);
        let shares = Channel::ALL
            .iter()
            .filter_map(|channel| entry.agreement_in_force(*channel, at));
        Some(Contributor {
            id: entry.id,
            county: entry.county,
            region: entry.region.clone(),
            share: shares.max().filter(|share| *share > 0)?,
        })
    };
    let centres = directory.centres().iter().filter_map(contributor).collect();
    Ok(Recorded {
        days: dates(from, count).map(day).collect(),
        past: traffic::list_past(tx, None, within).await?,
        centres,
        spans: centres::list_work(tx, None, within).await?,
        people: centres::list_everybody(tx).await?,
    })
}

impl Recorded {
    fn recording(&self) -> Recording<'_> {
        Recording {
            days: &self.days,
            past: &self.past,
            centres: &self.centres,
            spans: &self.spans,
            people: &self.people,
        }
    }

    /// How it went.
    pub(crate) fn really(&self) -> Really {
        self.recording().really()
    }

    /// The days to be replayed.
    pub(crate) fn days(&self) -> Vec<RecordedDay> {
        self.recording().days()
    }
}
