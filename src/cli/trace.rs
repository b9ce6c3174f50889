//! `nightdesk trace`: one night, message by message, as JSON Lines.

use super::args::TraceArgs;
use super::exit::{ExitCode, Failure};
use super::loading;
use super::printer::Printer;
use crate::demand::Night;
use crate::random::Key;
use crate::replay::trace::{Header, Line, Recorder, write};
use crate::report::write_whole;
use crate::simulation::plan::Plan;
use crate::simulation::run_night_observed;
use std::path::Path;

/// Simulates the night and writes it.
pub fn run(args: &TraceArgs, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let loaded = loading::load(&args.scenario)?;
    let plan = loading::plan_of(&loaded)?;
    let lines = night(&plan, Key::night(args.seed, args.replication));
    let header = Header::new(&loaded.scenario, &loaded.resolved, args.seed, args.replication);
    match &args.out {
        Some(path) if path != Path::new("-") => {
            write_whole(path, |out| write(&header, &lines, out))?;
            printer.note(&format!("{} events are in {}.", lines.len(), path.display()));
        }
        _ => printer.raw(|out| write(&header, &lines, out))?,
    }
    Ok(ExitCode::Done)
}

/// One night of a plan, as a trace.
pub fn night(plan: &Plan, key: Key) -> Vec<Line> {
    let mut customers = Night::default();
    customers.draw(&plan.demand, key);
    let mut recorder = Recorder::new(plan, key);
    run_night_observed(plan, key, customers.arrivals(), &mut recorder);
    recorder.lines()
}
