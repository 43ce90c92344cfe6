//! What is counted once per weights in use.

/// One value per row of weights. The first is held in place, for mostly all policies weigh alike.
#[derive(Clone, Debug, Default)]
pub(super) struct Weighed<T> {
    first: T,
    others: Vec<T>,
}

impl<T: Default> Weighed<T> {
    #[inline]
    pub(super) fn get(&self, weights: u32) -> Option<&T> {
        match weights.checked_sub(1) {
            None => Some(&self.first),
            Some(other) => self.others.get(usize::try_from(other).ok()?),
        }
    }

    /// The place of a row, made when first needed.
    #[inline]
    pub(super) fn slot(&mut self, weights: u32) -> Option<&mut T> {
        let Some(other) = weights.checked_sub(1) else {
            return Some(&mut self.first);
        };
        let other = usize::try_from(other).ok()?;
        if self.others.len() <= other {
            self.others.resize_with(other.checked_add(1)?, T::default);
        }
        self.others.get_mut(other)
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (u32, &mut T)> {
        (0..).zip(std::iter::once(&mut self.first).chain(&mut self.others))
    }
}
