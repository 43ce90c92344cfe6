//! The centres in memory, for asking without a query.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use chrono_tz::Tz;
use kernel::{
    CentreId, Channel, County, ExceptionId, Instant, Language, OverrideMode, QueueKind, Scope,
};
use platform::{Bus, Database, Event, Fault, Tasks, TenantTx};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use crate::{
    app::{CENTRE_CHANGED, CLOSED_DAY_CHANGED, OVERRIDE_CHANGED},
    domain::{
        Centre, LogoMark, Override, Overrides, Profile, Site, Terms, by_hand,
        hours::{
            Answer, ClosedDays, DatedException, OpeningHours, WeeklyInterval, Why, local_date,
            national_answer,
        },
        share_on,
    },
    store,
};

/// How old the snapshot gets at most, should an event be lost.
const REFRESH: Duration = Duration::from_secs(30);

/// An active centre with all that hardly changes. Open to all, but for region and reserve.
#[derive(Clone, Debug)]
pub struct CentreEntry {
    /// Its id.
    pub id: CentreId,
    /// The county it serves.
    pub county: County,
    /// Its name, as seekers read it.
    pub name: String,
    /// The region within which contacts widen before they go to all.
    pub region: String,
    /// The languages it guides in.
    pub languages: Vec<Language>,
    /// Counsellors it keeps for its own seekers.
    pub local_reserve: u32,
    /// What it promises the national queue and both sides accepted, by first date.
    pub agreements: Vec<Terms>,
    /// Where it meets people, by name.
    pub sites: Vec<Site>,
    /// What it tells of itself.
    pub profile: Profile,
    /// What its logo is, if it has one.
    pub logo: Option<LogoMark>,
    /// Its week and exceptions.
    pub hours: Arc<OpeningHours>,
}

impl CentreEntry {
    /// Its name in a language; the common one where the language has no other.
    pub fn name_in(&self, language: Language) -> &str {
        self.profile.names.exact(language).unwrap_or(&self.name)
    }

    /// The zone of its wall clocks.
    pub fn time_zone(&self) -> Tz {
        self.hours.zone()
    }

    /// Whether it has hours for the channel of a queue, at the instant or later.
    fn serves(&self, queue: QueueKind, channel: Channel, at: Instant) -> bool {
        let today = local_date(self.time_zone(), at);
        // An interval of yesterday may still run.
        let since = today.pred_opt().unwrap_or(today);
        self.hours.serves_from(since, queue, channel)
    }

    /// Its share of the national work on the channel at the instant; none if it contributes nothing.
    pub fn agreement_in_force(&self, channel: Channel, at: Instant) -> Option<u32> {
        let date = at.with_timezone(&self.time_zone()).date_naive();
        share_on(&self.agreements, channel, date)
    }
}

#[derive(Debug)]
struct Snapshot {
    centres: Arc<[CentreEntry]>,
    archived: BTreeSet<CentreId>,
    closed_days: Arc<ClosedDays>,
    overrides: Overrides,
}

impl Snapshot {
    async fn read(database: &Database) -> Result<Self, Fault> {
        let tx = database.read(Scope::System).await?;
        let mut parts = Parts::read(&tx).await?;
        let centres = store::list_centres(&tx).await?;
        let (active, archived): (Vec<_>, Vec<_>) =
            centres.into_iter().partition(|centre| centre.active);
        Ok(Self {
            centres: active.into_iter().map(|one| parts.entry(one)).collect(),
            archived: archived.into_iter().map(|centre| centre.id).collect(),
            closed_days: Arc::new(store::list_closed_days(&tx).await?),
            overrides: store::list_overrides(&tx).await?,
        })
    }

    fn centre(&self, id: CentreId) -> Option<&CentreEntry> {
        self.centres.iter().find(|entry| entry.id == id)
    }

    /// What newcomers of the national queue are told.
    fn national(&self, overrides: &Overrides, channel: Channel, at: Instant) -> Answer {
        let by_hours = |at| self.by_hours(overrides, channel, at);
        let could_open = self
            .contributing(channel, at)
            .filter(|entry| overrides.pause(entry.id, at).is_none())
            .any(|entry| entry.serves(QueueKind::National, channel, at));
        overrides.turn(channel, at, could_open, &by_hours)
    }

    fn contributing(&self, channel: Channel, at: Instant) -> impl Iterator<Item = &CentreEntry> {
        let centres = self.centres.iter();
        centres.filter(move |entry| entry.agreement_in_force(channel, at).is_some())
    }

    /// What the centres' hours and pauses say: those that are resting come back when their pause ends.
    fn by_hours(&self, overrides: &Overrides, channel: Channel, at: Instant) -> Answer {
        let pauses = self
            .contributing(channel, at)
            .map(|entry| (entry, overrides.pause(entry.id, at)));
        let (free, resting): (Vec<_>, Vec<_>) = pauses.partition(|(_, pause)| pause.is_none());
        let hours = free.iter().map(|(entry, _)| entry.hours.as_ref());
        let mut answer = national_answer(hours, &self.closed_days, channel, at);
        let ends = resting
            .iter()
            .filter_map(|(_, pause)| pause.as_ref()?.ends_at);
        let later = ends
            .filter(|end| *end > at)
            .min()
            .map(|end| (end, self.by_hours(overrides, channel, end)));
        if free.is_empty() && !resting.is_empty() {
            return by_hand(later);
        }
        let Some((end, later)) = later else {
            return answer;
        };
        if !answer.open {
            let then = by_hand(Some((end, later))).next_opening;
            let openings = [answer.next_opening, then];
            answer.next_opening = openings.into_iter().flatten().min();
        } else if later.open && answer.closes_at.is_some_and(|closes| closes >= end) {
            answer.closes_at = later.closes_at;
        }
        answer
    }

    /// What newcomers of a queue of the centre are told.
    fn answer(&self, entry: &CentreEntry, served: (QueueKind, Channel), at: Instant) -> Answer {
        let (queue, channel) = served;
        let by_hours = |at| entry.hours.answer(&self.closed_days, queue, channel, at);
        if queue == QueueKind::Local {
            return by_hours(at);
        }
        if let Some(pause) = self.overrides.pause(entry.id, at) {
            let after = pause.ends_at;
            return by_hand(after.map(|end| (end, self.answer(entry, served, end))));
        }
        let could_open = entry.serves(queue, channel, at);
        self.overrides.turn(channel, at, could_open, &by_hours)
    }

    /// The answers for every queue and channel at the instant.
    fn answers(&self, entry: &CentreEntry, at: Instant) -> Vec<Answer> {
        let served = QueueKind::ALL
            .iter()
            .flat_map(|queue| Channel::ALL.iter().map(move |channel| (*queue, *channel)))
            .filter(|(queue, channel)| entry.serves(*queue, *channel, at));
        served
            .map(|served| self.answer(entry, served, at))
            .collect()
    }

    /// Whether the centre's counsellors are offered contacts of the national queue on the channel.
    fn serves_national(&self, entry: &CentreEntry, channel: Channel, at: Instant) -> bool {
        if self.overrides.pause(entry.id, at).is_some() {
            return false;
        }
        let queue = QueueKind::National;
        let by_hours = || {
            let hours = &entry.hours;
            hours.answer(&self.closed_days, queue, channel, at).open
        };
        match self.overrides.of_queue(channel, at).map(|one| one.mode) {
            Some(OverrideMode::Open) => entry.serves(queue, channel, at),
            Some(OverrideMode::Closed | OverrideMode::Paused) => false,
            // Whoever waits in a drained queue is served on.
            Some(OverrideMode::Draining) | None => by_hours(),
        }
    }
}

/// What belongs to centres, by centre.
struct Parts {
    sites: BTreeMap<CentreId, Vec<Site>>,
    intervals: BTreeMap<CentreId, Vec<WeeklyInterval>>,
    exceptions: BTreeMap<CentreId, Vec<(ExceptionId, DatedException)>>,
    agreements: BTreeMap<CentreId, Vec<Terms>>,
    profiles: BTreeMap<CentreId, Profile>,
    logos: BTreeMap<CentreId, LogoMark>,
}

impl Parts {
    async fn read(tx: &TenantTx) -> Result<Self, Fault> {
        Ok(Self {
            sites: by_centre(store::list_sites(tx, None).await?),
            intervals: by_centre(store::list_intervals(tx, None).await?),
            exceptions: by_centre(store::list_exceptions(tx, None).await?),
            agreements: by_centre(store::list_terms(tx, None).await?),
            profiles: store::list_profiles(tx).await?.into_iter().collect(),
            logos: store::list_logo_marks(tx, None)
                .await?
                .into_iter()
                .collect(),
        })
    }

    fn entry(&mut self, centre: Centre) -> CentreEntry {
        let week = self.intervals.remove(&centre.id).unwrap_or_default();
        let dated = self.exceptions.remove(&centre.id).unwrap_or_default();
        let dated = dated.into_iter().map(|(_id, exception)| exception);
        let profile = self.profiles.remove(&centre.id).unwrap_or_default();
        let hours = OpeningHours::new(centre.time_zone, week, dated);
        CentreEntry {
            id: centre.id,
            county: centre.county,
            name: centre.name,
            region: centre.region,
            languages: centre.languages,
            local_reserve: centre.local_reserve,
            agreements: self.agreements.remove(&centre.id).unwrap_or_default(),
            sites: self.sites.remove(&centre.id).unwrap_or_default(),
            hours: Arc::new(hours.without(profile.channels_off())),
            profile,
            logo: self.logos.remove(&centre.id),
        }
    }
}

fn by_centre<T>(pairs: Vec<(CentreId, T)>) -> BTreeMap<CentreId, Vec<T>> {
    let mut grouped: BTreeMap<CentreId, Vec<T>> = BTreeMap::new();
    for (centre, value) in pairs {
        grouped.entry(centre).or_default().push(value);
    }
    grouped
}

/// A snapshot of centres, hours, exceptions, closed days and agreements. Clones share it.
#[derive(Clone, Debug)]
pub struct Directory(Arc<RwLock<Arc<Snapshot>>>);

impl Directory {
    /// Reads the first snapshot.
    pub async fn load(database: &Database) -> Result<Self, Fault> {
        let snapshot = Snapshot::read(database).await?;
        Ok(Self(Arc::new(RwLock::new(Arc::new(snapshot)))))
    }

    /// Reads the snapshot again. At a fault the old one stays.
    pub async fn refresh(&self, database: &Database) -> Result<(), Fault> {
        let snapshot = Arc::new(Snapshot::read(database).await?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = snapshot;
        Ok(())
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Every active centre, by id.
    pub fn centres(&self) -> Arc<[CentreEntry]> {
        Arc::clone(&self.snapshot().centres)
    }

    /// The active centre with the id.
    pub fn centre(&self, id: CentreId) -> Option<CentreEntry> {
        self.snapshot().centre(id).cloned()
    }

    /// Whether the centre was archived; one that is not known yet was not.
    pub fn is_archived(&self, id: CentreId) -> bool {
        self.snapshot().archived.contains(&id)
    }

    /// The centre that serves the county; the oldest where there are several.
    pub fn by_county(&self, county: County) -> Option<CentreEntry> {
        let snapshot = self.snapshot();
        let entry = snapshot.centres.iter().find(|entry| entry.county == county);
        entry.cloned()
    }

    /// The national closed days.
    pub fn closed_days(&self) -> Arc<ClosedDays> {
        Arc::clone(&self.snapshot().closed_days)
    }

    /// Whether the national queue lets newcomers in on the channel: the union of the centres with an agreement
    /// in force for it, as far as no coordinator decided otherwise.
    pub fn national_answer(&self, channel: Channel, at: Instant) -> Answer {
        let snapshot = self.snapshot();
        snapshot.national(&snapshot.overrides, channel, at)
    }

    /// The same under other decisions of coordinators.
    pub(crate) fn national_answer_with(
        &self,
        overrides: &Overrides,
        channel: Channel,
        at: Instant,
    ) -> Answer {
        self.snapshot().national(overrides, channel, at)
    }

    /// What coordinators decided about the national queue on a channel, while it is in force.
    pub fn decided(&self, channel: Channel, at: Instant) -> Option<OverrideMode> {
        let snapshot = self.snapshot();
        snapshot.overrides.of_queue(channel, at).map(|one| one.mode)
    }

    /// What coordinators decided against the hours, and is in force.
    pub fn overrides(&self, at: Instant) -> Vec<Override> {
        self.snapshot().overrides.in_force(at).cloned().collect()
    }

    /// Whether a queue of the centre lets newcomers in on the channel; none if there is no such centre.
    pub fn centre_answer(
        &self,
        centre: CentreId,
        queue: QueueKind,
        channel: Channel,
        at: Instant,
    ) -> Option<Answer> {
        let snapshot = self.snapshot();
        let entry = snapshot.centre(centre)?;
        Some(snapshot.answer(entry, (queue, channel), at))
    }

    /// Whether counsellors of the centre are offered contacts of the national queue on the channel, if it has an
    /// agreement. Not the same as letting newcomers in: a drained queue is served on.
    pub fn serves_national(&self, centre: CentreId, channel: Channel, at: Instant) -> bool {
        let snapshot = self.snapshot();
        let entry = snapshot.centre(centre);
        entry.is_some_and(|entry| snapshot.serves_national(entry, channel, at))
    }

    /// Whether the centre is open at all: on any channel of any queue. What its public card says,
    /// beside the hours it lists. None if there is no such centre.
    pub fn card_answer(&self, centre: CentreId, at: Instant) -> Option<Answer> {
        let snapshot = self.snapshot();
        let entry = snapshot.centre(centre)?;
        Some(united(at, |at| snapshot.answers(entry, at)))
    }

    /// The centre's share of the national work; none if it contributes nothing or does not exist.
    pub fn agreement_in_force(
        &self,
        centre: CentreId,
        channel: Channel,
        at: Instant,
    ) -> Option<u32> {
        let snapshot = self.snapshot();
        snapshot.centre(centre)?.agreement_in_force(channel, at)
    }
}

/// One answer from those for every queue and channel.
fn united(at: Instant, answers: impl Fn(Instant) -> Vec<Answer>) -> Answer {
    let now = answers(at);
    if !now.iter().any(|answer| answer.open) {
        let why = |wanted: fn(&Why) -> bool| now.iter().map(|a| &a.why).find(|why| wanted(why));
        return Answer {
            open: false,
            why: why(|why| matches!(why, Why::ClosedDay { .. }))
                .or_else(|| why(|why| matches!(why, Why::Exception { .. })))
                .or_else(|| why(|why| matches!(why, Why::ByHand)))
                .cloned()
                .unwrap_or(Why::OutsideHours),
            closes_at: None,
            next_opening: now.iter().filter_map(|answer| answer.next_opening).min(),
        };
    }
    Answer {
        open: true,
        why: Why::Open,
        closes_at: end_of_union(now, answers),
        next_opening: None,
    }
}

/// The end of the united run: where one channel closes, another may still be, or just become, open.
/// None if a run goes on beyond the resolver's horizon.
fn end_of_union(mut now: Vec<Answer>, at: impl Fn(Instant) -> Vec<Answer>) -> Option<Instant> {
    let mut end = None;
    // Each round passes one closing time; a year of rounds is as good as always open.
    for _ in 0..400 {
        let mut open = now.iter().filter(|answer| answer.open).peekable();
        if open.peek().is_none() {
            return end;
        }
        let closings: Option<Vec<Instant>> = open.map(|answer| answer.closes_at).collect();
        let last = closings?.into_iter().max()?;
        now = at(last);
        end = Some(last);
    }
    None
}

/// Keeps the directory as the database is, until shutdown: after each change, and every 30 seconds.
pub fn module(tasks: &Tasks, database: &Database, bus: &dyn Bus, directory: &Directory) {
    let token = tasks.token();
    let mut events = bus.subscribe();
    let (database, directory) = (database.clone(), directory.clone());
    tasks.spawn("directory", async move {
        loop {
            // First of all, for what changed between the first reading and the subscription.
            if let Err(fault) = directory.refresh(&database).await {
                tracing::error!(error = fault.chain(), "directory could not be refreshed");
            }
            tokio::select! {
                () = token.cancelled() => break,
                () = changed(&mut events) => {}
                () = tokio::time::sleep(REFRESH) => {}
            }
        }
    });
}

/// Resolves when something may have changed that the directory holds; takes all such news at once.
async fn changed(events: &mut Receiver<Event>) {
    let concerns =
        |event: &Event| event.concerns(&[CENTRE_CHANGED, CLOSED_DAY_CHANGED, OVERRIDE_CHANGED]);
    loop {
        match events.recv().await {
            Ok(event) if concerns(&event) => break,
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => break,
            // Nothing will come any more; the timer remains.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
    // A burst of changes is read once; news of other things in between are skipped on the way.
    while events.try_recv().is_ok() {}
}
