//! One client's side of a talk: an outbox kept until acknowledged, and a check of everything heard.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use rand::{Rng, rngs::StdRng};
use serde_json::{Value, json};
use tokio::time::Instant;
use uuid::Uuid;

use super::{
    cast::Script,
    frames::{Message, about},
    ledger::{Acked, BreachKind, Record, Side},
};

/// Time an acknowledgement may take until the message is sent again.
const ACK_LIMIT: Duration = Duration::from_secs(15);

/// A message not yet acknowledged.
struct Outgoing {
    client_id: Uuid,
    body: String,
    /// When it was last sent on the line that is open now.
    sent_at: Option<Instant>,
}

/// A talk as one client knows it.
pub(super) struct Talk {
    /// None on a seeker's stream.
    contact: Option<String>,
    outbox: Vec<Outgoing>,
    /// Own messages that were on their way when the talk ended: stored or not, who knows.
    given_up: HashSet<Uuid>,
    /// Numbers of own messages.
    own: HashMap<Uuid, i64>,
    /// How much was said by people, and the length of the last of it.
    said: usize,
    last_said: usize,
    /// The last number heard; what the next line asks to go on after.
    heard: i64,
    pub(super) record: Record,
}

impl Talk {
    pub(super) fn new(contact: Option<String>, record: Record) -> Self {
        Self {
            contact,
            outbox: Vec::new(),
            given_up: HashSet::new(),
            own: HashMap::new(),
            said: 0,
            last_said: 0,
            heard: 0,
            record,
        }
    }

    /// The last number heard.
    pub(super) const fn heard(&self) -> i64 {
        self.heard
    }

    /// Characters of what was said last.
    pub(super) const fn last_said(&self) -> usize {
        self.last_said
    }

    /// What this side says next; none while it is the other's turn, or all is said.
    pub(super) fn next_words<'a>(&self, script: &'a Script) -> Option<&'a str> {
        let turn = script.turns.get(self.said + self.unheard())?;
        (turn.from == self.record.side.as_str()).then_some(turn.text.as_str())
    }

    /// Whether everything of the script was said and heard.
    pub(super) fn is_said(&self, script: &Script) -> bool {
        self.outbox.is_empty() && self.said >= script.turns.len()
    }

    /// Own messages that are on their way.
    fn unheard(&self) -> usize {
        self.outbox
            .iter()
            .filter(|outgoing| !self.own.contains_key(&outgoing.client_id))
            .count()
    }

    /// Puts words into the outbox.
    pub(super) fn say(&mut self, chance: &mut StdRng, words: &str) {
        let client_id = uuid::Builder::from_random_bytes(chance.random()).into_uuid();
        self.outbox.push(Outgoing {
            client_id,
            body: words.to_owned(),
            sent_at: None,
        });
        self.record.sent += 1;
    }

    /// Frames to send now: everything not sent on this line, in order.
    pub(super) fn unsent(&mut self) -> Vec<Value> {
        let contact = self.contact.as_deref();
        let unsent = self
            .outbox
            .iter_mut()
            .filter(|outgoing| outgoing.sent_at.is_none());
        unsent
            .map(|outgoing| {
                outgoing.sent_at = Some(Instant::now());
                let frame = json!({
                    "type": "message",
                    "client_id": outgoing.client_id,
                    "body": outgoing.body,
                });
                about(contact, frame)
            })
            .collect()
    }

    /// A new line: everything in the outbox is sent again.
    pub(super) fn reopen(&mut self) {
        self.outbox
            .iter_mut()
            .for_each(|outgoing| outgoing.sent_at = None);
    }

    /// Whether an acknowledgement is overdue; the line is then not to be trusted.
    pub(super) fn is_overdue(&self) -> bool {
        self.outbox
            .iter()
            .any(|outgoing| outgoing.sent_at.is_some_and(|at| at.elapsed() > ACK_LIMIT))
    }

    /// Checks and keeps a message. True when it is the other side's, or the service's.
    pub(super) fn hear(&mut self, message: Message) -> bool {
        if let Some(problem) = self.fault(&message) {
            let (kind, what) = problem;
            self.record.breach(kind, &what);
        }
        self.heard = self.heard.max(message.seq);
        if let Some(client_id) = message.client_id {
            self.own.insert(client_id, message.seq);
        }
        let new = !self.record.received.contains_key(&message.seq);
        if new && message.from != "service" {
            self.said += 1;
            self.last_said = message.body.chars().count();
        }
        let others = message.from != self.record.side.as_str();
        self.record
            .received
            .entry(message.seq)
            .or_insert((message.from, message.body));
        new && others
    }

    fn fault(&self, message: &Message) -> Option<(BreachKind, String)> {
        let seq = message.seq;
        if let Some((from, body)) = self.record.received.get(&seq) {
            let same = *from == message.from && *body == message.body;
            let kind = if same {
                BreachKind::Duplicate
            } else {
                BreachKind::Order
            };
            return Some((
                kind,
                format!(
                    "message {seq} came again after {} was asked for",
                    self.heard
                ),
            ));
        }
        if seq != self.heard + 1 {
            return Some((
                BreachKind::Order,
                format!("message {seq} came after {}", self.heard),
            ));
        }
        let before = self.own.get(message.client_id.as_ref()?)?;
        (*before != seq).then(|| {
            (
                BreachKind::Duplicate,
                format!("own message {before} is stored as message {seq} as well"),
            )
        })
    }

    /// Takes an acknowledged message out of the outbox.
    pub(super) fn acknowledged(&mut self, client_id: Uuid, seq: i64, stored: Option<String>) {
        let Some(at) = self
            .outbox
            .iter()
            .position(|outgoing| outgoing.client_id == client_id)
        else {
            if self.given_up.contains(&client_id) {
                return;
            }
            // Sent again before the first acknowledgement came.
            if self
                .record
                .acked
                .get(&seq)
                .is_none_or(|acked| acked.client_id != client_id)
            {
                let what = format!("message {seq} acknowledges what another number was given to");
                self.record.breach(BreachKind::Duplicate, &what);
            }
            return;
        };
        let outgoing = self.outbox.remove(at);
        if self.own.get(&client_id).is_some_and(|known| *known != seq) {
            self.record.breach(
                BreachKind::Order,
                &format!("message {seq} was acknowledged under another number"),
            );
        }
        let body = stored.unwrap_or(outgoing.body);
        self.own.insert(client_id, seq);
        if !self.record.received.contains_key(&seq) {
            // On the line it was sent by, the acknowledgement stands for the message itself.
            self.hear(Message {
                seq,
                from: self.record.side.as_str().to_owned(),
                body: body.clone(),
                client_id: Some(client_id),
            });
        }
        self.record.acked.insert(seq, Acked { client_id, body });
    }

    /// The server does not take a message: for now, or never.
    pub(super) fn refused(&mut self, client_id: Uuid, for_ever: bool) {
        if for_ever {
            self.outbox
                .retain(|outgoing| outgoing.client_id != client_id);
        } else if let Some(outgoing) = self.outbox.iter_mut().find(|o| o.client_id == client_id) {
            outgoing.sent_at = None;
        }
    }

    /// Sends nothing any more.
    pub(super) fn fall_silent(&mut self) {
        let outgoing = self.outbox.drain(..).map(|outgoing| outgoing.client_id);
        self.given_up.extend(outgoing);
    }
}

/// A seeker's talk.
pub(super) fn seekers(conversation: String, joined_at: String) -> Talk {
    Talk::new(
        None,
        Record::new(joined_at, Side::Seeker, Some(conversation)),
    )
}

/// A counsellor's talk.
pub(super) fn counsellors(contact: String, joined_at: String) -> Talk {
    Talk::new(
        Some(contact),
        Record::new(joined_at, Side::Counsellor, None),
    )
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    fn message(seq: i64, body: &str) -> Message {
        Message {
            seq,
            from: "counsellor".to_owned(),
            body: body.to_owned(),
            client_id: None,
        }
    }

    fn breaches(heard: &[Message]) -> Vec<BreachKind> {
        let mut talk = seekers("cnv".to_owned(), "now".to_owned());
        for message in heard {
            talk.hear(message.clone());
        }
        talk.record
            .breaches
            .iter()
            .map(|breach| breach.kind)
            .collect()
    }

    #[test]
    fn numbers_in_order_are_sound() {
        assert_eq!(
            breaches(&[message(1, "a"), message(2, "b"), message(3, "c")]),
            []
        );
    }

    #[test]
    fn repeats_gaps_and_changes_are_noticed() {
        assert_eq!(
            breaches(&[message(1, "a"), message(1, "a")]),
            [BreachKind::Duplicate]
        );
        assert_eq!(
            breaches(&[message(1, "a"), message(3, "c")]),
            [BreachKind::Order]
        );
        assert_eq!(
            breaches(&[message(1, "a"), message(1, "b")]),
            [BreachKind::Order]
        );
    }

    #[test]
    fn an_own_message_under_two_numbers_is_a_duplicate() {
        let own = |seq| Message {
            from: "seeker".to_owned(),
            client_id: Some(Uuid::nil()),
            ..message(seq, "a")
        };
        assert_eq!(breaches(&[own(1), own(2)]), [BreachKind::Duplicate]);
    }

    #[test]
    fn the_outbox_is_sent_again_on_every_line_until_acknowledged() {
        let mut talk = seekers("cnv".to_owned(), "now".to_owned());
        talk.say(&mut StdRng::seed_from_u64(1), "hei");
        let sent = talk.unsent();
        assert_eq!((sent.len(), talk.unsent().len()), (1, 0));
        talk.reopen();
        assert_eq!(talk.unsent(), sent);
        let client_id = talk.outbox[0].client_id;
        talk.acknowledged(client_id, 1, None);
        talk.reopen();
        assert!(talk.unsent().is_empty());
        talk.acknowledged(client_id, 1, None);
        assert!(talk.record.breaches.is_empty());
        talk.acknowledged(client_id, 2, None);
        assert_eq!(talk.record.breaches[0].kind, BreachKind::Duplicate);
    }
}
