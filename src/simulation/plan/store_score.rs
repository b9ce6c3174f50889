//! The store score, compiled.

use crate::scenario::store_score::Points;
use crate::units::Money;

/// How a platform scores the shop.
#[derive(Clone, Debug, PartialEq)]
pub struct StoreScore {
    /// Nights that are scored together; none: each night.
    pub over: Option<u32>,
    /// By name; never empty.
    pub parts: Vec<ScorePart>,
    /// By name.
    pub thresholds: Vec<Threshold>,
}

/// A part of the score.
#[derive(Clone, Debug, PartialEq)]
pub struct ScorePart {
    /// As in the file.
    pub name: String,
    /// Index of the target whose compliance it is.
    pub target: usize,
    /// Above 0.
    pub weight: f64,
    /// Points by share.
    pub points: Points,
}

/// A threshold.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// As in the file.
    pub name: String,
    /// The least score that does not fall below it.
    pub score: f64,
    /// Each time.
    pub cost: Money,
}

impl StoreScore {
    /// The score of nights that together met and counted so many of each target (by its index): the mean of
    /// the parts' points by weight. A part that counted nothing is left out; if all are, there is none.
    pub fn of(&self, pooled: impl Fn(usize) -> (u64, u64)) -> Option<f64> {
        let (mut points, mut weights) = (0.0, 0.0);
        for part in &self.parts {
            let (met, counted) = pooled(part.target);
            if counted > 0 {
                points += part.weight * part.points.of(met as f64 / counted as f64);
                weights += part.weight;
            }
        }
        // To nine digits, so that what is 80 by hand is not a hair below it.
        (weights > 0.0).then(|| (points / weights * 1e9).round() / 1e9)
    }
}
