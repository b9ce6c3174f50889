//! `nightdesk init`: a commented scenario to start from.

use super::args::InitArgs;
use super::exit::{ExitCode, Failure};
use super::printer::Printer;
use crate::report::write_whole;
use crate::scenario::INIT;
use std::path::Path;

/// Writes the scenario, never over another file.
pub fn run(args: &InitArgs, printer: &mut Printer) -> Result<ExitCode, Failure> {
    if args.file == Path::new("-") {
        printer.raw(|out| out.write_all(INIT.as_bytes()))?;
    } else {
        write_whole(&args.file, |out| out.write_all(INIT.as_bytes()))?;
        let file = args.file.display();
        printer.note(&format!("Wrote {file}. Next: nightdesk simulate {file}"));
    }
    Ok(ExitCode::Done)
}
