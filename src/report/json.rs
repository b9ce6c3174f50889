//! The whole model as JSON.

use super::{SimulationReport, Writer};
use std::io;

/// Writes `summary.json`, as `src/report/simulate.schema.json` describes it.
#[derive(Clone, Copy, Debug)]
pub struct Json;

impl Writer for Json {
    fn file_name(&self) -> &'static str {
        "summary.json"
    }

    fn write(&self, report: &SimulationReport, out: &mut dyn io::Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, report)?;
        writeln!(out)
    }
}
