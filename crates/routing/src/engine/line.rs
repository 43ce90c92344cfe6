//! A line kept in order, cheap when newcomers mostly belong at the end.

use std::collections::VecDeque;

/// Entries in ascending order. Entries may outlive what they stand for: the owner tells which.
#[derive(Clone, Debug)]
pub(super) struct Line<K, V> {
    entries: VecDeque<(K, V)>,
}

impl<K, V> Default for Line<K, V> {
    fn default() -> Self {
        Self {
            entries: VecDeque::new(),
        }
    }
}

impl<K: Ord + Copy, V: Copy> Line<K, V> {
    pub(super) fn push(&mut self, key: K, value: V) {
        if self.entries.back().is_none_or(|(last, _)| *last <= key) {
            self.entries.push_back((key, value));
            return;
        }
        let at = self.entries.partition_point(|(known, _)| *known <= key);
        self.entries.insert(at, (key, value));
    }

    pub(super) fn front(&self) -> Option<(K, V)> {
        self.entries.front().copied()
    }

    pub(super) fn pop_front(&mut self) -> Option<(K, V)> {
        self.entries.pop_front()
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (K, V)> {
        self.entries.iter().copied()
    }

    pub(super) fn keep(&mut self, mut lives: impl FnMut(V) -> bool) {
        self.entries.retain(|(_, value)| lives(*value));
    }

    pub(super) fn clear(&mut self) {
        self.entries.clear();
    }
}
