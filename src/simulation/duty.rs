//! Agents come on duty, go to breaks, and leave.

use super::agent::{Agent, Ending, InHand, Presence};
use super::calendar::{EventKey, Id, Kind, What, instant};
use super::conversation::{NO_AGENT, State};
use super::engine::Engine;
use super::layout::{DutyChange, DutyEvent};
use super::observer::{Event, Observer};
use super::plan::Duty;
use crate::random::Purpose;
use crate::units::{Money, Span, Time};
use std::collections::VecDeque;

/// A team staffed by level.
#[derive(Debug, Default)]
pub(super) struct Level {
    /// The steps at which leaves fell due that nobody has taken yet.
    pub owed: VecDeque<Time>,
}

impl Level {
    pub fn clear(&mut self) {
        self.owed.clear();
    }
}

impl<'p> Engine<'p> {
    /// A change that the roster foresees.
    pub(super) fn duty_changes<O: Observer>(&mut self, event: usize, observer: &mut O) {
        let DutyEvent { agent, change, duty, .. } = self.layout.duty[event];
        // A duty that the next has cut short says no more.
        let over = |a: &Agent| a.presence == Presence::Off || a.duty != duty as usize;
        match change {
            DutyChange::Level { team, on_duty, since } => self.level_changes(team, on_duty, since, observer),
            DutyChange::Starts => self.duty_starts(agent, duty as usize, observer),
            _ if over(&self.agents[agent as usize]) => {}
            DutyChange::LastCall => self.takes_no_more(agent),
            DutyChange::BreakDue => {
                let a = &mut self.agents[agent as usize];
                a.breaks_due += 1;
                if a.presence == Presence::OnDuty && a.idle() && a.ending == Ending::No {
                    self.go_on_break(agent, observer);
                }
            }
            DutyChange::Ends => self.duty_ends(agent, observer),
        }
    }

    fn takes_no_more(&mut self, agent: u32) {
        self.agents[agent as usize].takes = false;
        self.refresh(agent);
    }

    fn duty_starts<O: Observer>(&mut self, agent: u32, duty: usize, observer: &mut O) {
        let plan = self.plan;
        let agent_plan = &plan.agents[agent as usize];
        let absence = plan.teams[agent_plan.team as usize].absence;
        let key = self.night.named(agent_plan.key).number(u64::from(agent_plan.number));
        if absence > 0.0 && key.draw(Purpose::Absence).uniform() < absence {
            return;
        }
        let occurrence = &agent_plan.duties[duty];
        if self.agents[agent as usize].presence != Presence::Off {
            // Still finishing the duty before: that one ends here.
            self.book_presence(agent, self.now);
            self.book_work(agent, self.now);
            self.agents[agent as usize].began = self.now;
        }
        let a = &mut self.agents[agent as usize];
        a.duty = duty;
        a.next_break = 0;
        a.breaks_due = 0;
        a.due_off = occurrence.end;
        a.counted = occurrence.counted;
        a.ending = Ending::No;
        a.last_end = occurrence.start;
        a.last_worked = Id::NOBODY;
        a.trained = 1.0;
        match self.breaks_before_opening(agent, occurrence) {
            Some(back) => self.begins_on_break(agent, back),
            None => self.comes(agent, observer),
        }
        if occurrence.last_call < Time::OPENING {
            self.agents[agent as usize].takes = false;
        }
    }

    /// Breaks of a duty that began before the opening; the end of one that is still on at the opening.
    fn breaks_before_opening(&mut self, agent: u32, duty: &Duty) -> Option<Time> {
        let a = &mut self.agents[agent as usize];
        let mut back = duty.start;
        for pause in duty.breaks.iter().take_while(|pause| pause.due < Time::OPENING) {
            if back >= Time::OPENING {
                a.breaks_due += 1;
                continue;
            }
            back = pause.due.max(back) + pause.length;
            a.next_break += 1;
        }
        // One that ends at the very opening counts as still on if the next follows at once.
        let still_on = back > Time::OPENING || (back == Time::OPENING && a.breaks_due > 0);
        let still_on = duty.start < Time::OPENING && still_on;
        let over = a.next_break - usize::from(still_on);
        duty.breaks[..over].iter().for_each(|pause| a.learns(pause));
        still_on.then_some(back)
    }

    fn begins_on_break(&mut self, agent: u32, back: Time) {
        let a = &mut self.agents[agent as usize];
        a.presence = Presence::OnBreak;
        a.takes = true;
        let pause = self.plan.agents[agent as usize].duties[a.duty].breaks[a.next_break - 1];
        self.break_until(agent, back, pause.paid);
    }

    /// An agent is away until `back`.
    fn break_until(&mut self, agent: u32, back: Time, paid: bool) {
        let a = &mut self.agents[agent as usize];
        a.back = back;
        let (team, counted, until) = (a.team, a.counted, back.min(a.due_off).min(self.plan.end));
        if paid && counted {
            self.book_paid(team, self.now, until, Time::NEVER);
        }
        let key = EventKey::new(back, Kind::ComeOnDuty, Id::of_agent(agent), What::BreakEnds, agent);
        self.calendar.push(key);
    }

    /// An agent is on duty from now on.
    fn comes<O: Observer>(&mut self, agent: u32, observer: &mut O) {
        let a = &mut self.agents[agent as usize];
        a.presence = Presence::OnDuty;
        a.takes = true;
        self.starts_presence(agent);
        observer.duty(self.now, agent, true);
        self.came.push(agent);
    }

    fn starts_presence(&mut self, agent: u32) {
        self.agents[agent as usize].present_since = self.now;
        if self.agents[agent as usize].counted {
            self.counts.intervals[self.interval].on_duty_change += 1;
        }
    }

    fn duty_ends<O: Observer>(&mut self, agent: u32, observer: &mut O) {
        let finish = self.duty(agent).is_some_and(|duty| duty.finish);
        self.takes_no_more(agent);
        let a = &mut self.agents[agent as usize];
        match (a.presence, finish) {
            (Presence::OnBreak, _) => self.leave(agent, observer),
            (_, true) => {
                a.ending = Ending::AfterConversations;
                if a.idle() && a.open == 0 {
                    self.leave(agent, observer);
                }
            }
            (_, false) => {
                a.ending = Ending::AfterWork;
                if a.idle() {
                    self.leave(agent, observer);
                }
            }
        }
    }

    fn duty(&self, agent: u32) -> Option<&'p Duty> {
        self.plan.agents[agent as usize].duties.get(self.agents[agent as usize].duty)
    }

    /// An agent leaves; its conversations go back to the queue.
    pub(super) fn leave<O: Observer>(&mut self, agent: u32, observer: &mut O) {
        self.at_a_change = true;
        self.book_presence(agent, self.now);
        let a = &mut self.agents[agent as usize];
        if a.presence == Presence::OnDuty {
            observer.duty(self.now, agent, false);
        }
        a.presence = Presence::Off;
        a.ending = Ending::No;
        a.takes = false;
        self.hand_over(agent, observer);
    }

    /// Open conversations with a message waiting go back to the queue, those whose customer thinks come
    /// there when the customer writes, and what is over is over.
    fn hand_over<O: Observer>(&mut self, agent: u32, observer: &mut O) {
        let mut waiting = std::mem::take(&mut self.scratch);
        let mut slots = std::mem::take(&mut self.agents[agent as usize].slots);
        let a = &self.agents[agent as usize];
        let team = a.team as usize;
        let counted = a.counted && self.now < self.presence_limit(a.team);
        let a = &mut self.agents[agent as usize];
        a.open = 0;
        a.held.fill(0);
        self.rest(agent);
        for slot in slots.drain(..) {
            let record = &mut self.conversations[slot.conversation];
            if record.state == State::Closing {
                self.conversations.remove(slot.conversation);
                continue;
            }
            record.handed_over = true;
            record.agent = NO_AGENT;
            let (sent, id, who, channel) = (record.sent, record.id, record.who(), record.channel);
            self.counts.teams[team].handed_over += u64::from(counted);
            // Who had given up by now was counted when they did, even if it is found out later.
            if !record.gave_up && record.deadline >= self.now {
                self.notebook.transfer(slot.conversation);
            }
            observer.conversation(self.now, Event::HandedOver, who, channel, Some(agent));
            if slot.here || sent < self.now {
                waiting.push((sent, id, slot.conversation));
            } else {
                record.state = State::Alone;
                let key =
                    EventKey::new(sent, Kind::MessageArrives, id, What::Conversation, slot.conversation);
                self.calendar.push(key);
            }
        }
        self.agents[agent as usize].slots = slots;
        waiting.sort_unstable();
        for (_, _, conversation) in waiting.drain(..) {
            self.seek_agent(conversation, observer);
        }
        self.scratch = waiting;
    }

    /// An agent goes on the next of its breaks.
    pub(super) fn go_on_break<O: Observer>(&mut self, agent: u32, observer: &mut O) {
        self.at_a_change = true;
        let Some(duty) = self.duty(agent) else { return };
        let a = &mut self.agents[agent as usize];
        let pause = duty.breaks[a.next_break];
        a.breaks_due -= 1;
        a.next_break += 1;
        if a.presence == Presence::OnDuty {
            self.book_presence(agent, self.now);
            observer.duty(self.now, agent, false);
        }
        let a = &mut self.agents[agent as usize];
        a.presence = Presence::OnBreak;
        self.break_until(agent, self.now + pause.length, pause.paid);
        if pause.hands_over {
            self.hand_over(agent, observer);
        } else {
            self.rest(agent);
        }
    }

    /// An agent is back.
    pub(super) fn break_ends<O: Observer>(&mut self, agent: u32, observer: &mut O) {
        let a = &mut self.agents[agent as usize];
        if a.presence != Presence::OnBreak || a.back != self.now {
            return;
        }
        let pause = &self.plan.agents[agent as usize].duties[a.duty].breaks[a.next_break - 1];
        a.learns(pause);
        if a.breaks_due > 0 {
            let key = EventKey::new(self.now, Kind::Leave, Id::of_agent(agent), What::NextBreak, agent);
            return self.calendar.push(key);
        }
        a.presence = Presence::OnDuty;
        self.starts_presence(agent);
        observer.duty(self.now, agent, true);
        self.came.push(agent);
    }

    /// An agent whose break has ended goes on the next at once.
    pub(super) fn next_break_begins<O: Observer>(&mut self, agent: u32, observer: &mut O) {
        let a = &self.agents[agent as usize];
        if a.presence == Presence::OnBreak && a.back == self.now && a.breaks_due > 0 {
            self.go_on_break(agent, observer);
        }
    }

    /// The number of agents a team should have on duty changes.
    fn level_changes<O: Observer>(&mut self, team: u16, on_duty: u32, since: Time, observer: &mut O) {
        let agents = self.layout.agents[team as usize].clone();
        let there = agents.clone().filter(|&a| self.agents[a].presence != Presence::Off).count();
        let owed = self.levels[team as usize].owed.len();
        let (before, after) = (there - owed, on_duty as usize);
        if after >= before {
            let mut more = after - before;
            let cancelled = more.min(owed);
            self.levels[team as usize].owed.truncate(owed - cancelled);
            more -= cancelled;
            for agent in agents {
                if more > 0 && self.agents[agent].presence == Presence::Off {
                    more -= 1;
                    self.agents[agent].due_off = Time::NEVER;
                    self.agents[agent].last_end = since;
                    self.comes(agent as u32, observer);
                }
            }
        } else {
            self.level_falls(team, before - after, observer);
        }
    }

    fn level_falls<O: Observer>(&mut self, team: u16, fewer: usize, observer: &mut O) {
        let agents = self.layout.agents[team as usize].clone();
        let mut leaving = std::mem::take(&mut self.leaving);
        // Those without an open conversation first, each time the last in the roster before others.
        for with_open in [false, true] {
            let agents = agents.clone().rev().filter(|&a| {
                let a = &self.agents[a];
                a.presence == Presence::OnDuty && a.idle() && (a.open > 0) == with_open
            });
            leaving.extend(agents.take(fewer - leaving.len()).map(|a| a as u32));
        }
        for _ in leaving.len()..fewer {
            self.levels[team as usize].owed.push_back(self.now);
        }
        for &agent in &leaving {
            self.takes_no_more(agent);
        }
        for agent in leaving.drain(..) {
            self.leave(agent, observer);
        }
        self.leaving = leaving;
    }

    /// Whether an agent whose work has ended is the one to take a leave that is owed; it then counts as
    /// sent home by the step that owed it.
    pub(super) fn owes_leave(&mut self, agent: u32) -> bool {
        let team = self.agents[agent as usize].team as usize;
        let owed = self.levels[team].owed.len();
        if owed == 0 {
            return false;
        }
        // Of those who finish at one instant the last in the roster goes before others.
        let later = agent + 1..self.layout.agents[team].end as u32;
        if later.filter(|&other| self.finishes_now(other)).count() >= owed {
            return false;
        }
        self.agents[agent as usize].due_off = self.levels[team].owed.pop_front().unwrap_or(self.now);
        true
    }

    /// Whether all that an agent has in hand, wrap-up included, ends at this instant.
    fn finishes_now(&self, agent: u32) -> bool {
        if self.calendar.instant_of(agent) != instant(self.now, Kind::WorkEnds) {
            return false;
        }
        match self.agents[agent as usize].in_hand {
            InHand::Nothing => false,
            InHand::WrapUp(_) => true,
            InHand::Message(conversation) => {
                let record = &self.conversations[conversation];
                let last = record.gave_up || record.turn + 1 >= record.turns;
                !last
                    || record.opener.is_desk_message()
                    || record.customer.wrap_up(record.handling, record.number) == Span::ZERO
            }
        }
    }

    /// Books an agent's presence up to `until`.
    pub(super) fn book_presence(&mut self, agent: u32, until: Time) {
        let a = &self.agents[agent as usize];
        if a.presence != Presence::OnDuty || !a.counted {
            return;
        }
        let (team, due_off) = (a.team, a.due_off);
        let (from, limit) = (a.present_since, self.presence_limit(team));
        let until_booked = until.min(limit);
        if until_booked > from {
            self.counts.teams[team as usize].on_duty += until_booked - from;
            self.counts.agents[agent as usize].on_duty += until_booked - from;
            self.book_paid(team, from, until_booked, due_off);
        }
        if until < self.plan.end {
            let interval = self.interval_of(until);
            self.counts.intervals[interval].on_duty_change -= 1;
        }
    }

    /// Levels count up to `closes`.
    fn presence_limit(&self, team: u16) -> Time {
        if self.plan.teams[team as usize].level.is_some() { self.plan.closes } else { Time::NEVER }
    }

    /// Books paid time; what is past `due_off` is overtime.
    fn book_paid(&mut self, team: u16, from: Time, until: Time, due_off: Time) {
        let team = team as usize;
        let counts = &mut self.counts.teams[team];
        counts.paid += until - from;
        if until > due_off {
            counts.overtime += until - due_off.max(from);
        }
        let steps = &self.plan.teams[team].pay;
        let first = steps.partition_point(|step| step.0 <= from).saturating_sub(1);
        for (i, step) in steps.iter().enumerate().skip(first) {
            if step.0 >= until {
                break;
            }
            let end = steps.get(i + 1).map_or(until, |next| next.0.min(until));
            let start = step.0.max(from);
            let late = (end - due_off.max(start)).max(Span::ZERO);
            let booked = &mut self.paid[team][i];
            booked.0 += (end - start - late).0;
            booked.1 += late.0;
        }
    }

    /// Turns paid time into wages.
    pub(super) fn book_wages(&mut self) {
        for (team, steps) in self.paid.iter().enumerate() {
            let plan = &self.plan.teams[team];
            for (step, &(regular, overtime)) in plan.pay.iter().zip(steps) {
                let extra = Money::from_units(step.1.units() * plan.overtime_factor);
                self.counts.teams[team].wages += step.1.hourly(Span(regular)) + extra.hourly(Span(overtime));
            }
        }
    }
}
