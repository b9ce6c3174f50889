//! A file of rows and columns: separated by a character or by white space, with a header.
//!
//! It is looked for beside the file that names it, beside the scenario, then in the folder of `--data`.

use super::{At, Reader, duration};
use crate::scenario::diagnostics::{Problem, did_you_mean};
use crate::units::Span;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// A file read into texts.
#[derive(Debug)]
pub struct Records {
    name: String,
    header: Vec<String>,
    rows: Vec<(usize, Vec<String>)>,
}

/// What stands between two columns.
#[derive(Clone, Copy, Debug)]
enum Separator {
    Byte(u8),
    WhiteSpace,
}

impl Records {
    /// Finds and reads the file, once however many name it; one that is missing is reported once.
    pub fn open<'a>(
        reader: &mut Reader<'a>,
        file: &At<'a>,
        separator: Option<&At<'a>>,
    ) -> Option<Rc<Records>> {
        let Some(name) = file.node.text() else { return reader.wrong(file, "a file name in quotes", None) };
        let separator = match separator {
            Some(at) => given_separator(reader, at)?,
            None => usual_separator(name),
        };
        let path = find(reader, file, name)?;
        let key = format!("{separator:?} {}", path.display());
        if let Some(records) = reader.files.get(&key) {
            return Some(records.clone());
        }
        match Records::read(name, &path, separator) {
            Ok(records) => {
                let records = Rc::new(records);
                reader.files.insert(key, records.clone());
                Some(records)
            }
            Err(message) => reader.fail(Problem::error(&file.path, file.shown, message)),
        }
    }

    fn read(name: &str, path: &Path, separator: Separator) -> Result<Records, String> {
        let bytes = std::fs::read(path).map_err(|error| format!("cannot read `{name}`: {error}"))?;
        let text = String::from_utf8_lossy(&bytes);
        let rows = match separator {
            Separator::WhiteSpace => by_white_space(&text),
            Separator::Byte(byte) => by_byte(&text, byte),
        };
        let mut rows = rows.into_iter().filter(|(_, row)| !row.is_empty());
        let (_, header) = rows.next().ok_or_else(|| format!("`{name}` is empty"))?;
        let width = header.len();
        let pad = |(line, mut row): (usize, Vec<String>)| {
            row.resize(width.max(row.len()), String::new());
            (line, row)
        };
        Ok(Records { name: name.to_owned(), header, rows: rows.map(pad).collect() })
    }

    /// The file as the scenario names it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Line number (from 1) and values of every row below the header.
    pub fn rows(&self) -> impl Iterator<Item = (usize, &[String])> {
        self.rows.iter().map(|(line, row)| (*line, row.as_slice()))
    }

    /// The place of a column in a row.
    pub fn column(&self, reader: &mut Reader<'_>, at: &At<'_>) -> Option<usize> {
        match at.node.text() {
            Some(name) => self.column_named(reader, at, name),
            None => reader.wrong(at, "the name of a column in quotes", None),
        }
    }

    /// The same, for a name that stands elsewhere.
    pub fn column_named(&self, reader: &mut Reader<'_>, at: &At<'_>, name: &str) -> Option<usize> {
        let place = self.header.iter().position(|column| column == name);
        if place.is_some() {
            return place;
        }
        let message = format!("`{}` has no column `{name}`", self.name);
        let help = did_you_mean(name, self.header.iter().map(String::as_str));
        reader.fail(Problem::error(&at.path, at.shown, message).expected("no such column").maybe_help(help))
    }

    /// Reports a value of the file that is not what was expected; shown where the scenario names the file.
    pub fn wrong<T>(
        &self,
        reader: &mut Reader<'_>,
        at: &At<'_>,
        line: usize,
        column: usize,
        value: &str,
        expected: &str,
    ) -> Option<T> {
        let name = &self.header[column];
        let message = format!("{}:{line}: column {} (`{name}`) is \"{value}\"", self.name, column + 1);
        let problem = Problem::error(&at.path, at.shown, message).expected("this file");
        // Only rows of a recording can be left out.
        let recording = at.path.keys().iter().any(|key| key == "arrivals");
        let mend =
            if recording { "leave the row out with `leave_out`, or mend the file" } else { "mend the file" };
        reader.fail(problem.help(format!("expected {expected}; {mend}")))
    }
}

fn given_separator(reader: &mut Reader<'_>, at: &At<'_>) -> Option<Separator> {
    match at.node.text() {
        Some("whitespace") => Some(Separator::WhiteSpace),
        Some(text) if text.len() == 1 => Some(Separator::Byte(text.as_bytes()[0])),
        _ => {
            let message = format!("`{}` is no separator", at.path);
            let expected = "expected \",\", \";\", \"\\t\" or \"whitespace\"";
            reader.fail(Problem::error(&at.path, at.shown, message).expected(expected))
        }
    }
}

fn usual_separator(name: &str) -> Separator {
    match Path::new(name).extension().and_then(|ending| ending.to_str()) {
        Some("csv") => Separator::Byte(b','),
        Some("tsv") => Separator::Byte(b'\t'),
        _ => Separator::WhiteSpace,
    }
}

fn find(reader: &mut Reader<'_>, file: &At<'_>, name: &str) -> Option<PathBuf> {
    let own = reader.sources.get(file.node.origin.source).folder.as_deref();
    let folders = [own, reader.sources.main_folder(), reader.data];
    let mut places: Vec<PathBuf> = folders.into_iter().flatten().map(|folder| folder.join(name)).collect();
    places.dedup();
    if let Some(found) = places.iter().find(|place| place.is_file()) {
        return Some(found.clone());
    }
    if reader.missing_files.iter().any(|missing| missing == name) {
        return None;
    }
    reader.missing_files.push(name.to_owned());
    let places: Vec<String> = places.iter().map(|place| place.display().to_string()).collect();
    let data_set =
        Path::new(name).parent().and_then(Path::to_str).filter(|folder| !folder.is_empty()).unwrap_or(name);
    let message = format!("the data set `{data_set}` is missing: there is no file `{name}`");
    let expected =
        format!("looked for {}", if places.is_empty() { "nowhere".to_owned() } else { places.join(", ") });
    let help = match reader.data {
        None => "give --data DIR (or NIGHTDESK_DATA): the folder that it is in",
        Some(_) => "the folder of --data (or NIGHTDESK_DATA) does not have it",
    };
    reader.fail(Problem::error(&file.path, file.shown, message).expected(expected).help(help))
}

fn by_white_space(text: &str) -> Vec<(usize, Vec<String>)> {
    let row = |(i, line): (usize, &str)| (i + 1, line.split_whitespace().map(str::to_owned).collect());
    text.lines().enumerate().map(row).collect()
}

fn by_byte(text: &str, separator: u8) -> Vec<(usize, Vec<String>)> {
    let mut reader = csv::ReaderBuilder::new();
    reader.delimiter(separator).has_headers(false).flexible(true).trim(csv::Trim::All);
    let mut rows = Vec::new();
    // The text is UTF-8 and rows may be of any width, so no record fails.
    for record in reader.from_reader(text.trim_start_matches('\u{feff}').as_bytes()).into_records().flatten()
    {
        let line = record.position().map_or(0, |at| at.line() as usize);
        rows.push((line, record.iter().map(str::to_owned).collect()));
    }
    rows
}

/// A time span of a file: a duration, or a number of seconds; `None`: nothing (empty or `NA`).
pub fn span(value: &str) -> Result<Option<Span>, ()> {
    if value.is_empty() || value == "NA" {
        return Ok(None);
    }
    if let Ok(seconds) = value.parse::<f64>() {
        return if seconds >= 0.0 && seconds.is_finite() {
            Ok(Some(Span::from_seconds(seconds)))
        } else {
            Err(())
        };
    }
    duration::parse_duration(value).map(Some).map_err(|_| ())
}
