//! Means that single odd days do not move.

/// A deviation of so many median absolute deviations is pulled in, as in Huber's estimator (Huber and Ronchetti,
/// Robust Statistics, 2009, chapter 3).
const BOUND: f64 = 2.5;
/// Turns the median absolute deviation of a normal distribution into its standard deviation.
const TO_DEVIATION: f64 = 1.4826;

/// A robust weighted mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steady {
    pub(super) mean: f64,
    /// Variance of one value about it, odd ones pulled in.
    pub(super) variance: f64,
    /// How many equally weighted values would tell as much.
    pub(super) count: f64,
}

/// The value with half the weight on either side.
pub(super) fn median(values: &[(f64, f64)]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(|one, two| one.0.total_cmp(&two.0));
    let half = sorted.iter().map(|(_, weight)| weight).sum::<f64>() / 2.0;
    let mut below = 0.0;
    let mut last = None;
    for (value, weight) in sorted {
        if below >= half
            && let Some(last) = last
        {
            // Exactly half lies below: the middle of the two neighbours.
            return Some(if below > half {
                last
            } else {
                f64::midpoint(last, value)
            });
        }
        below += weight;
        last = Some(value);
    }
    last
}

/// The mean of values with weights; none of nothing. `noise` is the least deviation to be expected by chance.
pub(super) fn steady(values: &[(f64, f64)], noise: f64) -> Option<Steady> {
    let middle = median(values)?;
    let off: Vec<(f64, f64)> = values
        .iter()
        .map(|(value, weight)| ((value - middle).abs(), *weight))
        .collect();
    let reach = BOUND * (TO_DEVIATION * median(&off)?).max(noise);
    let clip = |value: f64| value.clamp(middle - reach, middle + reach);
    let weight: f64 = values.iter().map(|(_, weight)| weight).sum();
    let squares: f64 = values.iter().map(|(_, weight)| weight * weight).sum();
    if weight <= 0.0 {
        return None;
    }
    let sum: f64 = values
        .iter()
        .map(|(value, weight)| clip(*value) * weight)
        .sum();
    let mean = sum / weight;
    let count = weight * weight / squares;
    let spread: f64 = values
        .iter()
        .map(|(value, weight)| (clip(*value) - mean).powi(2) * weight)
        .sum();
    // Of n values one is spent on the mean.
    let variance = spread / weight * count / (count - 1.0).max(0.5);
    Some(Steady {
        mean,
        variance,
        count,
    })
}

/// Pulls group means towards `common`, each by how uncertain it is beside how much groups differ: the positive-part
/// estimator of Efron and Morris (Journal of the American Statistical Association 70, 1975).
pub(super) fn shrink(groups: &mut [(f64, f64)], common: f64) {
    let count = super::number(groups.len());
    let apart: f64 = groups.iter().map(|(mean, _)| (mean - common).powi(2)).sum();
    let noise: f64 = groups.iter().map(|(_, variance)| variance).sum();
    let between = ((apart - noise) / count.max(1.0)).max(0.0);
    for (mean, variance) in groups {
        let trust = if between > 0.0 {
            between / (between + *variance)
        } else {
            0.0
        };
        *mean = trust.mul_add(*mean - common, common);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even(values: &[f64]) -> Vec<(f64, f64)> {
        values.iter().map(|value| (*value, 1.0)).collect()
    }

    fn close(found: f64, known: f64) {
        assert!((found - known).abs() < 1e-9, "{found} is not {known}");
    }

    #[test]
    fn the_median_halves_the_weight() {
        close(median(&even(&[3.0, 1.0, 2.0])).unwrap(), 2.0);
        close(median(&even(&[4.0, 1.0, 2.0, 3.0])).unwrap(), 2.5);
        close(median(&[(1.0, 1.0), (2.0, 1.0), (9.0, 5.0)]).unwrap(), 9.0);
        assert!(median(&[]).is_none());
    }

    #[test]
    fn one_odd_value_hardly_moves_the_mean() {
        let calm = [9.0, 10.0, 11.0, 10.0, 9.5, 10.5];
        let usual = steady(&even(&calm), 0.1).unwrap();
        let mut odd = calm.to_vec();
        odd.push(500.0);
        let moved = steady(&even(&odd), 0.1).unwrap();
        close(usual.mean, 10.0);
        assert!((moved.mean - 10.0).abs() < 0.5, "{moved:?}");
        assert!(moved.variance < 4.0);
    }

    #[test]
    fn groups_that_differ_by_chance_become_one_and_real_ones_stay() {
        let mut alike = [(1.02, 0.01), (0.98, 0.01), (1.0, 0.01)];
        shrink(&mut alike, 1.0);
        assert!(alike.iter().all(|(mean, _)| (mean - 1.0).abs() < 1e-12));
        let mut apart = [(0.2, 0.001), (1.4, 0.001)];
        shrink(&mut apart, 0.8);
        assert!((apart[0].0 - 0.2).abs() < 0.01 && (apart[1].0 - 1.4).abs() < 0.01);
    }
}
