//! The hours of centres, to read and to save.

use chrono_tz::Tz;
use kernel::{CentreId, Language};
use platform::{
    Ctx, TenantTx,
    http::{CsvFile, Problem, Wire},
};
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Tag,
    agreements::DeliveryProblem,
    ledger_bodies::{HoursBody, LedgerBody, Timesheet, Timesheets},
    staff::{DatesProblem, reached},
    tables::{channel_name, hours, table},
};
use crate::{
    app,
    domain::{Centre, hours::DEFAULT_ZONE, ledger::Month},
    store,
};

/// Ledgers of centres.
#[derive(Clone, Copy, Debug)]
pub struct LedgerApi;

/// The month asked for, else the present one.
pub(super) fn month_of(ctx: &Ctx, zone: Tz, asked: Option<&str>) -> Result<Month, Problem> {
    let present = || Month::of(ctx.now.with_timezone(&zone).date_naive());
    asked.map_or_else(
        || Ok(present()),
        |text| {
            let wrong = || Problem::invalid("month", "must be written 2026-11, of 2000 to 2100");
            Month::parse(text).ok_or_else(wrong)
        },
    )
}

async fn ledger_of(
    tx: &TenantTx,
    centre: Centre,
    month: Month,
) -> Result<LedgerBody, platform::Fault> {
    let ledger = app::read_ledger(tx, &centre, month).await?;
    Ok(LedgerBody {
        centre_id: Wire(centre.id),
        month: month.to_string(),
        hours: ledger.month.into(),
        weeks: ledger.weeks.into_iter().map(HoursBody::from).collect(),
    })
}

async fn timesheets_of(
    tx: &TenantTx,
    centre: Centre,
    month: Month,
) -> Result<Timesheets, platform::Fault> {
    let mut aliases = store::list_aliases(tx, centre.id).await?;
    let sheets = app::read_timesheets(tx, &centre, month).await?;
    let sheet = |(staff, worked)| {
        let alias = aliases.remove(&staff).unwrap_or_default();
        Timesheet::new(staff, alias, worked)
    };
    let mut items: Vec<Timesheet> = sheets.into_iter().map(sheet).collect();
    items.sort_by(|some, other| some.alias.cmp(&other.alias));
    Ok(Timesheets {
        month: month.to_string(),
        items,
    })
}

#[OpenApi(tag = "Tag::Agreements")]
impl LedgerApi {
    /// Get hours of centre in month
    #[oai(
        path = "/centres/:id/ledger",
        method = "get",
        operation_id = "ledger_get"
    )]
    async fn get(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// Such as `2026-11`; the present month if absent.
        month: Query<Option<String>>,
    ) -> Result<Json<LedgerBody>, DatesProblem> {
        let tx = ctx.read().await?;
        let centre = reached(&tx, id.0.0).await?;
        let month = month_of(&ctx, centre.time_zone, month.0.as_deref())?;
        Ok(Json(ledger_of(&tx, centre, month).await?))
    }

    /// Export hours of centre in month
    #[oai(
        path = "/centres/:id/ledger/export",
        method = "get",
        operation_id = "ledger_export"
    )]
    async fn export(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// Such as `2026-11`; the present month if absent.
        month: Query<Option<String>>,
    ) -> Result<CsvFile, DatesProblem> {
        let tx = ctx.read().await?;
        let centre = reached(&tx, id.0.0).await?;
        let month = month_of(&ctx, centre.time_zone, month.0.as_deref())?;
        let ledger = ledger_of(&tx, centre, month).await?;
        let titles = [
            "desk.admin.word.valid_from",
            "desk.admin.word.valid_until",
            "desk.admin.word.channel",
            "desk.admin.ledger.agreed",
            "desk.admin.ledger.planned",
            "desk.admin.ledger.worked",
        ];
        let weeks = ledger.weeks.iter().chain([&ledger.hours]);
        let rows = weeks.flat_map(|week| hours_rows(ctx.language, week));
        Ok(table(
            &format!("hours-{month}"),
            ctx.language,
            &titles,
            rows,
        )?)
    }

    /// List hours of each member of staff of centre in month
    #[oai(
        path = "/centres/:id/timesheets",
        method = "get",
        operation_id = "timesheet_list"
    )]
    async fn timesheets(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// Such as `2026-11`; the present month if absent.
        month: Query<Option<String>>,
    ) -> Result<Json<Timesheets>, DatesProblem> {
        let tx = ctx.read().await?;
        let centre = reached(&tx, id.0.0).await?;
        let month = month_of(&ctx, centre.time_zone, month.0.as_deref())?;
        Ok(Json(timesheets_of(&tx, centre, month).await?))
    }

    /// Export hours of each member of staff of centre in month
    #[oai(
        path = "/centres/:id/timesheets/export",
        method = "get",
        operation_id = "timesheet_export"
    )]
    async fn export_timesheets(
        &self,
        ctx: Ctx,
        id: Path<Wire<CentreId>>,
        /// Such as `2026-11`; the present month if absent.
        month: Query<Option<String>>,
    ) -> Result<CsvFile, DatesProblem> {
        let tx = ctx.read().await?;
        let centre = reached(&tx, id.0.0).await?;
        let month = month_of(&ctx, centre.time_zone, month.0.as_deref())?;
        let sheets = timesheets_of(&tx, centre, month).await?;
        let titles = [
            "desk.admin.word.alias",
            "desk.admin.word.channel",
            "desk.admin.ledger.worked",
        ];
        let rows = sheets
            .items
            .iter()
            .flat_map(|sheet| sheet_rows(ctx.language, sheet));
        let name = format!("timesheets-{month}");
        Ok(table(&name, ctx.language, &titles, rows)?)
    }

    /// Export hours delivered by all centres in month
    #[oai(
        path = "/national/agreements/export",
        method = "get",
        operation_id = "agreement_export"
    )]
    async fn export_deliveries(
        &self,
        ctx: Ctx,
        /// Such as `2026-11`; the present month if absent.
        month: Query<Option<String>>,
    ) -> Result<CsvFile, DeliveryProblem> {
        let month = month_of(&ctx, DEFAULT_ZONE, month.0.as_deref())?;
        let tx = ctx.read().await?;
        let delivered = app::read_deliveries(&tx, month).await?;
        let titles = [
            "desk.national.agreements.centre",
            "desk.admin.word.valid_from",
            "desk.admin.word.valid_until",
            "desk.admin.word.channel",
            "desk.admin.ledger.agreed",
            "desk.admin.ledger.planned",
            "desk.admin.ledger.worked",
        ];
        let rows = delivered.into_iter().flat_map(|(centre, hours)| {
            let rows = hours_rows(ctx.language, &hours.into());
            let named = rows.into_iter().map(|mut row| {
                row.insert(0, centre.name.clone());
                row
            });
            named.collect::<Vec<_>>()
        });
        let name = format!("deliveries-{month}");
        Ok(table(&name, ctx.language, &titles, rows)?)
    }
}

/// One row for each channel, and one for all of them.
fn hours_rows(language: Language, body: &HoursBody) -> Vec<Vec<String>> {
    let row = |channel: String, agreed: Option<u64>, planned: Option<u64>, worked| {
        vec![
            body.from.to_string(),
            body.until.to_string(),
            channel,
            agreed.map(hours).unwrap_or_default(),
            planned.map(hours).unwrap_or_default(),
            hours(worked),
        ]
    };
    let channels = body.channels.iter().map(|one| {
        let name = channel_name(language, one.channel.0);
        row(
            name,
            one.agreed_seconds,
            one.planned_seconds,
            one.worked_seconds,
        )
    });
    let all = platform::sentence(language, "desk.admin.ledger.all").to_owned();
    let sum = row(
        all,
        body.agreed_seconds,
        body.planned_seconds,
        body.worked_seconds,
    );
    channels.chain([sum]).collect()
}

fn sheet_rows(language: Language, sheet: &Timesheet) -> Vec<Vec<String>> {
    let row = |channel: String, worked| vec![sheet.alias.clone(), channel, hours(worked)];
    let channels = sheet
        .channels
        .iter()
        .map(|one| row(channel_name(language, one.channel.0), one.worked_seconds));
    let all = platform::sentence(language, "desk.admin.ledger.all").to_owned();
    channels.chain([row(all, sheet.worked_seconds)]).collect()
}
