//! `nightdesk simulate`: what will happen tonight.

use super::args::{Format, SamplingArgs, SimulateArgs};
use super::command_line;
use super::exit::{ExitCode, Failure};
use super::explain::Bad;
use super::interrupt::Interrupt;
use super::latency::{self, WithHelpdesk, has_helpdesk, simulate_busy};
use super::loading;
use super::printer::Printer;
use super::progress::NightsBar;
use crate::report::helpdesk::BusyNights;
use crate::report::{Json, ResultsFolder, Run, SimulationReport, Writer, odd, text, xlsx};
use crate::simulation::outlook::Outlook;
use crate::simulation::plan::Plan;
use crate::simulation::replications::{Sampling, Simulated, Stop};
use crate::units::Span;
use std::num::NonZeroUsize;
use std::path::Path;
use std::thread::available_parallelism;

/// Points to which compliance is known unless asked otherwise.
const PRECISION: f64 = 1.0;

/// Simulates, saves and prints.
pub fn run(args: &SimulateArgs, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let (loaded, measured) = match &args.latency {
        Some(folder) => latency::load(&args.scenario, folder).map(|(loaded, name)| (loaded, Some(name)))?,
        None => (loading::load(&args.scenario)?, None),
    };
    let plan = loading::plan_of(&loaded)?;
    let folder = results_folder(args)?;
    folder.write("scenario.resolved.json", |out| {
        serde_json::to_writer_pretty(&mut *out, &loaded.resolved)?;
        writeln!(out)
    })?;
    let sampling = sampling(&args.sampling);
    let interrupt = Interrupt::listen();
    let (simulated, busy) = watched(&plan, &sampling, &interrupt, printer.is_quiet());
    let odd = odd(&loaded.scenario, &plan, &Outlook::of(&plan), true, &loaded.warnings);
    let warnings = [&loaded.warnings[..], &odd].concat();
    let run = Run {
        scenario: &loaded.scenario,
        plan: &plan,
        seed: sampling.seed,
        simulated: &simulated,
        warnings: &warnings,
    };
    let mut report = run.report();
    if has_helpdesk(&loaded.scenario) && !simulated.interrupted {
        let nights = BusyNights { plan: &plan, simulated: &simulated, busy: &busy };
        let measured = measured.as_deref();
        let with = WithHelpdesk { scenario: &loaded.scenario, measured, nights, sampling: &sampling };
        let bar = NightsBar::new(printer.is_quiet());
        report.helpdesk = with.report(&mut |progress| {
            bar.show(progress);
            !interrupt.asked()
        })?;
    }
    if args.explain {
        let quiet = printer.is_quiet();
        let (simulated, interrupt) = (&simulated, &interrupt);
        let bad = Bad {
            args: &args.scenario,
            loaded: &loaded,
            plan: &plan,
            sampling: &sampling,
            simulated,
            interrupt,
            quiet,
        };
        report.explanation = bad.explanation()?;
        match (&report.explanation, interrupt.asked()) {
            (None, true) => printer.note("Interrupted: what was simulated is saved, without an explanation."),
            (None, false) => printer.note("No night misses a target: there is nothing to explain."),
            (Some(_), _) => {}
        }
    }
    folder.write_report(&report, printer.language(), &command_line())?;
    if args.xlsx {
        let book = || xlsx::simulation(&report, printer.language(), &command_line());
        folder.write(xlsx::FILE, |out| out.write_all(&book()?))?;
    }
    print(&report, printer)?;
    printer.note(&format!("Results are in {}.", folder.path().display()));
    let unexplained = args.explain && report.explanation.is_none();
    let not_compared = has_helpdesk(&loaded.scenario) && report.helpdesk.is_none();
    let cut_short = simulated.interrupted || (interrupt.asked() && (unexplained || not_compared));
    Ok(exit_code(&report, cut_short, args.enforce))
}

fn results_folder(args: &SimulateArgs) -> Result<ResultsFolder, Failure> {
    let folder = match &args.out {
        Some(path) => ResultsFolder::at(path),
        None => {
            let stem = args.scenario.scenario.file_stem().unwrap_or_default().to_string_lossy();
            ResultsFolder::next(Path::new(""), &stem, "run")
        }
    };
    Ok(folder?)
}

fn sampling(args: &SamplingArgs) -> Sampling {
    let stop = match args.replications {
        Some(nights) => Stop::After(nights),
        None => Stop::AtPrecision { points: args.precision.unwrap_or(PRECISION) },
    };
    let threads = args.threads.or_else(|| available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    Sampling { seed: args.seed, stop, threads }
}

/// Simulates with a bar on standard error, until done or interrupted.
fn watched(plan: &Plan, sampling: &Sampling, interrupt: &Interrupt, quiet: bool) -> (Simulated, Vec<Span>) {
    let bar = NightsBar::new(quiet);
    simulate_busy(plan, sampling, &mut |progress| {
        bar.show(progress);
        !interrupt.asked()
    })
}

fn print(report: &SimulationReport, printer: &mut Printer) -> Result<(), Failure> {
    match printer.format() {
        Format::Text => printer.text(|| text::render(report, text::WIDTH)),
        Format::Json => printer.raw(|out| Json.write(report, out)),
    }
}

fn exit_code(report: &SimulationReport, interrupted: bool, enforce: bool) -> ExitCode {
    if interrupted {
        ExitCode::Interrupted
    } else if enforce && !report.all_targets_hold() {
        ExitCode::Missed
    } else {
        ExitCode::Done
    }
}
