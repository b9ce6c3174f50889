//! Civil time to simulated time: clock times that recur daily, in the scenario's zone.
//!
//! A local time that does not exist or exists twice resolves as RFC 5545 says (jiff's `compatible`):
//! in a gap by the offset before it, in a fold to the first of the two.

use super::Windows;
use crate::scenario::{ClockTime, Days, Hours, Moment, Scenario};
use crate::units::{Span, Time};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

#[cfg(test)]
mod tests;

/// How far windows and pay reach before the opening and after the end: farther back than any backlog
/// is likely to have waited.
const MARGIN: Span = Span::from_whole_seconds(10 * 86_400);

/// The scenario's zone and horizon.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
    /// µs of the Unix epoch.
    opening: i64,
    /// Nobody new arrives at or after it.
    pub closes: Time,
    /// The end of the run-out.
    pub end: Time,
}

/// One occurrence of a stretch between two clock times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The day on which it begins.
    pub day: Date,
    /// Included.
    pub start: Time,
    /// Excluded; after `start`.
    pub end: Time,
}

/// The result of looking something up in a calendar, which ends with the year 9999.
pub type Found<T> = Result<T, jiff::Error>;

impl Calendar {
    /// The calendar of `scenario`.
    pub fn new(scenario: &Scenario) -> Found<Calendar> {
        let mut calendar =
            Calendar { zone: scenario.time_zone.clone(), opening: 0, closes: Time(0), end: Time(0) };
        calendar.opening = calendar.instant(scenario.opens)?.0;
        calendar.closes = calendar.instant(scenario.closes)?;
        calendar.end = calendar.closes + scenario.run_out;
        Ok(calendar)
    }

    /// When `civil` is.
    pub fn instant(&self, civil: DateTime) -> Found<Time> {
        let timestamp = self.zone.to_ambiguous_timestamp(civil).compatible()?;
        Ok(Time(timestamp.as_microsecond() - self.opening))
    }

    /// When `clock` is on `day`; 24:00 is midnight of the day after.
    pub fn at(&self, day: Date, clock: ClockTime) -> Found<Time> {
        let since_midnight = SignedDuration::from_micros(clock.0.micros());
        self.instant(day.to_datetime(jiff::civil::Time::midnight()).checked_add(since_midnight)?)
    }

    /// The day that `at` falls on.
    pub fn day_of(&self, at: Time) -> Found<Date> {
        let timestamp = Timestamp::from_microsecond(self.opening.saturating_add(at.0))?;
        Ok(self.zone.to_datetime(timestamp).date())
    }

    /// The days that `from..to` touches, and one more on either side.
    pub fn days_around(&self, from: Time, to: Time) -> Found<impl Iterator<Item = Date>> {
        let first = self.day_of(from)?.yesterday()?;
        let last = self.day_of(to)?.tomorrow()?;
        Ok(first.series(jiff::Span::new().days(1)).take_while(move |day| *day <= last))
    }

    /// The first occurrence of `moment`: a clock time from `from` on, a date-time wherever it is.
    pub fn first(&self, moment: Moment, from: Time) -> Found<Time> {
        let clock = match moment {
            Moment::DateTime(civil) => return self.instant(civil),
            Moment::Clock(clock) => clock,
        };
        for day in self.days_around(from, from)? {
            let at = self.at(day, clock)?;
            if at >= from {
                return Ok(at);
            }
        }
        self.at(self.day_of(from)?.tomorrow()?.tomorrow()?, clock)
    }

    /// Occurrences of the stretch from one clock time to the next occurrence of another, on `days`, that
    /// touch `from..to`; a stretch whose `until` is not after its `since` ends on the day after it begins.
    pub fn occurrences(
        &self,
        (since, until): (ClockTime, ClockTime),
        days: &Days,
        (from, to): (Time, Time),
    ) -> Found<Vec<Occurrence>> {
        let mut occurrences = Vec::new();
        for day in self.days_around(from, to)?.filter(|day| hold_on(days, *day)) {
            let last_day = if until > since { day } else { day.tomorrow()? };
            let (start, end) = (self.at(day, since)?, self.at(last_day, until)?);
            if start < end && start < to && end > from {
                occurrences.push(Occurrence { day, start, end });
            }
        }
        Ok(occurrences)
    }

    /// From before anything a night looks at to after it.
    pub fn reach(&self) -> (Time, Time) {
        (Time::OPENING - MARGIN, self.end + MARGIN)
    }

    /// `hours` over the whole reach, merged.
    pub fn windows(&self, hours: &Hours) -> Found<Windows> {
        if hours.windows.is_empty() && hours.days == Days::Every {
            return Ok(Windows::Always);
        }
        let reach = self.reach();
        let whole_day = [(ClockTime(Span::ZERO), ClockTime(Span::from_whole_seconds(86_400)))];
        let windows = if hours.windows.is_empty() { &whole_day[..] } else { &hours.windows };
        let mut stretches = Vec::new();
        for window in windows {
            let occurrences = self.occurrences(*window, &hours.days, reach)?;
            stretches.extend(occurrences.iter().map(|found| (found.start, found.end)));
        }
        Ok(Windows::of(stretches))
    }

    /// Values that recur daily by clock time, as `(from, value)` from a day before `from` to a day after
    /// `to`. Where a change of the clocks skips a clock time, a later one of the same day ends it.
    pub fn recurring<T: Copy>(
        &self,
        steps: &[(ClockTime, T)],
        (from, to): (Time, Time),
    ) -> Found<Vec<(Time, T)>> {
        let mut found = Vec::new();
        for day in self.days_around(from, to)? {
            for (clock, value) in steps {
                found.push((self.at(day, *clock)?, *value));
            }
        }
        let mut next = Time::NEVER;
        for (at, _) in found.iter_mut().rev() {
            next = next.min(*at);
            *at = next;
        }
        Ok(found)
    }
}

/// True if `days` holds on `day`.
pub fn hold_on(days: &Days, day: Date) -> bool {
    match days {
        Days::Every => true,
        Days::Weekdays(weekdays) => weekdays.contains(&day.weekday()),
        Days::On(date) => *date == day,
    }
}
