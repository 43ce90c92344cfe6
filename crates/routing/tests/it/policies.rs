//! Several policies at once: whoever is here is judged by the one they entered under.

use kernel::Channel;
use routing::{Choice, Decision, Engine, Event, Policy, Restored, Served, Snapshot, Weight};

use crate::world::{Desk, at, centre, contact, contact_id, counsellor, desk, from, staff_id};

fn version(version: &str, change: impl FnOnce(&mut Policy)) -> Policy {
    let mut policy = Policy {
        version: version.to_owned(),
        ..Policy::default()
    };
    change(&mut policy);
    policy
}

fn publish(desk: &mut Desk, policy: Policy) -> Vec<Decision> {
    desk.apply(Event::PolicyPublished { policy })
}

fn versions(engine: &Engine) -> Vec<&str> {
    engine.policies().map(|policy| &*policy.version).collect()
}

fn held(seconds: u32) -> Policy {
    version("held", |policy| {
        policy.widening_to_region_s = seconds;
        policy.widening_to_all_s = seconds;
    })
}

#[test]
fn a_published_policy_counts_for_newcomers_only() {
    let mut desk = Desk::new(held(600), (1..=4).map(centre).collect());
    desk.on_duty(counsellor(4, 4));
    desk.join(from("03", 1, 0));
    assert_eq!(desk.holder(1), None, "kept for the home county");
    assert_eq!(publish(&mut desk, version("2", |_| ())), vec![]);
    let decisions = desk.join(from("03", 2, 0));
    assert!(
        matches!(&decisions[..], [Decision::Offer { explanation, .. }]
        if &*explanation.policy_version == "2"),
        "rung far away at once"
    );
    let told = |number| {
        desk.engine
            .explain(contact_id(number))
            .unwrap()
            .policy_version
    };
    assert_eq!((&*told(1), &*told(2)), ("held", "2"));
    desk.decline(2, 4);
    desk.apply(Event::ContactLeft {
        contact: contact_id(2),
    });
    let decisions = desk.wait_until(600);
    assert!(
        matches!(&decisions[..], [Decision::Offer { explanation, .. }]
        if &*explanation.policy_version == "held"),
        "its own time has come"
    );
}

#[test]
fn an_offer_stands_as_long_as_the_own_policy_says() {
    let mut desk = desk(1);
    desk.on_duty(counsellor(1, 1));
    desk.on_duty(counsellor(2, 1));
    desk.join(contact(1, 0));
    let longer = version("2", |policy| policy.offer_timeout_s.chat = 90);
    publish(&mut desk, longer);
    desk.join(contact(2, 0));
    assert_eq!(desk.engine.next_deadline(), Some(at(30)));
    desk.accept(1, 1);
    assert_eq!(desk.engine.next_deadline(), Some(at(90)));
}

#[test]
fn a_contact_weighs_what_it_weighed_when_it_came() {
    let mut desk = desk(1);
    let mut roomy = counsellor(1, 1);
    (roomy.capacity_units, roomy.load_units) = (3, 3);
    desk.on_duty(roomy.clone());
    desk.join(contact(1, 0));
    let heavier = version("2", |policy| policy.weights.chat = Weight::Units(2));
    publish(&mut desk, heavier);
    desk.join(contact(2, 1));
    desk.join(contact(3, 2));
    roomy.load_units = 0;
    desk.on_duty(roomy);
    assert_eq!(desk.engine.load(staff_id(1)), Some((0, 3)));
    assert_eq!(
        (desk.holder(1), desk.holder(2), desk.holder(3)),
        (Some(1), Some(1), None)
    );
}

#[test]
fn the_cap_and_its_choices_are_those_of_the_newcomer() {
    let mut desk = desk(1);
    desk.join(contact(1, 0));
    let capped = version("2", |policy| {
        policy.queue_cap = Some(1);
        policy.overflow_choices = vec![Choice::Message];
    });
    publish(&mut desk, capped);
    assert!(matches!(
        &desk.join(contact(2, 1))[..],
        [Decision::Overflow { choices, .. }] if choices[..] == [Choice::Message]
    ));
    assert!(desk.engine.is_waiting(contact_id(1)));
}

#[test]
fn misses_are_counted_by_the_newest_policy() {
    let mut desk = desk(1);
    desk.on_duty(counsellor(1, 1));
    desk.join(contact(1, 0));
    publish(
        &mut desk,
        version("2", |policy| policy.misses_before_away = 1),
    );
    assert!(desk.wait_until(30).contains(&Decision::Away {
        counsellor: staff_id(1)
    }));
}

#[test]
fn nobody_is_passed_whose_own_policy_does_not_let_others_pass() {
    let own_first = || version("own", |policy| policy.own_county_first_s = Some(600));
    let start = |strict: &[u32]| {
        let mut desk = Desk::new(own_first(), vec![centre(1), centre(2)]);
        let mut busy = counsellor(1, 1);
        busy.load_units = 1;
        desk.on_duty(busy);
        for number in 1..=3 {
            let policy = if strict.contains(&number) {
                version("strict", |_| ())
            } else {
                own_first()
            };
            publish(&mut desk, policy);
            let home = if number == 3 { "03" } else { "32" };
            desk.join(from(home, number, 0));
        }
        desk.on_duty(counsellor(1, 1));
        (1..=3).find(|number| desk.holder(*number).is_some())
    };
    assert_eq!(start(&[]), Some(3), "the own county goes first");
    assert_eq!(start(&[1]), Some(1), "the oldest may not be passed");
    assert_eq!(start(&[2]), Some(1), "nor the one between");
    assert_eq!(start(&[3]), Some(1), "one without the right passes nobody");
}

#[test]
fn a_policy_is_given_up_with_its_last_contact() {
    let mut desk = desk(1);
    desk.on_duty(counsellor(1, 1));
    desk.join(contact(1, 0));
    publish(&mut desk, version("2", |_| ()));
    publish(&mut desk, version("3", |_| ()));
    assert_eq!(
        versions(&desk.engine),
        ["default", "3"],
        "nobody came under 2"
    );
    desk.accept(1, 1);
    assert_eq!(
        versions(&desk.engine),
        ["default", "3"],
        "served is still here"
    );
    desk.apply(Event::ContactRequeued {
        contact: contact(1, 0),
    });
    assert_eq!(
        &*desk.engine.policy_of(contact_id(1)).unwrap().version,
        "default"
    );
    desk.accept(1, 1);
    desk.end(1, 1);
    assert_eq!(versions(&desk.engine), ["3"]);
    publish(
        &mut desk,
        version("4", |policy| policy.weights.chat = Weight::Units(2)),
    );
    let mut roomy = counsellor(1, 1);
    roomy.capacity_units = 2;
    desk.on_duty(roomy);
    desk.join(contact(2, 0));
    assert_eq!(desk.engine.load(staff_id(1)), Some((0, 2)));
}

#[test]
fn a_rebuilt_engine_needs_only_the_versions_its_contacts_name() {
    let named = |number, policy: Option<&str>| {
        let mut contact = from("03", number, 0);
        contact.policy = policy.map(Into::into);
        Restored {
            contact,
            offer: None,
        }
    };
    let snapshot = Snapshot {
        centres: (1..=4).map(centre).collect(),
        counsellors: Vec::new(),
        waiting: vec![
            named(1, Some("held")),
            named(2, None),
            named(3, Some("lost")),
        ],
        served: vec![Served {
            contact: contact_id(9),
            counsellor: staff_id(1),
            channel: Channel::Chat,
            work_type: kernel::WorkType::Guidance,
            accepted_at: at(0),
            policy: Some("served".into()),
        }],
    };
    let former = [
        version("served", |_| ()),
        held(600),
        version("unused", |_| ()),
    ];
    let newest = version("newest", |_| ());
    let (engine, _) = Engine::restore(newest, &former, at(1), snapshot);
    let told = |number| engine.explain(contact_id(number)).unwrap().policy_version;
    assert_eq!(
        (&*told(1), &*told(2), &*told(3)),
        ("held", "newest", "newest")
    );
    assert_eq!(versions(&engine), ["served", "held", "newest"]);
    let mut desk = Desk { engine, now: 1 };
    desk.on_duty(counsellor(4, 4));
    assert_eq!((desk.holder(1), desk.holder(2)), (None, Some(4)));
    desk.end(9, 1);
    assert_eq!(versions(&desk.engine), ["held", "newest"]);
}
