//! Tables for a terminal: aligned by display width (a Chinese character takes two columns), the first
//! column wrapped where a line would not fit.

use crate::language;
use anstyle::Style;
use std::borrow::Cow;
use std::fmt::Write as _;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Between two columns.
const GAP: usize = 2;
/// The first column is never squeezed below this.
const NARROWEST: usize = 8;

/// What carries no meaning of its own.
pub const PLAIN: Style = Style::new();
/// Headings.
pub const BOLD: Style = Style::new().bold();
/// What is there to look up.
pub const DIM: Style = Style::new().dimmed();
/// As it should be.
pub const GOOD: Style = anstyle::AnsiColor::Green.on_default();
/// To be watched.
pub const DOUBTFUL: Style = anstyle::AnsiColor::Yellow.on_default();
/// Missed.
pub const BAD: Style = anstyle::AnsiColor::Red.on_default();

/// One cell.
#[derive(Clone, Debug)]
pub struct Cell {
    text: String,
    style: Style,
}

/// A cell with meaning.
pub fn styled(text: impl Into<String>, style: Style) -> Cell {
    Cell { text: text.into(), style }
}

/// A cell.
pub fn cell(text: impl Into<String>) -> Cell {
    styled(text, PLAIN)
}

/// Rows under headings: the first column to the left, all others to the right.
#[derive(Clone, Debug)]
pub struct Table {
    heads: Vec<Cow<'static, str>>,
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
enum Row {
    Cells(Vec<Cell>),
    Note(String),
}

impl Table {
    /// An empty table under headings that need no translation.
    pub fn under(heads: Vec<String>) -> Table {
        Table { heads: heads.into_iter().map(Cow::Owned).collect(), rows: Vec::new() }
    }

    /// An empty table. A heading may have two lines; it is translated.
    pub fn new(heads: &[&'static str]) -> Table {
        Table { heads: heads.iter().map(|head| language::text(head)).collect(), rows: Vec::new() }
    }

    /// Adds a row, a cell for each heading.
    pub fn row(&mut self, cells: impl Into<Vec<Cell>>) {
        self.rows.push(Row::Cells(cells.into()));
    }

    /// Adds a line below a row, over all columns.
    pub fn note(&mut self, text: impl Into<String>) {
        self.rows.push(Row::Note(text.into()));
    }

    /// The table in lines of at most `width` columns.
    pub fn render(&self, width: usize, out: &mut String) {
        let widths = self.widths(width);
        // A table without headings has no line for them.
        for line in 0..self.heads.iter().map(|head| head.lines().count()).max().unwrap_or(0) {
            let heads = self.heads.iter().map(|head| styled(head.lines().nth(line).unwrap_or(""), BOLD));
            push_line(&heads.collect::<Vec<_>>(), &widths, out);
        }
        for row in &self.rows {
            match row {
                Row::Cells(cells) => push_row(cells, &widths, out),
                Row::Note(text) => push_paragraph(text, DIM, "  ", width, out),
            }
        }
    }

    /// What each column needs, the first what is left.
    fn widths(&self, width: usize) -> Vec<usize> {
        let head = |head: &Cow<str>| head.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
        let mut widths: Vec<usize> = self.heads.iter().map(head).collect();
        for row in &self.rows {
            if let Row::Cells(cells) = row {
                for (widest, cell) in widths.iter_mut().zip(cells) {
                    *widest = (*widest).max(cell.text.width());
                }
            }
        }
        let others: usize = widths.iter().skip(1).map(|other| other + GAP).sum();
        if let Some(first) = widths.first_mut() {
            *first = (*first).min(width.saturating_sub(others)).max(NARROWEST);
        }
        widths
    }
}

/// A row whose first cell may take several lines; the others stand on the first.
fn push_row(cells: &[Cell], widths: &[usize], out: &mut String) {
    let Some((first, others)) = cells.split_first() else { return };
    for (line, text) in wrap(&first.text, widths[0]).into_iter().enumerate() {
        let mut cells = vec![styled(text, first.style)];
        if line == 0 {
            cells.extend_from_slice(others);
        }
        push_line(&cells, widths, out);
    }
}

fn push_line(cells: &[Cell], widths: &[usize], out: &mut String) {
    let mut line = String::new();
    for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let blanks = " ".repeat(width.saturating_sub(cell.text.width()));
        if column == 0 {
            push_styled(&cell.text, cell.style, &mut line);
            line.push_str(&blanks);
        } else {
            line.push_str(&" ".repeat(GAP));
            line.push_str(&blanks);
            push_styled(&cell.text, cell.style, &mut line);
        }
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

/// Adds `text` in its style.
pub fn push_styled(text: &str, style: Style, out: &mut String) {
    if text.trim().is_empty() || style.is_plain() {
        out.push_str(text);
    } else {
        // Writing to a string cannot fail.
        let _ = write!(out, "{style}{text}{style:#}");
    }
}

/// Adds a paragraph of at most `width` columns, each line after `indent`.
pub fn push_paragraph(text: &str, style: Style, indent: &str, width: usize, out: &mut String) {
    for line in wrap(text, width.saturating_sub(indent.width())) {
        out.push_str(indent);
        push_styled(&line, style, out);
        out.push('\n');
    }
}

/// Breaks `text` into lines of at most `width` columns, between words where it can, and never before a
/// percent sign.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let text = text.replace(" %", "\u{a0}%");
    for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
        let line = lines.last_mut().expect("there is always a line");
        if line.is_empty() {
            push_word(word, width, &mut lines);
        } else if line.width() + 1 + word.width() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(String::new());
            push_word(word, width, &mut lines);
        }
    }
    lines.into_iter().map(|line| line.replace('\u{a0}', " ")).collect()
}

/// Puts a word on the last line, which is empty; a word longer than a line (or a Chinese sentence) is
/// cut between characters.
fn push_word(word: &str, width: usize, lines: &mut Vec<String>) {
    for character in word.chars() {
        let line = lines.last_mut().expect("there is always a line");
        if !line.is_empty() && line.width() + character.width().unwrap_or(0) > width {
            lines.push(String::from(character));
        } else {
            line.push(character);
        }
    }
}

/// The beginning of `text` that fits `width` columns, with an ellipsis if something is missing.
pub fn shorten(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    for character in text.chars() {
        if short.width() + character.width().unwrap_or(0) + 1 > width {
            break;
        }
        short.push(character);
    }
    short + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(wrap("the oranges taste sour", 11), ["the oranges", "taste sour"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("at least 90 % of", 12), ["at least", "90 % of"]);
    }

    #[test]
    fn a_chinese_character_takes_two_columns() {
        assert_eq!(wrap("三分钟人工回复率", 8), ["三分钟人", "工回复率"]);
        assert_eq!(shorten("三分钟人工回复率", 8), "三分钟…");
    }

    #[test]
    fn the_first_column_wraps_and_the_others_stand_right() {
        let mut table = Table::new(&["", "a\nnumber"]);
        table.row([cell("a long name"), cell("12")]);
        table.note("below");
        let mut text = String::new();
        table.render(17, &mut text);
        let plain = anstream::adapter::strip_str(&text).to_string();
        assert_eq!(plain, "                a\n           number\na long         12\nname\n  below\n");
    }
}
