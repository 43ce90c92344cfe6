//! A conversation as text.

use std::fmt::Write;

use kernel::{ConversationId, Language};
use platform::{Ctx, Fault, sentence};

use super::{reading::Standing, status::local};
use crate::{domain::message::Message, store::message};

/// Messages read at a time.
const PAGE: u64 = 200;

/// One line a message, in the conversation's language, with line ends that every editor shows.
pub(super) async fn transcript(ctx: &Ctx, id: ConversationId) -> Result<String, Fault> {
    let standing = Standing::read(ctx, id).await?;
    let language = standing.map_or(ctx.language, |standing| standing.contact.language);
    let mut text = String::new();
    let mut after = 0;
    loop {
        let tx = ctx.read().await?;
        let page = message::list_after(&tx, id, after, PAGE).await?;
        drop(tx);
        let Some(last) = page.last() else {
            return Ok(text);
        };
        after = last.seq;
        for message in &page {
            write_line(&mut text, language, message);
        }
    }
}

fn write_line(text: &mut String, language: Language, message: &Message) {
    let time = local(message.at).format("%Y-%m-%d %H:%M");
    let who = match message.author {
        "counsellor" => message.alias.clone().unwrap_or_default(),
        author => sentence(language, &format!("transcript.{author}")).to_owned(),
    };
    let said = match &message.notice {
        Some(notice) => sentence(language, &format!("notice.{notice}"))
            .replace("{alias}", message.alias.as_deref().unwrap_or_default()),
        // Indented, so that no line of a message can pass for another message.
        None => message.body.lines().collect::<Vec<_>>().join("\r\n    "),
    };
    // Writing to a string cannot fail.
    let _written = write!(text, "[{time}] {who}: {said}\r\n");
}
