//! Who comes, and to whom they are given.

use super::super::calendar::Id;
use super::super::customer::Customer;
use super::super::plain::MANY;
use super::super::plan::Plan;
use super::super::tournament::NONE;
use super::facts::line_of;
use super::{Chat, PlainChats, Slot};
use crate::demand::Arrival;
use crate::random::Purpose;
use crate::units::Time;

impl<'p> PlainChats<'p> {
    /// A case's first message arrives: it is given to the best agent, and into which slot; or it waits.
    #[inline(always)]
    pub(super) fn arrives(&mut self, arrival: &Arrival, plan: &'p Plan) -> Option<(u32, u32)> {
        let chat = self.chat_of(arrival, plan);
        let class = &mut self.classes[chat.class as usize];
        class.opened += 1;
        let (order, agent) = match class.teams[..] {
            [only] => self.free_slots[only as usize].best(),
            _ => self.best_of_several(chat.class),
        };
        let line = line_of(chat.class, false);
        let number = self.add(chat);
        if order == NONE {
            self.lines[line].push_back(number);
            self.waiting += 1;
            return None;
        }
        Some((self.give(agent, number), agent))
    }

    /// A customer with their draws.
    #[inline]
    fn chat_of(&self, arrival: &Arrival, plan: &'p Plan) -> Chat {
        let source = &self.sources[arrival.source as usize];
        let key = source.tonight.number(u64::from(arrival.case));
        let mut class = source.class;
        let patience = if self.recorded || class == MANY {
            let customer = Customer::again(plan, arrival.source, key, arrival.case);
            class = self.class_of(source.inquiry, customer.tier());
            customer.patience(self.classes[class as usize].handling, 0)
        } else {
            self.classes[class as usize].handling.patience.sample(key.draw(Purpose::Patience))
        };
        let class_plan = &self.classes[class as usize];
        let turns = class_plan.handling.turns.sample(key.draw(Purpose::Turns)).max(1);
        Chat {
            key,
            first: arrival.at,
            sent: arrival.at,
            deadline: arrival.at + patience,
            solved: Time::NEVER,
            last_reply: Time::NEVER,
            case: arrival.case,
            turn: 0,
            turns,
            solving: class_plan.solution_turn.min(turns),
            source: arrival.source,
            class,
            gave_up: false,
        }
    }

    /// Of two messages at one instant, an agent's and a new customer's, that of the first source and case.
    #[cold]
    pub(super) fn agent_comes_first(&self, coming: &[Arrival]) -> bool {
        let (_, id) = self.wheel.first();
        coming.first().is_none_or(|arrival| id < Id::of(arrival.source, arrival.case, 0))
    }

    /// The agent that may be given a chat of a class, and its order: of a pool the best, else of the first
    /// team in order that has one.
    fn best_of_several(&self, class: u16) -> (u64, u32) {
        let class = &self.classes[class as usize];
        let mut best = (NONE, 0);
        for team in &class.teams {
            let (order, agent) = self.free_slots[*team as usize].best();
            // Of equal ones in different teams the first in the roster.
            if (order, agent) < best {
                best = (order, agent);
            }
            if class.in_order && best.0 != NONE {
                break;
            }
        }
        best
    }

    /// Where an agent is found when somebody seeks one.
    #[inline(always)]
    pub(super) fn stands(&mut self, agent: u32) {
        let a = &self.agents[agent as usize];
        self.free_slots[a.team as usize].set(agent, a.open, a.busy_now, a.last_end);
    }

    #[inline]
    pub(super) fn add(&mut self, chat: Chat) -> u32 {
        match self.free.pop() {
            Some(number) => {
                self.chats[number as usize] = chat;
                number
            }
            None => {
                self.chats.push(chat);
                self.chats.len() as u32 - 1
            }
        }
    }

    /// Gives a chat to an agent, whose message is there; its slot.
    #[inline]
    pub(super) fn give(&mut self, agent: u32, number: u32) -> u32 {
        let a = &mut self.agents[agent as usize];
        let slot = a.open;
        a.open += 1;
        let message = self.chats[number as usize].sent.0 * 2;
        self.slots[(a.slots + slot) as usize] = Slot { message, chat: number };
        slot
    }
}
