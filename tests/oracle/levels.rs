//! Teams staffed by level (3.7, D31).

use super::events::Happening;
use super::world::World;
use nightdesk::units::Time;

impl World<'_> {
    /// Every step up or down.
    pub fn schedule_levels(&mut self) {
        for (team, it) in self.plan.teams.iter().enumerate() {
            let first = self.plan.agents.iter().position(|agent| usize::from(agent.team) == team);
            let (Some(steps), Some(first)) = (&it.level, first) else { continue };
            let mut before = 0;
            for &(at, to) in steps {
                if to > before {
                    self.schedule(Happening::LevelRises { team, to }.by(first, at));
                } else if to < before {
                    self.schedule(Happening::LevelFalls { team, to }.by(first, at));
                }
                before = to;
            }
        }
    }

    /// Leaves still owed are cancelled, the latest first; then the lowest numbers that are off come on.
    pub fn level_rises(&mut self, team: usize, to: u32) -> Vec<usize> {
        let mut come = Vec::new();
        while self.staying(team) < to as usize {
            if self.leaves_owed[team].pop().is_none() {
                let off =
                    |agent: &usize| self.agents[*agent].team == team && self.agents[*agent].stint.is_none();
                let agent = (0..self.agents.len()).find(off).expect("as many agents as the highest level");
                self.come_on(agent, 0, true, Time::NEVER);
                come.push(agent);
            }
        }
        come
    }

    /// Who has no conversation goes, then who has nothing in hand; other leaves are owed.
    pub fn level_falls(&mut self, team: usize, to: u32) {
        while self.staying(team) > to as usize {
            let on: Vec<usize> = self.on_duty(team);
            let idle = |agent: &usize| self.agents[*agent].work.is_none();
            let free = |agent: &usize| idle(agent) && self.agents[*agent].open.is_empty();
            let last_of_the_free = on.iter().copied().rfind(free);
            match last_of_the_free.or(on.iter().copied().rfind(idle)) {
                Some(agent) => self.leave(agent),
                None => self.leaves_owed[team].push(self.now),
            }
        }
    }

    /// The step that sends this agent home now that its work has ended: the earliest that is owed a
    /// leave. Of several whose work ends at one instant the highest numbers go.
    pub fn leave_it_owes(&self, agent: usize) -> Option<Time> {
        let team = self.agents[agent].team;
        let ends_now_too = |other: &usize| {
            let work = self.agents[*other].work;
            *other > agent && work.is_some_and(|work| work.nothing_in_hand_at == self.now)
        };
        let before_it = self.on_duty(team).into_iter().filter(ends_now_too).count();
        let owed = &self.leaves_owed[team];
        if before_it < owed.len() { owed.first().copied() } else { None }
    }

    /// An owed leave is taken: the time since the step was overtime.
    pub fn leave_owed(&mut self, agent: usize, step: Time) {
        self.leaves_owed[self.agents[agent].team].remove(0);
        let stint = self.agents[agent].stint.expect("who leaves was there");
        self.stints[stint].regular_until = step;
        self.leave(agent);
    }

    /// In roster order.
    fn on_duty(&self, team: usize) -> Vec<usize> {
        let all = 0..self.agents.len();
        all.filter(|agent| self.agents[*agent].team == team && self.agents[*agent].stint.is_some()).collect()
    }

    /// On duty and not to go.
    fn staying(&self, team: usize) -> usize {
        self.on_duty(team).len() - self.leaves_owed[team].len()
    }
}
