use kernel::{CentreId, ExceptionId, Language};
use platform::{Ctx, TenantTx};
use serde_json::{Value, json};

use super::change::{ChangeError, hold_centre, settle};
use crate::{
    domain::{
        Centre,
        hours::{DatedException, Replacement},
        line,
    },
    store,
};

/// Characters of a reason, in each language.
const REASON: usize = 300;
/// Intervals of one day.
const MOST_SPANS: usize = 20;
/// Exceptions of one centre; old ones count until they are removed.
const MOST_EXCEPTIONS: usize = 500;

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
    if store::list_exceptions(tx, Some(held.id)).await?.len() >= MOST_EXCEPTIONS {
        let reason = format!("a centre has at most {MOST_EXCEPTIONS} exceptions");
        return Err(ChangeError::invalid("date", reason));
    }
    let id = ctx.new_id();
    store::insert_exception(tx, held.id, id, &new.exception).await?;
    let values = (None, Some(facts(&new.exception)));
    settle(ctx, tx, held.id, "exception:create", id, values).await?;
    Ok(id)
}

/// Removes an exception of a held centre. Emits `centre.changed`.
pub(crate) async fn delete_exception(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    id: ExceptionId,
) -> Result<(), ChangeError> {
    let all = store::list_exceptions(tx, Some(held.id)).await?;
    let found = all.into_iter().find(|(_, (known, _))| *known == id);
    let (_, (_, old)) = found.ok_or(ChangeError::NotFound)?;
    store::delete_exception(tx, held.id, id).await?;
    let values = (Some(facts(&old)), None);
    settle(ctx, tx, held.id, "exception:delete", id, values).await?;
    Ok(())
}

fn check(exception: &DatedException) -> Result<(), ChangeError> {
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
    let spans = match &exception.replacement {
        Replacement::Closed => &[][..],
        Replacement::Open(spans) => spans,
    };
    let span = |span: &crate::domain::hours::Span| [span.opens_text(), span.closes_text()];
    let texts = Language::ALL.iter();
    let reason: Value = texts
        .filter_map(|language| {
            Some((
                language.to_string(),
                exception.text.exact(*language)?.into(),
            ))
        })
        .collect::<serde_json::Map<_, _>>()
        .into();
    json!({
        "date": exception.date,
        "queue": exception.queue,
        "channel": exception.channel,
        "intervals": spans.iter().map(span).collect::<Vec<_>>(),
        "reason": reason,
    })
}
