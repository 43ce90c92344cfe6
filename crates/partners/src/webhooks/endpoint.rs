//! Where a partner receives events.

use kernel::{FieldError, Instant, PartnerId, WebhookEndpointId};
use platform::Secret;

use super::{
    address::Destinations,
    event::{Cause, EventKind},
    schedule,
};

/// Endpoints of a partner at most.
pub(crate) const MOST: usize = 20;
/// Characters of a description.
const DESCRIPTION: usize = 200;

/// Whether an endpoint is sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EndpointState {
    Enabled,
    /// The partner wants nothing now; what comes meanwhile waits for a day.
    Paused,
    /// It failed for days or is gone.
    Disabled,
}

impl EndpointState {
    pub(crate) const WORDS: &'static [&'static str] = &["enabled", "paused", "disabled"];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::Paused => "paused",
            Self::Disabled => "disabled",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::Enabled, Self::Paused, Self::Disabled]
            .into_iter()
            .find(|state| state.as_str() == word)
    }
}

/// What the partner says of an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    pub(crate) url: String,
    pub(crate) description: String,
    pub(crate) kinds: Vec<EventKind>,
    pub(crate) is_paused: bool,
}

impl Wish {
    /// The wish as it is kept, or every fault.
    pub(crate) fn checked(mut self, destinations: &Destinations) -> Result<Self, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut refuse = |field: &str, reason: &str| {
            faults.push(FieldError {
                field: field.to_owned(),
                reason: reason.to_owned(),
            });
        };
        self.description = self.description.trim().into();
        if let Err(fault) = destinations.read(&self.url) {
            refuse("url", fault.reason());
        }
        let is_line = !self.description.chars().any(char::is_control);
        if self.description.chars().count() > DESCRIPTION || !is_line {
            refuse("description", "must be one line of at most 200 characters");
        }
        self.kinds.sort_unstable();
        self.kinds.dedup();
        if self.kinds.is_empty() {
            refuse("event_types", "must name at least one");
        }
        if faults.is_empty() {
            Ok(self)
        } else {
            Err(faults)
        }
    }

    pub(crate) const fn state(&self) -> EndpointState {
        if self.is_paused {
            EndpointState::Paused
        } else {
            EndpointState::Enabled
        }
    }
}

/// How an endpoint has fared since its last success.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Health {
    pub(crate) failures: u32,
    pub(crate) failing_since: Option<Instant>,
    /// Nothing is sent until then; after that one delivery tries whether it works again.
    pub(crate) open_until: Option<Instant>,
}

impl Health {
    /// After one more failure.
    pub(crate) fn failed(self, now: Instant) -> Self {
        let failures = self.failures.saturating_add(1);
        Self {
            failures,
            failing_since: Some(self.failing_since.unwrap_or(now)),
            open_until: schedule::open_until(failures, now),
        }
    }

    /// Whether it has failed for so long that nothing is sent any more.
    pub(crate) fn is_hopeless(self, now: Instant) -> bool {
        let since = self.failing_since;
        since.is_some_and(|since| schedule::is_hopeless(since, now))
    }

    pub(crate) const fn circuit(self) -> &'static str {
        match (self.open_until, self.failures) {
            (Some(_), _) => "open",
            (None, 0) => "closed",
            (None, _) => "failing",
        }
    }
}

/// Where a partner receives events.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    pub(crate) id: WebhookEndpointId,
    pub(crate) partner: PartnerId,
    pub(crate) wish: Wish,
    pub(crate) state: EndpointState,
    pub(crate) disabled_because: Option<Cause>,
    /// Sealed.
    pub(crate) secret: Secret<String>,
    /// The sealed secret that is good besides, and until when.
    pub(crate) earlier: Option<(Secret<String>, Instant)>,
    pub(crate) version: u32,
    pub(crate) created_at: Instant,
    pub(crate) changed_at: Instant,
    pub(crate) health: Health,
}

impl Endpoint {
    /// Whether an event of the kind is kept for it.
    pub(crate) fn wants(&self, kind: EventKind) -> bool {
        self.state != EndpointState::Disabled && self.wish.kinds.contains(&kind)
    }

    /// The sealed secrets to sign by.
    pub(crate) fn secrets(&self, now: Instant) -> Vec<&Secret<String>> {
        let earlier = self.earlier.as_ref().filter(|(_, until)| *until > now);
        let earlier = earlier.map(|(secret, _)| secret);
        std::iter::once(&self.secret).chain(earlier).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish() -> Wish {
        Wish {
            url: "https://hooks.nav.no/veiviser".to_owned(),
            description: " Henvisninger ".to_owned(),
            kinds: vec![EventKind::Test, EventKind::ReferralShared, EventKind::Test],
            is_paused: false,
        }
    }

    #[test]
    fn a_wish_is_kept_trimmed_and_each_kind_once() {
        let kept = wish().checked(&Destinations::new(Vec::new())).unwrap();
        assert_eq!(kept.description, "Henvisninger");
        assert_eq!(kept.kinds, [EventKind::ReferralShared, EventKind::Test]);
    }

    #[test]
    fn every_fault_names_its_field() {
        let wrong = Wish {
            url: "http://localhost".to_owned(),
            description: "x".repeat(201),
            kinds: Vec::new(),
            is_paused: false,
        };
        let faults = wrong.checked(&Destinations::new(Vec::new())).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["url", "description", "event_types"]);
    }

    #[test]
    fn a_circuit_opens_and_says_since_when_it_fails() {
        let now = testkit::working_day();
        let mut health = Health::default();
        for _ in 0..schedule::TOLERATED {
            assert_eq!(health.open_until, None);
            health = health.failed(now);
        }
        assert!(health.open_until > Some(now));
        assert_eq!(health.failing_since, Some(now));
        assert_eq!(health.circuit(), "open");
        assert!(health.is_hopeless(now + chrono::TimeDelta::days(5)));
    }
}
