//! The page of `calibrate`: what the logs say, fits against data, and days that were not seen.

use super::chart::{Chart, Colour, Layer, Up};
use super::forest::{Forest, Mark, Row};
use super::page::{Figure, Grid, Page, Section, entry, key, toned};
use crate::calibration::backtest::BackTest;
use crate::calibration::backtest::run::DayRow;
use crate::calibration::estimate::durations::Durations;
use crate::calibration::estimate::patience::Patience;
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

/// The first line of the back-test's table of shares answered in time.
fn share_row(test: &BackTest) -> Option<&crate::calibration::backtest::Row> {
    let of =
        |given: &str| test.rows.iter().find(|row| row.figure == "answered_in_time" && row.given == given);
    of("presence").or_else(|| test.rows.iter().find(|row| row.figure == "answered_in_time"))
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

/// Share still waiting, with its interval, beside the nearest law's.
fn patience(fit: &Estimates) -> Option<Section> {
    let all = fit.patience_of_all.as_ref()?;
    let mut grid = Grid::new(&[
        "patience",
        "waited",
        "gave up",
        "half gave up after",
        "95 % interval",
        "taken",
        "off by",
    ]);
    patience_row(&text("all"), all, &mut grid);
    let mut figures: Vec<Figure> = survival(&text("all"), all).into_iter().collect();
    for inquiry in &fit.inquiries {
        if let Some(own) = &inquiry.patience {
            patience_row(&inquiry.name, own, &mut grid);
        }
    }
    figures.extend(hazard(all));
    let intro = text(
        "By Kaplan and Meier: who was answered would have waited longer, and is counted as having waited so long at least.",
    );
    let heading = text("Patience: fits against data").into_owned();
    Some(Section { heading, intro: vec![intro.into_owned()], figures, tables: vec![grid] })
}

fn patience_row(name: &str, known: &Patience, grid: &mut Grid) {
    let law = known.laws.iter().find(|law| law.name == known.chosen);
    let (median, range) = match &known.median_s {
        Some(it) => {
            let high = if it.high.is_finite() { duration(it.high) } else { "?".to_owned() };
            (duration(it.value), format!("{}–{high}", duration(it.low)))
        }
        None => {
            (known.median_by_law_s.map_or("?".to_owned(), |it| format!("({})", duration(it))), "?".to_owned())
        }
    };
    grid.row([
        entry(name),
        entry(grouped(known.waited as f64, 0)),
        entry(grouped(known.gave_up as f64, 0)),
        entry(median),
        entry(range),
        entry(if known.chosen == "empirical" {
            text("the curve").into_owned()
        } else {
            taken(&known.chosen)
        }),
        entry(law.map_or_else(|| "0".to_owned(), |law| say!("{} points", grouped(100.0 * law.distance, 1)))),
    ]);
}

fn survival(name: &str, known: &Patience) -> Option<Figure> {
    let last = known.curve.last()?.after_s;
    let law = known.laws.first()?;
    let band =
        known.curve.iter().map(|it| (it.after_s, it.still_waiting.low, it.still_waiting.high)).collect();
    let seen = known.curve.iter().map(|it| (it.after_s, Some(it.still_waiting.value))).collect();
    let caption = say!("{}: share still waiting after so long, in percent", name);
    let mut table = Grid::new(&["after", "still waiting", "95 % interval", "law", "seen waiting so long"]);
    for it in &known.curve {
        table.row([
            entry(duration(it.after_s)),
            entry(percent(Some(it.still_waiting.value))),
            entry(format!(
                "{}–{}",
                percent(Some(it.still_waiting.low)),
                percent(Some(it.still_waiting.high))
            )),
            entry(percent(Some(law.law.beyond(it.after_s)))),
            entry(grouped(it.at_risk as f64, 0)),
        ]);
    }
    let mut figure =
        beside(caption, last, seen, curve(last, |at| law.law.beyond(at)), &taken(&law.name), table);
    let layers = vec![
        Layer::Band(Colour::Blue, band),
        Layer::Line(
            Colour::Blue,
            known.curve.iter().map(|it| (it.after_s, Some(it.still_waiting.value))).collect(),
        ),
        Layer::Line(Colour::Orange, curve(last, |at| law.law.beyond(at))),
    ];
    figure.svg = Chart {
        title: figure.caption.clone(),
        ticks: seconds(last),
        across: (0.0, last),
        up: Up::Percent,
        layers,
    }
    .svg();
    figure.reading = text("Band: 95 % interval of what was seen.").into_owned();
    Some(figure)
}

/// The rate of giving up while waiting.
fn hazard(known: &Patience) -> Option<Figure> {
    let last = known.hazard.last()?.to_s;
    let caption = text("Giving up: of those still waiting, in percent a minute").into_owned();
    let mut table = Grid::new(&["waiting", "gave up", "a minute"]);
    for it in &known.hazard {
        table.row([
            entry(format!("{}–{}", duration(it.from_s), duration(it.to_s))),
            entry(grouped(it.gave_up as f64, 0)),
            entry(percent(Some(it.a_minute))),
        ]);
    }
    let steps = known.hazard.iter().map(|it| (it.from_s, it.to_s, 100.0 * it.a_minute)).collect();
    let chart = Chart {
        title: caption.clone(),
        ticks: seconds(last),
        across: (0.0, last),
        layers: vec![Layer::Bars(Colour::Red, steps)],
        ..Chart::default()
    };
    Some(Figure { caption, svg: chart.svg(), table: Some(table), ..Figure::default() })
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

/// Days that were not seen: what was predicted, and what was.
fn back_test(test: &BackTest) -> Vec<Section> {
    let mut sections = Vec::new();
    let rows: Vec<Row> = test.days.iter().map(day).collect();
    if !rows.is_empty() {
        let caption = text("Share answered in time, day by day, in percent").into_owned();
        let mut table = Grid::new(&["day", "cases", "was", "predicted", "80 % band", ""]);
        for it in &test.days {
            let (word, tone) = if it.held { ("held", "good") } else { ("not held", "bad") };
            table.row([
                entry(&it.date),
                entry(grouped(it.cases, 0)),
                entry(percent(Some(it.was))),
                entry(percent(Some(it.predicted.value))),
                entry(format!("{}–{}", percent(Some(it.predicted.low)), percent(Some(it.predicted.high)))),
                toned(text(word), tone),
            ]);
        }
        let forest = Forest { title: caption.clone(), percent: true, rows, ..Forest::default() };
        let keys = vec![
            key(Colour::Blue, "dot", "predicted, with its 80 % band"),
            key(Colour::Orange, "dot", "as it was"),
        ];
        let figure = Figure { caption, keys, svg: forest.svg(), table: Some(table), ..Figure::default() };
        let heading = text("Days that it had not seen").into_owned();
        sections.push(Section { heading, figures: vec![figure], ..Section::default() });
    }
    let mut grid = Grid::new(&[
        "share answered in time",
        "error, half hours",
        "of chance alone",
        "in 80 % bands",
        "error, days",
        "bias, days",
    ]);
    for row in test.rows.iter().filter(|row| row.figure == "answered_in_time") {
        let points = |value: f64| say!("{} points", grouped(100.0 * value, 1));
        let known = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), points);
        let name = format!("{}, {}", text(&row.given), text(&row.method));
        grid.row([
            entry(name),
            entry(points(row.half_hours.error)),
            entry(known(row.half_hours.chance)),
            entry(percent(row.half_hours.coverage_80)),
            entry(points(row.days.error)),
            entry(points(row.days.bias)),
        ]);
    }
    let intro = text(
        "Errors are mean absolute differences. Given of the predicted day, under presence: its cases, and who was there; under handle times: the mean of each half hour too; under forecast: presence, but not its cases. Corrected: simulated, less what training days were off by; floor: taught by the predicted days themselves.",
    );
    // Logs of counts know of nobody who waits.
    if !grid.rows.is_empty() {
        sections.extend(listed("How far off, beside formulas", vec![intro.into_owned()], vec![grid]));
    }
    sections
}

fn day(day: &DayRow) -> Row {
    let predicted = Mark {
        colour: Colour::Blue,
        value: Some(day.predicted.value),
        low: day.predicted.low,
        high: day.predicted.high,
    };
    let was = Mark { colour: Colour::Orange, value: Some(day.was), low: day.was, high: day.was };
    Row {
        name: day.date.clone(),
        said: format!("{} / {}", percent(Some(day.predicted.value)), percent(Some(day.was))),
        marks: vec![predicted, was],
    }
}
