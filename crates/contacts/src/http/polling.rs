//! Long polling, for networks that block WebSockets.

use std::time::Duration;

use kernel::{ConversationId, ProblemCode};
use platform::{
    Ctx,
    http::{Problem, Wire},
};

use super::{bodies::message_body, conversation_bodies::PolledBody, reading::Standing};
use crate::{Contacts, store::message};

/// Answers at once when there is something new, else as soon as there is, else after `wait`.
pub(super) async fn poll(
    contacts: &Contacts,
    ctx: &Ctx,
    id: ConversationId,
    (after, limit): (i64, u64),
    wait: Duration,
) -> Result<PolledBody, Problem> {
    let mut line = contacts.0.hub.listen_seeker(id);
    contacts.0.gathered.seeker_seen(id, ctx.now);
    let first = polled(contacts, ctx, id, (after, limit)).await?;
    if !first.items.is_empty() || wait.is_zero() || first.state == Wire::word("closed") {
        return Ok(first);
    }
    let news = line.news(after, |word| first.state == Wire::word(word));
    let token = contacts.0.tasks.token();
    tokio::select! {
        () = news => {}
        () = tokio::time::sleep(wait) => {}
        () = token.cancelled() => {}
    }
    let now = contacts.0.sources.now();
    contacts.0.gathered.seeker_seen(id, now);
    polled(contacts, ctx, id, (after, limit)).await
}

async fn polled(
    contacts: &Contacts,
    ctx: &Ctx,
    id: ConversationId,
    (after, limit): (i64, u64),
) -> Result<PolledBody, Problem> {
    let tx = ctx.read().await?;
    let items = message::list_after(&tx, id, after, limit).await?;
    drop(tx);
    let standing = Standing::read(ctx, id).await?;
    let standing = standing.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
    Ok(PolledBody {
        items: items
            .iter()
            .map(|message| message_body(message, true))
            .collect(),
        state: Wire::word(standing.contact.state.for_seeker()),
        place: standing.place(contacts),
        counsellor: standing.counsellor(contacts),
        last_seq: standing.conversation.last_seq,
    })
}
