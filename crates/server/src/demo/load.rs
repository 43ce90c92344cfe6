//! Reads `config/demo` and writes it through the modules' own use cases.

use std::collections::BTreeMap;

use access::{NewAccount, NewRole, assign_role, create_account};
use anyhow::{Context, anyhow};
use centres::{
    ClosedDays, DatedException, NewCentre, NewClosedDay, NewException, NewSite, NewStaff,
    Replacement, Span, Terms, Texts, WeeklyInterval,
};
use chrono::{Datelike, NaiveDate, Weekday};
use contacts::NewPhrase;
use kernel::{CentreId, Channel, County, Language, QueueKind, Role};
use platform::{Ctx, Pii, Secret, TenantTx};
use serde::Deserialize;

use super::{
    PASSWORD,
    past::{self, Crew},
    years,
};

/// The demo as its files tell it.
#[derive(Debug, Deserialize)]
pub(super) struct Script {
    coordinator: Person,
    partner: Vec<PartnerEntry>,
    centre: Vec<CentreScript>,
    #[serde(skip)]
    phrases: Vec<PhraseScript>,
}

#[derive(Debug, Deserialize)]
struct Phrases {
    phrase: Vec<PhraseScript>,
}

#[derive(Debug, Deserialize)]
struct PhraseScript {
    phase: String,
    title: BTreeMap<Language, String>,
    body: BTreeMap<Language, String>,
}

#[derive(Debug, Deserialize)]
struct Person {
    name: String,
    alias: String,
    email: String,
}

#[derive(Debug, Deserialize)]
struct PartnerEntry {
    name: String,
    entry_point: String,
}

#[derive(Debug, Deserialize)]
struct CentreScript {
    county: County,
    name: String,
    region: String,
    languages: Vec<Language>,
    local_reserve: u32,
    agreement: Option<AgreementScript>,
    administrator: Person,
    sites: Vec<SiteScript>,
    hours: Vec<HoursScript>,
    counsellors: Vec<CounsellorScript>,
}

#[derive(Debug, Deserialize)]
struct AgreementScript {
    channels: Vec<Channel>,
    hours_per_week: u32,
    share: u32,
}

#[derive(Debug, Deserialize)]
struct SiteScript {
    name: String,
    address: String,
    postal_place: String,
}

#[derive(Debug, Deserialize)]
struct HoursScript {
    queue: QueueKind,
    channel: Channel,
    weekdays: Vec<u8>,
    opens: String,
    closes: String,
}

#[derive(Debug, Deserialize)]
struct CounsellorScript {
    name: String,
    alias: String,
    email: String,
    languages: Vec<Language>,
    topics: Vec<String>,
    capacity_units: u32,
}

impl Script {
    /// Reads the files compiled in.
    pub(super) fn read() -> anyhow::Result<Self> {
        let mut script: Self = toml::from_str(include_str!("../../../../config/demo/centres.toml"))
            .context("config/demo/centres.toml")?;
        let phrases: Phrases = toml::from_str(include_str!("../../../../config/demo/phrases.toml"))
            .context("config/demo/phrases.toml")?;
        script.phrases = phrases.phrase;
        Ok(script)
    }

    /// Who can log in as what, for the guide.
    pub(super) fn log_ins(&self) -> Vec<(String, &str)> {
        let mut log_ins = vec![(
            "National coordinator".to_owned(),
            self.coordinator.email.as_str(),
        )];
        for centre in &self.centre {
            let administrator = format!("{}: administrator", centre.name);
            log_ins.push((administrator, &centre.administrator.email));
            for counsellor in &centre.counsellors {
                let role = format!("{}: counsellor {}", centre.name, counsellor.alias);
                log_ins.push((role, &counsellor.email));
            }
        }
        log_ins
    }
}

/// Writes everything in one transaction; a database that has centres is left as it is.
pub(super) async fn load(ctx: &Ctx, script: &Script) -> anyhow::Result<()> {
    let tx = ctx.write().await?;
    if centres::find_partner(&tx, entry_point(script))
        .await?
        .is_some()
    {
        return Ok(());
    }
    for partner in &script.partner {
        centres::create_partner(ctx, &tx, &partner.name, &partner.entry_point).await?;
    }
    let closed_days = ClosedDays::norwegian(years(ctx.now));
    for (day, names) in closed_days.iter() {
        let names = names.to_vec();
        centres::create_closed_day(ctx, &tx, NewClosedDay { day, names }).await?;
    }
    let coordinator = account(ctx, &tx, &script.coordinator).await?;
    role(ctx, &tx, coordinator, Role::NationalCoordinator, None, None).await?;
    let mut crews = Vec::new();
    for centre in &script.centre {
        let crew = load_centre(ctx, &tx, centre, &closed_days).await;
        crews.push(crew.with_context(|| centre.name.clone())?);
    }
    past::load(ctx, &tx, &crews, &closed_days).await?;
    load_phrases(ctx, &tx, &script.phrases).await?;
    tx.commit().await?;
    Ok(())
}

fn entry_point(script: &Script) -> &str {
    script
        .partner
        .first()
        .map_or("", |partner| partner.entry_point.as_str())
}

async fn load_centre(
    ctx: &Ctx,
    tx: &TenantTx,
    script: &CentreScript,
    closed_days: &ClosedDays,
) -> anyhow::Result<Crew> {
    let since = ctx.now.date_naive().with_ordinal(1).unwrap_or_default();
    let id = centres::create_centre(ctx, tx, new_centre(script, since)?).await?;
    let administrator = account(ctx, tx, &script.administrator).await?;
    role(
        ctx,
        tx,
        administrator,
        Role::CentreAdministrator,
        Some(id),
        None,
    )
    .await?;
    let mut crew = Crew {
        county: script.county,
        centre: id,
        staff: Vec::new(),
    };
    for person in &script.counsellors {
        let who = Person {
            name: person.name.clone(),
            alias: person.alias.clone(),
            email: person.email.clone(),
        };
        let account = account(ctx, tx, &who).await?;
        let staff = NewStaff {
            centre_id: id,
            account_id: account,
            alias: who.alias,
            languages: person.languages.clone(),
            topics: person.topics.clone(),
            capacity_units: person.capacity_units,
        };
        let staff = centres::create_staff(ctx, tx, staff).await?;
        role(ctx, tx, account, Role::Counsellor, Some(id), Some(staff)).await?;
        crew.staff.push(staff);
    }
    open_today(ctx, tx, id, script, closed_days).await?;
    Ok(crew)
}

/// A demo started on a public holiday is open all the same: at the centres that never close.
async fn open_today(
    ctx: &Ctx,
    tx: &TenantTx,
    centre: CentreId,
    script: &CentreScript,
    closed_days: &ClosedDays,
) -> anyhow::Result<()> {
    let today = ctx.now.with_timezone(&centres::DEFAULT_ZONE).date_naive();
    let round_the_clock = script.hours.iter().any(|hours| {
        hours.queue == QueueKind::National && hours.opens == "00:00" && hours.closes == "24:00"
    });
    if closed_days.names(today).is_none() || !round_the_clock {
        return Ok(());
    }
    let exception = DatedException {
        date: today,
        queue: Some(QueueKind::National),
        channel: Some(Channel::Chat),
        replacement: Replacement::Open(vec![Span::from_clock("00:00", "24:00")?]),
        text: Texts::from_iter([(Language::Nb, "Åpent for demonstrasjonen")]),
    };
    centres::create_exception(
        ctx,
        tx,
        NewException {
            centre_id: centre,
            exception,
        },
    )
    .await?;
    Ok(())
}

fn new_centre(script: &CentreScript, since: NaiveDate) -> anyhow::Result<NewCentre> {
    let mut intervals = Vec::new();
    for hours in &script.hours {
        for day in &hours.weekdays {
            let weekday = day
                .checked_sub(1)
                .and_then(|day| Weekday::try_from(day).ok());
            intervals.push(WeeklyInterval {
                queue: hours.queue,
                channel: hours.channel,
                weekday: weekday.ok_or_else(|| anyhow!("weekday {day}: expected 1 to 7"))?,
                span: Span::from_clock(&hours.opens, &hours.closes)?,
                valid_from: None,
                valid_until: None,
            });
        }
    }
    let agreements = script.agreement.iter().flat_map(|agreement| {
        // The files give the hours of all channels together.
        let channels = u32::try_from(agreement.channels.len()).unwrap_or(1).max(1);
        agreement.channels.iter().map(move |channel| Terms {
            channel: *channel,
            share: agreement.share,
            weekly_minutes: Some(agreement.hours_per_week * 60 / channels),
            valid_from: since,
            valid_until: None,
        })
    });
    let sites = script.sites.iter().map(|site| NewSite {
        name: site.name.clone(),
        address: site.address.clone(),
        postal_place: site.postal_place.clone(),
        ..NewSite::default()
    });
    Ok(NewCentre {
        county: script.county,
        name: script.name.clone(),
        region: script.region.clone(),
        languages: script.languages.clone(),
        time_zone: centres::DEFAULT_ZONE,
        local_reserve: script.local_reserve,
        sites: sites.collect(),
        intervals,
        agreements: agreements.collect(),
    })
}

async fn account(ctx: &Ctx, tx: &TenantTx, person: &Person) -> anyhow::Result<kernel::AccountId> {
    let account = NewAccount {
        email: Pii::new(person.email.clone()),
        name: Pii::new(person.name.clone()),
        password: Secret::new(PASSWORD.to_owned()),
    };
    Ok(create_account(ctx, tx, account).await?)
}

async fn role(
    ctx: &Ctx,
    tx: &TenantTx,
    account: kernel::AccountId,
    role: Role,
    centre: Option<CentreId>,
    staff: Option<kernel::StaffId>,
) -> anyhow::Result<()> {
    assign_role(
        ctx,
        tx,
        NewRole {
            account,
            role,
            centre,
            staff,
        },
    )
    .await?;
    Ok(())
}

async fn load_phrases(ctx: &Ctx, tx: &TenantTx, phrases: &[PhraseScript]) -> anyhow::Result<()> {
    for phrase in phrases {
        for (language, body) in &phrase.body {
            let new = NewPhrase {
                language: *language,
                phase: phrase.phase.clone(),
                title: phrase.title.get(language).cloned().unwrap_or_default(),
                body: body.clone(),
            };
            contacts::create_phrase(ctx, tx, new).await?;
        }
    }
    Ok(())
}
