//! How far counts fall from their mean.

/// The smallest count which at least `part` of the outcomes do not exceed, for a negative binomial distribution with
/// this mean and variance `mean + excess * mean^2`; Poisson where nothing exceeds.
pub(super) fn quantile(mean: f64, excess: f64, part: f64) -> u32 {
    if mean <= 0.0 {
        return 0;
    }
    let excess = excess.max(1e-12);
    let deviation = excess.mul_add(mean * mean, mean).sqrt();
    let most = 40.0_f64.mul_add(deviation, mean) + 100.0;
    let step = mean / excess.mul_add(mean, 1.0);
    // In logarithms, for the first terms of a busy day are too small to be numbers.
    let mut log = -(excess * mean).ln_1p() / excess;
    let mut below = log.exp();
    let mut count = 0_u32;
    while below < part && f64::from(count) < most {
        log += (f64::from(count).mul_add(excess, 1.0) * step / f64::from(count + 1)).ln();
        below += log.exp();
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::quantile;

    #[test]
    fn without_excess_it_is_poisson() {
        // P(N <= 10) = 0.5830 and P(N <= 15) = 0.9513 for mean 10 (any table of the Poisson distribution).
        assert_eq!(
            (quantile(10.0, 0.0, 0.583), quantile(10.0, 0.0, 0.584)),
            (10, 11)
        );
        assert_eq!(
            (quantile(10.0, 0.0, 0.951), quantile(10.0, 0.0, 0.952)),
            (15, 16)
        );
        assert_eq!(quantile(0.0, 0.5, 0.9), 0);
    }

    #[test]
    fn with_excess_one_it_is_geometric() {
        // Mean 4: P(N <= k) = 1 - 0.8^(k + 1).
        assert_eq!((quantile(4.0, 1.0, 0.5), quantile(4.0, 1.0, 0.9)), (3, 10));
    }

    #[test]
    fn a_large_mean_has_quantiles_about_it() {
        let (low, high) = (quantile(5000.0, 0.0, 0.05), quantile(5000.0, 0.0, 0.95));
        assert!(
            (4870..4890).contains(&low) && (5110..5130).contains(&high),
            "{low} {high}"
        );
    }
}
