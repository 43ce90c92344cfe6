//! A seeker begins, and comes back.

use centres::{Answer, Directory};
use kernel::{Channel, ContactId, ConversationId, County, Language, Scope, WorkType};
use platform::{Ctx, Fault, Secret, TenantTx, draw_key, hash_key};
use routing::{BandReason, Policy};

use crate::{
    domain::contact::{Contact, ContactState},
    store::{
        contact,
        conversation::{self, KeyKind},
    },
};

/// Characters of a token: 256 bits.
const TOKEN_LENGTH: usize = 52;
/// Characters of a resume code: 60 bits, behind a rate limit and gone with the conversation.
const CODE_LENGTH: usize = 12;

/// What a seeker tells at the start; nothing about who they are.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    pub(crate) language: Language,
    pub(crate) county: Option<County>,
    pub(crate) topic: Option<String>,
    pub(crate) work_type: WorkType,
    pub(crate) entry_point: Option<String>,
    /// It comes while many do.
    pub(crate) surge: bool,
}

/// A conversation and the keys that open it.
#[derive(Clone, Debug)]
pub(crate) struct Opened {
    pub(crate) conversation: ConversationId,
    pub(crate) contact: ContactId,
    pub(crate) token: Secret<String>,
    pub(crate) resume_code: Secret<String>,
}

/// Why nobody was let in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    #[error("the national queue is closed")]
    Closed(Box<Answer>),
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Puts a new contact into the national queue, if that is open, also by what coordinators decided this very moment.
/// The transaction's scope is the new conversation.
pub(crate) async fn start(
    ctx: &Ctx,
    tx: &TenantTx,
    conversation: ConversationId,
    (directory, policy): (&Directory, &Policy),
    command: Start,
) -> Result<Opened, StartError> {
    let door = centres::enter_national(tx, directory, Channel::Chat, ctx.now).await?;
    if !door.open {
        return Err(StartError::Closed(Box::new(door)));
    }
    Ok(begin(ctx, tx, conversation, policy, command).await?)
}

/// Puts a new contact into the national queue, open or not.
pub(crate) async fn begin(
    ctx: &Ctx,
    tx: &TenantTx,
    conversation: ConversationId,
    policy: &Policy,
    command: Start,
) -> Result<Opened, Fault> {
    let row = Contact {
        id: ctx.new_id(),
        conversation: Some(conversation),
        centre: None,
        state: ContactState::Waiting,
        channel: Channel::Chat,
        language: command.language,
        work_type: command.work_type,
        topic: command.topic,
        county: command.county,
        band: policy.band(if command.surge {
            &[BandReason::DeadlineDay]
        } else {
            &[]
        }),
        policy_version: policy.version.clone(),
        joined_at: ctx.now,
        staff: None,
        target_centre: None,
        target_staff: None,
        excluded_staff: None,
        transferred: false,
        accepted_at: None,
        closed_by: None,
    };
    contact::insert(tx, &row, command.entry_point).await?;
    conversation::insert(tx, conversation, row.id, ctx.now).await?;
    let token = draw_key(ctx.sources(), TOKEN_LENGTH);
    let code = draw_key(ctx.sources(), CODE_LENGTH);
    conversation::insert_key(tx, conversation, hash_key(&token), KeyKind::Token).await?;
    conversation::insert_key(tx, conversation, hash_key(&code), KeyKind::ResumeCode).await?;
    tx.emit(
        "contact.changed",
        &serde_json::json!({ "contact_id": row.id }),
        ctx.now,
    )
    .await?;
    Ok(Opened {
        conversation,
        contact: row.id,
        token: Secret::new(token),
        resume_code: Secret::new(grouped(&code)),
    })
}

/// The conversation a token opens.
pub(crate) async fn open_by_token(ctx: &Ctx, token: &str) -> Result<Option<ConversationId>, Fault> {
    let tx = ctx.database().read(Scope::System).await?;
    conversation::find_by_key(&tx, hash_key(token), KeyKind::Token).await
}

/// Opens a conversation on another device: a new token for the holder of its resume code.
pub(crate) async fn open_by_code(
    ctx: &Ctx,
    tx: &TenantTx,
    code: &str,
) -> Result<Option<Opened>, Fault> {
    let plain: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_uppercase();
    let found = conversation::find_by_key(tx, hash_key(&plain), KeyKind::ResumeCode).await?;
    let Some(id) = found else {
        return Ok(None);
    };
    let Some(row) = conversation::find(tx, id).await? else {
        return Ok(None);
    };
    let token = draw_key(ctx.sources(), TOKEN_LENGTH);
    conversation::insert_key(tx, id, hash_key(&token), KeyKind::Token).await?;
    Ok(Some(Opened {
        conversation: id,
        contact: row.contact,
        token: Secret::new(token),
        resume_code: Secret::new(grouped(&plain)),
    }))
}

/// `ABCD-EFGH-JKLM`: easier to read aloud and to type.
fn grouped(code: &str) -> String {
    let characters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = characters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}
