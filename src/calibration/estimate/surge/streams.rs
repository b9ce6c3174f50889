//! The list of streams, past and to come: a table with `from`, `to` and, if known, `orders` and `name`.

use crate::calibration::log::rows::Rows;
use crate::calibration::log::times::TimeRules;
use crate::calibration::log::{Civil, DAY, LogError};
use csv::StringRecord;
use std::path::{Path, PathBuf};

/// Orders of a stream whose list does not say how many: shares are of a thousand of them.
pub const UNKNOWN_ORDERS: f64 = 1000.0;

/// One broadcast.
#[derive(Clone, Debug, PartialEq)]
pub struct StreamTimes {
    /// As the list calls it; empty: it does not.
    pub name: String,
    /// When it began.
    pub from: Civil,
    /// When it ended.
    pub to: Civil,
    /// How many.
    pub orders: f64,
}

/// Broadcasts, in order of their ends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Streams {
    /// All of them.
    pub all: Vec<StreamTimes>,
    /// The list says how many orders each had.
    pub orders_known: bool,
}

/// Columns, as people call them.
const COLUMNS: [(&str, &[&str]); 4] = [
    ("from", &["from", "start", "begin", "开始", "开播"]),
    ("to", &["to", "end", "结束", "下播"]),
    ("orders", &["orders", "订单", "订单数"]),
    ("name", &["name", "stream", "title", "名称", "场次"]),
];

/// Where each column is.
struct Places([Option<usize>; 4]);

impl Streams {
    /// Reads a list.
    ///
    /// # Errors
    /// If it cannot be read, lacks a column, or a row is impossible; the text names the line.
    pub fn read(path: &Path, rules: &TimeRules) -> Result<Streams, LogError> {
        let mut rows = Rows::open(path, None)?;
        let places = Places::of(&rows)?;
        let (mut row, mut all) = (StringRecord::new(), Vec::new());
        while rows.next(&mut row)? {
            let wrong = |text: String| LogError::Row(path.to_owned(), rows.line(), text);
            all.push(places.stream(&row, rules).map_err(wrong)?);
        }
        if all.is_empty() {
            return Err(LogError::Misfit(path.to_owned(), "it names no stream".to_owned()));
        }
        all.sort_by_key(|stream| stream.to);
        Ok(Streams { all, orders_known: places.0[2].is_some() })
    }

    /// Until when what comes after a stream's end is looked at: the next one's end, or so long after its own.
    pub fn watched(&self, number: usize, longest: i64) -> (Civil, Civil) {
        let end = self.all[number].to;
        let next = self.all.get(number + 1).map_or(i64::MAX, |next| next.to);
        (end, next.min(end.saturating_add(longest)))
    }
}

impl Places {
    fn of(rows: &Rows) -> Result<Places, LogError> {
        let find = |names: &[&str]| {
            rows.header()
                .iter()
                .position(|head| names.iter().any(|name| head.trim().eq_ignore_ascii_case(name)))
        };
        let places = COLUMNS.map(|(_, names)| find(names));
        for (place, (name, _)) in places.iter().zip(COLUMNS).take(2) {
            if place.is_none() {
                let text = format!(
                    "there is no column `{name}`; expected from,to and, if known, orders,name; found {}",
                    rows.header().iter().collect::<Vec<_>>().join(",")
                );
                return Err(LogError::Misfit(PathBuf::from(rows.path()), text));
            }
        }
        Ok(Places(places))
    }

    fn stream(&self, row: &StringRecord, rules: &TimeRules) -> Result<StreamTimes, String> {
        let field = |place: usize| self.0[place].and_then(|column| row.get(column)).unwrap_or("").trim();
        let time = |place: usize| {
            let text = field(place);
            rules.time(text).ok_or_else(|| {
                format!(
                    "`{text}` is no date and time; expected e.g. 2026-11-20 19:30 in `{}`",
                    COLUMNS[place].0
                )
            })
        };
        let (from, to) = (time(0)?, time(1)?);
        if to <= from || to > from + DAY {
            return Err(format!(
                "a stream from `{}` to `{}`; expected an end after the start, within a day",
                field(0),
                field(1)
            ));
        }
        let orders = match field(2) {
            _ if self.0[2].is_none() => UNKNOWN_ORDERS,
            text => text
                .replace(['_', ' '], "")
                .parse()
                .ok()
                .filter(|orders: &f64| orders.is_finite() && *orders > 0.0)
                .ok_or_else(|| format!("`{text}` orders; expected a number above 0"))?,
        };
        Ok(StreamTimes { name: field(3).to_owned(), from, to, orders })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    fn read(text: &str) -> Result<Streams, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("streams.csv");
        std::fs::write(&path, text).unwrap();
        let rules =
            TimeRules { day_first: false, offsets: true, log_zone: TimeZone::UTC, zone: TimeZone::UTC };
        Streams::read(&path, &rules).map_err(|error| error.to_string())
    }

    #[test]
    fn a_list_is_in_order_of_ends_and_orders_may_be_unknown() {
        let known = read("name,from,to,orders\nb,2026-11-20 21:00,2026-11-20 23:00,9000\na,2026-11-19 20:00,2026-11-20 00:30,70\n").unwrap();
        assert_eq!(known.all.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert!(known.orders_known && known.all[1].orders == 9000.0);
        let hour = 3_600_000_000;
        assert_eq!(known.watched(0, 40 * hour), (known.all[0].to, known.all[1].to));
        assert_eq!(known.watched(1, 4 * hour), (known.all[1].to, known.all[1].to + 4 * hour));
        let unknown = read("开播;下播\n2026-11-20 21:00;2026-11-20 23:00\n").unwrap();
        assert!(!unknown.orders_known && unknown.all[0].orders == UNKNOWN_ORDERS);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, says) in [
            ("from,until\n", "no column `to`"),
            ("from,to\n", "names no stream"),
            ("from,to\n2026-11-20 21:00,23 o'clock\n", "line 2: `23 o'clock` is no date and time"),
            ("from,to\n2026-11-20 21:00,2026-11-20 20:00\n", "line 2: a stream from"),
            ("from,to,orders\n2026-11-20 21:00,2026-11-20 23:00,-3\n", "line 2: `-3` orders"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
    }
}
