#![doc = include_str!("../README.md")]

mod addresses;
mod api;
mod app;
mod config;
mod counting;
mod domain;
mod gate;
mod http;
mod ports;
mod referrals;
mod register;
mod store;
mod webhooks;

pub use api::*;
pub use referrals::{
    NoTextMessages, PersonApi, Pointed, Referrals, ReferralsApi, ReferralsParts, TextMessages,
    note_arrival,
};
pub use webhooks::{
    Cause, DeliveriesApi, EndpointsApi, EventKind, WebhookEvent, Webhooks, WebhooksApi,
    WebhooksConfig, WebhooksParts, webhooks_schema,
};
