//! One night, event by event.
//!
//! The engine is split by what happens: `desk` (who takes what), `work` (beginning and ending work),
//! `giving_up`, `cases` (how a case goes on), `duty` (coming and going), `judging` (targets). This file
//! holds the state they share and the loop over events.

use super::agent::Agent;
use super::calendar::{Calendar, EventKey, Id, Kind, What, instant, time_and_kind};
use super::conversation::{Conversations, State};
use super::layout::Layout;
use super::notes::Notebook;
use super::observer::Observer;
use super::plain_calls::PlainCalls;
use super::plain_chats::PlainChats;
use super::plan::Plan;
use super::queue::Queue;
use super::standing::Standing;
use super::tally::Counts;
use super::tournament::NONE;
use crate::demand::Arrival;
use crate::random::Key;
use crate::units::Time;
use std::collections::HashSet;

/// Simulates nights of one plan, one after another; its memory is used again, so that from the second
/// night on hardly anything is allocated.
#[derive(Debug)]
pub struct Engine<'p> {
    pub(super) plan: &'p Plan,
    pub(super) layout: Layout,
    pub(super) calendar: Calendar,
    pub(super) conversations: Conversations<'p>,
    pub(super) queue: Queue,
    pub(super) notebook: Notebook,
    pub(super) agents: Vec<Agent>,
    /// By team: who may be given what.
    pub(super) standings: Vec<Standing>,
    pub(super) night: Key,
    /// By source: tonight's key of its cases.
    pub(super) sources: Vec<Key>,
    pub(super) now: Time,
    pub(super) kind: Kind,
    /// The latest kind of event that has come at this instant: work of no length brings earlier ones again.
    pub(super) reached: Kind,
    pub(super) counts: Counts,
    /// The interval of `now`, where it begins and where it ends.
    pub(super) interval: usize,
    pub(super) interval_begins: Time,
    pub(super) interval_ends: Time,
    /// Agents that came at this instant and have not chosen their work.
    pub(super) came: Vec<u32>,
    /// Agents that were given something meanwhile.
    pub(super) given: Vec<u32>,
    /// By team staffed by level: the steps that leaves are owed since.
    pub(super) levels: Vec<super::duty::Level>,
    /// By team, then pay step: paid time within the shift, and past its end.
    pub(super) paid: Vec<Vec<(i64, i64)>>,
    /// The next of the foreseen comings and goings, and its instant.
    next_duty: usize,
    next_duty_at: u64,
    /// The shorter way for calls, if the plan has nothing else.
    plain_calls: Option<Box<PlainCalls<'p>>>,
    /// Likewise for chats.
    plain_chats: Option<Box<PlainChats<'p>>>,
    /// Duty has changed: perhaps the shorter way may be gone from here.
    pub(super) at_a_change: bool,
    shorter_ways: u64,
    /// Conversations whose customers have seen a notice on how their case stands.
    pub(super) told: HashSet<Id>,
    /// Kept for its memory: conversations being handed over, agents being sent home.
    pub(super) scratch: Vec<(Time, Id, u32)>,
    pub(super) leaving: Vec<u32>,
}

impl<'p> Engine<'p> {
    /// An engine for `plan`.
    pub fn new(plan: &'p Plan) -> Engine<'p> {
        let layout = Layout::new(plan);
        let channels = plan.channels.len();
        // Room for nights fuller than any yet, so that nothing has to grow in the middle of one.
        let room = (1.5 * plan.demand.cases_on_average()) as usize + 256;
        let desk_messages = super::layout::desk_messages(plan);
        let standing = |(team, agents): (usize, &std::ops::Range<usize>)| {
            Standing::new(plan, team, agents.clone(), desk_messages)
        };
        Engine {
            calendar: Calendar::new(plan.agents.len(), room),
            conversations: Conversations::with_room(room),
            queue: Queue::new(&layout, room),
            notebook: Notebook::new(plan, room),
            agents: plan.agents.iter().map(|agent| Agent::new(agent.team, channels)).collect(),
            standings: layout.agents.iter().enumerate().map(standing).collect(),
            night: Key::night(0, 0),
            sources: Vec::with_capacity(plan.demand.sources.len()),
            now: Time::OPENING,
            kind: Kind::ComeOnDuty,
            reached: Kind::ComeOnDuty,
            counts: Counts::new(plan),
            interval: 0,
            interval_begins: Time::OPENING,
            interval_ends: Time::OPENING,
            came: Vec::with_capacity(2 * plan.agents.len()),
            given: Vec::with_capacity(plan.agents.len()),
            levels: plan.teams.iter().map(|_| super::duty::Level::default()).collect(),
            paid: plan.teams.iter().map(|team| vec![(0, 0); team.pay.len()]).collect(),
            next_duty: 0,
            next_duty_at: NONE,
            plain_calls: PlainCalls::new(plan, &layout, room),
            plain_chats: PlainChats::new(plan, &layout, room),
            at_a_change: true,
            shorter_ways: 0,
            told: HashSet::new(),
            scratch: Vec::with_capacity(room.min(4096)),
            leaving: Vec::with_capacity(plan.agents.len()),
            layout,
            plan,
        }
    }

    /// Simulates one night with its customers, sorted as [`crate::demand::Night`] gives them.
    pub fn run<O: Observer>(&mut self, night: Key, arrivals: &[Arrival], observer: &mut O) -> &Counts {
        self.start(night);
        let mut arrivals = &arrivals[self.backlog_arrives(arrivals, observer)..];
        let end = instant(self.plan.end, Kind::ComeOnDuty);
        loop {
            let arrival = arrivals.first().map_or(NONE, |first| instant(first.at, Kind::MessageArrives));
            let (agent, timer) = (self.calendar.agent_instant(), self.calendar.timer_instant());
            let next = arrival.min(agent).min(timer).min(self.next_duty_at);
            if !self.came.is_empty() && next != instant(self.now, Kind::ComeOnDuty) {
                self.settle(observer);
                self.at_a_change = true;
                continue;
            }
            if next >= end {
                break;
            }
            if self.at_a_change && !O::EVENTS {
                self.at_a_change = false;
                let until = timer.min(self.next_duty_at).min(end);
                if self.try_the_shorter_way(&mut arrivals, until, observer) {
                    continue;
                }
            }
            let before = self.now;
            (self.now, self.kind) = time_and_kind(next);
            self.reached = if self.now == before { self.reached.max(self.kind) } else { self.kind };
            if self.now >= self.interval_ends {
                self.look_at_interval_of(self.now);
            }
            // Nearly always only one of the four is next.
            if timer != next && self.next_duty_at != next && (arrival != agent) {
                if agent == next {
                    let (agent, _) = self.calendar.first_agent();
                    self.agent_acts(agent, observer);
                } else {
                    self.case_arrives(&arrivals[0], observer);
                    arrivals = &arrivals[1..];
                }
                continue;
            }
            let key = self.first_of(next, arrivals.first());
            self.at_a_change = true;
            match key.what() {
                What::Agent => self.agent_acts(key.index(), observer),
                What::Case => {
                    self.case_arrives(&arrivals[0], observer);
                    arrivals = &arrivals[1..];
                }
                What::Duty => {
                    self.look_at_duty_event(key.index() as usize + 1);
                    self.duty_changes(key.index() as usize, observer);
                }
                what => {
                    self.calendar.pop_timer();
                    self.timer_rings(what, key, observer);
                }
            }
        }
        self.close(observer);
        &self.counts
    }

    /// Goes the shorter way up to the instant `until`, if the plan has one and it may be gone now.
    fn try_the_shorter_way<O: Observer>(
        &mut self,
        arrivals: &mut &[Arrival],
        until: u64,
        observer: &mut O,
    ) -> bool {
        let any = self.plain_calls.is_some() || self.plain_chats.is_some();
        if !any || !self.may_go_the_shorter_way(arrivals, until) {
            return false;
        }
        self.shorter_ways += 1;
        if let Some(mut calls) = self.plain_calls.take() {
            self.go_the_shorter_way(&mut calls, arrivals, until, observer);
            self.plain_calls = Some(calls);
        }
        if let Some(mut chats) = self.plain_chats.take() {
            self.go_the_shorter_way_for_chats(&mut chats, arrivals, until, observer);
            self.plain_chats = Some(chats);
        }
        true
    }

    /// How often a shorter way has been gone since the engine was made: it changes nothing but the speed.
    pub fn shorter_ways(&self) -> u64 {
        self.shorter_ways
    }

    /// Of several things at one instant and kind, the first by source, case, conversation.
    fn first_of(&self, next: u64, arrival: Option<&Arrival>) -> EventKey {
        let mut first = EventKey::NEVER;
        if let Some(arrival) = arrival
            && instant(arrival.at, Kind::MessageArrives) == next
        {
            let id = Id::of(arrival.source, arrival.case, 0);
            first = EventKey::new(self.now, self.kind, id, What::Case, 0);
        }
        if self.calendar.agent_instant() == next {
            let (agent, id) = self.calendar.first_agent();
            first = first.min(EventKey::new(self.now, self.kind, id, What::Agent, agent));
        }
        if self.next_duty_at == next {
            first = first.min(self.layout.duty[self.next_duty].key);
        }
        first.min(self.calendar.timer())
    }

    /// The entry of an agent is next: its work ends, or it is idle and a message comes.
    #[inline]
    fn agent_acts<O: Observer>(&mut self, agent: u32, observer: &mut O) {
        match self.kind {
            Kind::WorkEnds => self.work_ends(agent, observer),
            _ => self.message_comes(agent, observer),
        }
    }

    fn look_at_duty_event(&mut self, event: usize) {
        self.next_duty = event;
        self.next_duty_at = self.layout.duty.get(event).map_or(NONE, |event| event.key.instant());
    }

    pub(super) fn look_at_interval_of(&mut self, now: Time) {
        self.interval = self.plan.interval_of(now);
        self.interval_begins = Time(self.interval as i64 * self.plan.interval.0);
        self.interval_ends = match self.interval < self.plan.intervals {
            true => self.interval_begins + self.plan.interval,
            false => Time::NEVER,
        };
    }

    /// Who came before the opening waits in the queue already; the number of them.
    fn backlog_arrives<O: Observer>(&mut self, arrivals: &[Arrival], observer: &mut O) -> usize {
        let backlog = arrivals.partition_point(|arrival| arrival.at < Time::OPENING);
        arrivals[..backlog].iter().for_each(|arrival| self.case_arrives(arrival, observer));
        backlog
    }

    fn start(&mut self, night: Key) {
        self.night = night;
        self.sources.clear();
        self.sources.extend(self.plan.demand.sources.iter().map(|source| night.named(source.key)));
        self.now = Time::OPENING;
        self.kind = Kind::ComeOnDuty;
        self.reached = Kind::ComeOnDuty;
        self.look_at_interval_of(Time::OPENING);
        self.calendar.clear();
        self.conversations.clear();
        self.queue.clear();
        self.agents.iter_mut().for_each(Agent::clear);
        self.standings.iter_mut().for_each(Standing::clear);
        self.levels.iter_mut().for_each(super::duty::Level::clear);
        self.paid.iter_mut().for_each(|steps| steps.fill((0, 0)));
        self.counts.clear();
        self.came.clear();
        self.given.clear();
        self.told.clear();
        self.at_a_change = true;
        self.look_at_duty_event(0);
    }

    fn timer_rings<O: Observer>(&mut self, what: What, key: EventKey, observer: &mut O) {
        let index = key.index();
        match what {
            What::BreakEnds => return self.break_ends(index, observer),
            What::NextBreak => return self.next_break_begins(index, observer),
            _ => {}
        }
        let record = &self.conversations[index];
        if record.state == State::Free || record.id != key.id() {
            return;
        }
        match (self.kind, record.state) {
            (Kind::WorkEnds, State::Closing) => self.slot_is_free(index, observer),
            (Kind::FallDue, State::Queued) => self.other_team_may_take(index, observer),
            (Kind::FallDue, State::Party) => self.party_answers(index, observer),
            (Kind::MessageArrives, State::Alone) => self.customer_writes(index, observer),
            (Kind::MessageArrives, State::Retry) => self.customer_comes(index, observer),
            (Kind::MessageArrives, State::OnTheWay) => self.customer_opens(index, observer),
            (Kind::MessageArrives, State::Asking) => self.customer_asks(index, observer),
            (Kind::GiveUp, State::Queued | State::WithAgent | State::Alone) => {
                self.patience_ends(index, observer)
            }
            _ => {}
        }
    }

    /// The interval of an instant that is not after now.
    #[inline]
    pub(super) fn interval_of(&self, at: Time) -> usize {
        if self.interval_begins <= at && at < self.interval_ends {
            return self.interval;
        }
        if at < self.interval_begins && at >= self.interval_begins - self.plan.interval {
            // Before the opening is in the first.
            return self.interval.saturating_sub(1);
        }
        self.plan.interval_of(at)
    }

    /// Books that a customer's message waited from `sent` to `until`.
    #[inline]
    pub(super) fn waited(&mut self, sent: Time, until: Time) {
        let (from, to) = (self.interval_of(sent), self.interval_of(until));
        if from != to {
            self.counts.intervals[from].waiting_change += 1;
            self.counts.intervals[to].waiting_change -= 1;
        }
    }
}
