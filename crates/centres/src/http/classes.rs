//! Links for classes, made by those who guide them.

use kernel::{CentreId, ClassLinkId, County, Instant};
use platform::{
    Ctx, Secret,
    http::{Input, Moment, Wire},
};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use serde::{Deserialize, Serialize};

use super::{
    Tag,
    administration::{Added, ChangeProblem, RemovalProblem, Removed, hold},
    staff::{CentreProblem, reached},
};
use crate::{
    app,
    domain::{ClassLink, ClassOwner, NewClass, class_url, draw_class_code},
};

/// A link to make.
#[derive(Clone, Debug, Object, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassInput {
    /// Suggested to the pupils, who may choose another or none.
    pub county: Option<Wire<County>>,
    /// Suggested to the pupils: education, study_choice, work, application, skills, abroad or other.
    pub topic: Option<String>,
    /// How many conversations begin by it, 1 to 60; 30 if absent.
    pub most_starts: Option<u32>,
    /// How long it is good, 15 to 480; 90 if absent.
    pub minutes: Option<u32>,
}

impl From<ClassInput> for NewClass {
    fn from(input: ClassInput) -> Self {
        Self {
            county: input.county.map(|county| county.0),
            topic: input.topic,
            most_starts: input.most_starts,
            minutes: input.minutes,
        }
    }
}

/// A link for a class. How many began by it nobody is told.
#[derive(Debug, Object)]
#[oai(rename = "ClassLink", skip_serializing_if_is_none)]
pub struct ClassBody {
    /// Its id.
    pub id: Wire<ClassLinkId>,
    /// Suggested to the pupils.
    pub county: Option<Wire<County>>,
    /// Suggested to the pupils.
    pub topic: Option<String>,
    /// How many conversations begin by it.
    pub most_starts: u32,
    /// When it is over by itself.
    pub valid_until: Wire<Moment>,
    /// Whether its time is not over.
    pub open: bool,
    /// When it was made.
    pub created_at: Wire<Moment>,
}

impl ClassBody {
    /// As it is at `now`.
    pub fn new(link: ClassLink, now: Instant) -> Self {
        Self {
            open: link.is_open(now),
            id: Wire(link.id),
            county: link.county.map(Wire),
            topic: link.topic,
            most_starts: link.most_starts,
            valid_until: Wire(Moment(link.valid_until)),
            created_at: Wire(Moment(link.created_at)),
        }
    }
}

/// Links for classes, newest first.
#[derive(Debug, Object)]
#[oai(rename = "ClassLinks")]
pub struct ClassesBody {
    /// Those that are open, and those of the last day.
    pub items: Vec<ClassBody>,
}

impl ClassesBody {
    /// As they are at `now`.
    pub fn new(links: Vec<ClassLink>, now: Instant) -> Self {
        let bodies = links.into_iter().map(|link| ClassBody::new(link, now));
        Self {
            items: bodies.collect(),
        }
    }
}

/// A link for a class, and what the class is given. The code is shown this once.
#[derive(Object)]
#[oai(rename = "MadeClassLink", skip_serializing_if_is_none)]
pub struct MadeClassBody {
    /// Its id.
    pub id: Wire<ClassLinkId>,
    /// Suggested to the pupils.
    pub county: Option<Wire<County>>,
    /// Suggested to the pupils.
    pub topic: Option<String>,
    /// How many conversations begin by it.
    pub most_starts: u32,
    /// When it is over by itself.
    pub valid_until: Wire<Moment>,
    /// For typing.
    pub code: String,
    /// For the pupils' devices; as text, or as a picture to be photographed.
    pub url: String,
}

impl MadeClassBody {
    /// With the code it was made by.
    pub fn new(link: ClassLink, code: &Secret<String>, public_url: &str) -> Self {
        Self {
            id: Wire(link.id),
            county: link.county.map(Wire),
            topic: link.topic,
            most_starts: link.most_starts,
            valid_until: Wire(Moment(link.valid_until)),
            code: code.expose().clone(),
            url: class_url(public_url, code),
        }
    }
}

/// Links for classes of a centre.
#[derive(Clone, Debug)]
pub struct ClassesApi {
    public_url: String,
}

impl ClassesApi {
    /// `public_url` is where pupils reach the service.
    pub fn new(public_url: &str) -> Self {
        Self {
            public_url: public_url.to_owned(),
        }
    }
}

#[OpenApi(tag = "Tag::Classes")]
impl ClassesApi {
    /// List class links of centre
    #[oai(
        path = "/centres/:id/classes",
        method = "get",
        operation_id = "class_list"
    )]
    async fn list(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Json<ClassesBody>, CentreProblem> {
        let tx = ctx.read().await?;
        let centre = reached(&tx, id.0.0).await?;
        let links = app::list_classes(&tx, ClassOwner::Centre(centre.id)).await?;
        Ok(Json(ClassesBody::new(links, ctx.now)))
    }

    /// Create class link
    #[oai(
        path = "/centres/:id/classes",
        method = "post",
        operation_id = "class_create"
    )]
    async fn create(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        new: Input<ClassInput>,
    ) -> Result<Added<MadeClassBody>, ChangeProblem> {
        let new = NewClass::from(new.0);
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        let code = draw_class_code(ctx.sources());
        let owner = ClassOwner::Centre(centre.id);
        let link = app::create_class(&ctx, &tx, (owner, &new), (&code, None)).await?;
        tx.commit().await?;
        let made = MadeClassBody::new(link, &code, &self.public_url);
        Ok(Added::Done(Json(made)))
    }

    /// End class link
    #[oai(
        path = "/centres/:id/classes/:class_id",
        method = "delete",
        operation_id = "class_end"
    )]
    async fn end(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        class_id: Path<Wire<ClassLinkId>>,
    ) -> Result<Removed, RemovalProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        let owner = ClassOwner::Centre(centre.id);
        app::end_class(&ctx, &tx, owner, class_id.0.0).await?;
        tx.commit().await?;
        Ok(Removed::Done)
    }
}
