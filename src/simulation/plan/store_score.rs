//! The store score, compiled.

pub use crate::scenario::store_score::Opinion;
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
    /// The share that it is made of.
    pub of: ScoreOf,
    /// Above 0.
    pub weight: f64,
    /// Points by share.
    pub points: Points,
}

/// A share that a part of the score is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreOf {
    /// The compliance of the target with this index.
    Target(usize),
    /// An opinion of customers.
    Opinion(Opinion),
}

impl ScoreOf {
    /// Its place among so many targets, behind which the opinions come.
    pub fn place(self, targets: usize) -> usize {
        match self {
            ScoreOf::Target(index) => index,
            ScoreOf::Opinion(opinion) => targets + opinion as usize,
        }
    }
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
    /// The score of nights that together had and counted so many of each share: the mean of the parts' points
    /// by weight. A part that counted nothing is left out; if all are, there is none.
    pub fn of(&self, pooled: impl Fn(ScoreOf) -> (u64, u64)) -> Option<f64> {
        let (mut points, mut weights) = (0.0, 0.0);
        for part in &self.parts {
            let (met, counted) = pooled(part.of);
            if counted > 0 {
                points += part.weight * part.points.of(met as f64 / counted as f64);
                weights += part.weight;
            }
        }
        // To nine digits, so that what is 80 by hand is not a hair below it.
        (weights > 0.0).then(|| (points / weights * 1e9).round() / 1e9)
    }
}
