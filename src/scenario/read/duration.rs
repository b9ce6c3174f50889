//! Durations: `"90s"`, `"12min"`, `"1h30min"`, `"1.5h"`, `"2d"`.
//!
//! A day is 24 hours; months and years are too vague to be accepted. Whole microseconds, computed without
//! rounding where the text allows it.

use crate::units::Span;

const SECOND: u64 = 1_000_000;

/// Units by name: as jiff's friendly format has them, days besides.
const UNITS: [(&[&str], u64); 6] = [
    (&["us", "µs"], 1),
    (&["ms"], 1_000),
    (&["s", "sec", "secs", "second", "seconds"], SECOND),
    (&["m", "min", "mins", "minute", "minutes"], 60 * SECOND),
    (&["h", "hr", "hrs", "hour", "hours"], 3600 * SECOND),
    (&["d", "day", "days"], 24 * 3600 * SECOND),
];

/// What the schema holds a duration against; the same language as [`parse_duration`].
pub const PATTERN: &str =
    "^\\s*([0-9]+(\\.[0-9]+)?\\s*(us|µs|ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)\\s*)+$";

/// Reads a duration. `Err`: the likely fix.
pub fn parse_duration(text: &str) -> Result<Span, String> {
    let trimmed = text.trim();
    if let Some(rest) = trimmed.strip_prefix('-') {
        let positive = parse_duration(rest).is_ok();
        return Err(if positive { "a duration cannot be negative".to_owned() } else { hint() });
    }
    if trimmed.is_empty() {
        return Err(hint());
    }
    if trimmed.parse::<f64>().is_ok() {
        return Err(format!("a number needs a unit: \"{trimmed}s\" or \"{trimmed}min\""));
    }
    let mut total: u128 = 0;
    let mut rest = trimmed;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        let after = after.trim_start();
        let letters = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (unit, next) = after.split_at(letters);
        let unit = UNITS.iter().find(|(names, _)| names.contains(&unit)).map(|(_, micros)| *micros);
        total += micros(number, unit.ok_or_else(hint)?).ok_or_else(hint)?;
        rest = next.trim_start();
    }
    let most = Span::FOREVER.micros() as u128;
    if total >= most {
        return Err("this is too long to count; \"never\" is endless, where it is allowed".to_owned());
    }
    Ok(Span(total as i64))
}

fn hint() -> String {
    "write a number and a unit: \"90s\", \"12min\", \"2h\", \"1h30min\"".to_owned()
}

/// `number` times `unit` to the nearest microsecond.
fn micros(number: &str, unit: u64) -> Option<u128> {
    let (whole, decimals) =
        number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let whole: u64 = whole.parse().ok()?;
    let mut micros = u128::from(whole) * u128::from(unit);
    if let Some(decimals) = decimals {
        if decimals.is_empty() || decimals.len() > 18 {
            return None;
        }
        let (value, scale) = (decimals.parse::<u128>().ok()?, 10u128.pow(decimals.len() as u32));
        micros += (value * u128::from(unit) * 2 + scale) / (2 * scale);
    }
    Some(micros)
}

/// Writes a duration as [`parse_duration`] reads it.
pub fn format_duration(span: Span) -> String {
    if span == Span::ZERO {
        return "0s".to_owned();
    }
    let mut rest = span.micros() as u64;
    let mut text = String::new();
    for (unit, micros) in [("h", 3600 * SECOND), ("min", 60 * SECOND), ("s", SECOND), ("ms", 1000), ("us", 1)]
    {
        if rest >= micros {
            text.push_str(&format!("{}{unit}", rest / micros));
            rest %= micros;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_mean_what_jiff_says_they_mean() {
        for text in ["90s", "12min", "2h", "1h30min", "1h 30m", "0.5h", "5 minutes", "800ms", "250us", "1.5s"]
        {
            let jiff: jiff::SignedDuration = text.parse().unwrap_or_default();
            assert_eq!(
                parse_duration(text).map(|span| i128::from(span.micros())),
                Ok(jiff.as_micros()),
                "{text}"
            );
        }
    }

    #[test]
    fn a_day_has_24_hours() {
        assert_eq!(parse_duration("1d"), parse_duration("24h"));
    }

    #[test]
    fn what_has_no_unit_is_negative_or_vague_is_refused_with_the_fix() {
        assert_eq!(parse_duration("90"), Err("a number needs a unit: \"90s\" or \"90min\"".to_owned()));
        assert_eq!(parse_duration("-3s"), Err("a duration cannot be negative".to_owned()));
        for text in ["", "s", "1 month", "90 s 5", "1..5s", "1.s", "soon", "- soon"] {
            assert_eq!(parse_duration(text), Err(hint()), "{text}");
        }
        assert!(parse_duration("99999999d").is_err());
    }

    #[test]
    fn what_is_written_reads_back() {
        for micros in [0, 1, 999, 1_000_000, 90_000_000, 5_430_250_017] {
            assert_eq!(parse_duration(&format_duration(Span(micros))), Ok(Span(micros)));
        }
        assert_eq!(format_duration(Span(5_400_000_000)), "1h30min");
    }
}
