//! Who is offered to whom, rule by rule.

use kernel::{Channel, Language};
use routing::{Agreement, Cause, ChannelSet, Decision, Event, LanguageSet, Policy, Queue, Rule};

use crate::world::{
    Desk, agreement, at, centre, centre_id, contact, contact_id, counsellor, desk, from,
    is_overflow, staff_id, topic,
};

#[test]
fn a_newcomer_is_offered_to_a_free_counsellor_at_once() {
    let mut desk = desk(1);
    desk.on_duty(counsellor(1, 1));
    let decisions = desk.join(contact(1, 0));
    let [
        Decision::Offer {
            contact,
            counsellor,
            centre,
            expires_at,
            explanation,
        },
    ] = decisions.as_slice()
    else {
        panic!("{decisions:?}");
    };
    assert_eq!(
        (*contact, *counsellor, *centre),
        (contact_id(1), staff_id(1), centre_id(1))
    );
    assert_eq!(*expires_at, at(30));
    assert_eq!(
        (explanation.considered, explanation.rule),
        (1, Rule::OnlyOne)
    );
    assert_eq!(&*explanation.policy_version, "default");
    assert_eq!(desk.engine.next_deadline(), Some(at(30)));
}

#[test]
fn a_freed_counsellor_takes_the_one_who_came_first() {
    let mut desk = desk(1);
    desk.on_duty(counsellor(1, 1));
    for number in 1..=3 {
        desk.now = i64::from(number);
        desk.join(contact(number, desk.now));
    }
    desk.accept(1, 1);
    assert_eq!(desk.holder(2), None);
    desk.end(1, 1);
    assert_eq!((desk.holder(2), desk.holder(3)), (Some(1), None));
    assert_eq!((desk.position(2), desk.position(3)), (Some(1), Some(2)));
}

#[test]
fn an_urgent_band_goes_first_and_the_place_lost_to_it_is_explained() {
    let mut desk = desk(1);
    desk.join(contact(1, 0));
    let mut urgent = contact(2, 5);
    urgent.band = 0;
    desk.join(urgent);
    let place = desk.engine.place(contact_id(1)).unwrap();
    assert_eq!((place.position, place.ahead_by_priority), (2, 1));
    desk.on_duty(counsellor(1, 1));
    assert_eq!(desk.holder(2), Some(1));
}

#[test]
fn without_widening_a_far_counsellor_is_rung_at_once() {
    let mut desk = desk(4);
    desk.on_duty(counsellor(1, 4));
    desk.join(from("03", 1, 0));
    assert_eq!(desk.holder(1), Some(1));
}

#[test]
fn the_nearest_of_the_free_is_rung() {
    let mut desk = desk(4);
    for centre in [4, 2, 1] {
        desk.on_duty(counsellor(centre, centre));
    }
    let first = desk.join(from("03", 1, 0));
    assert_eq!(desk.holder(1), Some(1));
    assert!(
        matches!(&first[..], [Decision::Offer { explanation, .. }] if explanation.rule == Rule::Nearest)
    );
    desk.join(from("03", 2, 0));
    assert_eq!(
        desk.holder(2),
        Some(2),
        "the centre of the same region comes next"
    );
}

#[test]
fn a_search_widens_to_the_region_and_then_to_the_country() {
    let policy = Policy {
        widening_to_region_s: 30,
        widening_to_all_s: 90,
        ..Policy::default()
    };
    let mut desk = Desk::new(policy, (1..=4).map(centre).collect());
    desk.on_duty(counsellor(2, 2));
    desk.on_duty(counsellor(4, 4));
    desk.join(from("03", 1, 0));
    desk.join(from("03", 2, 0));
    assert_eq!((desk.holder(1), desk.holder(2)), (None, None));
    assert_eq!(desk.engine.next_deadline(), Some(at(30)));
    desk.wait_until(29);
    assert_eq!(desk.holder(1), None);
    desk.wait_until(30);
    assert_eq!((desk.holder(1), desk.holder(2)), (Some(2), None));
    desk.accept(1, 2);
    assert_eq!(desk.engine.next_deadline(), Some(at(90)));
    desk.wait_until(90);
    assert_eq!(desk.holder(2), Some(4));
}

#[test]
fn a_seeker_from_a_county_without_a_centre_does_not_wait_for_widening() {
    let policy = Policy {
        widening_to_region_s: 30,
        widening_to_all_s: 90,
        ..Policy::default()
    };
    let mut desk = Desk::new(policy, vec![centre(1)]);
    desk.on_duty(counsellor(1, 1));
    desk.join(from("56", 1, 0));
    assert_eq!(desk.holder(1), Some(1));
}

#[test]
fn a_centre_without_an_agreement_is_never_offered_national_contacts() {
    let mut desk = desk(1);
    let mut alone = centre(2);
    alone.agreement = None;
    desk.apply(Event::CentreChanged { centre: alone });
    desk.on_duty(counsellor(2, 2));
    desk.join(contact(1, 0));
    desk.wait_until(10_000);
    assert_eq!(desk.holder(1), None);
    let why = desk.engine.explain(contact_id(1)).unwrap();
    assert_eq!(why.judged[0].cause, Some(Cause::Agreement));
    let mut local = contact(2, 0);
    local.queue = Queue::Local(centre_id(2));
    desk.join(local);
    assert_eq!(desk.holder(2), Some(2), "its own seekers are served");
}

#[test]
fn an_agreement_covers_its_channels_only() {
    let mut chat_only = centre(1);
    chat_only.agreement = Some(Agreement {
        channels: ChannelSet::EMPTY.with(Channel::Chat),
        ..agreement()
    });
    let mut desk = Desk::new(Policy::default(), vec![chat_only]);
    desk.on_duty(counsellor(1, 1));
    let mut call = contact(1, 0);
    call.channel = Channel::Phone;
    desk.join(call);
    assert_eq!(desk.holder(1), None);
    desk.join(contact(2, 1));
    assert_eq!(desk.holder(2), Some(1));
}

#[test]
fn the_reserve_is_kept_for_local_seekers() {
    let mut reserved = centre(1);
    reserved.reserve = 1;
    let mut desk = Desk::new(Policy::default(), vec![reserved]);
    desk.on_duty(counsellor(1, 1));
    desk.on_duty(counsellor(2, 1));
    desk.join(contact(1, 0));
    desk.join(contact(2, 1));
    assert!(desk.holder(1).is_some());
    assert_eq!(desk.holder(2), None, "the last free counsellor is kept");
    let mut local = contact(3, 2);
    local.queue = Queue::Local(centre_id(1));
    desk.join(local);
    assert!(desk.holder(3).is_some());
    let first = desk.holder(1).unwrap();
    desk.accept(1, first);
    desk.end(1, first);
    assert_eq!(desk.holder(2), None, "one free, one kept");
    let second = desk.holder(3).unwrap();
    desk.accept(3, second);
    desk.end(3, second);
    assert!(desk.holder(2).is_some(), "two free, one to give");
}

#[test]
fn a_colleague_who_comes_frees_another_from_the_reserve() {
    let mut reserved = centre(1);
    reserved.reserve = 1;
    let mut desk = Desk::new(Policy::default(), vec![reserved]);
    desk.on_duty(counsellor(1, 1));
    desk.join(contact(1, 0));
    assert_eq!(desk.holder(1), None);
    let mut english = counsellor(2, 1);
    english.languages = LanguageSet::EMPTY.with(Language::En);
    desk.on_duty(english);
    assert_eq!(desk.holder(1), Some(1));
}

#[test]
fn the_centre_furthest_below_its_agreed_share_comes_first() {
    let mut small = centre(1);
    small.agreement = Some(Agreement {
        share: 10,
        taken_before: 30,
        staffed_before_s: 36_000,
        ..agreement()
    });
    let mut large = centre(2);
    large.agreement = Some(Agreement {
        share: 90,
        taken_before: 70,
        staffed_before_s: 36_000,
        ..agreement()
    });
    let mut desk = Desk::new(Policy::default(), vec![small, large]);
    desk.on_duty(counsellor(1, 1));
    let mut busy = counsellor(2, 2);
    (busy.capacity_units, busy.load_units) = (3, 2);
    desk.on_duty(busy);
    let decisions = desk.join(contact(1, 0));
    assert_eq!(desk.holder(1), Some(2));
    assert!(
        matches!(&decisions[..], [Decision::Offer { explanation, .. }] if explanation.rule == Rule::Share)
    );

    let blind = Policy {
        fairness_weight: 0,
        ..Policy::default()
    };
    desk.decline(1, 2);
    desk.apply(Event::ContactLeft {
        contact: contact_id(1),
    });
    desk.apply(Event::PolicyPublished { policy: blind });
    desk.join(contact(2, 0));
    assert_eq!(
        desk.holder(2),
        Some(1),
        "without weight the least occupied comes first"
    );
}

#[test]
fn a_new_period_starts_the_count_of_shares_anew() {
    let taken = |centre: u32, period: u32, taken_before: u32| {
        let mut row = crate::world::centre(centre);
        row.agreement = Some(Agreement {
            period,
            taken_before,
            staffed_before_s: 3600,
            ..agreement()
        });
        row
    };
    let mut desk = Desk::new(Policy::default(), vec![taken(1, 1, 50), taken(2, 1, 10)]);
    desk.on_duty(counsellor(1, 1));
    desk.on_duty(counsellor(2, 2));
    desk.join(contact(1, 0));
    assert_eq!(desk.holder(1), Some(2));
    desk.apply(Event::ContactLeft {
        contact: contact_id(1),
    });
    desk.apply(Event::CentreChanged {
        centre: taken(1, 2, 0),
    });
    desk.join(contact(2, 0));
    assert_eq!(desk.holder(2), Some(1));
}

#[test]
fn occupancy_then_idle_time_then_id_break_the_tie() {
    let mut desk = desk(1);
    let mut one = counsellor(1, 1);
    (one.capacity_units, one.load_units) = (2, 1);
    let mut two = counsellor(2, 1);
    (two.capacity_units, two.load_units, two.idle_since) = (4, 1, at(-5));
    let mut three = counsellor(3, 1);
    (three.capacity_units, three.load_units, three.idle_since) = (4, 1, at(-9));
    let mut four = three.clone();
    four.id = staff_id(4);
    for row in [four, three, two, one] {
        desk.on_duty(row);
    }
    desk.join(contact(1, 0));
    assert_eq!(
        desk.holder(1),
        Some(3),
        "a quarter busy, longest idle, smallest id"
    );
}

#[test]
fn the_counsellor_must_speak_the_language() {
    let mut desk = desk(1);
    desk.on_duty(counsellor(1, 1));
    let mut sami = contact(1, 0);
    sami.language = Language::Se;
    let decisions = desk.join(sami);
    assert!(is_overflow(&decisions, 1), "nobody on duty speaks it");
    desk.wait_until(3600);
    assert_eq!(desk.holder(1), None);
    let mut speaker = counsellor(2, 1);
    speaker.languages = LanguageSet::EMPTY.with(Language::Se);
    desk.on_duty(speaker);
    assert_eq!(desk.holder(1), Some(2), "it had kept its place");
}

#[test]
fn skill_is_wanted_first_and_relaxed_in_time() {
    let mut desk = desk(1);
    desk.on_duty(counsellor(1, 1));
    let mut wish = contact(1, 0);
    wish.topic = Some(topic("law"));
    assert!(
        desk.join(wish.clone()).is_empty(),
        "relaxing makes it possible"
    );
    desk.wait_until(29);
    assert_eq!(desk.holder(1), None);
    assert_eq!(
        desk.engine.explain(contact_id(1)).unwrap().judged[0].cause,
        Some(Cause::Skill)
    );
    desk.wait_until(30);
    assert_eq!(desk.holder(1), Some(1));
    let mut expert = counsellor(2, 1);
    expert.topics = vec![topic("law")];
    expert.idle_since = at(29);
    desk.on_duty(expert);
    wish.id = contact_id(2);
    wish.joined_at = at(30);
    desk.join(wish);
    assert_eq!(desk.holder(2), Some(2));
}
