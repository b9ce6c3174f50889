//! `nightdesk schema`: JSON Schemas, for editors and for programs that read our results.

use super::args::{SchemaArgs, SchemaOf};
use super::exit::{ExitCode, Failure};
use super::printer::Printer;
use crate::report::staff::staff_schema;
use crate::report::{SIMULATE_SCHEMA, calibration, comparison, replay};
use crate::scenario;

/// Prints a schema.
pub fn run(args: SchemaArgs, printer: &mut Printer) -> Result<ExitCode, Failure> {
    match args.of {
        SchemaOf::Scenario => printer.json(&scenario::schema())?,
        SchemaOf::Replay => printer.raw(|out| out.write_all(replay::SCHEMA.as_bytes()))?,
        SchemaOf::Staff => printer.json(&staff_schema())?,
        SchemaOf::Calibrate => printer.raw(|out| out.write_all(calibration::CALIBRATE_SCHEMA.as_bytes()))?,
        SchemaOf::Compare => printer.raw(|out| out.write_all(comparison::SCHEMA.as_bytes()))?,
        SchemaOf::Simulate => printer.raw(|out| out.write_all(SIMULATE_SCHEMA.as_bytes()))?,
    }
    Ok(ExitCode::Done)
}
