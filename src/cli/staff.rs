//! `nightdesk staff`: the cheapest agents by shift with whom tonight's targets hold.

use super::args::{Format, HoldArg, StaffArgs};
use super::command_line;
use super::exit::{ExitCode, Failure};
use super::interrupt::Interrupt;
use super::loading::{self, Loaded};
use super::printer::Printer;
use super::progress::StaffBar;
use crate::report::staff::{StaffRun, text, write_staff};
use crate::report::text::WIDTH;
use crate::report::{ResultsFolder, Warning, xlsx};
use crate::scenario::{filled, reached_from, texts};
use crate::staffing::{
    Answer, Asked, Doing, Ending, Fault, Hold, Means, Question, Watch, filled_plans, staff,
};
use std::num::NonZeroUsize;
use std::path::Path;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

/// Of the time limit, what the search may take; the rest is for the check and what stands beside it.
const FOR_SEARCH: f64 = 0.6;

/// Searches, saves and prints.
pub fn run(args: &StaffArgs, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let loaded = loading::load(&args.scenario)?;
    let question = question(args);
    let texts = texts(&args.scenario.scenario);
    // A folder that cannot be written to is said before the search, not after it.
    let named = args.out.as_deref().map(ResultsFolder::at).transpose()?;
    let interrupt = Interrupt::listen();
    let mut watch = Watched::new(args, interrupt.clone(), printer.is_quiet());
    let answer = staff(&loaded.scenario, &question, &mut watch).map_err(refused)?;
    drop(watch);
    // Only what was found makes a folder of its own.
    let folder = match named {
        Some(folder) => folder,
        None => {
            let stem = args.scenario.scenario.file_stem().unwrap_or_default().to_string_lossy();
            ResultsFolder::next(Path::new(""), &stem, "staff")?
        }
    };
    let pulled = &args.scenario.with;
    let source = (args.scenario.scenario.as_path(), pulled.as_slice());
    let scenario = scenario_file(&texts, &loaded, &answer, source, folder.path())?;
    folder.write("scenario.toml", |out| out.write_all(scenario.as_bytes()))?;
    let warnings: &[Warning] = &loaded.warnings;
    let report = StaffRun { question: &question, answer: &answer, warnings }.report();
    write_staff(&folder, &report, printer.language(), &command_line())?;
    if args.xlsx {
        let book = || xlsx::staff(&report, printer.language(), &command_line());
        folder.write(xlsx::FILE, |out| out.write_all(&book()?))?;
    }
    match printer.format() {
        Format::Text => printer.text(|| text::render(&report, WIDTH))?,
        Format::Json => printer.json(&report)?,
    }
    printer.note(&format!("Results are in {}.", folder.path().display()));
    if pulled.iter().any(|lever| loaded.scenario.levers.get(lever).is_some_and(|it| it.cost.is_some())) {
        let again: Vec<String> = pulled.iter().map(|lever| format!("--with {lever}")).collect();
        let again = again.join(" ");
        printer.note(&format!("Its scenario.toml has the levers in it; {again} adds what they cost."));
    }
    Ok(match answer.ending {
        _ if interrupt.asked() => ExitCode::Interrupted,
        Ending::Holds => ExitCode::Done,
        Ending::Best | Ending::Impossible => ExitCode::Missed,
    })
}

fn question(args: &StaffArgs) -> Question {
    Question {
        asked: Asked {
            hold: match args.hold {
                HoldArg::Night => Hold::Night,
                HoldArg::Each => Hold::Each,
                HoldArg::Average => Hold::Average,
                HoldArg::Interval => Hold::Interval,
            },
            certainty: args.certainty,
        },
        means: Means { cost: args.budget.unwrap_or(f64::INFINITY), agents: args.at_most },
        seed: args.seed,
        check: args.replications,
        threads: args.threads.or_else(|| available_parallelism().ok()).map_or(1, NonZeroUsize::get),
    }
}

fn refused(fault: Fault) -> Failure {
    Failure::Problems(fault.problems())
}

/// The scenario with its plans filled in.
fn scenario_file(
    texts: &[String],
    loaded: &Loaded,
    answer: &Answer,
    (scenario, pulled): (&Path, &[String]),
    folder: &Path,
) -> Result<String, Failure> {
    let plans = filled_plans(answer);
    let moved = |file: &str| reached_from(file, scenario.parent(), Some(folder));
    filled(texts, &loaded.tree, &plans, pulled, &moved).map_err(|error| Failure::Usage(error.to_string()))
}

/// Shows how far a search is, and ends it in time.
struct Watched {
    interrupt: Interrupt,
    began: Instant,
    limit: Duration,
    searching: bool,
    bar: StaffBar,
}

impl Watched {
    fn new(args: &StaffArgs, interrupt: Interrupt, quiet: bool) -> Watched {
        Watched {
            interrupt,
            began: Instant::now(),
            limit: Duration::from_secs_f64(args.time_limit.seconds().max(0.0)),
            searching: true,
            bar: StaffBar::new(quiet),
        }
    }
}

impl Watch for Watched {
    fn found(&mut self, cost: f64) {
        self.bar.best(cost);
    }

    fn bound(&mut self, cost: f64) {
        self.bar.bound(cost);
    }

    fn doing(&mut self, what: Doing) {
        self.searching = what == Doing::Searching;
        self.bar.doing(what);
    }

    fn stop(&mut self) -> bool {
        self.bar.tick();
        let share = if self.searching { FOR_SEARCH } else { 1.0 };
        self.interrupt.asked() || self.began.elapsed() >= self.limit.mul_f64(share)
    }
}
