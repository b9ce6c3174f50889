//! `summary.md`, for the page of a CI job.

use super::super::text::format::{grouped, percent};
use super::model::{ReplayReport, Verdict};
use super::text::{band, compared, describe, measured, time};
use std::fmt::Write as _;

/// The summary.
pub fn markdown(report: &ReplayReport) -> String {
    let mut out = String::new();
    // Writing to a text cannot fail.
    let _ = write(report, &mut out);
    out
}

fn write(report: &ReplayReport, out: &mut String) -> std::fmt::Result {
    let verdict = match report.verdict {
        Verdict::Passed => "passed",
        Verdict::Failed => "**failed**",
        Verdict::Invalid => "**invalid**: we were too late ourselves",
        Verdict::Interrupted => "interrupted",
    };
    writeln!(out, "## {}: {verdict}\n", escaped(&report.scenario))?;
    writeln!(
        out,
        "Against {} at speed {}, {} agents.\n",
        escaped(&report.helpdesk),
        report.speed,
        report.agents
    )?;
    if !report.thresholds.is_empty() {
        writeln!(out, "| fail if | measured | |\n| --- | --- | --- |")?;
        for threshold in &report.thresholds {
            let word = if threshold.crossed { "**crossed**" } else { "fine" };
            writeln!(out, "| {} | {} | {word} |", escaped(&threshold.name), measured(threshold))?;
        }
        writeln!(out)?;
    }
    let ledger = &report.ledger;
    writeln!(
        out,
        "| planned | answered | unanswered | lost | refused | failed | throttled | unsent | never due |"
    )?;
    writeln!(out, "| --- | --- | --- | --- | --- | --- | --- | --- | --- |")?;
    let counts = [
        ledger.planned,
        ledger.answered,
        ledger.unanswered,
        ledger.lost,
        ledger.refused,
        ledger.failed,
        ledger.throttled,
        ledger.unsent,
        ledger.never_due,
    ];
    writeln!(out, "| {} |\n", counts.map(|count| grouped(count as f64, 0)).join(" | "))?;
    for found in report.found.iter().filter(|found| found.count > 0) {
        writeln!(out, "- {} × {}: {}", found.count, found.name, describe(found.name))?;
    }
    if !report.targets.is_empty() {
        writeln!(
            out,
            "\n| target | asked for | measured | predicted | 5 %–95 % of nights |\n| --- | --- | --- | --- | --- |"
        )?;
        for target in &report.targets {
            let (asked, is) = (percent(Some(target.at_least)), percent(target.measured));
            let name = escaped(&target.name);
            writeln!(out, "| {name} | {asked} | {is} | {} | {} |", percent(target.predicted), band(target))?;
        }
    }
    writeln!(out, "\n| call | calls | p50 | p99 | longest |\n| --- | --- | --- | --- | --- |")?;
    for operation in &report.operations {
        let it = &operation.response;
        let times = [it.p50_s, it.p99_s, it.max_s].map(time).join(" | ");
        writeln!(out, "| {} | {} | {times} |", operation.name, operation.calls)?;
    }
    if !report.baseline.is_empty() {
        writeln!(out, "\n| beside the earlier run | before | now | |\n| --- | --- | --- | --- |")?;
        for change in &report.baseline {
            let (before, now) = (time(Some(change.before_s)), time(Some(change.now_s)));
            let word = compared(change).0;
            writeln!(out, "| {} {} | {before} | {now} | {word} |", change.name, change.quantile)?;
        }
    }
    for warning in &report.warnings {
        writeln!(out, "\n> {}: {}", escaped(&warning.name), escaped(&warning.message))?;
    }
    Ok(())
}

/// Text that is no markup, on one line.
fn escaped(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
        .replace('|', "\\|")
        .replace('<', "&lt;")
        .replace('`', "\\`")
        .replace('*', "\\*")
}
