//! `report.html`: what people look at and pass on.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `page`, `page.html`, `style.css` | a report as a page, and what it looks like |
//! | `chart`, `scale` | charts as plain SVG |
//! | `gantt` | who is on shift |
//! | `simulation` | the page of a simulation |
//! | `night` | its night by interval |

mod chart;
mod gantt;
mod night;
mod page;
mod scale;
mod simulation;
#[cfg(test)]
mod tests;

pub use page::Page;

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
        let page = language::within(self.language, || simulation::page(report, &self.command).render());
        out.write_all(page.map_err(io::Error::other)?.as_bytes())
    }
}
