//! Every practice of docs/practices.md runs, and moves what it should: in the right direction, and where an
//! independent calculation says how far, so far. The page's figures are those of these runs;
//! `NIGHTDESK_BLESS=1 cargo test --test practices` renews it.

#[path = "practices/list.rs"]
mod list;

use list::{Figure, PRACTICES, Practice, Unit};
use nightdesk::report::Run;
use nightdesk::report::text::format::grouped;
use nightdesk::scenario::{Request, load};
use nightdesk::simulation::plan::Plan;
use nightdesk::simulation::replications::{Sampling, Stop, simulate};
use serde_json::Value;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Of every run.
const NIGHTS: u64 = 400;

/// What `nightdesk simulate FILE --replications 400 --with …` gives.
fn run(file: &str, with: &[&str]) -> Value {
    let path = format!("scenarios/{file}");
    let with: Vec<String> = with.iter().map(|lever| (*lever).to_owned()).collect();
    let request = Request { path: &path, with: &with, ..Request::default() };
    let loaded = load(&request).unwrap_or_else(|problems| panic!("{path}: {problems}"));
    let plan = Plan::compile(&loaded.scenario).unwrap_or_else(|problems| panic!("{path}: {problems:?}"));
    let sampling = Sampling { seed: 1, stop: Stop::After(NIGHTS), threads: 2 };
    let simulated = simulate(&plan, &sampling, &mut |_| true);
    let run = Run { scenario: &loaded.scenario, plan: &plan, seed: 1, simulated: &simulated, warnings: &[] };
    serde_json::to_value(run.report()).unwrap()
}

/// A figure of a report by its path; of a list the entry of that name.
fn figure(report: &Value, path: &str) -> f64 {
    let step = |value: &Value, key: &str| match value {
        Value::Array(items) => items.iter().find(|item| item["name"] == key).cloned().unwrap_or(Value::Null),
        value => value[key].clone(),
    };
    let found = path.split('/').fold(report.clone(), |value, key| step(&value, key));
    found.as_f64().unwrap_or_else(|| panic!("no {path} in the report: {found}"))
}

/// The practices, each with its runs: as it stands, then by lever, in the file's order.
fn runs(practice: &Practice) -> Vec<(&'static str, Value)> {
    let stands = std::iter::once(("", run(practice.file, &[])));
    stands.chain(practice.levers.iter().map(|lever| (*lever, run(practice.file, &[lever])))).collect()
}

#[test]
fn every_practice_moves_what_it_should_and_the_page_has_the_figures() {
    let mut page = String::new();
    let mut theme = "";
    for practice in PRACTICES {
        let runs = runs(practice);
        for moved in practice.moves {
            let at = |lever: &str| {
                let (_, report) = runs.iter().find(|(name, _)| *name == lever).unwrap();
                figure(report, moved.path)
            };
            let (before, after) = (at(""), at(moved.lever));
            let by = if moved.ratio { after / before } else { after - before };
            assert!(
                (moved.least..=moved.most).contains(&by),
                "{}, {}: {} moves by {by} (from {before} to {after}), not by {} to {}",
                practice.file,
                moved.lever,
                moved.path,
                moved.least,
                moved.most
            );
        }
        if practice.theme != theme {
            theme = practice.theme;
            write!(page, "## {theme}\n\n").unwrap();
        }
        describe(practice, &runs, &mut page);
    }
    hold("docs/practices.md", &page);
}

/// A practice on the page.
fn describe(practice: &Practice, runs: &[(&'static str, Value)], page: &mut String) {
    let text = std::fs::read_to_string(project(&format!("scenarios/{}", practice.file))).unwrap();
    let comment: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("#:"))
        .map_while(|line| line.strip_prefix('#'))
        .map_while(|line| (!line.is_empty()).then(|| line.trim()))
        .collect();
    // Of a file that stands by itself, its levers.
    let after_comment = text.lines().skip_while(|line| line.starts_with('#')).collect::<Vec<_>>().join("\n");
    let lines = match after_comment.find("\n[lever.").filter(|_| !after_comment.contains("extends")) {
        Some(levers) => after_comment[levers..].trim().to_owned(),
        None => after_comment.trim().to_owned(),
    };
    let (title, file) = (practice.title, practice.file);
    write!(page, "### {title}\n\n{} ([{file}](../scenarios/{file}))\n\n", comment.join(" ")).unwrap();
    write!(page, "```toml\n{lines}\n```\n\n").unwrap();
    let heads: Vec<&str> = practice.shows.iter().map(|figure| figure.label).collect();
    writeln!(
        page,
        "| `nightdesk simulate scenarios/{file} --replications {NIGHTS}` | {} |",
        heads.join(" | ")
    )
    .unwrap();
    writeln!(page, "| --- |{}", " --- |".repeat(heads.len())).unwrap();
    for (lever, report) in runs {
        let name = if lever.is_empty() { "as it stands".to_owned() } else { format!("`--with {lever}`") };
        let figures: Vec<String> = practice.shows.iter().map(|it| shown(report, it)).collect();
        writeln!(page, "| {name} | {} |", figures.join(" | ")).unwrap();
    }
    page.push('\n');
}

fn shown(report: &Value, it: &Figure) -> String {
    let value = figure(report, it.path);
    match it.unit {
        Unit::Percent => format!("{:.1} %", value * 100.0),
        Unit::Chance => format!("{:.0} %", value * 100.0),
        Unit::Number => grouped(value, 1),
        Unit::Money => format!("{} CNY", grouped(value, 0)),
    }
}

fn project(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Holds the generated part of a page to what it should be, or makes it so.
fn hold(name: &str, expected: &str) {
    let page = std::fs::read_to_string(project(name)).unwrap();
    let (begin, end) = ("<!-- practices: begin", "<!-- practices: end -->");
    let (before, rest) = page.split_once(begin).unwrap();
    let (marker, rest) = rest.split_once('\n').unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let expected = format!("{before}{begin}{marker}\n\n{}\n\n{end}{after}", expected.trim());
    if std::env::var_os("NIGHTDESK_BLESS").is_some() {
        std::fs::write(project(name), &expected).unwrap();
    } else if page != expected {
        let line = page.lines().zip(expected.lines()).position(|(is, should)| is != should).unwrap_or(0);
        let (is, should) = (page.lines().nth(line), expected.lines().nth(line));
        panic!(
            "{name}:{} is out of date: NIGHTDESK_BLESS=1 cargo test --test practices\n{is:?}\n{should:?}",
            line + 1
        );
    }
}

/// Every file of scenarios/practices stands on the page.
#[test]
fn no_practice_is_left_out() {
    let mut files: Vec<String> = std::fs::read_dir(project("scenarios/practices"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| format!("practices/{}", path.file_name().unwrap().to_str().unwrap()))
        .collect();
    files.sort();
    let mut listed: Vec<&str> =
        PRACTICES.iter().map(|it| it.file).filter(|file| file.starts_with("practices/")).collect();
    listed.sort_unstable();
    assert_eq!(listed, files);
    for practice in PRACTICES {
        assert!(!practice.moves.is_empty(), "{} moves nothing", practice.file);
    }
}

/// Calls of three minutes, forty an hour to each of two shops: Erlang C knows what three agents answer within
/// three rings of 5 s, and what six answer of both. The evening begins with nobody waiting, which Erlang C
/// does not know: two points for that and for chance (400 evenings of 480 calls).
#[test]
fn silos_and_the_panel_are_those_of_erlang_c() {
    use nightdesk::theory::{Outlook, erlang_c::erlang_c};
    let answered = |calls: f64, agents: u64| match erlang_c(calls / 3600.0, 180.0, agents) {
        Outlook::Steady(queue) => queue.answered_within(15.0),
        Outlook::Overload { .. } => panic!("the desk is overloaded"),
    };
    let seen = |with: &[&str]| figure(&run("practices/silos.toml", with), "targets/phone/compliance/mean");
    let (silos, panel) = (answered(40.0, 3), answered(80.0, 6));
    assert!((seen(&[]) - silos).abs() < 0.02, "{} is not {silos}", seen(&[]));
    assert!((seen(&["one-panel"]) - panel).abs() < 0.02, "{} is not {panel}", seen(&["one-panel"]));
}
