//! `staff` from the page: its progress line by line, then the roster. Who closes the connection ends it.

use super::answer::{Asked, Fault, Refused};
use super::folder::Folder;
use crate::language::{self, Language, sentence};
use crate::report::staff::{StaffReport, StaffRun};
use crate::report::{Page, Warning, staff_page};
use crate::scenario::{filled, texts};
use crate::staffing::{self, Answer, Doing, Hold, Means, Question, Watch, filled_plans, staff};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

/// A search takes no longer than this, in seconds.
const LONGEST_S: f64 = 120.0;
/// Of its time, what the search may take; the rest is for the check.
const FOR_SEARCH: f64 = 0.6;
/// Between two lines of progress.
const EVERY: Duration = Duration::from_millis(250);
/// Fresh nights of the check.
const CHECK: u64 = 4_000;

/// What is looked for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// The scenario as it stands.
    pub asked: Asked,
    /// On what share of nights all targets are to hold.
    #[serde(default = "usual")]
    pub certainty: f64,
    /// How long to look, in seconds.
    #[serde(default = "half_a_minute")]
    pub seconds: f64,
}

const fn usual() -> f64 {
    0.95
}

const fn half_a_minute() -> f64 {
    30.0
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Step {
    /// `searching`, `checking`, `bounding` or `changing`.
    pub doing: &'static str,
    /// Fresh nights checked, and of how many.
    pub checked: Option<(u64, u64)>,
    /// What the best roster so far costs.
    pub best: Option<f64>,
    /// What no roster that holds is below.
    pub bound: Option<f64>,
    /// Time that has passed.
    pub elapsed_s: f64,
}

/// What was found.
#[derive(Debug, Serialize)]
pub struct Found {
    /// As people look at it.
    pub page: Page,
    /// As data.
    pub staff: StaffReport,
    /// What to change in the scenario for it, by path.
    pub set: BTreeMap<String, String>,
    /// Changes say it all; if not, only the file does: shifts of a family, steps of a level.
    pub whole: bool,
    /// The scenario's file with the roster in it.
    pub scenario: String,
}

impl Search {
    /// Searches; `tell` is told how far it is, and says whether anybody is still there.
    ///
    /// # Errors
    /// All problems of the scenario, or why nothing can be looked for.
    pub fn run(
        &self,
        folder: &Folder,
        data: Option<&Path>,
        tell: &mut dyn FnMut(Step) -> bool,
    ) -> Result<Found, Refused> {
        if !(self.certainty > 0.0 && self.certainty < 1.0 && self.seconds > 0.0) {
            return Err(Refused::of("expected a certainty between 0 and 1, and a time"));
        }
        let loaded = self.asked.load(folder, data)?;
        let question = Question {
            asked: staffing::Asked { hold: Hold::Night, certainty: self.certainty },
            means: Means { cost: f64::INFINITY, agents: None },
            seed: self.asked.seed,
            check: CHECK,
            threads: available_parallelism().map_or(1, std::num::NonZeroUsize::get),
        };
        let now = Instant::now();
        let limit = Duration::from_secs_f64(self.seconds.min(LONGEST_S));
        let mut watched = Watched { tell, began: now, told: now, limit, step: Step::default(), gone: false };
        watched.step.doing = "searching";
        let answer = staff(&loaded.scenario, &question, &mut watched).map_err(refused)?;
        let warnings: Vec<Warning> = loaded.warnings.iter().map(Warning::from).collect();
        let run = StaffRun { question: &question, answer: &answer, warnings: &warnings };
        let report = language::within(Language::English, || run.report());
        let path = folder.scenario(&self.asked.scenario).unwrap_or_default();
        let scenario = filled(&texts(&path), &loaded.tree, &filled_plans(&answer), &str::to_owned)
            .map_err(|error| Refused::of(&error.to_string()))?;
        let (set, whole) = changes(&answer);
        let page = staff_page(&report, &self.command());
        Ok(Found { page, staff: report, set, whole, scenario })
    }

    fn command(&self) -> String {
        let simulate = self.asked.changed("staff");
        format!("{simulate} --certainty {} --replications {CHECK}", self.certainty)
    }
}

/// The roster as changes of the scenario, and whether they say it all.
fn changes(answer: &Answer) -> (BTreeMap<String, String>, bool) {
    let (mut set, mut whole) = (BTreeMap::new(), true);
    for (choice, agents) in answer.desk.choices.iter().zip(&answer.roster) {
        match &choice.what {
            staffing::What::Shift { name, family: None } => {
                set.insert(format!("team.{}.shift.{name}.agents", choice.team), agents.to_string());
            }
            _ => whole = false,
        }
    }
    (set, whole)
}

fn refused(fault: staffing::Fault) -> Refused {
    let shown = |message: String| Fault { path: String::new(), message: sentence(&message).into_owned() };
    Refused { problems: fault.problems().into_iter().map(shown).collect() }
}

/// Tells how far a search is, and ends it in time.
struct Watched<'t> {
    tell: &'t mut dyn FnMut(Step) -> bool,
    began: Instant,
    told: Instant,
    limit: Duration,
    step: Step,
    gone: bool,
}

impl Watched<'_> {
    fn say(&mut self) {
        self.told = Instant::now();
        self.step.elapsed_s = self.began.elapsed().as_secs_f64();
        self.gone |= !(self.tell)(self.step);
    }
}

impl Watch for Watched<'_> {
    fn found(&mut self, cost: f64) {
        self.step.best = Some(cost);
        self.say();
    }

    fn bound(&mut self, cost: f64) {
        self.step.bound = Some(cost);
    }

    fn doing(&mut self, what: Doing) {
        let (name, checked) = match what {
            Doing::Searching => ("searching", None),
            Doing::Checking(done, of) => ("checking", Some((done, of))),
            Doing::Bounding => ("bounding", None),
            _ => ("changing", None),
        };
        let tell = self.step.doing != name;
        (self.step.doing, self.step.checked) = (name, checked);
        if tell {
            self.say();
        }
    }

    fn stop(&mut self) -> bool {
        if self.told.elapsed() >= EVERY {
            self.say();
        }
        let share = if self.step.doing == "searching" { FOR_SEARCH } else { 1.0 };
        self.gone || self.began.elapsed() >= self.limit.mul_f64(share)
    }
}
