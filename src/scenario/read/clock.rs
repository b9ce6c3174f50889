//! Clock times, hours, days, dates and steps.
//!
//! All are civil times of the scenario's zone. A TOML date or time may stand with or without quotes; an
//! offset behind a date-time is refused, because the zone says it already.

use super::{At, Fields, Read, Reader, values};
use crate::scenario::diagnostics::{Problem, did_you_mean};
use crate::scenario::keys::{HOURS_TABLE, WEEKDAYS};
use crate::scenario::tree::Value;
use crate::scenario::{ClockTime, Days, Hours, Moment, Steps, Weekday};
use crate::units::Span;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

const DAY: i64 = 24 * 3600;

/// What the schema holds a clock time against; the same language as [`parse_clock`].
pub const CLOCK_PATTERN: &str = "^(([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?|24:00(:00)?)$";
/// What the schema holds a window against.
pub const WINDOW_PATTERN: &str = "^\\s*(([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?|24:00(:00)?)\\s*-\\s*(([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?|24:00(:00)?)\\s*$";

/// Reads `HH:MM` or `HH:MM:SS`, up to 24:00.
pub fn parse_clock(text: &str) -> Option<ClockTime> {
    let parts: Vec<&str> = text.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    let two_digits = |part: &&str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !parts.iter().all(two_digits) {
        return None;
    }
    let numbers: Vec<i64> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let seconds = numbers[0] * 3600 + numbers[1] * 60 + numbers.get(2).copied().unwrap_or(0);
    let inside = numbers[1..].iter().all(|&number| number < 60) && seconds <= DAY;
    inside.then(|| ClockTime(Span::from_whole_seconds(seconds)))
}

/// The text of a string, or of a date or time without quotes.
fn written(at: &At<'_>) -> Option<String> {
    match &at.node.value {
        Value::Text(text) => Some(text.trim().to_owned()),
        Value::When(when) => Some(when.to_string()),
        _ => None,
    }
}

fn no_clock<T>(reader: &mut Reader<'_>, at: &At<'_>, text: &str) -> Option<T> {
    let message = format!("`{}` is no clock time: \"{text}\"", at.path);
    let problem =
        Problem::error(&at.path, at.shown, message).expected("expected a clock time such as \"21:30\"");
    reader.fail(problem.help("write hours and minutes with two digits each, from \"00:00\" to \"24:00\""))
}

/// `"21:30"`
pub fn clock(reader: &mut Reader<'_>, at: &At<'_>) -> Option<ClockTime> {
    let Some(text) = written(at) else { return reader.wrong(at, "a clock time such as \"21:30\"", None) };
    match parse_clock(&text) {
        Some(clock) => Some(clock),
        None => no_clock(reader, at, &text),
    }
}

/// `2026-11-11T18:00:00`, in quotes or not.
pub fn date_time(reader: &mut Reader<'_>, at: &At<'_>) -> Option<DateTime> {
    let expected = "a date and time such as 2026-11-11T18:00:00";
    let Some(text) = written(at) else { return reader.wrong(at, expected, None) };
    let help = match &at.node.value {
        Value::When(when) if when.offset.is_some() => Some("leave out the offset: `time_zone` says it"),
        Value::When(when) if when.time.is_none() => Some("add the time: 2026-11-11T18:00:00"),
        Value::Text(text) if text.ends_with(['z', 'Z']) => Some("leave out the Z: `time_zone` says it"),
        Value::Text(text) if !text.contains(':') => Some("add the time: 2026-11-11T18:00:00"),
        _ => None,
    };
    match (help, text.parse::<DateTime>()) {
        (None, Ok(date_time)) => Some(date_time),
        (help, _) => {
            let message = format!("`{}` is no date and time: {text}", at.path);
            let problem =
                Problem::error(&at.path, at.shown, message).expected(format!("expected {expected}"));
            reader.fail(problem.maybe_help(help.map(str::to_owned)))
        }
    }
}

/// `2026-11-11`, in quotes or not.
pub fn date(reader: &mut Reader<'_>, at: &At<'_>) -> Option<Date> {
    let expected = "a date such as 2026-11-11";
    let Some(text) = written(at) else { return reader.wrong(at, expected, None) };
    let only_date = text.len() <= "2026-11-11".len();
    match text.parse::<Date>() {
        Ok(date) if only_date => Some(date),
        _ => {
            let message = format!("`{}` is no date: {text}", at.path);
            reader.fail(Problem::error(&at.path, at.shown, message).expected(format!("expected {expected}")))
        }
    }
}

/// A clock time or a date-time.
pub fn moment(reader: &mut Reader<'_>, at: &At<'_>) -> Option<Moment> {
    let expected = "a clock time such as \"21:10\", or a date and time";
    let Some(text) = written(at) else { return reader.wrong(at, expected, None) };
    if text.len() <= "21:10:00".len() {
        return clock(reader, at).map(Moment::Clock);
    }
    date_time(reader, at).map(Moment::DateTime)
}

/// `"Asia/Shanghai"`
pub fn zone(reader: &mut Reader<'_>, at: &At<'_>) -> Option<TimeZone> {
    let Some(name) = at.node.text() else {
        return reader.wrong(at, "a time zone such as \"Asia/Shanghai\"", None);
    };
    if let Ok(zone) = TimeZone::get(name) {
        return Some(zone);
    }
    let message = format!("there is no time zone \"{name}\"");
    let zones: Vec<String> = jiff::tz::db().available().map(|zone| zone.to_string()).collect();
    let help = did_you_mean(name, zones.iter().map(String::as_str)).unwrap_or_else(|| {
        "write it as in the time zone database: \"Asia/Shanghai\", \"Europe/Berlin\", \"UTC\"".to_owned()
    });
    reader.fail(Problem::error(&at.path, at.shown, message).expected("no such time zone").help(help))
}

/// `"09:00-22:00"`
pub fn window(reader: &mut Reader<'_>, at: &At<'_>) -> Option<(ClockTime, ClockTime)> {
    let expected = "hours such as \"09:00-22:00\"";
    let Some(text) = at.node.text() else { return reader.wrong(at, expected, None) };
    let parsed =
        text.split_once('-').and_then(|(from, to)| parse_clock(from.trim()).zip(parse_clock(to.trim())));
    let Some((from, to)) = parsed else {
        let message = format!("`{}` is no window of hours: \"{text}\"", at.path);
        return reader
            .fail(Problem::error(&at.path, at.shown, message).expected(format!("expected {expected}")));
    };
    if from == to {
        let message = format!("`{}` is a window of no length: \"{text}\"", at.path);
        let problem = Problem::error(&at.path, at.shown, message).expected("begins and ends at once");
        return reader.fail(problem.help("the whole day is \"00:00-24:00\""));
    }
    Some((from, to))
}

fn windows<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Vec<(ClockTime, ClockTime)>> {
    match at.items() {
        Some(_) => values::list(reader, at, window),
        None => window(reader, at).map(|window| vec![window]),
    }
}

/// `hours = …`: a window, a list of them, or a table with `hours` and `days` or `date`.
pub fn hours<'a>(reader: &mut Reader<'a>, at: &At<'a>) -> Option<Hours> {
    if at.node.entries().is_none() {
        return windows(reader, at).map(|windows| Hours { windows, days: Days::Every });
    }
    let fields = Fields::open(reader, at, &HOURS_TABLE);
    let days = days(reader, &fields);
    Some(Hours { windows: fields.read(reader, "hours", windows)?, days })
}

fn weekday(reader: &mut Reader<'_>, at: &At<'_>) -> Option<Weekday> {
    const DAYS: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];
    let words: Vec<(&str, Weekday)> = WEEKDAYS.into_iter().zip(DAYS).collect();
    values::word(reader, at, &words)
}

/// `days = […]` or `date = …` of a table.
pub fn days<'a>(reader: &mut Reader<'a>, fields: &Fields<'a>) -> Days {
    let (days_at, date_at) = (fields.get("days"), fields.get("date"));
    if let (Some(days), Some(_)) = (&days_at, &date_at) {
        let message = format!("`{}` says `days` and `date` at once", fields.path());
        reader
            .problems
            .push(Problem::error(&days.path, days.shown, message).help("leave out one of the two"));
    }
    let weekdays = days_at.and_then(|at| values::list(reader, &at, weekday));
    let on = date_at.and_then(|at| date(reader, &at));
    match (weekdays, on) {
        (_, Some(date)) => Days::On(date),
        (Some(weekdays), None) => Days::Weekdays(weekdays),
        (None, None) => Days::Every,
    }
}

/// A table of clock times and values, sorted, not empty.
pub fn by_clock<'a, T>(
    reader: &mut Reader<'a>,
    at: &At<'a>,
    read: Read<'a, T>,
) -> Option<Vec<(ClockTime, T)>> {
    let Some(entries) = at.entries() else {
        return reader.wrong(
            at,
            "a table of clock times and values",
            Some("e.g. { \"18:00\" = 25, \"22:30\" = 45 }".to_owned()),
        );
    };
    if entries.is_empty() {
        let message = format!("`{}` is empty", at.path);
        return reader.fail(Problem::error(&at.path, at.shown, message).help("give at least one clock time"));
    }
    let mut steps: Vec<(ClockTime, T)> = Vec::new();
    for (key, shown, item) in entries {
        let clock = parse_clock(key);
        if clock.is_none() {
            let key_at = At { shown, ..item.clone() };
            no_clock::<()>(reader, &key_at, key);
        }
        // "24:00" is the same clock time as "00:00".
        let clock =
            clock.map(|clock| ClockTime(Span(clock.0.micros() % Span::from_whole_seconds(DAY).micros())));
        if clock.is_some_and(|clock| steps.iter().any(|(other, _)| *other == clock)) {
            let message = format!("`{}` gives the clock time {key} twice", at.path);
            reader.problems.push(Problem::error(&item.path, shown, message).help("give it once"));
        }
        let value = read(reader, &item);
        steps.extend(clock.zip(value));
    }
    steps.sort_by_key(|(clock, _)| *clock);
    (!steps.is_empty()).then_some(steps)
}

/// `{ steps = { … } }`, opened already.
pub fn steps<'a, T>(reader: &mut Reader<'a>, fields: &Fields<'a>, read: Read<'a, T>) -> Option<Steps<T>> {
    let at = fields.get("steps")?;
    by_clock(reader, &at, read).map(|steps| Steps { steps })
}
