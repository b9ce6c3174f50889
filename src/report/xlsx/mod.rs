//! `report.xlsx`: roster, intervals and targets as a spreadsheet that can be passed on and reckoned with.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `sheet` | tables of names, numbers with their formats, and times |
//! | `simulation`, `staff`, `comparison` | the sheets of these commands |
//!
//! Numbers are numbers and times are times; what a scenario holds is always text, never a formula. The same
//! report gives the same bytes.

mod comparison;
mod sheet;
mod simulation;
mod staff;
#[cfg(test)]
mod tests;

pub use sheet::Book;

use super::comparison::ComparisonReport;
use super::staff::StaffReport;
use super::{SimulationReport, html};
use crate::language::{self, Language};
use std::io;

/// What it is called in the results folder.
pub const FILE: &str = "report.xlsx";

/// A simulation's, in a language; `command` is shown as how it was made.
///
/// # Errors
/// If there is no memory for it.
pub fn simulation(report: &SimulationReport, language: Language, command: &str) -> io::Result<Vec<u8>> {
    let page = || html::page_of(report, command);
    write(language, page, &report.scenario, |book| simulation::fill(report, book))
}

/// That of `staff`.
///
/// # Errors
/// If there is no memory for it.
pub fn staff(report: &StaffReport, language: Language, command: &str) -> io::Result<Vec<u8>> {
    let page = || html::staff_page(report, command);
    write(language, page, &report.scenario, |book| staff::fill(report, book))
}

/// That of `compare`.
///
/// # Errors
/// If there is no memory for it.
pub fn comparison(report: &ComparisonReport, language: Language, command: &str) -> io::Result<Vec<u8>> {
    let page = || html::comparison_page(report, command);
    write(language, page, &report.scenario, |book| comparison::fill(report, book))
}

fn write(
    language: Language,
    page: impl FnOnce() -> html::Page,
    title: &str,
    fill: impl FnOnce(&mut Book) -> Result<(), rust_xlsxwriter::XlsxError>,
) -> io::Result<Vec<u8>> {
    language::within(language, || {
        let page = page();
        let mut book = Book::new(title);
        book.answer(&page.answer, &page.details, &page.subtitle)
            .and_then(|()| fill(&mut book))
            .and_then(|()| book.made(&page.made))
            .and_then(|()| book.finish())
            .map_err(io::Error::other)
    })
}
