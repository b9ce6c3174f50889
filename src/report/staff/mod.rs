//! What `nightdesk staff` says: one model, and what writes it.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `model` | the report's fields, as JSON names them |
//! | `build` | the model from an answer |
//! | `text`, `gantt` | the terminal report |
//! | `csv` | the roster |
//! | `schema` | the JSON Schema |

mod build;
mod csv;
mod gantt;
mod model;
mod schema;
pub mod text;

pub use build::StaffRun;
pub use model::{
    Agents, FormulaReport, FormulaTarget, FrontierRow, PromiseReport, RosterRow, StaffReport, Stretch,
};
pub use schema::staff_schema;

use super::text::WIDTH;
use super::{Csv, FolderError, ResultsFolder, Writer, staff_page, write_page};
use crate::language::{Language, within};

/// Writes everything but the scenario into a results folder; what is for people, in `language`,
/// with the `command` that was typed.
///
/// # Errors
/// As [`ResultsFolder::write`].
pub fn write_staff(
    folder: &ResultsFolder,
    report: &StaffReport,
    language: Language,
    command: &str,
) -> Result<(), FolderError> {
    folder.write("summary.json", |out| {
        serde_json::to_writer_pretty(&mut *out, report)?;
        writeln!(out)
    })?;
    folder.write("roster.csv", |out| csv::write(report, out))?;
    folder.write(Csv.file_name(), |out| Csv.write(&report.fresh, out))?;
    folder.write("report.html", |out| write_page(language, || staff_page(report, command), out))?;
    let text = within(language, || text::render(report, WIDTH));
    folder.write("report.txt", |out| write!(out, "{}", anstream::adapter::strip_str(&text)))
}
