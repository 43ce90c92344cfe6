//! The preview, against the resolver minute by minute.

use chrono::TimeDelta;

use super::*;

fn hours() -> OpeningHours {
    let week = [
        (Weekday::Mon, "09:00", "11:30"),
        (Weekday::Mon, "12:00", "15:30"),
        (Weekday::Fri, "20:00", "02:00"),
    ];
    let week = week.map(|(weekday, opens, closes)| WeeklyInterval {
        queue: QueueKind::National,
        channel: Channel::Chat,
        weekday,
        span: Span::from_clock(opens, closes).unwrap(),
        valid_from: None,
        valid_until: None,
    });
    let planning = DatedException {
        date: NaiveDate::from_ymd_opt(2027, 5, 10).unwrap(),
        queue: None,
        channel: None,
        replacement: Replacement::Closed,
        text: Texts::from_iter([(Language::Nb, "Planleggingsdag")]),
    };
    OpeningHours::new(DEFAULT_ZONE, week.to_vec(), vec![planning])
}

#[test]
fn the_preview_says_what_seekers_will_be_told() {
    let hours = hours();
    let mut closed = ClosedDays::default();
    let national_day = NaiveDate::from_ymd_opt(2027, 5, 17).unwrap();
    for name in ["Grunnlovsdagen", "Andre pinsedag"] {
        closed.insert(national_day, Texts::from_iter([(Language::Nb, name)]));
    }
    let from = NaiveDate::from_ymd_opt(2027, 5, 3).unwrap();
    let served = (QueueKind::National, Channel::Chat);
    let days = hours.preview(&closed, served, from, 28);
    assert_eq!(days.len(), 28);
    for day in &days {
        let midnight = super::super::wall::opening_instant(hours.zone(), day.date.into());
        for minute in 0..24 * 60 {
            let at = midnight + TimeDelta::minutes(minute);
            let shown = day
                .open
                .iter()
                .any(|(opens, closes)| *opens <= at && at < *closes);
            let told = hours.answer(&closed, served.0, served.1, at);
            assert_eq!(shown, told.open, "{at}");
        }
    }
    let lunch = &days[0];
    assert_eq!(lunch.open.len(), 2);
    assert!(matches!(days[7].why, Why::Exception { .. }));
    let Why::ClosedDay { names } = &days[14].why else {
        panic!("{:?}", days[14]);
    };
    assert_eq!(names.len(), 2);
    // Friday night goes on into Saturday.
    assert_eq!((days[4].open.len(), days[5].open.len()), (1, 1));
}
