//! Carries news between the streams of this process and those of other replicas, and looks at the database
//! for what no news told of.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use kernel::{Scope, StaffId};
use platform::{Bus, Database, Event, Fault, Line, Tasks};
use sea_orm::DbBackend;
use tokio::sync::{
    broadcast::{self, error::RecvError},
    mpsc, watch,
};

use super::{
    far::Far,
    hub::{Bye, Hub, ToDesk, ToSeeker},
};
use crate::store::standing;

/// The topic of news.
const TOPIC: &str = "live";
/// News that wait to be sent; more are lost.
const WAITING: usize = 4096;
/// News sent together.
const BATCH: usize = 256;
/// Conversations looked up in one statement.
const AT_ONCE: usize = 500;
/// Between two looks at the database: while others are not heard, and while they are.
const LOOK_DEAF: Duration = Duration::from_secs(1);
const LOOK_HEARING: Duration = Duration::from_secs(10);
/// The same where no other replica is known of: there may be one that is not configured to be heard.
const LOOK_ALONE: Duration = Duration::from_secs(5);
/// Desks look in so many portions, with this between them or less: all at once would hold up everybody's messages.
const PORTIONS: usize = 20;
const STEP: Duration = Duration::from_millis(100);

/// Makes the hub, and carries its news until shutdown.
pub(crate) fn start(tasks: &Tasks, database: &Database, bus: &Arc<dyn Bus>) -> Arc<Hub> {
    let line = bus.line();
    if database.backend() == DbBackend::Sqlite && *line.borrow() == Line::Alone {
        // A file has one process.
        return Arc::default();
    }
    let (far, waiting) = mpsc::channel(WAITING);
    let hub = Arc::new(if *line.borrow() == Line::Alone {
        Hub::default()
    } else {
        Hub::reaching(far)
    });
    let relay = Relay {
        database: database.clone(),
        events: bus.subscribe(),
        bus: Arc::clone(bus),
        hub: Arc::clone(&hub),
        line,
        round: VecDeque::new(),
    };
    let token = tasks.token();
    tasks.spawn("relay", async move {
        tokio::select! {
            () = token.cancelled() => {}
            () = relay.run(waiting) => {}
        }
    });
    hub
}

struct Relay {
    database: Database,
    bus: Arc<dyn Bus>,
    events: broadcast::Receiver<Event>,
    hub: Arc<Hub>,
    line: watch::Receiver<Line>,
    /// Desks that are still to look in this round.
    round: VecDeque<StaffId>,
}

impl Relay {
    async fn run(mut self, mut waiting: mpsc::Receiver<Far>) {
        let mut batch = Vec::with_capacity(BATCH);
        let mut looked_at = tokio::time::Instant::now();
        let mut next_portion = looked_at;
        let mut portion = 0;
        loop {
            let pause = match *self.line.borrow() {
                Line::Up => LOOK_HEARING,
                Line::Down => LOOK_DEAF,
                Line::Alone => LOOK_ALONE,
            };
            let look = tokio::select! {
                count = waiting.recv_many(&mut batch, BATCH), if !waiting.is_closed() || !waiting.is_empty() => {
                    if count > 0 {
                        self.send(&batch);
                        batch.clear();
                        if self.hub.take_overflow() {
                            self.bus.tell_others(Event::missed());
                        }
                    }
                    false
                }
                event = self.events.recv() => self.hear(event),
                changed = self.line.changed() => changed.is_ok(),
                () = tokio::time::sleep_until(next_portion), if !self.round.is_empty() => {
                    next_portion += STEP.min(pause / 40);
                    self.let_look(portion);
                    false
                }
                () = tokio::time::sleep_until(looked_at + pause) => true,
            };
            if look {
                looked_at = tokio::time::Instant::now();
                self.let_look(usize::MAX);
                self.round = self.hub.desks().into();
                portion = self.round.len().div_ceil(PORTIONS);
                next_portion = looked_at;
                if let Err(fault) = self.look().await {
                    tracing::warn!(
                        error = fault.chain(),
                        "open streams could not be compared with the database"
                    );
                }
            }
        }
    }

    fn send(&self, batch: &[Far]) {
        if let Ok(payload) = serde_json::to_string(batch) {
            self.bus.tell_others(Event {
                topic: TOPIC.to_owned(),
                payload,
            });
        }
    }

    /// Whether some were lost.
    fn hear(&self, event: Result<Event, RecvError>) -> bool {
        match event {
            Ok(event) if event.topic == TOPIC => {
                // News of a newer version that this one does not know are found by looking.
                let news = serde_json::from_str::<Vec<Far>>(&event.payload);
                let unreadable = news.is_err();
                for news in news.into_iter().flatten() {
                    news.deliver(&self.hub);
                }
                unreadable
            }
            Ok(event) => event.is_missed(),
            Err(_lagged) => true,
        }
    }

    /// Tells every seeker's stream here how the database says that things stand.
    async fn look(&self) -> Result<(), Fault> {
        let conversations = self.hub.conversations();
        for ids in conversations.chunks(AT_ONCE) {
            let tx = self.database.read(Scope::System).await?;
            let mut stands = standing::list(&tx, ids).await?;
            drop(tx);
            for id in ids {
                let item = stands
                    .remove(id)
                    .map_or(ToSeeker::Bye(Bye::Erased), ToSeeker::Look);
                self.hub.tell_seeker_here(*id, &item);
            }
        }
        Ok(())
    }

    /// Lets so many desks look at everything.
    fn let_look(&mut self, portion: usize) {
        let portion = portion.min(self.round.len());
        for staff in self.round.drain(..portion) {
            self.hub.tell_desk_here(staff, &ToDesk::Look);
        }
    }
}
