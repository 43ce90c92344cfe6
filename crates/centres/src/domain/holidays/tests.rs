use super::*;

fn listed(year: i32, kind: HolidayKind) -> Vec<(String, String)> {
    holidays(year)
        .into_iter()
        .filter(|day| day.kind == kind)
        .map(|day| {
            let name = day.name.get(Language::Nb).unwrap_or_default().to_owned();
            (day.date.format("%m-%d").to_string(), name)
        })
        .collect()
}

fn expected(days: &[(&str, &str)]) -> Vec<(String, String)> {
    days.iter()
        .map(|(date, name)| ((*date).to_owned(), (*name).to_owned()))
        .collect()
}

#[test]
fn public_holidays_of_2026_are_the_twelve_known_dates() {
    let known = [
        ("01-01", "Første nyttårsdag"),
        ("04-02", "Skjærtorsdag"),
        ("04-03", "Langfredag"),
        ("04-05", "Første påskedag"),
        ("04-06", "Andre påskedag"),
        ("05-01", "Arbeidernes dag"),
        ("05-14", "Kristi himmelfartsdag"),
        ("05-17", "Grunnlovsdagen"),
        ("05-24", "Første pinsedag"),
        ("05-25", "Andre pinsedag"),
        ("12-25", "Første juledag"),
        ("12-26", "Andre juledag"),
    ];
    assert_eq!(listed(2026, HolidayKind::Public), expected(&known));
}

#[test]
fn constitution_day_and_whit_monday_share_the_date_in_2027() {
    let known = [
        ("01-01", "Første nyttårsdag"),
        ("03-25", "Skjærtorsdag"),
        ("03-26", "Langfredag"),
        ("03-28", "Første påskedag"),
        ("03-29", "Andre påskedag"),
        ("05-01", "Arbeidernes dag"),
        ("05-06", "Kristi himmelfartsdag"),
        ("05-16", "Første pinsedag"),
        ("05-17", "Grunnlovsdagen"),
        ("05-17", "Andre pinsedag"),
        ("12-25", "Første juledag"),
        ("12-26", "Andre juledag"),
    ];
    assert_eq!(listed(2027, HolidayKind::Public), expected(&known));
}

#[test]
fn movable_days_move_around_constitution_day_in_2035_and_2036() {
    let known_2035 = [
        ("01-01", "Første nyttårsdag"),
        ("03-22", "Skjærtorsdag"),
        ("03-23", "Langfredag"),
        ("03-25", "Første påskedag"),
        ("03-26", "Andre påskedag"),
        ("05-01", "Arbeidernes dag"),
        ("05-03", "Kristi himmelfartsdag"),
        ("05-13", "Første pinsedag"),
        ("05-14", "Andre pinsedag"),
        ("05-17", "Grunnlovsdagen"),
        ("12-25", "Første juledag"),
        ("12-26", "Andre juledag"),
    ];
    assert_eq!(listed(2035, HolidayKind::Public), expected(&known_2035));
    let public = listed(2036, HolidayKind::Public);
    assert!(public.contains(&("05-22".to_owned(), "Kristi himmelfartsdag".to_owned())));
    assert!(public.contains(&("06-02".to_owned(), "Andre pinsedag".to_owned())));
}

#[test]
fn easter_sunday_matches_the_almanac() {
    let known = [
        (1818, 3, 22),
        (1943, 4, 25),
        (1954, 4, 18),
        (1961, 4, 2),
        (1981, 4, 19),
        (2000, 4, 23),
        (2008, 3, 23),
        (2011, 4, 24),
        (2025, 4, 20),
        (2026, 4, 5),
        (2027, 3, 28),
        (2028, 4, 16),
        (2029, 4, 1),
        (2030, 4, 21),
        (2031, 4, 13),
        (2032, 3, 28),
        (2033, 4, 17),
        (2034, 4, 9),
        (2035, 3, 25),
        (2036, 4, 13),
        (2038, 4, 25),
        (2076, 4, 19),
        (2285, 3, 22),
    ];
    for (year, month, day) in known {
        assert_eq!(
            easter_sunday(year),
            NaiveDate::from_ymd_opt(year, month, day),
            "{year}"
        );
    }
}

#[test]
fn christmas_eve_and_new_years_eve_are_practice_only() {
    let known = [("12-24", "Julaften"), ("12-31", "Nyttårsaften")];
    assert_eq!(listed(2026, HolidayKind::Practice), expected(&known));
}

#[test]
fn every_day_is_named_in_all_four_languages() {
    for day in holidays(2026) {
        for language in Language::ALL {
            assert!(
                day.name.exact(*language).is_some(),
                "{} {language}",
                day.date
            );
        }
    }
}

#[test]
fn years_before_the_gregorian_calendar_have_no_days() {
    assert!(holidays(1582).is_empty());
    assert_eq!(easter_sunday(i32::MAX), None);
}
