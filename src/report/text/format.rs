//! Numbers, times and money as people read them, in the language that is being written in.

use crate::language::{self, Language, say};
use crate::statistics::Interval;

/// `91.8 %`; a dash for nothing.
pub fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.1}{}", share * 100.0, percent_sign()))
}

/// What a target asks for: `90 %`, `99.5 %`.
pub fn asked_for(share: f64) -> String {
    format!("{}{}", trimmed(share * 100.0), percent_sign())
}

/// Chinese has no blank before it.
pub fn percent_sign() -> &'static str {
    match language::current() {
        Language::English => " %",
        Language::Chinese => "%",
    }
}

/// `91.8 % (91.2–92.4)`.
pub fn percent_within(value: f64, low: f64, high: f64) -> String {
    format!("{} ({:.1}–{:.1})", percent(Some(value)), low * 100.0, high * 100.0)
}

/// `61 % (57–65)`: chances are not known to a tenth of a point.
pub fn chance(chance: Option<Interval>) -> String {
    chance.map_or_else(
        || "–".to_owned(),
        |it| format!("{}{} ({}–{})", points(it.value), percent_sign(), points(it.low), points(it.high)),
    )
}

/// `6,099 CNY`, `¥6,099`.
pub fn money(value: f64, currency: &str) -> String {
    match (language::current(), currency) {
        (Language::Chinese, "CNY") if value < 0.0 => format!("-¥{}", grouped(-value, 0)),
        (Language::Chinese, "CNY") => format!("¥{}", grouped(value, 0)),
        _ => format!("{} {currency}", grouped(value, 0)),
    }
}

/// `2026-11-11 18:00` of `2026-11-11T18:00:00+08:00`.
pub fn date_and_time(at: &str) -> String {
    let parts = (at.get(..4), at.get(5..7), at.get(8..10), at.get(11..16));
    let (Some(year), Some(month), Some(day), Some(time)) = parts else { return at.to_owned() };
    match language::current() {
        Language::English => format!("{year}-{month}-{day} {time}"),
        Language::Chinese => format!("{year}年{month}月{day}日 {time}"),
    }
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
        ..10 => say!("{} s", format!("{seconds:.1}")),
        10..60 => say!("{} s", whole),
        60..3600 => say!("{}m {}s", whole / 60, format!("{:02}", whole % 60)),
        _ => say!("{}h {}m", whole / 3600, format!("{:02}", whole % 3600 / 60)),
    }
}

/// What a target allows: `3 min`, `15 s`, `1.5 h`.
pub fn limit(seconds: f64) -> String {
    match seconds {
        ..120.0 if seconds % 60.0 != 0.0 || seconds < 60.0 => say!("{} s", trimmed(seconds)),
        ..7200.0 => say!("{} min", trimmed(seconds / 60.0)),
        _ => say!("{} h", trimmed(seconds / 3600.0)),
    }
}

/// Two digits after the point at most.
pub fn trimmed(value: f64) -> String {
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
    fn chinese_readers_get_their_own_units() {
        let seen = language::within(Language::Chinese, || {
            let durations = [9.4, 12.4, 72.0, 7500.0].map(duration);
            let shown = [percent(Some(0.918)), limit(180.0), asked_for(0.9), asked_for(0.995)];
            let money = [money(6099.4, "CNY"), money(-5.0, "CNY"), money(6099.4, "USD")];
            (durations, shown, money, date_and_time("2026-11-11T18:00:00+08:00"))
        });
        assert_eq!(seen.0, ["9.4秒", "12秒", "1分12秒", "2小时05分"]);
        assert_eq!(seen.1, ["91.8%", "3分钟", "90%", "99.5%"]);
        assert_eq!(seen.2, ["¥6,099", "-¥5", "6,099 USD"]);
        assert_eq!(seen.3, "2026年11月11日 18:00");
        assert_eq!(date_and_time("2026-11-11T18:00:00+08:00"), "2026-11-11 18:00");
    }

    #[test]
    fn a_chance_that_is_not_certain_does_not_look_so() {
        assert_eq!([0.0, 0.004, 0.61, 0.997, 1.0].map(points), ["0", "<1", "61", ">99", "100"]);
    }
}
