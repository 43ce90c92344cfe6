//! The bus across replicas: core NATS, one subject, one subscription a process.

use std::{
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_nats::{Client, ConnectOptions, ServerAddr, Subject, Subscriber};
use futures_util::StreamExt;
use tokio::{
    sync::{broadcast, mpsc, watch},
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use super::{Bus, BusConfig, Event, LAG, Line};
use crate::{Fault, Secret, Tasks};

/// Events that may wait to be sent; more are lost, which is told like a line that was down.
const WAITING: usize = 4096;
/// How long NATS may take for one step before it counts as away.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often the line is tried; three tries without an answer mean that it is down.
const PING: Duration = Duration::from_secs(2);
/// The longest pause between two tries to connect.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Events for this process and, by way of NATS, for all others.
///
/// What is published while NATS is away is delivered here and lost elsewhere; once the line is up again,
/// everybody on both ends hears that events were missed.
#[derive(Debug)]
pub struct NatsBus {
    events: broadcast::Sender<Event>,
    outgoing: mpsc::Sender<Event>,
    /// Some did not fit.
    overflowed: Arc<AtomicBool>,
    line: watch::Sender<Line>,
}

/// The servers of an address.
pub(super) fn servers(url: &Secret<String>) -> Result<Vec<ServerAddr>, Fault> {
    let one = |url: &str| {
        let server = ServerAddr::from_str(url.trim()).ok()?;
        ["nats", "tls"].contains(&server.scheme()).then_some(server)
    };
    let all: Option<Vec<_>> = url.expose().split(',').map(one).collect();
    all.ok_or(Fault::Remote("the address of the bus"))
}

/// Connects once.
pub(super) async fn reach(config: &BusConfig) -> Result<(), Fault> {
    let connecting = ConnectOptions::new()
        .name("veiviser doctor")
        .connection_timeout(PATIENCE)
        .connect(servers(&config.url)?);
    let client = timeout(PATIENCE, connecting).await;
    let client = client.map_err(|_late| Fault::Remote("the bus"))?;
    let client = client.map_err(|_refused| Fault::Remote("the bus"))?;
    client
        .flush()
        .await
        .map_err(|_lost| Fault::Remote("the bus"))
}

impl NatsBus {
    /// Begins to connect, and goes on trying until shutdown.
    pub async fn open(config: &BusConfig, tasks: &Tasks) -> Result<Self, Fault> {
        let line = watch::Sender::new(Line::Down);
        let told = line.clone();
        let events = broadcast::Sender::new(LAG);
        let heard = events.clone();
        let options = ConnectOptions::new()
            .name("veiviser")
            .no_echo()
            .retry_on_initial_connect()
            .max_reconnects(None)
            .connection_timeout(PATIENCE)
            .ping_interval(PING)
            .reconnect_delay_callback(|tries| {
                let tries = u32::try_from(tries).unwrap_or(u32::MAX);
                Duration::from_millis(50)
                    .saturating_mul(tries)
                    .min(LONGEST_PAUSE)
            })
            .event_callback(move |event| {
                if matches!(event, async_nats::Event::SlowConsumer(_)) {
                    let _listeners = heard.send(Event::missed());
                }
                note(&told, &event);
                async {}
            });
        let client = options
            .connect(servers(&config.url)?)
            .await
            .map_err(|_refused| Fault::Remote("the bus"))?;
        let subject = Subject::from(format!("{}.events", config.prefix));
        let subscriber = client
            .subscribe(subject.clone())
            .await
            .map_err(|_refused| Fault::Remote("the bus"))?;
        let (outgoing, waiting) = mpsc::channel(WAITING);
        let overflowed = Arc::new(AtomicBool::new(false));
        let token = tasks.token();
        tasks.spawn("bus in", hear(subscriber, events.clone(), token.clone()));
        let speaker = Speaker {
            client,
            subject,
            round_trip: Subject::from(format!("{}.nobody", config.prefix)),
            events: events.clone(),
            overflowed: Arc::clone(&overflowed),
            line: line.subscribe(),
        };
        tasks.spawn("bus out", speaker.run(waiting, token));
        Ok(Self {
            events,
            outgoing,
            overflowed,
            line,
        })
    }
}

#[async_trait::async_trait]
impl Bus for NatsBus {
    async fn publish(&self, event: Event) -> Result<(), Fault> {
        // Nobody listening is no fault.
        let _listeners = self.events.send(event.clone());
        self.tell_others(event);
        Ok(())
    }

    fn tell_others(&self, event: Event) {
        if self.outgoing.try_send(event).is_err() {
            self.overflowed.store(true, Ordering::Relaxed);
        }
    }

    fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    fn line(&self) -> watch::Receiver<Line> {
        self.line.subscribe()
    }
}

/// Notes whether the line is up; says so once.
fn note(line: &watch::Sender<Line>, event: &async_nats::Event) {
    let now = match event {
        async_nats::Event::Connected => Line::Up,
        async_nats::Event::Disconnected | async_nats::Event::Closed => Line::Down,
        other => {
            tracing::debug!(event = %other, "the bus");
            return;
        }
    };
    line.send_if_modified(|line| {
        let changes = *line != now;
        *line = now;
        match now {
            Line::Up if changes => tracing::info!("the line to other replicas is up"),
            Line::Down if changes => tracing::warn!(
                "the line to other replicas is down; they are heard of by the database"
            ),
            _ => {}
        }
        changes
    });
}

async fn hear(
    mut subscriber: Subscriber,
    events: broadcast::Sender<Event>,
    token: CancellationToken,
) {
    loop {
        let message = tokio::select! {
            () = token.cancelled() => return,
            message = subscriber.next() => message,
        };
        let Some(message) = message else {
            return;
        };
        let Ok(text) = std::str::from_utf8(&message.payload) else {
            continue;
        };
        if let Some((topic, payload)) = text.split_once('\n') {
            let _listeners = events.send(Event {
                topic: topic.to_owned(),
                payload: payload.to_owned(),
            });
        }
    }
}

/// Sends what is for others.
struct Speaker {
    client: Client,
    subject: Subject,
    /// Nobody listens there.
    round_trip: Subject,
    events: broadcast::Sender<Event>,
    overflowed: Arc<AtomicBool>,
    line: watch::Receiver<Line>,
}

impl Speaker {
    async fn run(mut self, mut waiting: mpsc::Receiver<Event>, token: CancellationToken) {
        loop {
            tokio::select! {
                () = token.cancelled() => {
                    waiting.close();
                    while let Ok(event) = waiting.try_recv() {
                        self.send(&event).await;
                    }
                    let _late = timeout(PATIENCE, self.client.flush()).await.is_err();
                    return;
                }
                changed = self.line.changed() => match changed {
                    Ok(()) => self.tell_missed().await,
                    Err(_closed) => return,
                },
                event = waiting.recv() => match event {
                    Some(event) => {
                        self.send(&event).await;
                        if self.overflowed.swap(false, Ordering::Relaxed) {
                            self.send(&Event::missed()).await;
                        }
                    }
                    None => return,
                },
            }
        }
    }

    /// After the line came back: both ends missed what the other one said.
    async fn tell_missed(&mut self) {
        if *self.line.borrow_and_update() != Line::Up {
            return;
        }
        // NATS answers, if only that nobody else does, once it knows of the subscription: nothing is missed
        // from here on.
        let asking = self
            .client
            .request(self.round_trip.clone(), Vec::new().into());
        let _nobody = timeout(PATIENCE, asking).await.is_ok();
        let missed = Event::missed();
        self.send(&missed).await;
        let _listeners = self.events.send(missed);
    }

    async fn send(&self, event: &Event) {
        // What waited in the client for the line would come late and be of no use.
        if *self.line.borrow() != Line::Up {
            return;
        }
        let text = format!("{}\n{}", event.topic, event.payload);
        let sending = self.client.publish(self.subject.clone(), text.into());
        if !matches!(timeout(PATIENCE, sending).await, Ok(Ok(()))) {
            tracing::debug!(topic = event.topic, "an event did not reach the bus");
        }
    }
}
