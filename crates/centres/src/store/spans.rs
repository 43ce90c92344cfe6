use kernel::{CentreId, Instant, PresenceState, StaffId};
use platform::{Fault, TenantTx};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryTrait, prelude::Uuid,
    sea_query::OnConflict,
};

use super::rows::{presence, presence_span};

/// Takes contacts.
const AVAILABLE: &str = "available";
/// Finishes a contact.
const BUSY: &str = "busy";
/// Logged in, takes none.
const AWAY: &str = "away";

/// What a state counts as; none for those who are not here.
const fn class_of(state: PresenceState) -> Option<&'static str> {
    match state {
        PresenceState::Available => Some(AVAILABLE),
        PresenceState::WrapUp => Some(BUSY),
        PresenceState::Away => Some(AWAY),
        PresenceState::Offline => None,
    }
}

/// Remembers a state that has ended. What lasted no time, and having no desk open, leave nothing.
pub(crate) async fn insert_span(
    tx: &TenantTx,
    (staff, centre): (StaffId, CentreId),
    state: PresenceState,
    (began_at, ended_at): (Instant, Instant),
) -> Result<(), Fault> {
    let Some(class) = class_of(state).filter(|_| began_at < ended_at) else {
        return Ok(());
    };
    let row = presence_span::ActiveModel {
        staff_id: Set(staff.to_row()),
        began_at: Set(began_at),
        centre_id: Set(centre.to_row()),
        class: Set(class.to_owned()),
        ended_at: Set(ended_at),
    };
    // Of two that tell the same end, one is enough.
    let once = OnConflict::columns([
        presence_span::Column::StaffId,
        presence_span::Column::BeganAt,
    ])
    .do_nothing()
    .to_owned();
    presence_span::Entity::insert(row)
        .on_conflict(once)
        .try_insert()
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// When somebody took contacts or finished one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkSpan {
    /// Who.
    pub staff: StaffId,
    /// For which centre.
    pub centre: CentreId,
    /// Since when.
    pub from: Instant,
    /// Until when.
    pub until: Instant,
}

/// Lists the working time of a centre, or of all in scope, that touches a stretch of time. What still lasts counts
/// until its last sign of life.
pub async fn list_work(
    tx: &TenantTx,
    centre: Option<CentreId>,
    (from, until): (Instant, Instant),
) -> Result<Vec<WorkSpan>, Fault> {
    let centre = centre.map(CentreId::to_row);
    let ended = tx
        .find::<presence_span::Entity>()
        .apply_if(centre, |query, id: Uuid| {
            query.filter(presence_span::Column::CentreId.eq(id))
        })
        .filter(presence_span::Column::Class.is_in([AVAILABLE, BUSY]))
        .filter(presence_span::Column::BeganAt.lt(until))
        .filter(presence_span::Column::EndedAt.gt(from))
        .all(tx)
        .await?;
    let states = [PresenceState::Available, PresenceState::WrapUp].map(PresenceState::as_str);
    let lasting = tx
        .find::<presence::Entity>()
        .apply_if(centre, |query, id: Uuid| {
            query.filter(presence::Column::CentreId.eq(id))
        })
        .filter(presence::Column::State.is_in(states))
        .filter(presence::Column::Since.lt(until))
        .filter(presence::Column::SeenAt.gt(from))
        .all(tx)
        .await?;
    let ended = ended.into_iter().map(|row| WorkSpan {
        staff: StaffId::from_row(row.staff_id),
        centre: CentreId::from_row(row.centre_id),
        from: row.began_at,
        until: row.ended_at,
    });
    let lasting = lasting.into_iter().map(|row| WorkSpan {
        staff: StaffId::from_row(row.staff_id),
        centre: CentreId::from_row(row.centre_id),
        from: row.since,
        until: row.seen_at,
    });
    Ok(ended.chain(lasting).collect())
}
