//! A shorter way for chats.
//!
//! Where all conversations are plain chats (`plain`), nearly all of a night is messages that arrive and
//! replies that are sent. Between two changes of duty the engine then goes this way: a chat is one compact
//! record, all slots of all agents stand in one table, what waits stands in lines, and what is counted is
//! counted by kind of chat and by agent. The agents' entries in the calendar and their standings are the
//! general way's own. It begins with what that left (`Engine::enter_chats`) and ends by putting everything
//! back (`Engine::leave_chats`), so all that is rare has one home: the general way. Both give the same
//! counts, digit for digit; tests/oracle_agrees.rs holds them to it.

mod facts;
mod hand_over;
mod inbox;
mod reply;

use super::calendar::{Id, Kind, instant};
use super::customer::{Customer, at_speed};
use super::engine::Engine;
use super::observer::Observer;
use super::standing::order;
use super::tournament::NONE;
use crate::demand::Arrival;
use crate::random::{Key, Purpose};
use crate::units::{Span, Time};
use facts::{Class, Source, Team};
use std::collections::VecDeque;

/// The one channel of a plan that goes this way.
const CHANNEL: u8 = 0;

/// Chats on the shorter way; its memory is used again.
#[derive(Debug)]
pub(super) struct PlainChats<'p> {
    sources: Vec<Source>,
    /// Customers may be recorded with draws of their own.
    recorded: bool,
    tiers: usize,
    /// By inquiry and tier.
    classes: Vec<Class<'p>>,
    teams: Vec<Team>,
    /// By agent.
    agents: Vec<AtWork>,
    /// Of each agent so many as the team with most has; those in use come first.
    slots: Vec<Slot>,
    chats: Vec<Chat>,
    /// Records that may be used again.
    free: Vec<u32>,
    /// Who waits for an agent, by class, those handed over apart: the longest wait first.
    lines: Vec<VecDeque<u32>>,
    /// How many wait in them.
    waiting: u32,
}

/// A chat from its first message to its end.
#[derive(Clone, Copy, Debug)]
struct Chat {
    key: Key,
    /// The case's first message.
    first: Time,
    /// When the message was (or will be) sent that waits, is worked on, or comes next.
    sent: Time,
    /// When the customer's patience for its reply ends.
    deadline: Time,
    /// When the solving reply was sent; [`Time::NEVER`] if it was not.
    solved: Time,
    /// When the reply before was sent, from the second turn on.
    last_reply: Time,
    case: u32,
    turn: u32,
    turns: u32,
    /// Number of the reply that solves.
    solving: u32,
    source: u16,
    class: u16,
    /// The customer has given up; it is still answered, without credit.
    gave_up: bool,
}

impl Chat {
    #[inline]
    fn id(&self) -> Id {
        Id::of(self.source, self.case, 0)
    }
}

/// One of the conversations that an agent holds at once.
#[derive(Clone, Copy, Debug)]
struct Slot {
    /// Twice the instant of the message that waits or comes next, and one more if it is still to come then:
    /// an agent who chooses at an instant sees what is there, up to twice that instant.
    message: i64,
    chat: u32,
}

/// In the slot of a chat that is worked on.
const NO_MESSAGE: i64 = i64::MAX;

/// What an agent does.
#[derive(Clone, Copy, Debug)]
struct AtWork {
    began: Time,
    /// End of the last work; at first, the start of duty.
    last_end: Time,
    /// Work past it is not booked.
    booked_until: Time,
    last_worked: Id,
    /// Where its slots begin.
    slots: u32,
    /// How many chats it holds.
    open: u32,
    /// Of its slots the one in hand or, if nothing is, that of the earliest next message.
    slot: u32,
    team: u16,
    busy_now: bool,
    /// What is in hand is a wrap-up.
    wraps_up: bool,
    /// Since the shorter way began: work in hand; replies with credit, those of them that were quick, and
    /// without; chats that came to their end.
    busy: Span,
    replies: u64,
    quick: u64,
    without_credit: u64,
    ended: u64,
}

impl<'p> Engine<'p> {
    /// Goes the shorter way up to the instant `until` of something else; the cases of `arrivals` that come
    /// before it are taken off.
    pub(super) fn go_the_shorter_way_for_chats<O: Observer>(
        &mut self,
        chats: &mut PlainChats<'p>,
        arrivals: &mut &[Arrival],
        until: u64,
        observer: &mut O,
    ) {
        self.enter_chats(chats);
        loop {
            let stop = until.min(instant(self.interval_ends, Kind::ComeOnDuty));
            self.chats_until(stop, chats, arrivals, observer);
            if stop == until {
                break;
            }
            self.look_at_interval_of(self.interval_ends);
        }
        self.leave_chats(chats);
    }

    /// Up to `stop`, within one interval.
    fn chats_until<O: Observer>(
        &mut self,
        stop: u64,
        chats: &mut PlainChats<'p>,
        arrivals: &mut &[Arrival],
        observer: &mut O,
    ) {
        let instant_of =
            |arrival: Option<&Arrival>| arrival.map_or(NONE, |it| instant(it.at, Kind::MessageArrives));
        let before = arrivals.len();
        let mut coming = arrivals.iter();
        let mut arrival = instant_of(coming.as_slice().first());
        loop {
            let agent = self.calendar.agent_instant();
            if agent.min(arrival) >= stop {
                break;
            }
            if agent < arrival || (agent == arrival && self.agent_comes_first(coming.as_slice())) {
                self.agent_goes_on(Time((agent >> 3) as i64), chats, observer);
            } else {
                if let Some(arrival) = coming.next() {
                    self.chat_arrives(arrival, chats, observer);
                }
                arrival = instant_of(coming.as_slice().first());
            }
        }
        *arrivals = coming.as_slice();
        self.counts.intervals[self.interval].arrivals += (before - arrivals.len()) as u64;
    }

    /// Of two messages at one instant, an agent's and a new customer's, that of the first source and case.
    #[cold]
    fn agent_comes_first(&self, coming: &[Arrival]) -> bool {
        let (_, id) = self.calendar.first_agent();
        coming.first().is_none_or(|arrival| id < Id::of(arrival.source, arrival.case, 0))
    }

    /// The entry of an agent is next: its work ends, or it is idle and a message comes.
    #[inline]
    fn agent_goes_on<O: Observer>(&mut self, now: Time, chats: &mut PlainChats<'p>, observer: &mut O) {
        let (agent, _) = self.calendar.first_agent();
        let a = &chats.agents[agent as usize];
        let next = if a.busy_now { self.chat_work_ends(agent, now, chats, observer) } else { Some(a.slot) };
        if let Some(slot) = next {
            self.chat_begins(agent, slot, now, chats, observer);
        }
    }

    /// A case's first message arrives: it is given to the best agent, or it waits.
    #[inline]
    fn chat_arrives<O: Observer>(&mut self, arrival: &Arrival, chats: &mut PlainChats<'p>, observer: &mut O) {
        let chat = chats.chat_of(arrival, self.plan);
        let class = &mut chats.classes[chat.class as usize];
        class.opened += 1;
        let agent = match class.teams[..] {
            [only] => self.standings[only as usize].best_agent(CHANNEL as usize),
            _ => self.best_agent_of_several(class),
        };
        let line = facts::line_of(chat.class, false);
        let number = chats.add(chat);
        let Some(agent) = agent else {
            chats.lines[line].push_back(number);
            chats.waiting += 1;
            return;
        };
        let slot = chats.give(agent, number);
        if chats.agents[agent as usize].busy_now {
            self.stands(agent, chats);
        } else {
            self.chat_begins(agent, slot, arrival.at, chats, observer);
        }
    }

    /// The agent that may be given a chat of a class: of a pool the best, else of the first team in order
    /// that has one.
    fn best_agent_of_several(&self, class: &Class<'p>) -> Option<u32> {
        let channel = CHANNEL as usize;
        let best_agent = |team: u16| self.standings[team as usize].best_agent(channel);
        if class.in_order {
            return class.teams.iter().find_map(|team| best_agent(*team));
        }
        let best = |team: &u16| (self.standings[*team as usize].best(channel), *team);
        class.teams.iter().map(best).min().and_then(|best| best_agent(best.1))
    }

    /// An agent begins to work on the message of one of its chats.
    #[inline]
    fn chat_begins<O: Observer>(
        &mut self,
        agent: u32,
        slot: u32,
        now: Time,
        chats: &mut PlainChats<'p>,
        observer: &mut O,
    ) {
        let a = &mut chats.agents[agent as usize];
        let held = &mut chats.slots[(a.slots + slot) as usize];
        held.message = NO_MESSAGE;
        let chat = &mut chats.chats[held.chat as usize];
        let class = &mut chats.classes[chat.class as usize];
        if !chat.gave_up {
            if chat.deadline < now {
                self.chat_is_given_up(chat, class, observer);
            } else if chat.sent < self.interval_begins {
                self.waited(chat.sent, now);
            }
        }
        let reply = match chats.recorded {
            false => class.handling.reply.sample(chat.key.draw_at(0, chat.turn, Purpose::Reply)),
            true => Customer::again(self.plan, chat.source, chat.key, chat.case).reply(
                class.handling,
                0,
                chat.turn,
            ),
        };
        let (id, team) = (chat.id(), &chats.teams[a.team as usize]);
        let switched = team.switch.0 > 0 && a.last_worked != Id::NOBODY && a.last_worked != id;
        let work = at_speed(reply, team.speed(class.inquiry, a.open))
            + if switched { team.switch } else { Span::ZERO };
        a.slot = slot;
        a.busy_now = true;
        a.began = now;
        self.calendar.set_agent(agent, now + work, Kind::WorkEnds, id);
        self.stands(agent, chats);
    }

    /// Where an agent is found when somebody seeks one.
    #[inline]
    fn stands(&mut self, agent: u32, chats: &PlainChats<'p>) {
        let a = &chats.agents[agent as usize];
        let may_be_given = a.open < chats.teams[a.team as usize].slots;
        let order = if may_be_given { order(a.open, !a.busy_now, a.last_end) } else { NONE };
        self.standings[a.team as usize].set_only(agent, order);
    }
}

impl<'p> PlainChats<'p> {
    /// A customer with their draws.
    #[inline]
    fn chat_of(&self, arrival: &Arrival, plan: &'p super::plan::Plan) -> Chat {
        let source = &self.sources[arrival.source as usize];
        let key = source.tonight.number(u64::from(arrival.case));
        let mut class = source.class;
        let patience = if self.recorded || class == facts::MANY {
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

    #[inline]
    fn add(&mut self, chat: Chat) -> u32 {
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
    fn give(&mut self, agent: u32, number: u32) -> u32 {
        let a = &mut self.agents[agent as usize];
        let slot = a.open;
        a.open += 1;
        let message = self.chats[number as usize].sent.0 * 2;
        self.slots[(a.slots + slot) as usize] = Slot { message, chat: number };
        slot
    }
}
