//! A shorter way for calls.
//!
//! Where all conversations are plain calls (`plain`), nearly all of a night is calls that arrive and talks
//! that end. Between two changes of duty the engine then goes this way: a call is forty bytes that go
//! from the queue to an agent, agents are a line of the free and a heap of the ends of talks, and what is
//! counted of a call is counted by its class. It begins with what the general way left (`Engine::enter`)
//! and ends by putting everything back (`Engine::leave`), so all that is rare has one home: the general
//! way. Both give the same counts, digit for digit; tests/oracle_agrees.rs holds them to it.

mod facts;
mod hand_over;

use super::calendar::Kind;
use super::customer::{Customer, at_speed};
use super::engine::Engine;
use super::judging::Judged;
use super::observer::Observer;
use super::plan::Plan;
use crate::demand::Arrival;
use crate::random::{Key, Purpose};
use crate::units::{Money, Span, Time};
use facts::{Class, Source, Team};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Calls on the shorter way; its memory is used again.
#[derive(Debug)]
pub(super) struct PlainCalls<'p> {
    sources: Vec<Source>,
    channels: usize,
    tiers: usize,
    /// By inquiry, channel and tier.
    classes: Vec<Class<'p>>,
    /// Callers may be recorded with draws of their own.
    recorded: bool,
    teams: Vec<Team>,
    /// By agent.
    agents: Vec<Talk>,
    /// How many wait in the queue.
    waiting: u32,
    /// Ends of talks, as [`end_key`] makes them.
    ends: BinaryHeap<Reverse<u64>>,
}

/// A call that waits or is talked to.
#[derive(Clone, Copy, Debug)]
struct Call {
    sent: Time,
    /// When the caller's patience ends.
    deadline: Time,
    key: Key,
    case: u32,
    source: u16,
    class: u16,
}

/// An agent and the call in hand, or the last one.
#[derive(Clone, Copy, Debug)]
struct Talk {
    call: Call,
    began: Time,
    /// End of the last talk; at first, the start of duty.
    last_end: Time,
    /// Work past it is not booked.
    booked_until: Time,
    team: u16,
    /// It has worked in this shift.
    worked: bool,
    /// Since the shorter way began: work in hand, and talks.
    busy: Span,
    talks: u64,
}

/// Bits for the agent in a key, and for agent and kind below the time.
const AGENT_BITS: u32 = 16;
const KEY_BITS: u32 = AGENT_BITS + 3;

/// A moment among other events, as their instants are ordered.
#[inline]
fn key_of(at: Time, kind: Kind) -> u64 {
    (at.0 as u64) << KEY_BITS | (kind as u64) << AGENT_BITS
}

/// The end of a talk.
#[inline]
fn end_key(at: Time, agent: u32) -> u64 {
    key_of(at.min(LAST), Kind::WorkEnds) | u64::from(agent)
}

#[inline]
fn time_of(key: u64) -> Time {
    Time((key >> KEY_BITS) as i64)
}

#[inline]
fn agent_of(key: u64) -> u32 {
    (key & ((1 << AGENT_BITS) - 1)) as u32
}

/// The last time that has a key; nothing comes so late.
const LAST: Time = Time((1 << 45) - 2);

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
        let until = until << AGENT_BITS;
        loop {
            let stop = until.min(key_of(self.interval_ends.min(LAST), Kind::ComeOnDuty));
            self.go_until(stop, calls, arrivals, observer);
            if stop == until {
                break;
            }
            self.look_at_interval_of(time_of(stop));
        }
        self.leave_the_shorter_way(calls);
    }

    /// Up to `stop`, within one interval.
    fn go_until<O: Observer>(
        &mut self,
        stop: u64,
        calls: &mut PlainCalls<'p>,
        arrivals: &mut &[Arrival],
        observer: &mut O,
    ) {
        let key = |arrival: Option<&Arrival>| match arrival {
            Some(arrival) => key_of(arrival.at, Kind::MessageArrives),
            None => u64::MAX,
        };
        let before = arrivals.len();
        let mut coming = arrivals.iter();
        let mut arrival = key(coming.as_slice().first());
        loop {
            let end = calls.ends.peek().map_or(u64::MAX, |end| end.0);
            if end.min(arrival) >= stop {
                break;
            }
            if end < arrival {
                let now = time_of(end);
                if calls.several_end_at(end) {
                    self.tied_talk_ends(end, calls, observer);
                } else if let Some(call) = self.talk_ends(agent_of(end), now, calls, observer) {
                    let end = self.talk_begins(agent_of(end), call, now, calls, observer);
                    if let Some(mut first) = calls.ends.peek_mut() {
                        *first = Reverse(end);
                    }
                } else {
                    calls.ends.pop();
                }
            } else {
                if let Some(arrival) = coming.next() {
                    let call = calls.call_of(arrival, self.plan);
                    if let Some((agent, call)) = calls.offer(call) {
                        let end = self.talk_begins(agent, call, arrival.at, calls, observer);
                        calls.ends.push(Reverse(end));
                    }
                }
                arrival = key(coming.as_slice().first());
            }
        }
        *arrivals = coming.as_slice();
        self.counts.intervals[self.interval].arrivals += (before - arrivals.len()) as u64;
    }

    /// An agent begins to talk; the key of the end.
    #[inline]
    fn talk_begins<O: Observer>(
        &mut self,
        agent: u32,
        call: Call,
        now: Time,
        calls: &mut PlainCalls<'p>,
        observer: &mut O,
    ) -> u64 {
        let class = &mut calls.classes[call.class as usize];
        let wait = now - call.sent;
        if call.sent < self.interval_begins {
            self.waited(call.sent, now);
        }
        class.answered += 1;
        class.waited += wait;
        observer.answered(class.channel, wait);
        self.call_is_judged(&class.answer, call.sent, wait, now);
        let reply = match calls.recorded {
            false => class.handling.reply.sample(call.key.draw(Purpose::Reply)),
            true => Customer::again(self.plan, call.source, call.key, call.case).reply(class.handling, 0, 0),
        };
        let talk = &mut calls.agents[agent as usize];
        let team = &calls.teams[talk.team as usize];
        let switch = if talk.worked { team.switch } else { Span::ZERO };
        talk.call = call;
        talk.began = now;
        end_key(now + at_speed(reply, team.speed[class.inquiry as usize]) + switch, agent)
    }

    /// The targets that count how soon a call is answered.
    #[inline]
    fn call_is_judged(&mut self, targets: &[Judged], sent: Time, wait: Span, now: Time) {
        for judged in targets {
            if judged.always && sent >= self.interval_begins {
                let counts = &mut self.counts.targets[judged.counts as usize + self.interval];
                counts.book(wait <= judged.within);
            } else {
                self.book_one(judged, sent, now, false);
            }
        }
    }

    /// Of several talks that end at one instant, that of the first source and case.
    #[cold]
    fn tied_talk_ends<O: Observer>(&mut self, end: u64, calls: &mut PlainCalls<'p>, observer: &mut O) {
        let (agent, now) = (calls.take_first_of_tied(end), time_of(end));
        if let Some(call) = self.talk_ends(agent, now, calls, observer) {
            let end = self.talk_begins(agent, call, now, calls, observer);
            calls.ends.push(Reverse(end));
        }
    }

    /// A talk ends; the agent's next call, if one waits.
    #[inline]
    fn talk_ends<O: Observer>(
        &mut self,
        agent: u32,
        now: Time,
        calls: &mut PlainCalls<'p>,
        observer: &mut O,
    ) -> Option<Call> {
        let talk = &mut calls.agents[agent as usize];
        talk.worked = true;
        talk.talks += 1;
        talk.busy += (now.min(talk.booked_until) - talk.began).max(Span::ZERO);
        let (class, team) = (talk.call.class, talk.team);
        let class = &mut calls.classes[class as usize];
        class.replied += 1;
        if !class.plain_end {
            self.call_has_outcome(talk.call, now, class);
        }
        let next = match calls.waiting {
            0 => None,
            _ => self.next_plain_call(team, now, calls, observer),
        };
        if next.is_none() {
            calls.rests(agent, now);
        }
        next
    }

    /// What only some plans have: several outcomes, or promises about cases.
    fn call_has_outcome(&mut self, call: Call, now: Time, class: &Class<'p>) {
        let customer = Customer::again(self.plan, call.source, call.key, call.case);
        let drawn = customer.outcome(0);
        self.counts.inquiries[class.inquiry as usize].outcomes[drawn] += 1;
        let cost = customer.inquiry.outcomes[drawn].1.cost;
        self.counts.outcome_cost += cost;
        self.counts.practices.payouts += u64::from(cost > Money::ZERO);
        class.cases.iter().for_each(|judged| self.book_one(judged, call.sent, now, false));
    }

    /// The call that a team takes next, out of the queue.
    #[inline]
    fn next_plain_call<O: Observer>(
        &mut self,
        team: u16,
        now: Time,
        calls: &mut PlainCalls<'p>,
        observer: &mut O,
    ) -> Option<Call> {
        let mut rank = 0;
        while let Some(first) = calls.teams[team as usize].ranks.get(rank) {
            let class = match first.equals[..] {
                [] => Some(first.class),
                _ => self.first_class(team, rank, now, calls, observer),
            };
            if let Some(class) = class
                && self.clear_head(class, now, calls, observer)
            {
                calls.waiting -= 1;
                return calls.classes[class as usize].queue.pop_front();
            }
            rank += 1;
        }
        None
    }

    /// Of the classes of equal standing with a team, the one whose head has waited longest.
    fn first_class<O: Observer>(
        &mut self,
        team: u16,
        rank: usize,
        now: Time,
        calls: &mut PlainCalls<'p>,
        observer: &mut O,
    ) -> Option<u16> {
        let rank = |calls: &PlainCalls<'p>, place: usize| {
            let rank = &calls.teams[team as usize].ranks[rank];
            rank.equals.get(place).copied()
        };
        let mut first: Option<(Time, u16, u32, u16)> = None;
        let mut place = 0;
        while let Some((class, head_start)) = rank(calls, place) {
            if self.clear_head(class, now, calls, observer)
                && let Some(call) = calls.classes[class as usize].queue.front()
            {
                let order = (call.sent - head_start, call.source, call.case, class);
                first = Some(first.map_or(order, |least| least.min(order)));
            }
            place += 1;
        }
        first.map(|first| first.3)
    }

    /// Whether anybody of a class still waits, once those at its head who have given up are gone.
    #[inline]
    fn clear_head<O: Observer>(
        &mut self,
        class: u16,
        now: Time,
        calls: &mut PlainCalls<'p>,
        observer: &mut O,
    ) -> bool {
        let class = &mut calls.classes[class as usize];
        while let Some(call) = class.queue.front() {
            if call.deadline >= now {
                return true;
            }
            let call = *call;
            class.queue.pop_front();
            calls.waiting -= 1;
            class.abandoned += 1;
            observer.abandoned(class.channel, call.deadline - call.sent);
            self.caller_gave_up(call, class);
        }
        false
    }

    /// A caller gave up when their patience ended; nothing depended on that instant.
    fn caller_gave_up(&mut self, call: Call, class: &Class<'p>) {
        if call.sent < self.interval_begins {
            self.waited(call.sent, call.deadline);
        }
        for judged in class.answer.iter().chain(&class.cases) {
            self.book_one(judged, call.sent, call.deadline, true);
        }
    }
}

impl<'p> PlainCalls<'p> {
    /// A caller with their draws.
    #[inline]
    fn call_of(&mut self, arrival: &Arrival, plan: &'p Plan) -> Call {
        let source = &self.sources[arrival.source as usize];
        let key = source.tonight.number(u64::from(arrival.case));
        let mut class = source.class;
        let patience = if self.recorded || class == facts::MANY {
            let customer = Customer::again(plan, arrival.source, key, arrival.case);
            class = self.class_of(source.inquiry, customer.channel(), customer.tier());
            customer.patience(self.classes[class as usize].handling, 0)
        } else {
            self.classes[class as usize].handling.patience.sample(key.draw(Purpose::Patience))
        };
        let deadline = arrival.at + patience;
        Call { sent: arrival.at, deadline, key, case: arrival.case, source: arrival.source, class }
    }

    /// Gives a call to the best agent, who is no longer idle, or puts it into the queue.
    #[inline]
    fn offer(&mut self, call: Call) -> Option<(u32, Call)> {
        let class = &mut self.classes[call.class as usize];
        class.opened += 1;
        let team = match class.teams[..] {
            [only] => Some(only),
            _ => self.best_team(call.class),
        };
        if let Some(agent) = team.and_then(|team| self.teams[team as usize].idle.pop_front()) {
            return Some((agent, call));
        }
        self.classes[call.class as usize].queue.push_back(call);
        self.waiting += 1;
        None
    }

    /// The team whose agent may take a call of a class: of a pool that of the longest idle, else the first
    /// in order that has one.
    #[inline]
    fn best_team(&self, class: u16) -> Option<u16> {
        let class = &self.classes[class as usize];
        let idle = |team: &u16| self.teams[*team as usize].idle.front();
        if class.in_order {
            return class.teams.iter().copied().find(|team| idle(team).is_some());
        }
        let since = |team: &u16| idle(team).map(|agent| (self.agents[*agent as usize].last_end, *team));
        class.teams.iter().filter_map(since).min().map(|best| best.1)
    }

    /// An agent has nothing to do: it is the last of those who are idle, but for those who stand later in
    /// the roster and came at the same instant.
    #[inline]
    fn rests(&mut self, agent: u32, now: Time) {
        let talk = &mut self.agents[agent as usize];
        talk.last_end = now;
        let idle = &mut self.teams[talk.team as usize].idle;
        match idle.back() {
            Some(&last) if last > agent && self.agents[last as usize].last_end == now => {
                let others = idle.iter().rev();
                let later = others
                    .take_while(|other| **other > agent && self.agents[**other as usize].last_end == now);
                let place = idle.len() - later.count();
                idle.insert(place, agent);
            }
            _ => idle.push_back(agent),
        }
    }

    /// Whether the talk at the top is not the only one that ends at its instant: then it is one of the
    /// next two in the heap.
    #[inline]
    fn several_end_at(&self, end: u64) -> bool {
        let same = |other: &Reverse<u64>| (other.0 ^ end) >> AGENT_BITS == 0;
        match self.ends.as_slice() {
            [_, one, other, ..] => same(one) || same(other),
            [_, one] => same(one),
            _ => false,
        }
    }

    /// Takes the talk of the first source and case out of those that end at the instant of `end`.
    fn take_first_of_tied(&mut self, end: u64) -> u32 {
        let mut ends = std::mem::take(&mut self.ends).into_vec();
        let tied = (0..ends.len()).filter(|place| (ends[*place].0 ^ end) >> AGENT_BITS == 0);
        let order = |place: &usize| {
            let call = &self.agents[agent_of(ends[*place].0) as usize].call;
            (call.source, call.case)
        };
        let first = tied.min_by_key(order).unwrap_or(0);
        let agent = agent_of(ends.swap_remove(first).0);
        self.ends = BinaryHeap::from(ends);
        agent
    }
}
