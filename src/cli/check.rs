//! `nightdesk check`: every problem in a scenario, and what it expects tonight.

use super::args::{CheckArgs, Format};
use super::exit::{ExitCode, Failure};
use super::loading;
use super::printer::Printer;
use crate::report::expectation::{Expectation, render};
use crate::report::text::WIDTH;
use crate::simulation::outlook::Outlook;

/// Checks; problems are a failure, with all of them in it.
pub fn run(args: &CheckArgs, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let loaded = loading::load(&args.scenario)?;
    // A scenario that nobody is planned for yet has no staff to show, but its cases.
    let (plan, planned) = loading::plan_or_fewest(&loaded)?;
    let outlook = Outlook::of(&plan);
    let expected =
        Expectation::of(&loaded.scenario, &plan, &outlook, planned, &loaded.standards, &loaded.warnings);
    match printer.format() {
        Format::Text => printer.text(|| render(&expected, WIDTH))?,
        Format::Json => printer.json(&expected)?,
    }
    Ok(ExitCode::Done)
}
