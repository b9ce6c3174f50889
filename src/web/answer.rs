//! A scenario with changes, simulated.

use super::folder::Folder;
use crate::language::{self, Language, sentence};
use crate::report::{Html, Page, Run, SimulationReport, Warning, Writer, odd, page_of, xlsx};
use crate::scenario::{Loaded, Problems, Request, Scenario, load};
use crate::simulation::outlook::Outlook;
use crate::simulation::plan::{CompileError, Plan};
use crate::simulation::replications::{Sampling, Stop, simulate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use std::thread::available_parallelism;

/// A scenario file is no larger than this.
const MOST_BYTES: u64 = 4_000_000;
/// Nights of one request at most.
const MOST_NIGHTS: u64 = 40_000;

/// A scenario as the page has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The file, relative to the folder.
    pub scenario: String,
    /// Levers that are pulled.
    #[serde(default)]
    pub with: Vec<String>,
    /// New values by path, as TOML.
    #[serde(default)]
    pub set: BTreeMap<String, String>,
    /// What all draws are keyed by.
    #[serde(default = "one")]
    pub seed: u64,
    /// How many nights.
    #[serde(default = "few")]
    pub nights: u64,
    /// What the reader reads.
    #[serde(default)]
    pub lang: String,
}

const fn one() -> u64 {
    1
}

const fn few() -> u64 {
    200
}

/// What came out.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// As people look at it.
    pub page: Page,
    /// As data.
    pub report: SimulationReport,
}

/// Why there is none, each at its field if it has one.
#[derive(Debug, Serialize)]
pub struct Refused {
    /// All problems at once.
    pub problems: Vec<Fault>,
}

/// A problem.
#[derive(Debug, Default, Serialize)]
pub struct Fault {
    /// Path in the scenario; empty if it is about none.
    pub path: String,
    /// In the reader's language.
    pub message: String,
}

impl Refused {
    /// One problem about nothing in particular.
    pub fn of(message: &str) -> Refused {
        Refused { problems: vec![Fault { path: String::new(), message: sentence(message).into_owned() }] }
    }

    fn scenario(problems: &Problems) -> Refused {
        let said = |text: &Option<String>| text.as_deref().map(|text| sentence(text).into_owned());
        let fault = |problem: &crate::scenario::ProblemRecord| {
            let more = [said(&problem.expected), said(&problem.help)];
            let message = std::iter::once(sentence(&problem.message).into_owned());
            let message: Vec<String> = message.chain(more.into_iter().flatten()).collect();
            Fault { path: problem.path.clone(), message: message.join("; ") }
        };
        Refused { problems: problems.records().iter().map(fault).collect() }
    }
}

impl Asked {
    /// The reader's language; `fallback` if the page does not say.
    pub fn language(&self, fallback: Language) -> Language {
        self.lang.parse().unwrap_or(fallback)
    }

    /// The file, read with the changes.
    ///
    /// # Errors
    /// All its problems.
    pub fn load(&self, folder: &Folder, data: Option<&Path>) -> Result<Loaded, Refused> {
        let path = folder.scenario(&self.scenario);
        let path = path.ok_or_else(|| Refused::of(&format!("there is no file `{}`", self.scenario)))?;
        if std::fs::metadata(&path).is_ok_and(|file| file.len() > MOST_BYTES) {
            return Err(Refused::of(&format!(
                "`{}` is larger than {} MB",
                self.scenario,
                MOST_BYTES / 1_000_000
            )));
        }
        let set: Vec<String> = self.set.iter().map(|(path, value)| format!("{path}={value}")).collect();
        let path = path.to_string_lossy();
        let request = Request { path: &path, with: &self.with, set: &set, data };
        load(&request).map_err(|problems| Refused::scenario(&problems))
    }

    /// A scenario as it is simulated.
    ///
    /// # Errors
    /// What stands against it.
    pub fn compiled(scenario: &Scenario) -> Result<Plan, Refused> {
        Plan::compile(scenario).map_err(|errors| {
            let fault = |error: &CompileError| Fault {
                path: if let CompileError::MissingPlan { place } = error {
                    place.clone()
                } else {
                    String::new()
                },
                message: sentence(&error.to_string()).into_owned(),
            };
            Refused { problems: errors.iter().map(fault).collect() }
        })
    }

    /// So many nights as one request may ask for.
    ///
    /// # Errors
    /// If it asks for more, or none.
    pub fn nights(&self, most: u64) -> Result<u64, Refused> {
        match (1..=most).contains(&self.nights) {
            true => Ok(self.nights),
            false => Err(Refused::of(&format!("expected 1 to {most} nights a request"))),
        }
    }

    /// The report of its nights, unless `go_on` says no.
    ///
    /// # Errors
    /// All problems of the scenario.
    pub fn report(
        &self,
        folder: &Folder,
        data: Option<&Path>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<SimulationReport, Refused> {
        let stop = Stop::After(self.nights(MOST_NIGHTS)?);
        let loaded = self.load(folder, data)?;
        let plan = Asked::compiled(&loaded.scenario)?;
        let threads = available_parallelism().map_or(1, std::num::NonZeroUsize::get);
        let sampling = Sampling { seed: self.seed, stop, threads };
        let simulated = simulate(&plan, &sampling, &mut |_| go_on());
        let read: Vec<Warning> = loaded.warnings.iter().map(Warning::from).collect();
        // Warnings are data and stay English until they are shown.
        let odd = language::within(Language::English, || {
            odd(&loaded.scenario, &plan, &Outlook::of(&plan), true, &read)
        });
        let warnings = [&read[..], &odd].concat();
        let run = Run {
            scenario: &loaded.scenario,
            plan: &plan,
            seed: self.seed,
            simulated: &simulated,
            warnings: &warnings,
        };
        Ok(language::within(Language::English, || run.report()))
    }

    /// The same as the page shows it.
    ///
    /// # Errors
    /// All problems of the scenario.
    pub fn answer(
        &self,
        folder: &Folder,
        data: Option<&Path>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Answer, Refused> {
        let report = self.report(folder, data, go_on)?;
        Ok(Answer { page: page_of(&report, &self.command()), report })
    }

    /// The same as a file to pass on.
    ///
    /// # Errors
    /// All problems of the scenario.
    pub fn html(
        &self,
        folder: &Folder,
        data: Option<&Path>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Vec<u8>, Refused> {
        let report = self.report(folder, data, go_on)?;
        let html = Html { language: language::current(), command: self.command() };
        let mut out = Vec::new();
        html.write(&report, &mut out).map_err(|error| Refused::of(&error.to_string()))?;
        Ok(out)
    }

    /// The same as a spreadsheet.
    ///
    /// # Errors
    /// All problems of the scenario.
    pub fn xlsx(
        &self,
        folder: &Folder,
        data: Option<&Path>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Vec<u8>, Refused> {
        let report = self.report(folder, data, go_on)?;
        xlsx::simulation(&report, language::current(), &self.command())
            .map_err(|error| Refused::of(&error.to_string()))
    }

    /// What does the same on the command line.
    pub fn command(&self) -> String {
        format!("{} --replications {}", self.changed("simulate"), self.nights)
    }

    /// The command line of another command for the same scenario.
    pub fn changed(&self, verb: &str) -> String {
        let mut command = format!("nightdesk {verb} {}", self.scenario);
        self.with.iter().for_each(|lever| command.push_str(&format!(" --with {lever}")));
        self.set.iter().for_each(|(path, value)| command.push_str(&format!(" --set '{path}={value}'")));
        command + &format!(" --seed {}", self.seed)
    }
}
