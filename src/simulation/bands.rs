//! How far the nights of an interval lie apart.

use super::tally::{Counts, MetCounted};
use crate::statistics::RatioSums;
use hdrhistogram::Histogram;

/// By interval, one more for the run-out. Integers only: nights may be added in any order.
#[derive(Clone, Debug, Default)]
pub struct Bands {
    /// Nights by the conversations that customers opened.
    pub arrivals: Vec<Nights>,
    /// Nights by the customer messages waiting at its end.
    pub waiting: Vec<Nights>,
    /// By target, then interval: what met and counted.
    pub targets: Vec<RatioSums>,
}

/// Nights by a count: exact below 256, to 1 % above.
#[derive(Clone, Debug)]
pub struct Nights(Histogram<u64>);

impl Default for Nights {
    fn default() -> Nights {
        Nights(Histogram::new(2).expect("two digits are allowed"))
    }
}

impl Nights {
    fn add(&mut self, count: u64) {
        // It grows as it must; a count beyond all bounds is not worth a fault.
        let _ = self.0.record(count);
    }

    fn merge(&mut self, other: &Nights) {
        let _ = self.0.add(&other.0);
    }

    /// What a share `level` of the nights does not exceed; none of no nights.
    pub fn quantile(&self, level: f64) -> Option<u64> {
        (!self.0.is_empty()).then(|| self.0.value_at_quantile(level))
    }
}

impl Bands {
    /// Of no night, for so many intervals (the run-out too) and targets.
    pub fn new(intervals: usize, targets: usize) -> Bands {
        Bands {
            arrivals: vec![Nights::default(); intervals],
            waiting: vec![Nights::default(); intervals],
            targets: vec![RatioSums::default(); targets * intervals],
        }
    }

    /// Adds a night.
    pub fn add(&mut self, counts: &Counts) {
        let mut waiting = 0_i64;
        for (index, night) in counts.intervals.iter().enumerate() {
            waiting += night.waiting_change;
            self.arrivals[index].add(night.arrivals);
            self.waiting[index].add(waiting.max(0) as u64);
        }
        for (sums, &MetCounted { met, counted }) in self.targets.iter_mut().zip(&counts.targets) {
            if counted > 0 {
                sums.add(met.into(), counted.into());
            }
        }
    }

    /// Adds the nights of another.
    pub fn merge(&mut self, other: &Bands) {
        self.arrivals.iter_mut().zip(&other.arrivals).for_each(|(sum, more)| sum.merge(more));
        self.waiting.iter_mut().zip(&other.waiting).for_each(|(sum, more)| sum.merge(more));
        self.targets.iter_mut().zip(&other.targets).for_each(|(sum, more)| sum.merge(more));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_small_counts_are_exact_and_the_order_of_nights_does_not_matter() {
        let (mut up, mut down) = (Nights::default(), Nights::default());
        (0..=100).for_each(|count| up.add(count));
        (0..50).rev().for_each(|count| down.add(count));
        let mut rest = Nights::default();
        (50..=100).rev().for_each(|count| rest.add(count));
        down.merge(&rest);
        let levels = [0.05, 0.5, 0.95];
        assert_eq!(levels.map(|level| up.quantile(level)), [Some(5), Some(50), Some(95)]);
        assert_eq!(levels.map(|level| down.quantile(level)), levels.map(|level| up.quantile(level)));
        assert_eq!(Nights::default().quantile(0.5), None);
    }
}
