//! Links for classes, made by systems of schools.

use std::{fmt, sync::Arc};

use aws_lc_rs::hmac;
use centres::{
    CLASS_CODE, ClassBody, ClassError, ClassInput, ClassLink, ClassOwner, ClassesBody,
    MadeClassBody, NewClass, class_code,
};
use kernel::{ClassLinkId, PartnerId, Scope};
use platform::{
    Ctx, Secret,
    http::{Idempotency, Input, Problem, Wire},
    readable,
};
use poem_openapi::{
    ApiResponse, OpenApi,
    param::{Header, Path},
    payload::Json,
};

use super::{PartnerProblem, PartnerReadProblem, Tag, partner_of};
use crate::api::Inner;

platform::problem_responses! {
    /// Why there is no link.
    pub(super) ClassProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        BodyTooLarge = 413,
        UnsupportedMediaType = 415,
        Invalid = 422,
    }
}

/// A link was made.
#[derive(ApiResponse)]
enum ClassMade {
    /// With the code, which is kept nowhere.
    #[oai(status = 201)]
    Done(Json<MadeClassBody>),
}

/// Nothing is left to say.
#[derive(ApiResponse)]
enum ClassEnded {
    /// Nobody begins by it any more.
    #[oai(status = 204)]
    Done,
}

/// Links for classes of the partner that asks.
#[derive(Clone)]
pub struct OwnClassesApi(Arc<Inner>);

impl fmt::Debug for OwnClassesApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnClassesApi")
    }
}

impl OwnClassesApi {
    pub(super) const fn new(inner: Arc<Inner>) -> Self {
        Self(inner)
    }

    /// The audit log is not the partner's to write; the use case touches the partner's own links only.
    async fn make(
        &self,
        ctx: &Ctx,
        (partner, new): (PartnerId, &NewClass),
        (code, request): (&Secret<String>, &Idempotency),
    ) -> Result<ClassLink, ClassError> {
        let tx = ctx.database().write(Scope::System).await?;
        let owner = ClassOwner::Partner(partner);
        let made = (code, Some(request));
        let link = centres::create_class(ctx, &tx, (owner, new), made).await?;
        tx.commit().await?;
        Ok(link)
    }
}

/// The code of a request: the same request brings the same one, and nobody else can tell it.
fn code_of(mac: &hmac::Key, partner: PartnerId, request: &Idempotency) -> Secret<String> {
    let mut of_partner = partner.to_row().as_bytes().to_vec();
    of_partner.extend_from_slice(&request.key);
    let tag = hmac::sign(mac, &of_partner);
    let bytes: Vec<u8> = tag.as_ref().iter().copied().take(CLASS_CODE).collect();
    class_code(&readable(&bytes))
}

#[OpenApi(tag = "Tag::Classes")]
impl OwnClassesApi {
    /// List own class links
    #[oai(path = "/classes", method = "get", operation_id = "own_class_list")]
    async fn list(&self, ctx: Ctx) -> Result<Json<ClassesBody>, PartnerProblem> {
        let owner = ClassOwner::Partner(partner_of(&ctx)?);
        let tx = ctx.read().await?;
        let links = centres::list_classes(&tx, owner).await?;
        Ok(Json(ClassesBody::new(links, ctx.now)))
    }

    /// Create class link
    ///
    /// Pupils who begin by it are counted against it instead of against their school's address. Neither you nor the
    /// school is told how many began, or that anybody did.
    #[oai(path = "/classes", method = "post", operation_id = "own_class_create")]
    async fn create(
        &self,
        ctx: Ctx,
        /// Drawn at random for this link; the same key and body get the same answer for as long as the link is kept.
        #[oai(name = "Idempotency-Key")]
        idempotency_key: Header<String>,
        new: Input<ClassInput>,
    ) -> Result<ClassMade, ClassProblem> {
        let partner = partner_of(&ctx)?;
        let request = Idempotency::read(&self.0.class_repeats, &idempotency_key.0, &new.0)?;
        let code = code_of(&self.0.class_codes, partner, &request);
        let new = NewClass::from(new.0);
        let made = match self.make(&ctx, (partner, &new), (&code, &request)).await {
            // The same request came twice at a time, and the other one was first.
            Err(ClassError::Fault(fault)) if fault.is_unique_violation() => {
                self.make(&ctx, (partner, &new), (&code, &request)).await
            }
            made => made,
        };
        let link = made.map_err(Problem::from)?;
        let body = MadeClassBody::new(link, &code, &self.0.public_url);
        Ok(ClassMade::Done(Json(body)))
    }

    /// Get own class link
    #[oai(
        path = "/classes/:class_id",
        method = "get",
        operation_id = "own_class_get"
    )]
    async fn get(
        &self,
        ctx: Ctx,
        class_id: Path<Wire<ClassLinkId>>,
    ) -> Result<Json<ClassBody>, PartnerReadProblem> {
        let owner = ClassOwner::Partner(partner_of(&ctx)?);
        let tx = ctx.read().await?;
        let links = centres::list_classes(&tx, owner).await?;
        let link = links.into_iter().find(|link| link.id == class_id.0.0);
        let link = link.ok_or(ClassError::NotFound).map_err(Problem::from)?;
        Ok(Json(ClassBody::new(link, ctx.now)))
    }

    /// End own class link
    #[oai(
        path = "/classes/:class_id",
        method = "delete",
        operation_id = "own_class_end"
    )]
    async fn end(
        &self,
        ctx: Ctx,
        class_id: Path<Wire<ClassLinkId>>,
    ) -> Result<ClassEnded, PartnerReadProblem> {
        let owner = ClassOwner::Partner(partner_of(&ctx)?);
        let tx = ctx.database().write(Scope::System).await?;
        let ended = centres::end_class(&ctx, &tx, owner, class_id.0.0).await;
        ended.map_err(Problem::from)?;
        tx.commit().await?;
        Ok(ClassEnded::Done)
    }
}
