//! The operations on partners, for the national coordinator.

use std::{fmt, sync::Arc};

use kernel::{PartnerId, PartnerKeyId, PartnerState};
use platform::{
    Ctx,
    http::{Input, Problem, Versioned, Wire, require_match},
};
use poem_openapi::{
    ApiResponse, OpenApi,
    param::{Header, Path},
    payload::Json,
};

use super::{
    PartnerProblem, PartnerReadProblem, Tag,
    administration_bodies::{
        PartnerBody, PartnerChange, PartnerInput, PartnersBody, SuspensionInput, UsagesBody,
    },
    keys::{KeyAdded, KeyInput, KeyProblem, KeyRemoved, KeysBody},
};
use crate::{
    api::Inner,
    app::{
        add_key, create_partner, get_partner, list_keys, list_partners, list_usage, remove_key,
        set_partner_state, update_partner,
    },
};

platform::problem_responses! {
    /// Why no partner was registered.
    PartnerCreateProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

platform::problem_responses! {
    /// Why a partner stays as it is.
    PartnerUpdateProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        Stale = 412,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
        PreconditionRequired = 428,
    }
}

platform::problem_responses! {
    /// Why a partner is still let in.
    PartnerSuspendProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

/// Partners, for those who coordinate.
#[derive(Clone)]
pub struct PartnerAdministrationApi(Arc<Inner>);

impl fmt::Debug for PartnerAdministrationApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PartnerAdministrationApi")
    }
}

#[derive(ApiResponse)]
enum Registered {
    /// As it is kept.
    #[oai(status = 201)]
    Done(Json<PartnerBody>),
}

impl PartnerAdministrationApi {
    pub(crate) const fn new(inner: Arc<Inner>) -> Self {
        Self(inner)
    }

    async fn set_state(
        &self,
        ctx: &Ctx,
        id: PartnerId,
        decision: (PartnerState, Option<String>),
    ) -> Result<Versioned<PartnerBody>, Problem> {
        let tx = ctx.write().await?;
        let partner = set_partner_state(ctx, &tx, id, decision).await?;
        tx.commit().await?;
        self.0.register.forget();
        Ok(Versioned::current(partner.into()))
    }
}

#[OpenApi(tag = "Tag::Partners")]
impl PartnerAdministrationApi {
    /// List partners
    #[oai(
        path = "/national/partners",
        method = "get",
        operation_id = "partner_list"
    )]
    async fn list(&self, ctx: Ctx) -> Result<Json<PartnersBody>, PartnerProblem> {
        let tx = ctx.read().await?;
        let partners = list_partners(&tx).await?;
        let items = partners.into_iter().map(PartnerBody::from).collect();
        Ok(Json(PartnersBody { items }))
    }

    /// Register partner
    #[oai(
        path = "/national/partners",
        method = "post",
        operation_id = "partner_create"
    )]
    async fn create(
        &self,
        ctx: Ctx,
        partner: Input<PartnerInput>,
    ) -> Result<Registered, PartnerCreateProblem> {
        let new = partner.0.read()?;
        let tx = ctx.write().await?;
        let partner = create_partner(&ctx, &tx, &self.0, new).await?;
        tx.commit().await?;
        self.0.register.forget();
        Ok(Registered::Done(Json(partner.into())))
    }

    /// Get partner
    #[oai(
        path = "/national/partners/:partner_id",
        method = "get",
        operation_id = "partner_get"
    )]
    async fn get(
        &self,
        ctx: Ctx,
        partner_id: Path<Wire<PartnerId>>,
    ) -> Result<Versioned<PartnerBody>, PartnerReadProblem> {
        let tx = ctx.read().await?;
        let partner = get_partner(&tx, partner_id.0.0).await?;
        Ok(Versioned::current(partner.into()))
    }

    /// Change partner
    #[oai(
        path = "/national/partners/:partner_id",
        method = "put",
        operation_id = "partner_update"
    )]
    async fn update(
        &self,
        ctx: Ctx,
        partner_id: Path<Wire<PartnerId>>,
        /// The `ETag` of the partner that is changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        partner: Input<PartnerChange>,
    ) -> Result<Versioned<PartnerBody>, PartnerUpdateProblem> {
        let id = partner_id.0.0;
        let tx = ctx.write().await?;
        let present = PartnerBody::from(get_partner(&tx, id).await?);
        require_match(if_match.0.as_deref(), &present)?;
        let change = (id, partner.0.read());
        let partner = update_partner(&ctx, &tx, &self.0, change).await?;
        tx.commit().await?;
        self.0.register.forget();
        Ok(Versioned::current(partner.into()))
    }

    /// Suspend partner
    #[oai(
        path = "/national/partners/:partner_id/suspend",
        method = "post",
        operation_id = "partner_suspend"
    )]
    async fn suspend(
        &self,
        ctx: Ctx,
        partner_id: Path<Wire<PartnerId>>,
        suspension: Input<SuspensionInput>,
    ) -> Result<Versioned<PartnerBody>, PartnerSuspendProblem> {
        let decision = (PartnerState::Suspended, Some(suspension.0.read()?));
        Ok(self.set_state(&ctx, partner_id.0.0, decision).await?)
    }

    /// Let suspended partner in again
    #[oai(
        path = "/national/partners/:partner_id/resume",
        method = "post",
        operation_id = "partner_resume"
    )]
    async fn resume(
        &self,
        ctx: Ctx,
        partner_id: Path<Wire<PartnerId>>,
    ) -> Result<Versioned<PartnerBody>, PartnerReadProblem> {
        let decision = (PartnerState::Active, None);
        Ok(self.set_state(&ctx, partner_id.0.0, decision).await?)
    }

    /// List usage of partner by day
    #[oai(
        path = "/national/partners/:partner_id/usage",
        method = "get",
        operation_id = "partner_usage"
    )]
    async fn usage(
        &self,
        ctx: Ctx,
        partner_id: Path<Wire<PartnerId>>,
    ) -> Result<Json<UsagesBody>, PartnerReadProblem> {
        let tx = ctx.read().await?;
        let usage = list_usage(&ctx, &tx, partner_id.0.0).await?;
        let items = usage.into_iter().map(Into::into).collect();
        Ok(Json(UsagesBody { items }))
    }

    /// List keys of partner
    #[oai(
        path = "/national/partners/:partner_id/keys",
        method = "get",
        operation_id = "partner_key_list"
    )]
    async fn keys(
        &self,
        ctx: Ctx,
        partner_id: Path<Wire<PartnerId>>,
    ) -> Result<Json<KeysBody>, PartnerReadProblem> {
        let tx = ctx.read().await?;
        let keys = list_keys(&tx, partner_id.0.0).await?;
        Ok(Json(keys.into()))
    }

    /// Add key of partner
    #[oai(
        path = "/national/partners/:partner_id/keys",
        method = "post",
        operation_id = "partner_key_create"
    )]
    async fn add_key(
        &self,
        ctx: Ctx,
        partner_id: Path<Wire<PartnerId>>,
        key: Input<KeyInput>,
    ) -> Result<KeyAdded, KeyProblem> {
        let tx = ctx.write().await?;
        let new = (partner_id.0.0, key.0.read());
        let key = add_key(&ctx, &tx, new, "partner:key_create").await?;
        tx.commit().await?;
        self.0.register.forget();
        Ok(KeyAdded::Done(Json(key.into())))
    }

    /// Remove key of partner
    #[oai(
        path = "/national/partners/:partner_id/keys/:key_id",
        method = "delete",
        operation_id = "partner_key_delete"
    )]
    async fn remove_key(
        &self,
        ctx: Ctx,
        partner_id: Path<Wire<PartnerId>>,
        key_id: Path<Wire<PartnerKeyId>>,
    ) -> Result<KeyRemoved, PartnerReadProblem> {
        let tx = ctx.write().await?;
        let key = (partner_id.0.0, key_id.0.0);
        remove_key(&ctx, &tx, key, "partner:key_delete").await?;
        tx.commit().await?;
        self.0.register.forget();
        Ok(KeyRemoved::Done)
    }
}
