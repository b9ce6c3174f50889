//! The page of `calibrate`: what the logs say, fits against data, and days that were not seen.

mod back_test;
mod patience;
mod surge;

use back_test::{back_test, share_row};
use patience::patience;

use super::chart::{Chart, Colour, Layer, Up};
use super::page::{Figure, Grid, Page, Section, entry, key};
use crate::calibration::estimate::durations::Durations;
use crate::calibration::estimate::whole::Estimates;
use crate::language::{say, sentence, text};
use crate::report::calibration::{Document, WEEKDAYS, days_of};
use crate::report::text::format::{duration, grouped, limit, percent};
use crate::statistics::fitting::FittedLaw;

/// Inquiries whose times are drawn, most cases first.
const MOST_INQUIRIES: usize = 6;
/// Points of a law's curve.
const POINTS: usize = 60;

/// The page, in the language that is being written in.
pub fn page(document: &Document<'_>, title: &str, command: &str) -> Page {
    let fit = document.fit;
    let row = |what: &str, how: String| (text(what).into_owned(), how);
    let logs = fit.logs.iter().map(|log| {
        say!("{}: {} rows, {}, {}", log.name, grouped(log.rows as f64, 0), log.encoding, log.mapping)
    });
    let uncertainty = text(
        "Intervals are 95 % intervals; days are what differs. What the log does not say is among the assumptions.",
    );
    Page {
        title: title.to_owned(),
        subtitle: say!(
            "{} cases on {} days, {} to {}",
            grouped(fit.cases as f64, 0),
            fit.days,
            fit.from,
            fit.to
        ),
        answer: answer(document),
        tone: if fit.assumptions.is_empty() { "good" } else { "" },
        details: details(document),
        sections: sections(document),
        made: vec![
            row("Logs", logs.collect::<Vec<_>>().join("; ")),
            row("Command", command.to_owned()),
            row("Version", format!("Nightdesk {}", document.version)),
            row("Uncertainty", uncertainty.into_owned()),
        ],
    }
}

fn answer(document: &Document<'_>) -> String {
    let shown = document.back_test.and_then(|test| Some((test, share_row(test)?)));
    match shown {
        Some((test, row)) => say!(
            "On {} days that it had not seen, the share answered in time was predicted to within {} points a day and {} points a half hour, in the mean.",
            test.days_tested,
            grouped(100.0 * row.days.error, 1),
            grouped(100.0 * row.half_hours.error, 1)
        ),
        None => say!(
            "The desk of {} days is in the scenario: {} cases a day, {}.",
            document.fit.days,
            grouped(document.fit.cases as f64 / document.fit.days.max(1) as f64, 0),
            patience_words(document.fit)
        ),
    }
}

fn patience_words(fit: &Estimates) -> String {
    let median = fit.patience_of_all.as_ref().and_then(|it| it.median_s.as_ref());
    median.map_or_else(
        || say!("how long customers wait is not known"),
        |it| say!("half of those who wait give up after {}", duration(it.value)),
    )
}

fn details(document: &Document<'_>) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(test) = document.back_test {
        said.push(days_of(test));
    }
    let assumptions = document.fit.assumptions.len();
    if assumptions == 1 {
        said.push(say!("One thing is not in the log and was assumed: look at it below."));
    } else if assumptions > 0 {
        said.push(say!("{} things are not in the log and were assumed: look at them below.", assumptions));
    }
    said
}

fn sections(document: &Document<'_>) -> Vec<Section> {
    let fit = document.fit;
    let mut sections = Vec::new();
    if let Some(test) = document.back_test {
        sections.extend(back_test(test));
    }
    sections.push(arrivals(fit));
    sections.extend(surge::surges(fit.surge.as_ref()));
    sections.extend(times(fit));
    sections.extend(patience(fit));
    sections.extend(teams(fit));
    sections.extend(left_out(fit));
    sections.extend(assumptions(fit));
    sections
}

fn listed(heading: &str, intro: Vec<String>, tables: Vec<Grid>) -> Option<Section> {
    let tables: Vec<Grid> = tables.into_iter().filter(|grid| !grid.rows.is_empty()).collect();
    let heading = text(heading).into_owned();
    (!(intro.is_empty() && tables.is_empty())).then(|| Section {
        heading,
        intro,
        tables,
        ..Section::default()
    })
}

/// Cases expected each hour: the mean of the open weekdays, and what they lie between.
fn arrivals(fit: &Estimates) -> Section {
    let open: Vec<usize> =
        (0..7).filter(|day| fit.arrivals.iter().any(|row| row.cases[*day].is_some())).collect();
    let mut table = Grid::new(&["from"]);
    table.heads.extend(open.iter().map(|day| text(WEEKDAYS[*day]).into_owned()));
    let (mut band, mut line, mut ticks) = (Vec::new(), Vec::new(), Vec::new());
    let every = (fit.arrivals.len() / 6).max(1).next_multiple_of(2);
    for (place, row) in fit.arrivals.iter().enumerate() {
        // An hour's: two half hours of the same.
        let seen: Vec<f64> = open.iter().filter_map(|day| row.cases[*day]).map(|cases| 2.0 * cases).collect();
        let (start, end) = (place as f64, place as f64 + 1.0);
        if !seen.is_empty() {
            let low = seen.iter().copied().fold(f64::INFINITY, f64::min);
            let high = seen.iter().copied().fold(0.0, f64::max);
            band.push(((start + end) / 2.0, low, high));
            line.push(((start + end) / 2.0, Some(seen.iter().sum::<f64>() / seen.len() as f64)));
        }
        if place % every == 0 {
            ticks.push((start, row.from.clone()));
        }
        let cases = |day: &usize| row.cases[*day].map_or_else(|| "–".to_owned(), |it| grouped(2.0 * it, 1));
        table.row(std::iter::once(entry(&row.from)).chain(open.iter().map(|day| entry(cases(day)))));
    }
    let caption = text("Arrivals: cases expected an hour").into_owned();
    let chart = Chart {
        title: caption.clone(),
        ticks,
        across: (0.0, fit.arrivals.len() as f64),
        layers: vec![Layer::Band(Colour::Blue, band), Layer::Line(Colour::Blue, line)],
        ..Chart::default()
    };
    let reading = text("Line: mean of the open weekdays. Band: from the quietest to the busiest weekday.");
    let figure = Figure {
        caption,
        reading: reading.into_owned(),
        svg: chart.svg(),
        table: Some(table),
        ..Figure::default()
    };
    let swing = fit.swing.as_ref().map(|swing| {
        say!(
            "Days differ by {} beyond chance (95 %: {} to {}, {} days); a half hour varies {} times as much as chance alone once the day is known.",
            percent(Some(swing.day_cv.value)),
            percent(Some(swing.day_cv.low)),
            percent(Some(swing.day_cv.high)),
            swing.days,
            grouped(swing.dispersion, 2)
        )
    });
    let heading = text("Arrivals").into_owned();
    Section { heading, intro: swing.into_iter().collect(), figures: vec![figure], ..Section::default() }
}

/// Times, each with the law that is nearest.
fn times(fit: &Estimates) -> Option<Section> {
    let heads = ["time", "seen", "mean, s", "95 % interval", "half under, s", "taken", "off by"];
    let mut grid = Grid::new(&heads);
    let mut figures = Vec::new();
    for (place, inquiry) in fit.inquiries.iter().enumerate() {
        let own = [("work", inquiry.handle.as_ref()), ("think", inquiry.think.as_ref())];
        for (what, known) in own.into_iter().filter_map(|(what, known)| Some((what, known?))) {
            let name = format!("{}: {}", inquiry.name, text(what));
            time_row(&name, known, &mut grid);
            if place < MOST_INQUIRIES {
                figures.extend(fitted(&name, known));
            }
        }
    }
    let intro = text(
        "Taken is the law that fits best by Schwarz's criterion (BIC), or the values themselves where every law is more than 5 points off.",
    );
    let heading = text("Times: fits against data").into_owned();
    (!grid.rows.is_empty()).then(|| Section {
        heading,
        intro: vec![intro.into_owned()],
        figures,
        tables: vec![grid],
    })
}

/// What is taken, in words.
fn taken(chosen: &str) -> String {
    if chosen == "empirical" { text("the values").into_owned() } else { text(chosen).into_owned() }
}

fn time_row(name: &str, known: &Durations, grid: &mut Grid) {
    let law = known.laws.iter().find(|law| law.name == known.chosen);
    let high = if known.mean_s.high.is_finite() { grouped(known.mean_s.high, 1) } else { "?".to_owned() };
    grid.row([
        entry(name),
        entry(grouped(known.observations as f64, 0)),
        entry(grouped(known.mean_s.value, 1)),
        entry(format!("{}–{high}", grouped(known.mean_s.low, 1))),
        entry(grouped(known.median_s, 1)),
        entry(taken(&known.chosen)),
        entry(law.map_or_else(|| "0".to_owned(), |law| say!("{} points", grouped(100.0 * law.distance, 1)))),
    ]);
}

/// The seen share up to each time, beside the nearest law's.
fn fitted(name: &str, known: &Durations) -> Option<Figure> {
    let count = known.slices.len();
    let best = known.laws.first()?;
    let last = *known.slices.get(count.saturating_sub(1).min(count * 98 / 100))?;
    let share = |index: usize| (index as f64 + 0.5) / count as f64;
    let seen = known.slices.iter().enumerate().filter(|(_, value)| **value <= last);
    let seen: Vec<(f64, Option<f64>)> = seen.map(|(index, value)| (*value, Some(share(index)))).collect();
    let law = curve(last, |at| best.law.up_to(at));
    let caption = say!("{}: share that takes no longer, in percent", name);
    let mut table = Grid::new(&["share", "seen, s", "law, s"]);
    for part in [0.1, 0.25, 0.5, 0.75, 0.9, 0.95] {
        let place = ((part * count as f64) as usize).min(count - 1);
        table.row([
            entry(percent(Some(part))),
            entry(grouped(known.slices[place], 1)),
            entry(grouped(quantile(&best.law, part), 1)),
        ]);
    }
    Some(beside(caption, last, seen, law, &taken(&best.name), table))
}

/// Data and law in one picture.
fn beside(
    caption: String,
    last: f64,
    seen: Vec<(f64, Option<f64>)>,
    law: Vec<(f64, Option<f64>)>,
    name: &str,
    table: Grid,
) -> Figure {
    let chart = Chart {
        title: caption.clone(),
        ticks: seconds(last),
        across: (0.0, last),
        up: Up::Percent,
        layers: vec![Layer::Line(Colour::Blue, seen), Layer::Line(Colour::Orange, law)],
    };
    let law = super::page::Key { colour: "orange", shape: "line", text: say!("law: {}", name) };
    let keys = vec![key(Colour::Blue, "line", "seen"), law];
    Figure { caption, keys, svg: chart.svg(), table: Some(table), ..Figure::default() }
}

fn curve(last: f64, of: impl Fn(f64) -> f64) -> Vec<(f64, Option<f64>)> {
    let at = |index: usize| last * index as f64 / POINTS as f64;
    (0..=POINTS).map(|index| (at(index), Some(of(at(index))))).collect()
}

/// Where a law reaches a share, by halving.
fn quantile(law: &FittedLaw, share: f64) -> f64 {
    let (mut low, mut high) = (1e-3, 1e9_f64);
    for _ in 0..100 {
        let middle = (low * high).sqrt();
        if law.up_to(middle) < share { low = middle } else { high = middle }
    }
    low
}

/// Round times along the bottom.
fn seconds(last: f64) -> Vec<(f64, String)> {
    let steps =
        [1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 7200.0, 21_600.0, 86_400.0];
    let step = steps.into_iter().find(|step| last / step <= 6.0).unwrap_or(last / 4.0);
    let places = (0..7).map(|index| f64::from(index) * step).take_while(|at| *at <= last);
    places.map(|at| (at, limit(at))).collect()
}

fn teams(fit: &Estimates) -> Option<Section> {
    let mut grid = Grid::new(&["team", "agents", "services", "speed", "takes"]);
    for team in fit.teams.iter().filter(|team| team.services > 0) {
        grid.row([
            entry(&team.name),
            entry(team.agents.to_string()),
            entry(grouped(team.services as f64, 0)),
            entry(grouped(team.speed, 2)),
            entry(team.skills.join(" ")),
        ]);
    }
    listed("Teams, inferred from services", Vec::new(), vec![grid])
}

fn left_out(fit: &Estimates) -> Option<Section> {
    let mut grid = Grid::new(&["left out", "rows", "first"]);
    for one in &fit.left_out {
        grid.row([entry(sentence(&one.reason)), entry(grouped(one.rows as f64, 0)), entry(&one.first)]);
    }
    let odd = fit.faults.iter().map(|it| say!("{} to {}: {}", it.from, it.to, sentence(&it.seen)));
    listed("What was left out, and what looks odd", odd.collect(), vec![grid])
}

fn assumptions(fit: &Estimates) -> Option<Section> {
    let intro = fit.assumptions.iter().map(|it| sentence(it).into_owned()).collect();
    listed("Assumptions: not in the log", intro, Vec::new())
}
