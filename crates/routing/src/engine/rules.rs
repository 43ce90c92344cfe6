//! The policies in use: the newest, and those under which somebody entered who is still here.

use std::sync::Arc;

use crate::{Policy, Weights, table::Table};

/// A policy in use.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) policy: Arc<Policy>,
    pub(super) version: Arc<str>,
    /// Row of the weights it gives.
    pub(super) weights: u32,
    /// Contacts that wait or are served under it.
    contacts: u32,
}

impl Rule {
    fn new(policy: Policy, weights: u32) -> Self {
        Self {
            version: policy.version.as_str().into(),
            policy: Arc::new(policy),
            weights,
            contacts: 0,
        }
    }
}

/// Rows of policies. Most policies weigh alike, so what depends on weights is counted once per weights, not per
/// policy.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    rows: Table<Option<Rule>>,
    newest: u32,
    in_force: Arc<Policy>,
    weights: Table<Weights>,
    /// Whether some policy in use lets the own county go first.
    own_county_first: bool,
}

/// What a publication changed.
pub(super) struct Published {
    /// Weights whose counts have to be made.
    pub(super) recount: Option<u32>,
    /// The policy in force before.
    pub(super) before: u32,
}

impl Rules {
    pub(super) fn new(policy: Policy) -> Self {
        let (mut rows, mut weights) = (Table::default(), Table::default());
        let given = weights.push(policy.weights);
        let rule = Rule::new(policy, given);
        let in_force = rule.policy.clone();
        let newest = rows.push(Some(rule));
        let mut rules = Self {
            rows,
            newest,
            in_force,
            weights,
            own_county_first: false,
        };
        rules.look_for_own_county_first();
        rules
    }

    #[inline]
    pub(super) fn get(&self, row: u32) -> Option<&Rule> {
        self.rows.get(row)?.as_ref()
    }

    /// The policy of a row; the newest for one that is no longer in use.
    #[inline]
    pub(super) fn policy(&self, row: u32) -> &Policy {
        let own = self.get(row).map(|rule| &*rule.policy);
        own.unwrap_or(&self.in_force)
    }

    /// The newest policy.
    #[inline]
    pub(super) fn in_force(&self) -> &Policy {
        &self.in_force
    }

    pub(super) const fn newest(&self) -> u32 {
        self.newest
    }

    /// The row of a policy's weights.
    #[inline]
    pub(super) fn weights_of(&self, row: u32) -> u32 {
        self.get(row).map_or(0, |rule| rule.weights)
    }

    /// Whether some policy in use lets the own county go first.
    #[inline]
    pub(super) const fn any_own_county_first(&self) -> bool {
        self.own_county_first
    }

    fn look_for_own_county_first(&mut self) {
        let first = self
            .in_use()
            .any(|policy| policy.own_county_first_s.is_some());
        self.own_county_first = first;
    }

    /// All weights, in the order of their rows.
    pub(super) fn weights(&self) -> impl Iterator<Item = &Weights> {
        self.weights.iter().map(|(_, weights)| weights)
    }

    pub(super) fn weights_row(&self, row: u32) -> Option<&Weights> {
        self.weights.get(row)
    }

    pub(super) fn weights_count(&self) -> u32 {
        self.weights.len()
    }

    /// The policies in use, the newest last.
    pub(super) fn in_use(&self) -> impl Iterator<Item = &Arc<Policy>> {
        let former = self.rows.iter().filter(|(row, _)| *row != self.newest);
        let former = former.filter_map(|(_, rule)| rule.as_ref());
        former.chain(self.get(self.newest)).map(|rule| &rule.policy)
    }

    /// The policy in use that has the version; the newest where two share it.
    pub(super) fn find(&self, version: &str) -> Option<u32> {
        let named = |rule: &Rule| &*rule.version == version;
        if self.get(self.newest).is_some_and(named) {
            return Some(self.newest);
        }
        let found = self
            .rows
            .iter()
            .find(|(_, rule)| rule.as_ref().is_some_and(named));
        found.map(|(row, _)| row)
    }

    /// Puts a policy in force for newcomers. One that equals a policy in use is the same.
    pub(super) fn publish(&mut self, policy: Policy) -> Published {
        let before = self.newest;
        let known = self.rows.iter().find(|(_, rule)| {
            let rule = rule.as_ref();
            rule.is_some_and(|rule| *rule.policy == policy)
        });
        if let Some((row, _)) = known {
            self.put_in_force(row);
            return Published {
                recount: None,
                before,
            };
        }
        let (weights, recount) = self.weigh(policy.weights);
        let rule = Some(Rule::new(policy, weights));
        let vacant = self.rows.iter().find(|(_, rule)| rule.is_none());
        let row = match vacant.map(|(row, _)| row) {
            Some(row) => {
                if let Some(place) = self.rows.get_mut(row) {
                    *place = rule;
                }
                row
            }
            None => self.rows.push(rule),
        };
        self.put_in_force(row);
        Published { recount, before }
    }

    fn put_in_force(&mut self, row: u32) {
        self.newest = row;
        if let Some(rule) = self.rows.get(row).and_then(Option::as_ref) {
            self.in_force = rule.policy.clone();
        }
        self.look_for_own_county_first();
    }

    /// The row of such weights; and again, if its counts have to be made.
    fn weigh(&mut self, wanted: Weights) -> (u32, Option<u32>) {
        let used = |row: u32| {
            let rules = self.rows.iter().filter_map(|(_, rule)| rule.as_ref());
            rules.map(|rule| rule.weights).any(|weights| weights == row)
        };
        if let Some((row, _)) = self.weights.iter().find(|(_, known)| **known == wanted) {
            return (row, None);
        }
        let vacant = (0..self.weights.len()).find(|row| !used(*row));
        let row = match vacant {
            Some(row) => {
                if let Some(place) = self.weights.get_mut(row) {
                    *place = wanted;
                }
                row
            }
            None => self.weights.push(wanted),
        };
        (row, Some(row))
    }

    /// One contact more is here under the policy.
    pub(super) fn hold(&mut self, row: u32) {
        if let Some(Some(rule)) = self.rows.get_mut(row) {
            rule.contacts += 1;
        }
    }

    /// One contact less; true when the policy is now to be given up by [`Self::drop_unused`].
    pub(super) fn release(&mut self, row: u32) -> bool {
        if let Some(Some(rule)) = self.rows.get_mut(row) {
            rule.contacts = rule.contacts.saturating_sub(1);
        }
        self.is_unused(row)
    }

    fn is_unused(&self, row: u32) -> bool {
        row != self.newest && self.get(row).is_some_and(|rule| rule.contacts == 0)
    }

    /// Gives up a policy under which nobody is here and nobody enters; true when done.
    pub(super) fn drop_unused(&mut self, row: u32) -> bool {
        let unused = self.is_unused(row);
        if unused && let Some(place) = self.rows.get_mut(row) {
            *place = None;
            self.look_for_own_county_first();
        }
        unused
    }
}
