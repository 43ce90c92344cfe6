use chrono_tz::Tz;
use kernel::Language;
use platform::{Ctx, TenantTx};
use serde_json::{Value, json};

use super::change::{ChangeError, settle};
use crate::{
    domain::{Centre, NAME, line},
    store,
};

/// What to change of a centre; what is none stays.
#[derive(Clone, Debug, Default)]
pub(crate) struct CentreChange {
    /// Its name, as seekers read it.
    pub(crate) name: Option<String>,
    /// The languages it guides in, at least one.
    pub(crate) languages: Option<Vec<Language>>,
    /// Counsellors it keeps for its own seekers.
    pub(crate) local_reserve: Option<u32>,
    /// The zone of its wall clocks.
    pub(crate) time_zone: Option<Tz>,
}

/// Counsellors a centre may keep; more is a typing error.
const MOST_RESERVE: u32 = 1000;

/// Changes a held centre. Emits `centre.changed`.
pub(crate) async fn update_centre(
    ctx: &Ctx,
    tx: &TenantTx,
    held: Centre,
    change: CentreChange,
) -> Result<Centre, ChangeError> {
    let mut centre = held.clone();
    if let Some(name) = change.name {
        centre.name = checked_name(&name)?;
    }
    if let Some(languages) = change.languages {
        centre.languages = checked_languages(languages)?;
    }
    if let Some(zone) = change.time_zone {
        centre.time_zone = zone;
    }
    if let Some(reserve) = change.local_reserve {
        if reserve > MOST_RESERVE {
            let reason = format!("must be at most {MOST_RESERVE}");
            return Err(ChangeError::invalid("local_reserve", reason));
        }
        centre.local_reserve = reserve;
    }
    if centre == held {
        return Ok(held);
    }
    store::update_centre(tx, &centre).await?;
    let values = (Some(facts(&held)), Some(facts(&centre)));
    settle(ctx, tx, centre.id, "centre:update", centre.id, values).await?;
    Ok(centre)
}

pub(super) fn checked_name(name: &str) -> Result<String, ChangeError> {
    line(name, NAME).map_err(|reason| ChangeError::invalid("name", reason))
}

pub(super) fn checked_languages(
    mut languages: Vec<Language>,
) -> Result<Vec<Language>, ChangeError> {
    languages.sort_unstable();
    languages.dedup();
    if languages.is_empty() {
        return Err(ChangeError::invalid("languages", "must name at least one"));
    }
    Ok(languages)
}

fn facts(centre: &Centre) -> Value {
    json!({
        "name": centre.name,
        "languages": centre.languages,
        "local_reserve": centre.local_reserve,
        "time_zone": centre.time_zone.name(),
    })
}
