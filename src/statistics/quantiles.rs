//! Quantiles of what was seen, by type 7 of Hyndman & Fan, "Sample Quantiles in Statistical Packages",
//! The American Statistician 50 (1996): linear between the order statistics, the least at 0 and the
//! greatest at 1. It is the default of R, NumPy and spreadsheets, so our figures can be checked there.

use serde::Serialize;

/// Quantiles that show how far the nights lie apart: 95 % of them between the outer two.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// One night in forty is below.
    pub p025: f64,
    /// One night in twenty is below.
    pub p05: f64,
    /// Half of the nights are below.
    pub p50: f64,
    /// One night in twenty is above.
    pub p95: f64,
    /// One night in forty is above.
    pub p975: f64,
}

/// The quantile at `level` (0 to 1) of `sorted`, which must be ascending and without NaN.
///
/// `None` if there are no values or `level` is not from 0 to 1.
pub fn quantile(sorted: &[f64], level: f64) -> Option<f64> {
    if sorted.is_empty() || !(0.0..=1.0).contains(&level) {
        return None;
    }
    let place = (sorted.len() - 1) as f64 * level;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    let part = place - below as f64;
    // Without this an infinite neighbour of no weight would make the quantile NaN.
    if part == 0.0 {
        return Some(sorted[below]);
    }
    Some(sorted[below] + part * (sorted[above] - sorted[below]))
}

/// Puts `values` into the order that [`quantile`] and [`spread`] need.
pub fn sort(values: &mut [f64]) {
    values.sort_unstable_by(f64::total_cmp);
}

/// The quantiles of [`Spread`] of `sorted` (see [`quantile`]); `None` of no values.
pub fn spread(sorted: &[f64]) -> Option<Spread> {
    Some(Spread {
        p025: quantile(sorted, 0.025)?,
        p05: quantile(sorted, 0.05)?,
        p50: quantile(sorted, 0.5)?,
        p95: quantile(sorted, 0.95)?,
        p975: quantile(sorted, 0.975)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_one_to_ten_are_those_worked_by_hand() {
        // Type 7 puts level p at place 1 + 9 p: 1.225, 1.45, 5.5, 9.55 and 9.775 for the values 1 to 10.
        let values: Vec<f64> = (1..=10).map(f64::from).collect();
        let spread = spread(&values).unwrap();
        assert!((spread.p025 - 1.225).abs() < 1e-12 && (spread.p975 - 9.775).abs() < 1e-12);
        assert!((spread.p05 - 1.45).abs() < 1e-12);
        assert!((spread.p50 - 5.5).abs() < 1e-12);
        assert!((spread.p95 - 9.55).abs() < 1e-12);
    }

    #[test]
    fn the_ends_are_the_least_and_the_greatest() {
        assert_eq!(quantile(&[2.0, 3.0, 7.0], 0.0), Some(2.0));
        assert_eq!(quantile(&[2.0, 3.0, 7.0], 1.0), Some(7.0));
        assert_eq!(quantile(&[4.0], 0.3), Some(4.0));
    }

    #[test]
    fn nothing_has_no_quantile_and_no_level_lies_beyond_one() {
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[1.0], 1.5), None);
        assert_eq!(quantile(&[1.0], f64::NAN), None);
        assert_eq!(spread(&[]), None);
    }

    #[test]
    fn an_endless_wait_beyond_the_quantile_does_not_spoil_it() {
        assert_eq!(quantile(&[1.0, 2.0, f64::INFINITY], 0.5), Some(2.0));
        assert_eq!(quantile(&[1.0, 2.0, f64::INFINITY], 0.75), Some(f64::INFINITY));
    }

    #[test]
    fn sorting_puts_values_in_ascending_order() {
        let mut values = [3.0, -1.0, 2.0];
        sort(&mut values);
        assert_eq!(values, [-1.0, 2.0, 3.0]);
    }
}
