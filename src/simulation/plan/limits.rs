//! What a night can hold: events have so many bits for who they are about and for when.

use super::Plan;
use crate::simulation::calendar::Id;
use crate::units::Span;

impl Plan {
    /// Most sources of cases.
    pub const MOST_SOURCES: usize = Id::SOURCES;
    /// Most cases of a source on one night, and of all sources together.
    pub const MOST_CASES: usize = Id::CASES as usize;
    /// Most agents.
    pub const MOST_AGENTS: usize = 1_000_000;
    /// Most duties of one shift, of all its agents and days.
    pub const MOST_DUTIES: usize = 10_000_000;
    /// Most intervals of the report.
    pub const MOST_INTERVALS: usize = 100_000;
    /// The longest time from the opening to the end of the run-out.
    pub const LONGEST: Span = Span::from_whole_seconds(400 * 86_400);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::calendar::{EventKey, Kind, What};
    use crate::units::Time;

    #[test]
    fn the_longest_night_of_the_most_sources_and_cases_still_has_keys_for_its_events() {
        let (source, case) = (Plan::MOST_SOURCES as u16 - 1, Plan::MOST_CASES as u32 - 1);
        let id = Id::of(source, case, 3);
        let end = Time::OPENING + Plan::LONGEST;
        let key = EventKey::new(end, Kind::GiveUp, id, What::Conversation, (1 << 28) - 1);
        assert_eq!((key.at(), key.id(), key.index()), (end, id, (1 << 28) - 1));
    }
}
