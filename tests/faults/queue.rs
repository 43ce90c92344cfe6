//! Seekers who wait for a language nobody on duty speaks, through every death of the server.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::arena::{Arena, text};

/// Speaks northern Sami, at a centre that is always open.
const COUNSELLOR: &str = "elle@troms.example";
/// Time until all are served; the counsellor takes a few at a time.
const LIMIT: Duration = Duration::from_mins(1);

struct Seeker {
    id: String,
    token: String,
    joined_at: String,
}

/// Those who wait, in the order they came.
pub(crate) struct Waiting(Vec<Seeker>);

impl Waiting {
    pub(crate) async fn join(arena: &Arena, count: usize) -> Result<Self> {
        let mut seekers = Vec::new();
        let body = json!({"language": "se", "consent": true});
        for _ in 0..count {
            let started = arena
                .get_done("POST", "/conversations", None, Some(&body))
                .await?;
            let (id, token) = (text(&started, "id")?, text(&started, "token")?);
            let path = format!("/conversations/{id}");
            let known = arena.get_done("GET", &path, Some(&token), None).await?;
            seekers.push(Seeker {
                joined_at: text(&known, "started_at")?,
                id,
                token,
            });
        }
        Ok(Self(seekers))
    }

    /// Everybody still waits, since the same moment, one behind the other.
    pub(crate) async fn keep_their_places(&self, arena: &Arena) -> Result<()> {
        let mut positions = Vec::new();
        for seeker in &self.0 {
            let path = format!("/conversations/{}", seeker.id);
            let known = arena
                .get_done("GET", &path, Some(&seeker.token), None)
                .await?;
            ensure!(
                text(&known, "state")? == "waiting",
                "a waiting seeker's place is gone: {known}"
            );
            ensure!(
                text(&known, "started_at")? == seeker.joined_at,
                "a place moved in time: {known}"
            );
            // A server that has just started does not know the positions yet.
            positions.extend(known.pointer("/place/position").and_then(Value::as_u64));
        }
        ensure!(
            positions.is_sorted_by(|one, next| one < next),
            "positions out of order: {positions:?}"
        );
        Ok(())
    }

    /// A counsellor who speaks their language comes on duty and meets them in the order they came.
    pub(crate) async fn are_served_in_the_order_they_came(&self, arena: &Arena) -> Result<()> {
        self.keep_their_places(arena).await?;
        let token = log_in(arena).await?;
        let deadline = Instant::now() + LIMIT;
        let mut served: Vec<String> = Vec::new();
        while served.len() < self.0.len() {
            ensure!(
                Instant::now() < deadline,
                "served only {served:?}\n{}",
                arena.log()
            );
            let available = json!({"state": "available"});
            arena
                .get_done("PUT", "/me/presence", Some(&token), Some(&available))
                .await?;
            let mut round = take_offers(arena, &token).await?;
            round.sort();
            served.extend(round);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let joined: Vec<&String> = self.0.iter().map(|seeker| &seeker.joined_at).collect();
        ensure!(
            served.iter().eq(joined),
            "served in another order than they came: {served:?}"
        );
        let away = json!({"state": "away"});
        arena
            .get_done("PUT", "/me/presence", Some(&token), Some(&away))
            .await?;
        Ok(())
    }
}

/// Logs the counsellor in who speaks northern Sami.
pub(crate) async fn log_in(arena: &Arena) -> Result<String> {
    let body = json!({"email": COUNSELLOR, "password": server::demo::PASSWORD, "bearer": true});
    let me = arena
        .get_done("POST", "/auth/login", None, Some(&body))
        .await?;
    text(&me, "token")
}

/// Takes every offer there is, and writes the contact up. Returns when those with northern Sami joined.
pub(crate) async fn take_offers(arena: &Arena, token: &str) -> Result<Vec<String>> {
    let nothing = json!({});
    let desk = arena.get_done("GET", "/desk", Some(token), None).await?;
    let offers = desk
        .get("offers")
        .and_then(Value::as_array)
        .context("no offers")?;
    let mut contacts = Vec::new();
    for offer in offers {
        let path = format!("/offers/{}/accept", text(offer, "id")?);
        let (status, contact) = arena
            .ask("POST", &path, Some(token), Some(&nothing))
            .await?;
        ensure!(
            status.is_success() || status == StatusCode::CONFLICT,
            "{status} {contact}"
        );
        if status.is_success() {
            contacts.push(contact);
        }
    }
    let mut joined = Vec::new();
    for contact in contacts {
        let path = format!("/contacts/{}", text(&contact, "id")?);
        arena
            .get_done(
                "POST",
                &format!("{path}/close"),
                Some(token),
                Some(&nothing),
            )
            .await?;
        let code = json!({"code": "answered"});
        arena
            .get_done("POST", &format!("{path}/wrap-up"), Some(token), Some(&code))
            .await?;
        if text(&contact, "language")? == "se" {
            joined.push(text(&contact, "joined_at")?);
        }
    }
    Ok(joined)
}
