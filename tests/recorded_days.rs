//! Recorded days: their scenarios run, and what the log says of the day lies in what they predict.
//!
//! The data sets are not part of this project. They are looked for in `../shared/data`, or in the folder
//! that `NIGHTDESK_DATA` names; without them these tests are skipped, unless `CI` is set.

use nightdesk::report::{Run, SimulationReport};
use nightdesk::scenario::{Request, load};
use nightdesk::simulation::plan::Plan;
use nightdesk::simulation::replications::{Sampling, Stop, simulate};
use std::path::PathBuf;

/// The folder with the data sets; none: skip.
fn data() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = std::env::var_os("NIGHTDESK_DATA").map_or(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "the data sets are not in {}", folder.display());
    eprintln!("skipped: the data sets are not in {}", folder.display());
    None
}

fn report(scenario: &str, data: &std::path::Path, nights: u64) -> SimulationReport {
    let path = format!("{}/scenarios/{scenario}", env!("CARGO_MANIFEST_DIR"));
    let request = Request { path: &path, data: Some(data), ..Request::default() };
    let loaded = load(&request).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(loaded.render(&loaded.warnings, false).trim(), "");
    let plan = Plan::compile(&loaded.scenario).unwrap();
    let sampling = Sampling { seed: 1, stop: Stop::After(nights), threads: 2 };
    let simulated = simulate(&plan, &sampling, &mut |_| true);
    let (scenario, warnings) = (&loaded.scenario, &[][..]);
    Run { scenario, plan: &plan, seed: 1, simulated: &simulated, warnings }.report()
}

/// Wait in seconds of every caller of the day who sought an agent while the desk was open, and whether an
/// agent answered.
fn callers(log: &str, day: &str) -> Vec<(f64, bool)> {
    let mut lines = log.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let column = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let (date, exit, wait, outcome) =
        (column("date"), column("vru_exit"), column("q_time"), column("outcome"));
    let sought = |row: &Vec<&str>| {
        let wait: f64 = row[wait].parse().unwrap();
        let hour: u32 = row[exit].split(':').next().unwrap().parse().unwrap();
        let answered = row[outcome] == "AGENT";
        let counts = answered || row[outcome] == "HANG" && wait > 0.0;
        (row[date] == day && counts && (7..24).contains(&hour)).then_some((wait, answered))
    };
    lines.filter(|row| row.len() == header.len()).filter_map(|row| sought(&row)).collect()
}

#[test]
fn the_range_over_nights_holds_what_20_january_1999_was() {
    let Some(data) = data() else { return };
    let log = std::fs::read_to_string(data.join("anonymous_bank_1999/january.txt")).unwrap();
    let callers = callers(&log, "990120");
    let all = callers.len() as f64;
    let share = |counts: &dyn Fn(&(f64, bool)) -> bool| {
        callers.iter().filter(|caller| counts(caller)).count() as f64 / all
    };
    let in_20_s = share(&|&(wait, answered)| answered && wait <= 20.0);
    let given_up = share(&|&(_, answered)| !answered);
    let mean_wait = callers.iter().map(|caller| caller.0).sum::<f64>() / all;

    let report = report("bank-day.toml", &data, 1000);
    let phone = &report.channels[0];
    assert_eq!(phone.conversations, all, "each night has exactly the calls of the day");
    let holds = [
        ("answered in 20 s", in_20_s, report.targets[0].nights),
        ("given up", given_up, phone.nights.abandoned),
        ("mean wait", mean_wait, phone.nights.mean_wait_s),
    ];
    for (what, was, nights) in holds {
        let nights = nights.unwrap();
        assert!(nights.p025 <= was && was <= nights.p975, "{what}: was {was}, predicted {nights:?}");
    }
}

#[test]
fn a_day_of_counts_has_its_calls_every_night() {
    let Some(data) = data() else { return };
    let log = std::fs::read_to_string(data.join("bank_calls_5min/bank_calls.csv")).unwrap();
    let of_the_day = log.lines().filter_map(|line| line.strip_prefix("2003-05-14T")?.split_once(','));
    let open = of_the_day.filter(|(time, _)| ("07:00".."21:00").contains(time));
    let calls: f64 = open.map(|(_, calls)| calls.trim().parse::<f64>().unwrap()).sum();
    let report = report("bank-counts.toml", &data, 20);
    assert_eq!(report.channels[0].conversations, calls);
    assert!(report.targets[0].compliance.unwrap().mean > 0.5);
}
