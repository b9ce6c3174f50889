//! What a replay is judged by: at the end, and at once.

use super::args::ReplayArgs;
use crate::cli::exit::Failure;
use crate::replay::measures::Measures;
use crate::replay::run::{View, Wish};
use crate::scenario::Scenario;
use crate::scenario::threshold::{Measure, Threshold};
use crate::simulation::plan::Plan;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

/// All thresholds, of the scenario and of the command line.
pub fn thresholds(args: &ReplayArgs, scenario: &Scenario) -> Result<Vec<Threshold>, Failure> {
    let all: Vec<Threshold> = scenario.replay.fail_if.iter().chain(&args.fail_if).cloned().collect();
    for threshold in all.iter().chain(&args.abort_on) {
        let Measure::Compliance(name) = &threshold.measure else { continue };
        if !scenario.targets.contains_key(name) {
            let known = scenario.targets.keys().map(String::as_str);
            let help = crate::scenario::did_you_mean(name, known).unwrap_or_default();
            return Err(Failure::Usage(format!("there is no target `{name}`: {help}")));
        }
        if args.speed != 1.0 && !args.accept_speed {
            return Err(Failure::Usage(format!(
                "`{}`: compliance measured at speed {} is approximate; judge it at --speed 1, or say \
                 --accept-speed",
                threshold.text, args.speed
            )));
        }
    }
    Ok(all)
}

/// Judges `--abort-on` once a second.
pub struct Abort<'a> {
    thresholds: &'a [Threshold],
    plan: &'a Plan,
    next: Instant,
}

impl<'a> Abort<'a> {
    /// Judges from now on.
    pub fn new(thresholds: &'a [Threshold], plan: &'a Plan) -> Abort<'a> {
        Abort { thresholds, plan, next: Instant::now() }
    }

    /// Whether the replay may go on.
    pub fn judge(&mut self, view: &View<'_>) -> Wish {
        if self.thresholds.is_empty() || Instant::now() < self.next {
            return Wish::GoOn;
        }
        self.next = Instant::now() + Duration::from_secs(1);
        let books = view.books.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let measures = Measures::of(self.plan, &books);
        let crossed = self.thresholds.iter().find(|threshold| {
            let judged = measures.judge(threshold);
            judged.value.is_some() && judged.crossed
        });
        crossed.map_or(Wish::GoOn, |threshold| Wish::Abort(threshold.text.clone()))
    }
}
