//! Plain values: texts, numbers, shares, words, durations, lists and maps of them.

use super::duration::parse_duration;
use super::{At, Read, Reader};
use crate::scenario::Name;
use crate::scenario::diagnostics::{Problem, closest};
use crate::scenario::shape::{Section, quoted};
use crate::scenario::source::Origin;
use crate::scenario::tree::Value;
use crate::units::{Money, Span};
use std::collections::BTreeMap;

/// Any text.
pub fn text(reader: &mut Reader<'_>, at: &At<'_>) -> Option<String> {
    match at.node.text() {
        Some(text) => Some(text.to_owned()),
        None => reader.wrong(at, "a text in quotes", None),
    }
}

/// `true` or `false`.
pub fn boolean(reader: &mut Reader<'_>, at: &At<'_>) -> Option<bool> {
    match at.node.value {
        Value::Bool(yes) => Some(yes),
        _ => reader.wrong(at, "`true` or `false`", None),
    }
}

/// One of some words.
pub fn word<T: Copy>(reader: &mut Reader<'_>, at: &At<'_>, words: &[(&str, T)]) -> Option<T> {
    let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let expected = format!("one of {}", quoted(&known));
    let Some(text) = at.node.text() else { return reader.wrong(at, &expected, None) };
    if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
        return Some(*value);
    }
    let message = format!("`{}` cannot be \"{text}\"", at.path);
    let help = closest(text, &known).map(|guess| format!("did you mean \"{guess}\"?"));
    reader.fail(
        Problem::error(&at.path, at.shown, message).expected(format!("expected {expected}")).maybe_help(help),
    )
}

fn any_number(reader: &mut Reader<'_>, at: &At<'_>, expected: &str) -> Option<f64> {
    let Some(number) = at.node.number() else {
        let quoted = at.node.text().is_some_and(|text| text.trim().parse::<f64>().is_ok());
        return reader.wrong(at, expected, quoted.then(|| "leave out the quotes".to_owned()));
    };
    if number.is_finite() {
        return Some(number);
    }
    let message = format!("`{}` must be {expected}, not {number}", at.path);
    reader.fail(Problem::error(&at.path, at.shown, message).expected(format!("expected {expected}")))
}

fn number_where(
    reader: &mut Reader<'_>,
    at: &At<'_>,
    expected: &str,
    allowed: fn(f64) -> bool,
    help: fn(f64) -> Option<String>,
) -> Option<f64> {
    let number = any_number(reader, at, expected)?;
    if allowed(number) {
        return Some(number);
    }
    let message = format!("`{}` must be {expected}, not {number}", at.path);
    let problem = Problem::error(&at.path, at.shown, message).expected(format!("expected {expected}"));
    reader.fail(problem.maybe_help(help(number)))
}

/// A number, 0 or more.
pub fn number(reader: &mut Reader<'_>, at: &At<'_>) -> Option<f64> {
    number_where(reader, at, "a number, 0 or more", |number| number >= 0.0, |_| None)
}

/// A number above 0.
pub fn positive(reader: &mut Reader<'_>, at: &At<'_>) -> Option<f64> {
    number_where(reader, at, "a number above 0", |number| number > 0.0, |_| None)
}

/// A number, 1 or more.
pub fn from_one(reader: &mut Reader<'_>, at: &At<'_>) -> Option<f64> {
    number_where(reader, at, "a number, 1 or more", |number| number >= 1.0, |_| None)
}

/// A share from 0 to 1.
pub fn share(reader: &mut Reader<'_>, at: &At<'_>) -> Option<f64> {
    number_where(
        reader,
        at,
        "a share from 0 to 1",
        |number| (0.0..=1.0).contains(&number),
        |number| {
            let percent = (2.0..=100.0).contains(&number);
            percent.then(|| format!("shares are parts of 1: {number} % is {}", (number * 1e6).round() / 1e8))
        },
    )
}

/// An amount of money, 0 or more.
pub fn money(reader: &mut Reader<'_>, at: &At<'_>) -> Option<Money> {
    number(reader, at).map(Money::from_units)
}

/// A whole number, 0 or more.
pub fn whole(reader: &mut Reader<'_>, at: &At<'_>) -> Option<u32> {
    whole_from(reader, at, 0)
}

/// A whole number, 1 or more.
pub fn whole_from_one(reader: &mut Reader<'_>, at: &At<'_>) -> Option<u32> {
    whole_from(reader, at, 1)
}

fn whole_from(reader: &mut Reader<'_>, at: &At<'_>, least: u32) -> Option<u32> {
    let expected = format!("a whole number, {least} or more");
    let number = any_number(reader, at, &expected)?;
    if number.fract() == 0.0 && number >= f64::from(least) && number <= f64::from(u32::MAX) {
        return Some(number as u32);
    }
    let message = format!("`{}` must be {expected}, not {number}", at.path);
    reader.fail(Problem::error(&at.path, at.shown, message).expected(format!("expected {expected}")))
}

/// A number of nights, `"30 nights"`: 1 to 1,000.
pub fn nights(reader: &mut Reader<'_>, at: &At<'_>) -> Option<u32> {
    let expected = "a number of nights such as \"30 nights\"";
    let Some(text) = at.node.text() else {
        let help = at.node.number().map(|number| format!("write \"{number} nights\""));
        return reader.wrong(at, expected, help);
    };
    let number = text.trim().strip_suffix("nights").or(text.trim().strip_suffix("night"));
    let number = number.and_then(|number| number.trim().parse().ok());
    if let Some(number) = number.filter(|number| (1..=1000).contains(number)) {
        return Some(number);
    }
    let message = format!("`{}` is no number of nights from 1 to 1,000: \"{text}\"", at.path);
    reader.fail(Problem::error(&at.path, at.shown, message).expected(format!("expected {expected}")))
}

/// A duration, 0 or more.
pub fn duration(reader: &mut Reader<'_>, at: &At<'_>) -> Option<Span> {
    let expected = "a duration such as \"90s\"";
    let Some(text) = at.node.text() else {
        let help = at
            .node
            .number()
            .map(|number| format!("write the unit: \"{number}s\", \"{number}min\" or \"{number}h\""));
        return reader.wrong(at, expected, help);
    };
    match parse_duration(text) {
        Ok(span) => Some(span),
        Err(help) => {
            let message = format!("`{}` is no duration: \"{text}\"", at.path);
            reader.fail(
                Problem::error(&at.path, at.shown, message)
                    .expected(format!("expected {expected}"))
                    .help(help),
            )
        }
    }
}

/// A duration above 0.
pub fn positive_duration(reader: &mut Reader<'_>, at: &At<'_>) -> Option<Span> {
    let span = duration(reader, at)?;
    if span > Span::ZERO {
        return Some(span);
    }
    let message = format!("`{}` must be longer than no time", at.path);
    reader.fail(Problem::error(&at.path, at.shown, message).expected("expected a duration above 0"))
}

/// A list, not empty; items that cannot be read are left out.
pub fn list<'a, T>(reader: &mut Reader<'a>, at: &At<'a>, read: Read<'a, T>) -> Option<Vec<T>> {
    let Some(items) = at.items() else {
        let help = at.node.text().map(|_| format!("write [{}]", reader.sources.text(at.node.origin)));
        return reader.wrong(at, "a list", help);
    };
    if items.is_empty() {
        let message = format!("`{}` is empty", at.path);
        return reader
            .fail(Problem::error(&at.path, at.shown, message).help("leave it out, or name at least one"));
    }
    Some(items.iter().filter_map(|item| read(reader, item)).collect())
}

/// A list of names of a section, none twice.
pub fn names<'a>(reader: &mut Reader<'a>, at: &At<'a>, section: Section) -> Option<Vec<Name>> {
    let Some(items) = at.items() else { return list(reader, at, text) };
    if items.is_empty() {
        return list(reader, at, text);
    }
    let mut names: Vec<Name> = Vec::new();
    for item in items {
        if let Some(name) = reader.name(&item, section) {
            if names.contains(&name) {
                let message = format!("`{name}` is named twice in `{}`", at.path);
                reader.problems.push(Problem::error(&item.path, item.shown, message).help("name it once"));
            } else {
                names.push(name);
            }
        }
    }
    Some(names)
}

/// A table of values by names that another table defines.
pub fn by_name<'a, T>(
    reader: &mut Reader<'a>,
    at: &At<'a>,
    section: Section,
    read: Read<'a, T>,
) -> Option<BTreeMap<Name, T>> {
    let Some(entries) = at.entries() else {
        return reader.wrong(at, &format!("a table by {}", section.key()), None);
    };
    let mut values = BTreeMap::new();
    for (key, shown, at) in entries {
        let name = reader.known(&at.path, shown, section, key);
        let value = read(reader, &at);
        if let (Some(name), Some(value)) = (name, value) {
            values.insert(name, value);
        }
    }
    Some(values)
}

/// A table of values by whole numbers from 1, sorted.
pub fn by_number<'a, T>(reader: &mut Reader<'a>, at: &At<'a>, read: Read<'a, T>) -> Option<Vec<(u32, T)>> {
    let Some(entries) = at.entries() else { return reader.wrong(at, "a table by whole number", None) };
    let whole = &at.path;
    let mut values = Vec::new();
    for (key, shown, at) in entries {
        let number = key.parse().ok().filter(|number: &u32| *number >= 1 && number.to_string() == key);
        if number.is_none() {
            let message = format!("`{key}` in `{whole}` must be a whole number, 1 or more");
            reader
                .problems
                .push(Problem::error(&at.path, shown, message).expected("expected a whole number"));
        }
        let value = read(reader, &at);
        values.extend(number.zip(value));
    }
    values.sort_by_key(|(number, _)| *number);
    Some(values)
}

/// Reports shares that do not sum to 1. A thousandth of a percent is rounding.
pub fn check_sum(reader: &mut Reader<'_>, at: &At<'_>, sum: f64, help: &str) {
    if (sum - 1.0).abs() <= 1e-5 || reader.has_failed(&at.path) {
        return;
    }
    let sum = (sum * 1e6).round() / 1e6;
    let message = format!("the shares of `{}` sum to {sum}, not to 1", at.path);
    let problem = Problem::error(&at.path, blamed(reader, at), message);
    reader.problems.push(problem.expected("expected shares that sum to 1").help(help));
}

/// The share that `--set` or a lever gave, if one did, else the whole table.
fn blamed(reader: &Reader<'_>, at: &At<'_>) -> Origin {
    let table = at.node.origin;
    let inline = reader.sources.text(table).starts_with('{');
    let elsewhere = |share: &Origin| {
        let argument = reader.sources.get(share.source).folder.is_none() && share.source > at.shown.source;
        let outside = share.source != table.source || share.start < table.start || share.end > table.end;
        argument || inline && outside
    };
    let shares = at.entries().unwrap_or_default().into_iter().map(|(_, _, at)| at.node.origin);
    shares.filter(elsewhere).max().unwrap_or(at.shown)
}
