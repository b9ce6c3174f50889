//! The night by interval, as bars.
//!
//! Long nights have more intervals than a screen has lines: neighbours are merged until at most
//! [`MOST_ROWS`] are left, in steps that divide a day where that can be. Of what waits at the ends of
//! merged intervals the most is shown.

use super::format::{amount, asked_for, percent_sign, points};
use super::layout::{BAD, BOLD, DIM, PLAIN, push_paragraph, push_styled, shorten};
use crate::language::{say, text};
use crate::report::{IntervalReport, SimulationReport, TargetReport};
use anstyle::Style;
use unicode_width::UnicodeWidthStr;

/// Rows of a chart.
const MOST_ROWS: usize = 32;
/// Columns of a number beside its bar.
const NUMBER: usize = 6;
/// The shades of a bar's last block, in eighths.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// One line of the chart: several intervals together.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    name: String,
    arrivals: f64,
    waiting: f64,
    on_duty: f64,
    met: f64,
    counted: f64,
}

/// How many columns each part has.
struct Columns {
    name: usize,
    arrivals: usize,
    waiting: usize,
    compliance: usize,
}

/// Draws the night, with the compliance of `target`.
pub fn push_chart(report: &SimulationReport, target: Option<&TargetReport>, width: usize, out: &mut String) {
    // The last is what comes after closing.
    let Some((_, night)) = report.intervals.split_last() else { return };
    if night.is_empty() {
        return;
    }
    let rows = merged(night, target.map(|target| target.name.as_str()));
    let columns = Columns::of(&rows, target.is_some(), width);
    push_head(&columns, target, out);
    let most_arrivals = rows.iter().map(|row| row.arrivals).fold(0.0, f64::max);
    let most_waiting = rows.iter().map(|row| row.waiting).fold(0.0, f64::max);
    for row in &rows {
        let mut line = padded(&row.name, columns.name);
        push_bar(row.arrivals, most_arrivals, columns.arrivals, &mut line);
        push_bar(row.waiting, most_waiting, columns.waiting, &mut line);
        line.push_str(&format!("  {:>7}", amount(row.on_duty)));
        if let Some(target) = target {
            push_compliance(row, target.at_least, columns.compliance, &mut line);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    push_paragraph(&legend(target), DIM, "", width, out);
}

/// What the columns show.
fn legend(target: Option<&TargetReport>) -> String {
    match target {
        Some(target) => say!(
            "arrivals: conversations that customers open; waiting: messages that nobody works on yet; \
             on duty: agents; {}: its compliance, in red where it is below the {} asked for",
            target.name,
            asked_for(target.at_least),
        ),
        None => say!(
            "arrivals: conversations that customers open; waiting: messages that nobody works on yet; \
             on duty: agents"
        ),
    }
}

impl Columns {
    /// Shares out what names and numbers leave.
    fn of(rows: &[Row], with_target: bool, width: usize) -> Columns {
        let name = rows.iter().map(|row| row.name.width()).max().unwrap_or(0);
        let numbers = name + 2 * (3 + NUMBER) + 9;
        if with_target {
            let bars = width.saturating_sub(numbers + 2 + 1 + 5);
            let compliance = (bars / 4).max(10);
            let others = bars.saturating_sub(compliance) / 2;
            Columns { name, arrivals: others, waiting: others, compliance }
        } else {
            let bars = width.saturating_sub(numbers) / 2;
            Columns { name, arrivals: bars, waiting: bars, compliance: 0 }
        }
    }
}

fn push_head(columns: &Columns, target: Option<&TargetReport>, out: &mut String) {
    let of_bar = |head: &str, bar: usize| format!("  {}", padded(&text(head), NUMBER + 1 + bar));
    let mut heads = padded("", columns.name);
    heads.push_str(&of_bar("arrivals", columns.arrivals));
    heads.push_str(&of_bar("waiting", columns.waiting));
    let on_duty = text("on duty");
    heads.push_str(&" ".repeat(9_usize.saturating_sub(on_duty.width())));
    heads.push_str(&on_duty);
    if let Some(target) = target {
        heads.push_str("  ");
        heads.push_str(&shorten(&target.name, columns.compliance + 6));
    }
    push_styled(heads.trim_end(), BOLD, out);
    out.push('\n');
}

/// A number and its bar.
fn push_bar(value: f64, most: f64, width: usize, line: &mut String) {
    line.push_str(&format!("  {:>NUMBER$} ", amount(value)));
    let share = if most > 0.0 { value / most } else { 0.0 };
    // What is not nothing when rounded is seen.
    let bar = if value >= 0.05 { bar(share.max(0.125 / width as f64), width) } else { String::new() };
    line.push_str(&padded(&bar, width));
}

/// The share met as a bar and in percent; red where it is less than asked for.
fn push_compliance(row: &Row, at_least: f64, width: usize, line: &mut String) {
    line.push_str("  ");
    if row.counted <= 0.0 {
        push_styled(&padded("–", width), DIM, line);
        return;
    }
    let share = row.met / row.counted;
    let style: Style = if share < at_least { BAD } else { PLAIN };
    let figure = format!("{} {:>3}{}", padded(&bar(share, width), width), points(share), percent_sign());
    push_styled(&figure, style, line);
}

/// `share` of `width` blocks.
fn bar(share: f64, width: usize) -> String {
    let eighths = (share.clamp(0.0, 1.0) * 8.0 * width as f64).round() as usize;
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

fn padded(text: &str, width: usize) -> String {
    let text = shorten(text, width);
    let blanks = width.saturating_sub(text.width());
    text + &" ".repeat(blanks)
}

/// The intervals in at most [`MOST_ROWS`] rows.
fn merged(intervals: &[IntervalReport], target: Option<&str>) -> Vec<Row> {
    let length_s = intervals.get(1).map_or(86_400.0, |second| second.start_s - intervals[0].start_s);
    intervals.chunks(rows_in_one(intervals.len(), length_s)).map(|group| row(group, target)).collect()
}

/// How many intervals make a row: as few as will do, rather a length that divides a day.
fn rows_in_one(intervals: usize, length_s: f64) -> usize {
    let fewest = intervals.div_ceil(MOST_ROWS);
    let divides_a_day = |count: &usize| 86_400.0 % (*count as f64 * length_s) == 0.0;
    (fewest..=2 * fewest).find(divides_a_day).unwrap_or(fewest)
}

fn row(group: &[IntervalReport], target: Option<&str>) -> Row {
    let (first, last) = (&group[0], &group[group.len() - 1]);
    let counted = group.iter().flat_map(|interval| &interval.targets);
    let counted = counted.filter(|it| Some(it.name.as_str()) == target);
    let mut sums = (0.0, 0.0);
    for it in counted {
        sums.0 += it.compliance.unwrap_or(0.0) * it.counted;
        sums.1 += it.counted;
    }
    Row {
        name: first.name.clone(),
        arrivals: group.iter().map(|interval| interval.arrivals).sum(),
        waiting: group.iter().map(|interval| interval.waiting).fold(0.0, f64::max),
        on_duty: last.on_duty,
        met: sums.0,
        counted: sums.1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_drawn_in_eighths() {
        assert_eq!([0.0, 0.001, 0.5, 0.55, 1.0].map(|share| bar(share, 4)), ["", "", "██", "██▎", "████"]);
    }

    #[test]
    fn a_long_night_is_merged_into_rows_that_divide_a_day() {
        assert_eq!(rows_in_one(48, 900.0), 2);
        assert_eq!(rows_in_one(32, 900.0), 1);
        // A week of quarters of an hour: 5 h 15 would do, but 6 h divides the day.
        assert_eq!(rows_in_one(672, 900.0), 24);
        // Intervals of 7 min never divide a day.
        assert_eq!(rows_in_one(100, 420.0), 4);
    }
}
