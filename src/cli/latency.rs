//! `nightdesk simulate --latency`: what a helpdesk's slowness costs.

use super::args::ScenarioArgs;
use super::exit::Failure;
use super::loading::{self, Loaded};
use crate::replay::feedback::Feedback;
use crate::report::Warning;
use crate::report::helpdesk::{BusyNights, HelpdeskReport, SameNights};
use crate::scenario::{ChannelKind, Scenario};
use crate::simulation::plan::Plan;
use crate::simulation::replications::{Progress, Sampling, Simulated, Stop, simulate_seen};
use crate::units::Span;
use std::path::Path;

/// Loads a scenario with the times that a replay measured on every channel that goes through a helpdesk.
///
/// # Errors
/// If the folder is no replay's; the scenario's problems.
pub fn load(args: &ScenarioArgs, folder: &Path) -> Result<(Loaded, String), Failure> {
    let feedback = Feedback::read(folder)
        .map_err(|error| Failure::Usage(format!("--latency {}: {error}", folder.display())))?;
    let plain = loading::load(args)?;
    let channels = plain.scenario.channels.iter();
    let through = channels.filter(|(_, channel)| channel.kind != ChannelKind::Phone);
    let measured: Vec<String> = through.map(|(name, _)| feedback.set(name)).collect();
    // Before the user's own, which may act on them.
    let args = ScenarioArgs { set: [&measured[..], &args.set].concat(), ..args.clone() };
    let mut loaded = loading::load(&args)?;
    if feedback.speed > 1.0 {
        loaded.warnings.push(Warning::faster_replay(&feedback.helpdesk, feedback.speed));
    }
    Ok((loaded, feedback.helpdesk))
}

/// True if something of the scenario goes through a helpdesk whose times it knows.
pub fn has_helpdesk(scenario: &Scenario) -> bool {
    scenario.channels.values().any(|channel| channel.helpdesk.is_some())
}

/// Nights with how busy agents were on each.
pub fn simulate_busy(
    plan: &Plan,
    sampling: &Sampling,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> (Simulated, Vec<Span>) {
    simulate_seen(plan, sampling, &BusyNights::seen, &mut |now, _| progress(now))
}

/// What was simulated of a scenario with its helpdesk.
pub struct WithHelpdesk<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The helpdesk whose times a replay measured.
    pub measured: Option<&'a str>,
    /// The same nights with it.
    pub nights: BusyNights<'a>,
    /// How they were sampled.
    pub sampling: &'a Sampling,
}

impl WithHelpdesk<'_> {
    /// Simulates the same nights without it; none if that was interrupted.
    ///
    /// # Errors
    /// If they cannot be simulated.
    pub fn report(
        &self,
        progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Option<HelpdeskReport>, Failure> {
        let mut scenario = self.scenario.clone();
        scenario.channels.values_mut().for_each(|channel| channel.helpdesk = None);
        let plan = loading::plan(&scenario)?;
        let nights = self.nights.simulated.tally.nights;
        let sampling = Sampling { stop: Stop::After(nights), ..*self.sampling };
        let (simulated, busy) = simulate_busy(&plan, &sampling, progress);
        if simulated.interrupted {
            return Ok(None);
        }
        let without = BusyNights { plan: &plan, simulated: &simulated, busy: &busy };
        let same = SameNights { measured: self.measured, seed: sampling.seed, with: self.nights, without };
        Ok(Some(same.report()))
    }
}
