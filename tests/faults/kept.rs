//! What the database holds, against what the clients were told.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, SecondsFormat, Utc};
use kernel::Scope;
use platform::Database;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use server::simulate::{Record, Side};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct ContactRow {
    id: Uuid,
    conversation_id: Option<Uuid>,
    joined_at: DateTime<Utc>,
    closed_by: Option<String>,
}

#[derive(FromQueryResult)]
struct MessageRow {
    conversation_id: Uuid,
    seq: i64,
    author: String,
    client_id: Option<Uuid>,
    body: String,
    at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct LoadRow {
    loaded: i64,
}

/// Compares everything.
pub(crate) async fn check(database: &Database, records: &[Record]) -> Result<()> {
    let messages: Vec<MessageRow> = read(
        database,
        "SELECT conversation_id, seq, author, client_id, body, at FROM message ORDER BY conversation_id, seq",
    )
    .await?;
    let mut talks: BTreeMap<Uuid, Vec<MessageRow>> = BTreeMap::new();
    for message in messages {
        talks
            .entry(message.conversation_id)
            .or_default()
            .push(message);
    }
    numbers_have_no_gaps(&talks)?;
    times_follow_numbers(&talks)?;
    told_is_stored(database, &talks, records).await?;
    nobody_is_loaded(database).await
}

async fn read<T: FromQueryResult>(database: &Database, sql: &str) -> Result<Vec<T>> {
    let tx = database.read(Scope::System).await?;
    let statement = Statement::from_string(tx.get_database_backend(), sql);
    Ok(T::find_by_statement(statement).all(&tx).await?)
}

fn numbers_have_no_gaps(talks: &BTreeMap<Uuid, Vec<MessageRow>>) -> Result<()> {
    for (id, messages) in talks {
        let numbers: Vec<i64> = messages.iter().map(|message| message.seq).collect();
        let expected: Vec<i64> = (1..).take(numbers.len()).collect();
        ensure!(
            numbers == expected,
            "conversation {id}: {numbers:?}, not {expected:?}"
        );
    }
    Ok(())
}

fn times_follow_numbers(talks: &BTreeMap<Uuid, Vec<MessageRow>>) -> Result<()> {
    for (id, messages) in talks {
        let sorted = messages.is_sorted_by_key(|message| message.at);
        ensure!(sorted, "conversation {id}: times and numbers disagree");
    }
    Ok(())
}

/// Every message a client holds, acknowledged or received, is stored under its number, once.
async fn told_is_stored(
    database: &Database,
    talks: &BTreeMap<Uuid, Vec<MessageRow>>,
    records: &[Record],
) -> Result<()> {
    // The history of the demo holds no conversations.
    let sql = "SELECT id, conversation_id, joined_at, closed_by FROM contact WHERE conversation_id IS NOT NULL";
    let contacts: Vec<ContactRow> = read(database, sql).await?;
    let joined: HashMap<String, &ContactRow> = contacts
        .iter()
        .map(|contact| {
            (
                contact
                    .joined_at
                    .to_rfc3339_opts(SecondsFormat::Micros, true),
                contact,
            )
        })
        .collect();
    ensure!(
        joined.len() == contacts.len(),
        "two contacts joined in the same microsecond: run again"
    );
    for record in records {
        let contact = joined.get(&record.joined_at).with_context(|| {
            format!(
                "the contact of {} is gone, or moved in time",
                record.joined_at
            )
        })?;
        ensure!(
            record.side == Side::Counsellor || contact.closed_by.as_deref() != Some("service"),
            "contact {} was given up by the service",
            contact.id
        );
        let id = contact
            .conversation_id
            .context("a conversation was erased")?;
        let stored = talks.get(&id).map(Vec::as_slice).unwrap_or_default();
        agree(record, stored).with_context(|| format!("conversation {id}"))?;
    }
    Ok(())
}

fn agree(record: &Record, stored: &[MessageRow]) -> Result<()> {
    for (seq, acked) in &record.acked {
        let copies: Vec<&MessageRow> = stored
            .iter()
            .filter(|row| row.client_id == Some(acked.client_id))
            .collect();
        let [row] = copies.as_slice() else {
            anyhow::bail!(
                "message {seq} was acknowledged and is stored {} times",
                copies.len()
            );
        };
        let same = row.seq == *seq && row.body == acked.body && row.author == record.side.as_str();
        ensure!(same, "message {seq} is not stored as it was acknowledged");
    }
    for (seq, (from, body)) in &record.received {
        let row = stored.iter().find(|row| row.seq == *seq);
        let same = row.is_some_and(|row| row.author == *from && row.body == *body);
        ensure!(same, "message {seq} was delivered and is not stored so");
    }
    Ok(())
}

/// All talks are over: no death of the server may have left a counsellor busy with nobody.
async fn nobody_is_loaded(database: &Database) -> Result<()> {
    let sql = "SELECT CAST(COALESCE(SUM(load_units), 0) AS bigint) \
               - (SELECT CAST(COALESCE(SUM(units), 0) AS bigint) FROM offer WHERE state = 'live') AS loaded \
               FROM presence";
    let rows: Vec<LoadRow> = read(database, sql).await?;
    let loaded: Vec<i64> = rows.iter().map(|row| row.loaded).collect();
    ensure!(
        loaded == [0],
        "counsellors are left with a load of {loaded:?} units"
    );
    Ok(())
}
