//! Sessions by token, remembered for seconds, so that not every request asks the database.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::TimeDelta;
use kernel::{AccountId, Instant, Scope};
use platform::{Ctx, Fault, KeyHash, hash_key};

use crate::{domain::Session, store};

/// How long another process's revocation may go unnoticed.
const MEMORY: TimeDelta = TimeDelta::seconds(3);
/// Sessions remembered before stale ones are cleared out.
const ROOM: usize = 1024;

#[derive(Debug)]
struct Remembered {
    session: Arc<Session>,
    loaded_at: Instant,
}

#[derive(Debug, Default)]
struct Memory {
    sessions: HashMap<KeyHash, Remembered>,
    /// Grows with every revocation: what was read before one must not be remembered after it.
    revocations: u64,
}

/// Finds sessions.
#[derive(Debug, Default)]
pub(crate) struct Sessions(Mutex<Memory>);

impl Sessions {
    /// The live session of a token.
    pub(crate) async fn find(&self, ctx: &Ctx, token: &str) -> Result<Option<Arc<Session>>, Fault> {
        let hash = hash_key(token);
        let (remembered, revocations) = self.recall(&hash, ctx.now);
        if remembered.is_some() {
            return Ok(remembered.filter(|session| session.expires_at > ctx.now));
        }
        let tx = ctx.database().read(Scope::System).await?;
        let session = store::session::find_live(&tx, &hash, ctx.now).await?;
        let session = session.map(Arc::new);
        drop(tx);
        if let Some(session) = &session {
            self.remember(hash, session, ctx.now, revocations);
            see(ctx, session).await;
        }
        Ok(session)
    }

    /// Forgets a revoked session.
    pub(crate) fn forget(&self, hash: &KeyHash) {
        let mut memory = self.lock();
        memory.revocations += 1;
        memory.sessions.remove(hash);
    }

    /// Forgets all sessions of an account.
    pub(crate) fn forget_account(&self, account: AccountId) {
        let mut memory = self.lock();
        memory.revocations += 1;
        memory
            .sessions
            .retain(|_, remembered| remembered.session.account != account);
    }

    /// Forgets every session: what they must or may do was changed.
    pub(crate) fn forget_all(&self) {
        let mut memory = self.lock();
        memory.revocations += 1;
        memory.sessions.clear();
    }

    fn recall(&self, hash: &KeyHash, now: Instant) -> (Option<Arc<Session>>, u64) {
        let memory = self.lock();
        let fresh = memory
            .sessions
            .get(hash)
            .filter(|remembered| is_fresh(remembered, now));
        let session = fresh.map(|remembered| Arc::clone(&remembered.session));
        (session, memory.revocations)
    }

    fn remember(&self, hash: KeyHash, session: &Arc<Session>, now: Instant, revocations: u64) {
        let mut memory = self.lock();
        if memory.revocations != revocations {
            return;
        }
        if memory.sessions.len() >= ROOM {
            memory
                .sessions
                .retain(|_, remembered| is_fresh(remembered, now));
        }
        let remembered = Remembered {
            session: Arc::clone(session),
            loaded_at: now,
        };
        memory.sessions.insert(hash, remembered);
    }

    fn lock(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Notes that a session is used, at most once a minute. No request fails because that cannot be noted.
async fn see(ctx: &Ctx, session: &Session) {
    if session.seen_at == Some(store::session::to_the_minute(ctx.now)) {
        return;
    }
    let note = async {
        let tx = ctx.database().write(Scope::System).await?;
        store::session::see(&tx, session.id, ctx.now).await?;
        tx.commit().await
    };
    let noted: Result<(), Fault> = note.await;
    if let Err(fault) = noted {
        tracing::warn!(error = fault.chain(), "use of a session was not noted");
    }
}

fn is_fresh(remembered: &Remembered, now: Instant) -> bool {
    (remembered.loaded_at - now).abs() < MEMORY
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::SessionId;
    use platform::Secret;
    use testkit::working_day;

    fn session() -> Arc<Session> {
        let (sources, _clock) = testkit::sources(1);
        Arc::new(Session {
            id: SessionId::new(&sources),
            account: AccountId::new(&sources),
            seen_at: None,
            must_enrol: false,
            csrf_token: Secret::new(String::new()),
            created_at: working_day(),
            expires_at: working_day() + TimeDelta::hours(1),
            assignments: Vec::new(),
            is_strong: false,
        })
    }

    #[test]
    fn what_was_read_before_a_revocation_is_not_remembered_after_it() {
        let sessions = Sessions::default();
        let hash = hash_key("token");
        let now = working_day();
        let (_, revocations) = sessions.recall(&hash, now);
        sessions.forget(&hash);
        sessions.remember(hash, &session(), now, revocations);
        assert!(sessions.recall(&hash, now).0.is_none());
        let (_, revocations) = sessions.recall(&hash, now);
        sessions.remember(hash, &session(), now, revocations);
        assert!(sessions.recall(&hash, now).0.is_some());
    }

    #[test]
    fn memory_is_short_and_bounded() {
        let sessions = Sessions::default();
        let now = working_day();
        for n in 0..ROOM {
            sessions.remember(hash_key(&n.to_string()), &session(), now, 0);
        }
        let later = now + MEMORY;
        assert!(sessions.recall(&hash_key("0"), later).0.is_none());
        sessions.remember(hash_key("new"), &session(), later, 0);
        assert_eq!(sessions.lock().sessions.len(), 1);
    }
}
