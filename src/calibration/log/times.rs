//! Times and durations as logs write them.

use super::case::{Civil, DAY, SECOND};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// How times are to be read.
#[derive(Clone, Debug)]
pub struct TimeRules {
    /// 03/04 is the third of April.
    pub day_first: bool,
    /// An offset or a Z behind a time counts; otherwise it is ignored.
    pub offsets: bool,
    /// Of times without an offset.
    pub log_zone: TimeZone,
    /// That the scenario is to have.
    pub zone: TimeZone,
}

impl TimeRules {
    /// A date with a time, or a number of seconds (or milliseconds, or microseconds) since 1970.
    pub fn time(&self, text: &str) -> Option<Civil> {
        let text = text.trim();
        if text.len() >= 9 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return self.epoch(text);
        }
        // 2026-11-20T21:03:11, 20/11/2026 21:03, Fri Nov 20 21:03:11 2026.
        if text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
            return self.out_of_log_zone(written_out(text)?);
        }
        let (date, clock) = text.split_once(['T', 't', ' ']).unwrap_or((text, "00:00"));
        let date = self.date(date.trim_end_matches(','))?;
        let (clock, offset) = split_offset(clock.trim());
        let civil = date + clock_time(clock)?;
        match offset {
            Some(offset) if self.offsets => self.to_zone(civil - offset),
            _ => self.out_of_log_zone(civil),
        }
    }

    /// A clock time on the date of another column.
    pub fn clock_on(&self, date: &str, clock: &str) -> Option<Civil> {
        self.out_of_log_zone(self.date(date.trim())? + clock_time(clock.trim())?)
    }

    /// Midnight of a date: 2026-11-20, 2026/11/20, 20.11.2026, 11/20/2026, 20261120, 261120.
    fn date(&self, text: &str) -> Option<Civil> {
        let (year, month, day) = if text.bytes().all(|byte| byte.is_ascii_digit()) {
            let at = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
            match text.len() {
                8 => (at(0, 4)?, at(4, 6)?, at(6, 8)?),
                6 => (century(at(0, 2)?), at(2, 4)?, at(4, 6)?),
                _ => return None,
            }
        } else {
            let mut parts = text.split(['-', '/', '.']);
            let first = parts.next()?;
            let (second, third) = (parts.next()?, parts.next()?);
            if parts.next().is_some() {
                return None;
            }
            let number = |text: &str| text.parse::<i16>().ok();
            if first.len() == 4 {
                (number(first)?, month_of(second)?, number(third)?)
            } else {
                let year = number(third)?;
                let year = if third.len() <= 2 { century(year) } else { year };
                // With dots the day comes first everywhere; a first number above 12 can be no month.
                let first_is_day = self.day_first || text.contains('.') || number(first) > Some(12);
                match (first_is_day || second.parse::<i16>().is_err(), month_of(first)) {
                    (false, Some(month)) => (year, month, number(second)?),
                    _ => (year, month_of(second)?, number(first)?),
                }
            }
        };
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        Some(midnight(date))
    }

    fn epoch(&self, text: &str) -> Option<Civil> {
        let whole = text.split('.').next()?.len();
        let number: f64 = text.parse().ok()?;
        let micros = match whole {
            ..=10 => number * 1e6,
            11..=13 => number * 1e3,
            _ => number,
        };
        self.to_zone(micros as i64)
    }

    /// Civil microseconds of an instant, in the scenario's zone.
    fn to_zone(&self, instant: i64) -> Option<Civil> {
        let at = Timestamp::from_microsecond(instant).ok()?;
        Some(of_civil(self.zone.to_datetime(at)))
    }

    fn out_of_log_zone(&self, civil: Civil) -> Option<Civil> {
        if self.log_zone == self.zone {
            return Some(civil);
        }
        let at = self.log_zone.to_ambiguous_timestamp(to_civil(civil)).compatible().ok()?;
        Some(of_civil(self.zone.to_datetime(at)))
    }
}

/// Two digits: 1970 to 2069.
fn century(year: i16) -> i16 {
    if year >= 70 { 1900 + year } else { 2000 + year }
}

fn month_of(text: &str) -> Option<i16> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    text.parse().ok().or_else(|| {
        let start = text.get(..3)?.to_ascii_lowercase();
        MONTHS.iter().position(|month| *month == start).map(|place| place as i16 + 1)
    })
}

/// `Fri Nov 20 21:03:11 2026`, `Nov 20, 2026 9:03 PM`.
fn written_out(text: &str) -> Option<Civil> {
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let month_at = words.iter().position(|word| {
        word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic()) && month_of(word).is_some()
    })?;
    let day: i8 = words.get(month_at + 1)?.parse().ok()?;
    let year: i16 = words.iter().find(|word| word.len() == 4 && word.parse::<i16>().is_ok())?.parse().ok()?;
    let clock = words.iter().position(|word| word.contains(':'))?;
    let half = words.get(clock + 1).filter(|word| ["AM", "PM", "am", "pm"].contains(word));
    let clock = format!("{} {}", words[clock], half.unwrap_or(&""));
    let date = Date::new(year, month_of(words[month_at])? as i8, day).ok()?;
    Some(midnight(date) + clock_time(clock.trim())?)
}

/// `21:03`, `21:03:11`, `21:03:11.5`, `9:03 PM`; hours from 24 on are the next day's.
fn clock_time(text: &str) -> Option<i64> {
    let lower = text.to_ascii_lowercase();
    let (clock, half) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(clock), _) => (clock.trim(), Some(0)),
        (_, Some(clock)) => (clock.trim(), Some(12)),
        _ => (lower.as_str(), None),
    };
    let mut parts = clock.splitn(3, ':');
    let mut hours: i64 = parts.next()?.parse().ok()?;
    let minutes: i64 = parts.next()?.parse().ok()?;
    let seconds: f64 = parts.next().map_or(Some(0.0), |part| part.parse().ok())?;
    if let Some(half) = half {
        hours = hours % 12 + half;
    }
    if !(0..48).contains(&hours) || !(0..60).contains(&minutes) || !(0.0..61.0).contains(&seconds) {
        return None;
    }
    Some((hours * 3600 + minutes * 60) * SECOND + (seconds * SECOND as f64).round() as i64)
}

/// What stands behind a clock time: `Z`, `+08:00`, `+0800`, ` UTC`; as microseconds east.
fn split_offset(text: &str) -> (&str, Option<i64>) {
    let zulu = ["UTC", "GMT", "Z", "z"].iter().find_map(|mark| text.strip_suffix(mark));
    if let Some(clock) = zulu {
        return (clock.trim(), Some(0));
    }
    let Some(at) = text.rfind(['+', '-']).filter(|at| *at > 0) else { return (text, None) };
    let (clock, offset) = (text[..at].trim(), &text[at..]);
    let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let number: i64 = digits.parse().unwrap_or(0);
    let minutes = if digits.len() <= 2 { number * 60 } else { number / 100 * 60 + number % 100 };
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    (clock, Some(sign * minutes * 60 * SECOND))
}

/// A duration in µs: a number of `unit` seconds, `h:mm:ss`, `m:ss`, or with units as in a scenario.
pub fn duration(text: &str, unit: f64) -> Option<i64> {
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>() {
        return number.is_finite().then_some((number * unit * SECOND as f64) as i64);
    }
    if text.contains(':') {
        let sign = if text.starts_with('-') { -1 } else { 1 };
        let mut seconds = 0.0;
        for part in text.trim_start_matches('-').split(':') {
            seconds = seconds * 60.0 + part.parse::<f64>().ok()?;
        }
        return Some(sign * (seconds * SECOND as f64) as i64);
    }
    crate::scenario::parse_duration(text).ok().map(|span| span.micros())
}

/// Midnight.
pub fn midnight(date: Date) -> Civil {
    i64::from((date - Date::constant(1970, 1, 1)).get_days()) * DAY
}

/// The civil time of a number.
pub fn to_civil(civil: Civil) -> DateTime {
    let date = date_of(civil.div_euclid(DAY) as i32);
    let clock = jiff::SignedDuration::from_micros(civil.rem_euclid(DAY));
    DateTime::from_parts(date, jiff::civil::Time::midnight()).saturating_add(clock)
}

/// The number of a civil time.
pub fn of_civil(at: DateTime) -> Civil {
    let clock = at.time();
    let seconds = i64::from(clock.hour()) * 3600 + i64::from(clock.minute()) * 60 + i64::from(clock.second());
    midnight(at.date()) + seconds * SECOND + i64::from(clock.subsec_nanosecond()) / 1000
}

/// The date of a number of days since 1970.
pub fn date_of(day: i32) -> Date {
    Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().days(day))
}

/// Days since 1970.
pub fn day_of(date: Date) -> i32 {
    midnight(date).div_euclid(DAY) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(day_first: bool, offsets: bool, log: &str, zone: &str) -> TimeRules {
        let zone_of = |name| TimeZone::get(name).unwrap();
        TimeRules { day_first, offsets, log_zone: zone_of(log), zone: zone_of(zone) }
    }

    fn shown(rules: &TimeRules, text: &str) -> String {
        rules.time(text).map_or("-".to_owned(), |civil| to_civil(civil).to_string())
    }

    #[test]
    fn times_are_read_as_logs_write_them() {
        let plain = rules(false, true, "Asia/Shanghai", "Asia/Shanghai");
        for (text, expected) in [
            ("2026-11-20 21:03:11", "2026-11-20T21:03:11"),
            ("2026/11/20 21:03", "2026-11-20T21:03:00"),
            ("2026-11-20T13:03:11Z", "2026-11-20T21:03:11"),
            ("2026-11-20T15:03:11+02:00", "2026-11-20T21:03:11"),
            ("2026-11-20 13:03:11 UTC", "2026-11-20T21:03:11"),
            ("11/20/2026 9:03 PM", "2026-11-20T21:03:00"),
            ("20.11.2026 21:03", "2026-11-20T21:03:00"),
            ("20-Nov-2026 21:03", "2026-11-20T21:03:00"),
            ("Fri Nov 20 21:03:11 2026", "2026-11-20T21:03:11"),
            ("1795179791", "2026-11-20T21:03:11"),
            ("1795179791000", "2026-11-20T21:03:11"),
            ("2026-11-20 24:30", "2026-11-21T00:30:00"),
            ("yesterday", "-"),
            ("2026-13-20 21:03", "-"),
            ("2026-11-20 21:99", "-"),
        ] {
            assert_eq!(shown(&plain, text), expected, "{text}");
        }
    }

    #[test]
    fn the_day_comes_first_only_when_told_and_where_it_must() {
        assert_eq!(shown(&rules(true, true, "UTC", "UTC"), "03/04/2026 10:00"), "2026-04-03T10:00:00");
        assert_eq!(shown(&rules(false, true, "UTC", "UTC"), "03/04/2026 10:00"), "2026-03-04T10:00:00");
    }

    #[test]
    fn a_log_in_one_zone_becomes_a_scenario_in_another() {
        let summer = rules(false, true, "UTC", "America/New_York");
        assert_eq!(shown(&summer, "2026-07-01 12:00:00"), "2026-07-01T08:00:00");
        assert_eq!(shown(&summer, "2026-12-01 12:00:00"), "2026-12-01T07:00:00");
        let ignored = rules(false, false, "America/New_York", "America/New_York");
        assert_eq!(shown(&ignored, "2003-03-03T07:00:00Z"), "2003-03-03T07:00:00");
    }

    #[test]
    fn durations_are_numbers_of_the_unit_clock_like_or_with_units() {
        assert_eq!(duration("90", 1.0), Some(90 * SECOND));
        assert_eq!(duration("1.5", 60.0), Some(90 * SECOND));
        assert_eq!(duration("1:02:03", 1.0), Some(3723 * SECOND));
        assert_eq!(duration("90s", 60.0), Some(90 * SECOND));
        assert_eq!(duration("-5", 1.0), Some(-5 * SECOND));
        assert_eq!(duration("soon", 1.0), None);
    }
}
