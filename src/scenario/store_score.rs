//! `[store_score]`: how a platform scores the shop, and what falling below its thresholds costs.

use super::Name;
use crate::units::Money;
use std::collections::BTreeMap;

/// The store score.
#[derive(Clone, Debug)]
pub struct StoreScore {
    /// How it is shown.
    pub title: Option<String>,
    /// Nights that are scored together; none: each night.
    pub over: Option<u32>,
    /// What it is made of: at least one.
    pub parts: BTreeMap<Name, ScorePart>,
    /// Its thresholds.
    pub below: BTreeMap<Name, Below>,
}

/// A part of the score.
#[derive(Clone, Debug)]
pub struct ScorePart {
    /// How it is shown.
    pub title: Option<String>,
    /// The share that it is made of.
    pub of: ScoreOf,
    /// Above 0.
    pub weight: f64,
    /// Points by share.
    pub points: Points,
}

/// A share that a part of the score is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScoreOf {
    /// A target's compliance.
    Target(Name),
    /// An opinion of customers.
    Opinion(Opinion),
}

/// What customers may think of their case that a score is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opinion {
    /// Of those who answer the survey, who are unsatisfied.
    Unsatisfied,
    /// Of all cases, whose customers complain.
    Complaints,
}

impl Opinion {
    /// Both, with the words that files and reports have for them.
    pub const ALL: [(&'static str, Opinion); 2] =
        [("unsatisfied", Opinion::Unsatisfied), ("complaints", Opinion::Complaints)];

    /// The word.
    pub const fn name(self) -> &'static str {
        Opinion::ALL[self as usize].0
    }
}

/// Points by share, the shares ascending; never empty.
#[derive(Clone, Debug, PartialEq)]
pub enum Points {
    /// From each share on; below the least none.
    Steps(Vec<(f64, f64)>),
    /// Straight lines between; outside the points of the nearest.
    Linear(Vec<(f64, f64)>),
}

/// A threshold.
#[derive(Clone, Debug)]
pub struct Below {
    /// How it is shown.
    pub title: Option<String>,
    /// The least score that does not fall below it.
    pub score: f64,
    /// Each time.
    pub cost: Money,
}

impl Points {
    /// The points of a share.
    pub fn of(&self, share: f64) -> f64 {
        match self {
            Points::Steps(steps) => {
                let after = steps.partition_point(|(from, _)| *from <= share);
                if after == 0 { 0.0 } else { steps[after - 1].1 }
            }
            Points::Linear(knots) => {
                let after = knots.partition_point(|(at, _)| *at <= share);
                match (after.checked_sub(1).map(|before| knots[before]), knots.get(after)) {
                    (Some((from, low)), Some((to, high))) => {
                        low + (high - low) * (share - from) / (to - from)
                    }
                    (Some((_, points)), None) => points,
                    (None, Some((_, points))) => *points,
                    (None, None) => 0.0,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_hold_by_steps_or_run_between_knots() {
        let knots = vec![(0.5, 0.0), (0.7, 60.0), (0.9, 100.0)];
        let steps = Points::Steps(knots.clone());
        assert_eq!(
            [0.4, 0.5, 0.7, 0.89, 0.9, 1.0].map(|share| steps.of(share)),
            [0.0, 0.0, 60.0, 60.0, 100.0, 100.0]
        );
        let linear = Points::Linear(knots);
        assert_eq!([0.4, 0.5, 0.7, 1.0].map(|share| linear.of(share)), [0.0, 0.0, 60.0, 100.0]);
        assert!((linear.of(0.6) - 30.0).abs() < 1e-9 && (linear.of(0.8) - 80.0).abs() < 1e-9);
        // What must be few loses points as it grows.
        let few = Points::Linear(vec![(0.01, 100.0), (0.05, 60.0)]);
        assert!((few.of(0.03) - 80.0).abs() < 1e-9 && few.of(0.0) == 100.0 && few.of(0.5) == 60.0);
    }
}
