//! Confidence intervals: of a share of nights, of a pooled compliance, of a mean.
//!
//! Confidence is given as a share (0.95). An interval covers the true value in that share of runs,
//! Wilson's and Student's to good approximation; it says nothing about whether the model is right.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// An estimate and the range that covers the true value with the confidence asked for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The estimate itself.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Half the distance between the ends.
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }

    /// `value` ± `half`.
    pub fn around(value: f64, half: f64) -> Interval {
        Interval { value, low: value - half, high: value + half }
    }

    /// The same with its ends no less than `least` and no more than `most`.
    pub fn clamped(self, least: f64, most: f64) -> Interval {
        Interval { value: self.value, low: self.low.max(least), high: self.high.min(most) }
    }
}

/// A table value, cut to ten digits after the point: `statrs` uses the platform's transcendental
/// functions, whose last digits differ, and results must be the same bytes on every machine.
fn to_ten_digits(quantile: f64) -> f64 {
    (quantile * 1e10).round() / 1e10
}

/// The two-sided quantile of the normal distribution: 1.959964 for a confidence of 0.95.
fn normal(confidence: f64) -> f64 {
    to_ten_digits(Normal::standard().inverse_cdf(0.5 + confidence / 2.0))
}

/// The two-sided quantile of Student's t: 2.228139 for 10 degrees of freedom and a confidence of 0.95.
///
/// # Panics
/// If there are no degrees of freedom, or `confidence` is not between 0 and 1.
pub fn student_t(degrees: u64, confidence: f64) -> f64 {
    assert!(degrees > 0, "a t quantile needs degrees of freedom");
    assert!(confidence > 0.0 && confidence < 1.0, "a confidence lies between 0 and 1");
    // The inversion of `statrs` loses digits when there are many degrees (five of them at 10⁶).
    if degrees > 2000 {
        return far_t(degrees as f64, normal(confidence));
    }
    let t = StudentsT::new(0.0, 1.0, degrees as f64).expect("degrees of freedom are positive");
    to_ten_digits(t.inverse_cdf(0.5 + confidence / 2.0))
}

/// Student's t from the normal quantile `z` by the expansion of Cornish & Fisher (Abramowitz & Stegun
/// 26.7.5), two terms: from 2,000 degrees on its error is below 1e-8 up to a confidence of 0.999.
fn far_t(degrees: f64, z: f64) -> f64 {
    let square = z * z;
    let first = z * (square + 1.0) / 4.0;
    let second = z * ((5.0 * square + 16.0) * square + 3.0) / 96.0;
    to_ten_digits(z + (first + second / degrees) / degrees)
}

/// Wilson's score interval for a share (Wilson, JASA 22, 1927): unlike the usual one it stays inside
/// 0 to 1 and does not shrink to nothing when all or none succeeded.
///
/// Of no trials nothing is known: from 0 to 1, and a value of 0.5 that stands for nothing.
///
/// # Panics
/// If there are more successes than trials.
pub fn wilson(successes: u64, trials: u64, confidence: f64) -> Interval {
    assert!(successes <= trials, "more successes than trials");
    if trials == 0 {
        return Interval { value: 0.5, low: 0.0, high: 1.0 };
    }
    let (z, n) = (normal(confidence), trials as f64);
    let share = successes as f64 / n;
    let scale = 1.0 + z * z / n;
    let centre = (share + z * z / (2.0 * n)) / scale;
    let half = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt() / scale;
    // The ends are exactly 0 and 1 there; rounding would leave 1e-17.
    let low = if successes == 0 { 0.0 } else { centre - half };
    let high = if successes == trials { 1.0 } else { centre + half };
    Interval { value: share, low, high }
}

/// What a pooled compliance is estimated from: exact sums over nights of `met` (how many met the
/// target) and `counted` (how many counted), and of their products.
///
/// # The estimate
///
/// Nights differ in size, so the compliance is the ratio R = Σ met / Σ counted, not the mean of the
/// nights' own shares. Its variance by the delta method is n / (n − 1) · Σ (met − R · counted)² /
/// (Σ counted)² (Cochran, "Sampling Techniques", 3rd ed. 1977, section 2.11; Law & Kelton's ratio
/// estimator), and the interval takes Student's t with n − 1 degrees of freedom. R is biased by the
/// order of 1/n, which the interval ignores: take 30 nights or more.
///
/// Nights that count nothing are left out by the caller: they are not nights of this estimate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RatioSums {
    /// Nights added.
    pub nights: u64,
    /// Σ met.
    pub met: u128,
    /// Σ counted.
    pub counted: u128,
    /// Σ met².
    pub met_squared: u128,
    /// Σ met · counted.
    pub met_counted: u128,
    /// Σ counted².
    pub counted_squared: u128,
}

impl RatioSums {
    /// Adds a night in which `met` of `counted` met the target.
    pub fn add(&mut self, met: u64, counted: u64) {
        debug_assert!(met <= counted, "more met than counted");
        let (met, counted) = (u128::from(met), u128::from(counted));
        self.nights += 1;
        self.met += met;
        self.counted += counted;
        self.met_squared += met * met;
        self.met_counted += met * counted;
        self.counted_squared += counted * counted;
    }

    /// Adds all nights of `other`; the order of merging does not matter.
    pub fn merge(&mut self, other: &RatioSums) {
        self.nights += other.nights;
        self.met += other.met;
        self.counted += other.counted;
        self.met_squared += other.met_squared;
        self.met_counted += other.met_counted;
        self.counted_squared += other.counted_squared;
    }

    /// The pooled share, if anything counted.
    pub fn share(&self) -> Option<f64> {
        (self.counted > 0).then(|| self.met as f64 / self.counted as f64)
    }

    /// The pooled share with its interval, inside 0 to 1; `None` if nothing counted. A single night
    /// tells nothing of how nights differ: from 0 to 1.
    pub fn estimate(&self, confidence: f64) -> Option<Interval> {
        let share = self.share()?;
        if self.nights < 2 {
            return Some(Interval { value: share, low: 0.0, high: 1.0 });
        }
        let n = self.nights as f64;
        let half = student_t(self.nights - 1, confidence) * (n / (n - 1.0) * self.residual_squares()).sqrt()
            / self.counted as f64;
        Some(Interval::around(share, half).clamped(0.0, 1.0))
    }

    /// Σ (met − R · counted)².
    fn residual_squares(&self) -> f64 {
        self.exact_residuals().unwrap_or_else(|| {
            let share = self.met as f64 / self.counted as f64;
            let rest = share * self.counted_squared as f64 - 2.0 * self.met_counted as f64;
            (self.met_squared as f64 + share * rest).max(0.0)
        })
    }

    /// The same from integers, as (counted² · Σ met² − 2 · met · counted · Σ met · counted + met² ·
    /// Σ counted²) / counted²: three great numbers whose difference is small. `None` if they overflow,
    /// beyond some 10¹² conversations.
    fn exact_residuals(&self) -> Option<f64> {
        let counted_counted = self.counted.checked_mul(self.counted)?;
        let plus = counted_counted
            .checked_mul(self.met_squared)?
            .checked_add(self.met.checked_mul(self.met)?.checked_mul(self.counted_squared)?)?;
        let minus = self.met.checked_mul(self.counted)?.checked_mul(self.met_counted)?.checked_mul(2)?;
        Some(plus.checked_sub(minus)? as f64 / counted_counted as f64)
    }
}

/// What a mean over nights (or other independent values) is estimated from, exactly: whole numbers
/// such as microseconds or millionths of the currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MeanSums {
    /// Values added.
    pub count: u64,
    /// Σ value, in the value's unit.
    pub sum: i128,
    /// Σ value².
    pub sum_of_squares: u128,
}

impl MeanSums {
    /// Adds a value.
    pub fn add(&mut self, value: i64) {
        let magnitude = u128::from(value.unsigned_abs());
        self.count += 1;
        self.sum += i128::from(value);
        self.sum_of_squares += magnitude * magnitude;
    }

    /// Adds all values of `other`; the order of merging does not matter.
    pub fn merge(&mut self, other: &MeanSums) {
        self.count += other.count;
        self.sum += other.sum;
        self.sum_of_squares += other.sum_of_squares;
    }

    /// The mean, if there are values.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64)
    }

    /// The unbiased variance of a value, from two values on.
    pub fn variance(&self) -> Option<f64> {
        (self.count >= 2).then(|| self.squares_about_mean() / (self.count - 1) as f64)
    }

    /// The mean with its t interval, from two values on.
    pub fn estimate(&self, confidence: f64) -> Option<Interval> {
        let spread = (self.variance()? / self.count as f64).sqrt();
        Some(Interval::around(self.mean()?, student_t(self.count - 1, confidence) * spread))
    }

    /// Σ (value − mean)², from (n · Σ value² − (Σ value)²) / n in integers where they do not overflow.
    fn squares_about_mean(&self) -> f64 {
        let n = u128::from(self.count);
        let sum = self.sum.unsigned_abs();
        let exact = || n.checked_mul(self.sum_of_squares)?.checked_sub(sum.checked_mul(sum)?);
        match exact() {
            Some(difference) => difference as f64 / n as f64,
            None => (self.sum_of_squares as f64 - self.sum as f64 * (self.sum as f64 / n as f64)).max(0.0),
        }
    }
}

/// Σ amount / Σ count over nights, with the interval of [`RatioSums`] but of any amounts: a cost per case.
/// `None` if nothing was counted or of fewer than two nights.
pub fn ratio(nights: impl Iterator<Item = (f64, f64)> + Clone, confidence: f64) -> Option<Interval> {
    let (mut n, mut amounts, mut counts) = (0_u64, 0.0, 0.0);
    for (amount, count) in nights.clone() {
        n += 1;
        amounts += amount;
        counts += count;
    }
    if n < 2 || counts <= 0.0 {
        return None;
    }
    let ratio = amounts / counts;
    let squares: f64 =
        nights.map(|(amount, count)| (amount - ratio * count) * (amount - ratio * count)).sum();
    let spread = (n as f64 / (n - 1) as f64 * squares).sqrt() / counts;
    Some(Interval::around(ratio, student_t(n - 1, confidence) * spread))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(seen: f64, expected: f64, within: f64) {
        assert!((seen - expected).abs() <= within, "{seen} is not {expected} within {within}");
    }

    #[test]
    fn wilson_intervals_are_those_of_newcombes_table() {
        // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        let table = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)];
        for (successes, trials, low, high) in table.into_iter().chain([(1, 29, 0.0061, 0.1718)]) {
            let interval = wilson(successes, trials, 0.95);
            close(interval.low, low, 5e-5);
            close(interval.high, high, 5e-5);
        }
    }

    #[test]
    fn wilson_says_nothing_of_no_trials_and_is_symmetric_in_success_and_failure() {
        assert_eq!(wilson(0, 0, 0.95), Interval { value: 0.5, low: 0.0, high: 1.0 });
        let (all, none) = (wilson(400, 400, 0.95), wilson(0, 400, 0.95));
        assert_eq!((all.high, none.low), (1.0, 0.0));
        close(all.low, 1.0 - none.high, 1e-14);
    }

    #[test]
    fn t_quantiles_are_those_of_the_printed_tables() {
        // Any table of Student's t, to the three digits these print.
        let table = [(1, 0.95, 12.706), (10, 0.95, 2.228), (30, 0.95, 2.042), (5, 0.99, 4.032)];
        for (degrees, confidence, expected) in table.into_iter().chain([(120, 0.999, 3.373)]) {
            close(student_t(degrees, confidence), expected, 5e-4);
        }
    }

    #[test]
    fn t_quantiles_of_any_number_of_nights_are_those_of_thirty_digit_arithmetic() {
        // mpmath 1.3 with 30 digits: the root of the regularised incomplete beta function.
        let table = [
            (7, 2.364_624_251_592_8, 5.407_882_520_861_7),
            (399, 1.965_927_295_920_9, 3.315_077_012_645_1),
            (1999, 1.961_151_420_170_6, 3.295_400_576_927_4),
            (2001, 1.961_150_232_622_4, 3.295_395_698_974_4),
            (9999, 1.960_201_263_621_4, 3.291_500_063_300_9),
        ];
        for (degrees, usual, strict) in table {
            close(student_t(degrees, 0.95), usual, 1e-8);
            close(student_t(degrees, 0.999), strict, 1e-8);
        }
        close(student_t(1_000_000_000, 0.95), 1.959_963_984_540_054, 1e-8);
    }

    #[test]
    fn a_ratio_of_three_nights_is_that_worked_by_hand() {
        // Nights 1/2, 3/4, 2/4: R = 6/10; residuals -0.2, 0.6, -0.4, squares sum to 0.56;
        // standard error sqrt(3/2 * 0.56) / 10 = 0.0916515; t(2) at 0.5 is sqrt(2/3) = 0.8164966.
        let mut sums = RatioSums::default();
        for (met, counted) in [(1, 2), (3, 4), (2, 4)] {
            sums.add(met, counted);
        }
        let interval = sums.estimate(0.5).unwrap();
        close(interval.value, 0.6, 1e-15);
        close(interval.half_width(), 0.091_651_514 * 0.816_496_581, 1e-9);
    }

    #[test]
    fn a_ratio_of_amounts_is_that_of_the_same_counts() {
        let nights = [(1_u64, 2_u64), (3, 4), (2, 4), (5, 9)];
        let mut sums = RatioSums::default();
        nights.iter().for_each(|&(met, counted)| sums.add(met, counted));
        let (counted, paid) = (
            sums.estimate(0.8).unwrap(),
            ratio(nights.iter().map(|&(met, counted)| (met as f64, counted as f64)), 0.8).unwrap(),
        );
        close(paid.value, counted.value, 1e-15);
        close(paid.low, counted.low, 1e-12);
        // 8 CNY over 4 cases and 10 over 6: 1.80 a case; residuals 0.8 and −0.8; √(2 · 1.28) / 10 = 0.16;
        // t(1) at one half is 1.
        let two = ratio([(8.0, 4.0), (10.0, 6.0)].into_iter(), 0.5).unwrap();
        close(two.value, 1.8, 1e-12);
        close(two.high, 1.96, 1e-9);
        assert_eq!(ratio([(8.0, 4.0)].into_iter(), 0.5), None);
        assert_eq!(ratio([(8.0, 0.0), (1.0, 0.0)].into_iter(), 0.5), None);
    }

    #[test]
    fn nights_of_equal_size_give_the_t_interval_of_their_own_shares() {
        // An independent computation: with counted constant the ratio is a plain mean.
        let (mut ratio, mut mean) = (RatioSums::default(), MeanSums::default());
        for met in [12, 17, 9, 20, 15] {
            ratio.add(met, 20);
            mean.add(met as i64);
        }
        let (ratio, mean) = (ratio.estimate(0.95).unwrap(), mean.estimate(0.95).unwrap());
        close(ratio.value, mean.value / 20.0, 1e-15);
        close(ratio.low, mean.low / 20.0, 1e-12);
    }

    #[test]
    fn sums_merged_in_any_order_are_the_same_and_a_share_stays_inside_zero_to_one() {
        let nights = [(5_u64, 9_u64), (0, 3), (7, 7), (1, 8)];
        let mut whole = RatioSums::default();
        nights.iter().for_each(|&(met, counted)| whole.add(met, counted));
        let (mut front, mut back) = (RatioSums::default(), RatioSums::default());
        nights[2..].iter().for_each(|&(met, counted)| back.add(met, counted));
        nights[..2].iter().for_each(|&(met, counted)| front.add(met, counted));
        back.merge(&front);
        assert_eq!(back, whole);
        let wide = whole.estimate(0.999).unwrap();
        assert_eq!((wide.low, wide.high), (0.0, 1.0));
    }

    #[test]
    fn what_cannot_be_estimated_is_none_or_says_that_nothing_is_known() {
        assert_eq!(RatioSums::default().estimate(0.95), None);
        let mut one = RatioSums::default();
        one.add(3, 4);
        assert_eq!(one.estimate(0.95), Some(Interval { value: 0.75, low: 0.0, high: 1.0 }));
        let mut single = MeanSums::default();
        single.add(-3);
        assert_eq!((single.mean(), single.estimate(0.95)), (Some(-3.0), None));
    }

    #[test]
    fn great_numbers_neither_overflow_nor_lose_the_small_difference() {
        // Two values 1e15 + 1 and 1e15 - 1: variance 2 by hand, lost by any floating sum of squares.
        let mut mean = MeanSums::default();
        mean.add(1_000_000_000_000_001);
        mean.add(999_999_999_999_999);
        assert_eq!(mean.variance(), Some(2.0));
        let mut ratio = RatioSums::default();
        for _ in 0..1000 {
            ratio.add(1 << 50, 1 << 51);
        }
        assert_eq!(ratio.estimate(0.95).unwrap().value, 0.5);
    }
}
