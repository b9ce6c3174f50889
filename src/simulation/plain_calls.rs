//! A shorter way for calls.
//!
//! Where all conversations are plain calls (`plain`), nearly all of a night is calls that arrive and talks
//! that end. Between two changes of duty the engine then goes this way: who waits is 32 bytes in a
//! ring, who is idle stands in a line, the ends of talks stand in buckets of time, and what is counted of
//! a call is counted by its class and booked once an interval. It begins with what the general way left
//! (`Engine::enter`) and ends by putting everything back (`Engine::leave_the_shorter_way`), so all that is
//! rare has one home: the general way. Both give the same counts, digit for digit; tests/oracle_agrees.rs
//! holds them to it.

mod books;
mod ends;
mod events;
mod facts;
mod hand_over;
mod idle;
mod waiting;

use super::calendar::{Kind, time_and_kind};
use super::engine::Engine;
use super::observer::Observer;
use super::plain::Source;
use crate::demand::Arrival;
use crate::random::Key;
use crate::units::{Span, Time};
use ends::Ends;
use facts::{Class, Team};

/// Calls on the shorter way; its memory is used again.
#[derive(Debug)]
pub(super) struct PlainCalls<'p> {
    sources: Vec<Source>,
    channels: usize,
    tiers: usize,
    /// By inquiry, channel and tier.
    classes: Vec<Class<'p>>,
    /// A talk leaves nothing to book but that it was.
    plain_ends: bool,
    teams: Vec<Team>,
    /// By agent.
    agents: Vec<Talk>,
    /// How many wait in the queue.
    waiting: u32,
    ends: Ends,
    /// Kept for its memory.
    scratch: Vec<u16>,
}

/// A call.
#[derive(Clone, Copy, Debug)]
struct Call {
    sent: Time,
    case: u32,
    source: u16,
    class: u16,
}

/// A call that waits.
#[derive(Clone, Copy, Debug)]
struct Waiter {
    call: Call,
    /// When the caller's patience ends.
    deadline: Time,
    key: Key,
}

/// An agent and the call in hand, or the last one.
#[derive(Clone, Copy, Debug)]
struct Talk {
    /// [`NO_CALL`] if there has been none since the shorter way began.
    call: Call,
    began: Time,
    /// End of the talk in hand, else of the last one; at first, the start of duty.
    end: Time,
    /// Work past it is not booked.
    booked_until: Time,
    /// What changing to the next call takes, and to those after it.
    switch: Span,
    switch_later: Span,
    /// Since the shorter way began: work in hand, and talks.
    busy: Span,
    talks: u32,
    team: u16,
    /// Who is next in the same line: of the idle, or of those whose talks end in the same bucket.
    next: u16,
}

/// No agent: there are 65,535 at most.
const NOBODY: u16 = u16::MAX;

/// What an agent has talked about since the change who has talked about nothing yet.
const NO_CALL: Call = Call { sent: Time::OPENING, case: u32::MAX, source: 0, class: 0 };

/// An agent before the first night.
const NO_TALK: Talk = Talk {
    call: NO_CALL,
    began: Time::OPENING,
    end: Time::OPENING,
    booked_until: Time::NEVER,
    switch: Span::ZERO,
    switch_later: Span::ZERO,
    busy: Span::ZERO,
    talks: 0,
    team: 0,
    next: NOBODY,
};

impl<'p> Engine<'p> {
    /// Goes the shorter way up to the instant `until` of something else; the calls of `arrivals` that come
    /// before it are taken off.
    pub(super) fn go_the_shorter_way<O: Observer>(
        &mut self,
        calls: &mut PlainCalls<'p>,
        arrivals: &mut &[Arrival],
        until: u64,
        observer: &mut O,
    ) {
        self.enter(calls);
        let (at, kind) = time_and_kind(until);
        // The first times that are too late for ends of talks, and for arrivals.
        let just_before = |earlier: Kind| if earlier < kind { Time(at.0 + 1) } else { at };
        let (ends_until, arrivals_until) = (just_before(Kind::WorkEnds), just_before(Kind::MessageArrives));
        loop {
            let stop = self.interval_ends.min(ends_until);
            let before = self.interval_ends.min(arrivals_until);
            let (coming, later) = arrivals.split_at(arrivals.partition_point(|arrival| arrival.at < before));
            self.counts.intervals[self.interval].arrivals += coming.len() as u64;
            *arrivals = later;
            calls.go_until(stop, coming, self, observer);
            self.book_interval(calls, observer);
            if self.interval_ends >= ends_until {
                break;
            }
            self.next_interval(calls);
        }
        self.leave_the_shorter_way(calls);
    }
}
