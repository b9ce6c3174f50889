//! Who watches a night: nobody, or a trace.

use crate::units::{Span, Time};

/// A conversation as events name it; numbers count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Who {
    /// Index of the source.
    pub source: u16,
    /// Number within the source.
    pub case: u32,
    /// Number within the case.
    pub conversation: u32,
    /// Number within the conversation.
    pub turn: u32,
}

/// Something that happens in a night.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A customer's message is sent; the first of a conversation says on which channel it comes.
    Arrives,
    /// The conversation gets a slot of an agent (a call: the agent).
    Assigned,
    /// An agent begins to work on the message.
    Begun,
    /// The reply is sent; false: without credit, since the customer had given up.
    Replied {
        /// Whether it counts.
        credit: bool,
    },
    /// The customer gives up.
    GaveUp,
    /// The agent leaves and the conversation goes back to the queue.
    HandedOver,
    /// The case waits for a party until `until`.
    WaitsFor {
        /// Index of the party.
        party: u16,
        /// When it answers.
        until: Time,
    },
    /// The desk opens a conversation or sends its follow-up message.
    FollowedUp,
    /// The desk sends its after-care.
    AfterCare,
    /// The customer writes again, since the message has been overlooked; not observed in the engine.
    Nudges,
    /// A bot takes the conversation.
    Bot {
        /// And settles it.
        settles: bool,
    },
    /// The case is over.
    Concluded,
}

/// Watches a night. What is not overridden costs nothing.
pub trait Observer {
    /// Whether single events are watched: [`Observer::conversation`] and [`Observer::duty`] are called.
    const EVENTS: bool = true;

    /// `event` at `at`, of a conversation on `channel`, with the agent it concerns.
    #[inline]
    fn conversation(&mut self, _at: Time, _event: Event, _who: Who, _channel: u8, _agent: Option<u32>) {}
    /// An agent comes on duty (or back from a break), or leaves.
    #[inline]
    fn duty(&mut self, _at: Time, _agent: u32, _on: bool) {}
    /// A customer was answered on a channel after `wait` (on the phone: to the start of the talk).
    #[inline]
    fn answered(&mut self, _channel: u8, _wait: Span) {}
    /// Likewise `customers` customers, none of whom waited.
    #[inline]
    fn answered_at_once(&mut self, channel: u8, customers: u64) {
        (0..customers).for_each(|_| self.answered(channel, Span::ZERO));
    }
    /// A customer on a channel gave up on the first reply after `wait`.
    #[inline]
    fn abandoned(&mut self, _channel: u8, _wait: Span) {}
}

/// Nobody watches.
impl Observer for () {
    const EVENTS: bool = false;
}
