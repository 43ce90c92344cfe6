//! A centre serves a channel by its own queue and for the national one: it is open where either is.

use centres::Answer;

/// One answer from those for both queues.
pub(crate) fn joined(one: Answer, other: Answer) -> Answer {
    let takes_other = match (one.open, other.open) {
        (true, false) => false,
        (false, true) => true,
        (true, true) => closes_later(&other, &one),
        (false, false) => opens_sooner(&other, &one),
    };
    if takes_other { other } else { one }
}

/// Without an end, it is open for longer than anybody looks ahead.
fn closes_later(this: &Answer, than: &Answer) -> bool {
    match (this.closes_at, than.closes_at) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(end), Some(known)) => end > known,
    }
}

fn opens_sooner(this: &Answer, than: &Answer) -> bool {
    match (this.next_opening, than.next_opening) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(next), Some(known)) => next < known,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use centres::Why;
    use chrono::TimeDelta;
    use testkit::working_day;

    fn open(hours: Option<i64>) -> Answer {
        Answer {
            open: true,
            why: Why::Open,
            closes_at: hours.map(|hours| working_day() + TimeDelta::hours(hours)),
            next_opening: None,
        }
    }

    fn closed(hours: Option<i64>) -> Answer {
        Answer {
            open: false,
            why: Why::OutsideHours,
            closes_at: None,
            next_opening: hours.map(|hours| working_day() + TimeDelta::hours(hours)),
        }
    }

    #[test]
    fn the_better_of_two_answers_is_told() {
        for (one, other, expected) in [
            (open(Some(1)), closed(Some(2)), open(Some(1))),
            (closed(Some(2)), open(Some(1)), open(Some(1))),
            (open(Some(1)), open(Some(3)), open(Some(3))),
            (open(Some(1)), open(None), open(None)),
            (open(None), open(Some(1)), open(None)),
            (closed(Some(5)), closed(Some(2)), closed(Some(2))),
            (closed(None), closed(Some(2)), closed(Some(2))),
            (closed(Some(2)), closed(None), closed(Some(2))),
        ] {
            assert_eq!(joined(one, other), expected);
        }
    }
}
