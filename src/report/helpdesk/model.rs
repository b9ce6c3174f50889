//! The fields of what a helpdesk's slowness costs, as JSON names them.

use crate::statistics::Interval;
use serde::Serialize;

/// The night with the helpdesk's own times beside the same nights without them: all differences are with less
/// without.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HelpdeskReport {
    /// The helpdesk whose times a replay measured (`--latency`); none: they stand in the scenario.
    pub measured: Option<String>,
    /// The chance of meeting all targets, without.
    pub chance_all_met: Option<Interval>,
    /// What it makes of that.
    pub chance_gained: Option<Interval>,
    /// By name.
    pub targets: Vec<HelpdeskTarget>,
    /// What it adds to the agents' work a night.
    pub work_h: Option<Interval>,
    /// Agent-hours a night that would have to be added to leave agents as busy as they are without it.
    pub agent_h: Option<Interval>,
    /// The same in agents, each on duty as long as one is on average.
    pub agents: Option<Interval>,
}

/// A target without and with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HelpdeskTarget {
    /// As in the file.
    pub name: String,
    /// Compliance of all nights, without.
    pub without: Option<f64>,
    /// With.
    pub with: Option<f64>,
    /// What it makes of that.
    pub gained: Option<Interval>,
}
