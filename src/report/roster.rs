//! Who is on shift tonight, from the plan.

use super::model::{RosterBreak, RosterShift};
use super::odd::Clock;
use crate::scenario::Scenario;
use crate::simulation::plan::{Agent, Duty, Plan};
use crate::units::{Span, Time};
use std::collections::BTreeMap;

/// Shifts that begin before closing, and the steps of levels, in the plan's order.
pub fn roster(scenario: &Scenario, plan: &Plan) -> Vec<RosterShift> {
    let clock = Clock::of(scenario, plan);
    let local = |at: Time| clock.after(at - Time::OPENING).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let shift = |team: u16, shift: &str, start: Time, end: Time| RosterShift {
        name: format!("{}.{shift}", plan.teams[usize::from(team)].name).trim_end_matches('.').to_owned(),
        team: plan.teams[usize::from(team)].name.clone(),
        shift: shift.to_owned(),
        starts: local(start),
        start_s: start.seconds(),
        ends: local(end),
        end_s: end.seconds(),
        agents: 0,
        breaks: Vec::new(),
    };
    let mut shifts: BTreeMap<(u16, Time, &str, Time), RosterShift> = BTreeMap::new();
    for agent in &plan.agents {
        for duty in agent.duties.iter().filter(|duty| duty.counted && duty.end > Time::OPENING) {
            let key = (agent.team, duty.start, agent.shift.as_str(), duty.end);
            let found = shifts.entry(key).or_insert_with(|| shift(key.0, key.2, key.1, key.3));
            found.agents += 1;
            found.breaks.extend(breaks(agent, duty));
        }
    }
    let levels = plan.teams.iter().zip(0..).flat_map(|(team, index)| {
        let steps = team.level.as_deref().unwrap_or_default();
        let ends = steps.iter().skip(1).map(|(from, _)| *from).chain([plan.closes]);
        steps.iter().zip(ends).map(move |(&(from, agents), to)| (index, from, to.min(plan.closes), agents))
    });
    let levels = levels.filter(|(_, from, to, agents)| from < to && *agents > 0);
    let levels = levels.map(|(team, from, to, agents)| RosterShift {
        agents: agents.into(),
        ..shift(team, "", from.max(Time::OPENING), to)
    });
    let levels: Vec<RosterShift> = levels.collect();
    shifts.into_values().chain(levels).collect()
}

fn breaks(agent: &Agent, duty: &Duty) -> Vec<RosterBreak> {
    let of = |place: usize, due: Time, length: Span| RosterBreak {
        name: format!("{}.{}", agent.number + 1, place + 1),
        agent: agent.number,
        start_s: due.seconds(),
        length_s: length.seconds(),
    };
    duty.breaks.iter().enumerate().map(|(place, it)| of(place, it.due, it.length)).collect()
}
