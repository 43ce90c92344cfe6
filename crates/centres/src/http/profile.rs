//! What a centre tells of itself, for those who administer it.

use std::collections::BTreeSet;

use kernel::CentreId;
use platform::{
    Ctx, TenantTx,
    http::{Input, Versioned, Wire, require_match},
};
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::{Binary, Json},
};
use serde::Deserialize;

use super::{
    Tag,
    administration::{RemovalProblem, Removed, VersionedProblem, hold},
    answers::LocalizedText,
    requests::LocalizedTextInput,
    staff::{CentreProblem, reached},
};
use crate::{
    app,
    domain::{LogoMark, Module, Profile},
    store,
};

platform::problem_responses! {
    /// Why the logo is as it was.
    LogoProblem {
        Unauthenticated = 401,
        Forbidden = 403,
        NotFound = 404,
        BodyTooLarge = 413,
        Invalid = 422,
    }
}

/// Which parts of the service a centre has switched on.
#[expect(
    clippy::struct_excessive_bools,
    reason = "on the wire each module is a switch of its own"
)]
#[derive(Clone, Copy, Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Modules {
    chat: bool,
    phone: bool,
    callback: bool,
    video: bool,
    appointments: bool,
    library: bool,
}

impl Modules {
    pub(super) fn of(off: &BTreeSet<Module>) -> Self {
        let on = |module| !off.contains(&module);
        Self {
            chat: on(Module::Chat),
            phone: on(Module::Phone),
            callback: on(Module::Callback),
            video: on(Module::Video),
            appointments: on(Module::Appointments),
            library: on(Module::Library),
        }
    }

    const fn is_on(self, module: Module) -> bool {
        match module {
            Module::Chat => self.chat,
            Module::Phone => self.phone,
            Module::Callback => self.callback,
            Module::Video => self.video,
            Module::Appointments => self.appointments,
            Module::Library => self.library,
        }
    }

    fn off(self) -> BTreeSet<Module> {
        let modules = Module::ALL.iter().copied();
        modules.filter(|module| !self.is_on(*module)).collect()
    }
}

/// A logo; its bytes are at the public address of the centre.
#[derive(Clone, Debug, Object)]
pub(super) struct Logo {
    /// `image/png`, `image/jpeg` or `image/webp`.
    media_type: String,
    /// Changes with the image.
    tag: String,
}

impl From<LogoMark> for Logo {
    fn from(mark: LogoMark) -> Self {
        Self {
            media_type: mark.kind.media_type().to_owned(),
            tag: mark.tag,
        }
    }
}

/// What a centre tells of itself beside its name.
#[derive(Object)]
#[oai(rename = "Profile", skip_serializing_if_is_none)]
pub(super) struct ProfileBody {
    /// Its name in languages that have another than the common one.
    names: LocalizedText,
    /// What it does, in short.
    description: LocalizedText,
    /// How to reach it, in words.
    reach: LocalizedText,
    telephone: Option<String>,
    email: Option<String>,
    website: Option<String>,
    /// What stands for the logo where it is not seen; the name where there is none.
    logo_alt: LocalizedText,
    logo: Option<Logo>,
    modules: Modules,
    /// The last year whose national closed days somebody of the centre has seen.
    closed_days_seen: Option<i32>,
}

impl ProfileBody {
    fn new(profile: Profile, logo: Option<LogoMark>) -> Self {
        Self {
            names: LocalizedText::from(&profile.names),
            description: LocalizedText::from(&profile.description),
            reach: LocalizedText::from(&profile.reach),
            telephone: profile.telephone,
            email: profile.email,
            website: profile.website,
            logo_alt: LocalizedText::from(&profile.logo_alt),
            logo: logo.map(Logo::from),
            modules: Modules::of(&profile.modules_off),
            closed_days_seen: profile.closed_days_seen,
        }
    }

    async fn read(tx: &TenantTx, centre: CentreId) -> Result<Self, platform::Fault> {
        let profile = store::find_profile(tx, centre).await?;
        let marks = store::list_logo_marks(tx, Some(centre)).await?;
        let logo = marks.into_iter().next().map(|(_, mark)| mark);
        Ok(Self::new(profile, logo))
    }
}

/// What a centre will tell of itself; what is absent is taken away.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileInput {
    /// At most 120 characters each.
    names: Option<LocalizedTextInput>,
    /// At most 1000 characters each; in bokmål or nynorsk, if in any language.
    description: Option<LocalizedTextInput>,
    /// At most 1000 characters each; in bokmål or nynorsk, if in any language.
    reach: Option<LocalizedTextInput>,
    /// 3 to 15 digits.
    telephone: Option<String>,
    email: Option<String>,
    /// Begins with `https://` or `http://`.
    website: Option<String>,
    /// At most 200 characters each.
    logo_alt: Option<LocalizedTextInput>,
    modules: Modules,
}

impl From<ProfileInput> for Profile {
    fn from(input: ProfileInput) -> Self {
        Self {
            names: input.names.unwrap_or_default().into(),
            description: input.description.unwrap_or_default().into(),
            reach: input.reach.unwrap_or_default().into(),
            telephone: input.telephone,
            email: input.email,
            website: input.website,
            logo_alt: input.logo_alt.unwrap_or_default().into(),
            modules_off: input.modules.off(),
            closed_days_seen: None,
        }
    }
}

/// The profiles of centres.
#[derive(Clone, Copy, Debug)]
pub struct ProfileApi;

#[OpenApi(tag = "Tag::Centres")]
impl ProfileApi {
    /// Get profile of centre
    #[oai(
        path = "/centres/:id/profile",
        method = "get",
        operation_id = "profile_get"
    )]
    async fn get(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Versioned<ProfileBody>, CentreProblem> {
        let tx = ctx.read().await?;
        let centre = reached(&tx, id.0.0).await?;
        Ok(Versioned::current(ProfileBody::read(&tx, centre.id).await?))
    }

    /// Replace profile of centre
    #[oai(
        path = "/centres/:id/profile",
        method = "put",
        operation_id = "profile_replace"
    )]
    async fn replace(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// The `ETag` of the profile that is replaced.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        profile: Input<ProfileInput>,
    ) -> Result<Versioned<ProfileBody>, VersionedProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        let present = ProfileBody::read(&tx, centre.id).await?;
        require_match(if_match.0.as_deref(), &present)?;
        app::replace_profile(&ctx, &tx, &centre, profile.0.into()).await?;
        let stored = ProfileBody::read(&tx, centre.id).await?;
        tx.commit().await?;
        Ok(Versioned::current(stored))
    }

    /// Replace logo of centre
    ///
    /// `image/png`, `image/jpeg` or `image/webp`, at most 256 kB; what it is, is told by its first bytes.
    #[oai(
        path = "/centres/:id/logo",
        method = "put",
        operation_id = "logo_replace"
    )]
    async fn replace_logo(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        image: Binary<Vec<u8>>,
    ) -> Result<Json<Logo>, LogoProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        let mark = app::replace_logo(&ctx, &tx, &centre, image.0).await?;
        tx.commit().await?;
        Ok(Json(mark.into()))
    }

    /// Remove logo of centre
    #[oai(
        path = "/centres/:id/logo",
        method = "delete",
        operation_id = "logo_delete"
    )]
    async fn delete_logo(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
    ) -> Result<Removed, RemovalProblem> {
        let (tx, centre) = hold(&ctx, id.0.0).await?;
        app::delete_logo(&ctx, &tx, &centre).await?;
        tx.commit().await?;
        Ok(Removed::Done)
    }
}
