//! Clock times, days and hours, in the civil time of the scenario's zone.

use crate::units::Span;
use jiff::civil::{Date, DateTime};

pub use jiff::civil::Weekday;

/// A clock time as a span since midnight, from 00:00 up to and including 24:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClockTime(pub Span);

/// The days on which a recurring clock time holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Days {
    /// Every day that touches the horizon or the run-out.
    #[default]
    Every,
    /// `days = ["mon", "sat"]`: those weekdays, the day on which it begins deciding.
    Weekdays(Vec<Weekday>),
    /// `date = 2026-11-11`: that day only.
    On(Date),
}

/// A moment: a clock time (its first occurrence from the opening on) or a full date-time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Moment {
    /// `"21:10"`
    Clock(ClockTime),
    /// `2026-11-11T21:10:00`
    DateTime(DateTime),
}

/// `hours = "09:00-22:00"`, or a list of them, or `{ hours = …, days = […] }`; a window whose end is not
/// after its start ends on the next day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hours {
    /// From and to; empty: always.
    pub windows: Vec<(ClockTime, ClockTime)>,
    /// On which days a window begins.
    pub days: Days,
}

/// `{ steps = { "18:00" = 2, "22:00" = 5 } }`: each value holds up to the next clock time, round midnight
/// from the last to the first. Sorted by clock time; never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Steps<T> {
    /// Clock time and the value from then on.
    pub steps: Vec<(ClockTime, T)>,
}
