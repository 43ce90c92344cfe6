//! Backups of PostgreSQL: an archive of `pg_dump`, loaded again in one transaction.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, ensure};
use platform::{
    Database, Secret,
    database::{Content, DatabaseConfig},
};
use sea_orm::{
    AccessMode, ConnectionTrait, DbBackend, DbErr, IsolationLevel, QueryResult, Statement,
    TransactionTrait,
};
use tokio::io::AsyncWriteExt;

use super::{
    Watch,
    archive::{self, Tally, all_of},
    manifest::{Backup, Manifest},
    programs::{Programs, last_words},
};

/// Seen by the product itself, whatever the walls say to others.
const SCOPE: &str = "SELECT set_config('app.scope', 'system', false)";
/// Empties the schema; extensions keep what is theirs.
const EMPTY: &str = "DO $$ DECLARE found record; BEGIN \
    FOR found IN SELECT c.oid::regclass AS name FROM pg_class c \
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') \
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') \
    LOOP EXECUTE 'DROP TABLE IF EXISTS ' || found.name || ' CASCADE'; END LOOP; END $$;";

/// There while a loaded backup is not yet what it must be: nobody may serve it.
pub(crate) const UNFINISHED: &str = "restore_unfinished";

/// The configuration of the role that owns the tables, as if the service ran as it.
pub(super) fn as_owner(config: &DatabaseConfig) -> DatabaseConfig {
    DatabaseConfig {
        url: owner_url(config).clone(),
        ..config.clone()
    }
}

fn owner_url(config: &DatabaseConfig) -> &Secret<String> {
    if config.owner_url.expose().is_empty() {
        &config.url
    } else {
        &config.owner_url
    }
}

/// The programs for the database of a configuration, as its owner.
pub(super) fn programs(
    config: &DatabaseConfig,
    folder: Option<PathBuf>,
) -> anyhow::Result<Programs> {
    Programs::new(folder, owner_url(config))
}

fn sql(text: &str) -> Statement {
    Statement::from_string(DbBackend::Postgres, text)
}

async fn one<C: ConnectionTrait>(connection: &C, text: &str) -> Result<QueryResult, DbErr> {
    let row = connection.query_one_raw(sql(text)).await?;
    row.ok_or_else(|| DbErr::RecordNotFound(text.to_owned()))
}

/// The main version of the server.
async fn main_version<C: ConnectionTrait>(connection: &C) -> Result<u32, DbErr> {
    let text = "SELECT current_setting('server_version_num')::int / 10000";
    let version: i32 = one(connection, text).await?.try_get_by_index(0)?;
    Ok(version.unsigned_abs())
}

async fn content<C: ConnectionTrait>(connection: &C) -> Result<Content, DbErr> {
    let mut content = Content::default();
    let tables = "SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace \
        AND c.relkind = 'r' AND NOT EXISTS \
        (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1";
    for row in connection.query_all_raw(sql(tables)).await? {
        let table: String = row.try_get_by_index(0)?;
        if table == "seaql_migrations" {
            let names = format!("SELECT version FROM {table} ORDER BY version");
            for row in connection.query_all_raw(sql(&names)).await? {
                content.schema.push(row.try_get_by_index(0)?);
            }
            continue;
        }
        let text = format!("SELECT count(*) FROM public.\"{table}\"");
        let count: i64 = one(connection, &text).await?.try_get_by_index(0)?;
        let count = u64::try_from(count).unwrap_or_default();
        content.rows.insert(table, count);
    }
    Ok(content)
}

/// Writes an archive, and says what is in it and which server wrote it.
pub(super) async fn write(
    config: &DatabaseConfig,
    programs: &Programs,
    to: &Path,
) -> anyhow::Result<(Content, u32)> {
    let outcome = Database::as_owner(config, async |pool| {
        let (level, access) = (IsolationLevel::RepeatableRead, AccessMode::ReadOnly);
        let tx = pool.begin_with_config(Some(level), Some(access)).await?;
        tx.execute_raw(sql(SCOPE)).await?;
        let server = main_version(&tx).await?;
        // Counted in the very state that is written.
        let content = content(&tx).await?;
        let row = one(&tx, "SELECT pg_export_snapshot()").await?;
        let snapshot: String = row.try_get_by_index(0)?;
        let dumped = dump(programs, (&snapshot, server), to).await;
        Ok(dumped.map(|()| (content, server)))
    });
    let (content, server) = outcome
        .await
        .context("the database cannot be read as its owner")??;
    ensure!(!content.schema.is_empty(), "the database has no schema yet");
    let archived = archive::read(programs, to).await?;
    compare(&archived, (&content.rows, &content.schema))?;
    Ok((content, server))
}

async fn dump(
    programs: &Programs,
    (snapshot, server): (&str, u32),
    to: &Path,
) -> anyhow::Result<()> {
    programs.ensure("pg_dump", server).await?;
    programs.ensure("pg_restore", server).await?;
    // Rights are given anew where it is restored; the walls are obeyed, by the scope that sees everything.
    let mut call = programs.call("pg_dump");
    call.args([
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        "--enable-row-security",
    ])
    .arg(format!("--snapshot={snapshot}"))
    .arg("--file")
    .arg(to);
    let watch = Watch {
        what: "pg_dump writes",
        file: to,
        total: None,
    };
    let done = watch.during(call.output()).await?;
    ensure!(
        done.status.success(),
        "pg_dump failed: {}",
        last_words(&done.stderr)
    );
    Ok(())
}

/// An archive holds what was counted.
fn compare(
    archived: &Tally,
    (rows, schema): (&BTreeMap<String, u64>, &Vec<String>),
) -> anyhow::Result<()> {
    let mut names = archived.schema.clone();
    names.sort();
    ensure!(names == *schema, "the backup holds another schema");
    for (table, count) in rows {
        let found = archived.rows.get(table).copied().unwrap_or_default();
        ensure!(
            found == *count,
            "the backup holds {found} rows of {table} instead of {count}"
        );
    }
    Ok(())
}

/// Connections of the service's and the owner's role beside this one. Some may be about to end.
async fn others<C: ConnectionTrait>(connection: &C, config: &DatabaseConfig) -> Result<i64, DbErr> {
    let role = Database::application_role(config).unwrap_or_default();
    let text = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
         AND pid <> pg_backend_pid() AND usename::text IN ($1, current_user::text)";
    let mut found = 0;
    for _try in 0..10 {
        let others =
            Statement::from_sql_and_values(DbBackend::Postgres, text, [role.as_str().into()]);
        let row = connection.query_one_raw(others).await?;
        found = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        if found == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Ok(found)
}

/// Refuses a database that somebody uses.
pub(super) async fn ensure_unused(config: &DatabaseConfig) -> anyhow::Result<()> {
    let found = Database::as_owner(config, async |pool| others(pool, config).await).await;
    refuse_others(found.context("the database cannot be reached as its owner")?)
}

fn refuse_others(others: i64) -> anyhow::Result<()> {
    ensure!(
        others == 0,
        "the database is in use ({others} connections of its roles): stop the service first, all copies of it"
    );
    Ok(())
}

/// Lets a restored database be served.
pub(super) async fn release(config: &DatabaseConfig) -> anyhow::Result<()> {
    let sql = format!("DROP TABLE IF EXISTS public.{UNFINISHED}");
    let done = Database::as_owner(config, async |pool| pool.execute_unprepared(&sql).await);
    done.await.context("the database cannot be released")?;
    Ok(())
}

/// What is in the database that would be replaced, which nobody uses.
pub(super) async fn survey(
    config: &DatabaseConfig,
    programs: &Programs,
    manifest: &Manifest,
) -> anyhow::Result<Content> {
    let found = Database::as_owner(config, async |pool| {
        let others = others(pool, config).await?;
        let tx = pool.begin().await?;
        tx.execute_raw(sql(SCOPE)).await?;
        Ok((main_version(&tx).await?, others, content(&tx).await?))
    });
    let (server, others, content) = found
        .await
        .context("the database cannot be reached as its owner")?;
    refuse_others(others)?;
    let made_on = manifest.server.unwrap_or_default();
    ensure!(
        server >= made_on,
        "the backup was made on PostgreSQL {made_on}, and this server has version {server}"
    );
    for name in ["pg_restore", "psql"] {
        programs.ensure(name, server).await?;
    }
    Ok(content)
}

/// Whether an archive is whole and holds what its manifest says.
pub(super) async fn examine(programs: &Programs, backup: &Backup) -> anyhow::Result<()> {
    let tally = archive::read(programs, &backup.file).await?;
    compare(&tally, (&backup.manifest.rows, &backup.manifest.schema))
}

/// Replaces everything by what is in an archive, in one transaction. The service's role has no rights in it yet.
pub(super) async fn load(programs: &Programs, backup: &Backup) -> anyhow::Result<()> {
    let server = backup.manifest.server.unwrap_or_default();
    let mut psql = programs
        .call("psql")
        .args([
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            // What a refused row holds is told nobody.
            "--set=VERBOSITY=terse",
            "--set=SHOW_CONTEXT=never",
            "--file=-",
        ])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .context("psql cannot be started")?;
    let stdin = psql.stdin.take().context("psql does not listen")?;
    let stderr = psql.stderr.take();
    let feeding = async {
        let mut stdin = stdin;
        let begin = format!("BEGIN;\nSET LOCAL client_min_messages = warning;\n{EMPTY}\n");
        stdin.write_all(begin.as_bytes()).await?;
        let taker = Some((&mut stdin, server));
        let tally = archive::unpack(programs, &backup.file, (&[], taker)).await?;
        compare(&tally, (&backup.manifest.rows, &backup.manifest.schema))?;
        // Without this, the end of what it is told undoes everything.
        // An archive leaves no schema to look in.
        let commit = format!("\nCREATE TABLE public.{UNFINISHED} ();\nCOMMIT;\n");
        stdin.write_all(commit.as_bytes()).await?;
        stdin.shutdown().await?;
        Ok::<_, anyhow::Error>(())
    };
    let (fed, said) = tokio::join!(feeding, all_of(stderr));
    let status = psql.wait().await?;
    ensure!(
        status.success() || said.is_empty(),
        "the database refused, and is as it was: {}",
        last_words(&said)
    );
    fed.context("nothing was changed")?;
    ensure!(status.success(), "psql failed, and nothing was changed");
    Ok(())
}
