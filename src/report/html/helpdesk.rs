//! What the helpdesk's slowness costs, as a section of a simulation's page.

use super::page::{Entry, Grid, Section, entry};
use crate::language::text;
use crate::report::helpdesk::HelpdeskReport;
use crate::report::helpdesk::text::{lead, note, rows};

/// The section.
pub fn section(report: &HelpdeskReport) -> Section {
    let mut grid = Grid::new(&["target", "without", "with", "difference in points"]);
    for [name, without, with, gained] in rows(report) {
        grid.row([Entry { text: name, ..Entry::default() }, entry(without), entry(with), entry(gained)]);
    }
    Section {
        heading: text("The helpdesk's own times").into_owned(),
        intro: vec![lead(report), note()],
        tables: vec![grid],
        ..Section::default()
    }
}
