//! What happens next: a total order of events, and where pending ones are kept.
//!
//! Arrivals never enter a calendar (they are sorted already), each agent has exactly one entry (the
//! end of its work in hand or, when idle, its earliest next message), and only what is left needs a
//! timer. That is what makes the engine fast: see docs/engine.md.

use super::tournament::{NONE, Tournament};
use crate::units::Time;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What kind of thing happens; at one instant kinds happen in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Kind {
    ComeOnDuty = 1,
    WorkEnds = 2,
    Leave = 3,
    FallDue = 4,
    MessageArrives = 5,
    GiveUp = 6,
}

/// Which conversation (or, for duty, which agent), for ties: source, case, conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Id(u64);

impl Id {
    const CASE_BITS: u32 = 26;
    const CONVERSATION_BITS: u32 = 12;
    /// Most cases of a source.
    pub const CASES: u32 = 1 << Id::CASE_BITS;
    /// Most sources.
    pub const SOURCES: usize = 1 << (48 - Id::CASE_BITS - Id::CONVERSATION_BITS);
    /// Of nobody.
    pub const NOBODY: Id = Id(u64::MAX);

    /// Conversations past the 4,095th of a case share a number, which only blurs ties among them.
    #[inline]
    pub fn of(source: u16, case: u32, conversation: u32) -> Id {
        let conversation = conversation.min((1 << Id::CONVERSATION_BITS) - 1);
        Id(u64::from(source) << (Id::CASE_BITS + Id::CONVERSATION_BITS)
            | u64::from(case) << Id::CONVERSATION_BITS
            | u64::from(conversation))
    }

    pub fn of_agent(agent: u32) -> Id {
        Id(u64::from(agent))
    }
}

/// An event's place in the order of events, and what it is about: from the top, time (45 bits), kind
/// (3), who (48), what (4) and an index (28).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EventKey(u128);

/// Time and kind as one number that grows in the order of events.
#[inline]
pub(super) fn instant(at: Time, kind: Kind) -> u64 {
    debug_assert!(at.0 >= 0);
    if at.0 >= LAST_TIME { NONE } else { (at.0 as u64) << 3 | kind as u64 }
}

/// What an instant is made of.
#[inline]
pub(super) fn time_and_kind(instant: u64) -> (Time, Kind) {
    let kind = match instant & 7 {
        1 => Kind::ComeOnDuty,
        2 => Kind::WorkEnds,
        3 => Kind::Leave,
        4 => Kind::FallDue,
        5 => Kind::MessageArrives,
        _ => Kind::GiveUp,
    };
    (Time((instant >> 3) as i64), kind)
}

/// Later than anything in a calendar: more than a year after the opening.
const LAST_TIME: i64 = (1 << 45) - 1;

impl EventKey {
    /// After everything.
    pub const NEVER: EventKey = EventKey(u128::MAX);

    #[inline]
    pub fn new(at: Time, kind: Kind, id: Id, what: What, index: u32) -> EventKey {
        let high = instant(at, kind);
        if high == NONE {
            return EventKey::NEVER;
        }
        EventKey(u128::from(high) << 80 | u128::from(id.0) << 32 | u128::from((what as u32) << 28 | index))
    }

    #[inline]
    pub fn at(self) -> Time {
        Time((self.0 >> 83) as i64)
    }

    /// Time and kind together.
    #[inline]
    pub fn instant(self) -> u64 {
        if self == EventKey::NEVER { NONE } else { (self.0 >> 80) as u64 }
    }

    pub fn kind(self) -> Kind {
        time_and_kind(self.instant()).1
    }

    #[inline]
    pub fn id(self) -> Id {
        Id((self.0 >> 32) as u64 & ((1 << 48) - 1))
    }

    #[inline]
    pub fn what(self) -> What {
        match (self.0 as u32) >> 28 {
            0 => What::Conversation,
            1 => What::Case,
            2 => What::Agent,
            3 => What::Duty,
            4 => What::BreakEnds,
            5 => What::After,
            _ => What::NextBreak,
        }
    }

    #[inline]
    pub fn index(self) -> u32 {
        self.0 as u32 & ((1 << 28) - 1)
    }
}

/// What an event's index means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum What {
    /// A conversation, for whatever its state waits for. Before its agent's work that ends at the same
    /// instant, so that the slot it frees is free when the agent chooses.
    Conversation = 0,
    /// The next of the night's arrivals.
    Case = 1,
    /// An agent, for the one entry it has.
    Agent = 2,
    /// An entry of the duty list.
    Duty = 3,
    /// An agent on a break.
    BreakEnds = 4,
    /// A conversation that another team may take from now on.
    After = 5,
    /// An agent whose next break begins when the one before ends.
    NextBreak = 6,
}

/// Everything pending but arrivals and duty.
#[derive(Debug)]
pub(super) struct Calendar {
    /// By agent: the instant of its one entry, and below it the agent.
    agents: Tournament,
    /// By agent: whom that entry is about.
    ids: Vec<Id>,
    /// The latest instant at which two agents are known to have an entry: up to it ties are looked for.
    tied_until: u64,
    timers: BinaryHeap<Reverse<EventKey>>,
    /// The instant of the first timer.
    first_timer: u64,
}

/// Bits for the agent below an instant.
const AGENT_BITS: u32 = 16;

impl Calendar {
    /// Most agents of a plan.
    pub const AGENTS: usize = (1 << AGENT_BITS) - 1;

    pub fn new(agents: usize, room: usize) -> Calendar {
        Calendar {
            agents: Tournament::new(agents),
            ids: vec![Id::NOBODY; agents],
            tied_until: 0,
            timers: BinaryHeap::with_capacity(room.min(1 << 16)),
            first_timer: NONE,
        }
    }

    pub fn clear(&mut self) {
        self.clear_agents();
        self.timers.clear();
        self.first_timer = NONE;
    }

    /// No agent has anything pending.
    pub fn clear_agents(&mut self) {
        self.agents.clear();
        self.tied_until = 0;
    }

    /// The instant of the first entry of an agent.
    #[inline]
    pub fn agent_instant(&self) -> u64 {
        // Of nobody's it is later than any that comes, too.
        self.agents.least() >> AGENT_BITS
    }

    /// The instant of the first timer.
    #[inline]
    pub fn timer_instant(&self) -> u64 {
        self.first_timer
    }

    /// Sets an agent's entry.
    #[inline]
    pub fn set_agent(&mut self, agent: u32, at: Time, kind: Kind, id: Id) {
        let instant = instant(at, kind);
        if instant == NONE {
            return self.clear_agent(agent);
        }
        self.ids[agent as usize] = id;
        self.set_key(agent, instant << AGENT_BITS | u64::from(agent));
    }

    /// An agent has nothing pending.
    #[inline]
    pub fn clear_agent(&mut self, agent: u32) {
        self.set_key(agent, NONE);
    }

    #[inline]
    fn set_key(&mut self, agent: u32, key: u64) {
        let met = self.agents.set_among_ties::<AGENT_BITS>(agent as usize, key);
        self.tied_until = self.tied_until.max(met >> AGENT_BITS);
    }

    /// The instant of an agent's entry.
    pub fn instant_of(&self, agent: u32) -> u64 {
        match self.agents.get(agent as usize) {
            NONE => NONE,
            key => key >> AGENT_BITS,
        }
    }

    /// An agent's entry, and whom it is about.
    pub fn entry(&self, agent: u32) -> (u64, Id) {
        (self.instant_of(agent), self.ids[agent as usize])
    }

    /// The agent whose entry is the first: at one instant and kind by source, case, conversation.
    #[inline]
    pub fn first_agent(&self) -> (u32, Id) {
        let agent = (self.agents.least() & Calendar::AGENTS as u64) as u32;
        if self.agent_instant() <= self.tied_until {
            return self.first_of_tied();
        }
        (agent, self.ids[agent as usize])
    }

    #[cold]
    fn first_of_tied(&self) -> (u32, Id) {
        let instant = self.agent_instant();
        let tied = (0..self.ids.len() as u32).filter(|&agent| self.instant_of(agent) == instant);
        let first = tied.min_by_key(|&agent| self.ids[agent as usize]).unwrap_or_default();
        (first, self.ids[first as usize])
    }

    #[inline]
    pub fn push(&mut self, key: EventKey) {
        if key != EventKey::NEVER {
            self.timers.push(Reverse(key));
            self.first_timer = self.first_timer.min(key.instant());
        }
    }

    /// The first timer.
    pub fn timer(&self) -> EventKey {
        self.timers.peek().map_or(EventKey::NEVER, |key| key.0)
    }

    pub fn pop_timer(&mut self) {
        self.timers.pop();
        self.first_timer = self.timer().instant();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_ordered_by_time_then_kind_then_source_case_and_conversation() {
        let key = |at, kind, source, case, conversation| {
            EventKey::new(Time(at), kind, Id::of(source, case, conversation), What::Conversation, 7)
        };
        let in_order = [
            key(5, Kind::GiveUp, 9, 9, 9),
            key(6, Kind::ComeOnDuty, 9, 9, 9),
            key(6, Kind::WorkEnds, 1, 9, 9),
            key(6, Kind::WorkEnds, 2, 3, 9),
            key(6, Kind::WorkEnds, 2, 4, 0),
            key(6, Kind::WorkEnds, 2, 4, 1),
            EventKey::NEVER,
        ];
        assert!(in_order.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn a_key_gives_back_what_was_put_in() {
        let key = EventKey::new(Time(123_456_789), Kind::FallDue, Id::of(3, 70_000, 2), What::After, 99);
        assert_eq!(key.at(), Time(123_456_789));
        assert_eq!((key.kind(), key.what(), key.index()), (Kind::FallDue, What::After, 99));
        assert_eq!(key.id(), Id::of(3, 70_000, 2));
    }
}
