//! The transactional outbox: events written with the rows they speak of, published after the commit.
//!
//! Delivery is at least once and in order of writing. Of several replicas the one that decides publishes for
//! all: it hears every event even while the others do not. Subscribers treat an event as a hint to look at the
//! database, so that a repeated or lost one costs time, never data.

use std::sync::Arc;

use kernel::{Instant, Scope};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};

use tokio::sync::broadcast;

use crate::{Bus, Database, Event, Fault, TenantTx, lease::Lease, tasks::Tasks};

/// Events published per transaction.
const BATCH: u64 = 200;
/// Tells whoever publishes that something waits.
const WRITTEN: &str = "outbox.written";

pub(crate) async fn insert(
    tx: &TenantTx,
    topic: &str,
    payload: &str,
    now: Instant,
) -> Result<(), Fault> {
    tx.execute_raw(statement(
        tx,
        "INSERT INTO outbox (topic, payload, created_at, due_at) VALUES ($1, $2, $3, $3)",
        [topic.into(), payload.into(), now.into()],
    ))
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    topic: String,
    payload: String,
}

/// Publishes what waits in the outbox, oldest first. Returns how many events.
///
/// # Errors
/// A bus that refuses leaves the rows where they are, for the next call.
pub async fn publish_waiting(database: &Database, bus: &dyn Bus) -> Result<usize, Fault> {
    let tx = database.write(Scope::System).await?;
    let lock = if tx.get_database_backend() == DbBackend::Postgres {
        " FOR UPDATE SKIP LOCKED"
    } else {
        ""
    };
    let select = format!("SELECT id, topic, payload FROM outbox ORDER BY id LIMIT {BATCH}{lock}");
    let rows = Row::find_by_statement(statement(&tx, &select, []))
        .all(&tx)
        .await?;
    let Some(last) = rows.last().map(|row| row.id) else {
        return Ok(0);
    };
    let ids: Vec<String> = rows.iter().map(|row| row.id.to_string()).collect();
    let delete = format!(
        "DELETE FROM outbox WHERE id <= {last} AND id IN ({})",
        ids.join(",")
    );
    tx.execute_raw(statement(&tx, &delete, [])).await?;
    let count = rows.len();
    for row in rows {
        bus.publish(Event {
            topic: row.topic,
            payload: row.payload,
        })
        .await?;
    }
    tx.commit().await?;
    Ok(count)
}

/// Publishes after every commit, here or elsewhere, while this process holds the lease; tells who does otherwise.
/// Until shutdown.
pub fn run(tasks: &Tasks, database: Database, bus: Arc<dyn Bus>, lease: &Lease) {
    let token = tasks.token();
    let mut held = lease.held();
    let mut events = bus.subscribe();
    tasks.spawn("outbox", async move {
        loop {
            let holds = held.borrow_and_update().is_some();
            if holds {
                match publish_waiting(&database, bus.as_ref()).await {
                    Ok(0) => {}
                    Ok(_) => continue,
                    Err(fault) => {
                        tracing::error!(error = fault.chain(), "outbox could not be published");
                    }
                }
            }
            tokio::select! {
                () = token.cancelled() => break,
                () = database.committed() => if !holds {
                    bus.tell_others(written());
                },
                () = heard(&mut events) => {}
                Ok(()) = held.changed() => {}
                () = tokio::time::sleep(std::time::Duration::from_secs(1)) => {}
            }
        }
    });
}

fn written() -> Event {
    Event {
        topic: WRITTEN.to_owned(),
        payload: "{}".to_owned(),
    }
}

/// Resolves when another replica may have left something.
async fn heard(events: &mut broadcast::Receiver<Event>) {
    loop {
        match events.recv().await {
            Ok(event) if event.concerns(&[WRITTEN]) => return,
            Ok(_) => {}
            Err(broadcast::error::RecvError::Lagged(_)) => return,
            // Nothing will come any more; the timer remains.
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

pub(crate) fn statement<const N: usize>(
    tx: &TenantTx,
    sql: &str,
    values: [sea_orm::Value; N],
) -> Statement {
    Statement::from_sql_and_values(tx.get_database_backend(), sql, values)
}
