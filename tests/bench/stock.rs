//! Fills a database with what years of use leave behind.

use access::{NewAccount, NewRole, assign_role, create_account};
use anyhow::Context;
use centres::NewCentre;
use chrono::TimeDelta;
use kernel::{CentreId, Instant, Language, Role};
use platform::{Ctx, Database, Pii, Secret, TenantTx, system_sources};
use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};

use crate::product::PASSWORD;

/// Messages of one old talk.
const TALK: u32 = 40;
/// Old talks written in one transaction.
const TALKS: u32 = 500;
/// Log entries written in one transaction.
const ENTRIES: u32 = 10_000;
/// Counties of the centres; the first is the one that is measured, the second has one of everything.
const COUNTIES: &[&str] = &[
    "11", "15", "18", "31", "32", "33", "34", "39", "40", "42", "46", "50", "55", "56",
];

/// How much.
#[derive(Clone, Copy)]
pub(crate) struct Amounts {
    pub(crate) staff: u32,
    pub(crate) entries: u32,
}

/// The centres that are asked for their lists.
pub(crate) struct Stock {
    pub(crate) large: CentreId,
    pub(crate) small: CentreId,
}

/// Who administers the large centre, the small one, and who coordinates; all with the password of the benchmark.
pub(crate) const ADMINISTRATORS: [&str; 3] = [
    "large@bench.example",
    "small@bench.example",
    "national@bench.example",
];

/// A number drawn by the database, as a key.
fn drawn(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "gen_random_uuid()",
        _ => "randomblob(16)",
    }
}

async fn run<const N: usize>(tx: &TenantTx, sql: &str, values: [Value; N]) -> anyhow::Result<()> {
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    tx.execute_raw(statement).await?;
    Ok(())
}

/// Fourteen further centres with staff and logs.
pub(crate) async fn fill(database: &Database, amounts: Amounts) -> anyhow::Result<Stock> {
    let ctx = Ctx::system(&system_sources(), database);
    let tx = ctx.write().await?;
    let mut centres = Vec::new();
    for county in COUNTIES {
        centres.push(centres::create_centre(&ctx, &tx, closed_centre(county)?).await?);
    }
    let [large, small, ..] = centres.as_slice() else {
        anyhow::bail!("too few centres");
    };
    let (large, small) = (*large, *small);
    let domains = [Some(large), Some(small), None];
    for (email, centre) in ADMINISTRATORS.iter().zip(domains) {
        appoint(&ctx, &tx, email, centre).await?;
    }
    let each = amounts.staff / u32::try_from(centres.len())?;
    for centre in &centres {
        let count = if *centre == small { 1 } else { each };
        hire(&tx, *centre, count).await?;
    }
    tx.commit().await?;
    write_log(&ctx, small, 1).await?;
    write_log(&ctx, large, amounts.entries).await?;
    Ok(Stock { large, small })
}

fn closed_centre(county: &str) -> anyhow::Result<NewCentre> {
    Ok(NewCentre {
        county: county.parse()?,
        name: format!("Bench {county}"),
        region: "bench".to_owned(),
        languages: vec![Language::Nb],
        time_zone: centres::DEFAULT_ZONE,
        local_reserve: 0,
        sites: Vec::new(),
        intervals: Vec::new(),
        agreements: Vec::new(),
    })
}

/// Gives somebody an account and a role: of a centre's administrator, or of the national coordinator.
pub(crate) async fn appoint(
    ctx: &Ctx,
    tx: &TenantTx,
    email: &str,
    centre: Option<CentreId>,
) -> anyhow::Result<()> {
    let account = NewAccount {
        email: Pii::new(email.to_owned()),
        name: Pii::new(email.to_owned()),
        password: Secret::new(PASSWORD.to_owned()),
    };
    let account = create_account(ctx, tx, account).await?;
    let role = match centre {
        Some(_) => Role::CentreAdministrator,
        None => Role::NationalCoordinator,
    };
    let role = NewRole {
        account,
        role,
        centre,
        staff: None,
    };
    assign_role(ctx, tx, role).await?;
    Ok(())
}

async fn hire(tx: &TenantTx, centre: CentreId, count: u32) -> anyhow::Result<()> {
    let key = drawn(tx.get_database_backend());
    let sql = format!(
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {count}) \
         INSERT INTO staff (id, centre_id, account_id, alias, languages, topics, capacity_units, active) \
         SELECT {key}, $1, {key}, 'Alias', '[\"nb\"]', '[]', 4, true FROM n"
    );
    run(tx, &sql, [centre.to_row().into()]).await
}

/// Entries that nobody verifies, a minute apart.
async fn write_log(ctx: &Ctx, centre: CentreId, count: u32) -> anyhow::Result<()> {
    let chain: Value = centre.to_row().into();
    for first in (1..=count).step_by(usize::try_from(ENTRIES)?) {
        let tx = ctx.write().await?;
        let last = count.min(first + ENTRIES - 1);
        // One time for all of a transaction: they are of the last year.
        let at = ctx.now - TimeDelta::minutes(i64::from(count - first));
        let sql = format!(
            "WITH RECURSIVE n(x) AS (SELECT {first} UNION ALL SELECT x + 1 FROM n WHERE x < {last}) \
             INSERT INTO audit_entry (chain, seq, at, action, target, old, new, hash) \
             SELECT $1, x, $2, 'site:update', 'sit_06g00000000000000000000000', \
             '{{\"name\": \"Bergen\"}}', '{{\"name\": \"Voss\"}}', $3 FROM n"
        );
        run(&tx, &sql, [chain.clone(), at.into(), vec![0_u8; 32].into()]).await?;
        tx.commit().await?;
    }
    let tx = ctx.write().await?;
    let sql = "INSERT INTO audit_head (chain, seq, hash) VALUES ($1, $2, $3)";
    let values = [chain, i64::from(count).into(), vec![0_u8; 32].into()];
    run(&tx, sql, values).await?;
    Ok(tx.commit().await?)
}

/// National talks that ended a year ago.
pub(crate) async fn add_old_talks(database: &Database, messages: u32) -> anyhow::Result<()> {
    let ctx = Ctx::system(&system_sources(), database);
    let ended: Instant = ctx.now - TimeDelta::days(365);
    let key = drawn(database.backend());
    let talks = messages.div_ceil(TALK);
    for first in (0..talks).step_by(usize::try_from(TALKS)?) {
        let count = TALKS.min(talks - first);
        let tx = ctx.write().await?;
        let mark = format!("bench-{first}");
        let contacts = format!(
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {count}) \
             INSERT INTO contact (id, conversation_id, state, channel, language, work_type, entry_point, \
             policy_version, joined_at, closed_at, transferred) SELECT {key}, {key}, 'closed', 'chat', 'nb', \
             'guidance', $1, 'bench', $2, $2, false FROM n"
        );
        run(&tx, &contacts, [mark.as_str().into(), ended.into()]).await?;
        let conversations = "INSERT INTO conversation (id, contact_id, open, seeker_seen_at) \
                             SELECT conversation_id, id, false, $2 FROM contact WHERE entry_point = $1";
        run(&tx, conversations, [mark.as_str().into(), ended.into()]).await?;
        let messages = format!(
            "INSERT INTO message (conversation_id, seq, author, body, masked, at) \
             SELECT c.conversation_id, n.x, 'seeker', $3, false, $2 FROM contact c CROSS JOIN \
             (WITH RECURSIVE m(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM m WHERE x < {TALK}) SELECT x FROM m) n \
             WHERE c.entry_point = $1"
        );
        let body = "Noe som ble sagt for et år siden. ".repeat(6);
        run(
            &tx,
            &messages,
            [mark.as_str().into(), ended.into(), body.into()],
        )
        .await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Messages that still are there of the old talks.
pub(crate) async fn count_old(database: &Database) -> anyhow::Result<i64> {
    let sql = "SELECT count(*) AS n FROM contact WHERE policy_version = 'bench' AND conversation_id IS NOT NULL";
    let statement = Statement::from_string(database.backend(), sql);
    let rows = database.run_as_system(statement).await?;
    Ok(rows.first().context("no count")?.try_get("", "n")?)
}
