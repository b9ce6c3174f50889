//! `nightdesk schema`: JSON Schemas, for editors and for programs that read our results.

use super::args::{SchemaArgs, SchemaOf};
use super::exit::{ExitCode, Failure};
use super::printer::Printer;
use crate::report::SIMULATE_SCHEMA;

/// Prints a schema.
pub fn run(args: SchemaArgs, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let schema = match args.of {
        SchemaOf::Scenario => scenario_schema(),
        SchemaOf::Simulate => SIMULATE_SCHEMA.to_owned(),
    };
    printer.raw(|out| out.write_all(schema.as_bytes()))?;
    Ok(ExitCode::Done)
}

fn scenario_schema() -> String {
    // Joined with `scenario::schema`.
    String::from("{}\n")
}
