//! Plays counsellors: on duty at a desk, taking offers, several talks at a time, writing them up.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use anyhow::{Context, bail};
use rand::{SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use tokio::{task::JoinSet, time::Instant};
use uuid::Uuid;

use super::{
    World,
    api::{Call, Refused, nothing},
    cast::{Account, Script},
    frames::{Contact, Heard, LoggedIn, Message, Presence, Problem, Welcome, about, ping},
    ledger::Record,
    line::{Broken, Line},
    pace::{Backoff, at, later, moment},
    talk::{self, Talk},
};

const PING_EVERY: Duration = Duration::from_secs(5);
const SILENCE_LIMIT: Duration = Duration::from_secs(15);
/// Seconds a counsellor waits for the first words, at the speed of people.
const SILENT_SECONDS: f64 = 60.0;

/// A counsellor at work.
pub(super) struct Counsellor {
    world: Arc<World>,
    chance: StdRng,
    token: String,
    /// Offers, and when each is accepted; none while that is under way.
    offers: BTreeMap<String, Option<Instant>>,
    contacts: BTreeMap<String, Served>,
    calls: JoinSet<Matter>,
    /// A request for presence is under way.
    changing: bool,
    records: Vec<Record>,
}

/// A contact on the desk.
struct Served {
    talk: Talk,
    wraps_up: bool,
    last_seq: i64,
    script: Option<Arc<Script>>,
    since: Instant,
    next: Option<(Instant, Deed)>,
    /// A request for it is under way.
    calling: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Speak,
    Close,
    WrapUp,
}

/// What a request beside the stream is about; what it changed comes over the stream.
enum Matter {
    Offer(String),
    Contact(String),
    Presence,
}

impl Counsellor {
    pub(super) async fn log_in(
        world: Arc<World>,
        account: Account,
        number: usize,
    ) -> anyhow::Result<Self> {
        let body = json!({"email": account.email, "password": world.plan.password, "bearer": true});
        let call = Call {
            method: "POST",
            path: "/auth/login",
            token: None,
            key: None,
            body: Some(&body),
        };
        let logged_in: LoggedIn = match world.api.call(call).await {
            Err(Refused::Answer { code, .. }) if code == "login_refused" => bail!(
                "{} cannot log in: the server needs the demo's data, and --password its password",
                account.email
            ),
            answer => answer.with_context(|| format!("{} cannot log in", account.email))?,
        };
        let offset = u64::try_from(number).unwrap_or_default();
        Ok(Self {
            chance: StdRng::seed_from_u64(
                world.plan.seed.wrapping_mul(7_000_003).wrapping_add(offset),
            ),
            token: logged_in
                .token
                .context("no token in the answer to the log-in")?,
            world,
            offers: BTreeMap::new(),
            contacts: BTreeMap::new(),
            calls: JoinSet::new(),
            changing: false,
            records: Vec::new(),
        })
    }

    /// Works until everybody is told to leave and all talks are written up.
    pub(super) async fn work(mut self) -> Vec<Record> {
        let address = self.world.api.socket("/desk/stream");
        let mut backoff = Backoff::default();
        while !self.is_done() {
            let after: BTreeMap<&String, i64> = self
                .contacts
                .iter()
                .map(|(id, served)| (id, served.talk.heard()))
                .collect();
            let hello = json!({"type": "hello", "token": self.token, "after": after});
            if let Ok(line) = Line::open(&address, &hello).await {
                self.contacts
                    .values_mut()
                    .for_each(|served| served.talk.reopen());
                if self.serve(line).await == Ok(()) {
                    break;
                }
                self.world.counters.reopened.add();
                backoff.reset();
            }
            tokio::time::sleep(backoff.next(&mut self.chance)).await;
        }
        self.calls.abort_all();
        let body = json!({"state": "away"});
        let away = Call {
            method: "PUT",
            ..Call::post("/me/presence", &self.token, &body)
        };
        // Whoever cannot say so counts as lost soon.
        let _said = self.world.api.call::<Value>(away).await.is_ok();
        self.records.extend(
            std::mem::take(&mut self.contacts)
                .into_values()
                .map(|served| served.talk.record),
        );
        self.records
    }

    fn is_done(&self) -> bool {
        self.world.leaving.is_cancelled() && self.contacts.is_empty()
    }

    async fn serve(&mut self, mut line: Line) -> Result<(), Broken> {
        let cut_every = self.world.plan.cut_every;
        let cut_at = cut_every.map(|mean| later(moment(&mut self.chance, mean)));
        let mut pings = tokio::time::interval(PING_EVERY);
        let mut heard_at = Instant::now();
        let mut welcomed = false;
        let leaving = self.world.leaving.clone();
        while !(welcomed && self.is_done()) {
            if welcomed {
                self.prepare(&mut line).await?;
            }
            tokio::select! {
                heard = line.next() => {
                    let heard = heard?;
                    heard_at = Instant::now();
                    welcomed |= matches!(heard, Heard::Welcome(_));
                    self.hear(heard, &mut line).await?;
                }
                () = at(self.next_deed()), if welcomed => self.act(),
                Some(Ok(done)) = self.calls.join_next() => self.called(done),
                () = leaving.cancelled(), if !leaving.is_cancelled() => {}
                () = at(cut_at) => {
                    self.world.counters.cuts.add();
                    return Err(Broken);
                }
                _ = pings.tick() => {
                    let overdue = self.contacts.values().any(|served| served.talk.is_overdue());
                    if overdue || heard_at.elapsed() > SILENCE_LIMIT {
                        return Err(Broken);
                    }
                    line.say(&ping()).await?;
                }
            }
        }
        Ok(())
    }

    /// Sends what is due, and plans the next deed of every talk that has none.
    async fn prepare(&mut self, line: &mut Line) -> Result<(), Broken> {
        let leaving = self.world.leaving.is_cancelled();
        for (id, served) in &mut self.contacts {
            for frame in served.talk.unsent() {
                line.say(&frame).await?;
            }
            let deed = served.deed(leaving);
            let planned = served.next.map(|(_, deed)| deed);
            if served.calling || deed == planned {
                continue;
            }
            served.next = deed.map(|deed| {
                (
                    later(served.pause(&self.world, &mut self.chance, deed)),
                    deed,
                )
            });
            if deed == Some(Deed::Speak) {
                line.say(&about(Some(id), json!({"type": "typing"})))
                    .await?;
            }
        }
        Ok(())
    }

    fn next_deed(&self) -> Option<Instant> {
        let talks = self
            .contacts
            .values()
            .filter_map(|served| served.next.map(|(at, _)| at));
        self.offers.values().filter_map(|at| *at).chain(talks).min()
    }

    /// Does what is due now.
    fn act(&mut self) {
        let now = Instant::now();
        let due: Vec<String> = self
            .offers
            .iter_mut()
            .filter(|(_, at)| at.is_some_and(|at| at <= now))
            .map(|(id, at)| {
                *at = None;
                id.clone()
            })
            .collect();
        for offer in due {
            let path = format!("/offers/{offer}/accept");
            self.call(Matter::Offer(offer), "POST", path, nothing());
        }
        let mut calls = Vec::new();
        for (id, served) in &mut self.contacts {
            let Some((_, deed)) = served.next.take_if(|(at, _)| *at <= now) else {
                continue;
            };
            match deed {
                Deed::Speak => served.speak(&mut self.chance),
                Deed::Close => calls.push((id.clone(), "close", nothing())),
                Deed::WrapUp => calls.push((id.clone(), "wrap-up", json!({"code": "guided"}))),
            }
        }
        for (id, what, body) in calls {
            if let Some(served) = self.contacts.get_mut(&id) {
                served.calling = true;
            }
            let path = format!("/contacts/{id}/{what}");
            self.call(Matter::Contact(id), "POST", path, body);
        }
    }

    /// Sends a request beside the stream.
    fn call(&mut self, matter: Matter, method: &'static str, path: String, body: Value) {
        let (world, token) = (Arc::clone(&self.world), self.token.clone());
        self.calls.spawn(async move {
            let call = Call {
                method,
                path: &path,
                token: Some(&token),
                key: None,
                body: Some(&body),
            };
            if let Err(Refused::Answer { status: 500.., .. }) = world.api.call::<Value>(call).await
            {
                world.counters.failures.add();
            }
            matter
        });
    }

    fn called(&mut self, matter: Matter) {
        match matter {
            Matter::Offer(id) => {
                self.offers.remove(&id);
            }
            Matter::Contact(id) => {
                if let Some(served) = self.contacts.get_mut(&id) {
                    served.calling = false;
                }
            }
            Matter::Presence => self.changing = false,
        }
    }

    async fn hear(&mut self, heard: Heard, line: &mut Line) -> Result<(), Broken> {
        match heard {
            Heard::Welcome(welcome) => self.welcome(welcome),
            Heard::Message {
                contact_id: Some(id),
                message,
            } => {
                return self.hear_message(&id, message, line).await;
            }
            Heard::Ack {
                contact_id: Some(id),
                client_id,
                seq,
                body,
            } => {
                self.world.counters.acked.add();
                if let Some(served) = self.contacts.get_mut(&id) {
                    served.talk.acknowledged(client_id, seq, body);
                }
            }
            Heard::Presence { presence } => self.attend(&presence),
            Heard::Offer { offer } => self.consider(offer.id),
            Heard::OfferWithdrawn { offer_id } => {
                self.offers.remove(&offer_id);
            }
            Heard::Contact { contact } => self.note(&contact),
            Heard::Error {
                problem,
                contact_id,
                client_id,
            } => {
                self.hear_problem(&problem, contact_id, client_id).await;
            }
            Heard::Bye { .. } => return Err(Broken),
            _ => {}
        }
        Ok(())
    }

    fn welcome(&mut self, welcome: Welcome) {
        self.offers
            .retain(|id, _| welcome.offers.iter().any(|offer| offer.id == *id));
        for offer in welcome.offers {
            self.consider(offer.id);
        }
        let gone: Vec<String> = self
            .contacts
            .keys()
            .filter(|id| !welcome.contacts.iter().any(|contact| contact.id == **id))
            .cloned()
            .collect();
        for id in &gone {
            self.forget(id);
        }
        welcome
            .contacts
            .iter()
            .for_each(|contact| self.note(contact));
        if let Some(presence) = welcome.presence {
            self.attend(&presence);
        }
    }

    /// Stays available, until it is time to leave.
    fn attend(&mut self, presence: &Presence) {
        let wanted = if self.world.leaving.is_cancelled() {
            "away"
        } else {
            "available"
        };
        let settled = presence.state == wanted || presence.state == "wrap_up";
        if !self.changing && !settled {
            self.changing = true;
            let path = "/me/presence".to_owned();
            self.call(Matter::Presence, "PUT", path, json!({"state": wanted}));
        }
    }

    fn consider(&mut self, offer: String) {
        if self.world.leaving.is_cancelled() {
            return;
        }
        let pause = self.world.pace.pause(&mut self.chance, 4.0);
        self.offers
            .entry(offer)
            .or_insert_with(|| Some(later(pause)));
    }

    fn note(&mut self, contact: &Contact) {
        if !matches!(contact.state.as_str(), "active" | "wrap_up") {
            return self.forget(&contact.id);
        }
        let served = self
            .contacts
            .entry(contact.id.clone())
            .or_insert_with(|| Served {
                talk: talk::counsellors(contact.id.clone(), contact.joined_at.clone()),
                wraps_up: false,
                last_seq: 0,
                script: None,
                since: Instant::now(),
                next: None,
                calling: false,
            });
        served.last_seq = contact.last_seq;
        if contact.state == "wrap_up" {
            served.wraps_up = true;
            served.talk.fall_silent();
        }
    }

    fn forget(&mut self, id: &str) {
        if let Some(served) = self.contacts.remove(id) {
            self.records.push(served.talk.record);
        }
    }

    async fn hear_message(
        &mut self,
        id: &str,
        message: Message,
        line: &mut Line,
    ) -> Result<(), Broken> {
        self.world.counters.received.add();
        let Some(served) = self.contacts.get_mut(id) else {
            return Ok(());
        };
        if served.script.is_none() && message.from == "seeker" {
            served.script = self.world.cast.script_beginning(&message.body).cloned();
        }
        let seq = message.seq;
        if served.talk.hear(message) {
            line.say(&about(Some(id), json!({"type": "read", "seq": seq})))
                .await?;
        }
        Ok(())
    }

    async fn hear_problem(
        &mut self,
        problem: &Problem,
        contact: Option<String>,
        client_id: Option<Uuid>,
    ) {
        let for_now = matches!(problem.code.as_str(), "unavailable" | "too_many_requests");
        if problem.code == "internal" {
            self.world.counters.failures.add();
        }
        match (contact.and_then(|id| self.contacts.get_mut(&id)), client_id) {
            (Some(served), Some(client_id)) => served.talk.refused(client_id, !for_now),
            _ if for_now => self
                .contacts
                .values_mut()
                .for_each(|served| served.talk.reopen()),
            _ => {}
        }
        if for_now {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }
}

impl Served {
    /// What this talk needs next.
    fn deed(&self, leaving: bool) -> Option<Deed> {
        if self.wraps_up {
            return (self.talk.heard() >= self.last_seq).then_some(Deed::WrapUp);
        }
        match &self.script {
            Some(script) if self.talk.next_words(script).is_some() => Some(Deed::Speak),
            Some(script) if self.talk.is_said(script) => Some(Deed::Close),
            Some(_) if !leaving => None,
            // The seeker never said a word, or is gone.
            _ => Some(Deed::Close),
        }
    }

    fn pause(&self, world: &World, chance: &mut StdRng, deed: Deed) -> Duration {
        let leaving = world.leaving.is_cancelled();
        match (deed, &self.script) {
            (Deed::Speak, Some(script)) => {
                let words = self
                    .talk
                    .next_words(script)
                    .unwrap_or_default()
                    .chars()
                    .count();
                world.pace.answer(chance, self.talk.last_said(), words)
            }
            (Deed::Close, None) if !leaving => {
                // Long enough for a seeker whose line was cut to come back, at any speed.
                let patience = world
                    .pace
                    .pause(chance, SILENT_SECONDS)
                    .max(Duration::from_secs(10));
                patience.saturating_sub(self.since.elapsed())
            }
            (Deed::Close, _) => world.pace.pause(chance, 3.0),
            _ => world.pace.pause(chance, 8.0),
        }
    }

    fn speak(&mut self, chance: &mut StdRng) {
        let words = self
            .script
            .as_deref()
            .and_then(|script| self.talk.next_words(script));
        if let Some(words) = words.map(str::to_owned) {
            self.talk.say(chance, &words);
        }
    }
}
