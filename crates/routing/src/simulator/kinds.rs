//! Kinds of days to try a policy on where no day has been recorded yet: 15 centres, a few, the usual or many contacts.

use super::{Arrivals, Handling, Patience, Scenario, ScenarioCentre};

/// Contacts from 8 to 22 o'clock, in parts of [`PARTS`] per hour.
const PROFILE: [f64; 14] = [
    2.0, 3.2, 4.0, 4.2, 4.0, 4.0, 4.4, 4.8, 5.0, 4.8, 4.6, 4.8, 4.4, 2.8,
];
const PARTS: f64 = 57.0;
const FIRST_HOUR: usize = 8;

type Shift = (u32, u32, u32);

/// Part of the seekers, and shifts on a small, a normal and a peak day: from minute, to minute, counsellors.
type Row = (f64, &'static [Shift], &'static [Shift], &'static [Shift]);

const CENTRES: [Row; 15] = [
    (18.0, &[(480, 900, 1)], &[(480, 1320, 2)], &[(480, 1320, 5)]),
    (
        12.0,
        &[(900, 1320, 1)],
        &[(480, 1320, 1), (900, 1260, 1)],
        &[(480, 1320, 2), (900, 1260, 2)],
    ),
    (
        10.0,
        &[(540, 960, 1)],
        &[(480, 1320, 1)],
        &[(480, 1320, 2), (1080, 1320, 1)],
    ),
    (9.0, &[(840, 1260, 1)], &[(480, 1320, 1)], &[(480, 1320, 2)]),
    (8.0, &[(480, 840, 1)], &[(540, 1020, 1)], &[(540, 1020, 2)]),
    (7.0, &[(960, 1320, 1)], &[(540, 1020, 1)], &[(540, 1020, 2)]),
    (6.0, &[(600, 1020, 1)], &[(600, 1080, 1)], &[(600, 1080, 2)]),
    (6.0, &[(720, 1140, 1)], &[(840, 1320, 1)], &[(840, 1320, 2)]),
    (5.0, &[(900, 1200, 1)], &[(840, 1320, 1)], &[(840, 1320, 2)]),
    (5.0, &[(660, 960, 1)], &[(900, 1320, 1)], &[(900, 1320, 2)]),
    (4.0, &[(540, 780, 1)], &[(480, 780, 1)], &[(480, 780, 2)]),
    (
        3.0,
        &[(1020, 1320, 1)],
        &[(960, 1260, 1)],
        &[(960, 1260, 2)],
    ),
    (3.0, &[(780, 1080, 1)], &[(660, 900, 1)], &[(660, 900, 2)]),
    (
        2.0,
        &[(1080, 1320, 1)],
        &[(1080, 1320, 1)],
        &[(1080, 1320, 2)],
    ),
    (2.0, &[(960, 1200, 1)], &[(720, 960, 1)], &[(720, 960, 2)]),
];

impl Scenario {
    /// A quiet day: 150 contacts, one at a time, one or two counsellors at once in most hours.
    pub fn small() -> Self {
        kind("small", 11, 150.0, 1, |row| row.1)
    }

    /// A usual day: 660 contacts, two at a time.
    pub fn normal() -> Self {
        kind("normal", 12, 660.0, 2, |row| row.2)
    }

    /// A day near a deadline: 1650 contacts, two at a time, twice as many counsellors as usual.
    pub fn peak() -> Self {
        kind("peak", 13, 1650.0, 2, |row| row.3)
    }

    /// All kinds, the quietest first.
    pub fn kinds() -> [Self; 3] {
        [Self::small(), Self::normal(), Self::peak()]
    }
}

fn kind(
    name: &str,
    seed: u64,
    contacts: f64,
    concurrency: u32,
    shifts: fn(&Row) -> &'static [Shift],
) -> Scenario {
    let mut per_hour = vec![0.0; FIRST_HOUR];
    per_hour.extend(PROFILE.iter().map(|part| contacts * part / PARTS));
    per_hour.resize(24, 0.0);
    let centres = (1..).zip(&CENTRES).map(|(number, row)| ScenarioCentre {
        id: format!("c{number:02}"),
        share: row.0,
        shifts: shifts(row).to_vec(),
        agreed_share: 1,
        counsellors: Vec::new(),
        county: None,
        region: None,
    });
    Scenario {
        name: name.to_owned(),
        seed,
        sl_s: 60.0,
        concurrency,
        speedup: vec![1.0, 1.9, 2.7],
        handling: Handling {
            dist: "lognormal".to_owned(),
            mean_s: 1200.0,
            cv: 0.9,
        },
        patience: Patience {
            mean_s: Some(600.0),
        },
        arrivals: Arrivals { per_hour },
        centres: centres.collect(),
        people: Vec::new(),
    }
}
