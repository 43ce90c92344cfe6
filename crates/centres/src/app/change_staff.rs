use std::collections::HashSet;

use kernel::{Language, StaffId};
use platform::{Ctx, TenantTx};
use serde_json::{Value, json};

use super::{
    change::{ChangeError, settle},
    emit_presence_changed,
};
use crate::{
    domain::{Centre, Counsellor, line},
    store,
};

/// Characters of an alias.
const ALIAS: usize = 40;
/// Characters and number of topics.
const TOPIC: usize = 60;
const MOST_TOPICS: usize = 50;
/// Units one person can carry; more is a typing error.
const MOST_UNITS: u32 = 20;

/// What to change of a member of staff; what is none stays.
#[derive(Clone, Debug, Default)]
pub(crate) struct StaffChange {
    /// The name seekers see.
    pub(crate) alias: Option<String>,
    /// Languages guided in, at least one.
    pub(crate) languages: Option<Vec<Language>>,
    /// Topics guided on.
    pub(crate) topics: Option<Vec<String>>,
    /// Units of load the person can carry.
    pub(crate) capacity_units: Option<u32>,
}

/// Changes a member of staff of a held centre. Capacity holds at once, though never below the present
/// load. Emits `centre.changed` and `presence.changed`.
pub(crate) async fn update_staff(
    ctx: &Ctx,
    tx: &TenantTx,
    held: &Centre,
    id: StaffId,
    change: StaffChange,
) -> Result<Counsellor, ChangeError> {
    let found = store::find_counsellor(tx, id).await?;
    let present = found
        .filter(|member| member.centre_id == held.id)
        .ok_or(ChangeError::NotFound)?;
    // Presence may show more than is agreed, while more is carried.
    let agreed = store::find_member(tx, id).await?;
    let agreed = agreed.ok_or(ChangeError::NotFound)?;
    let old = Counsellor {
        capacity_units: agreed.capacity_units,
        ..present
    };
    let new = applied(&old, change)?;
    if new == old {
        return Ok(old);
    }
    store::update_staff(tx, &new).await?;
    store::set_capacity(tx, id, new.capacity_units).await?;
    let values = (Some(facts(&old)), Some(facts(&new)));
    settle(ctx, tx, held.id, "staff:update", id, values).await?;
    emit_presence_changed(ctx, tx, id).await?;
    let capacity_units = new.capacity_units.max(new.load_units);
    Ok(Counsellor {
        capacity_units,
        ..new
    })
}

fn applied(old: &Counsellor, change: StaffChange) -> Result<Counsellor, ChangeError> {
    let mut new = old.clone();
    if let Some(alias) = change.alias {
        new.alias = line(&alias, ALIAS).map_err(|reason| ChangeError::invalid("alias", reason))?;
    }
    if let Some(mut languages) = change.languages {
        languages.sort_unstable();
        languages.dedup();
        if languages.is_empty() {
            return Err(ChangeError::invalid("languages", "must name at least one"));
        }
        new.languages = languages;
    }
    if let Some(topics) = change.topics {
        if topics.len() > MOST_TOPICS {
            let reason = format!("must be at most {MOST_TOPICS}");
            return Err(ChangeError::invalid("topics", reason));
        }
        let topic = |(place, topic): (usize, &String)| {
            let field = format!("topics.{place}");
            line(topic, TOPIC).map_err(|reason| ChangeError::invalid(field, reason))
        };
        let mut known = HashSet::new();
        let topics: Vec<String> = topics
            .iter()
            .enumerate()
            .map(topic)
            .collect::<Result<_, _>>()?;
        new.topics = topics
            .into_iter()
            .filter(|topic| known.insert(topic.clone()))
            .collect();
    }
    if let Some(units) = change.capacity_units {
        if units > MOST_UNITS {
            let reason = format!("must be at most {MOST_UNITS}");
            return Err(ChangeError::invalid("capacity_units", reason));
        }
        new.capacity_units = units;
    }
    Ok(new)
}

fn facts(member: &Counsellor) -> Value {
    json!({
        "alias": member.alias,
        "languages": member.languages,
        "topics": member.topics,
        "capacity_units": member.capacity_units,
    })
}
