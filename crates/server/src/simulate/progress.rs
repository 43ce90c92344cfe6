//! Counts that change while everybody plays, and their line on the terminal.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use tokio::task::JoinSet;

use super::World;

/// What is counted.
#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) waiting: Gauge,
    pub(super) talking: Gauge,
    pub(super) talks: Counter,
    pub(super) acked: Counter,
    pub(super) received: Counter,
    pub(super) cuts: Counter,
    pub(super) reopened: Counter,
    /// Answers that are the server's own fault.
    pub(super) failures: Counter,
}

/// A number that grows.
#[derive(Debug, Default)]
pub(super) struct Counter(AtomicU64);

impl Counter {
    pub(super) fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A number that goes up and down.
#[derive(Debug, Default)]
pub(super) struct Gauge(AtomicI64);

impl Gauge {
    pub(super) fn change(&self, by: i64) {
        self.0.fetch_add(by, Ordering::Relaxed);
    }

    fn get(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The line on the terminal; gone when dropped.
pub(super) struct Shown {
    bar: ProgressBar,
    _drawing: JoinSet<()>,
}

impl Shown {
    pub(super) fn finish(self) {
        self.bar.finish_and_clear();
    }
}

/// Draws the counts until the players are done.
pub(super) fn show(world: &Arc<World>) -> Shown {
    let seconds = world.plan.lasts.as_secs();
    let bar = ProgressBar::new(seconds);
    let template = "{elapsed_precise} [{bar:30}] {msg}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("=> "));
    }
    let mut drawing = JoinSet::new();
    let (world, drawn) = (Arc::clone(world), bar.clone());
    drawing.spawn(async move {
        loop {
            let counters = &world.counters;
            drawn.set_position(drawn.elapsed().as_secs().min(seconds));
            drawn.set_message(format!(
                "{} waiting, {} talking, {} talks; {} messages acknowledged, {} received; {} lines cut, {} opened again",
                counters.waiting.get(),
                counters.talking.get(),
                counters.talks.get(),
                counters.acked.get(),
                counters.received.get(),
                counters.cuts.get(),
                counters.reopened.get(),
            ));
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    });
    Shown {
        bar,
        _drawing: drawing,
    }
}
