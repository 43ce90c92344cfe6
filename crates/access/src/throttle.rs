//! Slows the guessing of passwords.

use kernel::{AccountId, Instant};
use platform::http::{Limited, Limits, RateLimiter};

/// How many times more failures an office behind one address may have than one person from it, and an
/// e-mail from everywhere than from one address: nobody locks a counsellor out from elsewhere.
const OFFICE: u32 = 4;
const EVERYWHERE: u32 = 10;

/// Counts failed log-ins per e-mail and caller, per caller, and per e-mail, whether or not the e-mail is
/// known. Wrong codes of a second factor count per account from wherever they come: six digits are few, and
/// whoever gets to guess them knows the password.
#[derive(Debug)]
pub(crate) struct Throttle {
    person: RateLimiter,
    caller: RateLimiter,
    email: RateLimiter,
    code: RateLimiter,
    beginning: RateLimiter,
}

/// One try to log in.
#[derive(Debug)]
pub(crate) struct Attempt {
    email: String,
    caller: String,
    person: String,
}

/// One try of a code.
#[derive(Debug)]
pub(crate) struct Guess(String);

impl Throttle {
    pub(crate) fn new(limits: &Limits, failures_at_once: u32, failures_per_minute: u32) -> Self {
        let limiter = |name, times: u32| {
            limits.limiter(
                name,
                failures_at_once.saturating_mul(times),
                failures_per_minute.saturating_mul(times),
            )
        };
        Self {
            person: limiter("log_in.person", 1),
            caller: limiter("log_in.caller", OFFICE),
            email: limiter("log_in.email", EVERYWHERE),
            code: limiter("log_in.code", 1),
            beginning: limiter("log_in.beginning", EVERYWHERE),
        }
    }

    /// Lets a try in. It counts as failed from now on, so that tries at the same time cannot outrun
    /// the count.
    pub(crate) fn enter(
        &self,
        email: &str,
        caller: &str,
        now: Instant,
    ) -> Result<Attempt, Limited> {
        let attempt = Attempt {
            email: email.to_owned(),
            caller: caller.to_owned(),
            person: format!("{caller} {email}"),
        };
        self.person.take(&attempt.person, now)?;
        if let Err(limited) = self.caller.take(&attempt.caller, now) {
            self.person.give_back(&attempt.person);
            return Err(limited);
        }
        if let Err(limited) = self.email.take(&attempt.email, now) {
            self.person.give_back(&attempt.person);
            self.caller.give_back(&attempt.caller);
            return Err(limited);
        }
        Ok(attempt)
    }

    /// The password was right: nothing counts.
    pub(crate) fn succeeded(&self, attempt: &Attempt) {
        self.caller.give_back(&attempt.caller);
        self.person.give_back(&attempt.person);
        self.email.give_back(&attempt.email);
    }

    /// Lets a code be tried; it counts as wrong from now on.
    pub(crate) fn enter_code(&self, account: AccountId, now: Instant) -> Result<Guess, Limited> {
        let guess = Guess(account.to_string());
        self.code.take(&guess.0, now)?;
        Ok(guess)
    }

    /// The code was right: it does not count.
    pub(crate) fn succeeded_code(&self, guess: &Guess) {
        self.code.give_back(&guess.0);
    }

    /// Lets a caller begin what anybody may begin and what leaves a row.
    pub(crate) fn begin(&self, caller: &str, now: Instant) -> Result<(), Limited> {
        self.beginning.take(caller, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use testkit::working_day;

    fn tries(throttle: &Throttle, email: &str, caller: &str) -> usize {
        let now = working_day();
        let let_in = (0..100).filter(|_| throttle.enter(email, caller, now).is_ok());
        let_in.count()
    }

    #[test]
    fn failures_count_per_person_and_caller() {
        let throttle = Throttle::new(&Limits::default(), 2, 1);
        assert_eq!(tries(&throttle, "kari", "one"), 2);
        assert!(throttle.enter("kari", "elsewhere", working_day()).is_ok());
        let later = working_day() + chrono::TimeDelta::minutes(1);
        assert!(throttle.enter("kari", "one", later).is_ok());
        // One address guesses a few passwords of many people no faster.
        let guessed: usize = (0..20)
            .map(|number| tries(&throttle, &format!("person {number}"), "two"))
            .sum();
        assert_eq!(guessed, 8);
    }

    #[test]
    fn guessing_from_everywhere_is_slowed_too() {
        let throttle = Throttle::new(&Limits::default(), 2, 1);
        let guessed: usize = (0..50)
            .map(|number| tries(&throttle, "kari", &format!("address {number}")))
            .sum();
        assert_eq!(guessed, 20);
    }

    #[test]
    fn success_costs_nothing() {
        let throttle = Throttle::new(&Limits::default(), 2, 1);
        for _ in 0..10 {
            let attempt = throttle.enter("kari", "one", working_day()).unwrap();
            throttle.succeeded(&attempt);
        }
    }
}
