//! What the demo remembers: some weeks of contacts and of counsellors at work, and rotas for the weeks to come. The
//! same for the same day: nothing is drawn but by the date.

use centres::{ClosedDays, DEFAULT_ZONE};
use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone};
use contacts::PastContact;
use kernel::{CentreId, Channel, County, Instant, Language, StaffId, WorkType};
use platform::{Ctx, Fault, TenantTx};
use routing::simulator::Chance;

/// Weeks that are remembered, and days that are planned.
const WEEKS: u32 = 14;
const PLANNED_DAYS: usize = 35;
/// Contacts of an average weekday.
const LEVEL: f64 = 62.0;
/// Monday to Sunday.
const WEEKDAYS: [f64; 7] = [1.3, 1.1, 1.0, 0.95, 0.65, 0.12, 0.18];
/// Parts of a day's contacts by hours from 8 o'clock.
const HOURS: [f64; 12] = [
    5.0, 8.0, 11.0, 12.0, 9.0, 10.0, 12.0, 11.0, 8.0, 6.0, 5.0, 3.0,
];
const FIRST_HOUR: u32 = 8;
/// Counties whose centres were at work, and those that have planned.
const AT_WORK: [&str; 5] = ["11", "34", "46", "50", "55"];
const PLANNING: [&str; 3] = ["11", "46", "50"];
/// Whose seekers come, by tenths of them.
const HOMES: [&str; 10] = ["03", "03", "32", "46", "11", "50", "34", "42", "18", "33"];
const TOPICS: [&str; 5] = ["education", "study_choice", "work", "application", "other"];
const PATIENCE_S: f64 = 480.0;
/// Contacts one counsellor holds at once.
const AT_ONCE: usize = 2;

/// The counsellors of a centre.
#[derive(Debug)]
pub(super) struct Crew {
    pub(super) county: County,
    pub(super) centre: CentreId,
    pub(super) staff: Vec<StaffId>,
}

/// Somebody at work on a day.
struct Duty {
    staff: StaffId,
    centre: CentreId,
    from: Instant,
    until: Instant,
    /// When each talk held ends.
    ends: Vec<Instant>,
}

/// Writes all of it.
pub(super) async fn load(
    ctx: &Ctx,
    tx: &TenantTx,
    crews: &[Crew],
    closed_days: &ClosedDays,
) -> Result<(), Fault> {
    let today = ctx.now.with_timezone(&DEFAULT_ZONE).date_naive();
    let first = today
        .checked_sub_days(Days::new(u64::from(WEEKS) * 7))
        .unwrap_or(today);
    let is_open = |on: &NaiveDate| closed_days.names(*on).is_none();
    for on in first
        .iter_days()
        .take_while(|on| *on < today)
        .filter(is_open)
    {
        let mut duties = on_duty(crews, &AT_WORK, on);
        let past = contacts_of(on, &mut duties);
        contacts::insert_past(ctx, tx, &past).await?;
        for duty in &duties {
            let span = (duty.from, duty.until);
            centres::note_work(tx, (duty.staff, duty.centre), span).await?;
        }
    }
    let coming = today.iter_days().take(PLANNED_DAYS).filter(is_open);
    for on in coming {
        for duty in on_duty(crews, &PLANNING, on) {
            let span = (duty.from, duty.until);
            centres::note_shift(ctx, tx, (duty.staff, duty.centre), span).await?;
        }
    }
    Ok(())
}

fn at(on: NaiveDate, hour: u32, minute: u32) -> Instant {
    let wall = on.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default());
    let local = DEFAULT_ZONE.from_local_datetime(&wall).earliest();
    local.map_or_else(|| wall.and_utc(), |at| at.to_utc())
}

/// Two in three work on a weekday, early or late by turns; on weekends one does.
fn on_duty(crews: &[Crew], counties: &[&str], on: NaiveDate) -> Vec<Duty> {
    let weekday = on.weekday().num_days_from_monday();
    let mut duties = Vec::new();
    for crew in crews {
        if !counties.contains(&crew.county.as_str()) {
            continue;
        }
        for (turn, staff) in (0_u32..).zip(&crew.staff) {
            let hours = match (weekday, (turn + weekday) % 3) {
                (0..5, 0) => Some(((8, 0), (14, 0))),
                (0..5, 1) => Some(((14, 0), (20, 0))),
                (5.., _) if turn == 0 && crew.county.as_str() == "50" => Some(((8, 0), (20, 0))),
                _ => None,
            };
            if let Some((from, until)) = hours {
                duties.push(Duty {
                    staff: *staff,
                    centre: crew.centre,
                    from: at(on, from.0, from.1),
                    until: at(on, until.0, until.1),
                    ends: Vec::new(),
                });
            }
        }
    }
    duties
}

/// The contacts of a day, in the order they came.
fn contacts_of(on: NaiveDate, duties: &mut [Duty]) -> Vec<PastContact> {
    let mut chance = Chance::new(u64::from(on.num_days_from_ce().unsigned_abs()));
    let weekday = usize::try_from(on.weekday().num_days_from_monday()).unwrap_or_default();
    let level = LEVEL * WEEKDAYS.get(weekday).copied().unwrap_or(1.0);
    let all: f64 = HOURS.iter().sum();
    let mut past = Vec::new();
    for (hour, part) in (FIRST_HOUR..).zip(HOURS) {
        let begins = at(on, hour, 0);
        let mut second = 0.0;
        loop {
            second += chance.exponential(3600.0 * all / (level * part));
            if second >= 3600.0 {
                break;
            }
            past.push(contact(begins + seconds(second), duties, &mut chance));
        }
    }
    past
}

/// As exact as the database keeps it.
fn seconds(count: f64) -> TimeDelta {
    let duration = std::time::Duration::try_from_secs_f64(count.max(0.0)).unwrap_or_default();
    TimeDelta::microseconds(i64::try_from(duration.as_micros()).unwrap_or_default())
}

fn one_of<'a>(chance: &mut Chance, words: &[&'a str]) -> &'a str {
    let drawn = chance.below(u32::try_from(words.len()).unwrap_or_default());
    let drawn = usize::try_from(drawn).unwrap_or_default();
    words.get(drawn).copied().unwrap_or_default()
}

fn contact(joined_at: Instant, duties: &mut [Duty], chance: &mut Chance) -> PastContact {
    let gives_up_at = joined_at + seconds(chance.exponential(PATIENCE_S));
    // A talk of 17 minutes on average, some of an hour.
    let talk = seconds(chance.normal().mul_add(0.7, 6.7).exp().min(5400.0));
    let answered = answer(joined_at, gives_up_at, duties, chance).map(|(duty, at)| {
        duty.ends.push(at + talk);
        (duty.staff, duty.centre, at)
    });
    let language = match chance.below(20) {
        0 | 1 => Language::Nn,
        2 => Language::En,
        _ => Language::Nb,
    };
    PastContact {
        joined_at,
        channel: Channel::Chat,
        language,
        work_type: if chance.below(3) == 0 {
            WorkType::Information
        } else {
            WorkType::Guidance
        },
        topic: Some(one_of(chance, &TOPICS).to_owned()),
        county: one_of(chance, &HOMES).parse().ok(),
        answered,
        closed_at: answered.map_or(gives_up_at, |(_, _, at)| at + talk),
    }
}

/// Who takes it, and when; none when the seeker gives up first.
fn answer<'a>(
    joined_at: Instant,
    gives_up_at: Instant,
    duties: &'a mut [Duty],
    chance: &mut Chance,
) -> Option<(&'a mut Duty, Instant)> {
    let free_at = |duty: &Duty| {
        let mut held = duty.ends.clone();
        held.retain(|end| *end > joined_at);
        held.sort_unstable();
        let room = held.len().checked_sub(AT_ONCE);
        room.map_or(joined_at, |over| {
            held.get(over).copied().unwrap_or(joined_at)
        })
    };
    let answers_after = seconds(f64::from(5 + chance.below(30)));
    let there = duties
        .iter_mut()
        .filter(|duty| duty.from <= joined_at && joined_at < duty.until);
    let duty = there.min_by_key(|duty| (free_at(duty), duty.ends.len()))?;
    let answered_at = free_at(duty) + answers_after;
    (answered_at < gives_up_at && answered_at < duty.until).then_some((duty, answered_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crew() -> Crew {
        let id = uuid::Uuid::from_u128;
        Crew {
            county: "46".parse().unwrap(),
            centre: CentreId::from_row(id(1)),
            staff: (2..8).map(|number| StaffId::from_row(id(number))).collect(),
        }
    }

    #[test]
    fn the_same_day_is_remembered_the_same_way_and_nobody_holds_too_many() {
        let monday = NaiveDate::from_ymd_opt(2026, 11, 16).unwrap();
        let day = || contacts_of(monday, &mut on_duty(&[crew()], &AT_WORK, monday));
        let past = day();
        assert!((50..120).contains(&past.len()), "{} came", past.len());
        let told = |past: &[PastContact]| format!("{past:?}");
        assert_eq!(told(&past), told(&day()));
        for one in &past {
            let Some((staff, _, at)) = one.answered else {
                continue;
            };
            let held = past.iter().filter(|other| {
                let other_answered = other.answered.filter(|(who, _, _)| *who == staff);
                other_answered.is_some_and(|(_, _, from)| from <= at) && other.closed_at > at
            });
            assert!(held.count() <= AT_ONCE, "{one:?}");
        }
    }
}
