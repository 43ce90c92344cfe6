//! G1 to G8 over random sequences of events, judged by the plain model.

use std::collections::BTreeSet;

use proptest::prelude::*;
use routing::{Cause, Decision, FullExplanation, Judged, Place};

use crate::steps::{Step, Walk, steps};

fn no_fault(steps: &[Step], guarantee: u8) -> Result<(), TestCaseError> {
    let mut walk = Walk::new();
    for (number, step) in steps.iter().enumerate() {
        walk.take(step);
        let fault = walk
            .model
            .faults
            .iter()
            .find(|(which, _)| *which == guarantee);
        prop_assert!(fault.is_none(), "after step {number} {step:?}: {fault:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn g1_load_and_live_offers_never_exceed_capacity(steps in steps()) {
        no_fault(&steps, 1)?;
    }

    #[test]
    fn g2_a_contact_has_at_most_one_live_offer(steps in steps()) {
        no_fault(&steps, 2)?;
    }

    #[test]
    fn g3_nobody_is_passed_by_a_later_contact_of_the_band(steps in steps()) {
        no_fault(&steps, 3)?;
    }

    #[test]
    fn g4_nobody_waits_whom_a_free_counsellor_could_take(steps in steps()) {
        no_fault(&steps, 4)?;
    }

    #[test]
    fn g5_a_position_never_grows_but_for_a_higher_band(steps in steps()) {
        let mut walk = Walk::new();
        let mut before = Vec::new();
        for step in &steps {
            walk.take(step);
            let places = walk.places();
            for (id, entered, place) in &places {
                let ahead = walk.model.ahead(*id);
                prop_assert_eq!(usize::try_from(place.position).unwrap(), ahead + 1, "{} after {:?}", id, step);
                let old = before.iter().find(|(known, at, _)| known == id && at == entered);
                if let Some((_, _, old)) = old {
                    let old: &Place = old;
                    let higher = place.ahead_by_priority.saturating_sub(old.ahead_by_priority);
                    prop_assert!(place.position <= old.position + higher, "{id}: {old:?} then {place:?}");
                }
            }
            before = places;
        }
    }

    #[test]
    fn g6_the_same_events_give_the_same_decisions(steps in steps()) {
        let (mut one, mut two) = (Walk::new(), Walk::new());
        for step in &steps {
            prop_assert_eq!(one.take(step), two.take(step));
        }
    }

    #[test]
    fn g7_reserve_hours_and_agreements_are_never_broken(steps in steps()) {
        no_fault(&steps, 7)?;
    }

    #[test]
    fn g8_a_contact_without_a_match_gets_its_choices_at_once(steps in steps()) {
        no_fault(&steps, 8)?;
    }

    #[test]
    fn a_contact_is_judged_by_the_policy_it_entered_under(steps in steps()) {
        no_fault(&steps, 10)?;
    }

    #[test]
    fn a_policy_is_kept_as_long_as_somebody_is_here_under_it(steps in steps()) {
        let mut walk = Walk::new();
        for step in &steps {
            walk.take(step);
            let kept: Vec<&str> = walk.engine.policies().map(|policy| policy.version.as_str()).collect();
            prop_assert_eq!(kept.last(), Some(&walk.model.policy.version.as_str()));
            let distinct: BTreeSet<&str> = kept.iter().copied().collect();
            prop_assert_eq!(distinct.len(), kept.len());
            prop_assert_eq!(distinct, walk.model.versions(), "after {:?}", step);
            for (id, policy) in walk.model.waiting.keys().map(|id| (id, walk.model.rule(*id))) {
                prop_assert_eq!(walk.engine.policy_of(*id), Some(policy));
            }
        }
    }

    #[test]
    fn a_rebuilt_engine_judges_everybody_by_their_own_policy(steps in steps()) {
        let mut walk = Walk::new();
        for step in &steps {
            walk.take(step);
        }
        prop_assume!(walk.model.held_until.is_empty());
        let (engine, decisions) = walk.rebuilt();
        let offers = decisions.iter().any(|decision| matches!(decision, Decision::Offer { .. }));
        prop_assert!(!offers, "{decisions:?}");
        let kept: BTreeSet<&str> = engine.policies().map(|policy| policy.version.as_str()).collect();
        prop_assert_eq!(kept, walk.model.versions());
        for id in walk.model.waiting.keys() {
            let (one, two) = (walk.engine.explain(*id).unwrap(), engine.explain(*id).unwrap());
            prop_assert_eq!(&one.policy_version, &two.policy_version);
            prop_assert_eq!(one.offered_to, two.offered_to);
            // What is left out depends on room: a database counts it afresh, and forgets who has tried what.
            let lasting = |judged: &&Judged| {
                matches!(judged.cause, Some(Cause::Closed | Cause::Agreement | Cause::Ring))
            };
            let bars = |full: &FullExplanation| -> Vec<Judged> {
                full.judged.iter().filter(lasting).copied().collect()
            };
            prop_assert_eq!(bars(&one), bars(&two), "{}", id);
        }
    }

    #[test]
    fn an_offer_counts_every_counsellor_ruled_out_under_the_true_cause(steps in steps()) {
        no_fault(&steps, 9)?;
    }

    #[test]
    fn a_full_explanation_names_the_true_cause_for_every_counsellor(steps in steps()) {
        let mut walk = Walk::new();
        for step in &steps {
            walk.take(step);
            for (id, waiting) in &walk.model.waiting {
                let full = walk.engine.explain(*id).unwrap();
                for (judged, (who, cause)) in full.judged.iter().zip(walk.model.judge(waiting)) {
                    prop_assert_eq!(judged.counsellor, who);
                    let new_round = judged.cause == Some(Cause::Missed) && cause.is_none();
                    prop_assert!(judged.cause == cause || new_round, "{id}: {judged:?} or {cause:?}");
                }
            }
        }
    }
}
