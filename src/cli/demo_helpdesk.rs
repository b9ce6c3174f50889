//! `nightdesk demo-helpdesk`: the helpdesk that a replay runs against unless told otherwise, on its own.

use super::exit::{ExitCode, Failure};
use super::interrupt::Interrupt;
use super::printer::Printer;
use super::replay::args::DemoHelpdeskArgs;
use crate::replay::demo;
use std::time::Duration;

/// Serves until somebody stops it.
pub fn run(args: &DemoHelpdeskArgs, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let server = demo::serve(args.port, args.fault.clone())
        .map_err(|error| Failure::Usage(format!("failed to listen on port {}: {error}", args.port)))?;
    let interrupt = Interrupt::listen();
    printer.text(|| format!("{}\n", server.url()))?;
    printer.note(&format!(
        "Customers sign in as customer-1, customer-2, …, agents as agent-1, …:\n  \
         curl -H 'Authorization: Bearer agent-1' {}/api/conversations\n\
         A replay against it: nightdesk replay SCENARIO --helpdesk demo --url {}\n\
         Ctrl-C stops it.",
        server.url(),
        server.url()
    ));
    while !interrupt.asked() {
        std::thread::sleep(Duration::from_millis(50));
    }
    let struck: Vec<String> = server
        .faults()
        .counts()
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    if !struck.is_empty() {
        printer.note(&format!("What it did wrong: {}.", struck.join(", ")));
    }
    Ok(ExitCode::Done)
}
