//! Why a scenario cannot be compiled.

use crate::scenario::Name;

/// Why a scenario cannot be compiled. What does not depend on the calendar, on sizes or on plans is caught
/// with its place in the file when it is read; a scenario made by hand may still meet it.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// A shift or a level says how many agents there may be, not how many there are.
    #[error("no plan: run staff first ({place})")]
    MissingPlan {
        /// Which shift, level or family of shifts.
        place: String,
    },
    /// A name that nothing has.
    #[error("{place}: there is no {kind} `{name}`")]
    Unknown {
        /// Where it is used.
        place: String,
        /// What it should be.
        kind: &'static str,
        /// The name.
        name: Name,
    },
    /// Something that the scenario should say and does not.
    #[error("{place}: {detail}")]
    Missing {
        /// Where.
        place: String,
        /// What is missing.
        detail: &'static str,
    },
    /// More of something than a night can hold.
    #[error("{place}: {} {kind} are too many: at most {}", grouped(*.count), grouped(*.most))]
    TooMany {
        /// Where.
        place: String,
        /// Of what.
        kind: &'static str,
        /// How many there are.
        count: usize,
        /// How many there may be.
        most: usize,
    },
    /// More cases than can be numbered.
    #[error("{place} may bring {} cases, too many: at most {}", grouped(*.cases), grouped(*.most))]
    TooManyCases {
        /// A source, or the whole night.
        place: String,
        /// On a night of many.
        cases: usize,
        /// How many there may be.
        most: usize,
    },
    /// More time than events have room for.
    #[error("closes: {days} days from `opens` to the end of the run-out are too long: at most {most}")]
    TooLong {
        /// How long it is.
        days: i64,
        /// How long it may be.
        most: i64,
    },
    /// A time outside the calendar.
    #[error("{place}: {error}")]
    Calendar {
        /// Where.
        place: String,
        /// What the calendar says.
        error: jiff::Error,
    },
}

impl CompileError {
    /// The path in the scenario that it is about, as far as there is one.
    pub fn path(&self) -> Option<String> {
        match self {
            CompileError::MissingPlan { place }
            | CompileError::Unknown { place, .. }
            | CompileError::Missing { place, .. }
            | CompileError::TooMany { place, .. }
            | CompileError::Calendar { place, .. } => Some(place.clone()),
            CompileError::TooManyCases { place, .. } => match place.split_once('/') {
                Some((inquiry, what)) => Some(format!("inquiry.{inquiry}.{what}")),
                None => Some(place.clone()).filter(|place| place.contains('.')),
            },
            CompileError::TooLong { .. } => Some("closes".to_owned()),
        }
    }
}

/// `67,108,864`
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}
