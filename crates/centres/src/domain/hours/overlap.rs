//! Intervals of a week that contradict each other.

use super::WeeklyInterval;

const DAY: u32 = 24 * 60;
const WEEK: u32 = 7 * DAY;

/// The first two intervals of one queue and channel that are open at the same time, by their places in the
/// list. Touching ones are not, nor are those that never hold in the same period.
pub fn first_overlap(week: &[WeeklyInterval]) -> Option<(usize, usize)> {
    let pairs = week.iter().enumerate().flat_map(|(place, one)| {
        let others = week.iter().enumerate().skip(place + 1);
        others.map(move |other| ((place, one), other))
    });
    let mut found = pairs.filter(|((_, one), (_, other))| overlap(one, other));
    found
        .next()
        .map(|((first, _), (second, _))| (first, second))
}

fn overlap(one: &WeeklyInterval, other: &WeeklyInterval) -> bool {
    let same = one.queue == other.queue && one.channel == other.channel;
    let begins_before = |a: &WeeklyInterval, b: &WeeklyInterval| {
        a.valid_from
            .zip(b.valid_until)
            .is_none_or(|(from, until)| from <= until)
    };
    let in_one_period = begins_before(one, other) && begins_before(other, one);
    let ((begin, length), (other_begin, other_length)) = (minutes(one), minutes(other));
    // The week is a circle: the night of Sunday runs into Monday.
    let within = (other_begin + WEEK - begin) % WEEK < length;
    let around = (begin + WEEK - other_begin) % WEEK < other_length;
    same && in_one_period && (within || around)
}

/// Where it begins, in minutes since Monday 00:00, and how long it lasts.
fn minutes(interval: &WeeklyInterval) -> (u32, u32) {
    let (opens, closes) = (interval.span.opens(), interval.span.closes());
    let begin = interval.weekday.num_days_from_monday() * DAY + u32::from(opens);
    (begin, u32::from(closes - opens))
}
