//! A shift changes hands.

use chrono::TimeDelta;
use kernel::SwapState;

use super::{rota::new_shift, *};
use crate::{
    app::rota::{
        OwnSwaps, RotaError, ShiftChange, SwapView, accept_swap, approve_swap, decline_swap,
        delete_shift, list_own_swaps, list_swaps, refuse_swap, request_swap, update_settings,
        withdraw_swap,
    },
    domain::rota::{Shift, Swap},
    store,
};

impl World {
    async fn ask(&self, shift: &Shift, to: Option<StaffId>) -> Result<Swap, RotaError> {
        let (ctx, tx, held) = self.held(shift.centre_id).await;
        let wish = (shift.content.staff_id, shift.id, to);
        let view = request_swap(&ctx, &tx, &held, wish).await?;
        tx.commit().await.unwrap();
        Ok(view.swap)
    }

    async fn accept(&self, own: StaffId, swap: &Swap) -> Result<SwapView, RotaError> {
        let (ctx, tx, held) = self.held(swap.centre_id).await;
        let view = accept_swap(&ctx, &tx, &held, (own, swap.id)).await?;
        tx.commit().await.unwrap();
        Ok(view)
    }

    async fn approve(&self, swap: &Swap) -> Result<SwapView, RotaError> {
        let (ctx, tx, held) = self.held(swap.centre_id).await;
        let view = approve_swap(&ctx, &tx, &held, swap.id).await?;
        tx.commit().await.unwrap();
        Ok(view)
    }

    async fn own_swaps(&self, centre: CentreId, own: StaffId) -> OwnSwaps {
        let ctx = self.ctx(Scope::Centre(centre));
        let tx = ctx.read().await.unwrap();
        let found = store::find_centre(&tx, centre).await.unwrap().unwrap();
        list_own_swaps(&ctx, &tx, &found, own).await.unwrap()
    }

    async fn holder(&self, shift: &Shift) -> StaffId {
        let views = self.shifts(shift.centre_id).await;
        let found = views.iter().find(|view| view.shift.id == shift.id);
        found.unwrap().shift.content.staff_id
    }
}

/// A centre in which Kari has a shift tomorrow.
async fn tomorrow(database: TestDatabase) -> (World, CentreId, [StaffId; 2], Shift) {
    let (world, centre, staff) = World::rota(database).await;
    let new = new_shift(staff[0], "2026-11-24T09:00", "2026-11-24T15:00");
    let shift = world.plan(centre, new).await.unwrap();
    (world, centre, staff, shift)
}

testkit::on_both!(
    a_shift_changes_hands_when_a_colleague_and_the_administrator_agree,
    async |database: TestDatabase| {
        let (world, centre, [kari, ola], shift) = tomorrow(database).await;
        let swap = world.ask(&shift, None).await.unwrap();
        assert_eq!(swap.state, SwapState::Open);
        let offered = world.own_swaps(centre, ola).await.offered;
        assert_eq!(offered.len(), 1);
        // Nobody takes over from oneself, and nothing is approved before it is accepted.
        let own = world.accept(kari, &swap).await;
        assert!(matches!(own, Err(RotaError::NotFound)));
        let early = world.approve(&swap).await;
        assert!(matches!(early, Err(RotaError::WrongState)));
        let accepted = world.accept(ola, &swap).await.unwrap();
        assert_eq!(accepted.swap.state, SwapState::Accepted);
        assert_eq!(world.holder(&shift).await, kari);
        let done = world.approve(&swap).await.unwrap();
        assert_eq!(done.swap.state, SwapState::Done);
        assert_eq!(world.holder(&shift).await, ola);
        let again = world.approve(&swap).await;
        assert!(matches!(again, Err(RotaError::WrongState)));
        let own = world.own_swaps(centre, ola).await;
        assert_eq!((own.offered.len(), own.taken.len()), (0, 1));
        assert_eq!(world.own_swaps(centre, kari).await.asked.len(), 1);
    }
);

testkit::on_both!(
    where_no_approval_is_wanted_accepting_is_enough,
    async |database: TestDatabase| {
        let (world, centre, [_, ola], shift) = tomorrow(database).await;
        let (ctx, tx, held) = world.held(centre).await;
        update_settings(&ctx, &tx, &held, false).await.unwrap();
        tx.commit().await.unwrap();
        let swap = world.ask(&shift, Some(ola)).await.unwrap();
        let done = world.accept(ola, &swap).await.unwrap();
        assert_eq!(done.swap.state, SwapState::Done);
        assert_eq!(world.holder(&shift).await, ola);
    }
);

testkit::on_both!(
    a_shift_has_one_live_wish_whatever_the_code_believes,
    async |database: TestDatabase| {
        let (world, centre, [_, ola], shift) = tomorrow(database).await;
        let swap = world.ask(&shift, Some(ola)).await.unwrap();
        let second = world.ask(&shift, None).await;
        assert!(matches!(second, Err(RotaError::WrongState)));
        let (ctx, tx, held) = world.held(centre).await;
        let twin = Swap {
            id: ctx.new_id(),
            ..swap.clone()
        };
        let refused = store::rota::insert_swap(&tx, &twin).await.unwrap_err();
        assert!(refused.is_unique_violation());
        drop(tx);
        let (ctx, tx, _) = world.held(centre).await;
        let declined = decline_swap(&ctx, &tx, &held, (ola, swap.id)).await;
        assert_eq!(declined.unwrap().swap.state, SwapState::Declined);
        tx.commit().await.unwrap();
        world.ask(&shift, None).await.unwrap();
    }
);

testkit::on_both!(
    whoever_is_busy_or_absent_then_cannot_take_over,
    async |database: TestDatabase| {
        let (world, centre, [_, ola], shift) = tomorrow(database).await;
        let swap = world.ask(&shift, None).await.unwrap();
        let new = new_shift(ola, "2026-11-24T14:00", "2026-11-24T20:00");
        let other = world.plan(centre, new).await.unwrap();
        let busy = world.accept(ola, &swap).await;
        assert!(matches!(busy, Err(RotaError::Overlap(ids)) if ids == [other.id]));
        let (ctx, tx, held) = world.held(centre).await;
        delete_shift(&ctx, &tx, &held, other.id).await.unwrap();
        tx.commit().await.unwrap();
        let stretch = ("2026-11-24T14:00", "2026-11-24T16:00");
        world.report(centre, ola, stretch).await;
        let absent = world.accept(ola, &swap).await;
        assert!(matches!(absent, Err(RotaError::AbsentThen)));
    }
);

testkit::on_both!(
    a_wish_ends_as_the_shift_begins_or_changes,
    async |database: TestDatabase| {
        let (world, centre, [kari, ola], shift) = tomorrow(database).await;
        let swap = world.ask(&shift, None).await.unwrap();
        let noted = ShiftChange {
            note: Some("Inngang B".to_owned()),
            ..ShiftChange::default()
        };
        let shift = world.replan(&shift, noted).await.unwrap();
        assert_eq!(world.own_swaps(centre, ola).await.offered.len(), 1);
        let shorter = ShiftChange {
            channels: Some(vec![Channel::Chat]),
            ..ShiftChange::default()
        };
        let shift = world.replan(&shift, shorter).await.unwrap();
        let late = world.accept(ola, &swap).await;
        assert!(matches!(late, Err(RotaError::WrongState)));
        let asked = world.own_swaps(centre, kari).await.asked;
        assert_eq!(asked[0].swap.state, SwapState::Cancelled);
        let swap = world.ask(&shift, None).await.unwrap();
        world.clock.advance(TimeDelta::hours(23));
        let late = world.accept(ola, &swap).await;
        assert!(matches!(late, Err(RotaError::WrongState)));
        let asked = world.own_swaps(centre, kari).await.asked;
        assert_eq!(asked[0].swap.state, SwapState::Expired);
        assert!(world.own_swaps(centre, ola).await.offered.is_empty());
        let ctx = world.ctx(Scope::Centre(centre));
        let tx = ctx.read().await.unwrap();
        let found = store::find_centre(&tx, centre).await.unwrap().unwrap();
        let live = list_swaps(&ctx, &tx, &found, true).await.unwrap();
        let all = list_swaps(&ctx, &tx, &found, false).await.unwrap();
        assert_eq!((live.len(), all.len()), (0, 2));
    }
);

testkit::on_both!(
    only_who_asked_withdraws_and_only_who_was_asked_declines,
    async |database: TestDatabase| {
        let (world, centre, [kari, ola], shift) = tomorrow(database).await;
        let per = world.staff(centre, 2).await;
        let swap = world.ask(&shift, Some(ola)).await.unwrap();
        let (ctx, tx, held) = world.held(centre).await;
        for stranger in [kari, per] {
            let wish = (stranger, swap.id);
            let declined = decline_swap(&ctx, &tx, &held, wish).await;
            assert!(matches!(declined, Err(RotaError::NotFound)));
            let accepted = accept_swap(&ctx, &tx, &held, wish).await;
            assert!(matches!(accepted, Err(RotaError::NotFound)));
        }
        let withdrawn = withdraw_swap(&ctx, &tx, &held, (ola, swap.id)).await;
        assert!(matches!(withdrawn, Err(RotaError::NotFound)));
        let withdrawn = withdraw_swap(&ctx, &tx, &held, (kari, swap.id)).await;
        assert_eq!(withdrawn.unwrap().swap.state, SwapState::Withdrawn);
        tx.commit().await.unwrap();
        let swap = world.ask(&shift, Some(ola)).await.unwrap();
        let (ctx, tx, held) = world.held(centre).await;
        let refused = refuse_swap(&ctx, &tx, &held, swap.id).await.unwrap();
        assert_eq!(refused.swap.state, SwapState::Refused);
        let late = withdraw_swap(&ctx, &tx, &held, (kari, swap.id)).await;
        assert!(matches!(late, Err(RotaError::WrongState)));
    }
);

testkit::on_both!(
    a_wish_to_oneself_a_stranger_or_for_a_foreign_shift_is_refused,
    async |database: TestDatabase| {
        let (world, centre, [kari, ola], shift) = tomorrow(database).await;
        let oslo = world.centre(new_centre("03", "Karriere Oslo")).await;
        let stranger = world.staff(oslo, 2).await;
        for to in [kari, stranger] {
            let refused = world.ask(&shift, Some(to)).await;
            assert!(
                matches!(refused, Err(RotaError::Invalid(faults)) if faults[0].field == "to_staff_id")
            );
        }
        let (ctx, tx, held) = world.held(centre).await;
        let refused = request_swap(&ctx, &tx, &held, (ola, shift.id, None)).await;
        assert!(
            matches!(refused, Err(RotaError::Invalid(faults)) if faults[0].field == "shift_id")
        );
    }
);
