//! What each side of a talk was told, for comparing both sides and the database afterwards.

use std::collections::BTreeMap;

use serde::Serialize;
use uuid::Uuid;

/// Who keeps a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The seeker's client.
    Seeker,
    /// A desk.
    Counsellor,
}

impl Side {
    /// The word messages carry.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Seeker => "seeker",
            Self::Counsellor => "counsellor",
        }
    }
}

/// How the server broke its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BreachKind {
    /// Acknowledged, but not told to the other side or not kept.
    Loss,
    /// One message told twice on one line, or stored under two numbers.
    Duplicate,
    /// A gap in the numbers, or a number that changed its message.
    Order,
    /// A waiting seeker lost the place in the queue.
    Place,
}

/// One broken promise.
#[derive(Clone, Debug, Serialize)]
pub struct Breach {
    /// What was broken.
    pub kind: BreachKind,
    /// Where.
    pub what: String,
}

/// A message the server acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Acked {
    /// The sender's own id of it.
    pub client_id: Uuid,
    /// The text as stored.
    pub body: String,
}

/// One client's view of one talk.
#[derive(Clone, Debug, Serialize)]
pub struct Record {
    /// When the contact joined the queue, to the microsecond: both sides are told, so it joins their records.
    pub joined_at: String,
    /// Whose view.
    pub side: Side,
    /// The conversation's id; known to the seeker only.
    pub conversation: Option<String>,
    /// Messages received, own ones included: who said what, by number.
    pub received: BTreeMap<i64, (String, String)>,
    /// Own messages the server acknowledged, by number.
    pub acked: BTreeMap<i64, Acked>,
    /// Own messages sent at least once.
    pub sent: usize,
    /// What went wrong on the way.
    pub breaches: Vec<Breach>,
}

impl Record {
    pub(super) fn new(joined_at: String, side: Side, conversation: Option<String>) -> Self {
        Self {
            joined_at,
            side,
            conversation,
            received: BTreeMap::new(),
            acked: BTreeMap::new(),
            sent: 0,
            breaches: Vec::new(),
        }
    }

    pub(super) fn breach(&mut self, kind: BreachKind, what: &str) {
        let what = format!("talk of {}, {}: {what}", self.joined_at, self.side.as_str());
        self.breaches.push(Breach { kind, what });
    }
}

/// What one side had acknowledged and the other never heard.
pub(super) fn losses(seeker: &Record, desks: &[&Record]) -> Vec<Breach> {
    let mut lost = Vec::new();
    let mut miss = |author: &Record, seq: i64| {
        let what = format!(
            "talk of {}: message {seq} of the {} was acknowledged and never reached the other side",
            author.joined_at,
            author.side.as_str()
        );
        lost.push(Breach {
            kind: BreachKind::Loss,
            what,
        });
    };
    let heard_by = |record: &Record, seq: &i64, acked: &Acked| {
        record
            .received
            .get(seq)
            .is_some_and(|(_, body)| *body == acked.body)
    };
    for (seq, acked) in &seeker.acked {
        if !desks.is_empty() && !desks.iter().any(|desk| heard_by(desk, seq, acked)) {
            miss(seeker, *seq);
        }
    }
    for desk in desks {
        for (seq, acked) in &desk.acked {
            if !heard_by(seeker, seq, acked) {
                miss(desk, *seq);
            }
        }
    }
    lost
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(side: Side, received: &[(i64, &str)], acked: &[(i64, &str)]) -> Record {
        let mut record = Record::new("2026-11-23T09:00:00.000001Z".to_owned(), side, None);
        for (seq, body) in received {
            record
                .received
                .insert(*seq, ("seeker".to_owned(), (*body).to_owned()));
        }
        for (seq, body) in acked {
            record.acked.insert(
                *seq,
                Acked {
                    client_id: Uuid::nil(),
                    body: (*body).to_owned(),
                },
            );
        }
        record
    }

    #[test]
    fn what_either_counsellor_heard_is_not_lost() {
        let seeker = record(
            Side::Seeker,
            &[(1, "a"), (2, "b"), (3, "c")],
            &[(1, "a"), (2, "b")],
        );
        let first = record(Side::Counsellor, &[(1, "a")], &[]);
        let second = record(Side::Counsellor, &[(2, "b"), (3, "c")], &[(3, "c")]);
        assert!(losses(&seeker, &[&first, &second]).is_empty());
        assert_eq!(losses(&seeker, &[&first]).len(), 1);
    }

    #[test]
    fn a_message_acknowledged_but_changed_or_missing_is_lost() {
        let seeker = record(Side::Seeker, &[(1, "a")], &[(1, "a")]);
        let desk = record(Side::Counsellor, &[(1, "x")], &[(2, "b")]);
        let lost = losses(&seeker, &[&desk]);
        assert_eq!(lost.len(), 2);
        assert!(lost.iter().all(|breach| breach.kind == BreachKind::Loss));
    }

    #[test]
    fn a_talk_nobody_took_loses_nothing() {
        let seeker = record(Side::Seeker, &[(1, "a")], &[(1, "a")]);
        assert!(losses(&seeker, &[]).is_empty());
    }
}
