//! From a scenario's path to its plan.

use super::args::ScenarioArgs;
use super::exit::Failure;
use crate::report::Warning;
use crate::scenario::{self, Node, Path as Key, Problem, Problems, Request, Scenario, Sources, Standard};
use crate::simulation::plan::{CompileError, Plan};
use std::path::Path;

/// A scenario as it was asked for.
pub struct Loaded {
    /// Read and checked.
    pub scenario: Scenario,
    /// The whole file after `extends`, levers and `--set`.
    pub resolved: serde_json::Value,
    /// The same with the place of every value.
    pub tree: Node,
    /// The published standards that it takes.
    pub standards: Vec<Standard>,
    /// Legal, but odd.
    pub warnings: Vec<Warning>,
    /// The texts that places point into.
    pub sources: Sources,
}

/// Reads and checks a scenario.
///
/// # Errors
/// All its problems at once.
pub fn load(args: &ScenarioArgs) -> Result<Loaded, Failure> {
    load_with(args, &args.scenario, &[])
}

/// The same of another file or with more levers, which come after those of all.
///
/// # Errors
/// All its problems at once.
pub fn load_with(args: &ScenarioArgs, path: &Path, levers: &[String]) -> Result<Loaded, Failure> {
    let with = [&args.with, levers].concat();
    let request =
        Request { path: &path.to_string_lossy(), with: &with, set: &args.set, data: args.data.as_deref() };
    let loaded = scenario::load(&request).map_err(|problems| Failure::Scenario(Box::new(problems)))?;
    Ok(Loaded {
        warnings: loaded.warnings.iter().map(Warning::from).collect(),
        scenario: loaded.scenario,
        resolved: loaded.resolved,
        tree: loaded.tree,
        standards: loaded.standards,
        sources: loaded.sources,
    })
}

/// Compiles what was loaded; what stands against it has its place in the file.
///
/// # Errors
/// If a shift has no plan, or something only the calendar could tell.
pub fn plan_of(loaded: &Loaded) -> Result<Plan, Failure> {
    Plan::compile(&loaded.scenario).map_err(|errors| placed(loaded, &errors))
}

fn placed(loaded: &Loaded, errors: &[CompileError]) -> Failure {
    let problem = |error: &CompileError| {
        let path = error.path().and_then(|path| Key::parse(&path).ok());
        let problem = Problem::error_at(path.as_ref().unwrap_or(&Key::default()), error.to_string());
        if path.is_some() { problem.locate(&loaded.tree) } else { problem }
    };
    let problems = errors.iter().map(problem).collect();
    Failure::Scenario(Box::new(Problems::new(problems, loaded.sources.clone())))
}

/// Compiles a scenario in which every shift has a plan.
///
/// # Errors
/// If one has none, or something only the calendar could tell.
pub fn plan(scenario: &Scenario) -> Result<Plan, Failure> {
    Plan::compile(scenario)
        .map_err(|errors| Failure::Problems(errors.iter().map(ToString::to_string).collect::<Vec<_>>()))
}

/// The same, with the fewest agents allowed where none are planned; false: there were such places.
///
/// # Errors
/// Those that have nothing to do with plans.
pub fn plan_or_fewest(loaded: &Loaded) -> Result<(Plan, bool), Failure> {
    match Plan::compile(&loaded.scenario) {
        Ok(plan) => Ok((plan, true)),
        Err(errors) if errors.iter().any(|error| matches!(error, CompileError::MissingPlan { .. })) => {
            let fewest = loaded.scenario.clone().with_fewest_agents();
            Ok((Plan::compile(&fewest).map_err(|errors| placed(loaded, &errors))?, false))
        }
        Err(errors) => Err(placed(loaded, &errors)),
    }
}
