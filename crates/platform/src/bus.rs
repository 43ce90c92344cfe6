//! Events between parts of the product, in one process or across replicas.

use crate::Fault;

/// A published event. The payload is JSON without content: ids and numbers only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it is about, such as `contact.changed`.
    pub topic: String,
    /// JSON.
    pub payload: String,
}

/// Carries events to every subscriber. May lose some: see [`crate::outbox`].
#[async_trait::async_trait]
pub trait Bus: Send + Sync + 'static {
    /// Hands the event to all subscribers.
    async fn publish(&self, event: Event) -> Result<(), Fault>;

    /// Receives every event published from now on.
    fn subscribe(&self) -> tokio::sync::broadcast::Receiver<Event>;
}

/// The bus of a single process.
#[derive(Debug)]
pub struct LocalBus(tokio::sync::broadcast::Sender<Event>);

impl Default for LocalBus {
    fn default() -> Self {
        Self(tokio::sync::broadcast::Sender::new(4096))
    }
}

#[async_trait::async_trait]
impl Bus for LocalBus {
    async fn publish(&self, event: Event) -> Result<(), Fault> {
        // Nobody listening is no fault.
        let _listeners = self.0.send(event);
        Ok(())
    }

    fn subscribe(&self) -> tokio::sync::broadcast::Receiver<Event> {
        self.0.subscribe()
    }
}
