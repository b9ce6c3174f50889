//! Agents at work.

use super::calendar::Id;
use super::plan::Break;
use crate::units::Time;

/// Later than any message.
pub(super) const NO_MESSAGE: Time = Time::NEVER;

/// Whether an agent is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    Off,
    OnDuty,
    OnBreak,
}

/// What an agent has in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InHand {
    Nothing,
    /// A message, a call or a desk message.
    Message(u32),
    WrapUp(u32),
}

/// An open conversation of an agent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    /// When its message was or will be sent; [`NO_MESSAGE`] while it is in hand or closing.
    pub sent: Time,
    pub conversation: u32,
    /// The message is there; if not, the customer sends it at `sent`.
    pub here: bool,
}

/// One agent's night.
#[derive(Clone, Debug)]
pub(super) struct Agent {
    pub team: u16,
    pub presence: Presence,
    /// Takes from the queue: on duty, before the last call, not past the end.
    pub takes: bool,
    /// In a call: is offered no chats.
    pub in_call: bool,
    pub in_hand: InHand,
    /// When the work in hand began.
    pub began: Time,
    /// End of the last work; at first the start of duty.
    pub last_end: Time,
    /// What was worked on last in this shift.
    pub last_worked: Id,
    /// Chats and the call it has.
    pub open: u32,
    pub slots: Vec<Slot>,
    /// By channel.
    pub held: Vec<u32>,
    /// Index of the duty it is in.
    pub duty: usize,
    /// The next break of the duty.
    pub next_break: usize,
    /// Breaks that have fallen due and not begun.
    pub breaks_due: u32,
    /// When the break it is on ends.
    pub back: Time,
    /// Past the end of the duty: leaves when the work in hand (or, to finish, everything) is over.
    pub ending: Ending,
    /// Since when it is present, for pay.
    pub present_since: Time,
    /// The end of the duty or (level) the step that sends it home; what is past it is overtime.
    pub due_off: Time,
    /// The duty's pay and load are this night's.
    pub counted: bool,
    /// What training has made of it: reply times are divided by it.
    pub trained: f64,
}

/// How an agent past its end leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    No,
    AfterWork,
    AfterConversations,
}

impl Agent {
    pub fn new(team: u16, channels: usize) -> Agent {
        Agent {
            team,
            presence: Presence::Off,
            takes: false,
            in_call: false,
            in_hand: InHand::Nothing,
            began: Time::OPENING,
            last_end: Time::OPENING,
            last_worked: Id::NOBODY,
            open: 0,
            slots: Vec::with_capacity(16),
            held: vec![0; channels],
            duty: 0,
            next_break: 0,
            breaks_due: 0,
            back: Time::NEVER,
            ending: Ending::No,
            present_since: Time::OPENING,
            due_off: Time::NEVER,
            counted: true,
            trained: 1.0,
        }
    }

    /// As before the night.
    pub fn clear(&mut self) {
        self.presence = Presence::Off;
        self.takes = false;
        self.in_call = false;
        self.in_hand = InHand::Nothing;
        self.last_worked = Id::NOBODY;
        self.open = 0;
        self.slots.clear();
        self.held.fill(0);
        self.ending = Ending::No;
        self.breaks_due = 0;
        self.counted = true;
        self.trained = 1.0;
    }

    /// A break is over; it may have been a training.
    pub fn learns(&mut self, pause: &Break) {
        if pause.trains != 1.0 {
            self.trained = pause.trains;
        }
    }

    pub fn idle(&self) -> bool {
        self.in_hand == InHand::Nothing
    }

    /// The slot of a conversation it has.
    #[inline]
    pub fn slot_of(&self, conversation: u32) -> Option<usize> {
        self.slots.iter().position(|slot| slot.conversation == conversation)
    }
}
