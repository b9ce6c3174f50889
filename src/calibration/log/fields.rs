//! The cells of a row: times, outcomes, durations, and what of them is not believed.

use super::case::{Civil, DAY, Fate, SECOND, UNKNOWN};
use super::columns::Columns;
use super::mapping::Mapping;
use super::times::TimeRules;
use csv::StringRecord;

/// A stated duration may differ from that between the stated times by so much: clocks are read one after another.
pub const TOLERANCE: i64 = 3 * SECOND;

/// A row that is no case, and why.
pub type Refused = &'static str;

/// The times of one row.
pub struct Times<'a> {
    /// The row.
    pub row: &'a StringRecord,
    /// Where its columns are.
    pub columns: &'a Columns,
    /// How times are written.
    pub rules: &'a TimeRules,
}

impl Times<'_> {
    /// Of a column; none: it says nothing.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn at(&self, column: Option<usize>) -> Result<Option<Civil>, Refused> {
        let text = field(self.row, column);
        if text.is_empty() || text == "-" || text.eq_ignore_ascii_case("not set") {
            return Ok(None);
        }
        let time = match self.columns.date {
            Some(date) => self.rules.clock_on(field(self.row, Some(date)), text),
            None => self.rules.time(text),
        };
        time.map(Some).ok_or("a time that cannot be read")
    }

    /// A time that cannot be before another; clock times on a date may be the next day's.
    ///
    /// # Errors
    /// If it cannot be read, or is before it.
    pub fn after(&self, column: Option<usize>, at: Civil) -> Result<Option<Civil>, Refused> {
        let Some(mut time) = self.at(column)? else { return Ok(None) };
        if self.columns.date.is_some() && time < at - DAY / 2 {
            time += DAY;
        }
        if time < at - 60 * SECOND { Err("an end before its beginning") } else { Ok(Some(time)) }
    }
}

/// A cell without the blanks around it; empty: there is none.
pub fn field(row: &StringRecord, column: Option<usize>) -> &str {
    column.and_then(|column| row.get(column)).map_or("", str::trim)
}

/// A name, or what stands for none.
pub fn name_or<'a>(name: &'a str, other: &'a str) -> &'a str {
    if name.is_empty() { other } else { name }
}

/// How a case ended; none: the log has no such column.
///
/// # Errors
/// If the outcome is of no list.
pub fn outcome_of(row: &StringRecord, columns: &Columns, mapping: &Mapping) -> Result<Option<Fate>, Refused> {
    if columns.outcome.is_none() || mapping.answered.is_empty() && mapping.gave_up.is_empty() {
        return Ok(None);
    }
    let outcome = field(row, columns.outcome);
    let is_one_of = |list: &[String]| list.iter().any(|other| other.eq_ignore_ascii_case(outcome));
    if is_one_of(&mapping.answered) {
        Ok(Some(Fate::Answered))
    } else if is_one_of(&mapping.gave_up) {
        Ok(Some(Fate::GaveUp))
    } else {
        Err("an outcome that is neither answered nor given up")
    }
}

/// Clocks that lost their battery show 1970, and dates of 2099 stand for "never".
///
/// # Errors
/// If it is of such a year.
pub fn plausible(at: Civil) -> Result<(), Refused> {
    let year = super::times::to_civil(at).year();
    if (1980..2080).contains(&year) { Ok(()) } else { Err("a time far from any log's") }
}

/// A duration, if it can be one.
///
/// # Errors
/// If it is negative or too long.
pub fn believed(span: i64, longest: i64) -> Result<i64, Refused> {
    match span {
        UNKNOWN => Ok(UNKNOWN),
        below if below < -TOLERANCE => Err("a negative duration"),
        above if above > longest => Err("a duration beyond belief (work over 12 h, a wait over 30 days)"),
        // Clocks that are read one after another may differ by a little.
        span => Ok(span.max(0)),
    }
}
