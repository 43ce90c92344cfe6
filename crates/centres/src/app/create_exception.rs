use kernel::{CentreId, ExceptionId, Language};
use platform::{Ctx, TenantTx};
use serde_json::{Value, json};

use super::{
    change::{ChangeError, hold_centre, settle},
    update_profile::text_facts,
};
use crate::{
    domain::{
        Centre,
        hours::{DatedException, Replacement, Span, clock_text},
        line,
    },
    store,
};

/// Characters of a reason, in each language.
const REASON: usize = 300;
/// Intervals of one day.
const MOST_SPANS: usize = 20;
/// Exceptions of one centre; old ones count until they are removed.
const MOST_EXCEPTIONS: u64 = 500;

/// An exception from a centre's week.
#[derive(Clone, Debug)]
pub struct NewException {
    /// The centre.
    pub centre_id: CentreId,
    /// Date, scope, replacement and text.
    pub exception: DatedException,
}

/// Adds an exception to a centre's opening hours. Emits `centre.changed`.
pub async fn create_exception(
    ctx: &Ctx,
    tx: &TenantTx,
    new: NewException,
) -> Result<ExceptionId, ChangeError> {
    let held = hold_centre(tx, new.centre_id).await?;
    check(&new.exception)?;
    add(ctx, tx, (held.id, "exception:create"), &new.exception).await
}

/// Adds a checked exception to a centre that is held.
pub(super) async fn add(
    ctx: &Ctx,
    tx: &TenantTx,
    (centre, action): (CentreId, &'static str),
    exception: &DatedException,
) -> Result<ExceptionId, ChangeError> {
    if store::count_exceptions(tx, centre).await? >= MOST_EXCEPTIONS {
        let reason = format!("a centre has at most {MOST_EXCEPTIONS} exceptions");
        return Err(ChangeError::invalid("date", reason));
    }
    let id = ctx.new_id();
    store::insert_exception(tx, centre, id, exception).await?;
    let values = (None, Some(facts(exception)));
    settle(ctx, tx, centre, action, id, values).await?;
    Ok(id)
}

/// Removes an exception of a held centre. Emits `centre.changed`.
pub(crate) async fn delete_exception(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    id: ExceptionId,
) -> Result<(), ChangeError> {
    let old = store::find_exception(tx, held.id, id).await?;
    let old = old.ok_or(ChangeError::NotFound)?;
    store::delete_exception(tx, held.id, id).await?;
    let values = (Some(facts(&old)), None);
    settle(ctx, tx, held.id, "exception:delete", id, values).await?;
    Ok(())
}

pub(super) fn check(exception: &DatedException) -> Result<(), ChangeError> {
    if let Replacement::Open(spans) = &exception.replacement
        && spans.len() > MOST_SPANS
    {
        let reason = format!("must be at most {MOST_SPANS}");
        return Err(ChangeError::invalid("intervals", reason));
    }
    for language in Language::ALL {
        if let Some(text) = exception.text.exact(*language) {
            let field = format!("reason.{language}");
            line(text, REASON).map_err(|reason| ChangeError::invalid(field, reason))?;
        }
    }
    Ok(())
}

fn facts(exception: &DatedException) -> Value {
    let (spans, ends) = match &exception.replacement {
        Replacement::Closed => (&[][..], None),
        Replacement::Open(spans) => (spans.as_slice(), None),
        Replacement::Early(minute) => (&[][..], Some(clock_text(*minute))),
    };
    let span = |span: &Span| [span.opens_text(), span.closes_text()];
    let mut facts = json!({
        "date": exception.date,
        "queue": exception.queue,
        "channel": exception.channel,
        "intervals": spans.iter().map(span).collect::<Vec<_>>(),
        "reason": text_facts(&exception.text),
    });
    if let Some((ends, facts)) = ends.zip(facts.as_object_mut()) {
        facts.insert("closes".to_owned(), ends.into());
    }
    facts
}
