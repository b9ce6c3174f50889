//! One night, event by event.
//!
//! The engine is split by what happens: `desk` (who takes what), `work` (beginning and ending work),
//! `giving_up`, `cases` (how a case goes on), `duty` (coming and going), `judging` (targets). This file
//! holds the state they share and the loop over events.

use super::agent::Agent;
use super::calendar::{Calendar, EventKey, Id, Kind, Tournament, What};
use super::conversation::{Conversations, State};
use super::layout::Layout;
use super::observer::Observer;
use super::plan::Plan;
use super::tally::Counts;
use crate::demand::Arrival;
use crate::random::Key;
use crate::units::Time;

use super::queue::Queue;

/// Simulates nights of one plan, one after another; its memory is used again, so that from the second
/// night on hardly anything is allocated.
#[derive(Debug)]
pub struct Engine<'p> {
    pub(super) plan: &'p Plan,
    pub(super) layout: Layout,
    pub(super) calendar: Calendar,
    pub(super) conversations: Conversations<'p>,
    pub(super) queue: Queue,
    pub(super) agents: Vec<Agent>,
    /// By team, then chat channel: agents with a free slot, best first.
    pub(super) free_for_chat: Vec<Vec<Tournament<u128>>>,
    /// By team, then phone channel: agents who may take a call, best first.
    pub(super) free_for_call: Vec<Vec<Tournament<u128>>>,
    /// By team: agents with nothing in hand, best first.
    pub(super) idle: Vec<Tournament<u128>>,
    pub(super) night: Key,
    pub(super) now: Time,
    pub(super) kind: Kind,
    pub(super) counts: Counts,
    /// The interval of `now`, and where it ends.
    pub(super) interval: usize,
    pub(super) interval_ends: Time,
    /// Agents that came at this instant and have not chosen their work.
    pub(super) came: Vec<u32>,
    /// Agents that were given something meanwhile.
    pub(super) given: Vec<u32>,
    /// By team staffed by level: how many should be on duty, and the steps that leaves are owed since.
    pub(super) levels: Vec<super::duty::Level>,
    /// By team, then pay step: paid time within the shift, and past its end.
    pub(super) paid: Vec<Vec<(i64, i64)>>,
    pub(super) next_duty: usize,
    pub(super) scratch: Vec<(Time, Id, u32)>,
}

impl<'p> Engine<'p> {
    /// An engine for `plan`.
    pub fn new(plan: &'p Plan) -> Engine<'p> {
        let layout = Layout::new(plan);
        let channels = plan.channels.len();
        let each = |channels: &[Vec<u8>]| {
            let teams = channels.iter().zip(&layout.agents);
            let tournaments = |(channels, team): (&Vec<u8>, &std::ops::Range<usize>)| {
                channels.iter().map(|_| Tournament::new(team.len(), u128::MAX)).collect()
            };
            teams.map(tournaments).collect()
        };
        Engine {
            calendar: Calendar::new(plan.agents.len()),
            conversations: Conversations::default(),
            queue: Queue::new(&layout),
            agents: plan.agents.iter().map(|agent| Agent::new(agent.team, channels)).collect(),
            free_for_chat: each(&layout.chats),
            free_for_call: each(&layout.phones),
            idle: layout.agents.iter().map(|team| Tournament::new(team.len(), u128::MAX)).collect(),
            night: Key::night(0, 0),
            now: Time::OPENING,
            kind: Kind::ComeOnDuty,
            counts: Counts::new(plan),
            interval: 0,
            interval_ends: Time::OPENING + plan.interval,
            came: Vec::new(),
            given: Vec::new(),
            levels: plan.teams.iter().map(|_| super::duty::Level::default()).collect(),
            paid: plan.teams.iter().map(|team| vec![(0, 0); team.pay.len()]).collect(),
            next_duty: 0,
            scratch: Vec::new(),
            layout,
            plan,
        }
    }

    /// Simulates one night with its customers, sorted as [`crate::demand::Night`] gives them.
    pub fn run<O: Observer>(&mut self, night: Key, arrivals: &[Arrival], observer: &mut O) -> &Counts {
        self.start(night);
        let mut next_arrival = self.backlog_arrives(arrivals, observer);
        let end = self.plan.end;
        loop {
            let arrival = arrivals.get(next_arrival).map_or(EventKey::NEVER, |arrival| {
                let id = Id::of(arrival.source, arrival.case, 0);
                EventKey::new(arrival.at.max(Time::OPENING), Kind::MessageArrives, id, What::Case, 0)
            });
            let key = self.next_event(arrival);
            if !self.came.is_empty() && key.instant() != self.calendar_instant() {
                self.settle(observer);
                continue;
            }
            if key == EventKey::NEVER || key.at() >= end {
                break;
            }
            self.now = key.at();
            self.kind = key.kind();
            if self.now >= self.interval_ends {
                self.interval = self.plan.interval_of(self.now);
                self.interval_ends = match self.interval < self.plan.intervals {
                    true => Time((self.interval as i64 + 1) * self.plan.interval.0),
                    false => Time::NEVER,
                };
            }
            match key.what() {
                What::Agent if self.kind == Kind::WorkEnds => self.work_ends(key.index(), observer),
                What::Agent => self.message_comes(key.index(), observer),
                What::Case => {
                    self.case_arrives(&arrivals[next_arrival], observer);
                    next_arrival += 1;
                }
                What::Duty => {
                    self.next_duty += 1;
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

    /// Who came before the opening waits in the queue already; the number of them.
    fn backlog_arrives<O: Observer>(&mut self, arrivals: &[Arrival], observer: &mut O) -> usize {
        let backlog = arrivals.partition_point(|arrival| arrival.at < Time::OPENING);
        arrivals[..backlog].iter().for_each(|arrival| self.case_arrives(arrival, observer));
        backlog
    }

    fn start(&mut self, night: Key) {
        self.night = night;
        self.now = Time::OPENING;
        self.kind = Kind::ComeOnDuty;
        self.interval = 0;
        self.interval_ends = match self.plan.intervals {
            0 => Time::NEVER,
            _ => Time::OPENING + self.plan.interval,
        };
        self.calendar.clear();
        self.conversations.clear();
        self.queue.clear();
        self.agents.iter_mut().for_each(Agent::clear);
        self.free_for_chat.iter_mut().flatten().for_each(Tournament::clear);
        self.free_for_call.iter_mut().flatten().for_each(Tournament::clear);
        self.idle.iter_mut().for_each(Tournament::clear);
        self.levels.iter_mut().for_each(super::duty::Level::clear);
        self.paid.iter_mut().for_each(|steps| steps.fill((0, 0)));
        self.counts.clear();
        self.came.clear();
        self.given.clear();
        self.next_duty = 0;
    }

    #[inline]
    fn next_event(&self, arrival: EventKey) -> EventKey {
        let duty = self.layout.duty.get(self.next_duty).map_or(EventKey::NEVER, |event| event.key);
        arrival.min(self.calendar.agents.least()).min(self.calendar.timer()).min(duty)
    }

    /// The instant and kind at which agents who came are still coming.
    fn calendar_instant(&self) -> u64 {
        EventKey::new(self.now, Kind::ComeOnDuty, Id::of_agent(0), What::Duty, 0).instant()
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
            (Kind::MessageArrives, State::Retry) => self.customer_tries_again(index, observer),
            (Kind::GiveUp, State::Queued | State::WithAgent | State::Alone) => {
                self.patience_ends(index, observer)
            }
            _ => {}
        }
    }

    /// The interval of an instant that is not after now.
    #[inline]
    pub(super) fn interval_of(&self, at: Time) -> usize {
        if at.0 >= self.interval_ends.0.saturating_sub(self.plan.interval.0) && at < self.interval_ends {
            return self.interval;
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
