//! From the general way to the shorter one, and back.

use super::super::agent::{Agent, Ending, InHand, Presence};
use super::super::calendar::{Id, Kind, time_and_kind};
use super::super::conversation::{Conversation, State};
use super::super::customer::Customer;
use super::super::engine::Engine;
use super::super::layout::Layout;
use super::super::plain::only_plain_calls;
use super::super::plan::Plan;
use super::super::standing::Standing;
use super::super::tournament::NONE;
use super::facts::Facts;
use super::{AGENT_BITS, Call, ClassCounts, LAST, PlainCalls, Talk, end_key};
use crate::demand::Arrival;
use crate::random::Key;
use crate::units::{Span, Time};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// What an agent has talked about since the change who has talked about nothing yet.
const NO_CALL: Call = Call {
    sent: Time::OPENING,
    deadline: Time::NEVER,
    key: Key::night(0, 0),
    case: u32::MAX,
    source: 0,
    class: 0,
};

impl<'p> PlainCalls<'p> {
    /// For a plan with plain calls only; none for others. `room` for so many calls.
    pub fn new(plan: &'p Plan, layout: &Layout, room: usize) -> Option<Box<PlainCalls<'p>>> {
        if !only_plain_calls(plan) {
            return None;
        }
        let facts = Facts::new(plan, layout)?;
        let classes = facts.classes.len();
        let room = (2 * room / classes.max(1)).clamp(64, 1 << 14);
        let talk = |team: u16| Talk {
            call: NO_CALL,
            began: Time::OPENING,
            last_end: Time::OPENING,
            booked_until: Time::NEVER,
            team,
            worked: false,
        };
        Some(Box::new(PlainCalls {
            facts,
            queue: (0..classes).map(|_| VecDeque::with_capacity(room)).collect(),
            waiting: 0,
            agents: plan.agents.iter().map(|agent| talk(agent.team)).collect(),
            idle: layout.agents.iter().map(|agents| VecDeque::with_capacity(agents.len())).collect(),
            ends: BinaryHeap::with_capacity(plan.agents.len()),
            counts: vec![ClassCounts::default(); classes],
            busy: vec![Span::ZERO; plan.teams.len()],
        }))
    }
}

impl<'p> Engine<'p> {
    /// Whether the shorter way may be gone now and is worth the change: more calls come before the instant
    /// `until` than there are agents and calls to carry over.
    pub(in super::super) fn may_go_the_shorter_way(&self, arrivals: &[Arrival], until: u64) -> bool {
        let to_carry = self.agents.len() + self.conversations.len();
        let many = arrivals.get(to_carry).is_some_and(|arrival| arrival.at < time_and_kind(until).0);
        let as_usual = |agent: &Agent| match agent.presence {
            Presence::Off | Presence::OnBreak => true,
            Presence::OnDuty => agent.takes && agent.ending == Ending::No && agent.breaks_due == 0,
        };
        many && self.came.is_empty()
            && self.levels.iter().all(|level| level.owed.is_empty())
            && self.agents.iter().all(as_usual)
    }

    /// Takes over what is under way.
    pub(super) fn enter(&mut self, calls: &mut PlainCalls<'p>) {
        for agent in 0..self.agents.len() as u32 {
            if self.agents[agent as usize].presence == Presence::OnDuty {
                self.take_agent_over(agent, calls);
            }
        }
        for idle in &mut calls.idle {
            let talks = &calls.agents;
            idle.make_contiguous().sort_unstable_by_key(|agent| (talks[*agent as usize].last_end, *agent));
        }
        for conversation in 0..self.conversations.len() as u32 {
            let record = &self.conversations[conversation];
            if record.state == State::Queued {
                let call = calls.facts.call_of(record);
                calls.queue[call.class as usize].push_back(call);
                calls.waiting += 1;
            }
        }
        for class in &mut calls.queue {
            class.make_contiguous().sort_unstable_by_key(|call| (call.sent, call.source, call.case));
        }
        self.conversations.clear();
        self.queue.clear();
        self.calendar.clear_agents();
        self.standings.iter_mut().for_each(Standing::clear);
    }

    fn take_agent_over(&mut self, number: u32, calls: &mut PlainCalls<'p>) {
        let agent = &self.agents[number as usize];
        let talk = &mut calls.agents[number as usize];
        talk.call = NO_CALL;
        talk.began = agent.began;
        talk.last_end = agent.last_end;
        talk.worked = agent.last_worked != Id::NOBODY;
        talk.booked_until = match agent.counted {
            true if self.plan.teams[agent.team as usize].level.is_some() => self.plan.closes,
            true => Time::NEVER,
            false => Time(i64::MIN / 4),
        };
        match agent.in_hand {
            InHand::Message(conversation) => {
                talk.call = calls.facts.call_of(&self.conversations[conversation]);
                let end = match self.calendar.instant_of(number) {
                    NONE => LAST,
                    instant => time_and_kind(instant).0,
                };
                calls.ends.push(Reverse(end_key(end, number)));
            }
            _ => calls.idle[agent.team as usize].push_back(number),
        }
    }

    /// Puts everything back.
    pub(super) fn leave_the_shorter_way(&mut self, calls: &mut PlainCalls<'p>) {
        self.put_counts_back(calls);
        while let Some(Reverse(end)) = calls.ends.pop() {
            let agent = end as u32 & ((1 << AGENT_BITS) - 1);
            let at = time_and_kind(end >> AGENT_BITS).0;
            self.put_talk_back(agent, calls.agents[agent as usize], at, &calls.facts);
        }
        for team in 0..calls.idle.len() {
            while let Some(agent) = calls.idle[team].pop_front() {
                self.put_idle_back(agent, calls.agents[agent as usize]);
            }
        }
        for class in 0..calls.queue.len() {
            while let Some(call) = calls.queue[class].pop_front() {
                let record = self.conversation_of(call, &calls.facts);
                let conversation = self.conversations.add(record);
                self.queue.push(&self.layout, &mut self.conversations, conversation);
            }
        }
        calls.waiting = 0;
    }

    fn put_counts_back(&mut self, calls: &mut PlainCalls<'p>) {
        for (facts, counts) in calls.facts.classes.iter().zip(&mut calls.counts) {
            let counts = std::mem::take(counts);
            let inquiry = &mut self.counts.inquiries[facts.inquiry as usize];
            inquiry.cases += counts.opened;
            inquiry.answered += counts.replied;
            inquiry.unanswered += counts.abandoned;
            if facts.plain_end {
                inquiry.outcomes[0] += counts.replied;
            }
            let channel = &mut self.counts.channels[facts.channel as usize];
            channel.conversations += counts.opened;
            channel.answered += counts.answered;
            channel.waited += counts.waited;
            channel.abandoned += counts.abandoned;
            channel.replies += counts.replied;
            channel.sent += counts.replied;
        }
        for (team, busy) in self.counts.teams.iter_mut().zip(&mut calls.busy) {
            team.busy += std::mem::replace(busy, Span::ZERO);
        }
    }

    fn put_talk_back(&mut self, agent: u32, talk: Talk, end: Time, facts: &Facts<'p>) {
        let mut record = self.conversation_of(talk.call, facts);
        record.state = State::InHand;
        record.agent = agent;
        let (id, channel) = (record.id, record.channel);
        let conversation = self.conversations.add(record);
        let a = &mut self.agents[agent as usize];
        a.in_hand = InHand::Message(conversation);
        a.in_call = true;
        a.began = talk.began;
        a.last_end = talk.last_end;
        a.open = 1;
        a.held.fill(0);
        a.held[channel as usize] = 1;
        self.calendar.set_agent(agent, if end == LAST { Time::NEVER } else { end }, Kind::WorkEnds, id);
    }

    fn put_idle_back(&mut self, agent: u32, talk: Talk) {
        let a = &mut self.agents[agent as usize];
        a.in_hand = InHand::Nothing;
        a.in_call = false;
        a.last_end = talk.last_end;
        if talk.call.case != NO_CALL.case {
            a.last_worked = Id::of(talk.call.source, talk.call.case, 0);
        }
        a.open = 0;
        a.held.fill(0);
        self.refresh(agent);
    }

    fn conversation_of(&self, call: Call, facts: &Facts<'p>) -> Conversation<'p> {
        let class = &facts.classes[call.class as usize];
        let customer = Customer::again(self.plan, call.source, call.key, call.case);
        let arrival = Arrival { at: call.sent, source: call.source, case: call.case };
        let new = Conversation::opened(&arrival, class.inquiry, customer, class.handling, class.channel);
        Conversation { deadline: call.deadline, tier: class.tier, ..new }
    }
}

impl Facts<'_> {
    fn call_of(&self, record: &Conversation<'_>) -> Call {
        Call {
            sent: record.sent,
            deadline: record.deadline,
            key: record.customer.key,
            case: record.case,
            source: record.source,
            class: self.class(record.inquiry, record.channel, record.tier),
        }
    }
}
