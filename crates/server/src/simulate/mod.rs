//! `veiviser simulate`: plays seekers and counsellors over the real API against a running server,
//! and checks that nothing said was lost, doubled or put out of order.

mod api;
mod cast;
mod counsellor;
mod frames;
mod ledger;
mod line;
mod pace;
mod progress;
mod report;
mod seeker;
mod talk;

use std::{fs::File, path::PathBuf, sync::Arc, time::Duration};

use anyhow::{Context, ensure};
use clap::Args;
use rand::{Rng, SeedableRng, rngs::StdRng};
use tokio::{task::JoinSet, time::Instant};
use tokio_util::sync::CancellationToken;

pub use cast::{Account, Cast, Script, Turn};
pub use ledger::{Acked, Breach, BreachKind, Record, Side};
pub use report::{Report, Waits};

use api::Api;
use counsellor::Counsellor;
use pace::Pace;
use progress::{Counters, show};
use seeker::Story;

/// How long a server may be out of reach before the players give up.
const OUTAGE_LIMIT: Duration = Duration::from_mins(1);
/// How long counsellors may take to write up and leave once all seekers are gone.
const LEAVE_LIMIT: Duration = Duration::from_secs(90);

/// Options of `veiviser simulate`.
#[derive(Clone, Debug, Args)]
pub struct Options {
    /// Where the server runs; `http` only.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    pub url: String,
    /// Seekers at the same time; each who is done is followed by another.
    #[arg(long, default_value_t = 20)]
    pub seekers: usize,
    /// Minutes until the last talks are brought to an end.
    #[arg(long, default_value_t = 5.0)]
    pub minutes: f64,
    /// Counsellors on duty, of the demo's; as many as the seekers need where left out.
    #[arg(long)]
    pub counsellors: Option<usize>,
    /// How many times faster than people everybody reads and types.
    #[arg(long, default_value_t = 1.0)]
    pub speed: f64,
    /// Repeats who writes what, and when.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Cut connections at random moments.
    #[arg(long)]
    pub cut_lines: bool,
    /// Password of the demo's log-ins.
    #[arg(long, default_value = crate::demo::PASSWORD)]
    pub password: String,
    /// Also write the result as JSON.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

/// What is played.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Where the server runs.
    pub url: String,
    /// Seekers at the same time.
    pub seekers: usize,
    /// Time until the last talks are brought to an end.
    pub lasts: Duration,
    /// How many times faster than people everybody reads and types.
    pub speed: f64,
    /// Repeats who writes what, and when.
    pub seed: u64,
    /// Mean time between two cuts of one connection; none: lines hold.
    pub cut_every: Option<Duration>,
    /// Mean seconds, at the speed of people, a seeker waits before leaving; none: for ever.
    pub patience_seconds: Option<f64>,
    /// Password of all accounts.
    pub password: String,
}

/// What all players share.
struct World {
    api: Api,
    plan: Plan,
    cast: Cast,
    pace: Pace,
    counters: Counters,
    /// Tells this run from others with the same seed.
    run: u128,
    /// Cancelled when seekers are to end their talks.
    closing: CancellationToken,
    /// Cancelled when counsellors are to leave.
    leaving: CancellationToken,
}

/// Plays against a server with demo data, shows how it goes, and prints what came of it.
///
/// # Errors
/// When the server cannot be used, and when anything was lost, doubled or out of order.
pub async fn run(options: Options) -> anyhow::Result<()> {
    ensure!(options.seekers > 0, "--seekers must be at least 1");
    ensure!(options.speed > 0.0, "--speed must be above 0");
    let cast = Cast::read()?;
    let counsellors = options
        .counsellors
        .unwrap_or_else(|| options.seekers.div_ceil(2).max(9));
    let plan = Plan {
        url: options.url,
        seekers: options.seekers,
        lasts: Duration::try_from_secs_f64(options.minutes * 60.0).context("--minutes")?,
        speed: options.speed,
        seed: options.seed,
        cut_every: options.cut_lines.then_some(Duration::from_secs(20)),
        patience_seconds: Some(600.0),
        password: options.password,
    };
    let report = play(plan, cast.with_counsellors(counsellors), true).await?;
    report.print();
    if let Some(path) = &options.json {
        let file =
            File::create(path).with_context(|| format!("{} cannot be written", path.display()))?;
        serde_json::to_writer_pretty(file, &report)?;
    }
    ensure!(report.is_sound(), "the server broke its word, see above");
    Ok(())
}

/// Plays `plan` with `cast`; `visible` shows how it goes on the terminal.
///
/// # Errors
/// When the server is out of reach for a minute, is closed, or knows none of the accounts.
pub async fn play(plan: Plan, cast: Cast, visible: bool) -> anyhow::Result<Report> {
    let world = Arc::new(World {
        api: Api::new(&plan.url, OUTAGE_LIMIT)?,
        pace: Pace::new(plan.speed),
        plan,
        cast,
        counters: Counters::default(),
        run: StdRng::from_os_rng().random(),
        closing: CancellationToken::new(),
        leaving: CancellationToken::new(),
    });
    let started = Instant::now();
    let mut desks = JoinSet::new();
    for counsellor in enter(&world).await? {
        desks.spawn(counsellor.work());
    }
    let mut seats = JoinSet::new();
    for number in 0..world.plan.seekers {
        seats.spawn(seeker::seat(Arc::clone(&world), number));
    }
    let shown = visible.then(|| show(&world));
    let (stories, failure) = hear_out(&world, seats, started + world.plan.lasts).await?;
    world.leaving.cancel();
    let mut records = Vec::new();
    let left = tokio::time::timeout(LEAVE_LIMIT, async {
        while let Some(joined) = desks.join_next().await {
            records.push(joined?);
        }
        anyhow::Ok(())
    });
    left.await
        .context("the counsellors could not bring their talks to an end")??;
    if let Some(shown) = shown {
        shown.finish();
    }
    match failure {
        Some(error) => Err(error),
        None => Ok(Report::new(&world, started.elapsed(), stories, records)),
    }
}

/// Waits for all seekers, and bids them end at the deadline; returns what they tell, and what made one give up.
async fn hear_out(
    world: &World,
    mut seats: JoinSet<anyhow::Result<Vec<Story>>>,
    deadline: Instant,
) -> anyhow::Result<(Vec<Story>, Option<anyhow::Error>)> {
    let mut stories = Vec::new();
    let mut failure = None;
    loop {
        let joined = tokio::select! {
            joined = seats.join_next() => joined,
            () = tokio::time::sleep_until(deadline), if !world.closing.is_cancelled() => {
                world.closing.cancel();
                continue;
            }
        };
        match joined {
            Some(Ok(Ok(told))) => stories.extend(told),
            Some(Ok(Err(error))) => {
                world.closing.cancel();
                failure.get_or_insert(error);
            }
            Some(Err(error)) => return Err(error.into()),
            None => return Ok((stories, failure)),
        }
    }
}

/// Logs every counsellor in.
async fn enter(world: &Arc<World>) -> anyhow::Result<Vec<Counsellor>> {
    let mut entering = JoinSet::new();
    for (number, account) in world.cast.counsellors.iter().enumerate() {
        let (world, account) = (Arc::clone(world), account.clone());
        entering.spawn(async move { Counsellor::log_in(world, account, number).await });
    }
    let mut counsellors = Vec::new();
    while let Some(entered) = entering.join_next().await {
        counsellors.push(entered??);
    }
    ensure!(
        !counsellors.is_empty(),
        "nobody of the demo's counsellors is on duty"
    );
    Ok(counsellors)
}
