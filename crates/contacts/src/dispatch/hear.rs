//! What the actor does when something happens: a command, an event, a second that passed, a change of office.

use platform::{Event as BusEvent, Fault};
use routing::{Engine, Event};
use tokio::sync::broadcast;

use super::{Command, actor::Actor, figures::FIGURES};
use crate::live::{hub::ToDesk, rules::RULES_CHANGED};

/// Ticks between two looks at everything, whatever the events said.
const LOOK_EVERY: u32 = 5;

impl Actor {
    /// Takes office, leaves it, or goes on as before. Returns whether something changed.
    pub(super) fn enter(&mut self, term: Option<i64>) -> bool {
        if self.term == term {
            return false;
        }
        self.term = term;
        let policy = self.parts.rules.in_force(self.parts.sources.now());
        self.engine = Engine::new(policy.as_ref().clone());
        self.known.clear();
        self.conversations.clear();
        self.centres.clear();
        self.counsellors.clear();
        // Whoever's process died has time to come back elsewhere.
        self.started_at = self.parts.sources.now();
        self.stale = true;
        self.parts.waiting.set(0);
        true
    }

    pub(super) fn note_failure(&mut self, fault: &Fault) {
        if matches!(fault, Fault::Fenced) {
            tracing::warn!("another process decides by now");
            self.enter(None);
        } else {
            tracing::error!(error = fault.chain(), "dispatch is held up by the database");
        }
        self.stale = true;
    }

    pub(super) async fn obey(&mut self, command: Command) -> Result<(), Fault> {
        match command {
            // The event of the same commit tells who decides.
            Command::Contact(_, done) if self.term.is_none() => {
                drop(done);
                Ok(())
            }
            Command::Contact(id, done) => {
                let outcome = match self.be_current().await {
                    Ok(()) => self.sync_contact(id).await,
                    failed => failed,
                };
                self.publish();
                if let Some(done) = done {
                    let _gone = done.send(());
                }
                outcome
            }
            Command::Counsellor(id) if self.term.is_none() => {
                self.pass_on(id);
                self.follow_counsellor(id).await
            }
            Command::Counsellor(id) => {
                self.be_current().await?;
                self.sync_counsellor(id).await
            }
            Command::Explain(id, done) => {
                let explained = match self.term {
                    Some(_) => self.engine.explain(id),
                    None => self.explain_from_afar(id).await?,
                };
                let _gone = done.send(explained);
                Ok(())
            }
        }
    }

    /// Nothing is applied to an engine that knows of nothing.
    async fn be_current(&mut self) -> Result<(), Fault> {
        if self.stale {
            self.restore().await?;
        }
        Ok(())
    }

    pub(super) async fn hear(
        &mut self,
        event: Result<BusEvent, broadcast::error::RecvError>,
    ) -> Result<(), Fault> {
        let Ok(event) = event else {
            // Some were missed: look at everything.
            self.stale = true;
            return Ok(());
        };
        if event.is_missed() {
            self.stale = true;
            return Ok(());
        }
        if event.topic == "session.ended" {
            self.parts.hub.tell_desks(&ToDesk::CheckLogin);
            return Ok(());
        }
        if self.term.is_some() {
            self.be_current().await?;
        }
        match event.topic.as_str() {
            FIGURES => self.take_figures(&event.payload),
            "presence.changed" => match field(&event, "staff_id")? {
                Some(id) if self.term.is_some() => self.sync_counsellor(id).await,
                Some(id) => self.follow_counsellor(id).await,
                None => Ok(()),
            },
            _ if self.term.is_none() => Ok(()),
            "contact.changed" => match field(&event, "contact_id")? {
                Some(id) => self.sync_contact(id).await,
                None => Ok(()),
            },
            "offer.declined" => {
                let (contact, staff) = (field(&event, "contact_id")?, field(&event, "staff_id")?);
                let (Some(contact), Some(counsellor)) = (contact, staff) else {
                    return Ok(());
                };
                self.be_current().await?;
                self.apply(Event::OfferDeclined {
                    contact,
                    counsellor,
                })
                .await
            }
            "centre.changed" => self.sync_centres().await,
            RULES_CHANGED => self.sync_policy().await,
            _ => Ok(()),
        }
    }

    pub(super) async fn tick(&mut self, ticks: u32) -> Result<(), Fault> {
        let looks = ticks.is_multiple_of(LOOK_EVERY);
        if self.term.is_none() {
            return if self.stale || looks {
                self.follow().await
            } else {
                Ok(())
            };
        }
        if self.stale {
            return self.restore().await;
        }
        self.sync_policy().await?;
        self.sync_centres().await?;
        self.sweep_counsellors().await?;
        self.sweep_seekers().await?;
        if looks {
            self.look().await?;
        }
        self.apply(Event::Tick).await
    }
}

/// An id in an event's payload.
fn field<T: std::str::FromStr>(event: &BusEvent, name: &str) -> Result<Option<T>, Fault> {
    let payload: serde_json::Value = serde_json::from_str(&event.payload)?;
    let text = payload.get(name).and_then(serde_json::Value::as_str);
    Ok(text.and_then(|text| text.parse().ok()))
}
