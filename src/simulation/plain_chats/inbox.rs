//! What an agent takes next: from the queue into its slots, and of these into its hand.

use super::super::calendar::{Id, Kind, instant};
use super::super::tournament::NONE;
use super::{Chat, GoesOn, NO_MESSAGE, PlainChats, Slot};
use crate::units::Time;

impl PlainChats<'_> {
    /// An agent with nothing in hand: the slot of the message that comes first of those that are there; if
    /// none is, it rests until the next comes.
    #[inline(always)]
    pub(super) fn next_message(&mut self, agent: u32, now: Time) -> GoesOn {
        let a = &mut self.agents[agent as usize];
        let slots = &self.slots[a.slots as usize..(a.slots + a.open) as usize];
        let (slot, message) = earliest(slots, &self.chats, now);
        if message <= now.0 * 2 {
            return GoesOn::With(match self.teams[a.team as usize].new_first {
                false => slot,
                true => self.first_new(agent, now),
            });
        }
        a.slot = slot;
        if message == NO_MESSAGE {
            return GoesOn::At(NONE, Id::NOBODY);
        }
        let id = self.chats[slots[slot as usize].chat as usize].id();
        GoesOn::At(instant(Time(message >> 1), Kind::MessageArrives), id)
    }

    pub(super) fn slots_of(&self, agent: u32) -> &[Slot] {
        let a = &self.agents[agent as usize];
        &self.slots[a.slots as usize..(a.slots + a.open) as usize]
    }

    /// Of the messages that are there at `now` the one that comes first where first messages do.
    fn first_new(&self, agent: u32, now: Time) -> u32 {
        let order = |(slot, held): (usize, &Slot)| -> (bool, Time, Id, u32) {
            let chat = &self.chats[held.chat as usize];
            (chat.turn > 0, Time(held.message >> 1), chat.id(), slot as u32)
        };
        let there = self.slots_of(agent).iter().enumerate().filter(|slot| slot.1.message <= now.0 * 2);
        there.map(order).min().map_or(0, |first| first.3)
    }

    /// Fills an agent's free slots from the queue.
    pub(super) fn fill(&mut self, agent: u32) {
        let team = self.agents[agent as usize].team;
        while self.agents[agent as usize].open < self.teams[team as usize].slots {
            let Some(line) = self.next_line(team) else { return };
            let Some(number) = self.lines[line].pop_front() else { return };
            self.waiting -= 1;
            self.give(agent, number);
        }
    }

    /// The line whose head a team takes first.
    fn next_line(&self, team: u16) -> Option<usize> {
        for rank in &self.teams[team as usize].ranks {
            let head = |&(line, head_start): &(usize, crate::units::Span)| {
                let chat = &self.chats[*self.lines[line].front()? as usize];
                Some((chat.sent - head_start, chat.id(), line))
            };
            if let Some(first) = rank.iter().filter_map(head).min() {
                return Some(first.2);
            }
        }
        None
    }
}

/// Of an agent's slots that with the earliest message (there or to come), and that message.
#[inline]
pub(super) fn earliest(slots: &[Slot], chats: &[Chat], now: Time) -> (u32, i64) {
    let mut least = (0, NO_MESSAGE);
    let mut tied = false;
    for (slot, held) in slots.iter().enumerate() {
        // The same instant, there or not; two that are worked on are none.
        tied |= held.message >> 1 == least.1 >> 1;
        if held.message < least.1 {
            least = (slot as u32, held.message);
        }
    }
    if tied { earliest_of_tied(slots, chats, now) } else { least }
}

/// Of messages of one instant those that are there come first; then source and case decide.
#[cold]
fn earliest_of_tied(slots: &[Slot], chats: &[Chat], now: Time) -> (u32, i64) {
    let order = |(slot, held): (usize, &Slot)| {
        let to_come = held.message > now.0 * 2;
        ((to_come, held.message >> 1, chats[held.chat as usize].id()), (slot as u32, held.message))
    };
    slots.iter().enumerate().map(order).min().map_or((0, NO_MESSAGE), |least| least.1)
}
