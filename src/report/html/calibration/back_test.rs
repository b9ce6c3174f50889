//! Days that had not been seen: predicted, and as they were.

use super::super::chart::Colour;
use super::super::forest::{Forest, Mark, Row};
use super::super::page::{Figure, Grid, Section, entry, key, toned};
use super::listed;
use crate::calibration::backtest::BackTest;
use crate::calibration::backtest::table::{self, DayRow};
use crate::language::{say, text};
use crate::report::text::format::{grouped, percent};

/// The first line of the back-test's table of shares answered in time.
pub fn share_row(test: &BackTest) -> Option<&table::Row> {
    let of =
        |given: &str| test.rows.iter().find(|row| row.figure == "answered_in_time" && row.given == given);
    of("presence").or_else(|| test.rows.iter().find(|row| row.figure == "answered_in_time"))
}

/// Days that were not seen: what was predicted, and what was.
pub fn back_test(test: &BackTest) -> Vec<Section> {
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
    if !grid.rows.is_empty() {
        sections.extend(listed("How far off, beside formulas", vec![intro.into_owned()], vec![grid]));
    }
    sections.extend(volumes(test));
    sections
}

/// Cases forecast, beside the same weekday's mean.
fn volumes(test: &BackTest) -> Option<Section> {
    let heads = ["cases", "error, half hours", "in 95 % bands", "error, days", "in 95 % bands", "bias, days"];
    let mut grid = Grid::new(&heads);
    for row in test.rows.iter().filter(|row| row.figure == "cases") {
        grid.row([
            entry(text(&row.method)),
            entry(grouped(row.half_hours.error, 1)),
            entry(percent(row.half_hours.coverage_95)),
            entry(grouped(row.days.error, 1)),
            entry(percent(row.days.coverage_95)),
            entry(grouped(row.days.bias, 1)),
        ]);
    }
    let intro = text(
        "From the days before: the mean absolute difference of cases a half hour and a day. Streams' times and orders are given, as a planner has them.",
    );
    (!grid.rows.is_empty())
        .then(|| listed("Volumes forecast", vec![intro.into_owned()], vec![grid]))
        .flatten()
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
