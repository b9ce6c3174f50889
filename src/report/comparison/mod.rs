//! Plans side by side, as people and programs read it.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `model` | the fields, as JSON names them |
//! | `build` | the model from compared plans |
//! | `words` | what differs, in words |
//! | `verdict` | which plan is best, in words |
//! | `text` | the terminal report, at most 80 columns |
//! | `csv` | one row for each plan and criterion |

mod build;
mod csv;
mod model;
pub mod text;
mod verdict;
mod words;

#[cfg(test)]
mod tests;

pub use self::csv::write as write_csv;
pub use build::{Alternative, Comparison, Kind};
pub use model::{
    AlternativeReport, ComparisonReport, Difference, FrontierPlan, Indifference, LeverReport, OutReport,
    RuleReport, RunnerUp, TargetCompliance, Verdict,
};

pub(super) use verdict::text as verdict_text;
pub(super) use words::{and, differences, range, signed};

use super::folder::{FolderError, ResultsFolder};
use super::{comparison_page, write_page};
use crate::language::{self, Language};
use std::io;

/// The JSON Schema of [`ComparisonReport`].
pub const SCHEMA: &str = include_str!("../compare.schema.json");

/// Writes `summary.json`, as `src/report/compare.schema.json` describes it.
///
/// # Errors
/// Those of `out`.
pub fn write_json(report: &ComparisonReport, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    writeln!(out)
}

/// Writes the report in every format, what people read in their `language`, with the `command` that was
/// typed.
///
/// # Errors
/// As [`ResultsFolder::write`].
pub fn write_to(
    folder: &ResultsFolder,
    report: &ComparisonReport,
    language: Language,
    command: &str,
) -> Result<(), FolderError> {
    folder.write("summary.json", |out| write_json(report, out))?;
    folder.write("report.html", |out| write_page(language, || comparison_page(report, command), out))?;
    folder.write("alternatives.csv", |out| write_csv(report, out))?;
    folder.write("report.txt", |out| {
        let text = language::within(language, || text::render(report, super::text::WIDTH));
        write!(out, "{}", anstream::adapter::strip_str(&text))
    })
}
