//! The rules on paper: what may be published, how two differ, bands and choices.

use routing::{
    AtCap, BandReason, Choice, Decision, Difference, Estimate, OverflowCause, Policy, Weight,
};
use serde_json::json;

use crate::world::{Desk, centre, contact, contact_id, counsellor, from};

fn changed(change: impl FnOnce(&mut Policy)) -> Policy {
    let mut policy = Policy::default();
    change(&mut policy);
    policy
}

fn faults(policy: &Policy) -> Vec<String> {
    let faults = policy.validate().err().unwrap_or_default();
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn a_stored_policy_takes_defaults_and_no_unknown_words() {
    let read = |text: &str| serde_json::from_str::<Policy>(text);
    assert_eq!(read("{}").unwrap(), Policy::default());
    let stored = serde_json::to_string(&Policy::default()).unwrap();
    assert_eq!(read(&stored).unwrap(), Policy::default());
    let old =
        read(r#"{"version": "7", "queue_cap": 20, "offer_timeout_s": {"chat": 45}}"#).unwrap();
    assert_eq!((old.queue_cap, old.at_cap), (Some(20), AtCap::Refuse));
    assert_eq!(
        (old.offer_timeout_s.chat, old.offer_timeout_s.phone),
        (45, 20)
    );
    assert!(read(r#"{"queue_max": 20}"#).is_err());
}

#[test]
fn every_fault_is_told_with_its_field() {
    assert_eq!(Policy::default().validate(), Ok(()));
    let policy = changed(|policy| {
        policy.version = " ".to_owned();
        policy.widening_to_region_s = 100_000;
        policy.offer_timeout_s.phone = 0;
        policy.offer_timeout_s.video = 3_601;
        policy.weights.chat = Weight::Units(0);
        policy.misses_before_away = 101;
        policy.bands.deadline_day = 10;
        policy.queue_cap = Some(0);
        policy.guidance_s = 0;
        policy.overflow_choices = vec![Choice::Message, Choice::Callback, Choice::Message];
        policy.callback.wait_exceeds_s = 90_000;
    });
    assert_eq!(
        faults(&policy),
        [
            "version: must not be empty",
            "widening_to_region_s: must be at most 86400",
            "widening_to_all_s: must not be below widening_to_region_s",
            "offer_timeout_s.phone: must be at least 1",
            "offer_timeout_s.video: must be at most 3600",
            "weights.chat: must be at least 1",
            "misses_before_away: must be at most 100",
            "bands.deadline_day: must be at most 9",
            "queue_cap: must be at least 1",
            "guidance_s: must be at least 1",
            "overflow_choices[2]: was listed before",
            "callback.wait_exceeds_s: must be at most 86400",
        ]
    );
    let words: Vec<&str> = policy
        .validate()
        .unwrap_err()
        .iter()
        .map(|fault| fault.reason.as_str())
        .collect();
    assert_eq!(
        words[..4],
        ["empty", "too_large", "below_region", "too_small"]
    );
}

#[test]
fn whoever_is_refused_must_have_a_choice() {
    let mute = |at_cap| {
        changed(|policy| {
            policy.queue_cap = Some(5);
            policy.at_cap = at_cap;
            policy.overflow_choices = Vec::new();
        })
    };
    assert_eq!(
        faults(&mute(AtCap::Refuse)),
        ["overflow_choices: must not be empty"]
    );
    assert_eq!(faults(&mute(AtCap::Warn)), [""; 0]);
}

#[test]
fn differences_name_each_field_with_both_values() {
    let policy = Policy::default();
    assert_eq!(policy.differences(&policy), vec![]);
    let other = changed(|policy| {
        policy.version = "2".to_owned();
        policy.widening_to_all_s = 60;
        policy.queue_cap = Some(40);
        policy.weights.chat = Weight::Units(2);
        policy.weights.phone = Weight::Units(3);
        policy.bands.transferred = 0;
        policy.overflow_choices = vec![Choice::Message];
        policy.callback.most_open = Some(3);
        policy.at_cap = AtCap::Warn;
    });
    let mut found = policy.differences(&other);
    found.sort_by(|one, two| one.field.cmp(&two.field));
    let row = |field: &str, before, after| Difference {
        field: field.to_owned(),
        before,
        after,
    };
    let all = json!(["callback", "appointment", "message", "self_help"]);
    assert_eq!(
        found,
        [
            row("at_cap", json!("refuse"), json!("warn")),
            row("bands.transferred", json!(1), json!(0)),
            row("callback.most_open", json!(null), json!(3)),
            row("overflow_choices", all, json!(["message"])),
            row("queue_cap", json!(null), json!(40)),
            row("weights.chat", json!({"units": 1}), json!({"units": 2})),
            row("weights.phone", json!("whole"), json!({"units": 3})),
            row("widening_to_all_s", json!(0), json!(60)),
        ]
    );
    assert_eq!(other.differences(&policy).len(), found.len());
}

#[test]
fn the_soonest_band_of_all_reasons_counts() {
    let policy = changed(|policy| {
        policy.bands.transferred = 0;
        policy.bands.partner_referral = 2;
    });
    assert_eq!(policy.band(&[]), 1);
    assert_eq!(policy.band(&[BandReason::PartnerReferral]), 2);
    let both = [BandReason::PartnerReferral, BandReason::Transferred];
    assert_eq!(policy.band(&both), 0);
    assert_eq!(policy.band_reason(&both), Some(BandReason::Transferred));
    assert_eq!(policy.band_reason(&[]), None);
}

#[test]
fn a_callback_is_offered_by_its_rules() {
    let policy = changed(|policy| {
        policy.callback.wait_exceeds_s = 300;
        policy.callback.most_open = Some(10);
    });
    let offered = |seconds, open| {
        let wait = Estimate {
            seconds,
            uncertain: false,
        };
        let choices = policy.choices(wait, open);
        assert!(choices.contains(&Choice::Message));
        choices.contains(&Choice::Callback)
    };
    assert!(!offered(Some(300), 0));
    assert!(offered(Some(301), 9));
    assert!(!offered(Some(301), 10));
    assert!(offered(None, 0), "nobody is there to wait for");
}

#[test]
fn a_long_queue_warns_and_lets_in_where_the_policy_says_so() {
    let policy = changed(|policy| {
        policy.queue_cap = Some(1);
        policy.at_cap = AtCap::Warn;
    });
    let mut desk = Desk::new(policy, vec![centre(1)]);
    let mut busy = counsellor(1, 1);
    busy.load_units = 1;
    desk.on_duty(busy);
    assert_eq!(desk.join(contact(1, 0)), vec![]);
    let decisions = desk.join(contact(2, 1));
    assert!(matches!(
        &decisions[..],
        [Decision::Overflow { contact, cause: OverflowCause::QueueLong, choices }]
            if *contact == contact_id(2) && choices.len() == 4
    ));
    assert_eq!(desk.position(2), Some(2));
}

#[test]
fn without_the_preference_the_home_county_is_as_any_other() {
    let holder = |preferred| {
        let policy = changed(|policy| policy.home_county_preferred = preferred);
        let mut desk = Desk::new(policy, (1..=2).map(centre).collect());
        let mut rested = counsellor(2, 2);
        rested.idle_since = crate::world::at(-100);
        desk.on_duty(counsellor(1, 1));
        desk.on_duty(rested);
        desk.join(from("03", 1, 0));
        desk.holder(1)
    };
    assert_eq!((holder(true), holder(false)), (Some(1), Some(2)));
}
