//! The whole model as JSON; the agents in a file of their own.

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

/// Writes `agents.json`: a list with every agent's score card, in roster order.
#[derive(Clone, Copy, Debug)]
pub struct AgentsJson;

impl Writer for AgentsJson {
    fn file_name(&self) -> &'static str {
        "agents.json"
    }

    fn write(&self, report: &SimulationReport, out: &mut dyn io::Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, &report.agents)?;
        writeln!(out)
    }
}
