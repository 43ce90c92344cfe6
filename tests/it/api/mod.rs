//! The operations as their clients use and misuse them.

mod administration;
mod agreements;
mod bad_frames;
mod bad_input;
mod board;
mod browsers;
mod calendar;
mod conversations;
mod dry_runs;
mod forecast;
mod limits;
mod membership;
mod misuse;
mod national_hours;
mod onboarding;
mod operations;
mod overrides;
mod own_login;
mod policies;
mod profile;
mod restoring;
mod retention;
mod rota;
mod rota_own;
mod service;
mod staff;
