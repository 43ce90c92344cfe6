//! Rows found by dense number, and sets of numbers.

/// Rows numbered in the order they came.
#[derive(Clone, Debug)]
pub(crate) struct Table<T>(Vec<T>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

fn place(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

impl<T> Table<T> {
    pub(crate) fn push(&mut self, row: T) -> u32 {
        let at = self.len();
        self.0.push(row);
        at
    }

    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    #[inline]
    pub(crate) fn get(&self, at: u32) -> Option<&T> {
        self.0.get(place(at))
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, at: u32) -> Option<&mut T> {
        self.0.get_mut(place(at))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        (0..).zip(self.0.iter())
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (u32, &mut T)> {
        (0..).zip(self.0.iter_mut())
    }
}

/// A small set of row numbers, in the order they came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks(Vec<u32>);

impl Marks {
    pub(crate) fn add(&mut self, at: u32) {
        if !self.0.contains(&at) {
            self.0.push(at);
        }
    }

    pub(crate) fn remove(&mut self, at: u32) {
        self.0.retain(|known| *known != at);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        self.0.iter().copied()
    }
}
