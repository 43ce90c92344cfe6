//! What becomes of offers, queues and engines, rule by rule.

use kernel::{Channel, Language, PresenceState};
use routing::{
    Decision, Engine, Event, LiveOffer, Opening, OverflowCause, Policy, Queue, Restored, Served,
    Snapshot, Target, WithdrawReason,
};

use crate::world::{
    Desk, at, centre, centre_id, contact, contact_id, counsellor, desk, from, is_overflow, staff_id,
};

#[test]
fn a_missed_offer_goes_to_the_next_and_comes_back_after_the_round() {
    let mut desk = desk(1);
    desk.on_duty(counsellor(1, 1));
    let mut second = counsellor(2, 1);
    second.idle_since = at(0);
    desk.on_duty(second);
    desk.join(contact(1, 0));
    assert_eq!(desk.holder(1), Some(1));
    let decisions = desk.wait_until(30);
    assert!(matches!(
        &decisions[..],
        [
            Decision::Withdraw { reason: WithdrawReason::Expired, .. },
            Decision::Offer { explanation, .. },
        ] if explanation.exclusions.missed == 1
    ));
    assert_eq!(desk.holder(1), Some(2));
    let decisions = desk.decline(1, 2);
    assert_eq!(
        desk.holder(1),
        Some(1),
        "everybody had it, so a new round begins"
    );
    assert!(
        matches!(&decisions[..], [_, Decision::Offer { explanation, .. }] if explanation.new_round)
    );
}

#[test]
fn two_misses_in_a_row_set_a_counsellor_away() {
    let mut desk = desk(1);
    desk.on_duty(counsellor(1, 1));
    desk.join(contact(1, 0));
    desk.wait_until(30);
    assert_eq!(desk.holder(1), Some(1), "nobody else is there");
    let decisions = desk.wait_until(60);
    assert!(decisions.contains(&Decision::Away {
        counsellor: staff_id(1)
    }));
    assert_eq!(desk.holder(1), None);
    desk.on_duty(counsellor(1, 1));
    assert_eq!(desk.holder(1), Some(1), "back, and with a clean sheet");
    assert!(
        !desk
            .wait_until(90)
            .iter()
            .any(|d| matches!(d, Decision::Away { .. }))
    );
}

#[test]
fn an_answer_between_two_misses_keeps_a_counsellor_available() {
    let mut desk = desk(1);
    desk.on_duty(counsellor(1, 1));
    desk.join(contact(1, 0));
    desk.wait_until(30);
    desk.decline(1, 1);
    let decisions = desk.wait_until(60);
    assert!(!decisions.contains(&Decision::Away {
        counsellor: staff_id(1)
    }));
    assert_eq!(desk.holder(1), Some(1));
}

#[test]
fn an_offer_the_database_refused_is_no_miss_and_is_not_repeated_at_once() {
    let mut desk = desk(1);
    desk.on_duty(counsellor(1, 1));
    desk.join(contact(1, 0));
    let void = Event::OfferVoid {
        contact: contact_id(1),
        counsellor: staff_id(1),
    };
    assert!(desk.apply(void.clone()).is_empty());
    assert_eq!(desk.engine.next_deadline(), Some(at(1)));
    desk.wait_until(1);
    assert_eq!(desk.holder(1), Some(1));
    desk.apply(void);
    desk.on_duty(counsellor(1, 1));
    assert_eq!(
        desk.holder(1),
        Some(1),
        "a word about the counsellor lifts the hold"
    );
}

#[test]
fn a_phone_call_takes_the_whole_counsellor() {
    let mut desk = desk(1);
    let mut roomy = counsellor(1, 1);
    roomy.capacity_units = 3;
    desk.on_duty(roomy);
    desk.join(contact(1, 0));
    desk.accept(1, 1);
    let mut call = contact(2, 1);
    call.channel = Channel::Phone;
    desk.join(call);
    assert_eq!(desk.holder(2), None);
    desk.end(1, 1);
    assert_eq!(desk.holder(2), Some(1));
    desk.join(contact(3, 2));
    assert_eq!(desk.holder(3), None);
    assert_eq!(desk.engine.load(staff_id(1)), Some((0, 3)));
}

#[test]
fn a_transfer_keeps_its_time_and_does_not_come_back() {
    let mut desk = desk(2);
    desk.on_duty(counsellor(1, 1));
    desk.join(contact(1, 0));
    desk.accept(1, 1);
    desk.now = 100;
    desk.join(contact(2, 100));
    let mut handed_on = contact(1, 0);
    handed_on.excluded = vec![staff_id(1)];
    desk.apply(Event::ContactRequeued { contact: handed_on });
    assert_eq!(desk.holder(1), None);
    assert_eq!(
        desk.holder(2),
        Some(1),
        "the former counsellor is free for others"
    );
    desk.join(contact(3, 100));
    desk.on_duty(counsellor(2, 2));
    assert_eq!(
        (desk.holder(1), desk.holder(3)),
        (Some(2), None),
        "older than those who waited"
    );
}

#[test]
fn a_transfer_goes_to_the_colleague_or_centre_named() {
    let mut desk = desk(2);
    for number in 1..=3 {
        desk.on_duty(counsellor(number, if number == 3 { 2 } else { 1 }));
    }
    let mut named = contact(1, 0);
    named.target = Some(Target::Counsellor(staff_id(2)));
    desk.join(named);
    assert_eq!(desk.holder(1), Some(2));
    let mut placed = contact(2, 0);
    placed.target = Some(Target::Centre(centre_id(2)));
    desk.join(placed);
    assert_eq!(desk.holder(2), Some(3));
}

#[test]
fn lines_of_finished_transfers_do_not_hide_later_contacts() {
    let mut desk = desk(1);
    desk.on_duty(counsellor(1, 1));
    let mut named = contact(1, 0);
    named.target = Some(Target::Counsellor(staff_id(1)));
    desk.join(named);
    desk.accept(1, 1);
    let mut busy = counsellor(2, 1);
    (busy.capacity_units, busy.load_units) = (2, 2);
    desk.on_duty(busy.clone());
    let mut sami = contact(2, 0);
    sami.language = Language::Se;
    desk.join(sami);
    desk.join(contact(3, 1));
    busy.load_units = 1;
    desk.on_duty(busy);
    assert_eq!((desk.holder(2), desk.holder(3)), (None, Some(2)));
}

#[test]
fn a_place_shown_does_not_grow_when_an_older_contact_returns() {
    let mut desk = desk(1);
    desk.on_duty(counsellor(1, 1));
    desk.join(contact(1, 0));
    desk.accept(1, 1);
    desk.join(contact(2, 10));
    desk.join(contact(3, 11));
    let mut back = contact(1, 0);
    back.excluded = vec![staff_id(1)];
    desk.apply(Event::CounsellorRemoved {
        counsellor: staff_id(1),
    });
    desk.apply(Event::ContactRequeued { contact: back });
    assert_eq!(desk.position(1), Some(1));
    assert_eq!((desk.position(2), desk.position(3)), (Some(1), Some(2)));
    desk.join(contact(4, 12));
    assert_eq!(desk.position(4), Some(4));
}

#[test]
fn a_contact_nobody_can_serve_under_the_current_hours_gets_choices_at_once() {
    let mut closed = centre(1);
    closed.open = Opening::default();
    let mut desk = Desk::new(Policy::default(), vec![closed]);
    desk.on_duty(counsellor(1, 1));
    assert!(is_overflow(&desk.join(contact(1, 0)), 1));
    assert!(!is_overflow(&desk.wait_until(60), 1), "told once");
    let first = contact(1, 0).id;
    assert!(desk.engine.is_hopeless(first));
    assert_eq!(desk.engine.waited_s(first, at(60)), Some(60));
    desk.apply(Event::CentreChanged { centre: centre(1) });
    assert_eq!(desk.holder(1), Some(1), "opening serves it");
    assert!(!desk.engine.is_hopeless(first));
    desk.join(contact(2, 60));
    let mut gone = counsellor(1, 1);
    gone.state = PresenceState::Offline;
    let decisions = desk.on_duty(gone);
    assert!(is_overflow(&decisions, 1) && is_overflow(&decisions, 2));
}

#[test]
fn a_busy_counsellor_is_reason_enough_to_wait() {
    let mut desk = desk(1);
    let mut busy = counsellor(1, 1);
    busy.load_units = 1;
    desk.on_duty(busy);
    assert!(desk.join(contact(1, 0)).is_empty());
}

#[test]
fn closing_withdraws_live_offers() {
    let mut desk = desk(1);
    desk.on_duty(counsellor(1, 1));
    desk.join(contact(1, 0));
    let mut closed = centre(1);
    closed.open = Opening::default();
    let decisions = desk.apply(Event::CentreChanged { centre: closed });
    assert!(matches!(
        decisions.first(),
        Some(Decision::Withdraw {
            reason: WithdrawReason::Closed,
            ..
        })
    ));
    assert!(is_overflow(&decisions, 1));
}

#[test]
fn a_seeker_who_leaves_frees_the_counsellor_for_the_next() {
    let mut desk = desk(1);
    desk.on_duty(counsellor(1, 1));
    desk.join(contact(1, 0));
    desk.join(contact(2, 1));
    let decisions = desk.apply(Event::ContactLeft {
        contact: contact_id(1),
    });
    assert!(matches!(
        &decisions[..],
        [Decision::Withdraw { reason: WithdrawReason::Left, .. }, Decision::Offer { contact, .. }]
            if *contact == contact_id(2)
    ));
}

#[test]
fn a_late_acceptance_that_was_committed_holds() {
    let mut desk = desk(1);
    desk.on_duty(counsellor(1, 1));
    desk.join(contact(1, 0));
    desk.wait_until(29);
    desk.on_duty(counsellor(2, 1));
    desk.wait_until(30);
    assert_eq!(desk.holder(1), Some(2));
    let decisions = desk.accept(1, 1);
    assert!(matches!(
        &decisions[..],
        [Decision::Withdraw {
            reason: WithdrawReason::Taken,
            ..
        }]
    ));
    assert_eq!(desk.engine.load(staff_id(1)), Some((1, 0)));
    assert_eq!(desk.engine.load(staff_id(2)), Some((0, 0)));
    assert!(!desk.engine.is_waiting(contact_id(1)));
}

#[test]
fn a_full_queue_gives_choices_and_lets_nobody_in() {
    let policy = Policy {
        queue_cap: Some(1),
        ..Policy::default()
    };
    let mut desk = Desk::new(policy, vec![centre(1)]);
    let mut busy = counsellor(1, 1);
    busy.load_units = 1;
    desk.on_duty(busy);
    desk.join(contact(1, 0));
    let decisions = desk.join(contact(2, 1));
    assert!(matches!(
        &decisions[..],
        [Decision::Overflow {
            cause: OverflowCause::QueueFull,
            ..
        }]
    ));
    assert_eq!(desk.engine.waiting_count(), 1);
}

#[test]
fn own_county_first_passes_nobody_who_has_waited_too_long() {
    let policy = Policy {
        own_county_first_s: Some(60),
        ..Policy::default()
    };
    let start = |freed_at: i64| {
        let mut desk = Desk::new(policy.clone(), vec![centre(1), centre(2)]);
        let mut busy = counsellor(1, 1);
        busy.load_units = 1;
        desk.on_duty(busy);
        desk.join(from("32", 1, 0));
        desk.now = 1;
        desk.join(from("03", 2, 1));
        desk.now = freed_at;
        desk.on_duty(counsellor(1, 1));
        (desk.holder(1), desk.holder(2))
    };
    assert_eq!(start(59), (None, Some(1)));
    assert_eq!(start(60), (Some(1), None));
}

#[test]
fn the_estimate_follows_the_queue_and_the_people_on_duty() {
    let mut desk = desk(1);
    let newcomer = |desk: &Desk| {
        desk.engine
            .estimated_wait(Queue::National, Channel::Chat, Language::Nb)
    };
    assert_eq!(newcomer(&desk).seconds, None);
    for number in 1..=3 {
        let mut busy = counsellor(number, 1);
        busy.load_units = 1;
        desk.on_duty(busy);
    }
    let alone = newcomer(&desk);
    assert_eq!((alone.seconds, alone.uncertain), (Some(500), false));
    desk.join(contact(1, 0));
    desk.join(contact(2, 1));
    assert_eq!(newcomer(&desk).seconds, Some(2100));
    let second = desk.engine.place(contact_id(2)).unwrap();
    assert_eq!(second.estimated_wait_seconds, Some(1300));
    assert_eq!(desk.engine.longest_wait_s(Queue::National, at(90)), 90);
    assert_eq!(desk.engine.available(Queue::National), 3);
}

#[test]
fn a_restored_engine_keeps_places_and_live_offers() {
    let mut served = counsellor(1, 1);
    (served.capacity_units, served.load_units) = (2, 1);
    let snapshot = Snapshot {
        centres: vec![centre(1)],
        counsellors: vec![served],
        waiting: vec![
            Restored {
                contact: contact(1, 0),
                offer: Some(LiveOffer {
                    counsellor: staff_id(1),
                    expires_at: at(70),
                }),
            },
            Restored {
                contact: contact(2, 10),
                offer: None,
            },
        ],
        served: vec![Served {
            contact: contact_id(9),
            counsellor: staff_id(1),
            channel: Channel::Chat,
            work_type: kernel::WorkType::Guidance,
            accepted_at: at(-100),
            policy: None,
        }],
    };
    let (engine, decisions) = Engine::restore(Policy::default(), &[], at(50), snapshot);
    let mut desk = Desk { engine, now: 50 };
    assert_eq!(decisions, vec![]);
    assert_eq!((desk.position(1), desk.position(2)), (Some(1), Some(2)));
    assert_eq!(desk.engine.next_deadline(), Some(at(70)));
    desk.end(9, 1);
    assert_eq!(
        desk.holder(2),
        Some(1),
        "what was being served frees its room"
    );
    assert_eq!(desk.holder(1), Some(1));
}
