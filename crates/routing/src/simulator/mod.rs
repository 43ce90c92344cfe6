//! Days in virtual time: the engine, or a plain pooled queue as the bound to compare it with, serves the contacts of
//! a seeded or recorded day.
//!
//! A counsellor with k chats gets `speedup[k - 1]` times the work of one chat done, shared evenly among them; a
//! counsellor whose shift ends finishes what is open. Everybody accepts at once, so that only the rules are compared.

use std::{convert::Infallible, ops::ControlFlow};

mod chance;
mod day;
mod dry_run;
mod floor;
mod kinds;
mod outcome;
mod pooled;
mod routed;
mod scenario;

pub use chance::Chance;
pub use day::TraceRow;
pub use dry_run::{
    CentreRun, DryRun, HourRun, PolicyRun, RecordedDay, Refusals, Waits, dry_run, dry_run_recorded,
};
pub use outcome::{Comparison, Contest, Outcome};
pub use scenario::{
    Arrivals, Handling, Patience, Scenario, ScenarioCentre, ScenarioCounsellor, ScenarioPerson,
    Staffing,
};

use crate::Policy;

/// Serves the day by the engine under the policy.
///
/// Contacts with an unknown home come from nowhere in particular. The same input gives the same outcome.
pub fn replay(scenario: &Scenario, day: &[TraceRow], policy: &Policy) -> Outcome {
    let mut routed = routed::Routed::new(scenario, day, policy);
    whole(scenario, day, &mut routed)
}

/// Serves the day by one national queue: first come first served, the least occupied and longest idle counsellor.
pub fn pooled(scenario: &Scenario, day: &[TraceRow]) -> Outcome {
    let mut pooled = pooled::Pooled::new(scenario);
    whole(scenario, day, &mut pooled)
}

fn whole(scenario: &Scenario, day: &[TraceRow], dispatch: &mut impl floor::Dispatch) -> Outcome {
    let run =
        floor::Floor::new(scenario, day).run(dispatch, |_| ControlFlow::<Infallible>::Continue(()));
    match run {
        ControlFlow::Continue(outcome) => outcome,
        ControlFlow::Break(never) => match never {},
    }
}
