//! Hashing away from the threads that answer requests.

use platform::{Fault, Secret};
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::domain::{self, SALT_BYTES};

/// Hashes at a time: each holds 19 MiB and a core, so a flood of log-ins must queue here.
static TURNS: Semaphore = Semaphore::const_new(4);

/// How many may wait for their turn: the others are told to come back, before they cost memory.
static ROOM: Semaphore = Semaphore::const_new(64);

const STOPPED: Fault = Fault::Stopped("password hashing");

pub(super) async fn hash(
    password: Secret<String>,
    salt: [u8; SALT_BYTES],
) -> Result<String, Fault> {
    in_turn(move || domain::hash(password.expose(), salt))
        .await?
        .map_err(|_refusal| Fault::Corrupt("password hash parameters"))
}

pub(super) async fn verify(
    password: Secret<String>,
    stored: Secret<String>,
) -> Result<bool, Fault> {
    in_turn(move || domain::verify(password.expose(), stored.expose()))
        .await?
        .map_err(|_unreadable| Fault::Corrupt("account.password_hash"))
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    let _room = ROOM.try_acquire().map_err(|_full| STOPPED)?;
    let _turn = TURNS.acquire().await.map_err(|_closed| STOPPED)?;
    spawn_blocking(work).await.map_err(|_stopped| STOPPED)
}
