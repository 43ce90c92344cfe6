//! The crate on both databases.

mod agreements;
mod creating;
mod directory;
mod isolation;
mod onboarding;
mod operations;
mod overriding;
mod presence;
mod racing;
mod rota;
mod rota_series;
mod rota_swaps;
mod spans;

use std::sync::Arc;

use chrono::{NaiveDate, Weekday};
use kernel::{
    AccountId, Actor, CentreId, Channel, County, Language, QueueKind, Scope, Sources, StaffId,
};
use platform::{Ctx, Database, TenantTx};
use testkit::{ManualClock, TestDatabase};

use crate::{
    DEFAULT_ZONE, NewCentre, NewSite, NewStaff, Span, Terms, WeeklyInterval, create_centre,
    create_staff,
};

/// A database, and a clock that stands at Monday 23 November 2026, 10:00 in Oslo.
struct World {
    database: Database,
    sources: Sources,
    clock: Arc<ManualClock>,
    _held: TestDatabase,
}

impl World {
    fn new(held: TestDatabase) -> Self {
        let (sources, clock) = testkit::sources(11);
        Self {
            database: held.database.clone(),
            sources,
            clock,
            _held: held,
        }
    }

    fn ctx(&self, scope: Scope) -> Ctx {
        Ctx::system(&self.sources, &self.database).acting(Actor::System, scope)
    }

    fn system(&self) -> Ctx {
        self.ctx(Scope::System)
    }

    async fn read(&self, scope: Scope) -> TenantTx {
        self.database.read(scope).await.unwrap()
    }

    async fn write(&self, scope: Scope) -> TenantTx {
        self.database.write(scope).await.unwrap()
    }

    async fn centre(&self, new: NewCentre) -> CentreId {
        let ctx = self.system();
        let tx = ctx.write().await.unwrap();
        let id = create_centre(&ctx, &tx, new).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn staff(&self, centre: CentreId, capacity_units: u32) -> StaffId {
        let ctx = self.system();
        let tx = ctx.write().await.unwrap();
        let new = new_staff(centre, ctx.new_id(), capacity_units);
        let id = create_staff(&ctx, &tx, new).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Topics and payloads in the outbox, oldest first.
    async fn events(&self) -> Vec<(String, String)> {
        use sea_orm::ConnectionTrait;
        let tx = self.read(Scope::System).await;
        let select = "SELECT topic, payload FROM outbox ORDER BY id".to_owned();
        let statement = sea_orm::Statement::from_string(tx.get_database_backend(), select);
        let rows = tx.query_all_raw(statement).await.unwrap();
        rows.iter()
            .map(|row| {
                let topic = row.try_get("", "topic").unwrap();
                (topic, row.try_get("", "payload").unwrap())
            })
            .collect()
    }
}

fn new_staff(centre_id: CentreId, account_id: AccountId, capacity_units: u32) -> NewStaff {
    NewStaff {
        centre_id,
        account_id,
        alias: "Kari".to_owned(),
        languages: vec![Language::Nb, Language::En],
        topics: vec!["education".to_owned()],
        capacity_units,
    }
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn interval(
    queue: QueueKind,
    channel: Channel,
    weekday: Weekday,
    clock: (&str, &str),
) -> WeeklyInterval {
    WeeklyInterval {
        queue,
        channel,
        weekday,
        span: Span::from_clock(clock.0, clock.1).unwrap(),
        valid_from: None,
        valid_until: None,
    }
}

/// Open on Mondays: national chat 09:00 to 15:30, local phone 12:00 to 02:00. Half of chat is
/// promised from 2026 on.
fn new_centre(county: &str, name: &str) -> NewCentre {
    NewCentre {
        county: county.parse::<County>().unwrap(),
        name: name.to_owned(),
        region: "vest".to_owned(),
        languages: vec![Language::Nn, Language::Nb],
        time_zone: DEFAULT_ZONE,
        local_reserve: 1,
        sites: vec![NewSite {
            name: "Sentrum".to_owned(),
            address: "Storgata 1".to_owned(),
            postal_place: "5003 Bergen".to_owned(),
            ..NewSite::default()
        }],
        intervals: vec![
            interval(
                QueueKind::National,
                Channel::Chat,
                Weekday::Mon,
                ("09:00", "15:30"),
            ),
            interval(
                QueueKind::Local,
                Channel::Phone,
                Weekday::Mon,
                ("12:00", "02:00"),
            ),
        ],
        agreements: vec![Terms {
            channel: Channel::Chat,
            share: 50,
            weekly_minutes: None,
            valid_from: date(2026, 1, 1),
            valid_until: None,
        }],
    }
}
