//! Events between parts of the product, in one process or across replicas.

mod nats;

use std::sync::Arc;

use serde::Deserialize;
use tokio::sync::{broadcast, watch};

use crate::{Fault, Secret, Tasks, config::Loader, telemetry::Metrics};

pub use nats::NatsBus;

/// Events a subscriber may be behind before it hears that it missed some.
const LAG: usize = 4096;

/// Section `bus`.
#[derive(Clone, Debug, Deserialize)]
pub struct BusConfig {
    /// `nats://host:4222` or `tls://...`, several separated by commas; empty: one process alone.
    pub url: Secret<String>,
    /// What the subject begins with: installations that share NATS differ in it.
    pub prefix: String,
}

impl BusConfig {
    /// Notes what is wrong with the section.
    pub fn validate(&self, loader: &mut Loader) {
        let known = self.url.expose().is_empty() || nats::servers(&self.url).is_ok();
        loader.require(
            known,
            "bus.url: must be nats://host:4222 or tls://host:4222, several separated by commas, or be empty",
        );
        let is_token = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        loader.require(
            !self.prefix.is_empty() && self.prefix.chars().all(is_token),
            "bus.prefix: letters, digits, - and _ only",
        );
    }
}

/// A published event. The payload is JSON without content: ids and numbers only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it is about, such as `contact.changed`.
    pub topic: String,
    /// JSON.
    pub payload: String,
}

/// Of the event that says that others may have been lost.
const MISSED: &str = "bus.missed";

impl Event {
    /// Events may have been lost: look at the database.
    pub fn missed() -> Self {
        Self {
            topic: MISSED.to_owned(),
            payload: "{}".to_owned(),
        }
    }

    /// Whether it has one of these topics, or says that one that has may have been lost.
    pub fn concerns(&self, topics: &[&str]) -> bool {
        topics.contains(&&*self.topic) || self.is_missed()
    }

    /// Whether others were lost: then everything may have changed.
    pub fn is_missed(&self) -> bool {
        self.topic == MISSED
    }
}

/// How the line to other replicas is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// There is none: this process knows of no other.
    Alone,
    /// Others hear at once.
    Up,
    /// Others hear nothing until it is up again, and look at the database meanwhile.
    Down,
}

/// Carries events to every subscriber. May lose some: see [`crate::outbox`].
#[async_trait::async_trait]
pub trait Bus: Send + Sync + 'static {
    /// Hands the event to all subscribers here at once, and to those of other replicas while the line is up.
    async fn publish(&self, event: Event) -> Result<(), Fault>;

    /// Hands the event to the subscribers of other replicas alone. Lost while the line is down or full.
    fn tell_others(&self, event: Event);

    /// Receives every event published from now on. One that [`Event::is_missed`] says that others were lost.
    fn subscribe(&self) -> broadcast::Receiver<Event>;

    /// The line to other replicas, and its changes.
    fn line(&self) -> watch::Receiver<Line>;
}

/// The bus that the configuration asks for. It need not be reachable yet.
pub async fn open_bus(
    config: &BusConfig,
    tasks: &Tasks,
    metrics: &Metrics,
) -> Result<Arc<dyn Bus>, Fault> {
    if config.url.expose().is_empty() {
        return Ok(Arc::new(LocalBus::default()));
    }
    let connected = metrics.gauge("bus_connected", "Whether the line to other replicas is up");
    let bus = NatsBus::open(config, tasks).await?;
    let (mut line, token) = (bus.line(), tasks.token());
    tasks.spawn("bus gauge", async move {
        loop {
            let is_up = *line.borrow_and_update() == Line::Up;
            connected.set(is_up.into());
            tokio::select! {
                () = token.cancelled() => return,
                changed = line.changed() => if changed.is_err() { return },
            }
        }
    });
    Ok(Arc::new(bus))
}

/// Whether the bus that the configuration asks for answers now.
///
/// # Errors
/// It does not, or refuses the log-in.
pub async fn reach_bus(config: &BusConfig) -> Result<(), Fault> {
    nats::reach(config).await
}

/// The bus of a single process.
#[derive(Debug)]
pub struct LocalBus {
    events: broadcast::Sender<Event>,
    line: watch::Sender<Line>,
}

impl Default for LocalBus {
    fn default() -> Self {
        Self {
            events: broadcast::Sender::new(LAG),
            line: watch::Sender::new(Line::Alone),
        }
    }
}

#[async_trait::async_trait]
impl Bus for LocalBus {
    async fn publish(&self, event: Event) -> Result<(), Fault> {
        // Nobody listening is no fault.
        let _listeners = self.events.send(event);
        Ok(())
    }

    fn tell_others(&self, _event: Event) {}

    fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    fn line(&self) -> watch::Receiver<Line> {
        self.line.subscribe()
    }
}
