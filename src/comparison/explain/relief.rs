//! Agents without end in one stretch of time.

use crate::scenario::{AtEnd, ClockTime, Days, Headcount, Scenario, Shift, Staffing, Steps};
use crate::simulation::outlook::Outlook;
use crate::units::{Span, Time};
use jiff::SignedDuration;
use jiff::civil::DateTime;

/// Stretches at most; an hour each, longer where the night is.
const MOST: i64 = 24;
/// Longer ones could not be a shift.
const LONGEST_H: i64 = 12;

/// A stretch of the night, and how many agents are more than enough in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// From here.
    pub from: Time,
    /// To here, at the latest the close.
    pub to: Time,
    /// The same in civil time.
    starts: DateTime,
    ends: DateTime,
    /// More for every team: three times the work that comes then or has come in the three hours before.
    agents: u32,
}

/// The stretches of a scenario's night.
pub fn stretches(scenario: &Scenario, outlook: &Outlook) -> Vec<Stretch> {
    let hours = outlook.hours.len() as i64;
    let length = (hours + MOST - 1) / MOST;
    let length = length.clamp(1, LONGEST_H);
    (0..hours)
        .step_by(length as usize)
        .filter_map(|first| {
            let last = (first + length).min(hours);
            let work = &outlook.hours[(first - 3).max(0) as usize..last as usize];
            let most = work.iter().map(|hour| hour.work_h).fold(0.0, f64::max);
            let to = outlook.hours[last as usize - 1].to;
            let from = outlook.hours[first as usize].from;
            let at = |time: Time| scenario.opens.checked_add(SignedDuration::from_micros(time.0)).ok();
            Some(Stretch {
                from,
                to,
                starts: at(from)?,
                ends: at(to)?,
                agents: (3.0 * most).ceil() as u32 + 5,
            })
        })
        .collect()
}

impl Stretch {
    /// Gives `team` more than enough agents in it, who stay until their conversations are over.
    pub fn relieve(&self, scenario: &mut Scenario, team: &str) {
        let Some(team) = scenario.teams.get_mut(team) else { return };
        match &mut team.staffing {
            Staffing::Shifts(shifts) => {
                // No name of a file has a blank.
                let name = format!("relief {}", self.starts);
                shifts.insert(name, self.shift());
            }
            Staffing::Level(steps) => self.raise(steps),
        }
    }

    fn shift(&self) -> Shift {
        Shift {
            title: None,
            from: clock(self.starts),
            to: clock(self.ends),
            days: Days::On(self.starts.date()),
            agents: planned(self.agents),
            breaks: Vec::new(),
            last_call: Span::ZERO,
            at_end: AtEnd::Finish,
        }
    }

    /// More agents at every step inside, and as many as before after it. Steps recur daily, and so does this.
    fn raise(&self, steps: &mut Steps<Headcount>) {
        let (from, to) = (clock(self.starts), clock(self.ends));
        let before = steps.clone();
        let at = |time: ClockTime| {
            let place = before.steps.partition_point(|(step, _)| *step <= time);
            // Round midnight from the last to the first.
            before.steps[if place == 0 { before.steps.len() - 1 } else { place - 1 }].1
        };
        for time in [from, to] {
            if !steps.steps.iter().any(|(step, _)| *step == time) {
                steps.steps.push((time, at(time)));
            }
        }
        steps.steps.sort_by_key(|(step, _)| *step);
        let inside = |step: ClockTime| {
            if from < to { (from..to).contains(&step) } else { step >= from || step < to }
        };
        for (step, agents) in &mut steps.steps {
            if inside(*step) {
                *agents = planned(agents.plan.unwrap_or(agents.min) + self.agents);
            }
        }
    }
}

fn planned(agents: u32) -> Headcount {
    Headcount { plan: Some(agents), min: agents, max: agents }
}

fn clock(at: DateTime) -> ClockTime {
    let midnight = at.date().at(0, 0, 0, 0);
    ClockTime(Span((at.duration_since(midnight)).as_micros() as i64))
}
