//! The limit the product is measured against: takes a message, commits it together with all that wait,
//! acknowledges and delivers it. No log-in, no routing, no checks.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Context;
use clap::Args;
use futures_util::{SinkExt, StreamExt};
use sea_orm::sqlx::{
    self, PgPool, SqlitePool,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
    task::JoinSet,
};
use tokio_tungstenite::{
    accept_async_with_config,
    tungstenite::{Message, protocol::WebSocketConfig},
};
use uuid::Uuid;

/// Messages per commit, as in the product.
const BATCH: usize = 512;

#[derive(Args)]
pub(crate) struct Options {
    /// Port on 127.0.0.1.
    pub(crate) port: u16,
    /// `sqlite://…` or `postgres://…`; its table is made.
    pub(crate) url: String,
    /// Conversations there are.
    pub(crate) chats: usize,
}

/// What a client says; a chat is named by its number.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Says {
    Hello {
        side: Side,
        chats: Vec<usize>,
    },
    Message {
        /// Left out by seekers, who have one.
        contact_id: Option<String>,
        client_id: Uuid,
        body: String,
    },
    Ping {},
}

/// What a client hears.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Hears<'a> {
    Message {
        contact_id: String,
        seq: i64,
        from: Side,
        body: &'a str,
    },
    Ack {
        client_id: Uuid,
        seq: i64,
    },
    Pong {},
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Side {
    Seeker,
    Counsellor,
}

type Line = mpsc::Sender<Message>;

#[derive(Clone, Default)]
struct Chat {
    seeker: Option<Line>,
    counsellor: Option<Line>,
    last_seq: i64,
}

struct Queued {
    chat: usize,
    side: Side,
    client_id: Uuid,
    body: String,
    line: Line,
}

type Chats = Arc<Mutex<Vec<Chat>>>;

/// Serves until killed.
pub(crate) async fn serve(options: &Options) -> anyhow::Result<()> {
    let store = Store::open(&options.url).await?;
    let chats: Chats = Arc::new(Mutex::new(vec![Chat::default(); options.chats]));
    let (queue, receiver) = mpsc::channel(4096);
    let address = SocketAddr::from(([127, 0, 0, 1], options.port));
    let listener = TcpListener::bind(address).await?;
    let mut tasks = JoinSet::new();
    tasks.spawn(write(store, Arc::clone(&chats), receiver));
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (stream, _from) = accepted?;
                tasks.spawn(talk(stream, Arc::clone(&chats), queue.clone()));
            }
            Some(ended) = tasks.join_next() => ended??,
        }
    }
}

async fn talk(stream: TcpStream, chats: Chats, queue: mpsc::Sender<Queued>) -> anyhow::Result<()> {
    stream.set_nodelay(true)?;
    let config = WebSocketConfig::default()
        .read_buffer_size(4096)
        .write_buffer_size(0);
    // A probe that only looks whether the port is open is no client.
    let Ok(mut socket) = accept_async_with_config(stream, Some(config)).await else {
        return Ok(());
    };
    let (line, mut outgoing) = mpsc::channel(1024);
    let (mut me, mut my_chat) = (Side::Seeker, 0);
    loop {
        tokio::select! {
            incoming = socket.next() => {
                let Some(Ok(Message::Text(text))) = incoming else {
                    return Ok(());
                };
                match serde_json::from_str(&text)? {
                    Says::Hello { side, chats: mine } => {
                        me = side;
                        my_chat = mine.first().copied().unwrap_or_default();
                        let mut chats = chats.lock().unwrap_or_else(PoisonError::into_inner);
                        for chat in mine {
                            let chat = chats.get_mut(chat).context("no such chat")?;
                            match side {
                                Side::Seeker => chat.seeker = Some(line.clone()),
                                Side::Counsellor => chat.counsellor = Some(line.clone()),
                            }
                        }
                    }
                    Says::Message { contact_id, client_id, body } => {
                        let chat = contact_id.map_or(Ok(my_chat), |name| name.parse())?;
                        let message = Queued { chat, side: me, client_id, body, line: line.clone() };
                        queue.send(message).await?;
                    }
                    Says::Ping {} => socket.send(frame(&Hears::Pong {})?).await?,
                }
            }
            Some(frame) = outgoing.recv() => socket.send(frame).await?,
        }
    }
}

/// The one writer: what waits shares a commit, then is acknowledged and delivered.
async fn write(
    store: Store,
    chats: Chats,
    mut queue: mpsc::Receiver<Queued>,
) -> anyhow::Result<()> {
    let mut batch = Vec::with_capacity(BATCH);
    while queue.recv_many(&mut batch, BATCH).await > 0 {
        let numbers = {
            let mut chats = chats.lock().unwrap_or_else(PoisonError::into_inner);
            let number = |message: &Queued| {
                let chat = chats.get_mut(message.chat)?;
                chat.last_seq += 1;
                Some(chat.last_seq)
            };
            let numbers: Option<Vec<i64>> = batch.iter().map(number).collect();
            numbers.context("no such chat")?
        };
        store.insert(&batch, &numbers).await?;
        let chats = chats.lock().unwrap_or_else(PoisonError::into_inner);
        for (message, seq) in batch.drain(..).zip(numbers) {
            let (client_id, body) = (message.client_id, message.body.as_str());
            let _told = message
                .line
                .try_send(frame(&Hears::Ack { client_id, seq })?);
            let other = chats.get(message.chat).and_then(|chat| match message.side {
                Side::Seeker => chat.counsellor.as_ref(),
                Side::Counsellor => chat.seeker.as_ref(),
            });
            if let Some(other) = other {
                let contact_id = message.chat.to_string();
                let _told = other.try_send(frame(&Hears::Message {
                    contact_id,
                    seq,
                    from: message.side,
                    body,
                })?);
            }
        }
    }
    Ok(())
}

fn frame(hears: &Hears) -> serde_json::Result<Message> {
    Ok(Message::text(serde_json::to_string(hears)?))
}

enum Store {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Store {
    async fn open(url: &str) -> anyhow::Result<Self> {
        if url.starts_with("postgres") {
            let pool = PgPoolOptions::new().max_connections(1).connect(url).await?;
            sqlx::query(
                "CREATE TABLE IF NOT EXISTS relay_message (chat bigint, seq bigint, client_id uuid, body text, \
                 PRIMARY KEY (chat, seq))",
            )
            .execute(&pool)
            .await?;
            // So that the benchmark can count as the product's role.
            sqlx::query("GRANT SELECT ON relay_message TO PUBLIC")
                .execute(&pool)
                .await?;
            return Ok(Self::Postgres(pool));
        }
        let options: SqliteConnectOptions = url.parse()?;
        let options = options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("temp_store", "memory")
            .pragma("wal_autocheckpoint", "4000");
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options)
            .await?;
        sqlx::query(
            "CREATE TABLE IF NOT EXISTS relay_message (chat integer, seq integer, client_id text, body text, \
             PRIMARY KEY (chat, seq)) WITHOUT ROWID",
        )
        .execute(&pool)
        .await?;
        Ok(Self::Sqlite(pool))
    }

    /// One statement, one commit.
    async fn insert(&self, batch: &[Queued], numbers: &[i64]) -> anyhow::Result<()> {
        match self {
            Self::Sqlite(pool) => {
                let rows: Vec<_> = batch
                    .iter()
                    .zip(numbers)
                    .map(|(message, seq)| {
                        json!([message.chat, seq, message.client_id, message.body])
                    })
                    .collect();
                sqlx::query(
                    "INSERT INTO relay_message SELECT value->>0, value->>1, value->>2, value->>3 FROM json_each($1)",
                )
                .bind(serde_json::to_string(&rows)?)
                .execute(pool)
                .await?;
            }
            Self::Postgres(pool) => {
                let chats = batch
                    .iter()
                    .map(|message| i64::try_from(message.chat))
                    .collect::<Result<Vec<_>, _>>()?;
                let ids: Vec<Uuid> = batch.iter().map(|message| message.client_id).collect();
                let bodies: Vec<&str> = batch.iter().map(|message| message.body.as_str()).collect();
                sqlx::query(
                    "INSERT INTO relay_message SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::uuid[], $4::text[])",
                )
                .bind(chats)
                .bind(numbers)
                .bind(ids)
                .bind(bodies)
                .execute(pool)
                .await?;
            }
        }
        Ok(())
    }
}
