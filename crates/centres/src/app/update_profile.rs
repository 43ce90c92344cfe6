use kernel::Language;
use platform::{Ctx, TenantTx, draw_key};
use serde_json::{Value, json};

use super::change::{ChangeError, settle};
use crate::{
    domain::{Centre, ImageKind, LARGEST_LOGO, LogoMark, Profile, Texts},
    store,
};

/// Characters of a logo's tag.
const TAG: usize = 16;

/// Gives a held centre another profile; what was seen of closed days stays. Emits `centre.changed`.
pub(crate) async fn replace_profile(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    new: Profile,
) -> Result<(), ChangeError> {
    let old = store::find_profile(tx, held.id).await?;
    let new = new
        .checked()
        .map_err(|(field, reason)| ChangeError::invalid(field, reason))?;
    let new = Profile {
        closed_days_seen: old.closed_days_seen,
        ..new
    };
    if new == old {
        return Ok(());
    }
    store::upsert_profile(tx, held.id, &new).await?;
    let values = (Some(facts(&old)), Some(facts(&new)));
    settle(ctx, tx, held.id, "profile:replace", held.id, values).await?;
    Ok(())
}

/// Remembers that somebody of a held centre has seen the closed days of a year. Emits `centre.changed`.
pub(crate) async fn confirm_closed_days(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    year: i32,
) -> Result<(), ChangeError> {
    if !(2000..=2100).contains(&year) {
        return Err(ChangeError::invalid("year", "must be 2000 to 2100"));
    }
    let old = store::find_profile(tx, held.id).await?;
    if old.closed_days_seen.is_some_and(|seen| seen >= year) {
        return Ok(());
    }
    let new = Profile {
        closed_days_seen: Some(year),
        ..old.clone()
    };
    store::upsert_profile(tx, held.id, &new).await?;
    let seen = |profile: &Profile| json!({"closed_days_seen": profile.closed_days_seen});
    let values = (Some(seen(&old)), Some(seen(&new)));
    settle(ctx, tx, held.id, "closed:confirm", held.id, values).await?;
    Ok(())
}

/// Gives a held centre another logo. Emits `centre.changed`.
pub(crate) async fn replace_logo(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    bytes: Vec<u8>,
) -> Result<LogoMark, ChangeError> {
    if bytes.len() > LARGEST_LOGO {
        let reason = format!("must be at most {} kB", LARGEST_LOGO / 1024);
        return Err(ChangeError::invalid("logo", reason));
    }
    let kind = ImageKind::of(&bytes);
    let kind = kind.ok_or_else(|| ChangeError::invalid("logo", "must be PNG, JPEG or WebP"))?;
    let mark = LogoMark {
        kind,
        tag: draw_key(ctx.sources(), TAG),
    };
    let old = mark_of(tx, held).await?;
    let size = bytes.len();
    store::upsert_logo(tx, held.id, &mark, bytes).await?;
    let new = json!({"media_type": kind.media_type(), "bytes": size});
    let values = (old.map(|old| mark_facts(&old)), Some(new));
    settle(ctx, tx, held.id, "logo:replace", held.id, values).await?;
    Ok(mark)
}

/// Takes the logo of a held centre away; where there is none, nothing happens. Emits `centre.changed`.
pub(crate) async fn delete_logo(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
) -> Result<(), ChangeError> {
    let Some(old) = mark_of(tx, held).await? else {
        return Ok(());
    };
    store::delete_logo(tx, held.id).await?;
    let values = (Some(mark_facts(&old)), None);
    settle(ctx, tx, held.id, "logo:delete", held.id, values).await?;
    Ok(())
}

async fn mark_of(tx: &TenantTx, held: &Centre) -> Result<Option<LogoMark>, ChangeError> {
    let marks = store::list_logo_marks(tx, Some(held.id)).await?;
    Ok(marks.into_iter().next().map(|(_, mark)| mark))
}

fn mark_facts(mark: &LogoMark) -> Value {
    json!({"media_type": mark.kind.media_type()})
}

/// Texts as the audit log keeps them.
pub(super) fn text_facts(texts: &Texts) -> Value {
    let given = Language::ALL.iter().filter_map(|language| {
        let text = texts.exact(*language)?;
        Some((language.to_string(), text.into()))
    });
    given.collect::<serde_json::Map<_, _>>().into()
}

fn facts(profile: &Profile) -> Value {
    json!({
        "names": text_facts(&profile.names),
        "description": text_facts(&profile.description),
        "reach": text_facts(&profile.reach),
        "telephone": profile.telephone,
        "email": profile.email,
        "website": profile.website,
        "logo_alt": text_facts(&profile.logo_alt),
        "modules_off": profile.modules_off,
    })
}
