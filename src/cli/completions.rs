//! `nightdesk completions`: what a shell needs to complete our commands and options.

use super::args::{Cli, CompletionsArgs};
use super::exit::{ExitCode, Failure};
use super::printer::Printer;
use clap::CommandFactory;

/// Prints the script of a shell.
pub fn run(args: CompletionsArgs, printer: &mut Printer) -> Result<ExitCode, Failure> {
    // The generator panics where its output cannot be written, a buffer always can.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "nightdesk", &mut script);
    printer.raw(|out| out.write_all(&script))?;
    Ok(ExitCode::Done)
}
