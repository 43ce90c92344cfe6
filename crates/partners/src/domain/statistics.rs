//! Counts that can be published: nothing below five, and nothing from which it could be computed.
//!
//! A table counts the contacts of a month in cells, one for each word of a fixed set. A cell below five is held back,
//! also one of none: where nobody came from a county, a partner would know that somebody it referred did not. The
//! month's number is known, so that what is held back can be told as a sum, and a cell alone in it would be computed:
//! other cells are held back with it until the sum fits every way to fill the small ones.

/// Counts below it are held back.
pub(crate) const LEAST: u64 = 5;

/// A table as it is published.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Published {
    /// By cell; none where it is held back.
    pub(crate) cells: Vec<Option<u64>>,
    /// The sum of those held back; none where there are none, or the month's number is held back.
    pub(crate) together: Option<u64>,
}

/// The number of a month.
pub(crate) fn total(cells: &[u64]) -> Option<u64> {
    let sum: u64 = cells.iter().sum();
    (sum >= LEAST).then_some(sum)
}

/// What of a table can be published. Which cells are held back beside the small ones follows from where those are and
/// from the sum alone, never from which of the others is small: that would tell something of it.
pub(crate) fn published(cells: &[u64]) -> Published {
    let mut held: Vec<bool> = cells.iter().map(|count| *count < LEAST).collect();
    let Some(first) = held.iter().position(|is_held| *is_held) else {
        return Published {
            cells: cells.iter().copied().map(Some).collect(),
            together: None,
        };
    };
    let small = number(held.iter().filter(|is_held| **is_held).count());
    let mut others = 0;
    let after = (first..cells.len()).chain(0..first);
    for place in after {
        let sum = sum_of(cells, &held);
        // Every small cell can be anything from none to four, and the others still five or more.
        if others > 0 && sum >= LEAST * others + (LEAST - 1) * small {
            break;
        }
        if let Some(is_held) = held.get_mut(place)
            && !*is_held
        {
            *is_held = true;
            others += 1;
        }
    }
    let shown = cells.iter().zip(&held);
    Published {
        cells: shown
            .map(|(count, is_held)| (!is_held).then_some(*count))
            .collect(),
        together: total(cells).map(|_whole| sum_of(cells, &held)),
    }
}

fn sum_of(cells: &[u64], held: &[bool]) -> u64 {
    let of_held = cells.iter().zip(held).filter(|(_, is_held)| **is_held);
    of_held.map(|(count, _)| count).sum()
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use proptest::prelude::*;

    use super::*;

    /// Every table of three cells up to `most` contacts in all, by what a reader sees of it: the table and the month's
    /// number. The reader knows the rule as well as we do.
    fn by_reading(most: u64) -> HashMap<(Published, Option<u64>), Vec<[u64; 3]>> {
        let mut all: HashMap<_, Vec<[u64; 3]>> = HashMap::new();
        for one in 0..=most {
            for two in 0..=most - one {
                for three in 0..=most - one - two {
                    let cells = [one, two, three];
                    let reading = (published(&cells), total(&cells));
                    all.entry(reading).or_default().push(cells);
                }
            }
        }
        all
    }

    #[test]
    fn whoever_knows_the_rule_can_compute_no_cell_that_is_held_back() {
        for ((table, _), possible) in by_reading(40) {
            for (place, shown) in table.cells.iter().enumerate() {
                let values: BTreeSet<u64> = possible.iter().map(|cells| cells[place]).collect();
                match shown {
                    Some(count) => assert_eq!(values, BTreeSet::from([*count]), "{table:?}"),
                    None => assert!(values.len() >= 3, "{table:?}: cell {place} is {values:?}"),
                }
            }
        }
    }

    #[test]
    fn whoever_knows_the_rule_cannot_tell_whether_one_came_or_none() {
        for ((table, _), possible) in by_reading(40) {
            for place in 0..3 {
                let values: BTreeSet<u64> = possible.iter().map(|cells| cells[place]).collect();
                // Where none is possible, so is one.
                assert!(
                    !values.contains(&0) || values.contains(&1),
                    "{table:?}: {values:?}"
                );
            }
        }
    }

    #[test]
    fn counts_that_are_large_enough_are_all_published() {
        let table = published(&[5, 17, 1200]);
        assert_eq!(table.cells, [Some(5), Some(17), Some(1200)]);
        assert_eq!(table.together, None);
        assert_eq!(total(&[5, 17, 1200]), Some(1222));
    }

    #[test]
    fn a_small_count_takes_the_next_ones_with_it() {
        let table = published(&[100, 3, 6, 200]);
        assert_eq!(table.cells, [Some(100), None, None, Some(200)]);
        assert_eq!(table.together, Some(9));
        // Six and two are not enough to hide in.
        let table = published(&[100, 2, 6, 200]);
        assert_eq!(table.cells, [Some(100), None, None, None]);
        // The last one's next is the first.
        let table = published(&[100, 90, 80, 0]);
        assert_eq!(table.cells, [None, Some(90), Some(80), None]);
        assert_eq!(table.together, Some(100));
    }

    #[test]
    fn a_month_of_few_says_nothing() {
        let table = published(&[4, 0, 0]);
        assert_eq!(table.cells, [None, None, None]);
        assert_eq!((table.together, total(&[4, 0, 0])), (None, None));
        assert_eq!(published(&[]).together, None);
    }

    proptest! {
        #[test]
        fn nothing_below_five_is_published_nor_anything_added(
            cells in prop::collection::vec(0_u64..60, 0..20),
        ) {
            let table = published(&cells);
            prop_assert!(table.cells.iter().flatten().all(|count| *count >= LEAST));
            for (shown, count) in table.cells.iter().zip(&cells) {
                prop_assert!(shown.is_none_or(|shown| shown == *count));
            }
            let held = table.cells.iter().filter(|shown| shown.is_none()).count();
            prop_assert!(held != 1 || cells.len() == 1, "{:?}", table);
        }
    }
}
