//! Who belongs to a centre: invitations, roles, and the list of its staff.

use std::{fmt, sync::Arc};

use kernel::{AccountId, Actor, CentreId, InvitationId, ProblemCode};
use platform::{
    Ctx, Pii, Secret,
    http::{CsvFile, Input, Problem, Wire},
    problem_responses,
};
use poem_openapi::{ApiResponse, OpenApi, param::Path, payload::Json};

use super::{
    Tag,
    staff_shape::{
        Acceptance, InvitationBody, InvitationInput, InvitationToken, Invitations, Roles,
        ShownInvitation, StaffAccounts, StaffListInput, StaffListReport, bare,
    },
};
use crate::{api::Parts, app, domain::rows_of, store};

problem_responses! {
    /// Why nobody was invited.
    InvitationProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        MailUnavailable = 409,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

problem_responses! {
    /// Why nothing is told or taken back.
    StaffProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
    }
}

problem_responses! {
    /// Why roles stay as they are.
    RolesProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

problem_responses! {
    /// Why a link is of no use.
    LinkProblem {
        NotFound = 404,
        LoginExists = 409,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

problem_responses! {
    /// Why nobody joined.
    JoinProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

#[derive(ApiResponse)]
enum Invited {
    /// The mail goes out at once.
    #[oai(status = 201)]
    Done(Json<InvitationBody>),
}

#[derive(ApiResponse)]
enum Settled {
    /// Nothing is left to say.
    #[oai(status = 204)]
    Done,
}

/// Who belongs to a centre.
#[derive(Clone)]
pub struct StaffAccessApi(Arc<Parts>);

impl fmt::Debug for StaffAccessApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StaffAccessApi")
    }
}

impl StaffAccessApi {
    pub(crate) fn new(parts: Arc<Parts>) -> Self {
        Self(parts)
    }
}

#[OpenApi(tag = "Tag::Access")]
impl StaffAccessApi {
    /// List open invitations of centre
    #[oai(
        path = "/centres/:id/invitations",
        method = "get",
        operation_id = "invitation_list"
    )]
    async fn invitations(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Json<Invitations>, StaffProblem> {
        let tx = ctx.read().await?;
        let listed = store::invitation::of_centre(&tx, id.0.0).await?.into_iter();
        let items = listed.map(|invitation| InvitationBody::new(invitation, ctx.now));
        Ok(Json(Invitations {
            items: items.collect(),
            mail_is_configured: self.0.mailer.is_configured(),
        }))
    }

    /// Invite to staff of centre
    #[oai(
        path = "/centres/:id/invitations",
        method = "post",
        operation_id = "invitation_create"
    )]
    async fn invite(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        invitation: Input<InvitationInput>,
    ) -> Result<Invited, InvitationProblem> {
        let invitee = invitation.0.read(self.0.directory.as_ref());
        let invitee = invitee.map_err(Problem::faulty)?;
        let tx = ctx.write().await?;
        let invitation = app::invite(&ctx, &tx, &self.0, id.0.0, invitee).await?;
        tx.commit().await?;
        Ok(Invited::Done(Json(InvitationBody::new(
            invitation, ctx.now,
        ))))
    }

    /// Send invitation anew
    #[oai(
        path = "/centres/:id/invitations/:invitation_id/resend",
        method = "post",
        operation_id = "invitation_resend"
    )]
    async fn resend(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        invitation_id: Path<Wire<InvitationId>>,
    ) -> Result<Json<InvitationBody>, InvitationProblem> {
        let which = (id.0.0, invitation_id.0.0);
        let tx = ctx.write().await?;
        let invitation = app::resend(&ctx, &tx, &self.0, which).await?;
        tx.commit().await?;
        Ok(Json(InvitationBody::new(invitation, ctx.now)))
    }

    /// Take invitation back
    #[oai(
        path = "/centres/:id/invitations/:invitation_id",
        method = "delete",
        operation_id = "invitation_revoke"
    )]
    async fn revoke(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        invitation_id: Path<Wire<InvitationId>>,
    ) -> Result<Settled, StaffProblem> {
        let which = (id.0.0, invitation_id.0.0);
        let tx = ctx.write().await?;
        app::revoke_invitation(&ctx, &tx, &self.0, which).await?;
        tx.commit().await?;
        Ok(Settled::Done)
    }

    /// List who logs in to centre
    #[oai(
        path = "/centres/:id/accounts",
        method = "get",
        operation_id = "account_list"
    )]
    async fn accounts(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Json<StaffAccounts>, StaffProblem> {
        let tx = ctx.read().await?;
        let listed = app::staff_accounts(&ctx, &tx, &self.0, id.0.0).await?;
        let items = listed.into_iter().map(Into::into).collect();
        Ok(Json(StaffAccounts { items }))
    }

    /// Replace roles of account in centre
    #[oai(
        path = "/centres/:id/accounts/:account_id/roles",
        method = "put",
        operation_id = "roles_replace"
    )]
    async fn replace_roles(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        account_id: Path<Wire<AccountId>>,
        roles: Input<Roles>,
    ) -> Result<Json<Roles>, RolesProblem> {
        let who = (id.0.0, account_id.0.0);
        let roles = app::replace_roles(&ctx, &self.0, who, bare(roles.0.roles)).await?;
        let roles = roles.into_iter().map(Wire).collect();
        Ok(Json(Roles { roles }))
    }

    /// Invite everybody on list
    #[oai(
        path = "/centres/:id/staff-list",
        method = "post",
        operation_id = "staff_import"
    )]
    async fn import(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        list: Input<StaffListInput>,
    ) -> Result<Json<StaffListReport>, InvitationProblem> {
        let StaffListInput {
            csv,
            language,
            dry_run,
        } = list.0;
        let language = (!dry_run).then_some(language.0);
        let list = (id.0.0, csv.as_str());
        let tx = ctx.write().await?;
        let report = app::import_staff(&ctx, &tx, &self.0, list, language).await?;
        tx.commit().await?;
        Ok(Json(StaffListReport::new(report, dry_run)))
    }

    /// Export staff of centre as list
    #[oai(
        path = "/centres/:id/staff-list",
        method = "get",
        operation_id = "staff_export"
    )]
    async fn export(&self, ctx: Ctx, id: Path<Wire<CentreId>>) -> Result<CsvFile, StaffProblem> {
        let tx = ctx.read().await?;
        let listed = app::staff_accounts(&ctx, &tx, &self.0, id.0.0).await?;
        let lines: Vec<_> = listed.iter().filter_map(app::StaffAccount::line).collect();
        Ok(CsvFile::new("veiviser-staff", rows_of(&lines))?)
    }

    /// Show invitation
    #[oai(
        path = "/auth/invitations/show",
        method = "post",
        operation_id = "invitation_show"
    )]
    async fn show(
        &self,
        ctx: Ctx,
        link: Input<InvitationToken>,
    ) -> Result<Json<ShownInvitation>, LinkProblem> {
        let token = Secret::new(link.0.token);
        let shown = app::show_invitation(&ctx, &self.0, &token).await?;
        Ok(Json(shown.into()))
    }

    /// Accept invitation with log-in of one's own
    #[oai(
        path = "/auth/invitations/accept",
        method = "post",
        operation_id = "invitation_accept"
    )]
    async fn accept(
        &self,
        ctx: Ctx,
        acceptance: Input<Acceptance>,
    ) -> Result<Settled, LinkProblem> {
        let Acceptance {
            token,
            name,
            password,
        } = acceptance.0;
        let who = (Pii::new(name), Secret::new(password));
        app::accept_invitation(&ctx, &self.0, &Secret::new(token), who).await?;
        Ok(Settled::Done)
    }

    /// Accept invitation as who is logged in
    #[oai(
        path = "/auth/invitations/join",
        method = "post",
        operation_id = "invitation_join"
    )]
    async fn join(&self, ctx: Ctx, link: Input<InvitationToken>) -> Result<Settled, JoinProblem> {
        let Actor::Account { account, .. } = ctx.actor else {
            return Err(Problem::new(ProblemCode::Unauthenticated).into());
        };
        let token = Secret::new(link.0.token);
        app::join_by_invitation(&ctx, &self.0, &token, account).await?;
        Ok(Settled::Done)
    }
}
