//! A replay beside an earlier one: which calls became slower, by more than chance makes of either.
//!
//! Calls of one second are alike (they meet the same queue), so seconds and not calls are what chance deals out. The
//! interval of a quantile is Woodruff's (Journal of the American Statistical Association 47, 1952, 635–646): the share
//! of calls up to the quantile is a ratio of sums over seconds, whose standard error follows from how the seconds
//! differ, and the quantiles at that share plus and minus z standard errors are the ends. z is that of a false alarm
//! in one of a hundred comparisons of two runs, all their quantiles together.

use super::latency::Seconds;
use statrs::distribution::{ContinuousCDF, Normal};
use std::collections::BTreeMap;

/// Quantiles that are compared.
const QUANTILES: [(&str, f64); 2] = [("p50", 0.5), ("p99", 0.99)];
/// Of comparing two runs that do not differ, how often something is called slower or faster at most.
const FALSE_ALARMS: f64 = 0.01;
/// A change of less than this is none.
const LEAST_CHANGE: f64 = 1.1;

/// A quantile of response times, and between what it lies; open above where there are too few calls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// In seconds.
    pub value_s: f64,
    /// Likewise.
    pub low_s: f64,
    /// Likewise; none: unknown.
    pub high_s: Option<f64>,
}

/// A quantile of an operation, then and now.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The operation.
    pub operation: String,
    /// `p50` or `p99`.
    pub quantile: &'static str,
    /// Of the earlier replay.
    pub before: Estimate,
    /// Of this one.
    pub now: Estimate,
    /// By a tenth or more, and the intervals do not meet.
    pub slower: bool,
    /// Likewise.
    pub faster: bool,
}

/// Compares the operations that both replays have.
pub fn compare(before: &BTreeMap<String, Seconds>, now: &BTreeMap<String, Seconds>) -> Vec<Change> {
    let both: Vec<(&str, &Seconds, &Seconds)> = now
        .iter()
        .filter_map(|(tag, now)| Some((tag.strip_prefix("response.")?, before.get(tag)?, now)))
        .collect();
    let comparisons = (both.len() * QUANTILES.len()).max(1) as f64;
    // Two ends of each of two intervals.
    let z = Normal::standard().inverse_cdf(1.0 - FALSE_ALARMS / comparisons / 4.0);
    let changes = both.into_iter().flat_map(|(operation, before, now)| {
        QUANTILES.iter().filter_map(move |(name, share)| {
            let (before, now) = (estimate(before, *share, z)?, estimate(now, *share, z)?);
            Some(Change {
                operation: operation.to_owned(),
                quantile: name,
                before,
                now,
                slower: is_above(&now, &before),
                faster: is_above(&before, &now),
            })
        })
    });
    changes.collect()
}

fn is_above(one: &Estimate, other: &Estimate) -> bool {
    other.high_s.is_some_and(|high| one.low_s > high) && one.value_s >= other.value_s * LEAST_CHANGE
}

/// None: there are no calls.
fn estimate(seconds: &Seconds, share: f64, z: f64) -> Option<Estimate> {
    let mut pooled: BTreeMap<u64, u64> = BTreeMap::new();
    for (value, count) in seconds.iter().flatten() {
        *pooled.entry(*value).or_default() += count;
    }
    let all: u64 = pooled.values().sum();
    let at = |share: f64| {
        let rank = (share * all as f64).ceil().max(1.0);
        let mut below = 0;
        let found = pooled.iter().find(|(_, count)| {
            below += **count;
            below as f64 >= rank
        });
        found.map(|(value, _)| *value)
    };
    let value = at(share)?;
    let deviations = seconds.iter().map(|second| {
        let (mut calls, mut up_to) = (0.0, 0.0);
        for (time, count) in second {
            calls += *count as f64;
            up_to += if *time <= value { *count as f64 } else { 0.0 };
        }
        (up_to - share * calls) * (up_to - share * calls)
    });
    let many = seconds.len() as f64;
    // One second says nothing of how seconds differ.
    let spread =
        if many > 1.0 { (deviations.sum::<f64>() * many / (many - 1.0)).sqrt() } else { f64::INFINITY };
    let error = z * spread / all as f64;
    let in_seconds = |micros: u64| micros as f64 / 1e6;
    Some(Estimate {
        value_s: in_seconds(value),
        low_s: in_seconds(at((share - error).max(0.0))?),
        high_s: if share + error < 1.0 { at(share + error).map(in_seconds) } else { None },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Key, Purpose};

    /// A run of 200 seconds with ten calls each, of some 100 ms times `factor`, slow and quick seconds by turns of
    /// chance.
    fn run(number: u64, factor: f64) -> BTreeMap<String, Seconds> {
        let mut draw = Key::night(number, 0).draw(Purpose::Tier);
        let seconds = (0..200).map(|_| {
            let slow = 0.7 + 0.6 * draw.uniform();
            (0..10)
                .map(|_| ((80_000.0 + 40_000.0 * draw.uniform()) * slow * factor) as u64)
                .map(|it| (it, 1))
                .collect()
        });
        BTreeMap::from([("response.take".to_owned(), seconds.collect())])
    }

    #[test]
    fn a_tenth_slower_is_found_and_chance_is_not() {
        let slower = |number, factor| {
            compare(&run(number, 1.0), &run(number + 1000, factor))
                .iter()
                .filter(|change| change.slower)
                .count()
        };
        // Wrong in 1 of 100 comparisons at most, and only if a tenth lies between: none of 100 is what is expected.
        assert_eq!((0..100).map(|number| slower(number, 1.0)).sum::<usize>(), 0);
        // Medians of 200 seconds with a coefficient of variation of 0.2 are known to within about 4 %.
        assert_eq!((0..20).filter(|number| slower(*number, 1.25) > 0).count(), 20);
        let faster = compare(&run(1, 1.0), &run(2, 0.7));
        assert!(faster.iter().any(|change| change.faster) && faster.iter().all(|change| !change.slower));
    }

    #[test]
    fn few_calls_say_little() {
        let few = |value: u64| BTreeMap::from([("response.take".to_owned(), vec![vec![(value, 3)]])]);
        let changes = compare(&few(1000), &few(1_000_000));
        assert!(changes.iter().all(|change| !change.slower && change.before.high_s.is_none()), "{changes:?}");
    }
}
