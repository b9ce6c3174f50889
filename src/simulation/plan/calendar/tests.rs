use super::*;
use crate::simulation::example::{clock, hours, scenario, steps};

const HOUR: i64 = 3_600_000_000;

/// From the evening before Berlin sets its clocks back.
fn berlin() -> Calendar {
    let autumn = scenario("Europe/Berlin", "2026-10-24T20:00:00", "2026-10-25T06:00:00");
    Calendar::new(&autumn).expect("a calendar")
}

/// From the evening before New York sets its clocks forward.
fn new_york() -> Calendar {
    let spring = scenario("America/New_York", "2026-03-07T20:00:00", "2026-03-08T06:00:00");
    Calendar::new(&spring).expect("a calendar")
}

fn at(calendar: &Calendar, civil: &str) -> f64 {
    let civil = civil.parse().expect("a date-time");
    calendar.instant(civil).expect("an instant").0 as f64 / HOUR as f64
}

#[test]
fn a_local_time_that_exists_twice_is_its_first() {
    let berlin = berlin();
    assert_eq!(at(&berlin, "2026-10-25T02:30:00"), 6.5);
    assert_eq!(at(&berlin, "2026-10-25T03:00:00"), 8.0);
}

#[test]
fn a_local_time_that_does_not_exist_is_as_late_as_it_would_have_been() {
    let new_york = new_york();
    assert_eq!(at(&new_york, "2026-03-08T02:30:00"), 6.5);
    assert_eq!(at(&new_york, "2026-03-08T03:30:00"), 6.5);
    assert_eq!(at(&new_york, "2026-03-08T03:00:00"), 6.0);
}

#[test]
fn the_first_occurrence_of_a_clock_time_is_at_the_instant_itself_or_after_it() {
    let berlin = berlin();
    let first = |text: &str, from: i64| {
        berlin.first(Moment::Clock(clock(text)), Time(from * HOUR)).expect("an instant").0 as f64
            / HOUR as f64
    };
    assert_eq!(first("20:00", 0), 0.0);
    assert_eq!(first("19:30", 0), 24.5);
    assert_eq!(first("24:00", 0), 4.0);
    assert_eq!(first("00:00", 0), 4.0);
    assert_eq!(first("23:00", 30), 52.0);
}

#[test]
fn days_touched_are_those_between_and_one_more_on_either_side() {
    let berlin = berlin();
    let days: Vec<_> = berlin.days_around(Time(0), berlin.end).expect("days").map(|day| day.day()).collect();
    assert_eq!(days, [23, 24, 25, 26, 27]);
}

#[test]
fn hours_of_no_limit_are_always_and_those_of_a_day_only_on_it() {
    let berlin = berlin();
    assert_eq!(berlin.windows(&Hours::default()).expect("windows"), Windows::Always);
    let sunday = Hours { windows: Vec::new(), days: Days::On(jiff::civil::date(2026, 10, 25)) };
    // From midnight to midnight, 25 hours.
    let expected = Windows::Some(vec![(Time(4 * HOUR), Time(29 * HOUR))]);
    assert_eq!(berlin.windows(&sunday).expect("windows"), expected);
    let whole_days = berlin.windows(&hours("00:00", "24:00")).expect("windows");
    assert!(matches!(&whole_days, Windows::Some(windows) if windows.len() == 1));
}

#[test]
fn working_time_passes_by_the_clock_on_the_wall_of_a_night_with_an_hour_more() {
    let windows = berlin().windows(&hours("22:00", "06:00")).expect("windows");
    assert_eq!(windows.elapsed(Time(0), Time(12 * HOUR)), Span(9 * HOUR));
    assert_eq!(windows.after(Time(0), Span(8 * HOUR)), Time(10 * HOUR));
    assert_eq!(windows.after(Time(0), Span(9 * HOUR + 1)), Time(27 * HOUR + 1));
}

#[test]
fn recurring_values_never_run_backwards() {
    for calendar in [berlin(), new_york()] {
        let values = steps(&[("00:00", 1), ("02:15", 2), ("02:45", 3), ("03:00", 4), ("24:00", 5)]);
        let found = calendar.recurring(&values.steps, (Time(0), calendar.end)).expect("steps");
        assert!(found.is_sorted_by_key(|step| step.0));
        assert!(found[0].0 <= Time(0) && found[found.len() - 1].0 >= calendar.end);
    }
}
