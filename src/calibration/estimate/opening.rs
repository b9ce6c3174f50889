//! On which weekdays and at what times the desk is open: as said, or as seen.

use crate::calibration::log::times::date_of;
use crate::calibration::log::{Civil, DAY, Fate, Log, LogKind, SECOND};
use jiff::civil::Weekday;
use serde::Serialize;
use std::io;

/// A weekday with less than this share of the busiest one's cases counts as closed.
const CLOSED_DAY: f64 = 0.2;
/// Half hours with less than this share of the busiest one's answered cases count as closed.
const CLOSED_HALF_HOUR: f64 = 0.05;
/// Half an hour, µs.
pub const HALF_HOUR: i64 = 1800 * SECOND;

/// When the desk is open.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Opening {
    /// From Monday.
    pub weekdays: [bool; 7],
    /// Since midnight, µs.
    #[serde(skip)]
    pub from: i64,
    /// After `from`; up to a day later.
    #[serde(skip)]
    pub to: i64,
    /// Found out from the log, not said.
    pub inferred: bool,
}

/// Monday to Sunday as a mapping and a scenario write them.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The place of a day in the week, from Monday.
pub fn weekday(day: i32) -> usize {
    date_of(day).weekday().to_monday_zero_offset() as usize
}

/// The weekday at a place.
pub fn weekday_at(place: usize) -> Weekday {
    Weekday::from_monday_zero_offset(place as i8).unwrap_or(Weekday::Monday)
}

impl Opening {
    /// True if the desk is open on that day.
    pub fn holds(&self, day: i32) -> bool {
        self.weekdays[weekday(day)]
    }

    /// True of a time of day within the opening hours.
    pub fn is_open_at(&self, clock: i64) -> bool {
        clock >= self.from && clock < self.to || clock + DAY < self.to
    }

    /// When the desk opens on that day, and when it closes again.
    pub fn on(&self, day: i32) -> (Civil, Civil) {
        let midnight = i64::from(day) * DAY;
        (midnight + self.from, midnight + self.to)
    }

    /// Half hours of an opening.
    pub fn half_hours(&self) -> usize {
        ((self.to - self.from) / HALF_HOUR) as usize
    }

    /// What is said, and what is not said as seen.
    ///
    /// # Errors
    /// If the temporary file cannot be read; or what is said is no clock time, with what is wrong.
    pub fn of(log: &Log, days: &[String], hours: Option<&str>) -> io::Result<Result<Opening, String>> {
        let (mut by_weekday, mut by_half_hour) = ([(0.0, 0.0); 7], vec![0.0; 48]);
        if log.kind == LogKind::Counts {
            for ((start, _), count) in &log.counts.by_start {
                by_weekday[weekday(start.div_euclid(DAY) as i32)].0 += count;
                by_half_hour[(start.rem_euclid(DAY) / HALF_HOUR) as usize] += count;
            }
            log.counts.days().iter().for_each(|day| by_weekday[weekday(*day)].1 += 1.0);
        }
        for day in log.cases.groups() {
            let cases = log.cases.of(day)?;
            by_weekday[weekday(day)].0 += cases.len() as f64;
            by_weekday[weekday(day)].1 += 1.0;
            for case in cases.iter().filter(|case| case.fate != Fate::GaveUp) {
                by_half_hour[(case.clock() / HALF_HOUR) as usize] += 1.0;
            }
        }
        let a_day = by_weekday.map(|(cases, days)| if days > 0.0 { cases / days } else { 0.0 });
        let busiest = a_day.iter().copied().fold(0.0, f64::max);
        let mut weekdays = a_day.map(|cases| cases > CLOSED_DAY * busiest);
        let inferred = days.is_empty() || hours.is_none();
        if !days.is_empty() {
            for day in days {
                if !WEEKDAYS.contains(&day.as_str()) {
                    return Ok(Err(format!(
                        "`{day}` is no weekday; expected one of {}",
                        WEEKDAYS.join(", ")
                    )));
                }
            }
            weekdays = std::array::from_fn(|place| days.iter().any(|day| day == WEEKDAYS[place]));
        }
        let (from, to) = match hours {
            Some(text) => match parse_hours(text) {
                Some(hours) => hours,
                None => return Ok(Err(format!("`{text}` are no opening hours; expected e.g. 07:00-24:00"))),
            },
            None => busy_stretch(&by_half_hour),
        };
        Ok(Ok(Opening { weekdays, from, to, inferred }))
    }
}

/// `07:00-24:00`; an end that is not after the beginning is on the next day.
fn parse_hours(text: &str) -> Option<(i64, i64)> {
    let (from, to) = text.split_once('-')?;
    let clock = |text: &str| {
        let (hours, minutes) = text.trim().split_once(':')?;
        let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
        let whole = (0..=24).contains(&hours) && (minutes == 0 || minutes == 30 && hours < 24);
        whole.then_some((hours * 3600 + minutes * 60) * SECOND)
    };
    let (from, to) = (clock(from)?, clock(to)?);
    Some((from, if to > from { to } else { to + DAY }))
}

/// All but the longest stretch of half hours, round midnight, that are nearly empty; of under two hours: all.
fn busy_stretch(by_half_hour: &[f64]) -> (i64, i64) {
    let most = by_half_hour.iter().copied().fold(0.0, f64::max);
    let quiet: Vec<bool> = by_half_hour.iter().map(|cases| *cases <= CLOSED_HALF_HOUR * most).collect();
    let length = |from: usize| (0..48).take_while(|i| quiet[(from + i) % 48]).count();
    let best = (0..48).max_by_key(|from| (length(*from), std::cmp::Reverse(*from))).unwrap_or(0);
    if length(best) < 4 || length(best) == 48 {
        return (0, DAY);
    }
    let from = (best + length(best)) % 48;
    (from as i64 * HALF_HOUR, (from + 48 - length(best)) as i64 * HALF_HOUR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_and_found() {
        let hour = 2 * HALF_HOUR;
        assert_eq!(parse_hours("07:00-24:00"), Some((7 * hour, 24 * hour)));
        assert_eq!(parse_hours("18:00-06:00"), Some((18 * hour, 30 * hour)));
        assert_eq!(parse_hours("18-06"), None);
        let mut night = vec![0.0; 48];
        (36..48).chain(0..12).for_each(|place| night[place] = 9.0);
        assert_eq!(busy_stretch(&night), (18 * hour, 30 * hour));
        assert_eq!(busy_stretch(&[1.0; 48]), (0, 24 * hour));
        // An hour without a case at noon does not close the desk.
        night[0] = 0.0;
        night[1] = 0.0;
        assert_eq!(busy_stretch(&night), (18 * hour, 30 * hour));
    }

    #[test]
    fn a_night_is_open_on_both_sides_of_midnight() {
        let night =
            Opening { weekdays: [true; 7], from: 36 * HALF_HOUR, to: 60 * HALF_HOUR, inferred: false };
        let open = [40, 47, 0, 11, 12, 35].map(|place| night.is_open_at(place * HALF_HOUR));
        assert_eq!(open, [true, true, true, true, false, false]);
    }
}
