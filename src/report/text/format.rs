//! Numbers as people read them.

use crate::statistics::Interval;

/// `91.8 %`; a dash for nothing.
pub fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

/// `91.8 % (91.2–92.4)`.
pub fn percent_within(value: f64, low: f64, high: f64) -> String {
    format!("{:.1} % ({:.1}–{:.1})", value * 100.0, low * 100.0, high * 100.0)
}

/// `61 % (57–65)`: chances are not known to a tenth of a point.
pub fn chance(chance: Option<Interval>) -> String {
    chance.map_or_else(
        || "–".to_owned(),
        |it| format!("{} % ({}–{})", points(it.value), points(it.low), points(it.high)),
    )
}

/// Whole percent; what is neither never nor always is not rounded to it.
pub fn points(share: f64) -> String {
    let points = (share * 100.0).round();
    if points == 0.0 && share > 0.0 {
        "<1".to_owned()
    } else if points == 100.0 && share < 1.0 {
        ">99".to_owned()
    } else {
        format!("{points:.0}")
    }
}

/// `48 s`, `1m 12s`, `2h 05m`; below ten seconds with a tenth.
pub fn duration(seconds: f64) -> String {
    let whole = seconds.round() as i64;
    match whole {
        ..10 => format!("{seconds:.1} s"),
        10..60 => format!("{whole} s"),
        60..3600 => format!("{}m {:02}s", whole / 60, whole % 60),
        _ => format!("{}h {:02}m", whole / 3600, whole % 3600 / 60),
    }
}

/// What a target allows: `3 min`, `15 s`, `1.5 h`.
pub fn limit(seconds: f64) -> String {
    let (value, unit) = match seconds {
        ..120.0 if seconds % 60.0 != 0.0 || seconds < 60.0 => (seconds, "s"),
        ..7200.0 => (seconds / 60.0, "min"),
        _ => (seconds / 3600.0, "h"),
    };
    format!("{} {unit}", trimmed(value))
}

/// Two digits after the point at most.
fn trimmed(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `1,234`; below ten with a tenth, unless it is whole.
pub fn amount(value: f64) -> String {
    if value.abs() < 9.95 && (value - value.round()).abs() > 0.05 {
        return format!("{value:.1}");
    }
    grouped(value, 0)
}

/// `1,234.5`: thousands set apart.
pub fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let digits: Vec<char> = whole.chars().collect();
    let groups: Vec<String> = digits.rchunks(3).rev().map(|group| group.iter().collect()).collect();
    let sign = if value < 0.0 && text.contains(|digit| ('1'..='9').contains(&digit)) { "-" } else { "" };
    format!("{sign}{}{rest}", groups.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_change_their_unit_at_round_numbers() {
        let seen = [0.25, 9.4, 12.4, 59.6, 72.0, 3599.6, 7500.0].map(duration);
        assert_eq!(seen, ["0.2 s", "9.4 s", "12 s", "1m 00s", "1m 12s", "1h 00m", "2h 05m"]);
    }

    #[test]
    fn limits_read_as_they_were_written() {
        let seen = [15.0, 90.0, 60.0, 180.0, 5400.0, 7200.0, 86_400.0, 9000.0].map(limit);
        assert_eq!(seen, ["15 s", "90 s", "1 min", "3 min", "90 min", "2 h", "24 h", "2.5 h"]);
    }

    #[test]
    fn thousands_are_set_apart_and_nothing_is_minus_nothing() {
        assert_eq!(grouped(1_234_567.891, 2), "1,234,567.89");
        assert_eq!(grouped(-0.001, 1), "0.0");
        assert_eq!([0.0, 0.2, 5.0, 9.97, 1234.4].map(amount), ["0", "0.2", "5", "10", "1,234"]);
    }

    #[test]
    fn a_chance_that_is_not_certain_does_not_look_so() {
        assert_eq!([0.0, 0.004, 0.61, 0.997, 1.0].map(points), ["0", "<1", "61", ">99", "100"]);
    }
}
