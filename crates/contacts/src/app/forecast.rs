//! Gathers what a forecast rests on: past contacts, hours, agreements and rotas.

use std::collections::{BTreeMap, BTreeSet};

use centres::{DEFAULT_ZONE, Directory};
use chrono::{Days, NaiveDate, TimeDelta};
use kernel::{CentreId, Channel, Instant, QueueKind};
use platform::{Ctx, Fault, TenantTx};
use routing::{
    Policy, Weight,
    forecast::{Service, ServiceTarget},
};

use crate::{
    domain::{
        demand::{HalfHourOf, half_hour_of, history_of, midnight},
        outlook::Known,
        record::{ASSUMED_PATIENCE_S, ASSUMED_WORK_S},
        traffic::{ENOUGH, Measured, SPEEDUP, WRAP_UP_S, mean_patience, mean_work, works},
    },
    store::{history, traffic},
};

/// Days that are looked back on: two years of known peaks, and some.
const HISTORY_DAYS: i64 = 800;
/// Days whose talks tell how long they last.
const MEASURED_DAYS: i64 = 56;
/// Openings and closings of a month are some hundreds; more is a loop without end.
const MOST_CHANGES: u32 = 10_000;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question {
    pub(crate) channel: Channel,
    pub(crate) from: NaiveDate,
    pub(crate) days: u32,
    pub(crate) target: ServiceTarget,
}

impl Question {
    fn until(&self) -> NaiveDate {
        let until = self.from.checked_add_days(Days::new(self.days.into()));
        until.unwrap_or(self.from)
    }
}

/// What a centre contributes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CentrePart {
    pub(crate) id: CentreId,
    /// Its share of all shares agreed.
    pub(crate) agreed: f64,
    pub(crate) planned: BTreeMap<HalfHourOf, f64>,
}

/// Where the numbers come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sources {
    pub(crate) own_contacts: u64,
    pub(crate) imported_contacts: u64,
    pub(crate) work: Measured,
    pub(crate) patience: Measured,
}

/// Everything gathered.
#[derive(Clone, Debug)]
pub(crate) struct Gathered {
    pub(crate) known: Known,
    pub(crate) sources: Sources,
    pub(crate) centres: Vec<CentrePart>,
}

/// Gathers what is known before the forecast. Needs the national or the system's scope.
pub(crate) async fn gather(
    ctx: &Ctx,
    tx: &TenantTx,
    (directory, policy): (&Directory, &Policy),
    question: &Question,
) -> Result<Gathered, Fault> {
    let channel = question.channel;
    let today = ctx.now.with_timezone(&DEFAULT_ZONE).date_naive();
    let until = midnight(DEFAULT_ZONE, today);
    let within = (until - TimeDelta::days(HISTORY_DAYS), until);
    let own = traffic::count_half_hours(tx, channel, within).await?;
    let imported = history::count_half_hours(tx, channel, within).await?;
    let (own_contacts, imported_contacts) = (sum(&own), sum(&imported));
    let was_open = |on| opens_on(directory, channel, on);
    let counts = own.into_iter().chain(imported);
    let history = history_of(counts, DEFAULT_ZONE, today, was_open);
    let (work, patience) = measure(ctx, tx, channel).await?;
    let centres = centre_parts(tx, directory, question).await?;
    let mut planned: BTreeMap<HalfHourOf, f64> = BTreeMap::new();
    for (place, counsellors) in centres.iter().flat_map(|one| &one.planned) {
        *planned.entry(*place).or_default() += counsellors;
    }
    let at_once = at_once(tx, channel, policy).await?;
    Ok(Gathered {
        known: Known {
            history,
            service: Service {
                work_s: work.or(ASSUMED_WORK_S),
                patience_s: patience.or(ASSUMED_PATIENCE_S),
                speedup: SPEEDUP.into_iter().take(at_once).collect(),
                target: question.target,
            },
            asked: (question.from, question.days),
            open: open_half_hours(directory, question),
            planned,
        },
        sources: Sources {
            own_contacts,
            imported_contacts,
            work,
            patience,
        },
        centres,
    })
}

fn sum(counts: &[(i64, u32)]) -> u64 {
    counts
        .iter()
        .map(|(_, contacts)| u64::from(*contacts))
        .sum()
}

/// Whether the national queue opened on a day, by the hours as they are now.
fn opens_on(directory: &Directory, channel: Channel, on: NaiveDate) -> bool {
    let begins = midnight(DEFAULT_ZONE, on);
    let ends = midnight(DEFAULT_ZONE, on.succ_opt().unwrap_or(on));
    let answer = directory.national_answer(channel, begins);
    answer.open || answer.next_opening.is_some_and(|at| at < ends)
}

/// Every half hour of the days asked for in which the national queue is open for a while.
fn open_half_hours(directory: &Directory, question: &Question) -> BTreeSet<HalfHourOf> {
    let mut open = BTreeSet::new();
    let mut at = midnight(DEFAULT_ZONE, question.from);
    let end = midnight(DEFAULT_ZONE, question.until());
    for _ in 0..MOST_CHANGES {
        if at >= end {
            break;
        }
        let answer = directory.national_answer(question.channel, at);
        if !answer.open {
            let Some(next) = answer.next_opening.filter(|next| *next > at) else {
                break;
            };
            at = next;
            continue;
        }
        let closes = answer.closes_at.unwrap_or(end).min(end);
        let mut step = at;
        while step < closes {
            open.insert(half_hour_of(DEFAULT_ZONE, step));
            step += to_next_half_hour(step);
        }
        at = closes.max(at + TimeDelta::minutes(1));
    }
    open
}

fn to_next_half_hour(at: Instant) -> TimeDelta {
    TimeDelta::seconds(1800 - at.timestamp().rem_euclid(1800))
}

/// How much work a contact is, and how long seekers wait: from the last weeks, else from what was imported.
async fn measure(
    ctx: &Ctx,
    tx: &TenantTx,
    channel: Channel,
) -> Result<(Measured, Measured), Fault> {
    let since = ctx.now - TimeDelta::days(MEASURED_DAYS);
    let past = traffic::list_past(tx, Some(channel), (since, ctx.now)).await?;
    let mut work = mean_work(&works(&past));
    if !work.is_enough() {
        let before = ctx.now - TimeDelta::days(HISTORY_DAYS);
        let (handled, seconds) = history::handling(tx, channel, before).await?;
        let count = u32::try_from(handled).unwrap_or(u32::MAX);
        if count >= ENOUGH {
            work = Measured {
                mean_s: seconds / f64::from(count) + WRAP_UP_S,
                count,
            };
        }
    }
    Ok((work, mean_patience(&past)))
}

/// What every contributing centre has agreed and planned.
async fn centre_parts(
    tx: &TenantTx,
    directory: &Directory,
    question: &Question,
) -> Result<Vec<CentrePart>, Fault> {
    let planned = centres::planned_half_hours(tx, question.from, question.until()).await?;
    let mut planned: BTreeMap<CentreId, _> = planned.into_iter().collect();
    let noon = midnight(DEFAULT_ZONE, question.from) + TimeDelta::hours(12);
    let shares: Vec<(CentreId, u32)> = directory
        .centres()
        .iter()
        .map(|entry| {
            let share = entry.agreement_in_force(question.channel, noon);
            (entry.id, share.unwrap_or_default())
        })
        .collect();
    let all: u32 = shares.iter().map(|(_, share)| share).sum();
    let mut parts = Vec::new();
    for (id, share) in shares {
        let half_hours = planned.remove(&id).unwrap_or_default().into_iter();
        let minutes = half_hours.filter_map(|(place, covered)| {
            let minutes = covered.by_channel.get(&question.channel).copied()?;
            let national = place.queue == QueueKind::National;
            let place = (place.date, place.number);
            national.then_some((place, f64::from(minutes) / 30.0))
        });
        let part = CentrePart {
            id,
            agreed: f64::from(share) / f64::from(all.max(1)),
            planned: minutes.collect(),
        };
        if share > 0 || !part.planned.is_empty() {
            parts.push(part);
        }
    }
    Ok(parts)
}

/// How many contacts of the channel a counsellor holds at once, on average, by the rules in force.
async fn at_once(tx: &TenantTx, channel: Channel, policy: &Policy) -> Result<usize, Fault> {
    let weights = &policy.weights;
    let weight = match channel {
        Channel::Chat => weights.chat,
        Channel::Phone => weights.phone,
        Channel::Callback => weights.callback,
        Channel::Video => weights.video,
        Channel::Appointment => weights.appointment,
    };
    let Weight::Units(units) = weight else {
        return Ok(1);
    };
    let staff = centres::list_counsellors(tx).await?;
    let of_channel = staff.iter().filter(|one| one.channels.contains(&channel));
    let (sum, count) = of_channel.fold((0_u32, 0_u32), |(sum, count), one| {
        (sum.saturating_add(one.capacity_units), count + 1)
    });
    let held = sum / count.max(1) / units.max(1);
    Ok(usize::try_from(held).unwrap_or(1).clamp(1, SPEEDUP.len()))
}
