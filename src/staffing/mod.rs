//! Staffing: the cheapest agents by team and shift with whom tonight's targets hold.

mod answer;
mod bound;
mod choice;
mod filled;
mod formula;
mod frontier;
mod hold;
mod known;
mod limit;
mod programme;
mod requirement;
mod sample;
mod search;
mod slopes;
mod watch;

pub use answer::{Answer, Change, Compared, Ending, Question, staff};
pub use choice::{Choice, Desk, Limit, MOST_CHOICES, OfFamily, Roster, What};
pub use filled::filled_plans;
pub use formula::{Formula, Promised, promised};
pub use frontier::Point;
pub use hold::{Asked, FEWEST_COUNTED, Hold, Judged, Promise, Seen};
pub use programme::Means;
pub use sample::{Measured, Sample};
pub use search::{Round, Search};
pub use watch::{Doing, Watch};

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
    /// Every number of agents is fixed.
    #[error(
        "there is nothing to choose: give shifts `agents = {{ min = 0, max = 30 }}`, or a team [team.x.shifts.y]"
    )]
    NothingToChoose,
    /// Nothing has to hold.
    #[error("{0}")]
    NothingPromised(&'static str),
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

impl Fault {
    /// Everything that stands against a search, a sentence each.
    pub fn problems(self) -> Vec<String> {
        match self {
            Fault::Compile(problems) => problems,
            other => vec![other.to_string()],
        }
    }
}
