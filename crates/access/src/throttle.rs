//! Slows the guessing of passwords.

use kernel::Instant;
use platform::http::{Limited, RateLimiter};

/// Counts failed log-ins per e-mail and per caller, whether or not the e-mail is known.
#[derive(Debug)]
pub(crate) struct Throttle(RateLimiter);

/// One try to log in.
#[derive(Debug)]
pub(crate) struct Attempt {
    email: String,
    caller: String,
}

impl Throttle {
    pub(crate) fn new(failures_at_once: u32, failures_per_minute: u32) -> Self {
        Self(RateLimiter::new(failures_at_once, failures_per_minute))
    }

    /// Lets a try in. It counts against the e-mail from now on, so that tries at the same time
    /// cannot outrun the count; against the caller, who may be a whole office behind one address,
    /// it counts once it failed.
    pub(crate) fn enter(
        &self,
        email: &str,
        caller: &str,
        now: Instant,
    ) -> Result<Attempt, Limited> {
        let attempt = Attempt {
            email: format!("email {email}"),
            caller: format!("caller {caller}"),
        };
        self.0.take(&attempt.caller, now)?;
        self.0.give_back(&attempt.caller);
        self.0.take(&attempt.email, now)?;
        Ok(attempt)
    }

    /// The password was right: nothing counts.
    pub(crate) fn succeeded(&self, attempt: &Attempt) {
        self.0.give_back(&attempt.email);
    }

    /// The try failed.
    pub(crate) fn failed(&self, attempt: &Attempt, now: Instant) {
        // A refusal shows at the next try; this one is answered as failed.
        let _already_empty = self.0.take(&attempt.caller, now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use testkit::working_day;

    #[test]
    fn failures_count_per_email_and_per_caller() {
        let throttle = Throttle::new(2, 1);
        let now = working_day();
        for _ in 0..2 {
            let attempt = throttle.enter("kari", "one", now).unwrap();
            throttle.failed(&attempt, now);
        }
        assert!(throttle.enter("kari", "elsewhere", now).is_err());
        assert!(throttle.enter("ola", "one", now).is_err());
        assert!(throttle.enter("ola", "elsewhere", now).is_ok());
        let later = now + chrono::TimeDelta::minutes(1);
        assert!(throttle.enter("kari", "one", later).is_ok());
    }

    #[test]
    fn success_costs_nothing() {
        let throttle = Throttle::new(2, 1);
        for _ in 0..10 {
            let attempt = throttle.enter("kari", "one", working_day()).unwrap();
            throttle.succeeded(&attempt);
        }
    }

    #[test]
    fn tries_at_the_same_time_count_too() {
        let throttle = Throttle::new(2, 1);
        let now = working_day();
        let open: Vec<_> = (0..5)
            .filter_map(|caller| throttle.enter("kari", &caller.to_string(), now).ok())
            .collect();
        assert_eq!(open.len(), 2);
    }
}
