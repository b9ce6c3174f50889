//! Results: one model for each command, and what writes it.
//!
//! [`SimulationReport`] is all that a simulation says; every format is a [`Writer`] of it, so that no
//! two formats can disagree. A new format (HTML, a spreadsheet) is one more file with one more writer.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `model` | the report's fields, as JSON names them |
//! | `roster` | who is on shift |
//! | `build` | the model from a tally: per-night means, intervals, quantiles |
//! | `cards` | what customers thought, what practices did, agents' score cards |
//! | `cost` | what a night costs, by kind and by lever |
//! | `periods` | what is judged over several nights: targets, the store score, what falling below costs |
//! | `text/` | the terminal report, at most 80 columns |
//! | `html/` | the same as a page to look at and pass on |
//! | `xlsx/` | the same as a spreadsheet |
//! | `json`, `csv` | the whole model; its intervals, and its costs |
//! | `expectation` | what `check` expects tonight |
//! | `odd` | what is legal but odd about that: warnings of `check` and `simulate` |
//! | `staff/` | what `staff` found |
//! | `standards` | which targets come from which published standard |
//! | `comparison/` | plans side by side: model, words, text, JSON, CSV |
//! | `explanation/` | what went wrong, and what would mend it |
//! | `helpdesk/` | what a helpdesk's slowness costs |
//! | `folder` | the results folder: never an earlier one, never a half-written file |

mod build;
pub mod calibration;
mod cards;
pub mod comparison;
mod cost;
mod csv;
pub mod expectation;
pub mod explanation;
mod folder;
pub mod helpdesk;
mod html;
mod json;
mod model;
mod odd;
mod periods;
pub mod replay;
mod roster;
pub mod staff;
mod standards;
pub mod text;
pub mod xlsx;

#[cfg(test)]
mod example;
#[cfg(test)]
mod tests;

pub use self::csv::{AgentsCsv, CostsCsv, Csv};
pub use build::Run;
pub use folder::{FolderError, ResultsFolder, write_whole};
pub use html::{Html, Page, calibration_page, comparison_page, page_of, replay_page, staff_page, write_page};
pub use json::{AgentsJson, Json};
pub use model::{
    AgentReport, Amount, AnsweredWithin, Band, BelowReport, Card, ChannelNights, ChannelReport, Compliance,
    Cost, CostPart, InquiryReport, IntervalReport, IntervalTarget, Opinions, OutcomeReport, PeriodCost,
    PeriodReport, Practices, RosterBreak, RosterShift, Satisfaction, ScorePartReport, SimulationReport,
    StoreScoreReport, TargetOver, TargetReport, TeamReport, Waits, Warning,
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

/// Every format that a results folder gets; what is for people, in their language, with the `command`
/// that was typed.
pub fn writers(language: Language, command: &str) -> Vec<Box<dyn Writer>> {
    let html = Html { language, command: command.to_owned() };
    vec![
        Box::new(Json),
        Box::new(Csv),
        Box::new(CostsCsv),
        Box::new(AgentsJson),
        Box::new(AgentsCsv),
        Box::new(Text(language)),
        Box::new(html),
    ]
}
