//! Handle times, reply times, think times: which law of the contract is nearest, or the values themselves.

use crate::calibration::log::SECOND;
use crate::statistics::fitting::{Fit, FittedLaw, fit_all, weigh};
use crate::statistics::{Interval, student_t};
use serde::Serialize;
use std::collections::BTreeMap;

/// A law further than this from what was seen, at its worst place, is not taken: the values are.
const FAR: f64 = 0.05;
/// From so many values on they may stand for themselves.
const ENOUGH: u64 = 200;
/// Values that stand for all.
const SLICES: usize = 100;

/// Times of one kind, added up: memory grows with the number of different seconds, not of values.
#[derive(Clone, Debug, Default)]
pub struct DurationSums {
    /// µs, rounded (see [`DurationSums::add`]), and how many.
    values: BTreeMap<i64, u64>,
    /// By day: Σ µs and how many.
    days: BTreeMap<i32, (f64, f64)>,
}

/// What is known of times of one kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Durations {
    /// Observations.
    pub observations: u64,
    /// With its 95 % interval, days being what differs.
    pub mean_s: Interval,
    /// Half are shorter.
    pub median_s: f64,
    /// Standard deviation over mean.
    pub cv: f64,
    /// Share under 10 s.
    pub under_10_s: f64,
    /// Laws, the best first.
    pub laws: Vec<LawFit>,
    /// What a scenario is given: a law's name, or `empirical`.
    pub chosen: String,
    /// Means of equal slices of the sorted values, s; empty of too few.
    #[serde(skip)]
    pub slices: Vec<f64>,
}

/// A law and how far it is from what was seen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LawFit {
    /// As a scenario calls it.
    pub name: String,
    /// s
    pub mean_s: f64,
    /// Standard deviation over mean.
    pub cv: f64,
    /// Schwarz's criterion; less is better.
    pub bic: f64,
    /// The largest difference between the law's and the seen shares (Kolmogorov's distance).
    pub distance: f64,
    /// With its parameters.
    #[serde(skip)]
    pub law: FittedLaw,
}

impl DurationSums {
    /// Adds a time; to the second up to ten minutes, to 1 % above, so that a year's times stay few.
    pub fn add(&mut self, day: i32, span: i64) {
        let step = if span < 600 * SECOND { SECOND / 10 } else { (span / 200).max(SECOND) };
        *self.values.entry((span + step / 2) / step * step).or_default() += 1;
        let cell = self.days.entry(day).or_default();
        cell.0 += span as f64;
        cell.1 += 1.0;
    }

    /// How many.
    pub fn count(&self) -> u64 {
        self.values.values().sum()
    }

    /// Σ s, in the order of days.
    pub fn total_s(&self) -> f64 {
        self.days.values().map(|(sum, _)| sum).sum::<f64>() / SECOND as f64
    }

    /// What is known; none of no values.
    pub fn estimate(&self) -> Option<Durations> {
        let count = self.count();
        if count == 0 {
            return None;
        }
        let n = count as f64;
        let mean = self.total_s() / n;
        let spread = |(value, times): (&i64, &u64)| {
            let off = *value as f64 / SECOND as f64 - mean;
            *times as f64 * off * off
        };
        let deviation = (self.values.iter().map(spread).sum::<f64>() / n).sqrt();
        // Nothing shorter than half a second is told apart: clocks that count seconds say 0.
        let seconds = |value: i64| (value as f64 / SECOND as f64).max(0.5);
        let data = weigh(self.values.iter().map(|(value, times)| (seconds(*value), *times as f64, 0.0)));
        let laws: Vec<LawFit> = fit_all(&data).iter().map(|fit| self.judged(fit)).collect();
        let far = laws.first().is_none_or(|best| best.distance > FAR);
        let slices = self.slices();
        let chosen = match laws.first() {
            Some(best) if !far || count < ENOUGH => best.name.clone(),
            _ => "empirical".to_owned(),
        };
        let small: u64 = self.values.range(..10 * SECOND).map(|(_, times)| times).sum();
        Some(Durations {
            observations: count,
            mean_s: self.mean_interval(mean),
            median_s: self.quantile(0.5),
            cv: if mean > 0.0 { deviation / mean } else { 0.0 },
            under_10_s: small as f64 / n,
            laws,
            chosen,
            slices,
        })
    }

    /// Days are what differs: the ratio estimator's interval over days.
    fn mean_interval(&self, mean: f64) -> Interval {
        let days = self.days.len() as u64;
        if days < 2 {
            return Interval::around(mean, f64::INFINITY).clamped(0.0, f64::INFINITY);
        }
        let residual = |(sum, count): &(f64, f64)| {
            let off = sum / SECOND as f64 - mean * count;
            off * off
        };
        let squares: f64 = self.days.values().map(residual).sum();
        let n = days as f64;
        let error = (n / (n - 1.0) * squares).sqrt() / self.count() as f64;
        Interval::around(mean, student_t(days - 1, 0.95) * error).clamped(0.0, f64::INFINITY)
    }

    fn quantile(&self, share: f64) -> f64 {
        let mut left = share * self.count() as f64;
        for (value, times) in &self.values {
            left -= *times as f64;
            if left <= 0.0 {
                return *value as f64 / SECOND as f64;
            }
        }
        0.0
    }

    fn judged(&self, fit: &Fit) -> LawFit {
        let n = self.count() as f64;
        let (mut before, mut distance) = (0.0, 0.0_f64);
        for (value, times) in &self.values {
            let after = before + *times as f64 / n;
            // Rounded values stand for a stretch; its middle is compared with the middle of the step.
            let law = fit.law.up_to((*value as f64 / SECOND as f64).max(0.5));
            distance = distance.max((law - (before + after) / 2.0).abs());
            before = after;
        }
        LawFit {
            name: fit.law.name().to_owned(),
            mean_s: fit.law.mean(),
            cv: fit.law.cv(),
            bic: fit.bic,
            distance,
            law: fit.law,
        }
    }

    /// The means of equal slices of the sorted values: the mean stays exactly what it was.
    pub fn slices(&self) -> Vec<f64> {
        let count = self.count() as f64;
        if count < 2.0 {
            return Vec::new();
        }
        let slices = SLICES.min(self.count() as usize);
        let size = count / slices as f64;
        let (mut out, mut sum, mut filled) = (Vec::with_capacity(slices), 0.0, 0.0);
        for (value, times) in &self.values {
            let mut left = *times as f64;
            while left > 1e-9 {
                let part = left.min(size - filled);
                sum += part * *value as f64;
                filled += part;
                left -= part;
                if filled >= size - 1e-9 {
                    out.push(sum / size / SECOND as f64);
                    (sum, filled) = (0.0, 0.0);
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_keep_the_mean_and_a_mixture_no_law_fits_is_left_as_it_is() {
        let mut sums = DurationSums::default();
        for i in 0..4000 {
            // Half a few seconds, half about five minutes.
            let span = if i % 2 == 0 { 2 + i % 5 } else { 280 + i % 41 };
            sums.add((i % 10) as i32, span * SECOND);
        }
        let known = sums.estimate().unwrap();
        assert_eq!(known.chosen, "empirical");
        assert_eq!(known.slices.len(), 100);
        let mean = known.slices.iter().sum::<f64>() / 100.0;
        assert!((mean - known.mean_s.value).abs() < 0.05, "{mean} {:?}", known.mean_s);
        assert!((known.under_10_s - 0.5).abs() < 1e-12);
    }

    #[test]
    fn one_day_tells_nothing_of_how_days_differ() {
        let mut sums = DurationSums::default();
        (0..50).for_each(|i| sums.add(1, i * SECOND));
        assert!(sums.estimate().unwrap().mean_s.high.is_infinite());
    }
}
