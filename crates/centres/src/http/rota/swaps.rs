//! Swaps: what the administrator decides, and what colleagues agree on.

use kernel::{CentreId, SwapId};
use platform::{
    Ctx,
    http::{Input, Wire},
};
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Added, Items, PlanProblem, ReadProblem, StepProblem, Tag, hold, own,
    own_answers::{OwnSwapsBody, SwapBody},
    reach,
    requests::SwapInput,
};
use crate::app::rota;

/// The swaps of a centre.
#[derive(Clone, Copy, Debug)]
pub struct SwapsApi;

#[OpenApi(tag = "Tag::Rota")]
impl SwapsApi {
    /// List swaps in centre
    #[oai(
        path = "/centres/:id/swaps",
        method = "get",
        operation_id = "swap_list"
    )]
    async fn list(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// Whether only those of which something can still come; true if absent. Others are told for 90 days.
        live: Query<Option<bool>>,
    ) -> Result<Json<Items<SwapBody>>, ReadProblem> {
        let (tx, centre) = reach(&ctx, id.0.0).await?;
        let only_live = live.0.unwrap_or(true);
        let swaps = rota::list_swaps(&ctx, &tx, &centre, only_live).await?;
        let swaps = swaps.into_iter();
        let items = swaps.map(|view| SwapBody::new(centre.time_zone, view));
        Ok(Json(Items {
            items: items.collect(),
        }))
    }

    /// Approve swap in centre
    #[oai(
        path = "/centres/:id/swaps/:swap_id/approve",
        method = "post",
        operation_id = "swap_approve"
    )]
    async fn approve(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        swap_id: Path<Wire<SwapId>>,
    ) -> Result<Json<SwapBody>, StepProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        let view = rota::approve_swap(&ctx, &tx, &centre, swap_id.0.0).await?;
        tx.commit().await?;
        Ok(Json(SwapBody::new(centre.time_zone, view)))
    }

    /// Refuse swap in centre
    #[oai(
        path = "/centres/:id/swaps/:swap_id/refuse",
        method = "post",
        operation_id = "swap_refuse"
    )]
    async fn refuse(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        swap_id: Path<Wire<SwapId>>,
    ) -> Result<Json<SwapBody>, StepProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        let view = rota::refuse_swap(&ctx, &tx, &centre, swap_id.0.0).await?;
        tx.commit().await?;
        Ok(Json(SwapBody::new(centre.time_zone, view)))
    }

    /// List swaps that concern oneself
    #[oai(path = "/me/swaps", method = "get", operation_id = "swap_list_own")]
    async fn list_own(&self, ctx: Ctx) -> Result<Json<OwnSwapsBody>, ReadProblem> {
        let (centre, staff) = own(&ctx)?;
        let (tx, centre) = reach(&ctx, centre).await?;
        let swaps = rota::list_own_swaps(&ctx, &tx, &centre, staff).await?;
        Ok(Json(OwnSwapsBody::new(centre.time_zone, swaps)))
    }

    /// Ask for own shift to be taken over
    #[oai(path = "/me/swaps", method = "post", operation_id = "swap_request")]
    async fn request(
        &self,
        ctx: Ctx,
        swap: Input<SwapInput>,
    ) -> Result<Added<SwapBody>, PlanProblem> {
        let (centre, staff) = own(&ctx)?;
        let (tx, centre) = hold(&ctx, centre).await?;
        let to = swap.0.to_staff_id.map(|id| id.0);
        let wish = (staff, swap.0.shift_id.0, to);
        let view = rota::request_swap(&ctx, &tx, &centre, wish).await?;
        tx.commit().await?;
        Ok(Added::Done(Json(SwapBody::new(centre.time_zone, view))))
    }

    /// Take over shift of colleague
    #[oai(
        path = "/me/swaps/:id/accept",
        method = "post",
        operation_id = "swap_accept"
    )]
    async fn accept(
        &self,
        ctx: Ctx,
        id: Path<Wire<SwapId>>,
    ) -> Result<Json<SwapBody>, StepProblem> {
        let (centre, staff) = own(&ctx)?;
        let (tx, centre) = hold(&ctx, centre).await?;
        let view = rota::accept_swap(&ctx, &tx, &centre, (staff, id.0.0)).await?;
        tx.commit().await?;
        Ok(Json(SwapBody::new(centre.time_zone, view)))
    }

    /// Decline to take over shift of colleague
    #[oai(
        path = "/me/swaps/:id/decline",
        method = "post",
        operation_id = "swap_decline"
    )]
    async fn decline(
        &self,
        ctx: Ctx,
        id: Path<Wire<SwapId>>,
    ) -> Result<Json<SwapBody>, StepProblem> {
        let (centre, staff) = own(&ctx)?;
        let (tx, centre) = hold(&ctx, centre).await?;
        let view = rota::decline_swap(&ctx, &tx, &centre, (staff, id.0.0)).await?;
        tx.commit().await?;
        Ok(Json(SwapBody::new(centre.time_zone, view)))
    }

    /// Withdraw own wish to hand shift over
    #[oai(
        path = "/me/swaps/:id/withdraw",
        method = "post",
        operation_id = "swap_withdraw"
    )]
    async fn withdraw(
        &self,
        ctx: Ctx,
        id: Path<Wire<SwapId>>,
    ) -> Result<Json<SwapBody>, StepProblem> {
        let (centre, staff) = own(&ctx)?;
        let (tx, centre) = hold(&ctx, centre).await?;
        let view = rota::withdraw_swap(&ctx, &tx, &centre, (staff, id.0.0)).await?;
        tx.commit().await?;
        Ok(Json(SwapBody::new(centre.time_zone, view)))
    }
}
