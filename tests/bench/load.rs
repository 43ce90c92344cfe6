//! Clients of both systems, which speak the same frames: seekers with one chat each, counsellors with several.
//! Every message carries its chat and when it was written, so that whoever receives it knows how long it took.

use std::{
    sync::{
        Arc, LazyLock, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use anyhow::{Context, ensure};
use futures_util::{SinkExt, StreamExt};
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::Value;
use tokio::{
    net::TcpStream,
    sync::mpsc,
    task::JoinSet,
    time::{Instant, sleep, timeout},
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async_with_config,
    tungstenite::{
        Message, client::IntoClientRequest, http::HeaderValue, protocol::WebSocketConfig,
    },
};

/// Characters of a message.
const LENGTH: usize = 200;
const PING_EVERY: Duration = Duration::from_secs(8);
/// Time the last messages of a round may take.
const DRAIN_LIMIT: Duration = Duration::from_secs(20);

static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

/// What all clients of one system count.
#[derive(Default)]
struct Shared {
    sent: AtomicU64,
    acked: AtomicU64,
    delivered: AtomicU64,
    errors: AtomicU64,
    /// Whether everybody who receives a message answers it at once.
    answering: AtomicBool,
    micros: Mutex<Vec<f64>>,
    /// Who serves each chat, once a message reached them.
    desks: Mutex<Vec<Option<Desk>>>,
}

/// A chat on its counsellor's line, and what it is called there.
#[derive(Clone)]
struct Desk {
    line: Line,
    name: Arc<str>,
}

/// An order to write to a chat.
struct Say {
    chat: usize,
    name: Option<Arc<str>>,
}

type Line = mpsc::UnboundedSender<Say>;

/// All clients of one system.
pub(crate) struct Load {
    subprotocol: Option<&'static str>,
    shared: Arc<Shared>,
    seekers: Vec<Line>,
    tasks: JoinSet<anyhow::Result<()>>,
    chance: StdRng,
}

/// What a round of one system came to.
pub(crate) struct Round {
    pub(crate) delivered_per_second: f64,
    /// In order, in milliseconds.
    pub(crate) millis: Vec<f64>,
}

impl Load {
    /// Without clients; `subprotocol` is what the server wants to be asked for.
    pub(crate) fn new(subprotocol: Option<&'static str>) -> Self {
        Self {
            subprotocol,
            shared: Arc::default(),
            seekers: Vec::new(),
            tasks: JoinSet::new(),
            chance: StdRng::seed_from_u64(1),
        }
    }

    /// Opens the line of the next chat's seeker.
    pub(crate) async fn add_seeker(&mut self, address: &str, hello: &Value) -> anyhow::Result<()> {
        let line = self.open(address, hello, false).await?;
        self.seekers.push(line);
        self.shared.desks().push(None);
        Ok(())
    }

    /// Opens the line of a counsellor.
    pub(crate) async fn add_counsellor(
        &mut self,
        address: &str,
        hello: &Value,
    ) -> anyhow::Result<()> {
        self.open(address, hello, true).await?;
        Ok(())
    }

    /// Messages sent so far.
    pub(crate) fn sent(&self) -> u64 {
        self.shared.sent.load(Relaxed)
    }

    async fn open(&mut self, address: &str, hello: &Value, counsels: bool) -> anyhow::Result<Line> {
        let mut request = address.into_client_request()?;
        if let Some(protocol) = self.subprotocol {
            let protocol = HeaderValue::from_static(protocol);
            request
                .headers_mut()
                .insert("Sec-WebSocket-Protocol", protocol);
        }
        let config = WebSocketConfig::default()
            .read_buffer_size(4096)
            .write_buffer_size(0);
        let (mut socket, _answer) = connect_async_with_config(request, Some(config), true).await?;
        socket.send(Message::text(hello.to_string())).await?;
        let (line, orders) = mpsc::unbounded_channel();
        let client = Client {
            shared: Arc::clone(&self.shared),
            socket,
            line: line.clone(),
            counsels,
            chance: StdRng::seed_from_u64(self.chance.random()),
        };
        self.tasks.spawn(client.run(orders));
        Ok(line)
    }

    /// A message of each chat's seeker from `first` on, until all have arrived: now it is known who serves each chat.
    pub(crate) async fn introduce(&mut self, first: usize) -> anyhow::Result<()> {
        for chat in first..self.seekers.len() {
            self.say(chat, false)?;
        }
        self.drain().await?;
        let unserved = self
            .shared
            .desks()
            .iter()
            .filter(|desk| desk.is_none())
            .count();
        ensure!(unserved == 0, "{unserved} chats reach no counsellor");
        Ok(())
    }

    /// One message is under way in every chat, for so long.
    pub(crate) async fn saturate(&mut self, lasts: Duration) -> anyhow::Result<Round> {
        self.shared.answering.store(true, Relaxed);
        for chat in 0..self.seekers.len() {
            self.say(chat, false)?;
        }
        sleep(lasts / 5).await;
        self.shared.micros().clear();
        let round = self.measure(lasts).await;
        self.shared.answering.store(false, Relaxed);
        self.drain().await?;
        Ok(round)
    }

    /// So many messages a second, in chats and from sides drawn at random, for so long.
    pub(crate) async fn trickle(
        &mut self,
        per_second: u32,
        lasts: Duration,
    ) -> anyhow::Result<Round> {
        self.shared.micros().clear();
        let begun = Instant::now();
        let mut ticks = tokio::time::interval(Duration::from_secs(1) / per_second);
        while begun.elapsed() < lasts {
            ticks.tick().await;
            let chat = self.chance.random_range(0..self.seekers.len());
            let counsels = self.chance.random();
            self.say(chat, counsels)?;
        }
        self.drain().await?;
        Ok(self.shared.round(begun.elapsed()))
    }

    async fn measure(&self, lasts: Duration) -> Round {
        let begun = Instant::now();
        sleep(lasts).await;
        self.shared.round(begun.elapsed())
    }

    fn say(&self, chat: usize, counsels: bool) -> anyhow::Result<()> {
        let (line, name) = if counsels {
            let desk = self.shared.desks().get(chat).cloned().flatten();
            let desk = desk.context("nobody serves the chat")?;
            (desk.line, Some(desk.name))
        } else {
            (
                self.seekers.get(chat).context("no such chat")?.clone(),
                None,
            )
        };
        line.send(Say { chat, name })
            .ok()
            .context("a line is closed")
    }

    /// Waits until everything sent was acknowledged and delivered.
    async fn drain(&mut self) -> anyhow::Result<()> {
        let shared = Arc::clone(&self.shared);
        let settled = async {
            loop {
                sleep(Duration::from_millis(50)).await;
                let sent = shared.sent.load(Relaxed);
                let done = [&shared.acked, &shared.delivered];
                if done.iter().all(|count| count.load(Relaxed) == sent) {
                    return;
                }
            }
        };
        tokio::select! {
            settled = timeout(DRAIN_LIMIT, settled) => settled.with_context(|| shared.tell())?,
            Some(ended) = self.tasks.join_next() => ended?.context("a client ended")?,
        }
        ensure!(shared.errors.load(Relaxed) == 0, "{}", shared.tell());
        Ok(())
    }
}

impl Shared {
    fn desks(&self) -> MutexGuard<'_, Vec<Option<Desk>>> {
        self.desks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn micros(&self) -> MutexGuard<'_, Vec<f64>> {
        self.micros.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn round(&self, lasted: Duration) -> Round {
        let mut millis: Vec<f64> = self.micros().iter().map(|micros| micros / 1e3).collect();
        millis.sort_by(f64::total_cmp);
        let delivered = u32::try_from(millis.len()).unwrap_or(u32::MAX);
        Round {
            delivered_per_second: f64::from(delivered) / lasted.as_secs_f64(),
            millis,
        }
    }

    fn tell(&self) -> String {
        format!(
            "{} sent, {} acknowledged, {} delivered, {} refused",
            self.sent.load(Relaxed),
            self.acked.load(Relaxed),
            self.delivered.load(Relaxed),
            self.errors.load(Relaxed)
        )
    }
}

struct Client {
    shared: Arc<Shared>,
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    line: Line,
    counsels: bool,
    chance: StdRng,
}

impl Client {
    async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Say>) -> anyhow::Result<()> {
        let mut pings = tokio::time::interval(PING_EVERY);
        loop {
            tokio::select! {
                heard = self.socket.next() => match heard {
                    Some(Ok(Message::Text(text))) => self.hear(&text).await?,
                    Some(Ok(_)) => {}
                    ended => anyhow::bail!("the server ended a line: {ended:?}"),
                },
                order = orders.recv() => match order {
                    Some(order) => self.say(order.chat, order.name.as_deref()).await?,
                    None => return Ok(()),
                },
                _ = pings.tick() => self.socket.send(Message::text("{\"type\":\"ping\"}")).await?,
            }
        }
    }

    async fn hear(&mut self, text: &str) -> anyhow::Result<()> {
        if text.starts_with("{\"type\":\"ack\"") {
            self.shared.acked.fetch_add(1, Relaxed);
        } else if text.starts_with("{\"type\":\"error\"") || text.starts_with("{\"type\":\"bye\"") {
            self.shared.errors.fetch_add(1, Relaxed);
        } else if text.starts_with("{\"type\":\"message\"") {
            let other = if self.counsels {
                "seeker"
            } else {
                "counsellor"
            };
            if field(text, "from") == Some(other) {
                return self.receive(text).await;
            }
        }
        Ok(())
    }

    async fn receive(&mut self, text: &str) -> anyhow::Result<()> {
        let body = field(text, "body").unwrap_or_default();
        let mut words = body.split(' ');
        let mut number = |letter| words.next()?.strip_prefix(letter)?.parse::<u32>().ok();
        let chat = number('c').and_then(|chat| usize::try_from(chat).ok());
        let (Some(chat), Some(written)) = (chat, number('t')) else {
            anyhow::bail!("a message is not what was sent: {body}");
        };
        let micros = f64::from(now_micros()) - f64::from(written);
        self.shared.micros().push(micros);
        self.shared.delivered.fetch_add(1, Relaxed);
        let name = field(text, "contact_id").filter(|_| self.counsels);
        if let (Some(name), Some(slot)) = (name, self.shared.desks().get_mut(chat))
            && slot.is_none()
        {
            let line = self.line.clone();
            *slot = Some(Desk {
                line,
                name: name.into(),
            });
        }
        if self.shared.answering.load(Relaxed) {
            self.say(chat, name).await?;
        }
        Ok(())
    }

    async fn say(&mut self, chat: usize, name: Option<&str>) -> anyhow::Result<()> {
        // Grows with time, as the ids that the product's own clients draw.
        let client_id =
            uuid::Builder::from_unix_timestamp_millis(now_micros().into(), &self.chance.random())
                .into_uuid();
        let mut body = format!("c{chat} t{} ", now_micros());
        body.extend(std::iter::repeat_n('x', LENGTH - body.len()));
        let contact = match name {
            Some(name) if self.counsels => format!("\"contact_id\":\"{name}\","),
            _ => String::new(),
        };
        let frame = format!(
            "{{\"type\":\"message\",{contact}\"client_id\":\"{client_id}\",\"body\":\"{body}\"}}"
        );
        self.shared.sent.fetch_add(1, Relaxed);
        Ok(self.socket.send(Message::text(frame)).await?)
    }
}

/// Microseconds since the benchmark began; enough for more than an hour.
fn now_micros() -> u32 {
    u32::try_from(STARTED.elapsed().as_micros()).unwrap_or(u32::MAX)
}

/// The text of a field, which holds no quotes.
fn field<'a>(frame: &'a str, name: &str) -> Option<&'a str> {
    let mark = format!("\"{name}\":\"");
    let (_, rest) = frame.split_once(&mark)?;
    rest.split('"').next()
}
