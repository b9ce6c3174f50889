//! The page of `staff`: the roster, how sure it is, what it is held against.

use super::chart::{Colour, Layer};
use super::forest::{Forest, Mark, Row};
use super::frontier::Frontier;
use super::gantt;
use super::night::Clock;
use super::page::{Entry, Figure, Grid, Page, Section, entry, key, toned};
use super::simulation::{by_interval, channels, cost, made, targets, warnings};
use crate::language::{say, sentence, text};
use crate::report::staff::text as words;
use crate::report::staff::{FormulaReport, PromiseReport, StaffReport};
use crate::report::text::format::{asked_for, grouped, percent, percent_within};

/// Promises that are drawn at most, those that are worst off first.
const MOST_PROMISES: usize = 12;

/// The page, in the language that is being written in.
pub fn page(report: &StaffReport, command: &str) -> Page {
    let cut =
        || text("The search was stopped before it was done: there may be cheaper rosters.").into_owned();
    let details = [words::how_sure(report)].into_iter().chain((!report.complete).then(cut));
    let details = details.chain(words::advice(report));
    let mut made = made(&report.scenario, &report.version, report.seed, report.replications, command);
    made.insert(3, (text("Seed of the fresh nights").into_owned(), report.fresh_seed.to_string()));
    Page {
        title: report.scenario.clone(),
        subtitle: words::subtitle(report),
        answer: words::answer(report),
        tone: if report.ending == "holds" { "good" } else { "bad" },
        details: details.collect(),
        sections: sections(report),
        made,
    }
}

fn sections(report: &StaffReport) -> Vec<Section> {
    let mut sections = vec![roster(report), certainty(report)];
    sections.push(targets(&report.fresh));
    sections.extend(by_interval(&report.fresh, false));
    sections.extend(beside(report));
    sections.extend(frontier(report));
    sections.extend(binds(report));
    sections.push(channels(&report.fresh));
    sections.extend(cost(&report.fresh));
    sections.extend(warnings(&report.warnings));
    sections
}

fn roster(report: &StaffReport) -> Section {
    let clock = Clock::of(&report.fresh, 12);
    let gantt = clock.and_then(|clock| gantt::roster(&report.fresh.roster, clock.across, &clock.ticks));
    let mut grid = Grid::new(&["shift", "from", "to", "agents", "hours"]);
    grid.heads.push(say!("pay, {}", report.cost.currency));
    // A search that was stopped may have tried none of these changes.
    let tried = report.roster.iter().any(|row| row.fewer.is_some() || row.more.is_some());
    if tried {
        grid.heads.extend([text("one fewer").into_owned(), text("one more").into_owned()]);
    }
    let row = |grid: &mut Grid, of: [String; 6], changes: [Option<&PromiseReport>; 2]| {
        let changes = changes.into_iter().map(changed).filter(|_| tried);
        grid.row(of.into_iter().map(entry).chain(changes));
    };
    for it in report.roster.iter().filter(|it| it.agents > 0) {
        let (hours, pay) = (grouped(it.paid_h, 1), grouped(it.wages, 0));
        let of = [it.name.clone(), it.from.clone(), it.to.clone(), it.agents.to_string(), hours, pay];
        row(&mut grid, of, [it.fewer.as_ref(), it.more.as_ref()]);
    }
    let wages: f64 = report.roster.iter().map(|row| row.wages).sum();
    let (agents, hours) = (grouped(f64::from(report.agents), 0), grouped(report.paid_h, 1));
    let together = text("together").into_owned();
    let of = [together, String::new(), String::new(), agents, hours, grouped(wages, 0)];
    row(&mut grid, of, [None, Some(&report.change_from)]);
    let reading = say!(
        "One fewer, one more: {} with one agent fewer and one more on the shift, on {} nights; the last line is the roster as it is.",
        words::what_changes(report),
        grouped(report.change_replications as f64, 0)
    );
    Section {
        heading: text("Roster").into_owned(),
        intro: tried.then_some(reading).into_iter().collect(),
        figures: gantt.into_iter().collect(),
        tables: vec![grid],
    }
}

fn changed(promise: Option<&PromiseReport>) -> Entry {
    let short = |it: &PromiseReport| if it.share < it.required { "bad" } else { "" };
    promise.map_or_else(|| entry("–"), |it| toned(percent(Some(it.share)), short(it)))
}

/// What has to hold, each with its interval.
fn certainty(report: &StaffReport) -> Section {
    let mut promises: Vec<&PromiseReport> = report.promises.iter().collect();
    promises.sort_by(|a, b| (a.low - a.required).total_cmp(&(b.low - b.required)));
    let row = |promise: &&PromiseReport| Row {
        name: words::promise_name(promise),
        said: percent_within(promise.share, promise.low, promise.high),
        marks: vec![mark(promise)],
    };
    let mut grid = Grid::new(&["what has to hold", "seen", "95 % interval", "asked for"]);
    for promise in &report.promises {
        grid.row([
            entry(words::promise_name(promise)),
            toned(percent(Some(promise.share)), if promise.holds { "good" } else { "bad" }),
            entry(format!("{}–{}", percent(Some(promise.low)), percent(Some(promise.high)))),
            entry(asked_for(promise.required)),
        ]);
    }
    let same = promises.windows(2).all(|two| two[0].required == two[1].required);
    let asked = promises.first().filter(|_| same).map(|it| it.required);
    let caption = text("How sure it is: what was seen on fresh nights, in percent").into_owned();
    let forest = Forest {
        title: caption.clone(),
        percent: true,
        rule: asked.map(|asked| (asked, say!("asked for: {}", asked_for(asked)))),
        rows: promises.iter().take(MOST_PROMISES).map(row).collect(),
        ..Forest::default()
    };
    let reading = text(
        "Dot: share seen. Bar: its interval; the lower end has to reach what is asked for. These nights were not used in the search.",
    );
    let figure = Figure {
        caption,
        reading: reading.into_owned(),
        svg: forest.svg(),
        table: Some(grid),
        ..Figure::default()
    };
    let mut figures = vec![figure];
    figures.extend(Clock::of(&report.fresh, 6).map(|clock| super::night::staff(&report.fresh, &clock)));
    Section { heading: text("Does it hold?").into_owned(), figures, ..Section::default() }
}

fn mark(promise: &PromiseReport) -> Mark {
    let colour = if promise.holds { Colour::Green } else { Colour::Red };
    Mark { colour, value: Some(promise.share), low: promise.low, high: promise.high }
}

/// What the formulas would have said, and what would then happen.
fn beside(report: &StaffReport) -> Option<Section> {
    if report.formulas.is_empty() {
        return None;
    }
    let heads = ["", "agents", "hours", "pay", "nights all targets hold"];
    let mut grid = Grid::new(&heads);
    let all = |chance: Option<crate::statistics::Interval>| {
        entry(chance.map_or_else(|| "–".to_owned(), |it| percent_within(it.value, it.low, it.high)))
    };
    grid.row([
        entry(text("this roster")),
        entry(grouped(f64::from(report.agents), 0)),
        entry(grouped(report.paid_h, 1)),
        entry(grouped(report.planned_cost, 0)),
        all(report.chance_all_met),
    ]);
    for formula in &report.formulas {
        grid.row([
            entry(words::formula_name(formula)),
            entry(grouped(f64::from(formula.agents), 0)),
            entry(grouped(formula.paid_h, 1)),
            entry(grouped(formula.planned_cost, 0)),
            all(formula.chance_all_met),
        ]);
    }
    let intro = text(
        "Common tools staff every interval by itself with Erlang C or Erlang A. Here is what these formulas ask for with the same shifts, what they promise, and what the same agents do in simulation.",
    );
    let figures = report.formulas.iter().map(promised).collect();
    let heading = text("What the common tool would say").into_owned();
    Some(Section { heading, intro: vec![intro.into_owned()], figures, tables: vec![grid] })
}

/// A formula's promises beside what happens.
fn promised(formula: &FormulaReport) -> Figure {
    let point = |colour, value: Option<f64>| {
        value.map(|value| Mark { colour, value: Some(value), low: value, high: value })
    };
    let rows = formula.targets.iter().map(|target| Row {
        name: target.name.clone(),
        said: format!("{} → {}", percent(target.promised), percent(target.compliance)),
        marks: [point(Colour::Purple, target.promised), point(Colour::Blue, target.compliance)]
            .into_iter()
            .flatten()
            .collect(),
    });
    let caption = say!("{}: compliance promised, and what happens, in percent", words::formula_name(formula));
    let forest = Forest { title: caption.clone(), percent: true, rows: rows.collect(), ..Forest::default() };
    let mut grid = Grid::new(&["target", "promised", "what happens", "nights that meet it"]);
    for target in &formula.targets {
        grid.row([
            entry(&target.name),
            entry(percent(target.promised)),
            entry(percent(target.compliance)),
            entry(percent(target.chance_met)),
        ]);
    }
    let keys = vec![key(Colour::Purple, "dot", "promised"), key(Colour::Blue, "dot", "what happens")];
    Figure { caption, keys, svg: forest.svg(), table: Some(grid), ..Figure::default() }
}

/// What other budgets buy.
fn frontier(report: &StaffReport) -> Option<Section> {
    let (first, last) = (report.frontier.first()?, report.frontier.last()?);
    if report.frontier.len() < 2 {
        return None;
    }
    let line = report.frontier.iter().map(|row| (row.cost, Some(row.worst.share))).collect();
    let whiskers = report.frontier.iter().map(|row| (row.cost, row.worst.low, row.worst.high)).collect();
    let dots = report.frontier.iter().map(|row| (row.cost, row.worst.share, String::new())).collect();
    let here = report.promises.iter().min_by(|a, b| (a.low - a.required).total_cmp(&(b.low - b.required)));
    let here = here.map(|worst| (report.planned_cost, worst.share, text("this roster").into_owned()));
    let more = (last.cost - first.cost).max(1.0) * 0.06;
    let across = (first.cost - more, last.cost.max(report.planned_cost) + more);
    let caption = say!("Pay a night, in {}, and what it buys, in percent", report.cost.currency);
    let layers = vec![
        Layer::Rule(first.worst.required, say!("asked for: {}", asked_for(first.worst.required))),
        Layer::Line(Colour::Blue, line),
        Layer::Whiskers(Colour::Blue, whiskers),
        Layer::Dots(Colour::Blue, dots),
        Layer::Dots(Colour::Green, here.into_iter().collect()),
    ];
    let mut table = Grid::new(&["what is worst off", "agents", "hours", "pay", "share", "asked for"]);
    for row in &report.frontier {
        table.row([
            entry(words::promise_name(&row.worst)),
            entry(row.agents.to_string()),
            entry(grouped(row.paid_h, 1)),
            entry(grouped(row.cost, 0)),
            entry(percent_within(row.worst.share, row.worst.low, row.worst.high)),
            entry(asked_for(row.worst.required)),
        ]);
    }
    let reading = text(
        "Each dot is a roster that nothing cheaper matches: the share of what is worst off in it, with its interval.",
    )
    .into_owned();
    let heading = text("What other budgets buy").into_owned();
    Some(Frontier { heading, caption, reading, across, layers, table }.section())
}

fn binds(report: &StaffReport) -> Option<Section> {
    let intro = report.binds.iter().map(|bind| format!("{}: {}", bind.name, sentence(&bind.message)));
    let intro: Vec<String> = intro.collect();
    let heading = text("What binds").into_owned();
    (!intro.is_empty()).then(|| Section { heading, intro, ..Section::default() })
}
