//! The report of a replay, from its books or from the ledger of one that was killed.

use super::args::ReplayArgs;
use super::{command_line, loading};
use crate::cli::args::Format;
use crate::cli::exit::{ExitCode, Failure};
use crate::cli::printer::Printer;
use crate::language::Language;
use crate::replay::baseline::{Change, compare};
use crate::replay::books::Books;
use crate::replay::latency;
use crate::replay::ledger;
use crate::replay::measures::Measures;
use crate::report::replay::{ReplayReport, Replayed, Verdict, junit, markdown, render};
use crate::report::{Warning, replay_page, text, write_page, write_whole};
use crate::scenario::Scenario;
use crate::scenario::threshold::Threshold;
use crate::simulation::plan::Plan;
use std::collections::BTreeMap;
use std::path::Path;

/// Makes the report of the books, saves and prints it.
pub fn finish(
    scenario: &Scenario,
    plan: &Plan,
    books: &Books,
    warnings: &[Warning],
    before: Option<&Before>,
    folder: &Path,
    printer: &mut Printer,
) -> Result<ExitCode, Failure> {
    let start =
        books.start.as_ref().ok_or_else(|| Failure::Usage("the ledger has no first line".to_owned()))?;
    let measures = Measures::of(plan, books);
    let judged: Vec<_> = start
        .fail_if
        .iter()
        .filter_map(|text| Threshold::parse(text).ok())
        .map(|threshold| measures.judge(&threshold))
        .collect();
    let changes = before.map_or_else(|| Ok(Vec::new()), |before| changes(before, books))?;
    let (measures, judged, changes) = (&measures, &judged, &changes);
    let opens = opening(scenario);
    let replayed = Replayed { opens: &opens, plan, start, books, measures, judged, changes, warnings };
    let report = replayed.report();
    save(&report, books, folder, printer.language())?;
    match printer.format() {
        Format::Text => printer.text(|| render(&report, text::WIDTH))?,
        Format::Json => printer.json(&report)?,
    }
    Ok(match report.verdict {
        Verdict::Passed => ExitCode::Done,
        Verdict::Failed => ExitCode::Missed,
        Verdict::Invalid => ExitCode::Invalid,
        Verdict::Interrupted => ExitCode::Interrupted,
    })
}

/// `2026-11-11T18:00:00+08:00`
fn opening(scenario: &Scenario) -> String {
    let opens = scenario.time_zone.to_ambiguous_zoned(scenario.opens).compatible();
    opens.map_or_else(|_| scenario.opens.to_string(), |it| it.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

/// An earlier replay's calls, second by second.
pub type Before = BTreeMap<String, latency::Seconds>;

/// What `--baseline` names, before anything is sent.
pub fn baseline(args: &ReplayArgs) -> Result<Option<Before>, Failure> {
    let Some(folder) = &args.baseline else { return Ok(None) };
    let path = folder.join("latency.hlog");
    let text = std::fs::read_to_string(&path).map_err(|error| error.to_string());
    let read = text.and_then(|text| latency::read_seconds(&text));
    let plainly = |error| {
        Failure::Usage(format!("--baseline {}: failed to read latency.hlog: {error}", folder.display()))
    };
    read.map(Some).map_err(plainly)
}

/// This replay beside an earlier one, both by their logs.
fn changes(before: &Before, books: &Books) -> Result<Vec<Change>, Failure> {
    let mut log = Vec::new();
    latency::write_log(&books.calls, &mut log).map_err(|error| Failure::Usage(error.to_string()))?;
    let now = latency::read_seconds(&String::from_utf8_lossy(&log)).map_err(Failure::Usage)?;
    Ok(compare(before, &now))
}

/// Writes what is not there yet.
fn save(report: &ReplayReport, books: &Books, folder: &Path, language: Language) -> Result<(), Failure> {
    let plain = anstream::adapter::strip_str(&render(report, text::WIDTH)).to_string();
    let xml = junit(report).map_err(Failure::Usage)?;
    let page = markdown(report);
    let json = serde_json::to_string_pretty(report).unwrap_or_default() + "\n";
    let texts = [("report.txt", plain), ("junit.xml", xml), ("summary.md", page), ("summary.json", json)];
    for (name, text) in texts {
        if !folder.join(name).exists() {
            write_whole(&folder.join(name), |out| out.write_all(text.as_bytes()))?;
        }
    }
    if !folder.join("report.html").exists() {
        write_whole(&folder.join("report.html"), |out| {
            write_page(language, || replay_page(report, &command_line()), out)
        })?;
    }
    if !folder.join("latency.hlog").exists() {
        write_whole(&folder.join("latency.hlog"), |out| latency::write_log(&books.calls, out))?;
    }
    Ok(())
}

/// `--resume-report`: from the ledger of a replay that did not get to its report.
pub fn resume(folder: &Path, before: Option<&Before>, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let entries = ledger::read(&folder.join(ledger::FILE)).map_err(|error| {
        Failure::Usage(format!("failed to read the ledger in {}: {error}", folder.display()))
    })?;
    let file = folder.join("scenario.resolved.json");
    let read = std::fs::read_to_string(&file).map_err(|error| error.to_string());
    let text = read.and_then(|text| {
        let resolved: serde_json::Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        toml::to_string(&resolved).map_err(|error| error.to_string())
    });
    let text = text.map_err(|error| Failure::Usage(format!("failed to read {}: {error}", file.display())))?;
    let request = crate::scenario::Request { path: "scenario.resolved.json", ..Default::default() };
    let loaded = crate::scenario::load_text_with(&text, &request)
        .map_err(|problems| Failure::Scenario(Box::new(problems)))?;
    let plan = loading::plan(&loaded.scenario)?;
    finish(&loaded.scenario, &plan, &Books::of(entries), &[], before, folder, printer)
}
