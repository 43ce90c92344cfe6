//! How centres come to take part, and how they stop.

use std::{fmt, sync::Arc};

use chrono_tz::Tz;
use kernel::{CentreId, Channel, County, Language};
use platform::{
    Ctx, Fault, TenantTx,
    http::{Input, Wire},
};
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use serde::Deserialize;

use super::{
    Tag,
    administration::{Added, ChangeProblem, RemovalProblem, Removed, hold},
    answers::{CentreBody, Items},
    requests::{LocalizedTextInput, bare, zone},
    staff::{CentreProblem, ListProblem, reached},
};
use crate::{
    DEFAULT_ZONE, app,
    app::Onboarding,
    domain::{Centre, Item, Step},
    ports::Surroundings,
    store,
};

/// What is asked of a centre before it can take contacts.
#[derive(Clone, Copy, Debug, Enum)]
#[oai(rename = "ChecklistStep", rename_all = "snake_case")]
enum StepWord {
    /// Somebody administers it.
    Administrator,
    /// It says what it does, and how to reach it.
    Profile,
    /// It has a site.
    Site,
    /// The channel has hours.
    Hours,
    /// Somebody guides.
    Counsellor,
    /// It contributes, or serves a queue of its own.
    Agreement,
    /// The national closed days were seen.
    ClosedDays,
}

/// A step and whether it is done.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
struct ChecklistItem {
    step: StepWord,
    /// The channel that needs hours.
    channel: Option<Wire<Channel>>,
    done: bool,
}

impl From<Item> for ChecklistItem {
    fn from(item: Item) -> Self {
        let (step, channel) = match item.step {
            Step::Administrator => (StepWord::Administrator, None),
            Step::Profile => (StepWord::Profile, None),
            Step::Site => (StepWord::Site, None),
            Step::Hours(channel) => (StepWord::Hours, Some(channel)),
            Step::Counsellor => (StepWord::Counsellor, None),
            Step::Agreement => (StepWord::Agreement, None),
            Step::ClosedDays => (StepWord::ClosedDays, None),
        };
        Self {
            step,
            channel: channel.map(Wire),
            done: item.done,
        }
    }
}

/// What a centre has done, and what is missing.
#[derive(Object)]
struct Checklist {
    /// Whether nothing is missing: the centre can take contacts.
    ready: bool,
    /// Steps that are not done.
    missing: usize,
    /// In the order in which a centre takes them.
    items: Vec<ChecklistItem>,
}

impl From<Vec<Item>> for Checklist {
    fn from(items: Vec<Item>) -> Self {
        let missing = items.iter().filter(|item| !item.done).count();
        Self {
            ready: missing == 0,
            missing,
            items: items.into_iter().map(ChecklistItem::from).collect(),
        }
    }
}

/// A centre and how far it has come.
#[derive(Object)]
struct OnboardedCentre {
    id: Wire<CentreId>,
    name: String,
    county: Wire<County>,
    region: String,
    /// Whether it takes part; an archived centre does not.
    active: bool,
    /// Steps that are not done.
    missing: usize,
}

/// What archiving the centre means right now.
#[derive(Object)]
struct ArchivePreview {
    /// People who cannot work in it any more.
    people: u32,
    /// Conversations that move on to others.
    open_conversations: u32,
}

/// A centre that begins to take part.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewCentreInput {
    county: Wire<County>,
    /// As seekers read it.
    name: String,
    /// Where a language has another name.
    names: Option<LocalizedTextInput>,
    /// The region within which contacts widen before they go to all.
    region: String,
    /// At least one.
    languages: Vec<Wire<Language>>,
    /// Name in the time zone database; `Europe/Oslo` if absent.
    time_zone: Option<String>,
}

impl NewCentreInput {
    fn read(self) -> Result<Onboarding, platform::http::Problem> {
        let time_zone: Option<Tz> = self.time_zone.as_deref().map(zone).transpose()?;
        Ok(Onboarding {
            county: self.county.0,
            name: self.name,
            names: self.names.unwrap_or_default().into(),
            region: self.region,
            languages: bare(self.languages),
            time_zone: time_zone.unwrap_or(DEFAULT_ZONE),
        })
    }
}

/// The coming and going of centres.
#[derive(Clone)]
pub struct OnboardingApi {
    surroundings: Arc<dyn Surroundings>,
}

impl fmt::Debug for OnboardingApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnboardingApi")
    }
}

impl OnboardingApi {
    /// Asks the rest of the product by the port.
    pub fn new(surroundings: Arc<dyn Surroundings>) -> Self {
        Self { surroundings }
    }

    async fn items(&self, ctx: &Ctx, tx: &TenantTx, centre: &Centre) -> Result<Vec<Item>, Fault> {
        let people = self.surroundings.people(centre.id).await?;
        app::checklist_of(ctx, tx, centre, people.administrators).await
    }
}

#[OpenApi(tag = "Tag::Centres")]
impl OnboardingApi {
    /// List centres with what each still lacks
    #[oai(
        path = "/national/centres",
        method = "get",
        operation_id = "onboarding_list"
    )]
    async fn list(&self, ctx: Ctx) -> Result<Json<Items<OnboardedCentre>>, ListProblem> {
        let tx = ctx.read().await?;
        let mut items = Vec::new();
        for centre in store::list_centres(&tx).await? {
            let steps = self.items(&ctx, &tx, &centre).await?;
            items.push(OnboardedCentre {
                id: Wire(centre.id),
                name: centre.name,
                county: Wire(centre.county),
                region: centre.region,
                active: centre.active,
                missing: steps.iter().filter(|step| !step.done).count(),
            });
        }
        Ok(Json(Items { items }))
    }

    /// Create centre
    #[oai(path = "/centres", method = "post", operation_id = "centre_create")]
    async fn create(
        &self,
        ctx: Ctx,
        centre: Input<NewCentreInput>,
    ) -> Result<Added<CentreBody>, ChangeProblem> {
        let new = centre.0.read()?;
        let tx = ctx.write().await?;
        let id = app::onboard_centre(&ctx, &tx, new).await?;
        let centre = reached(&tx, id).await?;
        tx.commit().await?;
        Ok(Added::Done(Json(centre.into())))
    }

    /// Get checklist of centre
    #[oai(
        path = "/centres/:id/checklist",
        method = "get",
        operation_id = "centre_checklist"
    )]
    async fn checklist(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Json<Checklist>, CentreProblem> {
        let tx = ctx.read().await?;
        let centre = reached(&tx, id.0.0).await?;
        Ok(Json(self.items(&ctx, &tx, &centre).await?.into()))
    }

    /// Preview what archiving centre means
    #[oai(
        path = "/centres/:id/archive",
        method = "get",
        operation_id = "archive_preview"
    )]
    async fn preview_archive(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Json<ArchivePreview>, CentreProblem> {
        let tx = ctx.read().await?;
        let centre = reached(&tx, id.0.0).await?;
        drop(tx);
        let people = self.surroundings.people(centre.id).await?;
        let open_conversations = self.surroundings.open_conversations(centre.id).await?;
        Ok(Json(ArchivePreview {
            people: people.all,
            open_conversations,
        }))
    }

    /// Archive centre
    #[oai(
        path = "/centres/:id/archive",
        method = "post",
        operation_id = "centre_archive"
    )]
    async fn archive(&self, ctx: Ctx, id: Path<Wire<CentreId>>) -> Result<Removed, RemovalProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        app::archive_centre(&ctx, &tx, centre).await?;
        tx.commit().await?;
        Ok(Removed::Done)
    }

    /// Take archived centre back
    #[oai(
        path = "/centres/:id/reactivate",
        method = "post",
        operation_id = "centre_reactivate"
    )]
    async fn reactivate(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Removed, RemovalProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        app::reactivate_centre(&ctx, &tx, centre).await?;
        tx.commit().await?;
        Ok(Removed::Done)
    }
}
