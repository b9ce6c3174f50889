//! The night that is asked for.

use super::args::ReplayArgs;
use crate::cli::args::ScenarioArgs;
use crate::cli::exit::Failure;
use crate::cli::loading;
use crate::cli::trace::night as trace_of;
use crate::random::Key;
use crate::replay::night::Night;
use crate::replay::trace::{self, TraceError};
use crate::replay::window;
use crate::scenario::Scenario;
use crate::simulation::plan::Plan;
use crate::units::Time;
use std::ops::Range;

/// What is replayed.
pub struct Tonight {
    /// The scenario.
    pub scenario: Scenario,
    /// The whole file after levers and `--set`.
    pub resolved: serde_json::Value,
    /// The scenario, compiled.
    pub plan: Plan,
    /// The night.
    pub night: Night,
    /// Its key.
    pub seed: u64,
    /// Likewise.
    pub replication: u64,
    /// The part that is measured.
    pub window: Range<Time>,
}

/// The night that is asked for, from a scenario or a trace.
pub fn tonight(args: &ReplayArgs) -> Result<Tonight, Failure> {
    let input = args.input.clone().unwrap_or_default();
    let text = std::fs::read_to_string(&input).unwrap_or_default();
    let (loaded, lines, seed, replication) = if trace::is_trace(&text) {
        if !args.with.is_empty() || !args.set.is_empty() {
            let message = "a trace is one night as it was: --with and --set need its scenario";
            return Err(Failure::Usage(message.to_owned()));
        }
        let name = input.display().to_string();
        let (header, loaded, lines) =
            trace::read(&name, &text, args.data.as_deref()).map_err(|error| match error {
                TraceError::Scenario(problems) => Failure::Scenario(problems),
                error @ TraceError::Line(..) => Failure::Usage(format!("{name}: {error}")),
            })?;
        let loaded = loading::Loaded {
            scenario: loaded.scenario,
            resolved: loaded.resolved,
            tree: loaded.tree,
            standards: loaded.standards,
            warnings: Vec::new(),
            sources: loaded.sources,
        };
        (loaded, Some(lines), header.seed, header.replication)
    } else {
        let scenario = ScenarioArgs {
            scenario: input.clone(),
            with: args.with.clone(),
            set: args.set.clone(),
            data: args.data.clone(),
        };
        (loading::load(&scenario)?, None, args.seed, args.replication)
    };
    let plan = loading::plan_of(&loaded)?;
    let lines = lines.unwrap_or_else(|| trace_of(&plan, Key::night(seed, replication)));
    let night = Night::of_lines(&plan, &lines)
        .map_err(|error| Failure::Usage(format!("{}: {error}", input.display())))?;
    let window = window::window(&loaded.scenario, &plan, args.window.as_deref()).map_err(Failure::Usage)?;
    Ok(Tonight {
        scenario: loaded.scenario,
        resolved: loaded.resolved,
        plan,
        night,
        seed,
        replication,
        window,
    })
}
