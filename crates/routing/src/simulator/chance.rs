//! Seeded chance: SplitMix64, so that a seed means the same day on every machine.

/// A stream of random numbers that its seed determines.
#[derive(Clone, Copy, Debug)]
pub struct Chance {
    state: u64,
}

/// 2 to the power of -32 and of -53.
const PER_WORD: f64 = 1.0 / 4_294_967_296.0;
const HALF_STEP: f64 = 1.0 / 9_007_199_254_740_992.0;

impl Chance {
    /// A stream for the seed.
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// 64 random bits.
    pub const fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn word(&mut self) -> u32 {
        u32::try_from(self.bits() >> 32).unwrap_or_default()
    }

    /// Evenly between 0 and 1, both excluded.
    pub fn unit(&mut self) -> f64 {
        let (high, low) = (f64::from(self.word()), f64::from(self.word()));
        (high + low * PER_WORD)
            .mul_add(PER_WORD, HALF_STEP)
            .min(1.0 - HALF_STEP)
    }

    /// Evenly among 0 up to the bound, which is excluded; 0 for bound 0.
    pub fn below(&mut self, bound: u32) -> u32 {
        let wide = u64::from(self.word()) * u64::from(bound);
        u32::try_from(wide >> 32).unwrap_or_default()
    }

    /// Exponentially distributed.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * self.unit().ln()
    }

    /// Normally distributed about 0 with deviation 1.
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.unit().ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// The place of one of the weights, by its size; none without weight.
    pub fn weighted(&mut self, weights: &[f64]) -> Option<usize> {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (at, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return Some(at);
            }
        }
        weights.iter().rposition(|weight| *weight > 0.0)
    }
}
