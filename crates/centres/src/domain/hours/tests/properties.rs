//! Random weeks, exceptions, closed days and instants: the resolver and the minute scan agree.

use std::collections::BTreeMap;

use chrono::{Days, TimeDelta};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{
    minute_scan::{Rules, Scan, WallClock, why_closed},
    *,
};

/// Six days before something happens: the four changes of the clock in 2026 and 2027, Easter,
/// 17 May 2027, New Year, and an ordinary week.
const STARTS: [&str; 8] = [
    "2026-03-23",
    "2026-10-19",
    "2027-03-22",
    "2027-10-25",
    "2026-04-01",
    "2027-05-11",
    "2026-12-26",
    "2026-11-18",
];
/// Days the scan reaches before the first and after the last date asked about.
const MARGIN: u64 = 4;
const ASKED: u64 = 8;

/// The rules of the world, and what is asked.
#[derive(Clone, Debug)]
struct Case {
    start: NaiveDate,
    centres: Vec<Rules>,
    closed: BTreeMap<NaiveDate, Vec<Texts>>,
    instants: Vec<Instant>,
}

fn spans() -> impl Strategy<Value = Span> {
    // Nights and quarters are where endpoints meet the changed clock and each other.
    let edges = [0_u16, 60, 119, 120, 121, 150, 179, 180, 181];
    let opens = prop_oneof![
        2 => select(edges.to_vec()),
        1 => 0_u16..240,
        2 => (0_u16..96).prop_map(|quarter| quarter * 15),
        1 => 0_u16..1440,
    ];
    let next_day = select(edges.map(|edge| edge + 1440).to_vec());
    let closes = prop_oneof![
        2 => select(edges.to_vec()),
        2 => next_day,
        3 => (1_u16..192).prop_map(|quarter| quarter * 15),
        1 => 1_u16..=2880,
    ];
    (opens, closes).prop_map(|(opens, closes)| {
        let closes = if closes <= opens {
            opens + closes.max(1)
        } else {
            closes
        };
        Span::new(opens, closes).unwrap()
    })
}

fn queues() -> impl Strategy<Value = QueueKind> {
    select(QueueKind::ALL)
}

fn channels() -> impl Strategy<Value = Channel> {
    select(vec![Channel::Chat, Channel::Phone])
}

fn dates(start: NaiveDate) -> impl Strategy<Value = NaiveDate> {
    (0..ASKED + MARGIN).prop_map(move |days| start + Days::new(days))
}

fn intervals(start: NaiveDate) -> impl Strategy<Value = WeeklyInterval> {
    let validity = (
        option::weighted(0.2, dates(start)),
        option::weighted(0.2, dates(start)),
    );
    (
        queues(),
        channels(),
        select(&WHOLE_WEEK[..]),
        spans(),
        validity,
    )
        .prop_map(
            |(queue, channel, weekday, span, (valid_from, valid_until))| WeeklyInterval {
                queue,
                channel,
                weekday,
                span,
                valid_from,
                valid_until,
            },
        )
}

fn exceptions(start: NaiveDate) -> impl Strategy<Value = DatedException> {
    let replacement = prop_oneof![
        1 => Just(Replacement::Closed),
        2 => vec(spans(), 0..3).prop_map(Replacement::Open),
        1 => (0_u16..=1440).prop_map(Replacement::Early),
    ];
    let served = (option::of(queues()), option::of(channels()));
    let texts = select(vec!["Planleggingsdag", "Flytting"]);
    (dates(start), served, replacement, texts).prop_map(
        |(date, (queue, channel), replacement, nb)| DatedException {
            date,
            queue,
            channel,
            replacement,
            text: text(nb),
        },
    )
}

/// One centre: some intervals, and sometimes the same span all week.
fn centres(start: NaiveDate) -> impl Strategy<Value = Rules> {
    let every_day = option::weighted(0.3, (intervals(start), spans()));
    (
        vec(intervals(start), 0..14),
        every_day,
        vec(exceptions(start), 0..4),
    )
        .prop_map(|(mut weekly, every_day, exceptions)| {
            if let Some((interval, span)) = every_day {
                weekly.extend(WHOLE_WEEK.map(|weekday| WeeklyInterval {
                    weekday,
                    span,
                    ..interval.clone()
                }));
            }
            Rules { weekly, exceptions }
        })
}

fn cases() -> impl Strategy<Value = Case> {
    let starts = select(&STARTS[..]).prop_map(date);
    starts.prop_flat_map(|start| {
        let first = start.and_hms_opt(0, 0, 0).unwrap().and_utc();
        let seconds = i64::try_from(ASKED * 86_400).unwrap();
        let any_time = 0..seconds;
        // The change of the clock is at 01:00 UTC on the seventh day of the first four starts.
        let at_change = (6 * 86_400 - 7_200_i64)..(6 * 86_400 + 14_400);
        let instants = prop_oneof![any_time, at_change]
            .prop_map(move |seconds| first + TimeDelta::seconds(seconds));
        let names = select(vec!["Grunnlovsdagen", "Andre pinsedag"]).prop_map(text);
        let closed = vec((dates(start), vec(names, 1..3)), 0..3);
        (vec(centres(start), 0..4), closed, vec(instants, 1..12)).prop_map(
            move |(centres, closed, instants)| Case {
                start,
                centres,
                closed: without_repeats(closed),
                instants,
            },
        )
    })
}

fn without_repeats(days: Vec<(NaiveDate, Vec<Texts>)>) -> BTreeMap<NaiveDate, Vec<Texts>> {
    let mut closed: BTreeMap<NaiveDate, Vec<Texts>> = BTreeMap::new();
    for (day, names) in days {
        let known = closed.entry(day).or_default();
        for name in names {
            if !known.contains(&name) {
                known.push(name);
            }
        }
    }
    closed
}

impl Case {
    fn clock(&self) -> WallClock {
        let first = self.start - Days::new(MARGIN);
        let from = first.and_hms_opt(0, 0, 0).unwrap().and_utc();
        let days = ASKED + 2 * MARGIN;
        WallClock::over(DEFAULT_ZONE, from, i64::try_from(days * 1440).unwrap())
    }

    fn scan(&self, clock: &WallClock, rules: &Rules, served: (QueueKind, Channel)) -> Scan {
        Scan::of(clock, rules, &self.closed, served)
    }

    fn closed_days(&self) -> ClosedDays {
        let named = |(day, names): (&NaiveDate, &Vec<Texts>)| {
            let day = *day;
            names.clone().into_iter().map(move |name| (day, name))
        };
        self.closed.iter().flat_map(named).collect()
    }
}

fn opening_hours(rules: &Rules) -> OpeningHours {
    let (weekly, exceptions) = (rules.weekly.clone(), rules.exceptions.clone());
    OpeningHours::new(DEFAULT_ZONE, weekly, exceptions)
}

/// Compares an answer with the scan; beyond the scan's end it can only be later than that.
fn agree(answer: &Answer, scan: &Scan, why: &Why, at: Instant) -> Result<(), TestCaseError> {
    prop_assert_eq!(answer.open, scan.is_open(at), "open at {}", at);
    prop_assert_eq!(&answer.why, why, "why at {}", at);
    let (told, other) = if answer.open {
        (answer.closes_at, answer.next_opening)
    } else {
        (answer.next_opening, answer.closes_at)
    };
    prop_assert_eq!(other, None);
    match scan.next_change(at) {
        Some(change) => prop_assert_eq!(told, Some(change), "next change after {}", at),
        None => prop_assert!(told.is_none_or(|told| told >= scan.end())),
    }
    Ok(())
}

fn expected_national_why(case: &Case, channel: Channel, at: Instant) -> Why {
    let served = (QueueKind::National, channel);
    let today = at.with_timezone(&DEFAULT_ZONE).date_naive();
    let yesterday = today - Days::new(1);
    let contributes = |rules: &&Rules| {
        let open_later = |exception: &DatedException| {
            let queue = exception.queue.is_none_or(|queue| queue == served.0);
            let channel = exception.channel.is_none_or(|only| only == channel);
            let opens =
                matches!(&exception.replacement, Replacement::Open(spans) if !spans.is_empty());
            queue && channel && opens && exception.date >= yesterday
        };
        let weekly = |interval: &WeeklyInterval| {
            (interval.queue, interval.channel) == served
                && interval.valid_until.is_none_or(|until| until >= yesterday)
        };
        rules.weekly.iter().any(weekly) || rules.exceptions.iter().any(open_later)
    };
    let reasons: Vec<Why> = case
        .centres
        .iter()
        .filter(contributes)
        .map(|rules| why_closed(DEFAULT_ZONE, rules, &case.closed, served, at))
        .collect();
    let Some(first) = reasons.first() else {
        return Why::NoCentre;
    };
    let closed_day = reasons.iter().find(|why| why.as_str() == "closed_day");
    if let Some(closed_day) = closed_day {
        return closed_day.clone();
    }
    if reasons.iter().all(|why| why == first) {
        return first.clone();
    }
    Why::OutsideHours
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn centre_answers_as_the_minute_scan_does(
        case in cases(),
        queue in queues(),
        channel in channels(),
    ) {
        let clock = case.clock();
        for rules in &case.centres {
            let hours = opening_hours(rules);
            let scan = case.scan(&clock, rules, (queue, channel));
            for at in &case.instants {
                let answer = hours.answer(&case.closed_days(), queue, channel, *at);
                let why = if scan.is_open(*at) {
                    Why::Open
                } else {
                    why_closed(DEFAULT_ZONE, rules, &case.closed, (queue, channel), *at)
                };
                agree(&answer, &scan, &why, *at)?;
            }
        }
    }

    #[test]
    fn nation_answers_as_the_minute_scan_of_all_centres_does(
        case in cases(),
        channel in channels(),
    ) {
        let served = (QueueKind::National, channel);
        let nothing = Rules { weekly: vec![], exceptions: vec![] };
        let clock = case.clock();
        let mut scan = case.scan(&clock, &nothing, served);
        for rules in &case.centres {
            scan = scan.or(&case.scan(&clock, rules, served));
        }
        let hours: Vec<_> = case.centres.iter().map(opening_hours).collect();
        for at in &case.instants {
            let answer = national_answer(&hours, &case.closed_days(), channel, *at);
            let why = if scan.is_open(*at) {
                Why::Open
            } else {
                expected_national_why(&case, channel, *at)
            };
            agree(&answer, &scan, &why, *at)?;
        }
    }

    #[test]
    fn rules_answer_the_same_in_any_order(case in cases(), seed in any::<u64>()) {
        for rules in &case.centres {
            let mut turned = rules.clone();
            let count = turned.weekly.len().max(1);
            turned.weekly.rotate_left(usize::try_from(seed % u64::try_from(count).unwrap()).unwrap());
            let (one, other) = (opening_hours(rules), opening_hours(&turned));
            for at in &case.instants {
                let ask = |hours: &OpeningHours| {
                    hours.answer(&case.closed_days(), QueueKind::National, Channel::Chat, *at)
                };
                prop_assert_eq!(ask(&one), ask(&other));
            }
        }
    }
}
