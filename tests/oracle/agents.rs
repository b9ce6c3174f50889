//! Shifts and breaks (3.7, D27 to D32).

use super::events::Happening;
use super::people::{Away, Stint};
use super::world::World;
use super::{LogLine, What};
use nightdesk::random::Purpose;
use nightdesk::simulation::plan::Duty;
use nightdesk::units::Time;

impl<'p> World<'p> {
    /// All duties of all who are not absent tonight.
    pub fn schedule_duties(&mut self) {
        for (agent, rostered) in self.plan.agents.iter().enumerate() {
            let team = &self.plan.teams[usize::from(rostered.team)];
            let draw = self.night.named(rostered.key).number(u64::from(rostered.number));
            let absent = draw.draw(Purpose::Absence).uniform() < team.absence;
            if team.level.is_some() || absent {
                continue;
            }
            for (duty, times) in rostered.duties.iter().enumerate() {
                self.schedule(Happening::ComesOn { agent, duty }.by(agent, times.start));
                self.schedule(Happening::LastCall { agent, duty }.by(agent, times.last_call));
                self.schedule(Happening::DutyEnds { agent, duty }.by(agent, times.end));
                for (number, it) in times.breaks.iter().enumerate() {
                    self.schedule(Happening::BreakDue { agent, duty, number }.by(agent, it.due));
                }
            }
        }
    }

    /// What happens at kind 1 of one instant: all come on, then the queue is shared out (D9).
    pub fn agents_come(&mut self, events: &[Happening]) {
        let mut came = Vec::new();
        for event in events {
            match *event {
                Happening::Opens => {
                    // Who came before the opening begins to work at it.
                    let there = |agent: &usize| {
                        let agent = &self.agents[*agent];
                        agent.stint.is_some() && agent.away.is_none()
                    };
                    came.extend((0..self.agents.len()).filter(there));
                }
                Happening::ComesOn { agent, duty } => {
                    let times = &self.plan.agents[agent].duties[duty];
                    self.come_on(agent, duty, times.counted, times.end);
                    self.agents[agent].last_conversation = None;
                    came.push(agent);
                }
                Happening::BreakEnds { agent, duty, number } => {
                    if self.break_ends(agent, duty, number) {
                        came.push(agent);
                    }
                }
                Happening::LevelRises { team, to } => came.extend(self.level_rises(team, to)),
                _ => unreachable!("not of kind 1"),
            }
        }
        came.sort_unstable();
        came.dedup();
        self.share_out_the_queue(&came);
    }

    /// A stretch of duty begins. If an earlier one is not finished it ends here (D27), and the agent
    /// carries on with what it has.
    pub fn come_on(&mut self, number: usize, duty: usize, counted: bool, regular_until: Time) {
        if self.agents[number].stint.is_some() {
            self.end_stint(number);
        }
        let now = self.now;
        let agent = &mut self.agents[number];
        self.stints.push(Stint {
            agent: number,
            team: agent.team,
            counted,
            from: now,
            to: None,
            regular_until,
            away: Vec::new(),
            busy: Vec::new(),
        });
        agent.stint = Some(self.stints.len() - 1);
        agent.duty = duty;
        agent.past_end = false;
        agent.past_last_call = false;
        agent.trained = None;
        agent.last_work_ended = now;
        self.presence_changes(number, true);
    }

    /// The agent is not there any more, or its next duty takes over.
    pub fn end_stint(&mut self, number: usize) {
        if self.agents[number].away.is_some() {
            self.end_absence(number);
        } else {
            self.presence_changes(number, false);
        }
        let agent = &mut self.agents[number];
        agent.breaks_due.clear();
        let stint = agent.stint.take().expect("who leaves was there");
        self.stints[stint].to = Some(self.now);
        if let Some(work) = &mut agent.work {
            self.stints[stint].busy.push((work.since, self.now));
            work.since = self.now;
        }
    }

    fn end_absence(&mut self, agent: usize) {
        self.agents[agent].away = None;
        let stint = self.agents[agent].stint.expect("a break is part of a duty");
        self.stints[stint].away.last_mut().expect("it is on a break").to = Some(self.now);
    }

    /// It comes on duty or back, or it leaves or goes to a break.
    fn presence_changes(&mut self, agent: usize, on: bool) {
        let stint = self.agents[agent].stint.expect("presence is part of a duty");
        if self.stints[stint].counted {
            let interval = self.plan.interval_of(self.now);
            self.counts.intervals[interval].on_duty_change += if on { 1 } else { -1 };
        }
        let what = if on { What::OnDuty } else { What::OffDuty };
        self.log.push(LogLine { at: self.now, what, who: None, agent: Some(agent) });
    }

    /// The duty an agent is on; none of a level agent.
    pub fn duty_of(&self, agent: usize) -> Option<&'p Duty> {
        self.agents[agent].stint?;
        self.plan.agents[agent].duties.get(self.agents[agent].duty)
    }

    /// The agent is there, on this duty of its.
    fn is_on(&self, agent: usize, duty: usize) -> bool {
        self.agents[agent].stint.is_some() && self.agents[agent].duty == duty
    }

    pub fn last_call(&mut self, agent: usize, duty: usize) {
        if self.is_on(agent, duty) {
            self.agents[agent].past_last_call = true;
        }
    }

    /// The end of the shift: work in hand is finished first.
    pub fn duty_ends(&mut self, agent: usize, duty: usize) {
        if !self.is_on(agent, duty) {
            return;
        }
        self.agents[agent].past_end = true;
        if self.agents[agent].away.is_some() {
            self.leave(agent);
        } else if self.agents[agent].work.is_none() {
            self.go_on_past_the_end(agent);
        }
    }

    /// With nothing in hand: leave, unless it stays to finish its conversations.
    fn go_on_past_the_end(&mut self, agent: usize) {
        let finishes = self.duty_of(agent).is_some_and(|duty| duty.finish);
        if finishes && !self.agents[agent].open.is_empty() {
            self.look_for_work(agent);
        } else {
            self.leave(agent);
        }
    }

    /// The work in hand has ended: who must go goes, before slots are filled and work is chosen.
    pub fn work_is_over(&mut self, agent: usize) {
        if self.agents[agent].past_end {
            self.go_on_past_the_end(agent);
        } else if let Some(step) = self.leave_it_owes(agent) {
            self.leave_owed(agent, step);
        } else if !self.agents[agent].breaks_due.is_empty() {
            self.begin_break(agent);
        } else {
            self.look_for_work(agent);
        }
    }

    /// A slot has come free otherwise than by the end of work.
    pub fn agent_goes_on(&mut self, agent: usize) {
        if self.agents[agent].past_end && self.agents[agent].work.is_none() {
            self.go_on_past_the_end(agent);
        } else {
            self.look_for_work(agent);
        }
    }

    pub fn break_due(&mut self, agent: usize, duty: usize, number: usize) {
        if !self.is_on(agent, duty) || self.agents[agent].past_end {
            return;
        }
        self.agents[agent].breaks_due.push(number);
        if self.agents[agent].work.is_none() && self.agents[agent].away.is_none() {
            self.begin_break(agent);
        }
    }

    /// The break that fell due while the agent was on another.
    pub fn next_break_begins(&mut self, agent: usize, duty: usize) {
        if self.is_on(agent, duty) && !self.agents[agent].breaks_due.is_empty() {
            self.end_absence(agent);
            self.go_away(agent);
        }
    }

    fn begin_break(&mut self, agent: usize) {
        self.presence_changes(agent, false);
        self.go_away(agent);
    }

    fn go_away(&mut self, agent: usize) {
        let number = self.agents[agent].breaks_due.remove(0);
        let duty = self.agents[agent].duty;
        let it = self.plan.agents[agent].duties[duty].breaks[number];
        let stint = self.agents[agent].stint.expect("a break is part of a duty");
        self.stints[stint].away.push(Away { from: self.now, to: None, paid: it.paid });
        self.agents[agent].away = Some(number);
        self.schedule(Happening::BreakEnds { agent, duty, number }.by(agent, self.now + it.length));
        if it.hands_over {
            self.hand_over_all(agent);
        }
    }

    /// True if the agent is back: it is not if its duty is over, or if another break has fallen due.
    fn break_ends(&mut self, agent: usize, duty: usize, number: usize) -> bool {
        if !self.is_on(agent, duty) || self.agents[agent].away != Some(number) {
            return false;
        }
        let rest = &self.plan.agents[agent].duties[duty].breaks[number];
        if rest.trains != 1.0 {
            self.agents[agent].trained = Some(rest.trains);
        }
        if !self.agents[agent].breaks_due.is_empty() {
            // Agents go to breaks at kind 3.
            self.schedule(Happening::NextBreakBegins { agent, duty }.by(agent, self.now));
            return false;
        }
        self.end_absence(agent);
        self.presence_changes(agent, true);
        true
    }
}
