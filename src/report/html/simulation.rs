//! The page of a simulation.

use super::chart::{Chart, Colour, Layer, Up};
use super::customers;
use super::explanation;
use super::gantt;
use super::helpdesk;
use super::night::{self, Clock};
use super::page::{Entry, Figure, Grid, Page, Section, entry, toned};
use crate::language::{say, sentence, text};
use crate::report::text::format::{amount, chance, duration, grouped, limit, money, percent, percent_within};
use crate::report::text::{answer, breaks, detail, promise, subtitle, weakest};
use crate::report::{ChannelReport, CostPart, SimulationReport, TargetReport, Warning};

/// Pictures of compliance at most; the weakest targets first.
const MOST_TARGETS: usize = 4;

/// The page, in the language that is being written in.
pub fn page(report: &SimulationReport, command: &str) -> Page {
    let weakest = weakest(report);
    let details = weakest.and_then(|target| detail(target, report.targets.len() == 1));
    let breaks = weakest.and_then(|target| breaks(report, target));
    Page {
        title: report.scenario.clone(),
        subtitle: subtitle(report),
        answer: answer(report),
        tone: report.chance_all_met.map_or("", |all| tone(all.value)),
        details: details.into_iter().chain(breaks).collect(),
        sections: sections(report),
        made: made(&report.scenario, &report.version, report.seed, report.replications, command),
    }
}

/// How a run of nights was made.
pub fn made(scenario: &str, version: &str, seed: u64, nights: u64, command: &str) -> Vec<(String, String)> {
    let row = |what: &str, how: String| (text(what).into_owned(), how);
    vec![
        row("Scenario", scenario.to_owned()),
        row("Command", command.to_owned()),
        row("Seed", seed.to_string()),
        row("Nights simulated", grouped(nights as f64, 0)),
        row("Version", format!("Nightdesk {version}")),
        row(
            "Uncertainty",
            text("Intervals in brackets are 95 % intervals of the simulation; they say nothing of whether the scenario is right.")
                .into_owned(),
        ),
    ]
}

/// How good a chance is: as a promise it is kept from 95 % on, and broken below even odds.
pub fn tone(chance: f64) -> &'static str {
    match chance {
        0.95.. => "good",
        0.5.. => "doubtful",
        _ => "bad",
    }
}

fn sections(report: &SimulationReport) -> Vec<Section> {
    let mut sections = vec![targets(report)];
    let explained = report.explanation.as_ref();
    sections.extend(explained.into_iter().flat_map(|it| explanation::sections(it, &report.cost.currency)));
    sections.extend(by_interval(report, true));
    sections.push(channels(report));
    sections.extend(customers::store_score(report));
    sections.extend(customers::satisfaction(report));
    sections.push(people(report));
    sections.extend(report.helpdesk.as_ref().map(helpdesk::section));
    sections.extend(cost(report));
    sections.extend(warnings(&report.warnings));
    sections.retain(|section| {
        !(section.intro.is_empty() && section.figures.is_empty() && section.tables.is_empty())
    });
    sections
}

/// What to mind; none, if there is nothing.
pub fn warnings(warnings: &[Warning]) -> Option<Section> {
    let intro: Vec<String> =
        warnings.iter().map(|it| format!("{}: {}", it.name, sentence(&it.message))).collect();
    let heading = text("Warnings").into_owned();
    (!intro.is_empty()).then(|| Section { heading, intro, ..Section::default() })
}

/// What is promised, and how it is kept.
pub fn targets(report: &SimulationReport) -> Section {
    let heads = [
        "target",
        "chance of being met",
        "compliance of all nights",
        "one night's, 5 %–95 %",
        "counted a night",
    ];
    let mut grid = Grid::new(&heads);
    for target in &report.targets {
        grid.row(target_row(target));
    }
    let tables = if report.targets.is_empty() { Vec::new() } else { vec![grid] };
    Section { heading: text("Targets").into_owned(), tables, ..Section::default() }
}

fn target_row(target: &TargetReport) -> [Entry; 5] {
    let nights = target.nights.map_or_else(
        || "–".to_owned(),
        |nights| format!("{}–{}", percent(Some(nights.p05)), percent(Some(nights.p95))),
    );
    let compliance = target
        .compliance
        .map_or_else(|| "–".to_owned(), |share| percent_within(share.mean, share.low, share.high));
    [
        Entry { text: target.name.clone(), note: promise(target), tone: "" },
        toned(chance(target.chance_met), target.chance_met.map_or("", |met| tone(met.value))),
        toned(compliance, if target.holds() { "" } else { "bad" }),
        entry(nights),
        entry(amount(target.counted_per_night)),
    ]
}

/// What comes, what waits, what is kept, who is there; with `people` also the staff and the roster.
pub fn by_interval(report: &SimulationReport, people: bool) -> Option<Section> {
    let clock = Clock::of(report, 6)?;
    let mut figures = vec![night::arrivals(report, &clock), night::backlog(report, &clock)];
    let mut targets: Vec<&TargetReport> = report.targets.iter().collect();
    let met = |target: &TargetReport| target.chance_met.map_or(2.0, |chance| chance.value);
    targets.sort_by(|a, b| met(a).total_cmp(&met(b)));
    figures.extend(targets.iter().take(MOST_TARGETS).map(|target| night::compliance(report, target, &clock)));
    if people {
        figures.push(night::staff(report, &clock));
        let wide = Clock::of(report, 12).unwrap_or(clock);
        figures.extend(gantt::roster(&report.roster, wide.across, &wide.ticks));
    }
    Some(Section { heading: text("The night by interval").into_owned(), figures, ..Section::default() })
}

/// What each channel had to do, and how long customers waited.
pub fn channels(report: &SimulationReport) -> Section {
    let heads = [
        "channel",
        "conversations",
        "gave up",
        "mean wait for the first reply",
        "half within",
        "90 % within",
        "95 % within",
        "99 % within",
    ];
    let mut grid = Grid::new(&heads);
    for channel in &report.channels {
        let waits = channel.first_reply_s;
        let times = [
            waits.map(|it| it.mean),
            waits.map(|it| it.p50),
            waits.map(|it| it.p90),
            waits.map(|it| it.p95),
            waits.map(|it| it.p99),
        ];
        let times = times.map(|time| entry(time.map_or_else(|| "–".to_owned(), duration)));
        let own =
            [entry(&channel.name), entry(amount(channel.conversations)), entry(percent(channel.abandoned))];
        grid.row(own.into_iter().chain(times));
    }
    let figures = report.channels.iter().filter_map(waits).collect();
    Section {
        heading: text("Channels and waits").into_owned(),
        figures,
        tables: vec![grid],
        ..Section::default()
    }
}

/// How many have their first reply after how long; none of a channel that nobody got one on.
fn waits(channel: &ChannelReport) -> Option<Figure> {
    let last = channel.answered_within.last()?;
    // Waits of seconds and of hours are both to be seen.
    let place = |seconds: f64| libm::log1p(seconds / 10.0);
    let points = channel.answered_within.iter().map(|it| (place(it.within_s), Some(it.share)));
    let told = [0.0, 10.0, 30.0, 60.0, 180.0, 600.0, 1800.0, 7200.0];
    let ticks = told.iter().filter(|&&seconds| seconds <= last.within_s * 1.05);
    let caption = say!("Waits on {}: share with a first reply, in percent", channel.name);
    let mut table = Grid::new(&["within", "share"]);
    for it in &channel.answered_within {
        table.row([entry(limit(it.within_s)), entry(percent(Some(it.share)))]);
    }
    let chart = Chart {
        title: caption.clone(),
        ticks: ticks.map(|&seconds| (place(seconds), limit(seconds))).collect(),
        across: (0.0, place(last.within_s)),
        up: Up::Percent,
        layers: vec![Layer::Line(Colour::Blue, points.collect())],
    };
    let reading = text("Of those who got one, after how long; all nights together.").into_owned();
    Some(Figure { caption, reading, svg: chart.svg(), table: Some(table), ..Figure::default() })
}

fn people(report: &SimulationReport) -> Section {
    let mut inquiries = Grid::new(&["inquiry", "cases a night", "answered", "nobody answered"]);
    for inquiry in &report.inquiries {
        let note = if inquiry.title == inquiry.name { String::new() } else { inquiry.title.clone() };
        inquiries.row([
            Entry { text: inquiry.name.clone(), note, tone: "" },
            entry(amount(inquiry.cases)),
            entry(percent(inquiry.answered)),
            entry(percent(inquiry.unanswered)),
        ]);
    }
    let heads = ["team", "occupancy", "paid hours", "overtime hours", "handed over", "wages"];
    let mut teams = Grid::new(&heads);
    for team in &report.teams {
        teams.row([
            entry(&team.name),
            entry(percent(team.occupancy)),
            entry(grouped(team.paid_h, 1)),
            entry(grouped(team.overtime_h, 1)),
            entry(amount(team.handed_over)),
            entry(money(team.wages, &report.cost.currency)),
        ]);
    }
    let heading = text("Inquiries and teams").into_owned();
    Section { heading, tables: vec![inquiries, teams], ..Section::default() }
}

/// What a night costs; none, if nothing does.
pub fn cost(report: &SimulationReport) -> Option<Section> {
    let cost = &report.cost;
    if cost.mean == 0.0 && cost.levers.is_empty() {
        return None;
    }
    let mut grid = Grid::new(&["cost", "a night", "95 % interval", "a case"]);
    let part = |part: &CostPart, name: String| {
        let per_case = part.per_case.map_or_else(|| "–".to_owned(), |amount| grouped(amount, 2));
        [
            entry(name),
            entry(money(part.mean, &cost.currency)),
            entry(ends(part.low, part.high)),
            entry(per_case),
        ]
    };
    for kind in cost.kinds.iter().filter(|kind| kind.mean != 0.0) {
        grid.row(part(kind, text(&kind.name).into_owned()));
    }
    cost.levers.iter().for_each(|lever| grid.row(part(lever, lever.title.clone())));
    let per_case = cost.per_case.map_or_else(|| "–".to_owned(), |it| grouped(it.mean, 2));
    let together = text("together").into_owned();
    let all = [
        entry(together),
        entry(money(cost.mean, &cost.currency)),
        entry(ends(cost.low, cost.high)),
        entry(per_case),
    ];
    grid.row(all);
    let nights = say!(
        "In {}. One night in 20 costs less than {}, one more than {}.",
        cost.currency,
        grouped(cost.p05, 0),
        grouped(cost.p95, 0),
    );
    Some(Section {
        heading: text("Cost").into_owned(),
        intro: vec![nights],
        tables: vec![grid],
        ..Section::default()
    })
}

fn ends(low: Option<f64>, high: Option<f64>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("{}–{}", grouped(low, 0), grouped(high, 0)),
        _ => "–".to_owned(),
    }
}
