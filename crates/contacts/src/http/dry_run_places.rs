//! How many dry runs there may be at once, and that none goes on for nobody.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use kernel::{AccountId, ProblemCode};

/// Dry runs of one process at a time: each takes a processor for a while.
const AT_ONCE: usize = 2;

/// Who has a dry run going on in this process. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct DryRunPlaces(Arc<Mutex<BTreeSet<AccountId>>>);

/// A place, until it is dropped.
#[derive(Debug)]
pub(super) struct DryRunPlace {
    places: DryRunPlaces,
    who: AccountId,
}

impl DryRunPlaces {
    /// One for each person, and not more than the process can bear.
    pub(super) fn take(&self, who: AccountId) -> Result<DryRunPlace, ProblemCode> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.contains(&who) {
            return Err(ProblemCode::DryRunGoesOn);
        }
        if taken.len() >= AT_ONCE {
            return Err(ProblemCode::DryRunsBusy);
        }
        taken.insert(who);
        Ok(DryRunPlace {
            places: self.clone(),
            who,
        })
    }
}

impl Drop for DryRunPlace {
    fn drop(&mut self) {
        let mut taken = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.remove(&self.who);
    }
}

/// Whoever asked; once it is dropped, nobody waits for the answer.
#[derive(Debug, Default)]
pub(super) struct Asker(Arc<AtomicBool>);

/// Tells whether the asker has gone.
#[derive(Clone, Debug)]
pub(super) struct Gone(Arc<AtomicBool>);

impl Asker {
    pub(super) fn gone(&self) -> Gone {
        Gone(Arc::clone(&self.0))
    }
}

impl Drop for Asker {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Gone {
    pub(super) fn has_gone(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(number: u128) -> AccountId {
        AccountId::from_row(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn everybody_has_one_and_the_process_two() {
        let places = DryRunPlaces::default();
        let first = places.take(account(1)).unwrap();
        assert_eq!(
            places.take(account(1)).unwrap_err(),
            ProblemCode::DryRunGoesOn
        );
        let _second = places.take(account(2)).unwrap();
        assert_eq!(
            places.take(account(3)).unwrap_err(),
            ProblemCode::DryRunsBusy
        );
        drop(first);
        places.take(account(3)).unwrap();
    }

    #[test]
    fn whoever_asked_is_gone_once_dropped() {
        let asker = Asker::default();
        let gone = asker.gone();
        assert!(!gone.has_gone());
        drop(asker);
        assert!(gone.has_gone());
    }
}
