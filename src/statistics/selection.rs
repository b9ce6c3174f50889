//! When a difference between two plans is settled: the continuation region of Kim and Nelson.
//!
//! S.-H. Kim and B. L. Nelson, "A fully sequential procedure for indifference-zone selection in simulation",
//! ACM Transactions on Modeling and Computer Simulation 11 (2001), with c = 1. Of n₀ first nights the
//! variance S² of a night's difference is taken. After r nights the sum of the differences is settled once it
//! lies outside ± W(r), where W(r) = max(0, h² S² / (2 δ) − δ r / 2), h² = 2 η (n₀ − 1) and
//! η = ((2 β)^(−2 / (n₀ − 1)) − 1) / 2. If the true difference is δ or more and nights are normal, it is
//! settled the wrong way with probability β at most: for any dependence between the two plans, and however
//! rarely one looks (of a Brownian motion that is looked at now and then only, no more paths leave the region
//! on the wrong side: Jennison, Johnstone and Turnbull, "Asymptotically optimal procedures for sequential
//! adaptive selection of the best of several normal means", in Statistical Decision Theory and Related Topics
//! III, 1982). For nights that are not normal, and for ratios of sums, the guarantee holds in the limit of
//! many nights and small differences (Kim and Nelson, "On the asymptotic validity of fully sequential
//! selection procedures for steady-state simulation", Operations Research 54, 2006).

/// How a pair of plans, or a plan and a standard, stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// More nights are needed.
    NotYet,
    /// The difference is above nothing, or not below it by the zone of indifference.
    Above,
    /// The difference is below nothing, or not above it by the zone of indifference.
    Below,
    /// The region has closed on a difference of exactly nothing.
    Even,
}

/// The continuation region of one difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    /// Half the width at r = 0.
    start: f64,
    /// How much narrower each night makes it.
    slope: f64,
}

impl Region {
    /// For a difference whose nights had this `variance` on the `first` nights; `zone` is the smallest
    /// difference that matters, `error` the chance of settling one of that size the wrong way.
    ///
    /// # Panics
    /// If `first` is less than 2, `zone` not above 0, or `error` not between 0 and 1/2.
    pub fn new(variance: f64, first: u64, zone: f64, error: f64) -> Region {
        assert!(first >= 2 && zone > 0.0, "no first nights, or no zone of indifference");
        assert!(error > 0.0 && error < 0.5, "an error lies between 0 and 1/2");
        let degrees = (first - 1) as f64;
        let eta = (libm::pow(2.0 * error, -2.0 / degrees) - 1.0) / 2.0;
        let h_squared = 2.0 * eta * degrees;
        Region { start: h_squared * variance / (2.0 * zone), slope: zone / 2.0 }
    }

    /// How the difference stands, `mean` after so many nights.
    pub fn settles(&self, mean: f64, nights: u64) -> Settled {
        let nights = nights as f64;
        let half = (self.start - self.slope * nights).max(0.0);
        let sum = mean * nights;
        if sum > half {
            Settled::Above
        } else if sum < -half {
            Settled::Below
        } else if half == 0.0 {
            Settled::Even
        } else {
            Settled::NotYet
        }
    }

    /// The nights after which any difference is settled.
    pub fn longest(&self) -> f64 {
        self.start / self.slope
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_is_that_of_the_paper() {
        // n0 = 10, error 0.05 / 9, S² = 2, δ = 0.5: η = ((0.1 / 9)^(−2/9) − 1) / 2 = 0.8585…, worked in
        // logarithms: ln(0.0111111) = −4.4998097, times −2/9 is 0.9999577, e^… = 2.7181669.
        let region = Region::new(2.0, 10, 0.5, 0.05 / 9.0);
        let eta = (2.718_166_9 - 1.0) / 2.0;
        let start = 18.0 * eta * 2.0 / (2.0 * 0.5);
        assert!((region.start - start).abs() < 1e-5, "{} {start}", region.start);
        assert!((region.longest() - start / 0.25).abs() < 1e-4);
    }

    #[test]
    fn a_difference_is_settled_outside_the_region_only() {
        let region = Region { start: 10.0, slope: 0.5 };
        assert_eq!(region.settles(1.0, 6), Settled::NotYet);
        assert_eq!(region.settles(1.2, 6), Settled::Above);
        assert_eq!(region.settles(-1.2, 6), Settled::Below);
        assert_eq!(region.settles(0.001, 20), Settled::Above);
        assert_eq!(region.settles(0.0, 20), Settled::Even);
    }
}
