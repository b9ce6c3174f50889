//! `staff` from the page: its progress line by line, then the roster. Who cancels it gets the best so far; who
//! closes the connection ends it.

use super::answer::{Asked, Fault, Refused};
use super::folder::Folder;
use crate::language::{self, Language, sentence};
use crate::report::staff::{StaffReport, StaffRun};
use crate::report::{Page, Warning, staff_page};
use crate::scenario::{filled, filled_changes, texts};
use crate::staffing::{self, Doing, Hold, Means, Question, Watch, filled_plans, staff};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
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
    /// By which it can be canceled; of the page's own making.
    #[serde(default)]
    pub name: String,
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
    /// Somebody asked for the best so far.
    pub canceled: bool,
    /// The scenario's file with the roster in it.
    pub scenario: String,
}

/// The search that goes on, and how it is told to stop.
#[derive(Clone, Debug, Default)]
pub struct Going(Arc<Mutex<(String, Arc<AtomicBool>)>>);

impl Going {
    /// A search of this name begins; true in what is returned: it is to stop.
    pub fn begin(&self, name: &str) -> Arc<AtomicBool> {
        let stop = Arc::new(AtomicBool::new(false));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (name.to_owned(), stop.clone());
        stop
    }

    /// Tells the search of this name to stop; false: it is not the one that goes on.
    pub fn cancel(&self, name: &str) -> bool {
        let going = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let ours = !name.is_empty() && going.0 == name;
        if ours {
            going.1.store(true, Ordering::Relaxed);
        }
        ours
    }
}

impl Search {
    /// Searches; `tell` is told how far it is, and says whether anybody is still there. Once `cancel` is true the
    /// best so far has to do.
    ///
    /// # Errors
    /// All problems of the scenario, or why nothing can be looked for.
    pub fn run(
        &self,
        folder: &Folder,
        data: Option<&Path>,
        cancel: &AtomicBool,
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
        let limit = Duration::from_secs_f64(self.seconds.min(LONGEST_S));
        let mut watched = Watched::new(tell, limit, cancel);
        let answer = staff(&loaded.scenario, &question, &mut watched).map_err(refused)?;
        let warnings: Vec<Warning> = loaded.warnings.iter().map(Warning::from).collect();
        let run = StaffRun { question: &question, answer: &answer, warnings: &warnings };
        let report = language::within(Language::English, || run.report());
        let path = folder.scenario(&self.asked.scenario).unwrap_or_default();
        let scenario =
            filled(&texts(&path), &loaded.tree, &filled_plans(&answer), &self.asked.with, &str::to_owned)
                .map_err(|error| Refused::of(&error.to_string()))?;
        let set = filled_changes(&loaded.tree, &filled_plans(&answer));
        let page = staff_page(&report, &self.command());
        let canceled = answer.stopped && cancel.load(Ordering::Relaxed);
        Ok(Found { page, staff: report, set, canceled, scenario })
    }

    fn command(&self) -> String {
        let simulate = self.asked.changed("staff");
        format!("{simulate} --certainty {} --replications {CHECK}", self.certainty)
    }
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
    cancel: &'t AtomicBool,
    gone: bool,
}

impl<'t> Watched<'t> {
    fn new(tell: &'t mut dyn FnMut(Step) -> bool, limit: Duration, cancel: &'t AtomicBool) -> Watched<'t> {
        let (now, step) = (Instant::now(), Step { doing: "searching", ..Step::default() });
        Watched { tell, began: now, told: now, limit, step, cancel, gone: false }
    }

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
        self.gone || self.cancel.load(Ordering::Relaxed) || self.began.elapsed() >= self.limit.mul_f64(share)
    }
}
