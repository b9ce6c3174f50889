//! The command line: one file per command, each `run(args, &mut Printer)`.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `args` | the command line as types, with its help |
//! | `exit` | exit codes, and the failures that lead to them |
//! | `printer` | where words go |
//! | `loading` | from a scenario's path to its plan |
//! | `progress`, `interrupt` | time left; Ctrl-C |

pub mod args;
mod calibrate;
mod check;
mod compare;
mod completions;
mod demo_helpdesk;
mod duration;
mod erlang;
pub mod exit;
mod explain;
mod init;
mod interrupt;
mod latency;
mod loading;
mod man;
mod printer;
mod progress;
pub mod replay;
mod schema;
mod serve;
mod simulate;
mod staff;
mod trace;

use crate::language::Language;
use args::{Cli, Command, Format, OutputArgs};
use exit::ExitCode;
use printer::Printer;

/// Does what the command line asks for.
pub fn run(cli: &Cli) -> ExitCode {
    let language = cli.lang.unwrap_or_else(Language::of_locale);
    let mut printer = Printer::new(output(&cli.command), language);
    let ended = match &cli.command {
        Command::Simulate(args) => simulate::run(args, &mut printer),
        Command::Staff(args) => staff::run(args, &mut printer),
        Command::Compare(args) => compare::run(args, &mut printer),
        Command::Check(args) => check::run(args, &mut printer),
        Command::Serve(args) => serve::run(args, &mut printer),
        Command::Trace(args) => trace::run(args, &mut printer),
        Command::Replay(args) => replay::run(args, &mut printer),
        Command::DemoHelpdesk(args) => demo_helpdesk::run(args, &mut printer),
        Command::Calibrate(args) => calibrate::run(args, &mut printer),
        Command::Erlang(args) => erlang::run(args, &mut printer),
        Command::Init(args) => init::run(args, &mut printer),
        Command::Schema(args) => schema::run(*args, &mut printer),
        Command::Completions(args) => completions::run(*args, &mut printer),
        Command::Man(args) => man::run(args, &mut printer),
    };
    ended.unwrap_or_else(|failure| {
        printer.failure(&failure);
        failure.exit_code()
    })
}

/// What was typed, as a shell would take it again.
fn command_line() -> String {
    let words = std::env::args_os().skip(1).map(|word| quoted(&word.to_string_lossy()));
    std::iter::once("nightdesk".to_owned()).chain(words).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// Commands whose output is of one kind have no `--format`.
fn output(command: &Command) -> OutputArgs {
    let text = |quiet| OutputArgs { format: Format::Text, quiet };
    match command {
        Command::Simulate(args) => args.output,
        Command::Staff(args) => args.output,
        Command::Compare(args) => args.output,
        Command::Check(args) => args.output,
        Command::Calibrate(args) => args.output,
        Command::Erlang(args) => args.output,
        Command::Replay(args) => args.output,
        Command::DemoHelpdesk(args) => text(args.quiet),
        Command::Trace(args) => text(args.quiet),
        Command::Init(args) => text(args.quiet),
        Command::Schema(_) | Command::Completions(_) | Command::Man(_) | Command::Serve(_) => text(false),
    }
}
