#![doc = include_str!("../README.md")]

mod app;
mod config;
mod dispatch;
mod domain;
mod http;
mod jobs;
mod live;
mod ports;
mod restoring;
mod seeding;
mod store;
mod stream;
#[cfg(test)]
mod tests;

use std::{fmt, sync::Arc, time::Duration};

use centres::Directory;
use kernel::{Channel, ConversationId, Language, PhraseId, Sources};
use platform::{
    Bus, Ctx, Database, Fault, Line, Tasks, TenantTx,
    http::{Limits, RateLimiter},
    lease::Lease,
    telemetry::Metrics,
};
use prometheus_client::metrics::gauge::Gauge;
use tokio::sync::watch;

pub use app::{Imported, foresee_import, import_history};
pub use config::{ChatConfig, RetentionConfig, routing_policy};
pub use domain::history_file::{HistoryFault, HistoryFile, HistoryRow, Interval, read_history};
pub use http::{
    BoardApi, ClassCodesApi, ContactsApi, ConversationsApi, DryRunApi, ExplanationsApi,
    ForecastApi, NoticesApi, OverridesApi, PoliciesApi, RetentionApi, RoutingApis, SurgesApi,
};
pub use live::{kept::Kept, rules::Rules};
pub use ports::{Admitted, DeskGate, PeopleNames, ReferralCodes};
pub use restoring::{
    ErasedLists, Reapplied, ReportsVerdict, RestoreError, erase_again, export_tombstones,
    new_signing_key, reapply, verify_reports,
};
pub use seeding::{PastContact, insert_past};
pub use store::contact::count_open;
pub use store::traffic::{Kind, count_kinds};

use dispatch::{Dispatch, DispatchParts};
use domain::report::SigningKey;
use live::{appender::Appender, hub::Hub, marks::Gathered, picture::Pictures, relay};

/// The job that erases what is too old; also the key of the one that comes round.
pub const PURGE_JOB: &str = app::PURGE;

/// What the module is given by the composition root.
pub struct ContactsParts {
    /// Time and chance.
    pub sources: Sources,
    /// The database.
    pub database: Database,
    /// Centres, hours and agreements, in memory.
    pub directory: Directory,
    /// Events of the whole product.
    pub bus: Arc<dyn Bus>,
    /// Whoever holds it decides who is offered what.
    pub lease: Lease,
    /// Background tasks.
    pub tasks: Tasks,
    /// Where to count.
    pub metrics: Metrics,
    /// Section `chat`.
    pub config: ChatConfig,
    /// Section `retention`.
    pub retention: RetentionConfig,
    /// How long things are kept.
    pub kept: Kept,
    /// The policy of the section `routing` and those that were published.
    pub rules: Rules,
    /// Knows people by name.
    pub people: Arc<dyn PeopleNames>,
    /// Admits counsellors to their desk's stream.
    pub gate: Arc<dyn DeskGate>,
    /// Knows by which codes partners point people here.
    pub referrals: Arc<dyn ReferralCodes>,
    /// Counts callers in all replicas.
    pub limits: Limits,
    /// Proxies in front, see the section `server`.
    pub trusted_proxies: usize,
}

/// Queue, dispatch and chat of one process. Cheap to clone.
#[derive(Clone)]
pub struct Contacts(Arc<Inner>);

struct Inner {
    sources: Sources,
    database: Database,
    directory: Directory,
    config: ChatConfig,
    retention: RetentionConfig,
    signing_key: Option<SigningKey>,
    kept: Kept,
    readings: app::Readings,
    rules: Rules,
    pictures: Pictures,
    people: Arc<dyn PeopleNames>,
    gate: Arc<dyn DeskGate>,
    referrals: Arc<dyn ReferralCodes>,
    trusted_proxies: usize,
    tasks: Tasks,
    hub: Arc<Hub>,
    gathered: Arc<Gathered>,
    appender: Appender,
    dispatch: Dispatch,
    starts: RateLimiter,
    requests: RateLimiter,
    class_tries: RateLimiter,
    started: http::Started,
    streams: Gauge,
    /// To other replicas.
    line: watch::Receiver<Line>,
}

impl fmt::Debug for Contacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contacts")
    }
}

impl Contacts {
    /// Starts the module's tasks.
    pub fn start(parts: ContactsParts) -> Self {
        let hub = relay::start(&parts.tasks, &parts.database, &parts.bus);
        let dispatch = Dispatch::start(&parts.tasks, DispatchParts::of(&parts, &hub));
        let ContactsParts {
            sources,
            database,
            directory,
            tasks,
            metrics,
            config,
            rules,
            kept,
            retention,
            limits,
            ..
        } = parts;
        kept.follow(&tasks, database.clone(), parts.bus.as_ref());
        rules.follow(&tasks, database.clone(), parts.bus.as_ref());
        let appender = Appender::start(
            &tasks,
            database.clone(),
            sources.clone(),
            Arc::clone(&hub),
            &metrics,
        );
        let contacts = Self(Arc::new(Inner {
            starts: limits.limiter("starts", config.starts_at_once, config.starts_per_minute),
            requests: limits.limiter(
                "requests",
                config.requests_at_once,
                config.requests_per_minute,
            ),
            class_tries: limits.limiter("class codes", http::CLASS_TRIES.0, http::CLASS_TRIES.1),
            started: http::Started::default(),
            streams: metrics.streams.clone(),
            line: parts.bus.line(),
            gate: parts.gate,
            referrals: parts.referrals,
            trusted_proxies: parts.trusted_proxies,
            rules,
            pictures: Pictures::default(),
            people: parts.people,
            signing_key: SigningKey::read(&retention.signing_key),
            retention,
            kept,
            readings: app::Readings::default(),
            sources,
            database,
            directory,
            config,
            tasks,
            hub,
            gathered: Arc::default(),
            appender,
            dispatch,
        }));
        contacts.write_marks();
        contacts
    }

    /// The operations for seekers.
    pub fn conversations_api(&self) -> ConversationsApi {
        ConversationsApi::new(self.clone())
    }

    /// The operations for pupils who hold the code of a class.
    pub fn class_codes_api(&self) -> ClassCodesApi {
        ClassCodesApi::new(self.clone())
    }

    /// The operations for counsellors.
    pub fn contacts_api(&self) -> ContactsApi {
        ContactsApi::new(self.clone())
    }

    /// Adds the streams of seekers and desks.
    pub fn streams(&self, route: poem::Route) -> poem::Route {
        use poem::EndpointExt;
        route
            .at(
                "/api/v1/conversations/:id/stream",
                poem::get(stream::conversation_stream).data(self.clone()),
            )
            .at(
                "/api/v1/desk/stream",
                poem::get(stream::desk_stream).data(self.clone()),
            )
    }

    /// The operations of those who coordinate the national queue.
    pub fn routing_apis(&self) -> RoutingApis {
        (
            PoliciesApi::new(self.clone()),
            DryRunApi::new(self.clone()),
            BoardApi::new(self.clone()),
            ExplanationsApi::new(self.clone()),
            (
                OverridesApi::new(self.clone()),
                NoticesApi::new(self.clone()),
                SurgesApi::new(self.clone()),
            ),
            ForecastApi::new(self.clone()),
        )
    }

    /// How long things are kept, and what was erased.
    pub fn retention_api(&self) -> RetentionApi {
        RetentionApi::new(self.clone())
    }

    /// Tells every stream to come back elsewhere: the process is about to stop.
    pub fn say_goodbye(&self) {
        self.0.hub.say_goodbye();
    }

    /// A sentence on whether the service is open now, for pages without scripts.
    pub fn status_sentence(&self, language: Language) -> String {
        http::status_sentence(self, language)
    }

    /// Notices for the public pages: the text, and the language it is in.
    pub fn public_notices(&self, language: Language) -> Vec<(String, Language)> {
        http::public_notices(self, language)
    }

    /// Seconds a newcomer of the national queue waits, if anybody on duty can take one, and whether that may be far off.
    pub fn wait(&self, channel: Channel, language: Language) -> (Option<u32>, bool) {
        let estimate = self.0.dispatch.board().estimate(channel, language);
        (estimate.seconds, estimate.uncertain)
    }

    /// Hours that a conversation of the national queue is kept after its end.
    pub fn content_hours(&self) -> u32 {
        self.0.kept.of(None).content_hours
    }

    /// Erases a conversation's content; gone already is no error.
    async fn erase(&self, id: ConversationId) -> Result<(), Fault> {
        let ctx = Ctx::system(&self.0.sources, &self.0.database);
        let tx = ctx.write().await?;
        let contact = app::erase(&ctx, &tx, id).await?;
        tx.commit().await?;
        self.0
            .hub
            .tell_seeker(id, &live::hub::ToSeeker::Bye(live::hub::Bye::Erased));
        if let Some(contact) = contact {
            if let Some(staff) = contact.staff {
                self.0
                    .hub
                    .tell_desk(staff, &live::hub::ToDesk::Contact(contact.id));
            }
            self.0.dispatch.contact_changed(contact.id).await;
        }
        // It is erased whatever becomes of this: the journal is emptied by the next who writes much, too.
        if let Err(fault) = self.0.database.forget_journal().await {
            tracing::warn!(error = fault.chain(), "the journal could not be emptied");
        }
        Ok(())
    }

    fn write_marks(&self) {
        let token = self.0.tasks.token();
        let contacts = self.clone();
        self.0.tasks.spawn("marks", async move {
            loop {
                let stopping = tokio::select! {
                    () = token.cancelled() => true,
                    () = tokio::time::sleep(Duration::from_secs(2)) => false,
                };
                contacts.0.hub.announce_seen(contacts.0.gathered.seen());
                if let Err(fault) = contacts.0.gathered.write(&contacts.0.database).await {
                    tracing::warn!(error = fault.chain(), "signs of life could not be written");
                }
                if stopping {
                    return;
                }
            }
        });
    }
}

/// A canned phrase to add.
#[derive(Clone, Debug)]
pub struct NewPhrase {
    /// Its language.
    pub language: Language,
    /// Phase of the talk: contact, contract, communication, conclusion.
    pub phase: String,
    /// What the counsellor looks for.
    pub title: String,
    /// What is inserted.
    pub body: String,
}

/// Adds a phrase for all centres.
pub async fn create_phrase(ctx: &Ctx, tx: &TenantTx, phrase: NewPhrase) -> Result<PhraseId, Fault> {
    let id = ctx.new_id();
    let row = store::phrase::Phrase {
        id,
        centre: None,
        language: phrase.language,
        phase: phrase.phase,
        title: phrase.title,
        body: phrase.body,
    };
    store::phrase::insert(tx, row).await?;
    Ok(id)
}

impl Contacts {
    /// The name seekers see.
    fn alias(&self, staff: kernel::StaffId) -> Option<Arc<str>> {
        self.0
            .dispatch
            .board()
            .colleague(staff)
            .map(|colleague| colleague.alias.into())
    }
}
