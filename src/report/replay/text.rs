//! The terminal report of a replay: how it went, the ledger, predicted beside measured, times, what was
//! found, what to mind.

use super::super::text::format::{grouped, percent};
use super::super::text::layout::{
    BAD, BOLD, Cell, DIM, DOUBTFUL, GOOD, PLAIN, Table, cell, push_paragraph, push_styled, styled,
};
use super::model::{BaselineReport, Figures, ReplayReport, ReplayTarget, ThresholdReport, Verdict};
use crate::language::{say, sentence, text};
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
    push_paragraph(&subtitle(report), DIM, "", width, out);
    out.push('\n');
    let (answer, style) = answer(report);
    push_paragraph(&answer, style.bold(), "", width, out);
}

/// Which part of which night, against what.
pub fn subtitle(report: &ReplayReport) -> String {
    let speed = if report.speed == 1.0 { String::new() } else { say!(", {} times as fast", report.speed) };
    say!(
        "{} to {} against {}, {} agents{}, night {} of seed {}, run {}",
        clock(report, report.window_from_s),
        clock(report, report.window_to_s),
        report.helpdesk,
        text(&report.agents),
        speed,
        report.replication,
        report.seed,
        report.run
    )
}

/// `22:35` of so many seconds after the opening.
pub fn clock(report: &ReplayReport, at_s: f64) -> String {
    let part = |from: usize| report.opens.get(from..from + 2).and_then(|digits| digits.parse::<i64>().ok());
    let opens = part(11).unwrap_or(0) * 3600 + part(14).unwrap_or(0) * 60 + part(17).unwrap_or(0);
    let of_day = (opens + at_s.round() as i64).rem_euclid(86_400);
    let minutes = format!("{:02}:{:02}", of_day / 3600, of_day / 60 % 60);
    if of_day % 60 == 0 { minutes } else { format!("{minutes}:{:02}", of_day % 60) }
}

/// How it went, and what became of the messages.
pub fn answer_text(report: &ReplayReport) -> String {
    answer(report).0
}

fn answer(report: &ReplayReport) -> (String, anstyle::Style) {
    let (verdict, style) = verdict(report);
    if report.verdict == Verdict::Invalid {
        return (verdict, style);
    }
    let (ledger, twice) = (&report.ledger, report.found.iter().find(|found| found.name == "answered_twice"));
    let kept = say!(
        "{} answered {} of {} messages that fell due, lost {} and answered {} twice.",
        report.helpdesk,
        grouped(ledger.answered as f64, 0),
        grouped((ledger.planned - ledger.never_due) as f64, 0),
        grouped(ledger.lost as f64, 0),
        grouped(twice.map_or(0, |found| found.count) as f64, 0)
    );
    (format!("{verdict} {kept}"), style)
}

fn verdict(report: &ReplayReport) -> (String, anstyle::Style) {
    let crossed = report.thresholds.iter().filter(|threshold| threshold.crossed).count();
    match report.verdict {
        Verdict::Invalid => (say!("Invalid: we were too late ourselves, so nothing can be said."), BAD),
        Verdict::Interrupted => (say!("Interrupted; this is what was measured until then."), DOUBTFUL),
        Verdict::Failed if crossed == 0 && report.baseline.iter().any(|change| change.slower) => {
            (say!("Failed: slower than the earlier run."), BAD)
        }
        Verdict::Failed if crossed == 0 => (say!("Failed."), BAD),
        Verdict::Failed => {
            (say!("Failed: {} of {} thresholds crossed.", crossed, report.thresholds.len()), BAD)
        }
        Verdict::Passed if report.thresholds.is_empty() => {
            (say!("Done; no thresholds were set (--fail-if)."), PLAIN)
        }
        Verdict::Passed => (say!("Passed: none of {} thresholds crossed.", report.thresholds.len()), GOOD),
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
        table.row([cell(text(name)), styled(whole(count), style), cell(percent(share))]);
    }
    table.row([cell(text("planned")), styled(whole(ledger.planned), BOLD), cell("")]);
    table.note(say!(
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
        table.row([cell(&threshold.name), cell(measured(threshold)), styled(text(word), style)]);
    }
    out.push('\n');
    table.render(width, out);
}

/// A threshold's measured value in its own unit.
pub fn measured(threshold: &ThresholdReport) -> String {
    let unit = Threshold::parse(&threshold.name).map(|threshold| threshold.measure.unit());
    match (threshold.measured, unit) {
        (None, _) => say!("nothing"),
        (Some(value), Ok(Unit::Seconds)) => time(Some(value)),
        (Some(value), Ok(Unit::Share)) => percent(Some(value)),
        (Some(value), _) => grouped(value, 0),
    }
}

/// `0.42 ms`, `12 ms`, `1.23 s`
pub fn time(seconds: Option<f64>) -> String {
    match seconds {
        None => "–".to_owned(),
        Some(seconds) if seconds < 0.01 => say!("{} ms", format!("{:.2}", seconds * 1e3)),
        Some(seconds) if seconds < 1.0 => say!("{} ms", format!("{:.0}", seconds * 1e3)),
        Some(seconds) if seconds < 100.0 => say!("{} s", format!("{seconds:.2}")),
        Some(seconds) => say!("{} s", grouped(seconds, 0)),
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
        table.note(text("measured approximately: waits and work ran faster, the helpdesk did not"));
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
    table.note(text("from when they were due to the end of the answer, unless it says otherwise"));
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
            styled(text(word), style),
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
        table.row([cell(text(name)), cell(whole(figures.count)), p50, p90, p99, max]);
    }
    for queue in &report.queue {
        let name = say!("list_queue, up to {} waiting", whole(queue.backlog_up_to));
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
    push_paragraph(&facts(report).join(" "), PLAIN, "", width, out);
}

/// What else the times say.
pub fn facts(report: &ReplayReport) -> Vec<String> {
    let mut facts = vec![say!("At most {} requests were under way at once.", report.busiest_users)];
    match report.recovery_s {
        Some(0.0) => facts.push(say!("The peak slowed nothing down.")),
        Some(seconds) => {
            facts.push(say!("After the peak calls were quick again in {}.", time(Some(seconds))))
        }
        None => {}
    }
    if report.asked_to_wait_s > 0.0 {
        facts.push(say!(
            "Answers that put us off asked to wait {} in all.",
            time(Some(report.asked_to_wait_s))
        ));
    }
    facts
}

fn push_found(report: &ReplayReport, width: usize, out: &mut String) {
    out.push('\n');
    let found: Vec<_> = report.found.iter().filter(|found| found.count > 0).collect();
    if found.is_empty() {
        let nothing =
            text("Reading back found nothing twice, nothing out of order, nothing in the wrong place.");
        push_paragraph(&nothing, PLAIN, "", width, out);
    } else {
        push_styled(&text("FOUND"), BOLD, out);
        out.push('\n');
        for found in found {
            let line = format!("{} × {}: {}", whole(found.count), found.name, text(describe(found.name)));
            push_paragraph(&line, BAD, "", width, out);
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
pub fn describe(name: &str) -> &'static str {
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
    push_styled(&text("WARNINGS"), BOLD, out);
    out.push('\n');
    for warning in &report.warnings {
        push_paragraph(
            &format!("{}: {}", warning.name, sentence(&warning.message)),
            DOUBTFUL,
            "",
            width,
            out,
        );
    }
}
