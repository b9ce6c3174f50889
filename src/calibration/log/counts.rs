//! Cases in intervals, by the interval's start.

use super::case::{Civil, DAY};
use std::collections::BTreeMap;

/// Counts of one kind of inquiry or of several.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// By start and inquiry.
    pub by_start: BTreeMap<(Civil, u16), f64>,
    /// Length of an interval, µs: the gap most often seen between starts.
    pub interval: i64,
}

impl Counts {
    /// Finds the length of an interval.
    pub fn measure(&mut self) {
        let mut gaps: BTreeMap<i64, u64> = BTreeMap::new();
        let starts: Vec<Civil> = self.by_start.keys().map(|(start, _)| *start).collect();
        for pair in starts.windows(2).filter(|pair| pair[1] > pair[0]) {
            *gaps.entry(pair[1] - pair[0]).or_default() += 1;
        }
        self.interval = gaps.iter().max_by_key(|(_, times)| **times).map_or(0, |(gap, _)| *gap);
    }

    /// The days that have counts.
    pub fn days(&self) -> Vec<i32> {
        let mut days: Vec<i32> =
            self.by_start.keys().map(|(start, _)| start.div_euclid(DAY) as i32).collect();
        days.dedup();
        days
    }
}
