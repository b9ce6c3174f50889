//! What customers thought, and the score that the platform makes of a store.

use super::chart::Colour;
use super::forest::{Forest, Mark, Row};
use super::page::{Entry, Figure, Grid, Section, entry};
use crate::language::{say, text};
use crate::report::text::format::{amount, grouped, percent, percent_within};
use crate::report::text::{practices, store_score as words};
use crate::report::{Compliance, Opinions, SimulationReport};

/// The score, what it is made of, and its thresholds; none, where there is none.
pub fn store_score(report: &SimulationReport) -> Option<Section> {
    let score = report.store_score.as_ref()?;
    let mut grid = Grid::new(&["made of", "target", "share", "points", "weight"]);
    for part in &score.parts {
        grid.row([
            entry(&part.title),
            entry(words::judges(part)),
            entry(percent(part.share)),
            entry(part.points.map_or_else(|| "–".to_owned(), |points| grouped(points, 1))),
            entry(percent(Some(part.weight))),
        ]);
    }
    let below = score.below.iter().map(|it| words::threshold(it, score.nights, &report.cost.currency));
    let intro = std::iter::once(words::summary(score)).chain(below).collect();
    let heading = text("Store score");
    let heading = match score.title.as_str() {
        "store score" => heading.into_owned(),
        title => format!("{heading}: {title}"),
    };
    Some(Section { heading, intro, figures: below_chances(report).into_iter().collect(), tables: vec![grid] })
}

/// How often the score falls below each threshold.
fn below_chances(report: &SimulationReport) -> Option<Figure> {
    let score = report.store_score.as_ref()?;
    let mut grid = Grid::new(&["threshold", "chance of falling below", "95 % interval"]);
    let mut rows = Vec::new();
    for below in &score.below {
        let Some(chance) = below.chance else { continue };
        let name = format!("{} ({})", grouped(below.score, 0), below.title);
        let interval = format!("{}–{}", percent(Some(chance.low)), percent(Some(chance.high)));
        grid.row([entry(&name), entry(percent(Some(chance.value))), entry(interval)]);
        let (value, low, high) = (Some(chance.value), chance.low, chance.high);
        let mark = Mark { colour: Colour::Red, value, low, high };
        rows.push(Row { name, said: percent_within(chance.value, low, high), marks: vec![mark] });
    }
    if rows.is_empty() {
        return None;
    }
    let caption = text("Chance of falling below a threshold, in percent").into_owned();
    let forest = Forest { title: caption.clone(), percent: true, rows, ..Forest::default() };
    Some(Figure { caption, svg: forest.svg(), table: Some(grid), ..Figure::default() })
}

/// What was answered in the surveys, and what practices did; none, where neither is known.
pub fn satisfaction(report: &SimulationReport) -> Option<Section> {
    let intro = practices(report);
    let heading = text("Customers and practices").into_owned();
    let intro: Vec<String> = intro.into_iter().collect();
    let Some(all) = &report.satisfaction else {
        return (!intro.is_empty()).then(|| Section { heading, intro, ..Section::default() });
    };
    let mut grid =
        Grid::new(&["satisfaction", "surveys a night", "score from 1 to 5", "unsatisfied", "complaints"]);
    let score = all.score.map_or_else(
        || "–".to_owned(),
        |it| format!("{} ({}–{})", grouped(it.mean, 2), grouped(it.low, 2), grouped(it.high, 2)),
    );
    let within = |share: Option<Compliance>| {
        entry(share.map_or_else(|| "–".to_owned(), |it| percent_within(it.mean, it.low, it.high)))
    };
    let all_cases = entry(text("all cases"));
    grid.row([
        all_cases,
        entry(amount(all.surveys)),
        entry(score),
        within(all.unsatisfied),
        within(all.complaints),
    ]);
    report.inquiries.iter().for_each(|it| grid.row(row(&it.name, it.satisfaction)));
    report.teams.iter().for_each(|it| grid.row(row(&say!("team {}", it.name), it.card.satisfaction)));
    Some(Section { heading, intro, tables: vec![grid], ..Section::default() })
}

fn row(name: &str, opinions: Option<Opinions>) -> [Entry; 5] {
    let score = opinions.and_then(|it| it.score).map_or_else(|| "–".to_owned(), |score| grouped(score, 2));
    [
        entry(name),
        entry(amount(opinions.map_or(0.0, |it| it.surveys))),
        entry(score),
        entry(percent(opinions.and_then(|it| it.unsatisfied))),
        entry(percent(opinions.and_then(|it| it.complaints))),
    ]
}
