//! Whether the database is there, as the service may use it.

use std::time::Duration;

use kernel::Scope;
use platform::{Database, Fault};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};

use super::Finding;
use crate::{
    Config,
    backup::{manifest::Kind, sqlite},
    run,
};

/// How long a server may take to answer at all.
const PATIENCE: Duration = Duration::from_secs(5);
/// The oldest main version of PostgreSQL that is looked after by its makers.
const OLDEST: i32 = 14;

/// Opens the database, and looks whether its schema is the one this program needs.
pub(super) async fn open(config: &Config, findings: &mut Vec<Finding>) -> Option<Database> {
    let kind = Kind::of(&config.database);
    // Opening it would make it.
    let file = sqlite::file_of(&config.database).ok();
    if let Some(file) = file.filter(|file| !file.exists()) {
        findings.push(Finding::failure(
            "database",
            format!("there is no database at {} yet", file.display()),
            "look at database.url; the first `veiviser serve` or `veiviser migrate` makes it",
        ));
        return None;
    }
    if let Some(unreached) = unreached(config).await {
        findings.push(unreached);
        return None;
    }
    let database = match Database::open(&config.database).await {
        Ok(database) => database,
        Err(fault) => {
            findings.push(Finding::failure(
                "database",
                format!("{} cannot be opened: {}", kind.name(), fault.chain()),
                "look whether it runs, whether it is reached from here, and at database.url",
            ));
            return None;
        }
    };
    let looked = look(&database, findings).await;
    if let Err(fault) = looked {
        findings.push(Finding::failure(
            "database",
            format!("{} does not answer: {}", kind.name(), fault.chain()),
            "look into its log",
        ));
    }
    if kind == Kind::Postgresql && !config.database.owner_url.expose().is_empty() {
        owner(config, findings).await;
    }
    Some(database)
}

/// Says so where nothing listens: opening would try again and again, and not tell why.
async fn unreached(config: &Config) -> Option<Finding> {
    let (host, port) = Database::place(&config.database)?;
    let connecting = tokio::net::TcpStream::connect((host.as_str(), port));
    let reason = match tokio::time::timeout(PATIENCE, connecting).await {
        Ok(Ok(_answers)) => return None,
        Ok(Err(error)) => error.to_string(),
        Err(_late) => format!("no answer in {} seconds", PATIENCE.as_secs()),
    };
    Some(Finding::failure(
        "database",
        format!("nothing is reached at {host}, port {port}: {reason}"),
        "look whether PostgreSQL runs, whether it is reached from here, and at database.url",
    ))
}

/// Rows of a question, seen by the product itself.
pub(super) async fn ask(database: &Database, sql: &str) -> Result<Vec<QueryResult>, Fault> {
    let tx = database.read(Scope::System).await?;
    let statement = Statement::from_string(tx.get_database_backend(), sql);
    Ok(tx.query_all_raw(statement).await?)
}

async fn look(database: &Database, findings: &mut Vec<Finding>) -> Result<(), Fault> {
    if database.backend() == DbBackend::Postgres {
        let sql = "SELECT current_setting('server_version'), \
             current_setting('server_version_num')::int / 10000";
        for row in ask(database, sql).await? {
            let (name, main): (String, i32) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            let says = format!("PostgreSQL {name} answers");
            findings.push(if main < OLDEST {
                let todo =
                    format!("update it to {OLDEST} or newer: it gets no corrections any more");
                Finding::warning("database", says, todo)
            } else {
                Finding::ok("database", says)
            });
        }
    } else {
        for row in ask(database, "SELECT sqlite_version()").await? {
            let name: String = row.try_get_by_index(0)?;
            findings.push(Finding::ok("database", format!("SQLite {name} answers")));
        }
    }
    findings.push(schema(database).await);
    if database.backend() == DbBackend::Postgres {
        findings.push(role(database).await?);
        findings.push(walls(database).await?);
    }
    Ok(())
}

async fn schema(database: &Database) -> Finding {
    let Ok(applied) = database.applied_migrations().await else {
        return Finding::failure(
            "schema",
            "the database has no schema yet",
            "run `veiviser migrate`",
        );
    };
    let known = run::known_migrations();
    let missing = |from: &[String], among: &[String]| {
        let missing = from.iter().filter(|name| !among.contains(name));
        missing.cloned().collect::<Vec<_>>().join(", ")
    };
    let (pending, newer) = (missing(&known, &applied), missing(&applied, &known));
    if !pending.is_empty() {
        return Finding::failure(
            "schema",
            format!("the database lacks {pending}"),
            "make a backup and run `veiviser migrate`",
        );
    }
    if !newer.is_empty() {
        return Finding::warning(
            "schema",
            format!("a newer veiviser added {newer}"),
            "that is as it should be while an update is under way; else run that version here too",
        );
    }
    let count = known.len();
    Finding::ok(
        "schema",
        format!("it is the newest, all {count} migrations are applied"),
    )
}

/// The service's role obeys the walls: it owns nothing and has no rights of its own.
async fn role(database: &Database) -> Result<Finding, Fault> {
    let sql = "SELECT r.rolname::text, r.rolsuper, r.rolbypassrls, \
         count(c.oid) FILTER (WHERE pg_has_role(r.oid, c.relowner, 'USAGE')), \
         count(c.oid) FILTER (WHERE NOT (has_table_privilege(r.oid, c.oid, 'SELECT') \
         AND has_table_privilege(r.oid, c.oid, 'INSERT') AND has_table_privilege(r.oid, c.oid, 'UPDATE') \
         AND has_table_privilege(r.oid, c.oid, 'DELETE'))) \
         FROM pg_roles r LEFT JOIN pg_class c ON c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' \
         WHERE r.rolname = current_user GROUP BY r.oid, r.rolname, r.rolsuper, r.rolbypassrls";
    let rows = ask(database, sql).await?;
    let row = rows.first().ok_or(Fault::Corrupt("pg_roles"))?;
    let name: String = row.try_get_by_index(0)?;
    let (is_super, passes): (bool, bool) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
    let (owned, denied): (i64, i64) = (row.try_get_by_index(3)?, row.try_get_by_index(4)?);
    let serve_as_another = "let the service log in as a role that owns nothing and has neither SUPERUSER nor BYPASSRLS \
         (database.url), and name the owner in database.owner_url";
    let failure = |says| Finding::failure("role", says, serve_as_another);
    Ok(if is_super || passes {
        failure(format!(
            "the service's role {name} sees through the walls between centres"
        ))
    } else if owned > 0 {
        failure(format!(
            "the service's role {name} owns {owned} tables, and could take their walls down"
        ))
    } else if denied > 0 {
        Finding::failure(
            "role",
            format!("the service's role {name} lacks rights on {denied} tables"),
            "run `veiviser migrate`, which gives them",
        )
    } else {
        let says = format!("the service's role {name} owns nothing and obeys the walls");
        Finding::ok("role", says)
    })
}

/// Row-level security stands on every table.
async fn walls(database: &Database) -> Result<Finding, Fault> {
    let sql = "SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace \
         AND c.relkind = 'r' AND c.relname <> 'seaql_migrations' \
         AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') \
         AND NOT (c.relrowsecurity AND c.relforcerowsecurity \
         AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)) ORDER BY 1";
    let mut open = Vec::new();
    for row in ask(database, sql).await? {
        open.push(row.try_get_by_index::<String>(0)?);
    }
    if open.is_empty() {
        let says = "row-level security stands on every table, for the owner as well";
        return Ok(Finding::ok("walls", says));
    }
    Ok(Finding::failure(
        "walls",
        format!("row-level security is missing on {}", open.join(", ")),
        "somebody took it down: restore a backup, or put the policies back as the migrations make them",
    ))
}

/// The role that migrates can log in.
async fn owner(config: &Config, findings: &mut Vec<Finding>) {
    let asked = Database::as_owner(&config.database, async |pool| pool.ping().await);
    findings.push(match asked.await {
        Ok(()) => Finding::ok("owner", "the role that owns the tables can log in"),
        Err(fault) => Finding::failure(
            "owner",
            format!(
                "the role that owns the tables cannot log in: {}",
                fault.chain()
            ),
            "look at database.owner_url: without it nothing is migrated, backed up or restored",
        ),
    });
}
