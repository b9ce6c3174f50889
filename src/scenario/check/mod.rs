//! What only shows when the tables are held against each other, and what is legal but odd.
//!
//! Runs on a scenario even if parts of it could not be read, so that all problems come at once; of what
//! stands in for something unread nothing is said.

mod inquiry;
mod levers;
mod store_score;
mod target;
mod team;

pub use levers::check_levers;

use super::diagnostics::{Problem, Severity};
use super::path::Path;
use super::tree::Node;
use super::{ClockTime, Days, Hours, Scenario};
use crate::units::Span;
use jiff::ToSpan;
use jiff::civil::DateTime;

const DAY: Span = Span::from_whole_seconds(24 * 3600);

/// With more problems than this in reading a scenario, its tables are not held against each other.
const TOO_MANY: usize = 500;

/// A scenario being checked.
pub struct Checker<'a> {
    scenario: &'a Scenario,
    tree: &'a Node,
    read: &'a [Problem],
    found: Vec<Problem>,
}

/// All problems of a scenario beyond those found in reading it (`read`).
pub fn check(scenario: &Scenario, tree: &Node, read: &[Problem]) -> Vec<Problem> {
    if read.len() > TOO_MANY {
        return Vec::new();
    }
    let mut checker = Checker { scenario, tree, read, found: Vec::new() };
    checker.night();
    checker.tiers();
    checker.streams();
    checker.inquiries();
    checker.teams();
    checker.targets();
    checker.penalties();
    checker.store_score();
    checker.found
}

impl Checker<'_> {
    /// Reports a problem, unless its place could not be read.
    fn report(&mut self, problem: Problem) {
        if !self.is_unread(&problem.path) {
            self.found.push(problem);
        }
    }

    /// True if something at the path could not be read.
    fn is_unread(&self, path: &Path) -> bool {
        let errors = self.read.iter().filter(|read| read.severity == Severity::Error);
        errors.into_iter().any(|read| !read.path.is_root() && read.path.touches(path))
    }

    /// True if it is not known who serves what, because a team could not be read.
    fn service_is_unread(&self) -> bool {
        let keys = self.scenario.teams.keys();
        let unread = |name: &String, key: &str| self.is_unread(&Path::of(&["team", name, key]));
        keys.into_iter().any(|name| unread(name, "skills") || unread(name, "slots"))
    }

    /// True if the table of a path is in the file.
    fn is_written(&self, keys: &[&str]) -> bool {
        keys.iter().try_fold(self.tree, |node, key| node.get(key)).is_some()
    }

    fn night(&mut self) {
        let (opens, closes) = (self.scenario.opens, self.scenario.closes);
        if closes <= opens {
            let problem = Problem::error_at(
                &Path::of(&["closes"]),
                format!("the desk closes before it opens ({opens})"),
            );
            let help = "a night ends on the next day: closes = 2026-11-12T06:00:00";
            self.report(problem.expected("expected a time after `opens`").help(help));
        } else if micros_between(opens, closes) < self.scenario.interval.micros() {
            let problem =
                Problem::error_at(&Path::of(&["interval"]), "the interval is longer than the night");
            self.report(problem.help("the usual one is \"15min\""));
        }
    }

    fn tiers(&mut self) {
        if self.scenario.tiers.contains_key("regular") {
            let problem =
                Problem::error_at(&Path::of(&["tier", "regular"]), "the tier `regular` is there by itself");
            let help = "leave it out, and let the other tiers be `first` or have a `head_start`";
            self.report(problem.expected("has nothing to set").help(help));
        }
    }

    fn streams(&mut self) {
        for (name, stream) in &self.scenario.streams {
            use super::Moment::{Clock, DateTime};
            let bad = match (stream.from, stream.to) {
                (Clock(from), Clock(to)) => from == to,
                (DateTime(from), DateTime(to)) => to <= from,
                _ => false,
            };
            if bad {
                let problem = Problem::error_at(
                    &Path::of(&["stream", name, "to"]),
                    format!("stream `{name}` does not end after it begins"),
                );
                self.report(problem.expected("expected a time after `from`"));
            }
            let weights =
                stream.orders_over.as_ref().map(|steps| steps.steps.iter().all(|(_, weight)| *weight == 0.0));
            if weights == Some(true) {
                let path = Path::of(&["stream", name, "orders_over"]);
                let problem = Problem::error_at(&path, format!("all weights of stream `{name}` are 0"));
                self.report(problem.help("give at least one above 0, or leave `orders_over` out"));
            }
        }
    }

    /// The times from the opening up to `end` as civil time.
    fn until(&self, end: Span) -> DateTime {
        let end = self.scenario.closes.checked_add(end.micros().microseconds());
        end.unwrap_or(self.scenario.closes)
    }
}

/// Microseconds of civil time.
fn micros_between(from: DateTime, to: DateTime) -> i64 {
    i64::try_from(to.duration_since(from).as_micros()).unwrap_or(i64::MAX)
}

/// How long a window is; one that does not end after its start ends on the next day.
fn length(from: ClockTime, to: ClockTime) -> Span {
    let length = to.0 - from.0;
    if length > Span::ZERO { length } else { length + DAY }
}

/// True if something that begins on `days` may begin on this date.
fn holds_on(days: &Days, date: jiff::civil::Date) -> bool {
    match days {
        Days::Every => true,
        Days::Weekdays(weekdays) => weekdays.contains(&date.weekday()),
        Days::On(on) => *on == date,
    }
}

/// True if some window of the hours meets the time from `opens` to `ends`.
fn meets(hours: &Hours, opens: DateTime, ends: DateTime) -> bool {
    let mut date = opens.date().yesterday().unwrap_or(opens.date());
    while date <= ends.date() {
        if holds_on(&hours.days, date)
            && hours.windows.iter().any(|window| window_meets(date, *window, opens, ends))
        {
            return true;
        }
        match date.tomorrow() {
            Ok(tomorrow) => date = tomorrow,
            Err(_) => break,
        }
    }
    false
}

fn window_meets(
    date: jiff::civil::Date,
    window: (ClockTime, ClockTime),
    opens: DateTime,
    ends: DateTime,
) -> bool {
    let midnight = date.to_datetime(jiff::civil::Time::midnight());
    let from = midnight.checked_add(window.0.0.micros().microseconds());
    let Ok(from) = from else { return false };
    let to = from.checked_add(length(window.0, window.1).micros().microseconds());
    to.is_ok_and(|to| from < ends && to > opens)
}
