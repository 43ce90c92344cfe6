#![doc = include_str!("../README.md")]

pub mod bench;
mod decision;
mod engine;
pub mod erlang;
mod event;
pub mod forecast;
mod policy;
pub mod simulator;
mod table;

pub use decision::{
    Cause, Choice, Decision, Estimate, Exclusions, Explanation, FullExplanation, Judged,
    OverflowCause, Place, Rule, WithdrawReason,
};
pub use engine::Engine;
pub use event::{
    Agreement, Centre, ChannelSet, Contact, Counsellor, Event, LanguageSet, LiveOffer, Opening,
    Queue, Restored, Served, Snapshot, Target, Topic,
};
pub use policy::{
    AtCap, BandReason, Bands, CallbackRules, Difference, FaultReason, Policy, PolicyFault, Seconds,
    Weight, Weights,
};
