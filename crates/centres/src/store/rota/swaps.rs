use kernel::{CentreId, Instant, ShiftId, StaffId, SwapId, SwapState};
use platform::{Fault, TenantTx};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use crate::{
    domain::rota::Swap,
    store::{columns::read_word, rows::swap},
};

/// Which swaps of a centre.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SwapFilter {
    /// Those this person asked for, was asked for, may be asked for, or accepted.
    pub(crate) concerning: Option<StaffId>,
    /// Those that are settled, too, if asked for since then.
    pub(crate) settled_since: Option<Instant>,
}

/// Swaps told at once.
const MOST: u64 = 200;

fn read_swap(row: &swap::Model) -> Result<Swap, Fault> {
    Ok(Swap {
        id: SwapId::from_row(row.id),
        centre_id: CentreId::from_row(row.centre_id),
        shift_id: row.shift_id.map(ShiftId::from_row),
        from: StaffId::from_row(row.from_staff_id),
        to: row.to_staff_id.map(StaffId::from_row),
        taker: row.taker_staff_id.map(StaffId::from_row),
        state: read_word(&row.state, "swap.state")?,
        asked_at: row.asked_at,
        settled_at: row.settled_at,
    })
}

fn live() -> Condition {
    let words = [SwapState::Open, SwapState::Accepted].map(SwapState::as_str);
    Condition::all().add(swap::Column::State.is_in(words))
}

/// Lists swaps of a centre, newest first, at most 200.
pub(crate) async fn list_swaps(
    tx: &TenantTx,
    centre: CentreId,
    filter: SwapFilter,
) -> Result<Vec<Swap>, Fault> {
    use swap::Column::{AskedAt, FromStaffId, Id, TakerStaffId, ToStaffId};
    let age = match filter.settled_since {
        None => live(),
        Some(since) => Condition::any().add(live()).add(AskedAt.gte(since)),
    };
    let rows = tx
        .find::<swap::Entity>()
        .filter(swap::Column::CentreId.eq(centre.to_row()))
        .filter(age)
        .apply_if(filter.concerning, |query, staff: StaffId| {
            let staff = staff.to_row();
            let concerned = Condition::any()
                .add(FromStaffId.eq(staff))
                .add(TakerStaffId.eq(staff))
                .add(ToStaffId.eq(staff))
                .add(ToStaffId.is_null());
            query.filter(concerned)
        })
        .order_by_desc(AskedAt)
        .order_by_desc(Id)
        .limit(MOST)
        .all(tx)
        .await?;
    rows.iter().map(read_swap).collect()
}

/// Lists the live swaps of some shifts.
pub(crate) async fn list_live_swaps(
    tx: &TenantTx,
    shifts: impl IntoIterator<Item = ShiftId>,
) -> Result<Vec<Swap>, Fault> {
    let shifts = shifts.into_iter().map(ShiftId::to_row);
    let rows = tx
        .find::<swap::Entity>()
        .filter(live())
        .filter(swap::Column::ShiftId.is_in(shifts))
        .all(tx)
        .await?;
    rows.iter().map(read_swap).collect()
}

/// Finds a swap of a centre.
pub(crate) async fn find_swap(
    tx: &TenantTx,
    centre: CentreId,
    id: SwapId,
) -> Result<Option<Swap>, Fault> {
    let row = tx
        .find::<swap::Entity>()
        .filter(swap::Column::Id.eq(id.to_row()))
        .filter(swap::Column::CentreId.eq(centre.to_row()))
        .one(tx)
        .await?;
    row.as_ref().map(read_swap).transpose()
}

fn write_swap(swap: &Swap) -> swap::ActiveModel {
    swap::ActiveModel {
        id: Set(swap.id.to_row()),
        centre_id: Set(swap.centre_id.to_row()),
        shift_id: Set(swap.shift_id.map(ShiftId::to_row)),
        from_staff_id: Set(swap.from.to_row()),
        to_staff_id: Set(swap.to.map(StaffId::to_row)),
        taker_staff_id: Set(swap.taker.map(StaffId::to_row)),
        state: Set(swap.state.to_string()),
        asked_at: Set(swap.asked_at),
        settled_at: Set(swap.settled_at),
    }
}

/// Adds a swap. Of two live ones of one shift, the table takes the first.
pub(crate) async fn insert_swap(tx: &TenantTx, swap: &Swap) -> Result<(), Fault> {
    swap::Entity::insert(write_swap(swap))
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Writes a swap.
pub(crate) async fn update_swap(tx: &TenantTx, swap: &Swap) -> Result<(), Fault> {
    tx.update::<swap::Entity>()
        .set(write_swap(swap))
        .filter(swap::Column::Id.eq(swap.id.to_row()))
        .exec(tx)
        .await?;
    Ok(())
}
