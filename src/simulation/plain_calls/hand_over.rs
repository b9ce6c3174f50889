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
use super::facts::{self, Team};
use super::{Call, LAST, PlainCalls, Talk, agent_of, end_key, time_of};
use crate::demand::Arrival;
use crate::random::Key;
use crate::units::{Span, Time};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::mem::take;

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
        let talk = |team: u16| Talk {
            call: NO_CALL,
            began: Time::OPENING,
            last_end: Time::OPENING,
            booked_until: Time::NEVER,
            team,
            worked: false,
            busy: Span::ZERO,
            talks: 0,
        };
        Some(Box::new(PlainCalls {
            channels: plan.channels.len(),
            tiers: plan.tiers.len(),
            sources: facts::sources(plan),
            classes: facts::classes(plan, layout, room)?,
            recorded: facts::any_recorded(plan),
            teams: (0..plan.teams.len()).map(|team| Team::new(plan, layout, team)).collect(),
            agents: plan.agents.iter().map(|agent| talk(agent.team)).collect(),
            waiting: 0,
            ends: BinaryHeap::with_capacity(plan.agents.len()),
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
        for (source, tonight) in calls.sources.iter_mut().zip(&self.sources) {
            source.tonight = *tonight;
        }
        for agent in 0..self.agents.len() as u32 {
            if self.agents[agent as usize].presence == Presence::OnDuty {
                self.take_agent_over(agent, calls);
            }
        }
        for team in &mut calls.teams {
            let order = |agent: &u32| (calls.agents[*agent as usize].last_end, *agent);
            team.idle.make_contiguous().sort_unstable_by_key(order);
        }
        for conversation in 0..self.conversations.len() as u32 {
            let record = &self.conversations[conversation];
            if record.state == State::Queued {
                let call = calls.call(record);
                calls.classes[call.class as usize].queue.push_back(call);
                calls.waiting += 1;
            }
        }
        for class in &mut calls.classes {
            class.queue.make_contiguous().sort_unstable_by_key(|call| (call.sent, call.source, call.case));
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
                let call = calls.call(&self.conversations[conversation]);
                calls.agents[number as usize].call = call;
                let end = match self.calendar.instant_of(number) {
                    NONE => LAST,
                    instant => time_and_kind(instant).0,
                };
                calls.ends.push(Reverse(end_key(end, number)));
            }
            _ => calls.teams[agent.team as usize].idle.push_back(number),
        }
    }

    /// Puts everything back.
    pub(super) fn leave_the_shorter_way(&mut self, calls: &mut PlainCalls<'p>) {
        self.put_counts_back(calls);
        while let Some(Reverse(end)) = calls.ends.pop() {
            self.put_talk_back(agent_of(end), time_of(end), calls);
        }
        for team in 0..calls.teams.len() {
            while let Some(agent) = calls.teams[team].idle.pop_front() {
                self.put_idle_back(agent, calls.agents[agent as usize]);
            }
        }
        for class in 0..calls.classes.len() {
            while let Some(call) = calls.classes[class].queue.pop_front() {
                let record = self.conversation_of(call, calls);
                let conversation = self.conversations.add(record);
                self.queue.push(&self.layout, &mut self.conversations, conversation);
            }
        }
        calls.waiting = 0;
    }

    fn put_counts_back(&mut self, calls: &mut PlainCalls<'p>) {
        for class in &mut calls.classes {
            let (opened, replied) = (take(&mut class.opened), take(&mut class.replied));
            let abandoned = take(&mut class.abandoned);
            let inquiry = &mut self.counts.inquiries[class.inquiry as usize];
            inquiry.cases += opened;
            inquiry.answered += replied;
            inquiry.unanswered += abandoned;
            if class.plain_end {
                inquiry.outcomes[0] += replied;
            }
            let channel = &mut self.counts.channels[class.channel as usize];
            channel.conversations += opened;
            channel.answered += take(&mut class.answered);
            channel.waited += take(&mut class.waited);
            channel.abandoned += abandoned;
            channel.replies += replied;
            channel.sent += replied;
        }
        for (card, talk) in self.counts.agents.iter_mut().zip(&mut calls.agents) {
            let (busy, talks) = (take(&mut talk.busy), take(&mut talk.talks));
            card.busy += busy;
            card.conversations += talks;
            card.replies += talks;
            self.counts.teams[talk.team as usize].busy += busy;
        }
    }

    fn put_talk_back(&mut self, agent: u32, end: Time, calls: &PlainCalls<'p>) {
        let talk = calls.agents[agent as usize];
        let mut record = self.conversation_of(talk.call, calls);
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

    fn conversation_of(&self, call: Call, calls: &PlainCalls<'p>) -> Conversation<'p> {
        let class = &calls.classes[call.class as usize];
        let customer = Customer::again(self.plan, call.source, call.key, call.case);
        let arrival = Arrival { at: call.sent, source: call.source, case: call.case };
        let new = Conversation::opened(&arrival, class.inquiry, customer, class.handling, class.channel);
        Conversation { deadline: call.deadline, tier: class.tier, ..new }
    }
}

impl PlainCalls<'_> {
    fn call(&self, record: &Conversation<'_>) -> Call {
        Call {
            sent: record.sent,
            deadline: record.deadline,
            key: record.customer.key,
            case: record.case,
            source: record.source,
            class: self.class_of(record.inquiry, record.channel, record.tier),
        }
    }
}
