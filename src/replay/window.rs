//! The part of the night that is replayed: `22:45..23:15`.

use crate::scenario::Scenario;
use crate::simulation::plan::Plan;
use crate::units::{Span, Time};
use jiff::civil::{DateTime, Time as Clock};
use std::ops::Range;

/// The whole night if `text` is none, else from one clock time to the next occurrence of another, both in
/// the scenario's time zone, the first from the opening on; or with full dates.
///
/// # Errors
/// What is wrong with it.
pub fn window(scenario: &Scenario, plan: &Plan, text: Option<&str>) -> Result<Range<Time>, String> {
    let Some(text) = text else { return Ok(Time::OPENING..plan.closes) };
    let form = || format!("`{text}` is no window: expected two clock times such as 22:45..23:15");
    let (from, to) = text.split_once("..").ok_or_else(form)?;
    let start = next(from.trim(), scenario.opens).ok_or_else(form)?;
    let end = next(to.trim(), start).ok_or_else(form)?;
    let end = if end > start { end } else { end.saturating_add(jiff::Span::new().days(1)) };
    let window = after_opening(scenario, start)?..after_opening(scenario, end)?;
    if window.start < Time::OPENING || window.start >= plan.closes {
        let (opens, closes) = (scenario.opens, scenario.closes);
        return Err(format!("the window {text} begins outside the night, which is {opens} to {closes}"));
    }
    if window.end > plan.end {
        return Err(format!("the window {text} ends after the night's run-out"));
    }
    Ok(window)
}

/// A date and time, or the first occurrence of a clock time from `from` on.
fn next(text: &str, from: DateTime) -> Option<DateTime> {
    if let Ok(when) = text.parse::<DateTime>() {
        return text.contains(['T', ' ']).then_some(when);
    }
    let text = if text.len() == 4 { format!("0{text}") } else { text.to_owned() };
    let (clock, days) = match text.as_str() {
        "24:00" => (Clock::midnight(), 1),
        _ => (Clock::strptime("%H:%M", &text).or_else(|_| Clock::strptime("%H:%M:%S", &text)).ok()?, 0),
    };
    let same_day = from.date().to_datetime(clock).saturating_add(jiff::Span::new().days(days));
    Some(if same_day >= from { same_day } else { same_day.saturating_add(jiff::Span::new().days(1)) })
}

fn after_opening(scenario: &Scenario, when: DateTime) -> Result<Time, String> {
    let instant = |when: DateTime| {
        let zoned = when.to_zoned(scenario.time_zone.clone()).map_err(|error| error.to_string())?;
        Ok::<_, String>(zoned.timestamp().as_microsecond())
    };
    Ok(Time::OPENING + Span(instant(when)? - instant(scenario.opens)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Request, load};

    fn read(text: &str) -> Result<Range<Time>, String> {
        let loaded = load(&Request { path: "scenarios/orange-night.toml", ..Request::default() }).unwrap();
        let plan = Plan::compile(&loaded.scenario).unwrap();
        window(&loaded.scenario, &plan, Some(text))
    }

    /// The night opens at 18:00 and closes at 06:00.
    #[test]
    fn clock_times_are_those_of_the_night() {
        let minutes = |from: i64, to: i64| Time(from * 60_000_000)..Time(to * 60_000_000);
        assert_eq!(read("22:45..23:15"), Ok(minutes(285, 315)));
        assert_eq!(read("23:45..00:15"), Ok(minutes(345, 375)));
        assert_eq!(read("1:00..2:00"), Ok(minutes(420, 480)));
        assert_eq!(read("23:00..24:00"), Ok(minutes(300, 360)));
        assert_eq!(read("2026-11-11T22:45:00..23:15"), Ok(minutes(285, 315)));
    }

    #[test]
    fn what_is_no_window_is_refused() {
        for text in ["22:45", "22:45-23:15", "late..later", "25:00..26:00"] {
            assert!(read(text).unwrap_err().contains("no window"), "{text}");
        }
        assert!(read("07:00..08:00").unwrap_err().contains("outside the night"));
    }
}
