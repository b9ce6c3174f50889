//! Counts whose chance to go on is the same each time, by a table.

use super::{Draw, UNIT_52};
use std::fmt;

/// Number of cells: what the first eight bits of a draw tell apart.
const CELLS: usize = 256;
/// Bits of a draw below those.
const CELL_SHIFT: u32 = 56;

/// A law for counts from 1: the chance to go on is the same each time.
#[derive(Clone)]
pub struct Geometric {
    /// One over the logarithm of the chance to go on.
    scale: f64,
    /// By count: draws below it are greater counts.
    greater: Box<[u64]>,
    /// By the first eight bits of a draw: the least count they may stand for; none: by the logarithm
    /// (Chen and Asau 1974, "On generating random variates from an empirical distribution").
    least: [u32; CELLS],
}

/// Means above it are drawn by the logarithm, so that tables stay small.
const GREATEST_MEAN: f64 = 100.0;

impl Geometric {
    /// Of a mean above 1.
    pub(super) fn new(mean: f64) -> Box<Geometric> {
        let on = 1.0 - 1.0 / mean;
        let scale = 1.0 / libm::log1p(-1.0 / mean);
        let mut greater = vec![u64::MAX];
        let mut least = [0; CELLS];
        if mean <= GREATEST_MEAN {
            let smallest = 1u64 << CELL_SHIFT;
            while greater.last().is_some_and(|last| *last >= smallest) {
                // Saturates where it is 2^64.
                greater.push((libm::pow(on, greater.len() as f64) * 18_446_744_073_709_551_616.0) as u64);
            }
            for (cell, least) in least.iter_mut().enumerate().skip(1) {
                let last = (cell as u64 * smallest) | (smallest - 1);
                *least = 1 + greater[1..].iter().take_while(|greater| last < **greater).count() as u32;
            }
        }
        Box::new(Geometric { scale, greater: greater.into(), least })
    }

    #[inline]
    pub(super) fn sample(&self, mut draw: Draw) -> u32 {
        let bits = draw.bits();
        let mut count = self.least[(bits >> CELL_SHIFT) as usize];
        if count == 0 {
            // P(N > n) = (chance to go on)^n, inverted; `as` saturates.
            let u = ((bits >> 12) as f64 + 0.5) * UNIT_52;
            return ((libm::log(u) * self.scale) as u32).saturating_add(1);
        }
        while self.greater.get(count as usize).is_some_and(|greater| bits < *greater) {
            count += 1;
        }
        count
    }
}

impl PartialEq for Geometric {
    /// The tables follow from the scale.
    fn eq(&self, other: &Geometric) -> bool {
        self.scale == other.scale
    }
}

impl fmt::Debug for Geometric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Geometric").field(&self.scale).finish()
    }
}
