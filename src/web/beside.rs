//! Two plans side by side, on the same customers.

use super::answer::{Asked, Refused};
use super::folder::Folder;
use crate::comparison::criterion::judged_by_night;
use crate::comparison::{Criterion, Question, Rule, Stop, compare};
use crate::language::{self, Language, text};
use crate::report::comparison::{Alternative, Comparison, ComparisonReport, Kind};
use crate::report::{Page, comparison_page, xlsx};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::thread::available_parallelism;

/// Nights of each plan at most.
const MOST_NIGHTS: u64 = 4_000;

/// What is compared.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// Plan A.
    pub base: Asked,
    /// What stands now; its seed, nights and language count.
    pub asked: Asked,
}

/// How they differ.
#[derive(Debug, Serialize)]
pub struct Differing {
    /// As people look at it.
    pub page: Page,
    /// As data: `plan-a` is the base.
    pub report: ComparisonReport,
}

impl Beside {
    /// The report, unless `go_on` says no before it has begun.
    ///
    /// # Errors
    /// All problems of the two.
    pub fn report(
        &self,
        folder: &Folder,
        data: Option<&Path>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<ComparisonReport, Refused> {
        let stop = Stop::After(self.asked.nights(MOST_NIGHTS)?);
        let (base, now) = (self.base.load(folder, data)?, self.asked.load(folder, data)?);
        let plans = [Asked::compiled(&base.scenario)?, Asked::compiled(&now.scenario)?];
        let rule = match judged_by_night(&plans[0]) {
            true => Rule::LeastCost { certainty: 0.95 },
            false => Rule::By(Criterion::Cost),
        };
        let threads = available_parallelism().map_or(1, std::num::NonZeroUsize::get);
        let question = Question { rule, indifference: 1.0, seed: self.asked.seed, stop, threads };
        let compared = compare(&plans, &question, &mut |_| go_on());
        let alternative = |name: &str, title: &str, kind| Alternative {
            name: text(name).into_owned(),
            title: title.to_owned(),
            kind,
            levers: Vec::new(),
        };
        let alternatives = [
            alternative("Plan A", &base.scenario.title, Kind::Base),
            alternative("Now", &now.scenario.title, Kind::Scenario),
        ];
        let comparison = Comparison {
            scenario: &base.scenario,
            alternatives: &alternatives,
            plans: &plans,
            question: &question,
            compared: &compared,
            left_out: &[],
            warnings: &[],
        };
        Ok(language::within(Language::English, || comparison.report()))
    }

    /// The same as the page shows it.
    ///
    /// # Errors
    /// All problems of the two.
    pub fn answer(
        &self,
        folder: &Folder,
        data: Option<&Path>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Differing, Refused> {
        let report = self.report(folder, data, go_on)?;
        Ok(Differing { page: comparison_page(&report, &self.command()), report })
    }

    /// The same as a spreadsheet.
    ///
    /// # Errors
    /// All problems of the two.
    pub fn xlsx(
        &self,
        folder: &Folder,
        data: Option<&Path>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Vec<u8>, Refused> {
        let report = self.report(folder, data, go_on)?;
        xlsx::comparison(&report, language::current(), &self.command())
            .map_err(|error| Refused::of(&error.to_string()))
    }

    fn command(&self) -> String {
        format!("{} / {}", self.base.command(), self.asked.command())
    }
}
