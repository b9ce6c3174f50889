//! The terminal report of a replay: how it went, the ledger, predicted beside measured, times, what was
//! found, what to mind.

use super::super::text::format::{grouped, percent};
use super::super::text::layout::{
    BAD, BOLD, Cell, DIM, DOUBTFUL, GOOD, PLAIN, Table, cell, push_paragraph, push_styled, styled,
};
use super::model::{BaselineReport, Figures, ReplayReport, ReplayTarget, ThresholdReport, Verdict};
use crate::scenario::threshold::{Threshold, Unit};

/// The whole report, with colours, in lines of at most `width` columns.
pub fn render(report: &ReplayReport, width: usize) -> String {
    let mut out = String::new();
    push_answer(report, width, &mut out);
    push_ledger(report, width, &mut out);
    push_thresholds(report, width, &mut out);
    push_targets(report, width, &mut out);
    push_operations(report, width, &mut out);
    push_baseline(report, width, &mut out);
    push_times(report, width, &mut out);
    push_found(report, width, &mut out);
    push_warnings(report, width, &mut out);
    out
}

fn push_answer(report: &ReplayReport, width: usize, out: &mut String) {
    push_paragraph(&report.scenario, BOLD, "", width, out);
    let speed = if report.speed == 1.0 { String::new() } else { format!(", {} times as fast", report.speed) };
    let subtitle = format!(
        "{} to {} after the opening against {}, {} agents{speed}, night {} of seed {}, run {}",
        hours(report.window_from_s),
        hours(report.window_to_s),
        report.helpdesk,
        report.agents,
        report.replication,
        report.seed,
        report.run
    );
    push_paragraph(&subtitle, DIM, "", width, out);
    out.push('\n');
    let (answer, style) = answer(report);
    push_paragraph(&answer, style.bold(), "", width, out);
}

fn hours(seconds: f64) -> String {
    let whole = seconds.round() as i64;
    format!("{}:{:02}", whole / 3600, whole % 3600 / 60)
}

fn answer(report: &ReplayReport) -> (String, anstyle::Style) {
    let crossed = report.thresholds.iter().filter(|threshold| threshold.crossed).count();
    match report.verdict {
        Verdict::Invalid => ("Invalid: we were too late ourselves, so nothing can be said.".to_owned(), BAD),
        Verdict::Interrupted => ("Interrupted; this is what was measured until then.".to_owned(), DOUBTFUL),
        Verdict::Failed if crossed == 0 && report.baseline.iter().any(|change| change.slower) => {
            ("Failed: slower than the earlier run.".to_owned(), BAD)
        }
        Verdict::Failed if crossed == 0 => ("Failed.".to_owned(), BAD),
        Verdict::Failed => {
            (format!("Failed: {crossed} of {} thresholds crossed.", report.thresholds.len()), BAD)
        }
        Verdict::Passed if report.thresholds.is_empty() => {
            ("Done; no thresholds were set (--fail-if).".to_owned(), PLAIN)
        }
        Verdict::Passed => (format!("Passed: none of {} thresholds crossed.", report.thresholds.len()), GOOD),
    }
}

fn push_ledger(report: &ReplayReport, width: usize, out: &mut String) {
    let ledger = &report.ledger;
    let mut table = Table::new(&["LEDGER", "messages", "share"]);
    let rows = [
        ("answered", ledger.answered, PLAIN),
        ("unanswered", ledger.unanswered, PLAIN),
        ("lost", ledger.lost, BAD),
        ("refused", ledger.refused, BAD),
        ("failed", ledger.failed, BAD),
        ("throttled for good", ledger.throttled, BAD),
        ("unsent", ledger.unsent, BAD),
        ("never due", ledger.never_due, PLAIN),
    ];
    for (name, count, style) in rows {
        let share = (ledger.planned > 0).then(|| count as f64 / ledger.planned as f64);
        let style = if count > 0 { style } else { PLAIN };
        table.row([cell(name), styled(whole(count), style), cell(percent(share))]);
    }
    table.row([cell("planned"), styled(whole(ledger.planned), BOLD), cell("")]);
    table.note(format!(
        "in {} conversations, of which {} were read back",
        whole(ledger.conversations),
        whole(ledger.read_back)
    ));
    out.push('\n');
    table.render(width, out);
}

fn whole(count: u64) -> String {
    grouped(count as f64, 0)
}

fn push_thresholds(report: &ReplayReport, width: usize, out: &mut String) {
    if report.thresholds.is_empty() {
        return;
    }
    let mut table = Table::new(&["FAIL IF", "measured", ""]);
    for threshold in &report.thresholds {
        let (word, style) = if threshold.crossed { ("crossed", BAD) } else { ("fine", GOOD) };
        table.row([cell(&threshold.name), cell(measured(threshold)), styled(word, style)]);
    }
    out.push('\n');
    table.render(width, out);
}

/// A threshold's measured value in its own unit.
pub(super) fn measured(threshold: &ThresholdReport) -> String {
    let unit = Threshold::parse(&threshold.name).map(|threshold| threshold.measure.unit());
    match (threshold.measured, unit) {
        (None, _) => "nothing".to_owned(),
        (Some(value), Ok(Unit::Seconds)) => time(Some(value)),
        (Some(value), Ok(Unit::Share)) => percent(Some(value)),
        (Some(value), _) => grouped(value, 0),
    }
}

/// `0.42 ms`, `12 ms`, `1.23 s`
pub(super) fn time(seconds: Option<f64>) -> String {
    match seconds {
        None => "–".to_owned(),
        Some(seconds) if seconds < 0.01 => format!("{:.2} ms", seconds * 1e3),
        Some(seconds) if seconds < 1.0 => format!("{:.0} ms", seconds * 1e3),
        Some(seconds) if seconds < 100.0 => format!("{seconds:.2} s"),
        Some(seconds) => format!("{} s", grouped(seconds, 0)),
    }
}

fn push_targets(report: &ReplayReport, width: usize, out: &mut String) {
    if report.targets.is_empty() {
        return;
    }
    let mut table = Table::new(&[
        "TARGETS",
        "asked\nfor",
        "measured",
        "predicted\nsame night",
        "5 %–95 %\nof nights",
        "counted",
    ]);
    for target in &report.targets {
        let style = match target.measured {
            Some(share) if share >= target.at_least => GOOD,
            Some(_) => BAD,
            None => PLAIN,
        };
        table.row([
            cell(&target.name),
            cell(percent(Some(target.at_least))),
            styled(percent(target.measured), style),
            cell(percent(target.predicted)),
            cell(band(target)),
            cell(whole(target.counted)),
        ]);
    }
    if report.speed > 1.0 {
        table.note("measured approximately: waits and work ran faster, the helpdesk did not");
    }
    out.push('\n');
    table.render(width, out);
}

pub(super) fn band(target: &ReplayTarget) -> String {
    match (target.predicted_low, target.predicted_high) {
        (Some(low), Some(high)) => format!("{:.1}–{:.1}", low * 100.0, high * 100.0),
        _ => "–".to_owned(),
    }
}

fn push_operations(report: &ReplayReport, width: usize, out: &mut String) {
    if report.operations.is_empty() {
        return;
    }
    let mut table =
        Table::new(&["CALLS", "", "not\naccepted", "p50", "p90", "p99", "longest", "p99 from\nsending"]);
    for operation in &report.operations {
        let bad = operation.calls - operation.accepted;
        let style = if operation.failed + operation.throttled > 0 { BAD } else { PLAIN };
        let [p50, p90, p99, max] = row(&operation.response);
        table.row([
            cell(operation.name),
            cell(whole(operation.calls)),
            styled(whole(bad), style),
            p50,
            p90,
            p99,
            max,
            cell(time(operation.service.p99_s)),
        ]);
    }
    table.note("from when they were due to the end of the answer, unless it says otherwise");
    out.push('\n');
    table.render(width, out);
}

fn row(figures: &Figures) -> [Cell; 4] {
    [figures.p50_s, figures.p90_s, figures.p99_s, figures.max_s].map(|value| cell(time(value)))
}

fn push_baseline(report: &ReplayReport, width: usize, out: &mut String) {
    if report.baseline.is_empty() {
        return;
    }
    let mut table = Table::new(&["BESIDE THE EARLIER RUN", "", "before", "between", "now", "between", ""]);
    for change in &report.baseline {
        let between = |low: f64, high: Option<f64>| match high {
            Some(_) => format!("{}–{}", time(Some(low)), time(high)),
            None => format!("≥ {}", time(Some(low))),
        };
        let (word, style) = compared(change);
        table.row([
            cell(&change.name),
            cell(change.quantile),
            cell(time(Some(change.before_s))),
            cell(between(change.before_low_s, change.before_high_s)),
            cell(time(Some(change.now_s))),
            cell(between(change.now_low_s, change.now_high_s)),
            styled(word, style),
        ]);
    }
    out.push('\n');
    table.render(width, out);
}

/// What a comparison says, in a word.
pub(super) fn compared(change: &BaselineReport) -> (&'static str, anstyle::Style) {
    match (change.slower, change.faster) {
        (true, _) => ("slower", BAD),
        (_, true) => ("faster", GOOD),
        _ => ("", PLAIN),
    }
}

fn push_times(report: &ReplayReport, width: usize, out: &mut String) {
    let mut table = Table::new(&["TIMES", "", "p50", "p90", "p99", "longest"]);
    let rows = [
        ("until an agent can read a message", &report.visible_to_agent),
        ("until a customer can read a reply", &report.visible_to_customer),
        ("our own lag", &report.lag),
    ];
    for (name, figures) in rows {
        let [p50, p90, p99, max] = row(figures);
        table.row([cell(name), cell(whole(figures.count)), p50, p90, p99, max]);
    }
    for queue in &report.queue {
        let name = format!("list_queue, up to {} waiting", whole(queue.backlog_up_to));
        let none = || cell("");
        table.row([
            cell(name),
            cell(whole(queue.calls)),
            cell(time(Some(queue.p50_s))),
            none(),
            none(),
            none(),
        ]);
    }
    out.push('\n');
    table.render(width, out);
    let mut facts = vec![format!("At most {} requests were under way at once.", report.busiest_users)];
    match report.recovery_s {
        Some(0.0) => facts.push("The peak slowed nothing down.".to_owned()),
        Some(seconds) => {
            facts.push(format!("After the peak calls were quick again in {}.", time(Some(seconds))))
        }
        None => {}
    }
    if report.asked_to_wait_s > 0.0 {
        facts.push(format!("429s asked to wait {} in all.", time(Some(report.asked_to_wait_s))));
    }
    push_paragraph(&facts.join(" "), PLAIN, "", width, out);
}

fn push_found(report: &ReplayReport, width: usize, out: &mut String) {
    out.push('\n');
    let found: Vec<_> = report.found.iter().filter(|found| found.count > 0).collect();
    if found.is_empty() {
        let nothing = "Reading back found nothing twice, nothing out of order, nothing in the wrong place.";
        push_paragraph(nothing, PLAIN, "", width, out);
    } else {
        push_styled("FOUND", BOLD, out);
        out.push('\n');
        for found in found {
            let text = format!("{}: {}", found.name, describe(found.name));
            push_paragraph(&format!("{} × {text}", whole(found.count)), BAD, "", width, out);
        }
    }
    if !report.errors.is_empty() {
        out.push('\n');
        let mut table = Table::new(&["NOT ACCEPTED", "why", "calls"]);
        for error in &report.errors {
            table.row([cell(error.name), cell(&error.why), cell(whole(error.count))]);
        }
        table.render(width, out);
    }
}

/// What a finding means.
pub(super) fn describe(name: &str) -> &'static str {
    match name {
        "duplicated" => "messages that are there more than once",
        "answered_twice" => "messages with two different replies",
        "taken_twice" => "conversations that two agents could take",
        "out_of_order" => "pairs of messages in the wrong order",
        "leaked" => "messages in another customer's conversation",
        "replies_lost" => "replies that were accepted and are not there",
        "takes_ignored" => "conversations that were taken and show nobody who did",
        "resolves_ignored" => "conversations that were resolved and are not",
        "role_violations" => "things that a role must not be able to do and could",
        _ => "",
    }
}

fn push_warnings(report: &ReplayReport, width: usize, out: &mut String) {
    if report.warnings.is_empty() {
        return;
    }
    out.push('\n');
    push_styled("WARNINGS", BOLD, out);
    out.push('\n');
    for warning in &report.warnings {
        push_paragraph(&format!("{}: {}", warning.name, warning.message), DOUBTFUL, "", width, out);
    }
}
