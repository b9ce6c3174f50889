//! The fields of an explanation, as JSON names them. Shares are of the misses on the nights looked at; below
//! nothing where taking a cause away makes it worse.

use crate::statistics::Interval;
use serde::Serialize;

/// What went wrong, and what would mend it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// Nights that miss a target.
    pub bad_nights: u64,
    /// The first of them, which were simulated again.
    pub looked_at: u64,
    /// Targets that they miss, by name.
    pub targets: Vec<TargetExplanation>,
    /// The chance of meeting all targets from which on a remedy mends.
    pub certainty: f64,
    /// Nights on which remedies were tried, bad and good.
    pub remedy_nights: u64,
    /// Of all figures of the remedies together; of each single one it is `remedy_each_confidence`.
    pub remedy_confidence: f64,
    /// Of each single interval of a remedy.
    pub remedy_each_confidence: f64,
    /// The cheapest that mend, then those that help most; at most three.
    pub remedies: Vec<RemedyReport>,
}

/// Why a target is missed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TargetExplanation {
    /// As in the file.
    pub name: String,
    /// Nights looked at that miss it.
    pub nights: u64,
    /// Misses on one of them.
    pub misses_per_night: f64,
    /// What its misses are owed to.
    pub causes: Vec<CauseReport>,
    /// The share that goes with all causes together; what is left is owed to none of them.
    pub together: Option<Interval>,
    /// The share that goes with enough agents in a stretch of time, the greatest first. They overlap: who is
    /// helped in one hour does not wait in the next.
    pub hours: Vec<HourReport>,
}

/// A cause of misses.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CauseReport {
    /// `agents`, `skills`, `breaks`, `concurrency`, `parties` or `forecast`.
    pub name: &'static str,
    /// Its Shapley share of the misses (95 % over nights); these add up to `together`.
    pub share: Option<Interval>,
    /// The share that goes if it alone is taken away; these overlap.
    pub alone: Option<Interval>,
}

/// A stretch of time with too few agents.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HourReport {
    /// Clock times.
    pub name: String,
    /// From the opening.
    pub start_s: f64,
    /// The share of the misses that goes with enough agents of all teams in it (95 % over nights).
    pub share: Interval,
    /// The same with enough agents of one team only, by name; of the three greatest stretches.
    pub teams: Vec<TeamShare>,
}

/// What a team alone could do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TeamShare {
    /// As in the file.
    pub name: String,
    /// The share of the misses that goes.
    pub share: Interval,
}

/// A change that mends or helps.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RemedyReport {
    /// Levers, and paths of numbers of agents with ` + 1`.
    pub name: String,
    /// How it is shown.
    pub title: String,
    /// True if all targets are met with `certainty` then.
    pub mends: bool,
    /// Share of nights that meet all targets then (Wilson, 95 %).
    pub chance_all_met: Interval,
    /// More than without it, on the same nights.
    pub chance_gained: Interval,
    /// Compliance gained, by target.
    pub targets: Vec<TargetGain>,
    /// What a night costs more (or, below nothing, less).
    pub cost: Interval,
}

/// What a remedy does for a target.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TargetGain {
    /// As in the file.
    pub name: String,
    /// Compliance with the remedy less that without, on the same nights.
    pub gained: Interval,
}
