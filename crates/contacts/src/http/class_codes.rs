//! Pupils who begin by the link of their class: counted against the class instead of the address they share.
//!
//! A code that is unknown or over, or by which as many began as may, is no fault of the pupil's: whoever has it is
//! like anybody else. Nothing of the class is kept with a conversation but that there was one.

use kernel::{ClassLinkId, County, Scope};
use platform::{
    Ctx, Fault,
    http::{Input, Wire, caller_key},
};
use poem::Request;
use poem_openapi::{Object, OpenApi, payload::Json};
use serde::Deserialize;

use super::Tag;
use crate::{Contacts, app::Start};

/// Codes tried by a caller at once, and per minute after that: some classes sit behind one address, and each pupil
/// tries twice. A code is one of 2^60.
pub(crate) const CLASS_TRIES: (u32, u32) = (300, 300);
/// What is kept with a conversation that began by the link of a class.
const ENTRY_POINT: &str = "class";

platform::problem_responses! {
    /// Why nothing is suggested.
    ClassCodeProblem {
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

/// The code of a class. It is in the body: an address ends up in logs.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassCodeInput {
    code: String,
}

impl std::fmt::Debug for ClassCodeInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClassCodeInput").finish_non_exhaustive()
    }
}

/// What a class begins with. Nothing where the code is unknown or over: pupils begin all the same.
#[derive(Debug, Default, Object)]
#[oai(rename = "ClassSuggestion", skip_serializing_if_is_none)]
struct SuggestionBody {
    county: Option<Wire<County>>,
    topic: Option<String>,
}

/// Codes of classes.
#[derive(Clone, Debug)]
pub struct ClassCodesApi(Contacts);

#[OpenApi(tag = "Tag::Conversations")]
impl ClassCodesApi {
    /// Look class link up
    #[oai(
        path = "/class-codes/look-up",
        method = "post",
        operation_id = "class_code_look_up"
    )]
    async fn look_up(
        &self,
        ctx: Ctx,
        request: &Request,
        class: Input<ClassCodeInput>,
    ) -> Result<Json<SuggestionBody>, ClassCodeProblem> {
        let found = find(&self.0, &ctx, request, &class.0.code).await?;
        let suggestion = found.map(|link| SuggestionBody {
            county: link.county.map(Wire),
            topic: link.topic,
        });
        Ok(Json(suggestion.unwrap_or_default()))
    }
}

impl ClassCodesApi {
    pub(crate) const fn new(contacts: Contacts) -> Self {
        Self(contacts)
    }
}

/// The class whose code it is. None also for those who tried too often: whether it was right is not told.
async fn find(
    contacts: &Contacts,
    ctx: &Ctx,
    request: &Request,
    code: &str,
) -> Result<Option<centres::ClassLink>, Fault> {
    let caller = caller_key(request, contacts.0.trusted_proxies);
    if contacts.0.class_tries.take(&caller, ctx.now).is_err() {
        return Ok(None);
    }
    let tx = ctx.database().read(Scope::System).await?;
    centres::find_class(ctx, &tx, code).await
}

/// The class a conversation would be counted against.
pub(super) async fn class_of(
    contacts: &Contacts,
    ctx: &Ctx,
    request: &Request,
    code: Option<&str>,
) -> Result<Option<ClassLinkId>, Fault> {
    match code {
        Some(code) => Ok(find(contacts, ctx, request, code)
            .await?
            .map(|link| link.id)),
        None => Ok(None),
    }
}

/// Counts a conversation against its class. None where as many began as may: it is one like any other.
pub(super) async fn enter(
    ctx: &Ctx,
    class: ClassLinkId,
    command: &Start,
) -> Result<Option<Start>, Fault> {
    let tx = ctx.database().write(Scope::System).await?;
    if !centres::enter_class(ctx, &tx, class).await? {
        return Ok(None);
    }
    tx.commit().await?;
    Ok(Some(Start {
        entry_point: Some(ENTRY_POINT.to_owned()),
        ..command.clone()
    }))
}
