//! Counts of earlier phone and chat systems, taken over for the forecast.

use std::{fmt::Write, path::PathBuf};

use anyhow::{Context, anyhow};
use centres::DEFAULT_ZONE;
use clap::{Args, ValueEnum};
use contacts::{HistoryFault, HistoryFile, Imported, Interval};
use indicatif::{ProgressBar, ProgressStyle};
use platform::{Ctx, database::DatabaseConfig, system_sources};

use crate::run::{self, Schema};

/// What to take over.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// A file with the columns start, channel, contacts, and if known handled, abandoned, `handling_s`.
    pub file: PathBuf,
    /// Only check the file and say what would be done.
    #[arg(long)]
    pub dry_run: bool,
    /// Minutes that each line covers. Left out, a file in which nothing begins at half past holds hours.
    #[arg(long)]
    pub minutes: Option<Minutes>,
}

/// Minutes that each line covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Minutes {
    /// Half hours.
    #[value(name = "30")]
    Thirty,
    /// Hours, each split into two halves.
    #[value(name = "60")]
    Sixty,
}

/// Takes over the counts of a file, or says what it would do.
///
/// # Errors
/// The file cannot be read, or lines of it are wrong, which are all told; nothing was written then.
pub async fn import(config: &DatabaseConfig, options: &Options) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(&options.file)
        .with_context(|| format!("{} cannot be read", options.file.display()))?;
    let sources = system_sources();
    let interval = options.minutes.map(|minutes| match minutes {
        Minutes::Thirty => Interval::HalfHour,
        Minutes::Sixty => Interval::Hour,
    });
    let read = contacts::read_history(&text, DEFAULT_ZONE, interval, sources.now());
    let file = read.map_err(|faults| anyhow!(told(&faults)))?;
    let database = run::open(config, Schema::AsItIs).await?;
    let ctx = Ctx::system(&sources, &database);
    let imported = if options.dry_run {
        contacts::foresee_import(&ctx.read().await?, &file.rows).await?
    } else {
        write(&ctx, &file).await?
    };
    database.close().await?;
    println!("{}", summary(&file, imported, options.dry_run));
    Ok(())
}

async fn write(ctx: &Ctx, file: &HistoryFile) -> anyhow::Result<Imported> {
    let all = u64::try_from(file.rows.len()).unwrap_or(u64::MAX);
    let bar = ProgressBar::new(all);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} half hours, {eta} left") {
        bar.set_style(style);
    }
    let tx = ctx.write().await?;
    let imported = contacts::import_history(ctx, &tx, &file.rows, |done| bar.set_position(done));
    let imported = imported.await?;
    tx.commit().await?;
    bar.finish_and_clear();
    Ok(imported)
}

fn told(faults: &[HistoryFault]) -> String {
    let mut text = String::from("nothing was written:");
    for HistoryFault {
        line,
        column,
        reason,
    } in faults
    {
        let _written = write!(text, "\n  line {line}, {column}: {reason}");
    }
    text
}

fn summary(file: &HistoryFile, imported: Imported, is_dry_run: bool) -> String {
    let each = match file.interval {
        Interval::HalfHour => "a half hour each",
        Interval::Hour => "an hour each, split into halves",
    };
    let done = if is_dry_run {
        "would be taken over"
    } else {
        "are taken over"
    };
    let Imported {
        half_hours,
        replaced,
        contacts,
    } = imported;
    format!(
        "{} lines, {each}: {contacts} contacts in {half_hours} half hours {done}, {replaced} of them in place of \
         earlier ones",
        file.lines
    )
}
