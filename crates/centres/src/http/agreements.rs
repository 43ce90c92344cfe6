//! What centres contribute, agreed between each of them and the national layer.

use kernel::{AgreementId, AgreementState, CentreId};
use platform::{
    Ctx, Fault, TenantTx,
    http::{Input, Problem, Versioned, Wire, require_match},
};
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Tag,
    administration::hold,
    agreement_bodies::{
        AgreementsBody, DeclineInput, Deliveries, Delivery, NoticeInput, ProposalInput,
    },
    ledger::month_of,
    staff::{CentreProblem, reached},
};
use crate::{
    app,
    domain::{Agreement, Centre, hours::DEFAULT_ZONE},
    store,
};

platform::problem_responses! {
    /// Why a proposal or an agreement is as it was.
    AgreementProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        WrongState = 409,
        Stale = 412,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
        PreconditionRequired = 428,
    }
}

platform::problem_responses! {
    /// Why there is no list of what is delivered.
    pub(super) DeliveryProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        Invalid = 422,
    }
}

/// Contribution agreements, for both sides.
#[derive(Clone, Copy, Debug)]
pub struct AgreementsApi;

async fn agreements_of(ctx: &Ctx, tx: &TenantTx, id: CentreId) -> Result<AgreementsBody, Fault> {
    let all = store::list_agreements(tx, Some(id)).await?;
    Ok(AgreementsBody {
        centre_id: Wire(id),
        side: Wire(app::side_of(ctx)),
        items: all.into_iter().map(Agreement::into).collect(),
    })
}

/// Holds the centre, and refuses who has read another state of its agreements.
async fn hold_as_read(
    ctx: &Ctx,
    id: CentreId,
    if_match: Option<&str>,
) -> Result<(TenantTx, Centre), Problem> {
    let (tx, centre) = hold(ctx, id).await?;
    require_match(if_match, &agreements_of(ctx, &tx, centre.id).await?)?;
    Ok((tx, centre))
}

async fn settled(
    ctx: &Ctx,
    tx: TenantTx,
    id: CentreId,
) -> Result<Versioned<AgreementsBody>, Fault> {
    let stored = agreements_of(ctx, &tx, id).await?;
    tx.commit().await?;
    Ok(Versioned::current(stored))
}

#[OpenApi(tag = "Tag::Agreements")]
impl AgreementsApi {
    /// Get contribution agreements of centre
    #[oai(
        path = "/centres/:id/agreement",
        method = "get",
        operation_id = "agreement_get"
    )]
    async fn get(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Versioned<AgreementsBody>, CentreProblem> {
        let tx = ctx.read().await?;
        let centre = reached(&tx, id.0.0).await?;
        let body = agreements_of(&ctx, &tx, centre.id).await?;
        Ok(Versioned::current(body))
    }

    /// Propose contribution agreement to other side
    #[oai(
        path = "/centres/:id/agreement",
        method = "post",
        operation_id = "agreement_propose"
    )]
    async fn propose(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// The `ETag` of the agreements that are changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        proposal: Input<ProposalInput>,
    ) -> Result<Versioned<AgreementsBody>, AgreementProblem> {
        let proposal = proposal.0.read()?;
        let (tx, centre) = hold_as_read(&ctx, id.0.0, if_match.0.as_deref()).await?;
        app::propose_agreement(&ctx, &tx, &centre, proposal).await?;
        Ok(settled(&ctx, tx, centre.id).await?)
    }

    /// Accept contribution agreement proposed by other side
    #[oai(
        path = "/centres/:id/agreement/:agreement_id/accept",
        method = "post",
        operation_id = "agreement_accept"
    )]
    async fn accept(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        agreement_id: Path<Wire<AgreementId>>,
        /// The `ETag` of the agreements that are changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
    ) -> Result<Versioned<AgreementsBody>, AgreementProblem> {
        let (tx, centre) = hold_as_read(&ctx, id.0.0, if_match.0.as_deref()).await?;
        app::accept_agreement(&ctx, &tx, &centre, agreement_id.0.0).await?;
        Ok(settled(&ctx, tx, centre.id).await?)
    }

    /// Decline contribution agreement proposed by other side
    #[oai(
        path = "/centres/:id/agreement/:agreement_id/decline",
        method = "post",
        operation_id = "agreement_decline"
    )]
    async fn decline(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        agreement_id: Path<Wire<AgreementId>>,
        /// The `ETag` of the agreements that are changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        decline: Input<DeclineInput>,
    ) -> Result<Versioned<AgreementsBody>, AgreementProblem> {
        let (tx, centre) = hold_as_read(&ctx, id.0.0, if_match.0.as_deref()).await?;
        let declined = (agreement_id.0.0, decline.0.reason.as_str());
        app::decline_agreement(&ctx, &tx, &centre, declined).await?;
        Ok(settled(&ctx, tx, centre.id).await?)
    }

    /// Take own proposal of contribution agreement back
    #[oai(
        path = "/centres/:id/agreement/:agreement_id/withdraw",
        method = "post",
        operation_id = "agreement_withdraw"
    )]
    async fn withdraw(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        agreement_id: Path<Wire<AgreementId>>,
        /// The `ETag` of the agreements that are changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
    ) -> Result<Versioned<AgreementsBody>, AgreementProblem> {
        let (tx, centre) = hold_as_read(&ctx, id.0.0, if_match.0.as_deref()).await?;
        app::withdraw_agreement(&ctx, &tx, &centre, agreement_id.0.0).await?;
        Ok(settled(&ctx, tx, centre.id).await?)
    }

    /// End contribution agreement early
    #[oai(
        path = "/centres/:id/agreement/:agreement_id/end",
        method = "post",
        operation_id = "agreement_end"
    )]
    async fn end(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        agreement_id: Path<Wire<AgreementId>>,
        /// The `ETag` of the agreements that are changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        notice: Input<NoticeInput>,
    ) -> Result<Versioned<AgreementsBody>, AgreementProblem> {
        let notice = notice.0.read()?;
        let (tx, centre) = hold_as_read(&ctx, id.0.0, if_match.0.as_deref()).await?;
        app::end_agreement(&ctx, &tx, &centre, agreement_id.0.0, notice).await?;
        Ok(settled(&ctx, tx, centre.id).await?)
    }

    /// List contribution agreements of all centres with hours delivered
    #[oai(
        path = "/national/agreements",
        method = "get",
        operation_id = "agreement_list"
    )]
    async fn list(
        &self,
        ctx: Ctx,
        /// Such as `2026-11`; the present month if absent.
        month: Query<Option<String>>,
    ) -> Result<Json<Deliveries>, DeliveryProblem> {
        let month = month_of(&ctx, DEFAULT_ZONE, month.0.as_deref())?;
        let tx = ctx.read().await?;
        let agreements = store::list_agreements(&tx, None).await?;
        let delivered = app::read_deliveries(&tx, month).await?;
        let deliveries = delivered.into_iter().map(|(centre, hours)| Delivery {
            centre_id: Wire(centre.id),
            agreements: living(&ctx, &centre, &agreements)
                .map(Agreement::into)
                .collect(),
            name: centre.name,
            county: Wire(centre.county),
            hours: hours.into(),
        });
        Ok(Json(Deliveries {
            month: month.to_string(),
            items: deliveries.collect(),
        }))
    }
}

/// The centre's open proposals, and its agreements that have not ended.
fn living<'a>(
    ctx: &Ctx,
    centre: &Centre,
    all: &'a [Agreement],
) -> impl Iterator<Item = Agreement> + use<'a> {
    let today = ctx.now.with_timezone(&centre.time_zone).date_naive();
    let id = centre.id;
    let lives = move |one: &&Agreement| match one.state {
        AgreementState::Proposed => true,
        AgreementState::Accepted => one.terms.valid_until.is_none_or(|until| until >= today),
        _ => false,
    };
    all.iter()
        .filter(move |one| one.centre_id == id)
        .filter(lives)
        .cloned()
}
