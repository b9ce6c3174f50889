//! Staffing: the cheapest agents by team and shift with whom tonight's targets hold.

mod choice;
mod hold;
mod limit;
mod programme;
mod requirement;
mod sample;
mod search;
mod slopes;

pub use choice::{Choice, Desk, Limit, MOST_CHOICES, Roster, What};
pub use hold::{Asked, FEWEST_COUNTED, Hold, Judged, Promise, Seen};
pub use programme::Means;
pub use sample::{Measured, Sample};
pub use search::{Round, Search, Watch};

/// Why no roster can be looked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// What stands against the scenario, apart from missing plans.
    #[error("{}", .0.join("\n"))]
    Compile(Vec<String>),
    /// Too many shifts to choose from.
    #[error("{count} shifts to choose from are too many: at most {most}")]
    TooManyChoices {
        /// How many.
        count: usize,
        /// How many there may be.
        most: usize,
    },
    /// A shift that no file can say.
    #[error("{place}: a shift of 24 hours can only begin at 00:00")]
    WholeDay {
        /// Which family.
        place: String,
    },
    /// The limits on who is on duty contradict each other, or the means.
    #[error("the limits on who is on duty cannot be kept")]
    Contradictory,
}
