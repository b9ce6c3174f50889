//! How many customer messages a conversation has.

use crate::statistics::{Interval, MeanSums};
use serde::Serialize;
use std::collections::BTreeMap;

/// A geometric law further than this from what was seen is not taken: the shares are.
const FAR: f64 = 0.05;
/// Counts above this are taken together.
const MOST: u32 = 30;

/// Adds up conversations.
#[derive(Clone, Debug, Default)]
pub struct TurnSums {
    seen: BTreeMap<u32, u64>,
    sums: MeanSums,
}

/// What is known of turns.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Turns {
    /// Conversations.
    pub observations: u64,
    /// With its 95 % interval.
    pub mean: Interval,
    /// The largest difference of the geometric law's shares from those seen.
    pub distance: f64,
    /// `geometric` or `discrete`.
    pub chosen: String,
    /// Turns and share.
    #[serde(skip)]
    pub shares: Vec<(u32, f64)>,
}

impl TurnSums {
    /// Adds a conversation that was answered.
    pub fn add(&mut self, turns: u32) {
        if turns > 0 {
            *self.seen.entry(turns.min(MOST)).or_default() += 1;
            self.sums.add(i64::from(turns));
        }
    }

    /// What is known; none of fewer than two conversations.
    pub fn estimate(&self) -> Option<Turns> {
        let mean = self.sums.estimate(0.95)?;
        let n = self.sums.count as f64;
        let stays = 1.0 - 1.0 / mean.value.max(1.0);
        let (mut before, mut distance) = (0.0, 0.0_f64);
        for turns in 1..MOST {
            before += self.seen.get(&turns).copied().unwrap_or(0) as f64 / n;
            let law = 1.0 - libm::pow(stays, f64::from(turns));
            distance = distance.max((law - before).abs());
        }
        let shares = self.seen.iter().map(|(turns, times)| (*turns, *times as f64 / n)).collect();
        let chosen = if distance <= FAR { "geometric" } else { "discrete" };
        Some(Turns { observations: self.sums.count, mean, distance, chosen: chosen.to_owned(), shares })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_geometric_law_is_recognised_and_a_constant_is_not_one() {
        let (mut geometric, mut constant) = (TurnSums::default(), TurnSums::default());
        for turns in 1..=12_u32 {
            (0..(4096 >> turns)).for_each(|_| geometric.add(turns));
            constant.add(4);
        }
        let found = geometric.estimate().unwrap();
        assert_eq!(found.chosen, "geometric");
        assert!((found.mean.value - 2.0).abs() < 0.02);
        assert_eq!(constant.estimate().unwrap().chosen, "discrete");
    }
}
