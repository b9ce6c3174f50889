//! The page of `compare`: which plan is best, by how much, and what money buys.

use super::chart::{Colour, Layer};
use super::forest::{Forest, Mark, Row};
use super::frontier::Frontier;
use super::page::{Entry, Figure, Grid, Page, Section, entry, toned};
use super::simulation::{made, tone, warnings};
use crate::language::{say, text};
use crate::report::comparison::text as words;
use crate::report::comparison::{AlternativeReport, ComparisonReport, Difference};
use crate::report::comparison::{differences as differences_of, verdict_text};
use crate::report::text::format::{asked_for, grouped, percent, percent_within};

/// Plans that are named in the picture of the frontier at most.
const MOST_NAMES: usize = 8;

/// The page, in the language that is being written in.
pub fn page(report: &ComparisonReport, command: &str) -> Page {
    let nights = report.alternatives.iter().map(|it| it.nights).max().unwrap_or(0);
    let mut made = made(&report.scenario, &report.version, report.seed, nights, command);
    made.pop();
    made.push((text("Uncertainty").into_owned(), words::sureness(report)));
    Page {
        title: report.scenario.clone(),
        subtitle: words::subtitle(report),
        answer: verdict_text(report, &report.verdict),
        tone: match (report.verdict.kind, report.verdict.certain_enough) {
            (_, Some(false)) => "bad",
            ("best", _) => "good",
            _ => "doubtful",
        },
        details: words::hint(report).into_iter().collect(),
        sections: sections(report),
        made,
    }
}

fn sections(report: &ComparisonReport) -> Vec<Section> {
    let mut sections = vec![plans(report), differences(report)];
    sections.extend(frontier(report));
    sections.extend(in_words(report));
    sections.extend(levers(report));
    sections.extend(warnings(&report.warnings));
    sections
}

fn shown(report: &ComparisonReport) -> Vec<&AlternativeReport> {
    report.alternatives.iter().filter(|it| words::matters(report, it)).collect()
}

fn is_best(report: &ComparisonReport, plan: &AlternativeReport) -> bool {
    report.verdict.kind == "best" && report.verdict.names.contains(&plan.name)
}

fn plans(report: &ComparisonReport) -> Section {
    let mut heads = vec!["plan", "chance of keeping all targets", "cost a night", "95 % interval"];
    let asked = report.alternatives.iter().any(|it| it.satisfaction.is_some());
    if asked {
        heads.push("score from 1 to 5");
    }
    let mut grid = Grid::new(&heads);
    let targets = report.alternatives.first().map_or(&[][..], |base| &base.targets);
    grid.heads.extend(targets.iter().map(|it| format!("{} ≥ {}", it.name, asked_for(it.at_least))));
    for plan in shown(report) {
        grid.row(plan_row(report, plan, asked));
    }
    let others = report.alternatives.len() - grid.rows.len();
    let mut intro = Vec::new();
    if others > 0 {
        intro.push(say!(
            "{} more combinations cost more and achieve less than one of these; all are in the results.",
            others
        ));
    }
    let figures = chances(report).into_iter().collect();
    Section { heading: text("Plans").into_owned(), intro, figures, tables: vec![grid] }
}

fn plan_row(report: &ComparisonReport, plan: &AlternativeReport, asked: bool) -> Vec<Entry> {
    let note = match (plan.kind, is_best(report, plan)) {
        ("base", true) => say!("as it stands; the best"),
        ("base", false) => say!("as it stands"),
        (_, true) => say!("the best"),
        _ => String::new(),
    };
    let chance = plan.chance_all_met;
    let met = chance.map_or_else(|| "–".to_owned(), |it| percent_within(it.value, it.low, it.high));
    let cost = plan.cost.map_or_else(|| "–".to_owned(), |it| grouped(it.value, 0));
    let within = plan
        .cost
        .map_or_else(|| "–".to_owned(), |it| format!("{}–{}", grouped(it.low, 0), grouped(it.high, 0)));
    let mut cells = vec![
        Entry { text: plan.name.clone(), note, tone: "" },
        toned(met, chance.map_or("", |it| tone(it.value))),
        entry(cost),
        entry(within),
    ];
    if asked {
        cells.push(entry(plan.satisfaction.map_or_else(|| "–".to_owned(), |it| grouped(it.value, 2))));
    }
    cells.extend(plan.targets.iter().map(|it| {
        let missed = it.compliance.is_some_and(|seen| seen.mean < it.at_least);
        let seen = it
            .compliance
            .map_or_else(|| "–".to_owned(), |seen| percent_within(seen.mean, seen.low, seen.high));
        toned(seen, if missed { "bad" } else { "" })
    }));
    cells
}

/// The chance of keeping all targets, plan by plan.
fn chances(report: &ComparisonReport) -> Option<Figure> {
    let row = |plan: &&AlternativeReport| {
        let chance = plan.chance_all_met?;
        let colour = if is_best(report, plan) { Colour::Green } else { Colour::Blue };
        let mark = Mark { colour, value: Some(chance.value), low: chance.low, high: chance.high };
        let said = percent_within(chance.value, chance.low, chance.high);
        Some(Row { name: plan.name.clone(), said, marks: vec![mark] })
    };
    let rows: Vec<Row> = shown(report).iter().filter_map(row).collect();
    if rows.is_empty() {
        return None;
    }
    let caption = text("Chance that a night keeps all targets, in percent").into_owned();
    let rule = report.rule.certainty.map(|asked| (asked, say!("asked for: {}", asked_for(asked))));
    let mut table = Grid::new(&["plan", "chance", "95 % interval", "nights"]);
    for plan in &report.alternatives {
        let Some(chance) = plan.chance_all_met else { continue };
        table.row([
            entry(&plan.name),
            entry(percent(Some(chance.value))),
            entry(format!("{}–{}", percent(Some(chance.low)), percent(Some(chance.high)))),
            entry(grouped(plan.nights as f64, 0)),
        ]);
    }
    let forest = Forest { title: caption.clone(), percent: true, rule, rows, ..Forest::default() };
    let reading = text("Dot: share of the simulated nights. Bar: its 95 % interval. Green: the best plan.");
    let reading = reading.into_owned();
    Some(Figure { caption, reading, svg: forest.svg(), table: Some(table), ..Figure::default() })
}

/// One picture for each thing that differs.
fn differences(report: &ComparisonReport) -> Section {
    let mut names: Vec<&str> = Vec::new();
    for difference in report.alternatives.iter().flat_map(|it| &it.differences) {
        if !names.contains(&difference.name.as_str()) {
            names.push(&difference.name);
        }
    }
    let figures = names.iter().filter_map(|name| difference(report, name)).collect();
    let base = report.alternatives.first().map_or("", |it| it.name.as_str());
    let intro = say!(
        "All plans meet the same customers, so what differs is the plan. Each bar is a {} % interval; where it does not touch 0 the difference is real. All of them hold together with {} % certainty.",
        grouped(100.0 * report.each_confidence, 1),
        grouped(100.0 * report.confidence, 0)
    );
    Section { heading: say!("Differences from {}", base), intro: vec![intro], figures, ..Section::default() }
}

fn difference(report: &ComparisonReport, name: &str) -> Option<Figure> {
    let share = !matches!(name, "cost" | "satisfaction");
    let of = |plan: &AlternativeReport| plan.differences.iter().find(|it| it.name == name).cloned();
    let seen: Vec<(&AlternativeReport, Difference)> =
        shown(report).into_iter().filter_map(|plan| Some((plan, of(plan)?))).collect();
    if seen.is_empty() {
        return None;
    }
    let less_is_better = name == "cost";
    let mut table =
        Grid::new(&["plan", "difference", "lower end", "upper end", "nights", "times fewer nights"]);
    let said = |value: f64| signed(value, share, name == "satisfaction");
    for (plan, it) in &seen {
        table.row([
            entry(&plan.name),
            entry(said(it.value)),
            entry(said(it.low)),
            entry(said(it.high)),
            entry(grouped(it.nights as f64, 0)),
            entry(it.variance_ratio.map_or_else(|| "–".to_owned(), |ratio| grouped(ratio, 1))),
        ]);
    }
    let rows = seen.iter().map(|(plan, it)| {
        let colour = match (it.low > 0.0, it.high < 0.0, less_is_better) {
            (true, _, false) | (_, true, true) => Colour::Green,
            (true, _, true) | (_, true, false) => Colour::Red,
            _ => Colour::Blue,
        };
        let mark = Mark { colour, value: Some(it.value), low: it.low, high: it.high };
        let told = format!("{} ({}–{})", said(it.value), said(it.low), said(it.high));
        Row {
            name: plan.name.clone(),
            said: told.replace("(-", "(−").replace("–-", " … −"),
            marks: vec![mark],
        }
    });
    let caption = match name {
        "chance_all_met" => say!("Chance of keeping all targets: difference in points"),
        "cost" => say!("Cost of a night: difference in {}", report.currency),
        "satisfaction" => say!("Score of the surveys: difference"),
        target => {
            say!("Compliance of {}: difference in points", target.strip_prefix("target.").unwrap_or(target))
        }
    };
    let forest = Forest {
        title: caption.clone(),
        percent: share,
        difference: true,
        rule: Some((0.0, report.alternatives[0].name.clone())),
        rows: rows.collect(),
    };
    let reading = text("Green: better, red: worse, blue: no difference is seen.").into_owned();
    Some(Figure { caption, reading, svg: forest.svg(), table: Some(table), ..Figure::default() })
}

/// With its sign; shares in points.
fn signed(value: f64, share: bool, score: bool) -> String {
    let (value, decimals) = match (share, score) {
        (true, _) => (100.0 * value, 1),
        (_, true) => (value, 2),
        _ => (value, 0),
    };
    let text = grouped(value, decimals);
    if value > 0.0 && text.contains(|digit| ('1'..='9').contains(&digit)) { format!("+{text}") } else { text }
}

/// A plan, what it costs, and what that buys with its interval.
type Place<'r> = (&'r AlternativeReport, (f64, (f64, f64, f64)));

/// What money buys.
fn frontier(report: &ComparisonReport) -> Option<Section> {
    let target = report.rule.target.as_deref();
    let buys = |plan: &AlternativeReport| match target {
        None => plan.chance_all_met.map(|it| (it.value, it.low, it.high)),
        Some(name) => {
            let seen = plan.targets.iter().find(|it| it.name == name)?.compliance?;
            Some((seen.mean, seen.low, seen.high))
        }
    };
    let place = |plan: &AlternativeReport| Some((plan.cost?.value, buys(plan)?));
    let on = |plan: &AlternativeReport| report.frontier.iter().any(|it| it.name == plan.name);
    let places: Vec<Place<'_>> =
        report.alternatives.iter().filter_map(|plan| Some((plan, place(plan)?))).collect();
    if places.len() < 2 {
        return None;
    }
    let dot = |(plan, (cost, (value, ..))): Place<'_>| {
        let named = on(plan) || places.len() <= MOST_NAMES;
        (cost, value, if named { plan.name.clone() } else { String::new() })
    };
    let (kept, beaten): (Vec<_>, Vec<_>) = places.iter().copied().partition(|(plan, _)| on(plan));
    let whiskers = places.iter().map(|(_, (cost, (_, low, high)))| (*cost, *low, *high)).collect();
    let mut line: Vec<(f64, Option<f64>)> =
        kept.iter().map(|&(_, (cost, (value, ..)))| (cost, Some(value))).collect();
    line.sort_by(|a, b| a.0.total_cmp(&b.0));
    let costs = places.iter().map(|(_, (cost, _))| *cost);
    let (low, high) =
        costs.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), cost| (low.min(cost), high.max(cost)));
    let more = ((high - low) * 0.08).max(1.0);
    let across = (low - more, high + more);
    let caption = match target {
        None => {
            say!("Cost of a night, in {}, and the chance of keeping all targets, in percent", report.currency)
        }
        Some(name) => {
            say!("Cost of a night, in {}, and the compliance of {}, in percent", report.currency, name)
        }
    };
    let mut layers = vec![
        Layer::Line(Colour::Green, line),
        Layer::Whiskers(Colour::Blue, whiskers),
        Layer::Dots(Colour::Blue, beaten.into_iter().map(dot).collect()),
        Layer::Dots(Colour::Green, kept.into_iter().map(dot).collect()),
    ];
    if let Some(asked) = report.rule.certainty.filter(|_| target.is_none()) {
        layers.insert(0, Layer::Rule(asked, say!("asked for: {}", asked_for(asked))));
    }
    let mut table = Grid::new(&["plan", "cost a night", "what it buys", "on the frontier"]);
    for (plan, (cost, (value, low, high))) in &places {
        table.row([
            entry(&plan.name),
            entry(grouped(*cost, 0)),
            entry(percent_within(*value, *low, *high)),
            entry(if on(plan) { text("yes") } else { text("no") }),
        ]);
    }
    let reading = text(
        "Green: every other plan costs more and achieves less than one of these. Upright bars: 95 % intervals.",
    )
    .into_owned();
    let heading = text("What money buys").into_owned();
    Some(Frontier { heading, caption, reading, across, layers, table }.section())
}

fn in_words(report: &ComparisonReport) -> Option<Section> {
    let plans = report.alternatives.iter().enumerate().skip(1).filter(|(_, it)| words::matters(report, it));
    let intro: Vec<String> =
        plans.map(|(index, it)| format!("{}: {}", it.name, differences_of(report, index))).collect();
    let heading = text("In words").into_owned();
    (!intro.is_empty()).then(|| Section { heading, intro, ..Section::default() })
}

fn levers(report: &ComparisonReport) -> Option<Section> {
    let mut grid = Grid { words: true, ..Grid::new(&["lever", "what it is"]) };
    report.levers.iter().for_each(|it| grid.row([entry(&it.name), entry(&it.title)]));
    let names: Vec<String> = report.left_out.iter().map(|it| it.name.clone()).collect();
    let mut intro = Vec::new();
    if !names.is_empty() {
        intro.push(say!(
            "Not combined: {}. Tried alone and on top of all others, they moved the least.",
            names.join(", ")
        ));
    }
    let tables = if grid.rows.is_empty() { Vec::new() } else { vec![grid] };
    let heading = text("Levers").into_owned();
    (!(intro.is_empty() && tables.is_empty())).then(|| Section {
        heading,
        intro,
        tables,
        ..Section::default()
    })
}
