//! The columns of one log, found by the names of its mapping.

use super::mapping::{Condition, LogKind, Mapping, OneOf};
use super::rows::{LogError, Rows};
use csv::StringRecord;

/// Columns by their place in a row.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// When.
    pub time: usize,
    /// The date of clock times.
    pub date: Option<usize>,
    /// When an agent began.
    pub begun: Option<usize>,
    /// When it ended.
    pub ended: Option<usize>,
    /// How long it worked.
    pub handle: Option<usize>,
    /// How long the customer waited.
    pub wait: Option<usize>,
    /// When all was over.
    pub solved: Option<usize>,
    /// Answered or given up.
    pub outcome: Option<usize>,
    /// Who answered.
    pub agent: Option<usize>,
    /// Who asked.
    pub customer: Option<usize>,
    /// What kind of question.
    pub inquiry: Option<usize>,
    /// Where.
    pub channel: Option<usize>,
    /// Which priority.
    pub tier: Option<usize>,
    /// Messages answered.
    pub turns: Option<usize>,
    /// Of a message.
    pub conversation: Option<usize>,
    /// Of a message.
    pub sender: Option<usize>,
    /// Of an interval.
    pub count: Option<usize>,
    /// Reason, and each column with the values that match.
    pub leave_out: Vec<Matcher>,
    /// Likewise.
    pub busy_only: Vec<Matcher>,
}

/// Rows that match a [`Condition`].
#[derive(Clone, Debug)]
pub struct Matcher {
    /// Why.
    pub reason: String,
    columns: Vec<(usize, Vec<String>)>,
}

impl Matcher {
    /// True if every column has one of its values.
    pub fn matches(&self, row: &StringRecord) -> bool {
        let one_of = |(column, values): &(usize, Vec<String>)| {
            let value = row.get(*column).unwrap_or("").trim();
            values.iter().any(|other| other == value)
        };
        !self.columns.is_empty() && self.columns.iter().all(one_of)
    }
}

impl Columns {
    /// Finds the columns of `mapping` in the header.
    ///
    /// # Errors
    /// If one that must be there is not.
    pub fn find(rows: &Rows, mapping: &Mapping) -> Result<Columns, LogError> {
        let header = rows.header();
        let given = |key: &str| mapping.columns.get(key).and_then(|names| place(header, names));
        let needed = |key: &str| given(key).ok_or_else(|| missing(rows, mapping, key));
        let conditions = |list: &[Condition]| list.iter().map(|one| matcher(header, one)).collect();
        let mut columns = Columns {
            time: needed("time")?,
            date: given("date"),
            begun: given("begun"),
            ended: given("ended"),
            handle: given("handle"),
            wait: given("wait"),
            solved: given("solved"),
            outcome: given("outcome"),
            agent: given("agent"),
            customer: given("customer"),
            inquiry: given("inquiry"),
            channel: given("channel"),
            tier: given("tier"),
            turns: given("turns"),
            conversation: given("conversation"),
            sender: given("sender"),
            count: given("count"),
            leave_out: conditions(&mapping.leave_out),
            busy_only: conditions(&mapping.busy_only),
        };
        match mapping.log {
            LogKind::Cases => {}
            LogKind::Messages => {
                columns.conversation = Some(needed("conversation")?);
                columns.sender = Some(needed("sender")?);
            }
            LogKind::Counts => columns.count = Some(needed("count")?),
        }
        Ok(columns)
    }

    /// How many columns of `mapping` the header has; none: not those it needs, or fewer than half of all.
    pub fn fit(header: &StringRecord, mapping: &Mapping) -> Option<usize> {
        let has = |key: &str| mapping.columns.get(key).is_some_and(|names| place(header, names).is_some());
        let needed: &[&str] = match mapping.log {
            LogKind::Cases => &["time"],
            LogKind::Messages => &["time", "conversation", "sender"],
            LogKind::Counts => &["time", "count"],
        };
        let found = mapping.columns.keys().filter(|key| has(key)).count();
        let enough = 2 * found >= mapping.columns.len().min(8) && needed.iter().all(|key| has(key));
        enough.then_some(found)
    }
}

fn place(header: &StringRecord, names: &OneOf) -> Option<usize> {
    names.0.iter().find_map(|name| {
        let named =
            |other: &str| other.trim().trim_start_matches('\u{feff}').eq_ignore_ascii_case(name.trim());
        header.iter().position(named)
    })
}

fn matcher(header: &StringRecord, condition: &Condition) -> Matcher {
    let find = |(name, values): (&String, &OneOf)| {
        Some((place(header, &OneOf(vec![name.clone()]))?, values.0.clone()))
    };
    let columns: Vec<_> = condition.r#where.iter().filter_map(find).collect();
    // A condition on a column that is not there matches nothing.
    let whole = columns.len() == condition.r#where.len();
    Matcher { reason: condition.reason.clone(), columns: if whole { columns } else { Vec::new() } }
}

fn missing(rows: &Rows, mapping: &Mapping, key: &str) -> LogError {
    let header: Vec<&str> = rows.header().iter().take(30).collect();
    let text = match mapping.columns.get(key) {
        Some(names) => format!(
            "there is no column {}; its columns are {}; say which is the {key} with --map {key}=COLUMN",
            names.0.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or "),
            header.join(", ")
        ),
        None => format!(
            "which column is the {key} is not said; its columns are {}; say it with --map {key}=COLUMN",
            header.join(", ")
        ),
    };
    LogError::Misfit(rows.path().to_owned(), text)
}
