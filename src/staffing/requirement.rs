//! How many agents a night needs over time, by simulation: who is at work when there are as many as there
//! may be, so that hardly anybody waits.

use super::Fault;
use super::choice::Desk;
use super::programme::Need;
use crate::demand::Night;
use crate::random::Key;
use crate::simulation::observer::{Event, Observer, Who};
use crate::simulation::plan::Plan;
use crate::simulation::run_night_observed;
use crate::units::{Span, Time};

/// Nights looked at.
const NIGHTS: u64 = 40;
/// Stretches of time that a night is looked at in, at most.
const MOST_STRETCHES: i64 = 96;

/// Agents at work, by team and stretch of time, on average.
#[derive(Clone, Debug)]
pub struct Requirement {
    stretch: Span,
    /// By team, then stretch.
    busy: Vec<Vec<f64>>,
}

impl Requirement {
    /// Who is at work with as many agents as there may be.
    ///
    /// # Errors
    /// If the scenario cannot be compiled.
    pub fn of(desk: &Desk, seed: u64) -> Result<Requirement, Fault> {
        let plan = desk.plan(&desk.most())?;
        let stretch = Span(plan.interval.0.max(plan.closes.0 / MOST_STRETCHES).max(1));
        let stretches = (plan.closes.0.max(1) + stretch.0 - 1) / stretch.0;
        let mut watch = Busy {
            plan: &plan,
            stretch,
            since: vec![Time::NEVER; plan.agents.len()],
            sums: vec![vec![0; stretches as usize]; plan.teams.len()],
        };
        let mut night = Night::default();
        for replication in 0..NIGHTS {
            let key = Key::night(seed, u64::MAX - replication);
            night.draw(&plan.demand, key);
            run_night_observed(&plan, key, night.arrivals(), &mut watch);
            watch.since.fill(Time::NEVER);
        }
        let whole = (NIGHTS as i64 * stretch.0) as f64;
        let busy = watch.sums.iter().map(|team| team.iter().map(|sum| *sum as f64 / whole).collect());
        Ok(Requirement { stretch, busy: busy.collect() })
    }

    /// What that asks of the choices if every mean number *b* at work needs *b* + `spare` √*b* agents: the
    /// square root rule, with the one number that a search has to find.
    pub fn needs(&self, desk: &Desk, spare: f64) -> Vec<Need> {
        let mut needs = Vec::new();
        for (team, stretches) in desk.scenario.teams.keys().zip(&self.busy) {
            for (at, &busy) in stretches.iter().enumerate().filter(|(_, busy)| **busy > 0.0) {
                let from = Time(at as i64 * self.stretch.0);
                let middle = Time(from.0 + self.stretch.0 / 2).min(Time(desk.closes.0 - 1));
                let on = |choice: &super::choice::Choice| {
                    choice.team == *team
                        && choice.on_shift.iter().any(|shift| shift.0 <= middle && middle < shift.1)
                };
                let of = desk.choices.iter().enumerate().filter(|(_, choice)| on(choice));
                let terms: Vec<(usize, f64)> = of.map(|(index, choice)| (index, choice.there)).collect();
                let agents = busy + spare * busy.sqrt();
                if !terms.is_empty() && agents > 0.0 {
                    needs.push(Need { terms, agents });
                }
            }
        }
        needs
    }
}

/// Adds up work in hand.
struct Busy<'p> {
    plan: &'p Plan,
    stretch: Span,
    /// By agent: when its work in hand began.
    since: Vec<Time>,
    sums: Vec<Vec<i64>>,
}

impl Observer for Busy<'_> {
    fn conversation(&mut self, at: Time, event: Event, _: Who, _: u8, agent: Option<u32>) {
        let Some(agent) = agent.map(|agent| agent as usize) else { return };
        match event {
            Event::Begun => self.since[agent] = at,
            Event::Replied { .. } if self.since[agent] <= at => {
                let (from, to) = (self.since[agent].max(Time::OPENING), at.min(self.plan.closes));
                self.book(usize::from(self.plan.agents[agent].team), from, to);
                self.since[agent] = Time::NEVER;
            }
            _ => {}
        }
    }
}

impl Busy<'_> {
    fn book(&mut self, team: usize, mut from: Time, to: Time) {
        while from < to {
            let at = from.0 / self.stretch.0;
            let end = Time((at + 1) * self.stretch.0).min(to);
            if let Some(sum) = self.sums[team].get_mut(at as usize) {
                *sum += (end - from).0;
            }
            from = end;
        }
    }
}
