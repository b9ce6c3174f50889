//! The fields of a simulation's result, as JSON names them.
//!
//! Units stand in names (`_s`: seconds, `_h`: hours); amounts of money are in [`Cost::currency`];
//! shares run from 0 to 1; counts are means per night. What could not be estimated is none (`null`).
//! There are no wall times and no paths in it: one seed gives the same bytes on every machine.

use crate::statistics::{Interval, Spread};
use serde::Serialize;

/// What tonight will be like, with its risk.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SimulationReport {
    /// The scenario's title.
    pub scenario: String,
    /// Nightdesk's version.
    pub version: String,
    /// What all draws were keyed by.
    pub seed: u64,
    /// Nights simulated.
    pub replications: u64,
    /// Share of nights that meet every target (Wilson, 95 %); a target that counted nothing is met.
    pub chance_all_met: Option<Interval>,
    /// By name.
    pub targets: Vec<TargetReport>,
    /// By name.
    pub channels: Vec<ChannelReport>,
    /// By name.
    pub inquiries: Vec<InquiryReport>,
    /// By name.
    pub teams: Vec<TeamReport>,
    /// In time order; the last is what comes after closing.
    pub intervals: Vec<IntervalReport>,
    /// What a night costs, by kind and by lever.
    pub cost: Cost,
    /// Cases a night that were not over at the end of the run-out.
    pub open_at_end: f64,
    /// What to mind when reading this.
    pub warnings: Vec<Warning>,
}

/// How a promise is kept.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TargetReport {
    /// As in the file.
    pub name: String,
    /// How it is shown.
    pub title: String,
    /// `first_reply`, `each_reply`, `answer`, `solution` or `conclusion`.
    pub measure: &'static str,
    /// Within what time.
    pub within_s: f64,
    /// What share must be.
    pub at_least: f64,
    /// Met over counted, all nights together.
    pub compliance: Option<Compliance>,
    /// The nights' own compliance.
    pub nights: Option<Spread>,
    /// Share of nights that meet it, of those that count something (Wilson, 95 %).
    pub chance_met: Option<Interval>,
    /// How many count.
    pub counted_per_night: f64,
    /// Nights that counted nothing.
    pub nights_empty: u64,
}

/// A pooled share, with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Compliance {
    /// Met over counted.
    pub mean: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// What happens on a channel.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChannelReport {
    /// As in the file.
    pub name: String,
    /// How it is shown.
    pub title: String,
    /// Opened by customers a night, retries included.
    pub conversations: f64,
    /// Share of them whose customer gave up before the first reply was begun.
    pub abandoned: Option<f64>,
    /// Messages answered a night, later turns included.
    pub replies: f64,
    /// Waits for the first reply, of those who got one; on the phone to the start of the talk.
    pub first_reply_s: Option<Waits>,
    /// Mean wait for the first reply of all who wanted one: of who gave up, until then.
    pub mean_wait_s: Option<f64>,
    /// How far the nights lie apart.
    pub nights: ChannelNights,
}

/// The nights' own figures of a channel; none where no night has any.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ChannelNights {
    /// The share that gave up.
    pub abandoned: Option<Spread>,
    /// The mean wait of those who got a first reply.
    pub mean_first_reply_s: Option<Spread>,
    /// The mean wait of all who wanted one.
    pub mean_wait_s: Option<Spread>,
}

/// Waits, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Waits {
    /// Mean.
    pub mean: f64,
    /// Half wait no longer.
    pub p50: f64,
    /// 90 % wait no longer.
    pub p90: f64,
    /// 95 % wait no longer.
    pub p95: f64,
    /// 99 % wait no longer.
    pub p99: f64,
}

/// What becomes of an inquiry's cases.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InquiryReport {
    /// As in the file.
    pub name: String,
    /// How it is shown.
    pub title: String,
    /// A night.
    pub cases: f64,
    /// Share of them that got a reply.
    pub answered: Option<f64>,
    /// Share of them that nobody answered and that were given up.
    pub unanswered: Option<f64>,
    /// How their conversations ended.
    pub outcomes: Vec<OutcomeReport>,
}

/// How conversations ended.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutcomeReport {
    /// As in the file.
    pub name: String,
    /// A night.
    pub conversations: f64,
}

/// A team's load and pay, of the shifts that begin before closing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TeamReport {
    /// As in the file.
    pub name: String,
    /// How it is shown.
    pub title: String,
    /// Share of the time on duty with work in hand.
    pub occupancy: Option<f64>,
    /// A night.
    pub paid_h: f64,
    /// Of it, past the end of the shift.
    pub overtime_h: f64,
    /// A night.
    pub wages: f64,
    /// Conversations a night.
    pub handed_over: f64,
}

/// What happens in an interval.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IntervalReport {
    /// Clock time, with month and day if the night is longer than a day; `run-out` after closing.
    pub name: String,
    /// Local time with its offset from UTC.
    pub starts: String,
    /// From the opening.
    pub start_s: f64,
    /// Conversations that customers opened.
    pub arrivals: f64,
    /// Customer messages that wait at its end.
    pub waiting: f64,
    /// Agents on duty at its end.
    pub on_duty: f64,
    /// What started its clock here.
    pub targets: Vec<IntervalTarget>,
}

/// A target within an interval.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IntervalTarget {
    /// As in the file.
    pub name: String,
    /// A night.
    pub counted: f64,
    /// Met over counted, all nights together.
    pub compliance: Option<f64>,
}

/// What a night costs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// What amounts are counted in.
    pub currency: String,
    /// A night.
    pub mean: f64,
    /// Lower end of its 95 % interval (Student's t), from two nights on.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// One night in twenty costs less.
    pub p05: f64,
    /// Half of the nights cost less.
    pub p50: f64,
    /// One night in twenty costs more.
    pub p95: f64,
    /// Of the mean: wages.
    pub wages: f64,
    /// Of the mean: what the outcomes cost.
    pub outcomes: f64,
    /// All nights' cost over all their cases; of fewer than two nights, or without cases, none.
    pub per_case: Option<Amount>,
    /// By kind: wages, outcomes, messages, penalties, levers; they add up to the mean.
    pub kinds: Vec<CostPart>,
    /// By lever pulled, in the order in which they were; they add up to the kind `levers`.
    pub levers: Vec<CostPart>,
}

/// An amount with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Amount {
    /// The estimate.
    pub mean: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A part of a night's cost.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CostPart {
    /// The kind, or the lever as in the file.
    pub name: String,
    /// How it is shown.
    pub title: String,
    /// A night.
    pub mean: f64,
    /// Lower end of its 95 % interval (Student's t), from two nights on.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// All nights' amounts over all their cases; none without cases.
    pub per_case: Option<f64>,
}

/// Something to mind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// What it is about: a path of the scenario, or a word of this report.
    pub name: String,
    /// One sentence.
    pub message: String,
}

impl SimulationReport {
    /// True if no target's pooled compliance is below what it asks for: what `--enforce` demands. A
    /// target that counted nothing is not missed.
    pub fn all_targets_hold(&self) -> bool {
        self.targets.iter().all(TargetReport::holds)
    }
}

impl TargetReport {
    /// True unless the pooled compliance is below what is asked for.
    pub fn holds(&self) -> bool {
        self.compliance.is_none_or(|compliance| compliance.mean >= self.at_least)
    }
}
