//! A shorter way for chats.
//!
//! Where all conversations are plain chats (`plain`), nearly all of a night is messages that arrive and
//! replies that are sent. Between two changes of duty the engine then goes this way: a chat is one compact
//! record, all slots of all agents stand in one table, what waits stands in lines, and what is counted is
//! counted by kind of chat and by agent. It begins with what that left (`Engine::enter_chats`) and ends by putting everything
//! back (`Engine::leave_chats`), so all that is rare has one home: the general way. Both give the same
//! counts, digit for digit; tests/oracle_agrees.rs holds them to it.

mod arrival;
mod facts;
mod free;
mod hand_over;
mod inbox;
mod reply;
mod wheel;

use super::calendar::{Id, Kind, instant};
use super::customer::{Customer, at_speed};
use super::engine::Engine;
use super::observer::Observer;
use super::plain::Source;
use super::tournament::NONE;
use crate::demand::Arrival;
use crate::random::{Key, Purpose};
use crate::units::{Span, Time};
use facts::{Class, Team};
use free::Free;
use std::collections::VecDeque;
use wheel::Wheel;

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
    /// By agent: the end of the work in hand or, of the idle, the earliest next message.
    wheel: Wheel,
    /// By team: who has a slot free.
    free_slots: Vec<Free>,
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

/// How an agent goes on.
enum GoesOn {
    /// With the message in a slot.
    With(u32),
    /// At that instant, for that case: a wrap-up ends, or the next message comes.
    At(u64, Id),
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
            let agent_instant = chats.wheel.instant();
            if agent_instant.min(arrival) >= stop {
                break;
            }
            let (now, agent, goes_on);
            if agent_instant < arrival
                || (agent_instant == arrival && chats.agent_comes_first(coming.as_slice()))
            {
                now = Time((agent_instant >> 3) as i64);
                agent = chats.wheel.first().0;
                let a = &chats.agents[agent as usize];
                goes_on = match a.busy_now {
                    true => self.chat_work_ends(agent, now, chats, observer),
                    false => GoesOn::With(a.slot),
                };
            } else {
                let case = coming.next();
                arrival = instant_of(coming.as_slice().first());
                let Some((case, (slot, given_to))) =
                    case.and_then(|it| Some((it, chats.arrives(it, self.plan)?)))
                else {
                    continue;
                };
                if chats.agents[given_to as usize].busy_now {
                    chats.stands(given_to);
                    continue;
                }
                (now, agent, goes_on) = (case.at, given_to, GoesOn::With(slot));
            }
            let (until, id) = match goes_on {
                GoesOn::With(slot) => self.chat_begins(agent, slot, now, chats, observer),
                GoesOn::At(until, id) => (until, id),
            };
            chats.wheel.set(agent, until, id);
            chats.stands(agent);
        }
        *arrivals = coming.as_slice();
        self.counts.intervals[self.interval].arrivals += (before - arrivals.len()) as u64;
    }

    /// An agent begins to work on the message of one of its chats: when that ends, and whom it is about.
    #[inline(always)]
    fn chat_begins<O: Observer>(
        &mut self,
        agent: u32,
        slot: u32,
        now: Time,
        chats: &mut PlainChats<'p>,
        observer: &mut O,
    ) -> (u64, Id) {
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
        (instant(now + work, Kind::WorkEnds), id)
    }
}
