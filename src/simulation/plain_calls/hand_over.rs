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
use super::ends::Ends;
use super::facts::{self, Team};
use super::idle::Idle;
use super::{Call, NO_CALL, NO_TALK, PlainCalls, Talk, Waiter};
use crate::demand::Arrival;
use crate::units::{Span, Time};

/// What a talk is taken to last that has no mean of its own: it changes nothing but the speed.
const SOME_TALK: f64 = 180e6;

impl<'p> PlainCalls<'p> {
    /// For a plan with plain calls only; none for others. `room` for so many calls.
    pub fn new(plan: &'p Plan, layout: &Layout, room: usize) -> Option<Box<PlainCalls<'p>>> {
        if !only_plain_calls(plan) {
            return None;
        }
        let talk = |team: u16| Talk { team, switch_later: plan.teams[team as usize].switch, ..NO_TALK };
        let classes = facts::classes(plan, layout, room)?;
        let means = classes.iter().map(|class| class.handling.reply.mean().unwrap_or(SOME_TALK));
        let longest = Span::from_micros(means.fold(0.0, f64::max));
        Some(Box::new(PlainCalls {
            channels: plan.channels.len(),
            tiers: plan.tiers.len(),
            sources: facts::sources(plan),
            plain_ends: classes.iter().all(|class| class.plain_end),
            classes,
            teams: (0..plan.teams.len()).map(|team| Team::new(plan, layout, team)).collect(),
            agents: plan.agents.iter().map(|agent| talk(agent.team)).collect(),
            waiting: 0,
            ends: Ends::new(plan.agents.len(), longest),
            scratch: Vec::with_capacity(plan.agents.len()),
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
        for team in 0..calls.teams.len() {
            for agent in self.layout.agents[team].clone() {
                if self.agents[agent].presence == Presence::OnDuty {
                    self.take_agent_over(agent, calls);
                }
            }
            calls.line_up_idle(team);
        }
        for conversation in 0..self.conversations.len() as u32 {
            let record = &self.conversations[conversation];
            if record.state == State::Queued {
                let waiter =
                    Waiter { call: calls.call(record), deadline: record.deadline, key: record.customer.key };
                self.book_earlier_intervals(&waiter, false);
                calls.classes[waiter.call.class as usize].queue.add(waiter);
                calls.waiting += 1;
            }
        }
        calls.classes.iter_mut().for_each(|class| class.queue.sort());
        calls.ends.look(Time::OPENING, &calls.agents);
        self.conversations.clear();
        self.queue.clear();
        self.calendar.clear_agents();
        self.standings.iter_mut().for_each(Standing::clear);
    }

    fn take_agent_over(&self, number: usize, calls: &mut PlainCalls<'p>) {
        let agent = &self.agents[number];
        let talk = &mut calls.agents[number];
        talk.call = NO_CALL;
        talk.began = agent.began;
        talk.end = agent.last_end;
        // The first talk in a shift changes from nothing.
        talk.switch = if agent.last_worked == Id::NOBODY { Span::ZERO } else { talk.switch_later };
        talk.booked_until = match agent.counted {
            true if self.plan.teams[agent.team as usize].level.is_some() => self.plan.closes,
            true => Time::NEVER,
            false => Time(i64::MIN / 4),
        };
        let InHand::Message(conversation) = agent.in_hand else {
            return calls.scratch.push(number as u16);
        };
        let call = calls.call(&self.conversations[conversation]);
        let talk = &mut calls.agents[number];
        talk.call = call;
        talk.end = match self.calendar.instant_of(number as u32) {
            NONE => Time::NEVER,
            instant => time_and_kind(instant).0,
        };
        calls.classes[call.class as usize].in_hand += 1;
        calls.ends.add(number as u16, &mut calls.agents);
    }

    /// Puts everything back.
    pub(super) fn leave_the_shorter_way(&mut self, calls: &mut PlainCalls<'p>) {
        while calls.ends.next_at() < Time(i64::MAX) {
            self.put_talk_back(calls.ends.next(), calls);
            calls.ends.take_next(&calls.agents);
            calls.ends.look(calls.ends.next_at(), &calls.agents);
        }
        for team in 0..calls.teams.len() {
            while let Some(agent) = calls.teams[team].idle.take_first(&calls.agents) {
                self.put_idle_back(agent, calls.agents[agent as usize]);
            }
        }
        for class in 0..calls.classes.len() {
            while let Some(waiter) = calls.classes[class].queue.take_first() {
                self.book_earlier_intervals(&waiter, true);
                let record =
                    Conversation { deadline: waiter.deadline, ..self.conversation_of(waiter.call, calls) };
                let conversation = self.conversations.add(record);
                self.queue.push(&self.layout, &mut self.conversations, conversation);
            }
            calls.classes[class].queue.clear();
        }
        calls.waiting = 0;
        self.put_counts_back(calls);
    }

    fn put_talk_back(&mut self, agent: u16, calls: &mut PlainCalls<'p>) {
        let talk = calls.agents[agent as usize];
        calls.classes[talk.call.class as usize].in_hand -= 1;
        let mut record = self.conversation_of(talk.call, calls);
        record.state = State::InHand;
        record.agent = agent.into();
        let (id, channel) = (record.id, record.channel);
        let conversation = self.conversations.add(record);
        let a = &mut self.agents[agent as usize];
        a.in_hand = InHand::Message(conversation);
        a.in_call = true;
        a.began = talk.began;
        a.open = 1;
        a.held.fill(0);
        a.held[channel as usize] = 1;
        self.calendar.set_agent(agent.into(), talk.end, Kind::WorkEnds, id);
    }

    fn put_idle_back(&mut self, agent: u16, talk: Talk) {
        let a = &mut self.agents[agent as usize];
        a.in_hand = InHand::Nothing;
        a.in_call = false;
        a.last_end = talk.end;
        if talk.call.case != NO_CALL.case {
            a.last_worked = Id::of(talk.call.source, talk.call.case, 0);
        }
        a.open = 0;
        a.held.fill(0);
        self.refresh(agent.into());
    }

    fn conversation_of(&self, call: Call, calls: &PlainCalls<'p>) -> Conversation<'p> {
        let class = &calls.classes[call.class as usize];
        let key = calls.sources[call.source as usize].tonight.number(u64::from(call.case));
        let customer = Customer::again(self.plan, call.source, key, call.case);
        let arrival = Arrival { at: call.sent, source: call.source, case: call.case };
        let new = Conversation::opened(&arrival, class.inquiry, customer, class.handling, class.channel);
        Conversation { tier: class.tier, ..new }
    }
}

impl PlainCalls<'_> {
    fn call(&self, record: &Conversation<'_>) -> Call {
        Call {
            sent: record.sent,
            case: record.case,
            source: record.source,
            class: self.class_of(record.inquiry, record.channel, record.tier),
        }
    }

    /// Those of a team who are idle, in their order.
    fn line_up_idle(&mut self, team: usize) {
        let agents = &mut self.agents;
        self.scratch.sort_unstable_by_key(|agent| (agents[*agent as usize].end, *agent));
        let idle = &mut self.teams[team].idle;
        *idle = Idle::NOBODY;
        for agent in self.scratch.drain(..) {
            let since = agents[agent as usize].end;
            idle.add(agent, since, agents);
        }
    }
}
