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

use super::calendar::{Kind, instant, time_and_kind};
use super::customer::{Customer, at_speed};
use super::engine::Engine;
use super::observer::Observer;
use crate::demand::Arrival;
use crate::random::Key;
use crate::units::{Span, Time};
use facts::Facts;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// Calls on the shorter way; its memory is used again.
#[derive(Debug)]
pub(super) struct PlainCalls<'p> {
    facts: Facts<'p>,
    /// By class: who waits, first in first out. Who has given up meanwhile stays until somebody would take
    /// the call.
    queue: Vec<VecDeque<Call>>,
    waiting: u32,
    /// By agent.
    agents: Vec<Talk>,
    /// By team: who has nothing in hand, the longest idle first.
    idle: Vec<VecDeque<u32>>,
    /// Ends of talks, as [`end_key`] makes them.
    ends: BinaryHeap<Reverse<u64>>,
    /// By class.
    counts: Vec<ClassCounts>,
    /// By team: work in hand.
    busy: Vec<Span>,
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
}

/// What is counted of calls of a class.
#[derive(Clone, Copy, Debug, Default)]
struct ClassCounts {
    opened: u64,
    answered: u64,
    waited: Span,
    abandoned: u64,
    replied: u64,
}

/// Bits for the agent in a key.
const AGENT_BITS: u32 = 16;

/// An end of a talk, in the order of events.
#[inline]
fn end_key(at: Time, agent: u32) -> u64 {
    instant(at.min(LAST), Kind::WorkEnds) << AGENT_BITS | u64::from(agent)
}

/// An instant of other events among such keys.
#[inline]
fn key_of(instant: u64) -> u64 {
    // Never stays never: it is later than all that comes.
    instant.saturating_mul(1 << AGENT_BITS)
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
        let until = key_of(until);
        loop {
            let stop = until.min(key_of(instant(self.interval_ends.min(LAST), Kind::ComeOnDuty)));
            self.until(stop, calls, arrivals, observer);
            if stop == until {
                break;
            }
            self.look_at_interval_of(time_and_kind(stop >> AGENT_BITS).0);
        }
        self.leave_the_shorter_way(calls);
    }

    fn until<O: Observer>(
        &mut self,
        stop: u64,
        calls: &mut PlainCalls<'p>,
        arrivals: &mut &[Arrival],
        observer: &mut O,
    ) {
        let key = |arrivals: &[Arrival]| match arrivals.first() {
            Some(arrival) => instant(arrival.at, Kind::MessageArrives) << AGENT_BITS,
            None => u64::MAX,
        };
        let mut arrival = key(arrivals);
        loop {
            let end = calls.ends.peek().map_or(u64::MAX, |end| end.0);
            if end < arrival {
                if end >= stop {
                    return;
                }
                self.first_talk_ends(end, calls, observer);
            } else {
                if arrival >= stop {
                    return;
                }
                self.now = arrivals[0].at;
                self.call_arrives(&arrivals[0], calls, observer);
                *arrivals = &arrivals[1..];
                arrival = key(arrivals);
            }
        }
    }

    #[inline]
    fn call_arrives<O: Observer>(&mut self, arrival: &Arrival, calls: &mut PlainCalls<'p>, observer: &mut O) {
        let source = self.sources[arrival.source as usize];
        let customer = Customer::of_source(self.plan, arrival.source, source, arrival.case);
        let class = calls.facts.class_of(arrival.source, &customer);
        let facts = &calls.facts.classes[class as usize];
        let deadline = arrival.at + customer.patience(facts.handling, 0);
        calls.counts[class as usize].opened += 1;
        self.counts.intervals[self.interval].arrivals += 1;
        let call = Call {
            sent: arrival.at,
            deadline,
            key: customer.key,
            case: arrival.case,
            source: arrival.source,
            class,
        };
        match calls.best_agent(class) {
            Some(agent) => {
                let end = self.talk_begins(agent, call, calls, observer);
                calls.ends.push(Reverse(end));
            }
            None => {
                calls.queue[class as usize].push_back(call);
                calls.waiting += 1;
            }
        }
    }

    /// An agent begins to talk; the key of the end.
    #[inline]
    fn talk_begins<O: Observer>(
        &mut self,
        agent: u32,
        call: Call,
        calls: &mut PlainCalls<'p>,
        observer: &mut O,
    ) -> u64 {
        let wait = self.now - call.sent;
        self.waited(call.sent, self.now);
        let counts = &mut calls.counts[call.class as usize];
        counts.answered += 1;
        counts.waited += wait;
        let facts = &calls.facts.classes[call.class as usize];
        observer.answered(facts.channel, wait);
        self.book(facts.answer.clone(), call.sent, self.now, false);
        let customer = Customer::again(self.plan, call.source, call.key, call.case);
        let reply = customer.reply(facts.handling, 0, 0);
        let talk = &mut calls.agents[agent as usize];
        let team = &calls.facts.teams[talk.team as usize];
        let switch = if talk.worked { team.switch } else { Span::ZERO };
        talk.call = call;
        talk.began = self.now;
        end_key(self.now + at_speed(reply, team.speed[facts.inquiry as usize]) + switch, agent)
    }

    /// The talk at the top of the heap ends, and its agent takes the next call or rests.
    #[inline]
    fn first_talk_ends<O: Observer>(&mut self, end: u64, calls: &mut PlainCalls<'p>, observer: &mut O) {
        self.now = time_and_kind(end >> AGENT_BITS).0;
        if calls.several_end_at(end) {
            return self.tied_talk_ends(end, calls, observer);
        }
        let agent = end as u32 & ((1 << AGENT_BITS) - 1);
        match self.talk_ends(agent, calls, observer) {
            Some(end) => {
                if let Some(mut top) = calls.ends.peek_mut() {
                    *top = Reverse(end);
                }
            }
            None => {
                calls.ends.pop();
            }
        }
    }

    /// Of several talks that end at one instant, that of the first source and case.
    #[cold]
    fn tied_talk_ends<O: Observer>(&mut self, end: u64, calls: &mut PlainCalls<'p>, observer: &mut O) {
        let agent = calls.take_first_of_tied(end);
        if let Some(end) = self.talk_ends(agent, calls, observer) {
            calls.ends.push(Reverse(end));
        }
    }

    /// A talk ends; the end of the agent's next one.
    #[inline]
    fn talk_ends<O: Observer>(
        &mut self,
        agent: u32,
        calls: &mut PlainCalls<'p>,
        observer: &mut O,
    ) -> Option<u64> {
        let now = self.now;
        let talk = &mut calls.agents[agent as usize];
        talk.worked = true;
        let (call, team) = (talk.call, talk.team);
        let worked = (now.min(talk.booked_until) - talk.began).max(Span::ZERO);
        calls.busy[team as usize] += worked;
        calls.counts[call.class as usize].replied += 1;
        let facts = &calls.facts.classes[call.class as usize];
        if !facts.plain_end {
            self.call_has_outcome(call, calls);
        }
        match self.next_plain_call(team, calls, observer) {
            Some(next) => Some(self.talk_begins(agent, next, calls, observer)),
            None => {
                calls.rests(agent, now);
                None
            }
        }
    }

    /// What only some plans have: several outcomes, or promises about cases.
    fn call_has_outcome(&mut self, call: Call, calls: &PlainCalls<'p>) {
        let facts = &calls.facts.classes[call.class as usize];
        let customer = Customer::again(self.plan, call.source, call.key, call.case);
        let drawn = customer.outcome(0);
        self.counts.inquiries[facts.inquiry as usize].outcomes[drawn] += 1;
        self.counts.outcome_cost += customer.inquiry.outcomes[drawn].1.cost;
        self.book(facts.solution.clone(), call.sent, self.now, false);
        self.book(facts.conclusion.clone(), call.sent, self.now, false);
    }

    /// The call that a team takes next, out of the queue.
    #[inline]
    fn next_plain_call<O: Observer>(
        &mut self,
        team: u16,
        calls: &mut PlainCalls<'p>,
        observer: &mut O,
    ) -> Option<Call> {
        if calls.waiting == 0 {
            return None;
        }
        for rank in 0..calls.facts.teams[team as usize].ranks.len() {
            let class = match &calls.facts.teams[team as usize].ranks[rank][..] {
                [(class, _)] => *class,
                _ => match self.first_class(team, rank, calls, observer) {
                    Some(class) => class,
                    None => continue,
                },
            };
            if self.clear_head(class, calls, observer).is_some() {
                calls.waiting -= 1;
                return calls.queue[class as usize].pop_front();
            }
        }
        None
    }

    /// Of the classes of equal standing with a team, the one whose head has waited longest.
    fn first_class<O: Observer>(
        &mut self,
        team: u16,
        rank: usize,
        calls: &mut PlainCalls<'p>,
        observer: &mut O,
    ) -> Option<u16> {
        let mut first = None;
        for place in 0..calls.facts.teams[team as usize].ranks[rank].len() {
            let (class, head_start) = calls.facts.teams[team as usize].ranks[rank][place];
            if let Some(call) = self.clear_head(class, calls, observer) {
                let order = (call.sent - head_start, call.source, call.case, class);
                first = Some(first.map_or(order, |least| order.min(least)));
            }
        }
        first.map(|first: (Time, u16, u32, u16)| first.3)
    }

    /// The head of a class, once those before it who have given up are gone.
    #[inline]
    fn clear_head<O: Observer>(
        &mut self,
        class: u16,
        calls: &mut PlainCalls<'p>,
        observer: &mut O,
    ) -> Option<Call> {
        loop {
            let call = *calls.queue[class as usize].front()?;
            if call.deadline >= self.now {
                return Some(call);
            }
            calls.queue[class as usize].pop_front();
            calls.waiting -= 1;
            self.caller_gave_up(call, calls, observer);
        }
    }

    /// A caller gave up when their patience ended; nothing depended on that instant.
    fn caller_gave_up<O: Observer>(&mut self, call: Call, calls: &mut PlainCalls<'p>, observer: &mut O) {
        self.waited(call.sent, call.deadline);
        calls.counts[call.class as usize].abandoned += 1;
        let facts = &calls.facts.classes[call.class as usize];
        observer.abandoned(facts.channel, call.deadline - call.sent);
        for judges in [&facts.answer, &facts.solution, &facts.conclusion] {
            if !judges.is_empty() {
                self.book(judges.clone(), call.sent, call.deadline, true);
            }
        }
    }
}

impl PlainCalls<'_> {
    /// The agent who may take a call of a class, no longer idle: of a pool the longest idle, else of the
    /// first team in order that has one.
    #[inline]
    fn best_agent(&mut self, class: u16) -> Option<u32> {
        let facts = &self.facts.classes[class as usize];
        let team = match &facts.teams[..] {
            [only] => *only,
            teams if facts.in_order => *teams.iter().find(|team| !self.idle[**team as usize].is_empty())?,
            teams => {
                let order = |team: &&u16| {
                    let first = self.idle[**team as usize].front();
                    (first.map_or(Time::NEVER, |agent| self.agents[*agent as usize].last_end), **team)
                };
                *teams.iter().min_by_key(order)?
            }
        };
        self.idle[team as usize].pop_front()
    }

    /// An agent has nothing to do: it is the last of those who are idle, but for those who stand later in
    /// the roster and came at the same instant.
    #[inline]
    fn rests(&mut self, agent: u32, now: Time) {
        self.agents[agent as usize].last_end = now;
        let idle = &mut self.idle[self.agents[agent as usize].team as usize];
        let mut place = idle.len();
        while let Some(&before) = place.checked_sub(1).and_then(|before| idle.get(before))
            && before > agent
            && self.agents[before as usize].last_end == now
        {
            place -= 1;
        }
        if place == idle.len() {
            idle.push_back(agent);
        } else {
            idle.insert(place, agent);
        }
    }

    /// Whether the talk at the top is not the only one that ends at its instant: then it is one of the
    /// next two in the heap.
    #[inline]
    fn several_end_at(&self, end: u64) -> bool {
        let same =
            |other: Option<&Reverse<u64>>| other.is_some_and(|other| (other.0 ^ end) >> AGENT_BITS == 0);
        let ends = self.ends.as_slice();
        same(ends.get(1)) || same(ends.get(2))
    }

    /// Takes the talk of the first source and case out of those that end at the instant of `end`.
    fn take_first_of_tied(&mut self, end: u64) -> u32 {
        let mut ends = std::mem::take(&mut self.ends).into_vec();
        let agent = |place: usize| (ends[place].0 & ((1 << AGENT_BITS) - 1)) as u32;
        let tied = (0..ends.len()).filter(|place| (ends[*place].0 ^ end) >> AGENT_BITS == 0);
        let order = |place: &usize| {
            let call = &self.agents[agent(*place) as usize].call;
            (call.source, call.case)
        };
        let first = tied.min_by_key(order).unwrap_or(0);
        let agent = agent(first);
        ends.swap_remove(first);
        self.ends = BinaryHeap::from(ends);
        agent
    }
}
