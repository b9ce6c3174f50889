//! `nightdesk man`: the manual pages, made of the same words as `--help`.

use super::args::{Cli, ManArgs};
use super::exit::{ExitCode, Failure};
use super::printer::Printer;
use crate::report::write_whole;
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use std::path::Path;

/// Prints the main page, or writes all of them.
pub fn run(args: &ManArgs, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let mut command = Cli::command();
    command.build();
    match &args.out {
        None => printer.raw(|out| Man::new(command).render(out))?,
        Some(folder) => {
            write_page(&command, folder)?;
            for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
                write_page(command, folder)?;
            }
        }
    }
    Ok(ExitCode::Done)
}

/// Writes `nightdesk.1` or `nightdesk-simulate.1`.
fn write_page(command: &Command, folder: &Path) -> Result<(), Failure> {
    let man = Man::new(command.clone());
    Ok(write_whole(&folder.join(man.get_filename()), |out| man.render(out))?)
}
