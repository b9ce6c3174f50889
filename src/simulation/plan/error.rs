//! Why a scenario cannot be compiled.

use crate::scenario::Name;

/// Why a scenario cannot be compiled. All but [`CompileError::MissingPlan`] are caught with their place
/// in the file when it is read; a scenario made by hand may still meet them.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// A shift or a level says how many agents there may be, not how many there are.
    #[error("no plan for {}: run staff first", place(.team, .shift.as_deref()))]
    MissingPlan {
        /// Which team.
        team: Name,
        /// None: the team's level.
        shift: Option<Name>,
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
    #[error("{count} {kind} are too many: at most {most}")]
    TooMany {
        /// Of what.
        kind: &'static str,
        /// How many there are.
        count: usize,
        /// How many there may be.
        most: usize,
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

/// `team.night.shift.late`
fn place(team: &str, shift: Option<&str>) -> String {
    match shift {
        Some(shift) => format!("team.{team}.shift.{shift}"),
        None => format!("team.{team}.on_duty"),
    }
}
