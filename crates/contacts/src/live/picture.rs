//! The picture that the coordinators' board shows, taken from the database at most once a second, whoever looks.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use centres::Override;
use chrono::TimeDelta;
use kernel::{CentreId, Channel, ContactId, Instant, Scope, StaffId};
use platform::{Ctx, Fault, Line};
use tokio::sync::Mutex;

use crate::{
    Contacts,
    domain::{
        board::{Alarm, AlarmName, Answered, Contributing, OnDuty, Situation, Today},
        contact::ContactState,
    },
    store::{board, contact, offer},
};

/// How old a picture gets.
const FRESH: TimeDelta = TimeDelta::milliseconds(900);
/// Contacts answered last that are shown.
const ANSWERED: u64 = 20;
const OPEN: [ContactState; 3] = [
    ContactState::Waiting,
    ContactState::Active,
    ContactState::WrapUp,
];

/// Somebody at a centre, under the alias.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) alias: String,
    pub(crate) centre: CentreId,
}

/// How things stand.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Picture {
    /// Since when a day's figures count.
    pub(crate) since: Instant,
    pub(crate) policy_version: String,
    pub(crate) situation: Situation,
    pub(crate) answered: Vec<Answered>,
    pub(crate) offered: BTreeMap<ContactId, StaffId>,
    pub(crate) named: BTreeMap<StaffId, Named>,
    /// What coordinators decided against the hours.
    pub(crate) overrides: Vec<Override>,
    /// Whether it is a time of many.
    pub(crate) surge: bool,
    /// What is wrong, and since when.
    pub(crate) alarms: Vec<(Alarm, Instant)>,
}

type Taken = Option<(Instant, Arc<Picture>)>;

/// The last picture.
#[derive(Debug, Default)]
pub(crate) struct Pictures(Mutex<Taken>);

impl Contacts {
    /// A picture that is at most a second old, and when it was taken.
    pub(crate) async fn picture(&self) -> Result<(Instant, Arc<Picture>), Fault> {
        let mut last = self.0.pictures.0.lock().await;
        let now = self.0.sources.now();
        if let Some((at, picture)) = last.as_ref().filter(|(at, _)| (now - *at).abs() < FRESH) {
            return Ok((*at, Arc::clone(picture)));
        }
        let earlier = last.as_ref().map(|(_, picture)| picture.alarms.as_slice());
        let taken = self.take(now, earlier.unwrap_or_default()).await?;
        // What looks the same is the same, so that nobody is told twice.
        let picture = match last.take() {
            Some((_, before)) if *before == taken => before,
            _ => Arc::new(taken),
        };
        *last = Some((now, Arc::clone(&picture)));
        Ok((now, picture))
    }

    async fn take(&self, now: Instant, earlier: &[(Alarm, Instant)]) -> Result<Picture, Fault> {
        let since = midnight(now);
        let ctx = Ctx::system(&self.0.sources, &self.0.database);
        let tx = ctx.database().read(Scope::System).await?;
        let contacts = contact::list_in(&tx, &OPEN).await?;
        let counsellors = centres::list_counsellors(&tx).await?;
        let offers = offer::list_live(&tx, None).await?;
        let arrivals = board::arrivals(&tx, since).await?;
        let answered = board::answered(&tx, since, ANSWERED).await?;
        let limits = board::thresholds(&tx).await?;
        drop(tx);
        let situation = Situation {
            contacts: contacts
                .into_iter()
                .filter(|contact| contact.centre.is_none())
                .collect(),
            centres: self.contributing(now),
            today: Today::of(&arrivals),
            is_bus_away: *self.0.line.borrow() == Line::Down,
            counsellors: counsellors.iter().map(on_duty).collect(),
        };
        let begun: HashMap<AlarmName, Instant> = earlier
            .iter()
            .map(|(alarm, since)| (alarm.name(), *since))
            .collect();
        let alarms = situation.alarms(limits, now).into_iter().map(|alarm| {
            let since = begun.get(&alarm.name()).copied().unwrap_or(now);
            (alarm, since)
        });
        Ok(Picture {
            since,
            policy_version: self.0.rules.in_force(now).version.clone(),
            alarms: alarms.collect(),
            overrides: self.0.directory.overrides(now),
            surge: self.0.rules.operations().surge(now).is_some(),
            situation,
            answered,
            offered: offers.iter().map(|one| (one.contact, one.staff)).collect(),
            named: counsellors
                .into_iter()
                .map(|one| {
                    let (alias, centre) = (one.alias, one.centre_id);
                    (one.staff_id, Named { alias, centre })
                })
                .collect(),
        })
    }

    fn contributing(&self, now: Instant) -> Vec<Contributing> {
        let directory = &self.0.directory;
        let all = directory.centres();
        let contributing = all.iter().map(|entry| {
            let share = |channel: &Channel| entry.agreement_in_force(*channel, now);
            let is_open = |channel: &&Channel| {
                share(channel).is_some_and(|share| share > 0)
                    && directory.serves_national(entry.id, **channel, now)
            };
            Contributing {
                id: entry.id,
                open: Channel::ALL.iter().filter(is_open).copied().collect(),
                share: Channel::ALL.iter().filter_map(share).max().unwrap_or(0),
            }
        });
        contributing.collect()
    }
}

fn on_duty(row: &centres::Counsellor) -> OnDuty {
    OnDuty {
        staff: row.staff_id,
        centre: row.centre_id,
        state: row.state,
        is_free: row.load_units < row.capacity_units,
        since: row.since,
        languages: row.languages.clone(),
        channels: row.channels.clone(),
    }
}

/// The last midnight of the national service's clock.
fn midnight(now: Instant) -> Instant {
    let local = now.with_timezone(&chrono_tz::Europe::Oslo);
    let start = local.date_naive().and_time(chrono::NaiveTime::MIN);
    start
        .and_local_timezone(chrono_tz::Europe::Oslo)
        .earliest()
        .map_or(now, |start| start.to_utc())
}
