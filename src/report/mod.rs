//! Results: one model for each command, and what writes it.
//!
//! [`SimulationReport`] is all that a simulation says; every format is a [`Writer`] of it, so that no
//! two formats can disagree. A new format (HTML, a spreadsheet) is one more file with one more writer.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `model` | the report's fields, as JSON names them |
//! | `build` | the model from a tally: per-night means, intervals, quantiles |
//! | `cost` | what a night costs, by kind and by lever |
//! | `text/` | the terminal report, at most 80 columns |
//! | `json`, `csv` | the whole model; its intervals, and its costs |
//! | `expectation` | what `check` expects tonight |
//! | `odd` | what is legal but odd about that: warnings of `check` and `simulate` |
//! | `folder` | the results folder: never an earlier one, never a half-written file |

mod build;
mod cost;
mod csv;
pub mod expectation;
mod folder;
mod json;
mod model;
mod odd;
pub mod replay;
pub mod text;

#[cfg(test)]
mod example;
#[cfg(test)]
mod tests;

pub use self::csv::{CostsCsv, Csv};
pub use build::Run;
pub use folder::{FolderError, ResultsFolder, write_whole};
pub use json::Json;
pub use model::{
    Amount, ChannelNights, ChannelReport, Compliance, Cost, CostPart, InquiryReport, IntervalReport,
    IntervalTarget, OutcomeReport, SimulationReport, TargetReport, TeamReport, Waits, Warning,
};
pub use odd::odd;
pub use text::Text;

use crate::language::Language;
use std::io;

/// The JSON Schema of [`SimulationReport`].
pub const SIMULATE_SCHEMA: &str = include_str!("simulate.schema.json");

/// Writes a report in one format.
pub trait Writer {
    /// What the file is called in the results folder.
    fn file_name(&self) -> &'static str;
    /// Writes the whole report.
    ///
    /// # Errors
    /// Those of `out`.
    fn write(&self, report: &SimulationReport, out: &mut dyn io::Write) -> io::Result<()>;
}

/// Every format that a results folder gets; what is for people, in their language.
pub fn writers(language: Language) -> Vec<Box<dyn Writer>> {
    vec![Box::new(Json), Box::new(Csv), Box::new(CostsCsv), Box::new(Text(language))]
}
