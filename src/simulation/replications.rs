//! Many nights: how many, on how many threads, and when it is enough.

use super::plan::Plan;
use super::tally::{NightRecord, Tally};
use crate::units::Time;

/// How nights are sampled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampling {
    /// What all draws are keyed by.
    pub seed: u64,
    /// When to stop.
    pub stop: Stop,
    /// Threads; the result does not depend on it.
    pub threads: usize,
}

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stop {
    /// After exactly so many nights.
    After(u64),
    /// When every compliance is known to ± `points` and every chance to ± 2 × `points` (in percentage
    /// points, at 95 %), judged every 200 nights from 400 to 10,000.
    AtPrecision {
        /// Percentage points.
        points: f64,
    },
}

/// How far the sampling is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Nights simulated.
    pub nights: u64,
    /// Nights that will be needed, as far as can be told.
    pub expected: u64,
}

/// What the nights gave.
#[derive(Clone, Debug)]
pub struct Simulated {
    /// The sum over nights.
    pub tally: Tally,
    /// Each night, in replication order.
    pub nights: Vec<NightRecord>,
    /// The precision asked for was reached (always so after a number of nights).
    pub precise: bool,
    /// Sampling was interrupted.
    pub interrupted: bool,
}

/// Simulates nights of `plan`. `progress` is called between batches and may return `false` to stop there.
pub fn simulate(
    _plan: &Plan,
    _sampling: &Sampling,
    _progress: &mut dyn FnMut(Progress) -> bool,
) -> Simulated {
    let _ = Time::OPENING;
    unreachable!("being written")
}
