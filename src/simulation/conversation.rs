//! Conversations under way.

use super::calendar::Id;
use super::customer::Customer;
use super::plan::Handling;
use crate::units::{Span, Time};

/// Index of no agent.
pub(super) const NO_AGENT: u32 = u32::MAX;
/// No restriction to a team.
pub(super) const ANY_TEAM: u16 = u16::MAX;

/// What a conversation waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// The record is free.
    Free,
    /// An agent, in the queue.
    Queued,
    /// With an agent: its message waits in the inbox, or the customer thinks until `sent`.
    WithAgent,
    /// An agent works on its message.
    InHand,
    /// An agent works on its wrap-up.
    WrapUp,
    /// It is over; its slot stays taken for the channel's `idle_close`.
    Closing,
    /// Its customer thinks and no agent holds it.
    Alone,
    /// A party's answer.
    Party,
    /// Its customer, who will try again.
    Retry,
    /// The bot, which will hand it over, or the helpdesk, which will show it to the agents.
    OnTheWay,
    /// Its customer, who will ask where the case stands, until a party answers at `deadline`.
    Asking,
}

/// What a record stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opener {
    /// A conversation that the customer opened.
    Customer,
    /// A conversation that the desk opened.
    Desk,
    /// One message of the desk that follows up a conversation.
    DeskMessage,
    /// One message of the desk after the case is concluded.
    AfterCare,
    /// One message of the desk, by which a payout is approved of that was above the authority of the team
    /// with the index `turns`.
    Approval,
    /// One message of the desk on how a case stands that waits for a party.
    Notice,
    /// A conversation in which the customer asks how a case stands that waits for a party.
    Ask,
}

impl Opener {
    /// A message of the desk's own, behind a conversation.
    #[inline]
    pub fn is_desk_message(self) -> bool {
        matches!(self, Opener::DeskMessage | Opener::AfterCare | Opener::Approval | Opener::Notice)
    }

    /// The customer.
    #[inline]
    pub fn is_customer(self) -> bool {
        matches!(self, Opener::Customer | Opener::Ask)
    }
}

/// A conversation, or something of a case that is not one yet.
#[derive(Clone, Debug)]
pub(super) struct Conversation<'p> {
    pub id: Id,
    pub source: u16,
    pub inquiry: u16,
    pub case: u32,
    /// Number within the case.
    pub number: u32,
    pub customer: Customer<'p>,
    pub handling: &'p Handling,
    pub channel: u8,
    pub tier: u8,
    pub state: State,
    pub opener: Opener,
    /// The customer has given up; the conversation stays to be answered without credit.
    pub gave_up: bool,
    /// It goes back to the queue ahead of its tier.
    pub handed_over: bool,
    /// Its team, if it may go to no other.
    pub only_team: u16,
    pub agent: u32,
    /// Its latest entry in the queue.
    pub ticket: u32,
    /// The turn whose message waits, is worked on, or comes next.
    pub turn: u32,
    pub turns: u32,
    /// When that message was (or will be) sent, or noticed if it is overlooked: its place in line; while
    /// closing: when the slot is free.
    pub sent: Time,
    /// For how long its clock ran before that.
    pub unseen: Span,
    /// When the customer's patience for its reply ends.
    pub deadline: Time,
    /// When the reply was sent that solves the case, if the outcome lets it.
    pub solved: Option<Time>,
    /// The case, unless another record carries it or it is over.
    pub life: Option<Life>,
}

/// The case behind a conversation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Life {
    /// The case's first message.
    pub first: Time,
    /// The channel of its first conversation.
    pub channel: u8,
    /// Follow-up conversations so far.
    pub rounds: u32,
    /// The last reply with credit, or desk message.
    pub last_reply: Option<Time>,
    /// The solution is not judged yet.
    pub unsolved: bool,
}

impl Conversation<'_> {
    /// When the clock of the message that waits, or comes next, starts.
    #[inline]
    pub fn clock(&self) -> Time {
        self.sent - self.unseen
    }

    /// The message that waits, or comes next, is the customer's, not the opening one of the desk.
    pub fn is_from_customer(&self) -> bool {
        self.opener.is_customer() || (self.opener == Opener::Desk && self.turn > 0)
    }
}

/// All conversations under way; records are used again.
#[derive(Debug, Default)]
pub(super) struct Conversations<'p> {
    records: Vec<Conversation<'p>>,
    free: Vec<u32>,
}

impl<'p> Conversations<'p> {
    /// With room for so many.
    pub fn with_room(room: usize) -> Self {
        let room = room.min(1 << 16);
        Conversations { records: Vec::with_capacity(room), free: Vec::with_capacity(room) }
    }

    pub fn clear(&mut self) {
        self.records.clear();
        self.free.clear();
    }

    #[inline]
    pub fn add(&mut self, conversation: Conversation<'p>) -> u32 {
        match self.free.pop() {
            Some(index) => {
                self.records[index as usize] = conversation;
                index
            }
            None => {
                self.records.push(conversation);
                self.records.len() as u32 - 1
            }
        }
    }

    #[inline]
    pub fn remove(&mut self, index: u32) {
        debug_assert!(self[index].state != State::Free);
        self[index].state = State::Free;
        self.free.push(index);
    }

    /// How many records there are, free ones included.
    pub fn len(&self) -> usize {
        self.records.len()
    }
}

impl<'p> std::ops::Index<u32> for Conversations<'p> {
    type Output = Conversation<'p>;
    #[inline]
    fn index(&self, index: u32) -> &Conversation<'p> {
        &self.records[index as usize]
    }
}

impl<'p> std::ops::IndexMut<u32> for Conversations<'p> {
    #[inline]
    fn index_mut(&mut self, index: u32) -> &mut Conversation<'p> {
        &mut self.records[index as usize]
    }
}
