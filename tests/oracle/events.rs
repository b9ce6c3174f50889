//! What can happen, and in which order at one instant (D1).

use nightdesk::simulation::observer::Who;
use nightdesk::units::Time;

/// An event's place in the order of things. The derived order is the model's: by time, by kind, then
/// by source, case, conversation, turn (kinds 1 and 3: by roster order), then by `last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    pub at: Time,
    pub kind: u8,
    /// Source, case, conversation, turn; or roster index and zeros.
    pub place: [u32; 4],
    /// Tells apart what one conversation or one agent does at one instant.
    pub last: u32,
}

/// An event. `Ord` only settles what the moment leaves equal, and nothing does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    pub moment: Moment,
    pub what: Happening,
}

/// What can happen. Numbers are indices into the world's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Happening {
    // Kind 1: agents come on duty or back from a break.
    Opens,
    ComesOn { agent: usize, duty: usize },
    BreakEnds { agent: usize, duty: usize, number: usize },
    LevelRises { team: usize, to: u32 },
    // Kind 2: work, wrap-up and idle_close end.
    IdleCloses { conversation: usize },
    WorkEnds { agent: usize },
    // Kind 3: agents leave or go to a break.
    DutyEnds { agent: usize, duty: usize },
    BreakDue { agent: usize, duty: usize, number: usize },
    NextBreakBegins { agent: usize, duty: usize },
    LastCall { agent: usize, duty: usize },
    LevelFalls { team: usize, to: u32 },
    // Kind 4: parties answer (desk messages fall due), `after` times pass.
    PartyAnswers { conversation: usize, with_message: bool },
    AfterCareDue { conversation: usize },
    NoticeDue { conversation: usize },
    AfterPasses { conversation: usize, turn: u32, team: u16, place: usize },
    // Kind 5: messages arrive.
    CaseArrives { source: u16, case: u32 },
    Retries { case: usize, channel: u8 },
    BotHandsOver { case: usize, channel: u8, clock: Time },
    Writes { conversation: usize },
    Nudges { conversation: usize, turn: u32 },
    WritesAgain { conversation: usize, turn: u32 },
    AsksAgain { about: usize, time: u32, until: Time },
    // Kind 6: customers give up.
    GivesUp { conversation: usize, turn: u32 },
}

impl Happening {
    /// The kind of D1.
    pub fn kind(self) -> u8 {
        use Happening::*;
        match self {
            Opens | ComesOn { .. } | BreakEnds { .. } | LevelRises { .. } => 1,
            IdleCloses { .. } | WorkEnds { .. } => 2,
            DutyEnds { .. }
            | BreakDue { .. }
            | NextBreakBegins { .. }
            | LastCall { .. }
            | LevelFalls { .. } => 3,
            PartyAnswers { .. } | AfterCareDue { .. } | NoticeDue { .. } | AfterPasses { .. } => 4,
            CaseArrives { .. } | Retries { .. } | BotHandsOver { .. } | Writes { .. } => 5,
            Nudges { .. } | WritesAgain { .. } | AsksAgain { .. } => 5,
            GivesUp { .. } => 6,
        }
    }

    /// What settles the rest: an idle_close before the work of the same conversation, the end of a duty
    /// before its breaks, `after` times of one conversation in the order of the inquiry's teams.
    fn last(self) -> u32 {
        use Happening::*;
        match self {
            WorkEnds { .. } => 1,
            BreakDue { number, .. } => 1 + number as u32,
            NextBreakBegins { .. } => 1_000_000,
            LastCall { .. } => 1_000_001,
            AfterPasses { place, .. } => place as u32,
            Nudges { .. } => 1,
            WritesAgain { .. } => 2,
            _ => 0,
        }
    }

    /// An event about a message.
    pub fn of(self, who: Who, at: Time) -> Event {
        let place = [u32::from(who.source), who.case, who.conversation, who.turn];
        Event { moment: Moment { at, kind: self.kind(), place, last: self.last() }, what: self }
    }

    /// An event about an agent, or about a level, whose place is that of its first agent.
    pub fn by(self, agent: usize, at: Time) -> Event {
        let place = [agent as u32, 0, 0, 0];
        Event { moment: Moment { at, kind: self.kind(), place, last: self.last() }, what: self }
    }
}
