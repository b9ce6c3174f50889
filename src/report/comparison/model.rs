//! The fields of a comparison, as JSON names them.
//!
//! Units stand in names; amounts of money are in [`ComparisonReport::currency`]; shares run from 0 to 1, and
//! differences of shares from -1 to 1. What could not be estimated is none (`null`).

use crate::report::{Compliance, Warning};
use crate::statistics::Interval;
use serde::Serialize;
use std::collections::BTreeMap;

/// Plans side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComparisonReport {
    /// The base's title.
    pub scenario: String,
    /// Nightdesk's version.
    pub version: String,
    /// What all draws were keyed by.
    pub seed: u64,
    /// The base's opening, local time.
    pub opens: String,
    /// And its close.
    pub closes: String,
    /// What amounts are counted in.
    pub currency: String,
    /// Of all differences together, and of the choice.
    pub confidence: f64,
    /// Of each single difference, so that all of them together have `confidence`.
    pub each_confidence: f64,
    /// What makes a plan the best.
    pub rule: RuleReport,
    /// Which is best.
    pub verdict: Verdict,
    /// The base first, then as they were named.
    pub alternatives: Vec<AlternativeReport>,
    /// Plans that no other beats on both cost and chance (or what the rule goes by), by cost.
    pub frontier: Vec<FrontierPlan>,
    /// Levers that a plan uses, by name.
    pub levers: Vec<LeverReport>,
    /// Levers that were tried, and left out of the combinations.
    pub left_out: Vec<LeverReport>,
    /// Levers of the base that no plan tries.
    pub untried_levers: u64,
    /// What to mind when reading this.
    pub warnings: Vec<Warning>,
}

/// What makes a plan the best.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuleReport {
    /// `least_cost` (among those that are certain enough, else the highest chance), `cost`, `chance`,
    /// `satisfaction`, or `compliance`.
    pub by: &'static str,
    /// Of which target.
    pub target: Option<String>,
    /// The chance of meeting all targets that is asked for.
    pub certainty: Option<f64>,
    /// Differences that do not matter.
    pub indifference: Indifference,
}

/// Differences that do not matter.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Indifference {
    /// Of the chance of meeting all targets.
    pub chance: f64,
    /// Of a compliance.
    pub compliance: f64,
    /// Of the mean score.
    pub satisfaction: f64,
    /// Of the cost of a night.
    pub cost: f64,
}

/// Which plan is best.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verdict {
    /// `best`: the one in `names`; `alike`: those in `names`, no difference between them matters or is seen,
    /// the first was chosen; `undecided`: one of `names`, more nights would tell.
    pub kind: &'static str,
    /// The plans it is about.
    #[serde(serialize_with = "by_name")]
    pub names: Vec<String>,
    /// The plan that comes next to the best, and how far behind it is; null unless there is a best one and it
    /// has rivals that are good enough.
    pub runner_up: Option<RunnerUp>,
    /// Where no chance suffices: the next cheaper plan on the frontier, and how much less it costs; else null.
    pub cheaper: Option<RunnerUp>,
    /// Whether a plan is found that meets all targets with the certainty asked for; null if none is asked for.
    pub certain_enough: Option<bool>,
    /// The same in words.
    pub text: String,
    /// What it goes by; said again in other languages.
    #[serde(skip)]
    pub deciding: crate::comparison::Criterion,
}

/// A plan beside the best.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunnerUp {
    /// The alternative's.
    pub name: String,
    /// The best less this one, by what decides (`cheaper`: in cost), with `each_confidence`.
    pub difference: Interval,
}

/// One plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AlternativeReport {
    /// The scenario's file without its ending, or the plan's levers.
    pub name: String,
    /// How it is shown.
    pub title: String,
    /// `base`, `scenario` or `plan`.
    pub kind: &'static str,
    /// The levers it applies beyond those of all plans, in order.
    #[serde(serialize_with = "by_name")]
    pub levers: Vec<String>,
    /// Nights simulated.
    pub nights: u64,
    /// Why it is out of the contest, if it is.
    pub out: Option<OutReport>,
    /// Share of nights that meet every target (Wilson, 95 %).
    pub chance_all_met: Option<Interval>,
    /// Whether that suffices, once it is settled.
    pub chance_suffices: Option<bool>,
    /// Mean cost of a night (t, 95 %).
    pub cost: Option<Interval>,
    /// Mean score of the surveys, from 1 to 5 (t, 95 %); null if nobody is asked.
    pub satisfaction: Option<Interval>,
    /// The base's targets, by name.
    pub targets: Vec<TargetCompliance>,
    /// Less the base, with `each_confidence`; none of the base itself.
    pub differences: Vec<Difference>,
    /// The same in words.
    pub text: String,
}

/// Why a plan cannot be the best.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutReport {
    /// `chance_too_low` or `beaten`.
    pub reason: &'static str,
    /// By which plan.
    pub by: Option<String>,
}

/// How a plan keeps a promise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TargetCompliance {
    /// As in the file.
    pub name: String,
    /// What share must be.
    pub at_least: f64,
    /// Met over counted, all nights together (t, 95 %); null if the plan has no such target or nothing counted.
    pub compliance: Option<Compliance>,
}

/// A plan less the base, on the same nights.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// `chance_all_met`, `cost`, `satisfaction`, or `target.` and the target's name.
    pub name: String,
    /// The difference.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Nights that both have.
    pub nights: u64,
    /// Variance of the difference with independent customers over that with the same ones: so many times more
    /// nights would have been needed. Null where the difference is the same every night.
    pub variance_ratio: Option<f64>,
}

/// A plan on the frontier.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FrontierPlan {
    /// The alternative's.
    pub name: String,
    /// Mean of a night.
    pub cost: f64,
    /// The chance of meeting all targets, or the compliance that the rule goes by.
    pub buys: f64,
}

/// A lever.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeverReport {
    /// As in the file.
    pub name: String,
    /// How it is shown.
    pub title: String,
}

/// Names as every collection has them: `[{ "name": … }]`.
fn by_name<S: serde::Serializer>(names: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(names.iter().map(|name| BTreeMap::from([("name", name)])))
}
