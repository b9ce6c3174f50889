//! `baseline = …`: cases an hour by clock time, written out or in a file.

use super::records::Records;
use super::{At, Fields, Reader, clock, recording, values};
use crate::scenario::diagnostics::Problem;
use crate::scenario::{Baseline, ClockTime, Days, Steps, keys};
use crate::units::Span;
use jiff::civil::DateTime;
use std::collections::BTreeMap;

/// When a row of the file begins to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum When {
    Clock(ClockTime),
    Dated(DateTime),
}

/// One baseline, and on which days it holds.
pub fn baseline<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<(Baseline, Days)> {
    let fields = Fields::open(reader, at, &keys::BASELINE);
    let steps = clock::steps(reader, &fields, values::number).map(Baseline::Steps);
    let linear =
        fields.read(reader, "linear", |r, at| clock::by_clock(r, at, values::number)).map(Baseline::Linear);
    let file = from_file(reader, &fields, at);
    let times = fields.or(reader, "times", values::number, 1.0);
    let days = clock::days(reader, &fields);
    Some((scaled(steps.or(linear).or(file)?, times), days))
}

fn scaled(mut baseline: Baseline, times: f64) -> Baseline {
    match &mut baseline {
        Baseline::Steps(Steps { steps }) | Baseline::Linear(steps) => {
            steps.iter_mut().for_each(|(_, rate)| *rate *= times);
        }
        Baseline::Dated { rates, .. } => rates.iter_mut().for_each(|(_, rate)| *rate *= times),
    }
    baseline
}

fn from_file<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>, at: &At<'a>) -> Option<Baseline> {
    let (file, separator) = (fields.get("file"), fields.get("separator"));
    let columns = [fields.get("time"), fields.get("rate")];
    let Some(file) = file else {
        for stray in columns.into_iter().chain([separator]).flatten() {
            let message = format!("`{}` says nothing without a `file`", stray.path);
            reader.problems.push(Problem::error(&stray.path, stray.shown, message).help("leave it out"));
        }
        return None;
    };
    for (column, what) in columns.iter().zip(["time", "rate"]) {
        if column.is_none() {
            let message = format!("`{what}` is missing in `{}`", at.path);
            let help = format!("add `{what} = \"…\"`: the file's column with the {what}");
            reader.problems.push(Problem::error(&at.path, at.shown, message).help(help));
        }
    }
    let records = Records::open(reader, &file, separator.as_ref());
    let [time, rate] = columns.map(|column| records.as_ref()?.column(reader, &column?));
    rows(reader, &file, records.as_deref()?, time?, rate?)
}

fn rows<'a>(
    reader: &mut Reader<'a>,
    file: &At<'a>,
    records: &Records,
    time: usize,
    rate: usize,
) -> Option<Baseline> {
    let mut rows: BTreeMap<When, f64> = BTreeMap::new();
    for (line, row) in records.rows() {
        let Some(when) = when(&row[time]) else {
            let expected = "a clock time such as 21:30, or a date and time";
            return records.wrong(reader, file, line, time, &row[time], expected);
        };
        let an_hour = row[rate].parse().ok().filter(|rate: &f64| *rate >= 0.0 && rate.is_finite());
        let Some(an_hour) = an_hour else {
            return records.wrong(reader, file, line, rate, &row[rate], "cases an hour, 0 or more");
        };
        let alike = rows.keys().next().is_none_or(|first| is_dated(*first) == is_dated(when));
        if !alike || rows.contains_key(&when) {
            let expected = if alike { "each time once" } else { "clock times only, or dated times only" };
            return records.wrong(reader, file, line, time, &row[time], expected);
        }
        rows.insert(when, an_hour);
    }
    let mut steps = Vec::new();
    let mut rates = Vec::new();
    for (when, rate) in rows {
        match when {
            When::Clock(clock) => steps.push((clock, rate)),
            When::Dated(at) => rates.push((at, rate)),
        }
    }
    match (steps.is_empty(), rates.as_slice()) {
        (false, _) => Some(Baseline::Steps(Steps { steps })),
        (true, [.., before, last]) => {
            let end = last.0.checked_add(last.0.duration_since(before.0)).ok()?;
            touches_the_night(reader, file, (rates[0].0, end))?;
            Some(Baseline::Dated { rates, end })
        }
        (true, rows) => {
            let message = match rows {
                [] => format!("`{}` has no rows", records.name()),
                _ => format!("`{}` has one row, so how long it holds is unknown", records.name()),
            };
            reader.fail(Problem::error(&file.path, file.shown, message))
        }
    }
}

/// Reports dated rates of which none holds tonight.
fn touches_the_night(reader: &mut Reader<'_>, file: &At<'_>, (from, to): (DateTime, DateTime)) -> Option<()> {
    let (opens, closes) = recording::night(reader)?;
    if from < closes && to > opens {
        return Some(());
    }
    let message = format!("no rate of `{}` holds tonight", file.node.text().unwrap_or(""));
    let problem = Problem::error(&file.path, file.shown, message)
        .expected(format!("its rates are from {from} to {to}"))
        .help("look at `opens` and `closes`, or leave the dates out: clock times recur daily");
    reader.fail(problem)
}

fn is_dated(when: When) -> bool {
    matches!(when, When::Dated(_))
}

/// `7:05`, `21:30:00`, `24:00` (the same as `00:00`), or a date and time.
fn when(text: &str) -> Option<When> {
    let text = text.trim();
    if let Some(dated) = recording::parse_date_time(text) {
        return Some(When::Dated(dated));
    }
    let padded = if text.find(':') == Some(1) { format!("0{text}") } else { text.to_owned() };
    let ClockTime(since) = clock::parse_clock(&padded)?;
    let day = Span::from_whole_seconds(24 * 3600).micros();
    Some(When::Clock(ClockTime(Span(since.micros() % day))))
}
