//! Plays seekers: starts a conversation, waits, talks along a script, comes back after every cut.

use std::{sync::Arc, time::Duration};

use anyhow::bail;
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::json;
use tokio::time::Instant;

use super::{
    OUTAGE_LIMIT, World,
    api::{Call, Refused, nothing},
    cast::Script,
    frames::{Conversation, Heard, Message, Messages, Problem, Started, ping},
    ledger::{BreachKind, Record},
    line::{Broken, Line},
    pace::{Backoff, at, later, moment},
    talk::{self, Talk},
};

const PING_EVERY: Duration = Duration::from_secs(10);
const SILENCE_LIMIT: Duration = Duration::from_secs(25);

/// How a seeker's visit went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// A counsellor took the contact.
    Accepted,
    /// The seeker lost patience.
    Abandoned,
    /// Still waiting when the simulation ended.
    Waiting,
    /// The server ended the waiting, or forgot it.
    PlaceLost,
}

/// One visit of a seeker.
#[derive(Debug)]
pub(super) struct Story {
    pub(super) outcome: Outcome,
    /// From the start to a counsellor.
    pub(super) waited: Option<Duration>,
    pub(super) record: Record,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Waiting,
    Talking,
    Closed,
}

/// One seeker after the other, until the simulation ends.
pub(super) async fn seat(world: Arc<World>, number: usize) -> anyhow::Result<Vec<Story>> {
    let offset = u64::try_from(number).unwrap_or_default();
    let mut chance =
        StdRng::seed_from_u64(world.plan.seed.wrapping_mul(1_000_003).wrapping_add(offset));
    let mut stories = Vec::new();
    let mut pause = world
        .pace
        .until(&mut chance, 20.0)
        .min(world.plan.lasts / 4);
    loop {
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = world.closing.cancelled() => return Ok(stories),
        }
        let mut seeker = Seeker::start(&world, &mut chance).await?;
        seeker.visit(&mut chance).await?;
        stories.push(seeker.end().await?);
        pause = world.pace.pause(&mut chance, 5.0);
    }
}

struct Seeker<'a> {
    world: &'a World,
    script: Arc<Script>,
    id: String,
    token: String,
    talk: Talk,
    stage: Stage,
    started_at: Instant,
    waited: Option<Duration>,
    leaves_at: Option<Instant>,
    abandoned: bool,
    /// Whether the seeker ended the conversation.
    left: bool,
    /// What the server should not have answered.
    failure: Option<Refused>,
    /// When the next words are typed.
    speaks_at: Option<Instant>,
    /// The last number there is, as far as the server said.
    last: i64,
}

impl<'a> Seeker<'a> {
    async fn start(world: &'a World, chance: &mut StdRng) -> anyhow::Result<Self> {
        let Some(script) = world
            .cast
            .scripts
            .get(chance.random_range(0..world.cast.scripts.len().max(1)))
        else {
            bail!("there is no script to play");
        };
        let mut body = json!({
            "language": script.language,
            "topic": script.topic,
            "work_type": script.work_type,
            "consent": true,
        });
        if let (Some(county), Some(fields)) = (&script.county, body.as_object_mut()) {
            fields.insert("county".to_owned(), county.as_str().into());
        }
        let key = format!("{:032x}", world.run ^ chance.random::<u128>());
        let call = Call {
            method: "POST",
            path: "/conversations",
            token: None,
            key: Some(&key),
            body: Some(&body),
        };
        let started: Started = match world.api.call(call).await {
            Err(Refused::Answer { code, .. }) if code == "service_closed" => {
                bail!(
                    "the service is closed at this hour; use a server with demo data, which never closes"
                )
            }
            answer => answer?,
        };
        let path = format!("/conversations/{}", started.id);
        let known: Conversation = world.api.call(Call::get(&path, &started.token)).await?;
        world.counters.waiting.change(1);
        world.counters.talks.add();
        let patience = world
            .plan
            .patience_seconds
            .map(|mean| world.pace.until(chance, mean));
        Ok(Self {
            world,
            script: Arc::clone(script),
            talk: talk::seekers(started.id.clone(), known.started_at),
            id: started.id,
            token: started.token,
            stage: Stage::Waiting,
            started_at: Instant::now(),
            waited: None,
            leaves_at: patience.map(later),
            abandoned: false,
            left: false,
            failure: None,
            speaks_at: None,
            last: 0,
        })
    }

    /// Talks until it is over, on as many lines as it takes.
    async fn visit(&mut self, chance: &mut StdRng) -> anyhow::Result<()> {
        let address = self
            .world
            .api
            .socket(&format!("/conversations/{}/stream", self.id));
        let mut backoff = Backoff::default();
        let mut reached_at = Instant::now();
        while !self.is_over() {
            let hello = json!({"type": "hello", "token": self.token, "after": self.talk.heard()});
            match Line::open(&address, &hello).await {
                Ok(line) => {
                    self.talk.reopen();
                    if self.converse(line, chance).await == Ok(()) {
                        return Ok(());
                    }
                    self.world.counters.reopened.add();
                    reached_at = Instant::now();
                    backoff.reset();
                }
                Err(error) if reached_at.elapsed() > OUTAGE_LIMIT => return Err(error),
                Err(_) => {}
            }
            tokio::time::sleep(backoff.next(chance)).await;
        }
        Ok(())
    }

    async fn converse(&mut self, mut line: Line, chance: &mut StdRng) -> Result<(), Broken> {
        let cut_at = self
            .world
            .plan
            .cut_every
            .map(|mean| later(moment(chance, mean)));
        let mut pings = tokio::time::interval(PING_EVERY);
        let mut heard_at = Instant::now();
        let mut welcomed = false;
        while !self.is_over() {
            if welcomed {
                self.prepare(&mut line, chance).await?;
            }
            tokio::select! {
                heard = line.next() => {
                    let heard = heard?;
                    heard_at = Instant::now();
                    welcomed |= matches!(heard, Heard::Welcome(_));
                    self.hear(heard, &mut line).await?;
                }
                () = at(self.speaks_at), if welcomed => {
                    self.speaks_at = None;
                    if let Some(words) = self.talk.next_words(&self.script) {
                        let words = words.to_owned();
                        self.talk.say(chance, &words);
                    }
                }
                () = at(self.leaves_at), if self.stage == Stage::Waiting && !self.left => {
                    self.abandoned = true;
                    self.leave().await?;
                }
                () = self.world.closing.cancelled(), if !self.left => self.leave().await?,
                () = at(cut_at) => {
                    self.world.counters.cuts.add();
                    return Err(Broken);
                }
                _ = pings.tick() => {
                    if self.talk.is_overdue() || heard_at.elapsed() > SILENCE_LIMIT {
                        return Err(Broken);
                    }
                    line.say(&ping()).await?;
                }
            }
        }
        Ok(())
    }

    /// Sends what is due, and begins to type when it is the seeker's turn.
    async fn prepare(&mut self, line: &mut Line, chance: &mut StdRng) -> Result<(), Broken> {
        for frame in self.talk.unsent() {
            line.say(&frame).await?;
        }
        if self.speaks_at.is_none()
            && let Some(words) = self.talk.next_words(&self.script)
        {
            let pause =
                self.world
                    .pace
                    .answer(chance, self.talk.last_said(), words.chars().count());
            self.speaks_at = Some(later(pause));
            line.say(&json!({"type": "typing"})).await?;
        }
        Ok(())
    }

    async fn hear(&mut self, heard: Heard, line: &mut Line) -> Result<(), Broken> {
        match heard {
            Heard::Welcome(welcome) => {
                self.last = welcome.seq;
                self.enter(welcome.state.as_deref().unwrap_or_default());
            }
            Heard::State { state } => self.enter(&state),
            Heard::Message { message, .. } => return self.hear_message(message, line).await,
            Heard::Ack {
                client_id,
                seq,
                body,
                ..
            } => {
                self.world.counters.acked.add();
                self.talk.acknowledged(client_id, seq, body);
            }
            Heard::Error {
                problem, client_id, ..
            } => self.hear_problem(&problem, client_id).await,
            Heard::Bye { resume: false } if self.stage != Stage::Closed => {
                self.talk.record.breach(
                    BreachKind::Place,
                    "the server knows the conversation no longer",
                );
                self.enter("closed");
            }
            Heard::Bye { .. } => return Err(Broken),
            _ => {}
        }
        Ok(())
    }

    async fn hear_message(&mut self, message: Message, line: &mut Line) -> Result<(), Broken> {
        let seq = message.seq;
        self.world.counters.received.add();
        if self.talk.hear(message) {
            line.say(&json!({"type": "read", "seq": seq})).await?;
        }
        Ok(())
    }

    async fn hear_problem(&mut self, problem: &Problem, client_id: Option<uuid::Uuid>) {
        let for_now = matches!(problem.code.as_str(), "unavailable" | "too_many_requests");
        if problem.code == "internal" {
            self.world.counters.failures.add();
        }
        match client_id {
            Some(client_id) => self.talk.refused(client_id, !for_now),
            None if for_now => self.talk.reopen(),
            None => {}
        }
        if for_now {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }

    fn enter(&mut self, state: &str) {
        let next = match state {
            "active" => Stage::Talking,
            "closed" => Stage::Closed,
            _ => Stage::Waiting,
        };
        if next == self.stage {
            return;
        }
        let counters = &self.world.counters;
        for (known, by) in [(self.stage, -1), (next, 1)] {
            match known {
                Stage::Waiting => counters.waiting.change(by),
                Stage::Talking => counters.talking.change(by),
                Stage::Closed => {}
            }
        }
        self.stage = next;
        match next {
            Stage::Talking => {
                self.waited.get_or_insert(self.started_at.elapsed());
            }
            Stage::Closed => self.talk.fall_silent(),
            Stage::Waiting => {}
        }
    }

    fn is_over(&self) -> bool {
        let heard_all = self.stage == Stage::Closed && self.talk.heard() >= self.last;
        heard_all || self.failure.is_some()
    }

    /// Ends the conversation from the seeker's side; the stream then tells how it ended.
    async fn leave(&mut self) -> Result<(), Broken> {
        let path = format!("/conversations/{}/close", self.id);
        let body = nothing();
        let call = Call::post(&path, &self.token, &body);
        match self.world.api.call::<Conversation>(call).await {
            Ok(_closed) => {
                self.left = true;
                Ok(())
            }
            Err(refused) => {
                self.failure = Some(refused);
                Err(Broken)
            }
        }
    }

    /// Compares what was heard with what the server keeps.
    async fn end(mut self) -> anyhow::Result<Story> {
        if let Some(failure) = self.failure {
            return Err(failure.into());
        }
        let path = format!("/conversations/{}", self.id);
        let known: Conversation = self.world.api.call(Call::get(&path, &self.token)).await?;
        let kept: Messages = self
            .world
            .api
            .call(Call::get(
                &format!("{path}/messages?limit=200"),
                &self.token,
            ))
            .await?;
        let missing: Vec<i64> = self
            .talk
            .record
            .acked
            .iter()
            .filter(|(seq, acked)| {
                !kept
                    .items
                    .iter()
                    .any(|m| m.seq == **seq && m.body == acked.body)
            })
            .map(|(seq, _)| *seq)
            .collect();
        for seq in missing {
            self.talk.record.breach(
                BreachKind::Loss,
                &format!("message {seq} was acknowledged and is not kept"),
            );
        }
        if !(1..)
            .zip(&kept.items)
            .all(|(number, message)| message.seq == number)
        {
            self.talk
                .record
                .breach(BreachKind::Order, "the kept messages have gaps");
        }
        let by_service = known.closed_by.as_deref() == Some("service");
        let outcome = match (self.waited, by_service || known.state != "closed") {
            (_, true) => {
                self.talk
                    .record
                    .breach(BreachKind::Place, "the server ended the talk");
                Outcome::PlaceLost
            }
            (Some(_), false) => Outcome::Accepted,
            (None, false) if self.abandoned => Outcome::Abandoned,
            (None, false) => Outcome::Waiting,
        };
        Ok(Story {
            outcome,
            waited: self.waited,
            record: self.talk.record,
        })
    }
}
