use kernel::{Channel, Language, Membership, StaffId};
use platform::{Ctx, TenantTx};
use serde_json::{Value, json};

use super::{
    change::{ChangeError, settle},
    emit_presence_changed,
};
use crate::{
    domain::{Centre, Counsellor, checked},
    store,
};

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
    /// Channels served on, at least one.
    pub(crate) channels: Option<Vec<Channel>>,
    /// Whether the person also serves from home.
    pub(crate) works_from_home: Option<bool>,
}

impl From<Membership> for StaffChange {
    fn from(membership: Membership) -> Self {
        Self {
            alias: Some(membership.alias),
            languages: Some(membership.languages),
            topics: Some(membership.topics),
            capacity_units: Some(membership.capacity_units),
            channels: Some(membership.channels),
            works_from_home: Some(membership.works_from_home),
        }
    }
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
    store::update_staff(tx, id, &new.membership()).await?;
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
    let present = old.membership();
    let wanted = Membership {
        alias: change.alias.unwrap_or(present.alias),
        languages: change.languages.unwrap_or(present.languages),
        topics: change.topics.unwrap_or(present.topics),
        capacity_units: change.capacity_units.unwrap_or(present.capacity_units),
        channels: change.channels.unwrap_or(present.channels),
        works_from_home: change.works_from_home.unwrap_or(present.works_from_home),
    };
    let wanted = checked(wanted).map_err(ChangeError::Invalid)?;
    Ok(old.clone().serving(wanted))
}

/// What the audit log tells of a membership.
pub(super) fn facts(member: &Counsellor) -> Value {
    json!(member.membership())
}
