//! From a scenario's path to its plan.

use super::args::ScenarioArgs;
use super::exit::Failure;
use crate::report::Warning;
use crate::scenario::{Headcount, Scenario, Staffing};
use crate::simulation::plan::Plan;

/// A scenario as it was asked for.
pub struct Loaded {
    /// Read and checked.
    pub scenario: Scenario,
    /// The whole file after `extends`, levers and `--set`.
    pub resolved: serde_json::Value,
    /// Legal, but odd.
    pub warnings: Vec<Warning>,
}

/// Reads and checks a scenario.
///
/// # Errors
/// All its problems at once.
pub fn load(args: &ScenarioArgs) -> Result<Loaded, Failure> {
    // Joined with `scenario::load`.
    let _ = args;
    Err(Failure::Usage("scenarios cannot be read yet".to_owned()))
}

/// Compiles a scenario in which every shift has a plan.
///
/// # Errors
/// If one has none.
pub fn plan(scenario: &Scenario) -> Result<Plan, Failure> {
    if let Some(path) = without_plan(scenario) {
        return Err(Failure::Usage(format!("no plan: run staff first ({path} has none)")));
    }
    // Joined with `Plan::compile`.
    Err(Failure::Usage("scenarios cannot be compiled yet".to_owned()))
}

/// The first shift or level that nobody is planned for.
fn without_plan(scenario: &Scenario) -> Option<String> {
    let missing = |headcount: &Headcount| headcount.plan.is_none();
    scenario.teams.iter().find_map(|(team, table)| match &table.staffing {
        Staffing::Shifts(shifts) => {
            let shift = shifts.iter().find(|(_, shift)| missing(&shift.agents));
            shift.map(|(shift, _)| format!("team.{team}.shift.{shift}.agents"))
        }
        Staffing::Level(level) => {
            let step = level.steps.iter().find(|(_, headcount)| missing(headcount));
            step.map(|_| format!("team.{team}.on_duty"))
        }
    })
}
