//! A workbook of tables: the answer on the first sheet, each table below its headings, how it was made on the
//! last.

use crate::language::{say, text};
use rust_xlsxwriter::{
    Chart, ChartType, Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet,
    XlsxError,
};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A count or an amount, with so many digits after the point.
    Number(f64, usize),
    /// A share, in percent.
    Percent(f64),
    /// A local time such as `2026-11-11T18:00:00+08:00`.
    Time(String),
}

/// Words.
pub fn words(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// A share; nothing, where there is none.
pub fn share(share: Option<f64>) -> Value {
    share.map_or(Value::Empty, Value::Percent)
}

/// A number; nothing, where there is none.
pub fn number(value: Option<f64>, digits: usize) -> Value {
    value.map_or(Value::Empty, |value| Value::Number(value, digits))
}

/// A chart of columns of a table over its first column; it stands below the answer.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    /// What is seen.
    pub title: &'a str,
    /// Columns, from 0.
    pub columns: &'a [u16],
}

/// The workbook.
pub struct Book {
    book: Workbook,
    title: String,
    heading: Format,
    /// The first row below the answer.
    below: u32,
}

impl Book {
    /// Without sheets so far.
    pub fn new(title: &str) -> Book {
        let mut book = Workbook::new();
        // A fixed date: the same report gives the same bytes.
        let properties = DocProperties::new().set_title(title).set_author("Nightdesk");
        let properties = match ExcelDateTime::from_ymd(2000, 1, 1) {
            Ok(date) => properties.set_creation_datetime(&date),
            Err(_) => properties,
        };
        book.set_properties(&properties);
        let heading = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_background_color(Color::RGB(0x1F_62_B4))
            .set_font_color(Color::White);
        Book { book, title: title.to_owned(), heading, below: 0 }
    }

    /// The first sheet.
    ///
    /// # Errors
    /// Those of the library.
    pub fn answer(&mut self, answer: &str, details: &[String], subtitle: &str) -> Result<(), XlsxError> {
        let sheet = self.book.add_worksheet().set_name(text("Answer"))?;
        sheet.set_column_width(0, 110)?;
        let title = Format::new().set_bold().set_font_size(16);
        let bold = Format::new().set_bold().set_font_size(13).set_text_wrap();
        let plain = Format::new().set_text_wrap();
        sheet.write_string_with_format(0, 0, &self.title, &title)?;
        sheet.write_string_with_format(1, 0, subtitle, &plain)?;
        sheet.write_string_with_format(3, 0, answer, &bold)?;
        for (row, detail) in (4..).zip(details) {
            sheet.write_string_with_format(row, 0, detail, &plain)?;
        }
        self.below = 5 + details.len() as u32;
        page_setup(sheet);
        Ok(())
    }

    /// A sheet with one table; `name` and `heads` are in English and shown translated.
    ///
    /// # Errors
    /// Those of the library.
    pub fn table(&mut self, name: &str, heads: &[&str], rows: &[Vec<Value>]) -> Result<(), XlsxError> {
        let heads: Vec<String> = heads.iter().map(|head| text(head).into_owned()).collect();
        self.table_of(name, &heads, rows, None)
    }

    /// The same with headings as they are, and with a picture.
    ///
    /// # Errors
    /// Those of the library.
    pub fn table_of(
        &mut self,
        name: &str,
        heads: &[String],
        rows: &[Vec<Value>],
        picture: Option<Picture<'_>>,
    ) -> Result<(), XlsxError> {
        let name = text(name).into_owned();
        let sheet = self.book.add_worksheet().set_name(&name)?;
        let mut lines = 1;
        for (column, head) in (0..).zip(heads) {
            let width = width(head, rows, usize::from(column));
            sheet.write_string_with_format(0, column, head, &self.heading)?;
            sheet.set_column_width(column, width)?;
            lines = lines.max(lines_of(head, width - 2.0));
        }
        // What wraps is cut by programs that do not make a row as high as its words.
        sheet.set_row_height(0, 16.0 * lines as f64)?;
        for (row, values) in (1..).zip(rows) {
            for (column, value) in (0..).zip(values) {
                write(sheet, row, column, value)?;
            }
        }
        sheet.set_freeze_panes(1, 1)?;
        if let (Some(last), Some(width)) = (rows.len().checked_sub(1), heads.len().checked_sub(1)) {
            sheet.autofilter(0, 0, last as u32 + 1, width as u16)?;
        }
        page_setup(sheet);
        if let Some(picture) = picture.filter(|_| !rows.is_empty()) {
            let chart = drawn(&name, heads, rows.len() as u32, &picture);
            self.book.worksheet_from_index(0)?.insert_chart(self.below, 0, &chart)?;
        }
        Ok(())
    }

    /// The last sheet.
    ///
    /// # Errors
    /// Those of the library.
    pub fn made(&mut self, made: &[(String, String)]) -> Result<(), XlsxError> {
        let sheet = self.book.add_worksheet().set_name(text("How this was made"))?;
        sheet.set_column_width(0, 26)?;
        sheet.set_column_width(1, 100)?;
        let (bold, plain) = (Format::new().set_bold(), Format::new().set_text_wrap());
        for (row, (what, how)) in (0..).zip(made) {
            sheet.write_string_with_format(row, 0, what, &bold)?;
            sheet.write_string_with_format(row, 1, how, &plain)?;
        }
        page_setup(sheet);
        Ok(())
    }

    /// The file.
    ///
    /// # Errors
    /// Those of the library.
    pub fn finish(&mut self) -> Result<Vec<u8>, XlsxError> {
        self.book.save_to_buffer()
    }
}

/// A4, across, all columns on one page.
fn page_setup(sheet: &mut Worksheet) {
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, value: &Value) -> Result<(), XlsxError> {
    match value {
        Value::Empty => {}
        Value::Text(words) => drop(sheet.write_string(row, column, words)?),
        Value::Number(number, digits) => {
            let format =
                if *digits == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(*digits)) };
            sheet.write_number_with_format(row, column, *number, &Format::new().set_num_format(format))?;
        }
        Value::Percent(share) => {
            let format = Format::new().set_num_format("0.0%");
            sheet.write_number_with_format(row, column, *share, &format)?;
        }
        Value::Time(at) => {
            let format = Format::new().set_num_format("yyyy-mm-dd hh:mm");
            match ExcelDateTime::parse_from_str(at.get(..19).unwrap_or(at)) {
                Ok(time) => drop(sheet.write_datetime_with_format(row, column, &time, &format)?),
                Err(_) => drop(sheet.write_string(row, column, at)?),
            }
        }
    }
    Ok(())
}

/// Wide enough for what stands in a column, in characters; a heading may have several lines.
fn width(head: &str, rows: &[Vec<Value>], column: usize) -> f64 {
    use unicode_width::UnicodeWidthStr;
    let longest_word = head.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0);
    let shown = |value: &Value| match value {
        Value::Empty => 0,
        Value::Text(words) => words.width(),
        Value::Number(number, digits) => 2 + digits + format!("{:.0}", number.abs()).len() * 4 / 3,
        Value::Percent(_) => 7,
        Value::Time(_) => 16,
    };
    let longest = rows.iter().filter_map(|row| row.get(column)).map(shown).max().unwrap_or(0);
    (longest.max(longest_word).clamp(6, 60) + 2) as f64
}

/// How many lines a heading takes that breaks between words.
fn lines_of(head: &str, width: f64) -> usize {
    use unicode_width::UnicodeWidthStr;
    let mut lines = vec![0.0];
    for word in head.split(' ') {
        let (last, word) = (lines.len() - 1, word.width() as f64);
        match lines[last] + 1.0 + word <= width || lines[last] == 0.0 {
            true => lines[last] += word + 1.0,
            false => lines.push(word + 1.0),
        }
    }
    lines.len()
}

fn drawn(name: &str, heads: &[String], rows: u32, picture: &Picture<'_>) -> Chart {
    let mut chart = Chart::new(ChartType::Line);
    for &column in picture.columns {
        let series = chart.add_series();
        series
            .set_name(heads.get(usize::from(column)).map_or("", String::as_str))
            .set_categories((name, 1, 0, rows, 0))
            .set_values((name, 1, column, rows, column));
    }
    chart.title().set_name(picture.title);
    // Days are too coarse for an axis of one night.
    chart.x_axis().set_text_axis(true).set_num_format("hh:mm").set_label_interval((rows / 12).max(1) as u16);
    chart.set_width(760).set_height(360);
    chart
}

/// Headings in the reader's language, those of money with their currency.
pub fn heads_in(heads: &[&str], currency: &str) -> Vec<String> {
    let head = |head: &&str| match *head {
        "pay" => say!("pay, {}", currency),
        "cost a night" => say!("cost a night, {}", currency),
        other => text(other).into_owned(),
    };
    heads.iter().map(head).collect()
}
