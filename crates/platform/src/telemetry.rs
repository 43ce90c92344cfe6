//! Structured logs and Prometheus metrics. Neither ever carries an address, a user agent, a body or
//! a name.

use std::sync::{Arc, Mutex, PoisonError};

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};
use serde::Deserialize;
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// Section `log`.
#[derive(Clone, Debug, Deserialize)]
pub struct LogConfig {
    /// `json` or `text`.
    pub format: LogFormat,
    /// Directives such as `info,sqlx=warn`.
    pub filter: String,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For people.
    Text,
}

/// Sends log lines to standard error from now on. A second call changes nothing.
pub fn start_logging(config: &LogConfig) {
    let filter = EnvFilter::new(&config.filter);
    let registry = tracing_subscriber::registry().with(filter);
    let outcome = match config.format {
        LogFormat::Json => registry
            .with(
                fmt::layer()
                    .json()
                    .flatten_event(true)
                    .with_writer(std::io::stderr),
            )
            .try_init(),
        LogFormat::Text => registry
            .with(fmt::layer().with_target(false).with_writer(std::io::stderr))
            .try_init(),
    };
    if outcome.is_err() {
        tracing::debug!("logging was started before");
    }
}

/// Labels of an answered request.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct RequestLabels {
    /// Operation id of the OpenAPI document.
    pub operation: String,
    /// HTTP status.
    pub status: u16,
}

/// The metrics of a process, shared by cloning.
#[derive(Clone, Debug)]
pub struct Metrics {
    registry: Arc<Mutex<Registry>>,
    /// Answered requests by operation and status.
    pub requests: Family<RequestLabels, Counter>,
    /// Seconds from request to answer.
    pub request_seconds: Histogram,
    /// Open WebSockets.
    pub streams: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let metrics = Self {
            registry: Arc::new(Mutex::new(Registry::with_prefix("veiviser"))),
            requests: Family::default(),
            request_seconds: Histogram::new([0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0]),
            streams: Gauge::default(),
        };
        metrics.register(
            "http_requests",
            "Answered requests",
            metrics.requests.clone(),
        );
        metrics.register(
            "http_request_seconds",
            "Time to answer",
            metrics.request_seconds.clone(),
        );
        metrics.register("streams", "Open WebSockets", metrics.streams.clone());
        metrics
    }
}

impl Metrics {
    /// Adds a metric of a module; the prefix `veiviser_` is put before its name.
    pub fn register(
        &self,
        name: &str,
        help: &str,
        metric: impl prometheus_client::registry::Metric,
    ) {
        self.registry
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .register(name, help, metric);
    }

    /// Adds a counter.
    pub fn counter(&self, name: &str, help: &str) -> Counter {
        let counter = Counter::default();
        self.register(name, help, counter.clone());
        counter
    }

    /// Adds a gauge.
    pub fn gauge(&self, name: &str, help: &str) -> Gauge {
        let gauge = Gauge::<i64, _>::default();
        self.register(name, help, gauge.clone());
        gauge
    }

    /// Adds a histogram with the given upper bounds.
    pub fn histogram(&self, name: &str, help: &str, buckets: &[f64]) -> Histogram {
        let histogram = Histogram::new(buckets.iter().copied());
        self.register(name, help, histogram.clone());
        histogram
    }

    /// The text Prometheus scrapes (OpenMetrics 1.0).
    pub fn render(&self) -> String {
        let mut text = String::new();
        let registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
        if encode(&mut text, &registry).is_err() {
            text.clear();
        }
        text
    }
}
