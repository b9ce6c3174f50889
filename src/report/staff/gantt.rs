//! The roster over the night, a line for each shift.

use super::model::{RosterRow, StaffReport};
use crate::language::text;
use crate::report::text::layout::{BOLD, DIM, push_styled, shorten};
use unicode_width::UnicodeWidthStr;

/// Columns of the name at most.
const NAME: usize = 26;
/// Columns of the number of agents.
const NUMBER: usize = 5;
/// Between a time and the next on the axis.
const LEAST_GAP: usize = 6;

/// Draws who is on shift when.
pub fn push_gantt(report: &StaffReport, width: usize, out: &mut String) {
    let rows: Vec<&RosterRow> = report.roster.iter().filter(|row| row.agents > 0).collect();
    let Some((run_out, night)) = report.intervals.split_last() else { return };
    let (Some(first), true) = (night.first(), !rows.is_empty()) else { return };
    let length_s = run_out.start_s;
    let name = rows.iter().map(|row| row.name.width()).max().unwrap_or(0).min(NAME);
    let axis = Axis { start_s: first.start_s, length_s, columns: width - name - NUMBER - 2 };
    out.push('\n');
    let times = axis.times(night.iter().map(|interval| (interval.start_s, interval.name.as_str())));
    push_styled(&format!("{}{times}", " ".repeat(name + NUMBER + 2)), BOLD, out);
    out.push('\n');
    let most = rows.iter().map(|row| row.agents).max().unwrap_or(1);
    for row in &rows {
        let shown = shorten(&row.name, name);
        let blanks = " ".repeat(name.saturating_sub(shown.width()));
        let bar = axis.bar(row, most);
        out.push_str(format!("{shown}{blanks}{:>NUMBER$}  {bar}", row.agents).trim_end());
        out.push('\n');
    }
    let total = shorten(&text("on shift"), name);
    let blanks = " ".repeat((name + NUMBER + 2).saturating_sub(total.width()));
    push_styled(format!("{total}{blanks}{}", axis.totals(&rows)).trim_end(), DIM, out);
    out.push('\n');
}

/// Time over columns.
struct Axis {
    start_s: f64,
    length_s: f64,
    columns: usize,
}

impl Axis {
    fn middle_s(&self, column: usize) -> f64 {
        self.start_s + self.length_s * (column as f64 + 0.5) / self.columns as f64
    }

    /// Starts of intervals, as many as fit; whole hours if they do.
    fn times<'n>(&self, starts: impl Iterator<Item = (f64, &'n str)>) -> String {
        let mut line = String::new();
        for (start_s, name) in starts.filter(|(_, name)| name.ends_with(":00")) {
            let column = ((start_s - self.start_s) / self.length_s * self.columns as f64).round() as usize;
            let free = line.width() + usize::from(!line.is_empty());
            if column >= free && column + name.width() <= self.columns && (column == 0 || column >= LEAST_GAP)
            {
                line += &" ".repeat(column - line.width());
                line += name;
            }
        }
        line
    }

    /// Where a shift is; fuller where more are on it.
    fn bar(&self, row: &RosterRow, most: u32) -> String {
        let share = f64::from(row.agents) / f64::from(most.max(1));
        let block = match share {
            share if share > 0.75 => '█',
            share if share > 0.5 => '▓',
            share if share > 0.25 => '▒',
            _ => '░',
        };
        (0..self.columns).map(|column| if self.on(row, column) { block } else { ' ' }).collect()
    }

    fn on(&self, row: &RosterRow, column: usize) -> bool {
        let at = self.middle_s(column);
        row.on_shift.iter().any(|shift| shift.start_s <= at && at < shift.end_s)
    }

    /// How many are on shift together, where it changes and there is room.
    fn totals(&self, rows: &[&RosterRow]) -> String {
        let mut line = String::new();
        let mut last = None;
        for column in 0..self.columns {
            let there: u32 = rows.iter().filter(|row| self.on(row, column)).map(|row| row.agents).sum();
            if last != Some(there) && line.len() < column.max(1) {
                line += &" ".repeat(column - line.len());
                line += &there.to_string();
                last = Some(there);
            }
        }
        line.truncate(self.columns);
        line
    }
}
