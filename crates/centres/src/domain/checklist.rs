//! What is missing before a centre can take contacts.

use chrono::{Datelike, Days, NaiveDate};
use kernel::{Channel, QueueKind};

use super::{Counsellor, Profile, Terms, hours::OpeningHours, share_on};

/// How long before a year its closed days are to be seen, in days.
const AHEAD: u64 = 31;
/// Channels on which seekers are answered at once; appointments have slots in place of hours.
const ANSWERED_AT_ONCE: [Channel; 4] = [
    Channel::Chat,
    Channel::Phone,
    Channel::Callback,
    Channel::Video,
];

/// What is asked of a centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It says what it does, and has a telephone number or an e-mail address.
    Profile,
    /// It has a site.
    Site,
    /// A channel that is switched on has hours in some queue.
    Hours(Channel),
    /// Somebody guides in some language and can carry something.
    Counsellor,
    /// It contributes by an agreement in force, or serves a queue of its own.
    Agreement,
    /// Somebody administers it.
    Administrator,
    /// Somebody has seen the national closed days of this year, in December those of the next.
    ClosedDays,
}

/// A step and whether it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// What is asked.
    pub step: Step,
    /// Whether nothing is missing.
    pub done: bool,
}

/// What is known of a centre.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// What it tells of itself.
    pub profile: &'a Profile,
    /// How many sites it has.
    pub sites: u64,
    /// When it is open, without the channels that are switched off.
    pub hours: &'a OpeningHours,
    /// Its staff.
    pub staff: &'a [Counsellor],
    /// What it promises.
    pub agreements: &'a [Terms],
    /// How many administer it.
    pub administrators: u32,
    /// The local date.
    pub today: NaiveDate,
}

/// Every step, in the order in which a centre takes them.
pub fn checklist(facts: &Facts<'_>) -> Vec<Item> {
    let item = |step, done| Item { step, done };
    let mut items = vec![
        item(Step::Administrator, facts.administrators > 0),
        item(Step::Profile, tells_of_itself(facts.profile)),
        item(Step::Site, facts.sites > 0),
    ];
    let off: Vec<Channel> = facts.profile.channels_off().collect();
    for channel in ANSWERED_AT_ONCE {
        if !off.contains(&channel) {
            items.push(item(Step::Hours(channel), has_hours(facts, channel)));
        }
    }
    items.push(item(Step::Counsellor, facts.staff.iter().any(guides)));
    items.push(item(Step::Agreement, contributes(facts)));
    items.push(item(Step::ClosedDays, has_seen_closed_days(facts)));
    items
}

fn tells_of_itself(profile: &Profile) -> bool {
    let is_reached = profile.telephone.is_some() || profile.email.is_some();
    !profile.description.is_empty() && is_reached
}

fn has_hours(facts: &Facts<'_>, channel: Channel) -> bool {
    let mut queues = QueueKind::ALL.iter();
    queues.any(|queue| facts.hours.serves_from(facts.today, *queue, channel))
}

fn guides(counsellor: &Counsellor) -> bool {
    !counsellor.languages.is_empty() && counsellor.capacity_units > 0
}

fn contributes(facts: &Facts<'_>) -> bool {
    let promises = |channel: &Channel| share_on(facts.agreements, *channel, facts.today).is_some();
    let serves_own = |channel: &Channel| {
        facts
            .hours
            .serves_from(facts.today, QueueKind::Local, *channel)
    };
    let mut channels = Channel::ALL.iter();
    channels.any(|channel| promises(channel) || serves_own(channel))
}

fn has_seen_closed_days(facts: &Facts<'_>) -> bool {
    let soon = facts.today.checked_add_days(Days::new(AHEAD));
    let year = soon.unwrap_or(facts.today).year();
    facts
        .profile
        .closed_days_seen
        .is_some_and(|seen| seen >= year)
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;
    use kernel::{AccountId, CentreId, Instant, Language, PresenceState, StaffId};

    use super::*;
    use crate::domain::{
        Module, Texts,
        hours::{DEFAULT_ZONE, Span, WeeklyInterval},
    };

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn chat(queue: QueueKind) -> WeeklyInterval {
        WeeklyInterval {
            queue,
            channel: Channel::Chat,
            weekday: Weekday::Mon,
            span: Span::from_clock("09:00", "15:00").unwrap(),
            valid_from: None,
            valid_until: None,
        }
    }

    fn counsellor() -> Counsellor {
        let (sources, _clock) = testkit::sources(1);
        Counsellor {
            staff_id: StaffId::new(&sources),
            centre_id: CentreId::new(&sources),
            account_id: AccountId::new(&sources),
            alias: "Kari".to_owned(),
            languages: vec![Language::Nb],
            topics: Vec::new(),
            channels: vec![Channel::Chat],
            works_from_home: false,
            capacity_units: 2,
            load_units: 0,
            state: PresenceState::Offline,
            since: Instant::UNIX_EPOCH,
            seen_at: Instant::UNIX_EPOCH,
        }
    }

    /// A centre that lacks nothing, with only chat switched on.
    struct Whole {
        profile: Profile,
        hours: OpeningHours,
        staff: Vec<Counsellor>,
        agreements: Vec<Terms>,
    }

    fn whole() -> Whole {
        let off = [Module::Phone, Module::Callback, Module::Video];
        Whole {
            profile: Profile {
                description: Texts::from_iter([(Language::Nn, "Vi rettleier.")]),
                email: Some("post@karriere.example".to_owned()),
                modules_off: off.into_iter().collect(),
                closed_days_seen: Some(2026),
                ..Profile::default()
            },
            hours: OpeningHours::new(DEFAULT_ZONE, [chat(QueueKind::National)], []),
            staff: vec![counsellor()],
            agreements: vec![Terms {
                weekly_minutes: None,
                channel: Channel::Chat,
                share: 50,
                valid_from: day(2026, 1, 1),
                valid_until: None,
            }],
        }
    }

    impl Whole {
        fn missing(&self, today: NaiveDate) -> Vec<Step> {
            let facts = Facts {
                profile: &self.profile,
                sites: 1,
                hours: &self.hours,
                staff: &self.staff,
                agreements: &self.agreements,
                administrators: 1,
                today,
            };
            let open = checklist(&facts).into_iter().filter(|item| !item.done);
            open.map(|item| item.step).collect()
        }
    }

    const JUNE: (i32, u32, u32) = (2026, 6, 1);

    fn missing(change: impl FnOnce(&mut Whole)) -> Vec<Step> {
        let mut centre = whole();
        change(&mut centre);
        centre.missing(day(JUNE.0, JUNE.1, JUNE.2))
    }

    #[test]
    fn a_centre_that_lacks_nothing_is_ready() {
        assert_eq!(missing(|_| {}), []);
    }

    #[test]
    fn a_new_centre_lacks_everything() {
        let facts = Facts {
            profile: &Profile::default(),
            sites: 0,
            hours: &OpeningHours::new(DEFAULT_ZONE, [], []),
            staff: &[],
            agreements: &[],
            administrators: 0,
            today: day(2026, 6, 1),
        };
        let items = checklist(&facts);
        assert!(items.iter().all(|item| !item.done));
        assert_eq!(items.len(), 10);
    }

    #[test]
    fn a_channel_that_is_on_needs_hours_and_one_that_is_off_does_not() {
        let on = missing(|centre| {
            centre.profile.modules_off.remove(&Module::Phone);
        });
        assert_eq!(on, [Step::Hours(Channel::Phone)]);
        let run_out = missing(|centre| {
            let mut interval = chat(QueueKind::National);
            interval.valid_until = Some(day(2026, 5, 31));
            centre.hours = OpeningHours::new(DEFAULT_ZONE, [interval], []);
        });
        assert_eq!(run_out, [Step::Hours(Channel::Chat)]);
    }

    #[test]
    fn a_local_queue_stands_in_for_an_agreement() {
        let none = missing(|centre| centre.agreements.clear());
        assert_eq!(none, [Step::Agreement]);
        let local = missing(|centre| {
            centre.agreements.clear();
            centre.hours = OpeningHours::new(DEFAULT_ZONE, [chat(QueueKind::Local)], []);
        });
        assert_eq!(local, []);
    }

    #[test]
    fn a_counsellor_without_language_or_capacity_does_not_count() {
        let mute = missing(|centre| centre.staff[0].languages.clear());
        assert_eq!(mute, [Step::Counsellor]);
        let full = missing(|centre| centre.staff[0].capacity_units = 0);
        assert_eq!(full, [Step::Counsellor]);
    }

    #[test]
    fn closed_days_of_the_next_year_are_to_be_seen_in_december() {
        assert_eq!(whole().missing(day(2026, 11, 29)), []);
        assert_eq!(whole().missing(day(2026, 12, 1)), [Step::ClosedDays]);
    }

    #[test]
    fn a_description_without_a_way_to_reach_the_centre_is_no_profile() {
        let silent = missing(|centre| centre.profile.email = None);
        assert_eq!(silent, [Step::Profile]);
    }
}
