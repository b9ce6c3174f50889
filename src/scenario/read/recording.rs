//! `arrivals = { file, … }`: recorded cases, read from their file and put on the scenario's days.
//!
//! Times are civil times as they were on the clock; an offset or a Z behind them is ignored, because logs
//! that carry one often mean local time all the same. With `date`, that day's rows are taken for the day of
//! the opening and the next day's for the day after, and so on.

use super::records::{self, Records};
use super::{At, Fields, Reader, clock, values};
use crate::scenario::diagnostics::Problem;
use crate::scenario::shape::Section;
use crate::scenario::tree::{Node, Value};
use crate::scenario::{Arrivals, ArrivalsAs, Name, Row, keys};
use crate::units::Span;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use std::path::PathBuf;

/// Columns by their place in a row.
#[derive(Default)]
struct Columns {
    time: usize,
    date: Option<usize>,
    count: Option<usize>,
    inquiry: Option<usize>,
    channel: Option<usize>,
    tier: Option<usize>,
    reply: Option<usize>,
    patience: Option<usize>,
}

/// Column and the values it may have, of one table of `only` or `leave_out`.
type Condition<'a> = Vec<(usize, Vec<&'a Node>)>;

/// One recording.
pub fn arrivals<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Arrivals> {
    let fields = Fields::open(reader, at, &keys::ARRIVALS);
    let (file, separator) = (fields.get("file"), fields.get("separator"));
    let date = fields.read(reader, "date", clock::date);
    let r#as = fields.read(reader, "as", kind);
    let times = fields.or(reader, "times", values::number, 1.0);
    let records = file.as_ref().and_then(|file| Records::open(reader, file, separator.as_ref()));
    let columns = columns(reader, &fields, records.as_deref());
    let only = fields.get("only").map(|at| conditions(reader, &at, records.as_deref()));
    let leave_out = fields.get("leave_out").map(|at| conditions(reader, &at, records.as_deref()));
    let (file, records) = (file?, records?);
    if reader.has_failed(&at.path) {
        return None;
    }
    let inquiry = inquiry_of(at);
    let kept = |row: &[String]| {
        let named = columns.inquiry.is_none_or(|column| row[column] == inquiry);
        let in_only = only.as_ref().is_none_or(|only| only.iter().any(|condition| matches(condition, row)));
        let left_out =
            leave_out.as_ref().is_some_and(|out| out.iter().any(|condition| matches(condition, row)));
        named && in_only && !left_out
    };
    let mut rows = Vec::new();
    let mut interval = Interval::default();
    for (line, row) in records.rows() {
        let when = time_of(row, &columns);
        // The interval is the file's, whatever rows are kept.
        interval.see(when);
        if kept(row) {
            match row_of(row, when, &columns) {
                Ok(row) => rows.push(row),
                Err(bad) => {
                    return records.wrong(reader, &file, line, bad.column, &row[bad.column], bad.expected);
                }
            }
        }
    }
    if columns.count.is_some() {
        let Some(length) = interval.length() else {
            let message =
                format!("`{}` has no two times, so how long its intervals are is unknown", records.name());
            return reader.fail(Problem::error(&file.path, file.shown, message));
        };
        rows.iter_mut().for_each(|row| row.interval = length);
    }
    let rows = on_the_night(reader, &file, rows, date)?;
    known_names(reader, &file, &records, &rows);
    Some(Arrivals { file: PathBuf::from(records.name()), date, r#as: r#as?, times, rows })
}

/// The name of the inquiry whose recording this is.
fn inquiry_of(at: &At<'_>) -> String {
    at.path.keys().get(1).cloned().unwrap_or_default()
}

fn kind(reader: &mut Reader<'_>, at: &At<'_>) -> Option<ArrivalsAs> {
    values::word(reader, at, &[("recorded", ArrivalsAs::Recorded), ("forecast", ArrivalsAs::Forecast)])
}

fn columns<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>, records: Option<&Records>) -> Columns {
    let mut place = |key: &'static str| {
        let at = fields.get(key)?;
        records?.column(reader, &at)
    };
    Columns {
        time: place("time").unwrap_or(0),
        date: place("date_column"),
        count: place("count"),
        inquiry: place("inquiry"),
        channel: place("channel"),
        tier: place("tier"),
        reply: place("reply"),
        patience: place("patience"),
    }
}

fn conditions<'a>(reader: &mut Reader<'a>, at: &At<'a>, records: Option<&Records>) -> Vec<Condition<'a>> {
    let Some(items) = at.items() else {
        reader.wrong::<()>(at, "a list of tables", Some("e.g. [{ outcome = \"PHANTOM\" }]".to_owned()));
        return Vec::new();
    };
    let mut conditions = Vec::new();
    for item in items {
        let Some(entries) = item.entries() else {
            reader.wrong::<()>(
                &item,
                "a table of columns and values",
                Some("e.g. { outcome = \"PHANTOM\" }".to_owned()),
            );
            continue;
        };
        let mut condition = Vec::new();
        for (name, shown, value) in entries {
            let key = At { shown, ..value.clone() };
            let column = records.and_then(|records| records.column_named(reader, &key, name));
            let nodes: Vec<&Node> = match &value.node.value {
                Value::Array(nodes) => nodes.iter().collect(),
                _ => vec![value.node],
            };
            if nodes.iter().any(|node| matches!(node.value, Value::Array(_) | Value::Table(_))) {
                reader.wrong::<()>(&value, "a value or a list of values", None);
            }
            condition.extend(column.map(|column| (column, nodes)));
        }
        conditions.push(condition);
    }
    conditions
}

/// True if every column has its value or one of its values.
fn matches(condition: &Condition<'_>, row: &[String]) -> bool {
    condition.iter().all(|(column, nodes)| nodes.iter().any(|node| equals(node, &row[*column])))
}

/// Numbers as numbers, everything else as text.
fn equals(node: &Node, value: &str) -> bool {
    match (&node.value, node.number()) {
        (_, Some(number)) => value.parse::<f64>().is_ok_and(|value| value == number),
        (Value::Text(text), _) => text == value,
        (Value::Bool(yes), _) => value.eq_ignore_ascii_case(if *yes { "true" } else { "false" }),
        (Value::When(when), _) => when.to_string() == value,
        _ => false,
    }
}

/// The smallest gap between the times of consecutive rows.
#[derive(Default)]
struct Interval {
    last: Option<DateTime>,
    shortest: Option<i64>,
}

impl Interval {
    fn see(&mut self, when: Option<DateTime>) {
        let Some(when) = when else { return };
        if let Some(last) = self.last.replace(when) {
            let gap = when.duration_since(last).as_micros().unsigned_abs() as i64;
            if gap > 0 {
                self.shortest = Some(self.shortest.map_or(gap, |shortest| shortest.min(gap)));
            }
        }
    }

    fn length(&self) -> Option<Span> {
        self.shortest.map(Span)
    }
}

/// A value of the file that cannot be read.
struct Bad {
    column: usize,
    expected: &'static str,
}

fn row_of(row: &[String], when: Option<DateTime>, columns: &Columns) -> Result<Row, Bad> {
    let expected = "a date and time, or a clock time with `date_column`";
    let at = when.ok_or(Bad { column: columns.time, expected })?;
    let count = match columns.count {
        None => 1.0,
        Some(column) => {
            let count = row[column].parse().ok().filter(|count: &f64| *count >= 0.0 && count.is_finite());
            count.ok_or(Bad { column, expected: "a number of cases, 0 or more" })?
        }
    };
    let span = |column: Option<usize>| match column {
        None => Ok(None),
        Some(column) => records::span(&row[column])
            .map_err(|()| Bad { column, expected: "a duration or a number of seconds" }),
    };
    let name = |column: Option<usize>| -> Option<Name> {
        column.map(|column| row[column].clone()).filter(|name| !name.is_empty() && name != "NA")
    };
    Ok(Row {
        at,
        interval: Span::ZERO,
        count,
        channel: name(columns.channel),
        tier: name(columns.tier),
        reply: span(columns.reply)?,
        patience: span(columns.patience)?,
    })
}

fn time_of(row: &[String], columns: &Columns) -> Option<DateTime> {
    let time = row[columns.time].trim();
    match columns.date {
        Some(column) => on_date(parse_date(row[column].trim())?, time),
        None => parse_date_time(time),
    }
}

/// `2003-03-03T07:00:00Z`, `2003-03-03 07:00`, with or without seconds and offset.
pub fn parse_date_time(text: &str) -> Option<DateTime> {
    let (date, time) = text.split_once(['T', 't', ' '])?;
    on_date(parse_date(date)?, time.trim())
}

/// `2003-03-03`, `2003/03/03` or `030303`.
fn parse_date(text: &str) -> Option<Date> {
    if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = |from: usize| text[from..from + 2].parse::<i16>().ok();
        let (year, month, day) = (number(0)?, number(2)?, number(4)?);
        // Two digits: 1970 to 2069.
        let century = if year >= 70 { 1900 } else { 2000 };
        return Date::new(century + year, month as i8, day as i8).ok();
    }
    text.replace('/', "-").parse().ok()
}

/// A clock time on a date; hours from 24 on are the next day's.
fn on_date(date: Date, time: &str) -> Option<DateTime> {
    let civil = time.trim_end_matches(['Z', 'z']);
    let civil = civil.split(['+', '-']).next().unwrap_or(civil).trim();
    let mut parts = civil.splitn(3, ':');
    let hours: i64 = parts.next()?.parse().ok()?;
    let minutes: i64 = parts.next()?.parse().ok()?;
    let seconds: f64 = parts.next().map_or(Some(0.0), |part| part.parse().ok())?;
    if !(0..48).contains(&hours) || !(0..60).contains(&minutes) || !(0.0..61.0).contains(&seconds) {
        return None;
    }
    let micros = Span::from_seconds(seconds).micros() + (hours * 60 + minutes) * 60_000_000;
    DateTime::from_parts(date, jiff::civil::Time::midnight()).checked_add(micros.microseconds()).ok()
}

/// `opens` and `closes`; what is wrong with them is reported where they are read.
pub fn night(reader: &Reader<'_>) -> Option<(DateTime, DateTime)> {
    let at = |key| {
        reader.root.get(key).and_then(|node| match &node.value {
            Value::When(when) => when.to_string().parse::<DateTime>().ok(),
            Value::Text(text) => text.parse::<DateTime>().ok(),
            _ => None,
        })
    };
    at("opens").zip(at("closes"))
}

/// Puts rows on the scenario's days and keeps those that touch the night.
fn on_the_night(
    reader: &mut Reader<'_>,
    file: &At<'_>,
    mut rows: Vec<Row>,
    date: Option<Date>,
) -> Option<Vec<Row>> {
    let (opens, closes) = night(reader)?;
    let days = date.map_or(0, |date| (opens.date() - date).get_days());
    rows.sort_by_key(|row| row.at);
    let range =
        rows.first().zip(rows.last()).map(|(first, last)| format!("from {} to {}", first.at, last.at));
    let earliest = opens.date();
    let mut kept = Vec::new();
    for mut row in rows {
        row.at = row.at.checked_add(days.days()).ok()?;
        let ends = row.at.checked_add(row.interval.micros().microseconds()).ok()?;
        let of_those_days = date.is_none() || row.at.date() >= earliest;
        if of_those_days && row.at < closes && (row.at >= opens || ends > opens) {
            kept.push(row);
        }
    }
    if !kept.is_empty() {
        return Some(kept);
    }
    let message = format!("no row of `{}` falls into the night", file.node.text().unwrap_or(""));
    let expected = range.map_or("no row is left".to_owned(), |range| format!("its rows are {range}"));
    let help = "give the recorded day as `date`, or look at `only`, `leave_out`, `opens` and `closes`";
    reader.fail(Problem::error(&file.path, file.shown, message).expected(expected).help(help))
}

/// Channels and tiers of rows exist; each unknown name is reported once.
fn known_names(reader: &mut Reader<'_>, file: &At<'_>, records: &Records, rows: &[Row]) {
    let channels: Vec<&Name> = rows.iter().filter_map(|row| row.channel.as_ref()).collect();
    let tiers: Vec<&Name> = rows.iter().filter_map(|row| row.tier.as_ref()).collect();
    for (section, mut names) in [(Section::Channel, channels), (Section::Tier, tiers)] {
        names.sort_unstable();
        names.dedup();
        for name in names {
            if !section.names(reader.root).contains(&name.as_str()) {
                let message = format!(
                    "rows of `{}` have the {} `{name}`, which there is not",
                    records.name(),
                    section.key()
                );
                let help = format!("add [{}.{name}], or leave those rows out", section.key());
                reader.problems.push(Problem::error(&file.path, file.shown, message).help(help));
            }
        }
    }
}
