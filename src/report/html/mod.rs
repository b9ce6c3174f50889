//! `report.html`: what people look at and pass on.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `page`, `page.html`, `style.css` | a report as a page, and what it looks like |
//! | `chart`, `scale` | charts as plain SVG |
//! | `forest` | values with their intervals, one below the other |
//! | `frontier` | what money buys: shares over costs |
//! | `gantt` | who is on shift |
//! | `simulation`, `staff`, `comparison`, `replay`, `calibration` | the pages of these commands |
//! | `night`, `customers`, `explanation` | parts of a simulation's: its night by interval, what customers thought, what went wrong |

mod calibration;
mod chart;
mod comparison;
mod customers;
mod explanation;
mod forest;
mod frontier;
mod gantt;
mod helpdesk;
mod night;
mod page;
mod replay;
mod scale;
mod simulation;
mod staff;
#[cfg(test)]
mod tests;

pub use calibration::page as calibration_page;
pub use comparison::page as comparison_page;
pub use page::Page;
pub use replay::page as replay_page;
pub use simulation::page as page_of;
pub use staff::page as staff_page;

use super::{SimulationReport, Writer};
use crate::language::{self, Language};
use std::io;

/// Writes `report.html`, in a language; `command` is shown as how it was made.
#[derive(Clone, Debug)]
pub struct Html {
    /// The reader's.
    pub language: Language,
    /// As it was typed.
    pub command: String,
}

impl Writer for Html {
    fn file_name(&self) -> &'static str {
        "report.html"
    }

    fn write(&self, report: &SimulationReport, out: &mut dyn io::Write) -> io::Result<()> {
        write_page(self.language, || simulation::page(report, &self.command), out)
    }
}

/// Writes what `page` makes in a language.
///
/// # Errors
/// Those of `out`.
pub fn write_page(
    language: Language,
    page: impl FnOnce() -> Page,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let page = language::within(language, || page().render());
    out.write_all(page.map_err(io::Error::other)?.as_bytes())
}
