//! The fields of the answer of `nightdesk staff`, as JSON names them; units and shares as in
//! [`SimulationReport`].

use crate::report::{Cost, IntervalReport, SimulationReport, TargetReport, TeamReport, Warning};
use crate::statistics::Interval;
use serde::Serialize;

/// The cheapest roster with which targets hold, or the best there is, and how sure that is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StaffReport {
    /// The scenario's title.
    pub scenario: String,
    /// Nightdesk's version.
    pub version: String,
    /// What all draws were keyed by.
    pub seed: u64,
    /// `night`, `each`, `average` or `interval`.
    pub hold: &'static str,
    /// As asked for.
    pub certainty: f64,
    /// Most that was to be spent; none: as little as will do.
    pub budget: Option<f64>,
    /// Most agents; none: as many as will do.
    pub at_most: Option<u32>,
    /// `holds`, `best` (of what means and limits allow, and it does not hold) or `impossible` (not even
    /// with as many agents as there may be).
    pub ending: &'static str,
    /// False if the search was stopped before it was done.
    pub complete: bool,
    /// The fresh nights of the last check.
    pub replications: u64,
    /// Their seed: `nightdesk simulate --seed` meets the same nights.
    pub fresh_seed: u64,
    /// Checks made, each on nights of its own.
    pub checks: u64,
    /// Share of fresh nights that meet every target.
    pub chance_all_met: Option<Interval>,
    /// On the fresh nights.
    pub targets: Vec<TargetReport>,
    /// Everything that has to hold, on the fresh nights.
    pub promises: Vec<PromiseReport>,
    /// By team, then start.
    pub roster: Vec<RosterRow>,
    /// All agents; of a level its highest step.
    pub agents: u32,
    /// Planned hours, if nobody is absent.
    pub paid_h: f64,
    /// Planned pay less what is expected to be absent, without overtime: what `bound` is to be held against.
    /// Hours, where nobody is paid.
    pub planned_cost: f64,
    /// No roster that holds is planned to cost less.
    pub bound: Option<f64>,
    /// Share of the planned cost that lies above the bound.
    pub gap: Option<f64>,
    /// On the fresh nights, overtime and outcomes included.
    pub cost: Cost,
    /// On the fresh nights.
    pub teams: Vec<TeamReport>,
    /// On the fresh nights.
    pub intervals: Vec<IntervalReport>,
    /// What keeps the roster from being cheaper or better.
    pub binds: Vec<Warning>,
    /// Nights that `more` and `fewer` of the roster were seen on.
    pub change_replications: u64,
    /// What the roster gave on these.
    pub change_from: PromiseReport,
    /// Of all rosters that were measured, those of which none is cheaper and better.
    pub frontier: Vec<FrontierRow>,
    /// What formulas ask for with the same shifts, and what then happens.
    pub formulas: Vec<FormulaReport>,
    /// Rosters that the search measured.
    pub rosters_searched: usize,
    /// Nights that it simulated.
    pub nights_searched: u64,
    /// What to mind when reading this.
    pub warnings: Vec<Warning>,
    /// The fresh nights' whole report.
    #[serde(skip)]
    pub fresh: SimulationReport,
}

/// Something that has to hold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PromiseReport {
    /// `all`, a target, or a target and an interval: `phone 22:30`.
    pub name: String,
    /// Which target; none: all together.
    pub target: Option<String>,
    /// Which interval; none: the whole night.
    pub interval: Option<String>,
    /// Chance or compliance that was seen.
    pub share: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// What the lower end has to reach.
    pub required: f64,
    /// Whether it does.
    pub holds: bool,
}

/// Agents of a shift, or of a step of a level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RosterRow {
    /// `team/shift`, or `team/21:30` of a level.
    pub name: String,
    /// Which team.
    pub team: String,
    /// The shift; none: a step of a level.
    pub shift: Option<String>,
    /// The family that the shift was chosen of.
    pub family: Option<String>,
    /// Clock time of its start.
    pub from: String,
    /// Clock time of its end.
    pub to: String,
    /// How many.
    pub agents: u32,
    /// Fewest that could be chosen.
    pub min: u32,
    /// Most.
    pub max: u32,
    /// Planned hours of all of them.
    pub paid_h: f64,
    /// Their planned pay, less what is expected to be absent.
    pub wages: f64,
    /// The worst promise with one agent more.
    pub more: Option<PromiseReport>,
    /// With one fewer.
    pub fewer: Option<PromiseReport>,
    /// From and to, in seconds from the opening, between opening and close.
    pub on_shift: Vec<Stretch>,
}

/// A stretch of the night.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stretch {
    /// Its clock time.
    pub name: String,
    /// From the opening.
    pub start_s: f64,
    /// From the opening.
    pub end_s: f64,
}

/// A roster of the frontier.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FrontierRow {
    /// Its place, from the cheapest.
    pub name: String,
    /// Planned cost and overtime.
    pub cost: f64,
    /// Agents.
    pub agents: u32,
    /// Planned hours.
    pub paid_h: f64,
    /// Nights it was seen on.
    pub replications: u64,
    /// The promise that is farthest from holding.
    pub worst: PromiseReport,
    /// Shifts with somebody on them.
    pub roster: Vec<Agents>,
}

/// How many on a shift.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agents {
    /// As in [`RosterRow::name`].
    pub name: String,
    /// How many.
    pub agents: u32,
}

/// What a formula asks for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormulaReport {
    /// `erlang_c` or `erlang_a`.
    pub name: String,
    /// Agents.
    pub agents: u32,
    /// Planned hours.
    pub paid_h: f64,
    /// Planned cost.
    pub planned_cost: f64,
    /// Whether everything asked for holds with it.
    pub holds: bool,
    /// Nights simulated.
    pub replications: u64,
    /// Share of nights that meet every target.
    pub chance_all_met: Option<Interval>,
    /// What it promises and what happens.
    pub targets: Vec<FormulaTarget>,
    /// Shifts with somebody on them.
    pub roster: Vec<Agents>,
}

/// A target as a formula promises it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormulaTarget {
    /// As in the file.
    pub name: String,
    /// The service level promised; none: the formula does not know it.
    pub promised: Option<f64>,
    /// What happens: the compliance over all nights.
    pub compliance: Option<f64>,
    /// The chance of a night to meet it.
    pub chance_met: Option<f64>,
}
