//! Signs of life and read marks, gathered in memory and written together every few seconds.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use kernel::{ConversationId, Instant, Scope, StaffId};
use platform::{Database, Fault};

use crate::store::conversation::{self, Marks};

/// Conversations marked in one transaction.
const AT_ONCE: usize = 64;

/// What was noted since the last write.
#[derive(Debug, Default)]
pub(crate) struct Gathered(Mutex<Notes>);

#[derive(Debug, Default)]
struct Notes {
    conversations: HashMap<ConversationId, Marks>,
    staff: HashMap<StaffId, Instant>,
}

impl Gathered {
    pub(crate) fn seeker_seen(&self, conversation: ConversationId, now: Instant) {
        self.note(conversation, |marks| marks.seen_at = Some(now));
    }

    pub(crate) fn seeker_read(&self, conversation: ConversationId, seq: i64) {
        self.note(conversation, |marks| {
            marks.seeker_read = marks.seeker_read.max(seq);
        });
    }

    pub(crate) fn counsellor_read(&self, conversation: ConversationId, seq: i64) {
        self.note(conversation, |marks| {
            marks.counsellor_read = marks.counsellor_read.max(seq);
        });
    }

    pub(crate) fn counsellor_seen(&self, staff: StaffId, now: Instant) {
        self.lock().staff.insert(staff, now);
    }

    /// Conversations whose seeker gave a sign of life since the last write.
    pub(crate) fn seen(&self) -> Vec<ConversationId> {
        let notes = self.lock();
        let seen = notes.conversations.iter();
        seen.filter(|(_, marks)| marks.seen_at.is_some())
            .map(|(id, _)| *id)
            .collect()
    }

    /// Writes what was noted; keeps it for the next time where that fails.
    pub(crate) async fn write(&self, database: &Database) -> Result<(), Fault> {
        let notes = std::mem::take(&mut *self.lock());
        let result = write(database, &notes).await;
        if result.is_err() {
            let mut current = self.lock();
            for (id, marks) in notes.conversations {
                current.conversations.entry(id).or_insert(marks);
            }
            for (id, seen) in notes.staff {
                current.staff.entry(id).or_insert(seen);
            }
        }
        result
    }

    fn note(&self, conversation: ConversationId, change: impl FnOnce(&mut Marks)) {
        change(self.lock().conversations.entry(conversation).or_default());
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Notes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Few at a time: messages to the same conversations wait for each of these transactions.
async fn write(database: &Database, notes: &Notes) -> Result<(), Fault> {
    let marks: Vec<_> = notes
        .conversations
        .iter()
        .map(|(id, marks)| (*id, *marks))
        .collect();
    for marks in marks.chunks(AT_ONCE) {
        let tx = database.write(Scope::System).await?;
        conversation::write_marks(&tx, marks).await?;
        tx.commit().await?;
    }
    if notes.staff.is_empty() {
        return Ok(());
    }
    let tx = database.write(Scope::System).await?;
    let seen: Vec<_> = notes.staff.iter().map(|(id, at)| (*id, *at)).collect();
    centres::mark_seen(&tx, &seen).await?;
    tx.commit().await
}
