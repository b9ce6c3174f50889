//! `nightdesk compare`: plans side by side on the same nights.

mod alternatives;

use self::alternatives::Alternatives;
use super::args::{CompareArgs, Format};
use super::command_line;
use super::exit::{ExitCode, Failure};
use super::interrupt::Interrupt;
use super::loading;
use super::printer::Printer;
use super::progress::NightsBar;
use crate::comparison::criterion::judged_by_night;
use crate::comparison::{Compared, Criterion, Question, Rule, Stop, compare};
use crate::report::comparison::{self, Comparison, ComparisonReport};
use crate::report::{ResultsFolder, text, xlsx};
use crate::scenario::did_you_mean;
use crate::simulation::plan::Plan;
use std::num::NonZeroUsize;
use std::path::Path;
use std::thread::available_parallelism;

/// Points to which differences of compliance are known unless asked otherwise.
const PRECISION: f64 = 0.5;

/// Compares, saves and prints.
pub fn run(args: &CompareArgs, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let base = loading::load(&args.scenario)?;
    let base_plan = loading::plan_of(&base)?;
    let question = question(args, &base_plan)?;
    let interrupt = Interrupt::listen();
    let mut watched = |plans: &[Plan], question: &Question| {
        let bar = NightsBar::new(printer.is_quiet());
        compare(plans, question, &mut |progress| {
            bar.show(progress);
            !interrupt.asked()
        })
    };
    let all = Alternatives::of(args, base, base_plan, &question, &mut watched)?;
    let folder = results_folder(args)?;
    folder.write("scenarios.resolved.json", |out| {
        serde_json::to_writer_pretty(&mut *out, &all.resolved)?;
        writeln!(out)
    })?;
    let compared = watched(&all.plans, &question);
    let report = report(&all, &question, &compared);
    comparison::write_to(&folder, &report, printer.language(), &command_line())?;
    if args.xlsx {
        let book = || xlsx::comparison(&report, printer.language(), &command_line());
        folder.write(xlsx::FILE, |out| out.write_all(&book()?))?;
    }
    match printer.format() {
        Format::Text => printer.text(|| comparison::text::render(&report, text::WIDTH))?,
        Format::Json => printer.raw(|out| comparison::write_json(&report, out))?,
    }
    printer.note(&format!("Results are in {}.", folder.path().display()));
    Ok(exit_code(&compared, args.enforce))
}

fn report(all: &Alternatives, question: &Question, compared: &Compared) -> ComparisonReport {
    let comparison = Comparison {
        scenario: &all.base,
        alternatives: &all.list,
        plans: &all.plans,
        question,
        compared,
        left_out: &all.left_out,
        warnings: &all.warnings,
    };
    comparison.report()
}

fn question(args: &CompareArgs, base: &Plan) -> Result<Question, Failure> {
    let stop = match (args.replications, args.precision) {
        (Some(nights), _) => Stop::After(nights),
        (None, Some(points)) => Stop::AtPrecision(points),
        (None, None) if args.all_levers => Stop::AtTheBest,
        (None, None) => Stop::AtPrecision(PRECISION),
    };
    let threads = args.threads.or_else(|| available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let rule = rule(args, base)?;
    Ok(Question { rule, indifference: args.indifference, seed: args.seed, stop, threads })
}

fn rule(args: &CompareArgs, base: &Plan) -> Result<Rule, Failure> {
    let no_targets = || {
        let help = "the scenario has no target of a night: compare it with --by cost, or by a target's name";
        Failure::Usage(help.to_owned())
    };
    let Some(by) = args.by.as_deref() else {
        return match judged_by_night(base) {
            false => Err(no_targets()),
            true => Ok(Rule::LeastCost { certainty: args.certainty }),
        };
    };
    let name = by.strip_prefix("target.").unwrap_or(by);
    let target = base.targets.iter().position(|target| target.name == name);
    match (by, target) {
        (_, Some(target)) => Ok(Rule::By(Criterion::Compliance(target))),
        ("cost", None) => Ok(Rule::By(Criterion::Cost)),
        ("chance", None) if !judged_by_night(base) => Err(no_targets()),
        ("chance", None) => Ok(Rule::By(Criterion::AllMet)),
        ("satisfaction", None) if base.satisfaction.is_some() => Ok(Rule::By(Criterion::Satisfaction)),
        ("satisfaction", None) => Err(Failure::Usage(
            "--by satisfaction: the scenario has no [satisfaction], nobody is asked".to_owned(),
        )),
        (_, None) => {
            let targets = base.targets.iter().map(|target| target.name.as_str());
            let help =
                did_you_mean(name, targets.chain(["cost", "chance", "satisfaction"])).unwrap_or_default();
            Err(Failure::Usage(format!("--by {by}: there is no target of that name; {help}")))
        }
    }
}

fn results_folder(args: &CompareArgs) -> Result<ResultsFolder, Failure> {
    let folder = match &args.out {
        Some(path) => ResultsFolder::at(path),
        None => {
            let stem = args.scenario.scenario.file_stem().unwrap_or_default().to_string_lossy();
            ResultsFolder::next(Path::new(""), &stem, "compare")
        }
    };
    Ok(folder?)
}

fn exit_code(compared: &Compared, enforce: bool) -> ExitCode {
    if compared.interrupted {
        ExitCode::Interrupted
    } else if enforce && compared.is_certain_enough() != Some(true) {
        ExitCode::Missed
    } else {
        ExitCode::Done
    }
}
