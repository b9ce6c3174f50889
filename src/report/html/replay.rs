//! The page of `replay`: does the helpdesk hold, where every message ended, how long calls took over time, and
//! prediction beside measurement.

use super::chart::{Chart, Colour, Layer, Up, escaped};
use super::forest::{Forest, Mark, Row};
use super::page::{Figure, Grid, Page, Section, entry, key, toned};
use super::scale::clock_step;
use super::simulation::{made, warnings};
use crate::language::{say, text};
use crate::report::replay::{
    ReplayReport, ReplayTarget, StretchReport, TimesReport, Verdict, answer_text, clock, describe, facts,
    measured, subtitle, time,
};
use crate::report::text::format::{asked_for, grouped, percent};
use std::fmt::Write as _;

/// The page, in the language that is being written in.
pub fn page(report: &ReplayReport, command: &str) -> Page {
    let mut made = made(&report.scenario, report.version, report.seed, 1, command);
    made.truncate(3);
    let row = |what: &str, how: String| (text(what).into_owned(), how);
    made.push(row("Night", report.replication.to_string()));
    made.push(row("Helpdesk", report.helpdesk.clone()));
    made.push(row("Run", report.run.clone()));
    made.push(row("Version", format!("Nightdesk {}", report.version)));
    let uncertainty = text(
        "One night was measured, once. What was predicted for other nights of the same seed is the band; times run from when a call was due, so waiting for a slow helpdesk counts.",
    );
    made.push(row("Uncertainty", uncertainty.into_owned()));
    Page {
        title: report.scenario.clone(),
        subtitle: subtitle(report),
        answer: answer_text(report),
        tone: match report.verdict {
            Verdict::Passed => "good",
            Verdict::Interrupted => "doubtful",
            Verdict::Failed | Verdict::Invalid => "bad",
        },
        details: vec![lost_sentence(report)],
        sections: sections(report),
        made,
    }
}

/// What became of the messages, in one sentence.
fn lost_sentence(report: &ReplayReport) -> String {
    let ledger = &report.ledger;
    let whole = |count: u64| grouped(count as f64, 0);
    say!(
        "Of {} planned messages {} were answered, {} were lost, {} failed and {} were never sent.",
        whole(ledger.planned),
        whole(ledger.answered),
        whole(ledger.lost),
        whole(ledger.failed + ledger.refused + ledger.throttled),
        whole(ledger.unsent + ledger.never_due)
    )
}

fn sections(report: &ReplayReport) -> Vec<Section> {
    let mut sections = Vec::new();
    sections.extend(thresholds(report));
    sections.extend(targets(report));
    sections.push(ledger(report));
    sections.extend(over_time(report));
    sections.push(operations(report));
    sections.extend(found(report));
    sections.extend(warnings(&report.warnings));
    sections
}

fn thresholds(report: &ReplayReport) -> Option<Section> {
    let mut grid = Grid::new(&["fails if", "measured", ""]);
    for threshold in &report.thresholds {
        let (word, tone) = if threshold.crossed { ("crossed", "bad") } else { ("fine", "good") };
        grid.row([entry(&threshold.name), entry(measured(threshold)), toned(text(word), tone)]);
    }
    let heading = text("Thresholds").into_owned();
    (!grid.rows.is_empty()).then(|| Section { heading, tables: vec![grid], ..Section::default() })
}

/// Prediction beside measurement.
fn targets(report: &ReplayReport) -> Option<Section> {
    if report.targets.is_empty() {
        return None;
    }
    let heads = ["target", "asked for", "measured", "predicted, same night", "5 %–95 % of nights", "counted"];
    let mut table = Grid::new(&heads);
    for target in &report.targets {
        let tone = target.measured.map_or("", |it| if it >= target.at_least { "good" } else { "bad" });
        table.row([
            entry(&target.name),
            entry(asked_for(target.at_least)),
            toned(percent(target.measured), tone),
            entry(percent(target.predicted)),
            entry(band(target)),
            entry(grouped(target.counted as f64, 0)),
        ]);
    }
    let caption = text("Compliance: prediction beside measurement, in percent").into_owned();
    let rows = report.targets.iter().map(|target| Row {
        name: format!("{} ≥ {}", target.name, asked_for(target.at_least)),
        said: format!("{} / {}", percent(target.predicted), percent(target.measured)),
        marks: marks(target),
    });
    let forest = Forest { title: caption.clone(), percent: true, rows: rows.collect(), ..Forest::default() };
    let reading = text("The bar is what nine of ten nights of the prediction lie between.").into_owned();
    let keys =
        vec![key(Colour::Blue, "dot", "predicted for this night"), key(Colour::Orange, "dot", "measured")];
    let figure =
        Figure { caption, reading, keys, svg: forest.svg(), table: Some(table), ..Figure::default() };
    let mut intro = Vec::new();
    if report.speed > 1.0 {
        intro.push(say!("Measured approximately: waits and work ran faster, the helpdesk did not."));
    }
    let heading = text("Prediction and measurement").into_owned();
    Some(Section { heading, intro, figures: vec![figure], ..Section::default() })
}

fn marks(target: &ReplayTarget) -> Vec<Mark> {
    let predicted = target.predicted.map(|value| Mark {
        colour: Colour::Blue,
        value: Some(value),
        low: target.predicted_low.unwrap_or(value),
        high: target.predicted_high.unwrap_or(value),
    });
    let measured = target.measured.map(|value| Mark {
        colour: Colour::Orange,
        value: Some(value),
        low: value,
        high: value,
    });
    predicted.into_iter().chain(measured).collect()
}

fn band(target: &ReplayTarget) -> String {
    match (target.predicted_low, target.predicted_high) {
        (Some(low), Some(high)) => format!("{}–{}", percent(Some(low)), percent(Some(high))),
        _ => "–".to_owned(),
    }
}

/// Where every planned message ended.
fn ledger(report: &ReplayReport) -> Section {
    let ledger = &report.ledger;
    let rows = [
        ("answered", ledger.answered, "green", ""),
        ("unanswered", ledger.unanswered, "blue", ""),
        ("lost", ledger.lost, "red", "bad"),
        ("refused", ledger.refused, "red", "bad"),
        ("failed", ledger.failed, "red", "bad"),
        ("throttled for good", ledger.throttled, "red", "bad"),
        ("unsent", ledger.unsent, "orange", "bad"),
        ("never due", ledger.never_due, "soft", ""),
    ];
    let mut table = Grid::new(&["messages", "count", "share"]);
    let share = |count: u64| (ledger.planned > 0).then(|| count as f64 / ledger.planned as f64);
    for (name, count, _, tone) in rows {
        let tone = if count > 0 { tone } else { "" };
        table.row([entry(text(name)), toned(grouped(count as f64, 0), tone), entry(percent(share(count)))]);
    }
    table.row([entry(text("planned")), entry(grouped(ledger.planned as f64, 0)), entry("")]);
    let caption = text("Ledger: where every planned message ended").into_owned();
    let svg = bar(&caption, &rows.map(|(_, count, colour, _)| (share(count).unwrap_or(0.0), colour)));
    let reading = text(
        "Green: answered. Blue: there, and without an answer. Red: lost, refused or failed. Orange: not sent. Grey: never due.",
    );
    let figure = Figure { caption, reading: reading.into_owned(), svg, wide: true, ..Figure::default() };
    let conversations = say!(
        "In {} conversations, of which {} were read back.",
        grouped(ledger.conversations as f64, 0),
        grouped(ledger.read_back as f64, 0)
    );
    Section {
        heading: text("Ledger").into_owned(),
        intro: vec![conversations],
        figures: vec![figure],
        tables: vec![table],
    }
}

/// Shares side by side.
fn bar(title: &str, parts: &[(f64, &str)]) -> String {
    let mut svg = format!(
        "<svg viewBox=\"0 0 960 30\" role=\"img\" aria-label=\"{}\" class=\"shares\" preserveAspectRatio=\"none\">\n",
        escaped(title)
    );
    let mut left = 0.0;
    for (share, colour) in parts.iter().filter(|it| it.0 > 0.0) {
        let width = share * 960.0;
        let drawn = (width - 1.0).max(1.5);
        // Writing to a string cannot fail.
        let _ = writeln!(
            svg,
            "<rect class=\"whole {colour}\" x=\"{left:.1}\" y=\"0\" width=\"{drawn:.1}\" height=\"30\"/>"
        );
        left += width;
    }
    svg + "</svg>"
}

/// Response times over the window, the surge marked.
fn over_time(report: &ReplayReport) -> Option<Section> {
    let (first, last) = (report.stretches.first()?, report.stretches.last()?);
    let across = (first.start_s, last.end_s);
    let who = [
        ("Customers' messages: time until they are taken in", customers as fn(&StretchReport) -> TimesReport),
        ("Agents' calls: time until the answer", agents),
    ];
    let mut figures: Vec<Figure> =
        who.iter().filter_map(|(name, of)| latency(report, across, name, *of)).collect();
    figures.insert(0, arrivals(report, across));
    let heading = text("Over time").into_owned();
    let intro = vec![facts(report).join(" ")];
    Some(Section { heading, intro, figures, ..Section::default() })
}

fn customers(stretch: &StretchReport) -> TimesReport {
    stretch.customers
}

fn agents(stretch: &StretchReport) -> TimesReport {
    stretch.agents
}

fn latency(
    report: &ReplayReport,
    across: (f64, f64),
    name: &str,
    of: fn(&StretchReport) -> TimesReport,
) -> Option<Figure> {
    let points = |pick: fn(TimesReport) -> Option<f64>| -> Vec<(f64, Option<f64>)> {
        report.stretches.iter().map(|it| ((it.start_s + it.end_s) / 2.0, pick(of(it)))).collect()
    };
    let (p50, p90, p99) = (points(|it| it.p50_s), points(|it| it.p90_s), points(|it| it.p99_s));
    let all = || p50.iter().chain(&p99).filter_map(|it| it.1);
    let most = all().fold(0.0, f64::max);
    if most == 0.0 {
        return None;
    }
    let least = all().fold(most, f64::min);
    let caption = text(name).into_owned();
    let mut table = Grid::new(&["from", "calls", "half within", "90 % within", "99 % within"]);
    for it in &report.stretches {
        let times = of(it);
        table.row([
            toned(clock(report, it.start_s), ""),
            entry(grouped(times.calls as f64, 0)),
            entry(time(times.p50_s)),
            entry(time(times.p90_s)),
            entry(time(times.p99_s)),
        ]);
    }
    let mut layers: Vec<Layer> = surge(report).into_iter().collect();
    layers.extend([
        Layer::Line(Colour::Blue, p50),
        Layer::Line(Colour::Orange, p90),
        Layer::Line(Colour::Red, p99),
    ]);
    let chart = Chart {
        title: caption.clone(),
        ticks: ticks(report, across),
        across,
        up: Up::Time(least, most),
        layers,
    };
    let keys = vec![
        key(Colour::Blue, "line", "half within"),
        key(Colour::Orange, "line", "90 % within"),
        key(Colour::Red, "line", "99 % within"),
    ];
    let reading = text("From when a call was due. The scale goes by powers of ten.").into_owned();
    Some(Figure { caption, reading, keys, svg: chart.svg(), table: Some(table), ..Figure::default() })
}

/// How much customers wrote.
fn arrivals(report: &ReplayReport, across: (f64, f64)) -> Figure {
    let length_s = report.stretches.first().map_or(1.0, |it| it.end_s - it.start_s);
    let a_minute = |it: &StretchReport| it.customers.calls as f64 * 60.0 / length_s;
    let bars = report.stretches.iter().map(|it| (it.start_s, it.end_s, a_minute(it))).collect();
    let mut layers: Vec<Layer> = surge(report).into_iter().collect();
    layers.push(Layer::Bars(Colour::Blue, bars));
    let caption = text("Customers' messages a minute of the night").into_owned();
    let mut table = Grid::new(&["from", "messages", "a minute"]);
    for it in &report.stretches {
        table.row([
            entry(clock(report, it.start_s)),
            entry(grouped(it.customers.calls as f64, 0)),
            entry(grouped(a_minute(it), 1)),
        ]);
    }
    let chart =
        Chart { title: caption.clone(), ticks: ticks(report, across), across, layers, ..Chart::default() };
    let reading = text(
        "Shaded: the surge, the time around the busiest moment in which customers write at least half as often.",
    );
    Figure {
        caption,
        reading: reading.into_owned(),
        svg: chart.svg(),
        table: Some(table),
        ..Figure::default()
    }
}

fn surge(report: &ReplayReport) -> Option<Layer> {
    let mut surge = report.stretches.iter().filter(|it| it.surge);
    let first = surge.next()?;
    let end = surge.next_back().unwrap_or(first).end_s;
    Some(Layer::Stretch(first.start_s, end, text("surge").into_owned()))
}

fn ticks(report: &ReplayReport, (from, to): (f64, f64)) -> Vec<(f64, String)> {
    // Short windows have ticks at whole minutes.
    let length = to - from;
    let minutes = [60.0, 120.0, 300.0, 600.0].into_iter().find(|step| length / step <= 6.0);
    let step = minutes.unwrap_or_else(|| clock_step(length, 6));
    let first = (from / step).ceil() as i64;
    let places = (first..).map(|index| index as f64 * step).take_while(|at| *at <= to);
    places.map(|at| (at, clock(report, at))).collect()
}

fn operations(report: &ReplayReport) -> Section {
    let heads = [
        "operation",
        "calls",
        "not accepted",
        "half within",
        "90 % within",
        "99 % within",
        "longest",
        "99 % from sending",
    ];
    let mut calls = Grid::new(&heads);
    for operation in &report.operations {
        let bad = operation.calls - operation.accepted;
        let tone = if operation.failed + operation.throttled > 0 { "bad" } else { "" };
        let it = &operation.response;
        calls.row([
            entry(operation.name),
            entry(grouped(operation.calls as f64, 0)),
            toned(grouped(bad as f64, 0), tone),
            entry(time(it.p50_s)),
            entry(time(it.p90_s)),
            entry(time(it.p99_s)),
            entry(time(it.max_s)),
            entry(time(operation.service.p99_s)),
        ]);
    }
    let mut times = Grid::new(&["time", "count", "half within", "90 % within", "99 % within", "longest"]);
    let rows = [
        ("until an agent can read a message", &report.visible_to_agent),
        ("until a customer can read a reply", &report.visible_to_customer),
        ("our own lag", &report.lag),
    ];
    for (name, it) in rows {
        times.row([
            entry(text(name)),
            entry(grouped(it.count as f64, 0)),
            entry(time(it.p50_s)),
            entry(time(it.p90_s)),
            entry(time(it.p99_s)),
            entry(time(it.max_s)),
        ]);
    }
    let intro = text("From when they were due to the end of the answer, unless it says otherwise.");
    Section {
        heading: text("Calls").into_owned(),
        intro: vec![intro.into_owned()],
        tables: vec![calls, times],
        ..Section::default()
    }
}

fn found(report: &ReplayReport) -> Option<Section> {
    let mut grid = Grid::new(&["found on reading back", "count"]);
    for found in report.found.iter().filter(|found| found.count > 0) {
        let name = text(describe(found.name)).into_owned();
        grid.row([entry(name), toned(grouped(found.count as f64, 0), "bad")]);
    }
    let mut errors = Grid::new(&["not accepted", "why", "calls"]);
    for error in &report.errors {
        errors.row([entry(error.name), entry(&error.why), entry(grouped(error.count as f64, 0))]);
    }
    let tables: Vec<Grid> = [grid, errors].into_iter().filter(|grid| !grid.rows.is_empty()).collect();
    let heading = text("What went wrong").into_owned();
    (!tables.is_empty()).then(|| Section { heading, tables, ..Section::default() })
}
