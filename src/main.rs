//! The command line: parse it, do it, and turn how it ended into an exit code.

use clap::Parser;
use nightdesk::cli;
use nightdesk::cli::args::Cli;
use nightdesk::cli::exit::ExitCode;
use std::io::Write;

fn main() -> std::process::ExitCode {
    std::panic::set_hook(Box::new(say_that_it_is_our_fault));
    cli::run(&Cli::parse()).into()
}

/// One clear line instead of a backtrace, and the exit code that says whose fault it is.
fn say_that_it_is_our_fault(panic: &std::panic::PanicHookInfo) {
    let payload = panic.payload();
    let text =
        payload.downcast_ref::<String>().map(String::as_str).or(payload.downcast_ref::<&str>().copied());
    let what = text.unwrap_or("something went wrong");
    let place = panic.location().map(|place| format!(" ({}:{})", place.file(), place.line()));
    let line = format!("nightdesk: a fault of ours, please report it: {what}{}", place.unwrap_or_default());
    // Nobody may be there to read it.
    let _ = writeln!(std::io::stderr(), "{}", line.replace('\n', " "));
    std::process::exit(ExitCode::Fault as i32);
}
