//! Ports of one module, served by another.

use std::{collections::HashMap, sync::Arc};

use access::{
    Access,
    ports::{Member, StaffCard, StaffDirectory},
};
use centres::{ChangeError, Directory, People, Surroundings};
use contacts::{Admitted, Contacts, DeskGate, PeopleNames, ReferralCodes};
use kernel::{
    AccountId, CentreId, Channel, FieldError, Instant, Language, Membership, PresenceState,
    ProblemCode, ReferralId, Scope, StaffId,
};
use partners::{Counted, Figures, Queue, Referrals, Wait};
use platform::{Ctx, Database, Fault, Secret, TenantTx, http::Problem};
use poem::Request;

/// Staff cards for log-in answers.
pub(crate) struct Staff {
    pub(crate) database: Database,
    pub(crate) directory: Directory,
}

#[async_trait::async_trait]
impl StaffDirectory for Staff {
    async fn card(&self, staff: StaffId) -> Result<Option<StaffCard>, Fault> {
        let tx = self.database.read(Scope::System).await?;
        let Some(row) = centres::find_counsellor(&tx, staff).await? else {
            return Ok(None);
        };
        let centre = self.directory.centre(row.centre_id);
        Ok(Some(StaffCard {
            id: row.staff_id,
            alias: row.alias,
            centre_id: row.centre_id,
            centre_name: centre.map_or_else(String::new, |entry| entry.name),
            languages: row.languages,
            topics: row.topics,
            capacity_units: row.capacity_units,
        }))
    }

    fn centre_name(&self, centre: CentreId) -> Option<String> {
        self.directory.centre(centre).map(|entry| entry.name)
    }

    async fn hold(&self, tx: &TenantTx, centre: CentreId) -> Result<bool, Fault> {
        centres::hold(tx, centre).await
    }

    async fn members(&self, tx: &TenantTx, centre: CentreId) -> Result<Vec<Member>, Fault> {
        let listed = centres::list_members(tx, centre).await?.into_iter();
        Ok(listed
            .map(|(staff, account, membership)| Member {
                staff,
                account,
                membership,
            })
            .collect())
    }

    async fn step_out(&self, ctx: &Ctx, tx: &TenantTx, staff: StaffId) -> Result<bool, Fault> {
        let member = centres::find_counsellor(tx, staff).await?;
        if member.is_some_and(|member| member.load_units > 0) {
            return Ok(false);
        }
        match centres::set_presence(ctx, tx, staff, PresenceState::Offline).await {
            Ok(_) | Err(centres::PresenceError::StaffNotFound) => Ok(true),
            Err(centres::PresenceError::Fault(fault)) => Err(fault),
        }
    }

    fn check(&self, membership: Membership) -> Result<Membership, Vec<FieldError>> {
        centres::domain::checked(membership)
    }

    async fn enrol(
        &self,
        ctx: &Ctx,
        tx: &TenantTx,
        (centre, account): (CentreId, AccountId),
        membership: Membership,
    ) -> Result<StaffId, Fault> {
        let enrolled = centres::enrol(ctx, tx, centre, account, membership).await;
        enrolled.map_err(|error| match error {
            ChangeError::Fault(fault) => fault,
            ChangeError::NotFound | ChangeError::Invalid(_) => Fault::Corrupt("invitation"),
        })
    }

    fn is_archived(&self, centre: CentreId) -> bool {
        self.directory.is_archived(centre)
    }
}

/// What a centre is to log-in and to contacts.
pub(crate) struct Around {
    pub(crate) database: Database,
    pub(crate) access: Arc<Access>,
}

#[async_trait::async_trait]
impl Surroundings for Around {
    async fn people(&self, centre: CentreId) -> Result<People, Fault> {
        let tx = self.database.read(Scope::System).await?;
        let (all, administrators) = access::count_people(&tx, centre).await?;
        Ok(People {
            all: u32::try_from(all).unwrap_or(u32::MAX),
            administrators: u32::try_from(administrators).unwrap_or(u32::MAX),
        })
    }

    async fn administers(&self, centre: CentreId, account: AccountId) -> Result<bool, Fault> {
        let tx = self.database.read(Scope::System).await?;
        self.access.administers(&tx, centre, account).await
    }

    async fn release(
        &self,
        ctx: &Ctx,
        tx: &TenantTx,
        (centre, account): (CentreId, AccountId),
    ) -> Result<(), Fault> {
        self.access.release(ctx, tx, account, centre).await
    }

    fn forget(&self, account: AccountId) {
        self.access.forget(account);
    }

    async fn open_conversations(&self, centre: CentreId) -> Result<u32, Fault> {
        let tx = self.database.read(Scope::System).await?;
        let open = contacts::count_open(&tx, centre).await?;
        Ok(u32::try_from(open).unwrap_or(u32::MAX))
    }
}

/// Knows people by their log-in.
pub(crate) struct Accounts(pub(crate) Database);

#[async_trait::async_trait]
impl PeopleNames for Accounts {
    async fn names(&self, accounts: &[AccountId]) -> Result<HashMap<AccountId, String>, Fault> {
        let tx = self.0.read(Scope::System).await?;
        access::account_names(&tx, accounts).await
    }
}

/// How long one waits in the national queue.
pub(crate) struct NationalQueue(pub(crate) Contacts);

impl Queue for NationalQueue {
    fn wait(&self, channel: Channel, language: Language) -> Wait {
        let (seconds, is_uncertain) = self.0.wait(channel, language);
        Wait {
            seconds,
            is_uncertain,
        }
    }
}

/// What is kept of past contacts.
pub(crate) struct Past(pub(crate) Database);

#[async_trait::async_trait]
impl Figures for Past {
    async fn contacts(&self, from: Instant, until: Instant) -> Result<Vec<Counted>, Fault> {
        let tx = self.0.read(Scope::System).await?;
        let kinds = contacts::count_kinds(&tx, (from, until)).await?.into_iter();
        Ok(kinds
            .map(|kind| Counted {
                channel: kind.channel,
                county: kind.county,
                topic: kind.topic,
                contacts: kind.contacts,
            })
            .collect())
    }
}

/// Codes by which partners point people to guidance.
pub(crate) struct Codes(pub(crate) Referrals);

#[async_trait::async_trait]
impl ReferralCodes for Codes {
    async fn find(
        &self,
        caller: &str,
        code: &Secret<String>,
    ) -> Result<Option<ReferralId>, Problem> {
        let pointed = self.0.try_code(caller, code.expose()).await?;
        Ok(pointed.map(|pointed| pointed.referral))
    }

    async fn note(
        &self,
        tx: &TenantTx,
        referral: ReferralId,
        now: Instant,
    ) -> Result<Secret<String>, Fault> {
        partners::note_arrival(tx, referral, now).await?;
        Ok(self.0.proof(referral))
    }
}

/// Lets counsellors in to their stream by their log-in.
pub(crate) struct Desks(pub(crate) Arc<Access>);

/// What a role must be granted to open the desk's stream.
const ACTION: &str = "desk:stream";

#[async_trait::async_trait]
impl DeskGate for Desks {
    async fn admit_request(
        &self,
        request: &Request,
        ctx: Ctx,
    ) -> Result<Option<Admitted>, Problem> {
        let Some(token) = access::AccessGate::token(request) else {
            return Ok(None);
        };
        match self.0.gate().admit_request(request, ACTION, ctx).await {
            Ok(ctx) => Ok(Some(Admitted { ctx, token })),
            // An old cookie must not keep a script with a token out.
            Err(problem) if problem.code == ProblemCode::Unauthenticated => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    fn token(&self, request: &Request) -> Option<Secret<String>> {
        access::AccessGate::token(request)
    }

    async fn may(&self, token: &Secret<String>, action: &str, ctx: Ctx) -> bool {
        let admitted = self.0.gate().admit_token(token.expose(), action, ctx).await;
        admitted.is_ok()
    }

    async fn admit_token(&self, token: &str, ctx: Ctx) -> Result<Admitted, Problem> {
        let ctx = self.0.gate().admit_token(token, ACTION, ctx).await?;
        Ok(Admitted {
            ctx,
            token: Secret::new(token.to_owned()),
        })
    }
}
