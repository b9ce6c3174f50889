//! What went wrong, and what would mend it.

use super::chart::Colour;
use super::forest::{Forest, Mark, Row};
use super::page::{Entry, Figure, Grid, Section, entry};
use super::simulation::tone;
use crate::language::{say, text};
use crate::report::explanation::text as words;
use crate::report::explanation::{Explanation, RemedyReport, TargetExplanation};
use crate::report::text::format::percent_within;
use crate::statistics::Interval;

/// Both sections; amounts are in `currency`.
pub fn sections(explanation: &Explanation, currency: &str) -> [Section; 2] {
    let heading = text("What went wrong").into_owned();
    let hours = explanation.targets.iter().filter_map(|target| {
        let hours = words::hours(&target.hours)?;
        Some(format!("{}: {hours}", target.name))
    });
    let wrong = Section {
        heading,
        intro: [words::lead(explanation), words::how_to_read()].into_iter().chain(hours).collect(),
        figures: explanation.targets.iter().map(causes).collect(),
        tables: Vec::new(),
    };
    [wrong, remedies(explanation, currency)]
}

/// What the misses of a target are owed to.
fn causes(target: &TargetExplanation) -> Figure {
    let row = |name: String, share: Option<Interval>, colour| {
        let mark = share.map(|it| Mark { colour, value: Some(it.value), low: it.low, high: it.high });
        Row { name, said: words::percent(share), marks: mark.into_iter().collect() }
    };
    let mut table = Grid::new(&["cause", "share", "alone"]);
    let mut rows = Vec::new();
    for cause in words::causes(target) {
        let name = words::spoken(cause.name);
        table.row([entry(&name), entry(words::percent(cause.share)), entry(words::percent(cause.alone))]);
        rows.push(row(name, cause.share, Colour::Blue));
    }
    let all = text("all of these together").into_owned();
    table.row([entry(&all), entry(words::percent(target.together)), entry("")]);
    rows.push(row(all, target.together, Colour::Green));
    let caption = say!("{}: causes of the misses, in percent of them", target.name);
    let forest = Forest { title: caption.clone(), percent: true, rows, ..Forest::default() };
    let reading = words::missed(target);
    Figure { caption, reading, svg: forest.svg(), table: Some(table), ..Figure::default() }
}

/// The cheapest changes that mend it, or those that help most.
fn remedies(explanation: &Explanation, currency: &str) -> Section {
    let heads = ["change", "chance of keeping all targets", "cost a night"];
    let mut grid = Grid { words: true, ..Grid::new(&heads) };
    explanation.remedies.iter().for_each(|remedy| grid.row(remedy_row(remedy, currency)));
    let mut intro = vec![words::remedies_lead(explanation)];
    let tables = if explanation.remedies.is_empty() {
        Vec::new()
    } else {
        intro.push(words::remedies_note(explanation));
        vec![grid]
    };
    let heading = text("What would mend it").into_owned();
    Section { heading, intro, tables, ..Section::default() }
}

fn remedy_row(remedy: &RemedyReport, currency: &str) -> [Entry; 3] {
    let chance = remedy.chance_all_met;
    let note = if remedy.title == remedy.name { String::new() } else { words::title(remedy) };
    let gained: Vec<String> = words::more_nights(remedy).into_iter().chain(words::gains(remedy)).collect();
    [
        Entry { text: remedy.name.clone(), note, tone: "" },
        Entry {
            text: percent_within(chance.value, chance.low, chance.high),
            note: gained.join(&text("; ")),
            tone: tone(chance.value),
        },
        entry(words::cost(remedy.cost, currency)),
    ]
}
