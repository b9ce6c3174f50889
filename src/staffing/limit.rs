//! The least and the most on duty by hour, as rows over choices.

use super::Fault;
use super::choice::{Choice, Limit, compile, mark_steps};
use crate::scenario::{Headcount, Scenario, Staffing, Steps};
use crate::units::Time;

/// Every limit of every team, between opening and close.
///
/// # Errors
/// If the scenario cannot be compiled.
pub fn limits(scenario: &Scenario, choices: &[Choice], closes: Time) -> Result<Vec<Limit>, Fault> {
    let mut limits = Vec::new();
    for (name, team) in &scenario.teams {
        if team.at_least_on_duty.is_none() && team.at_most_on_duty.is_none() {
            continue;
        }
        let least = over_time(scenario, name, team.at_least_on_duty.as_ref())?;
        let most = over_time(scenario, name, team.at_most_on_duty.as_ref())?;
        for (from, to) in stretches(name, choices, least.iter().chain(&most).map(|step| step.0), closes) {
            let of_team = |(index, choice): (usize, &Choice)| {
                let there = choice.on_shift.iter().any(|shift| shift.0 <= from && to <= shift.1);
                (choice.team == *name && there).then_some(index)
            };
            let limit = Limit {
                team: name.clone(),
                from,
                to,
                choices: choices.iter().enumerate().filter_map(of_team).collect(),
                least: at(&least, from).unwrap_or(0),
                most: at(&most, from).unwrap_or(u32::MAX),
            };
            match limits.last_mut() {
                // What asks the same of the same is one limit.
                Some(Limit { to: end, team, choices, least, most, .. })
                    if *end == from
                        && (&*team, &*choices, *least, *most)
                            == (&limit.team, &limit.choices, limit.least, limit.most) =>
                {
                    *end = to;
                }
                _ => limits.push(limit),
            }
        }
    }
    Ok(limits)
}

/// Times between which neither limits nor shifts of a team change.
fn stretches(
    team: &str,
    choices: &[Choice],
    changes: impl Iterator<Item = Time>,
    closes: Time,
) -> Vec<(Time, Time)> {
    let of_team = choices.iter().filter(|choice| choice.team == team);
    let shifts = of_team.flat_map(|choice| &choice.on_shift).flat_map(|shift| [shift.0, shift.1]);
    let inside = |at: &Time| *at > Time::OPENING && *at < closes;
    let mut edges: Vec<Time> = changes.chain(shifts).filter(inside).collect();
    edges.extend([Time::OPENING, closes]);
    edges.sort_unstable();
    edges.dedup();
    edges.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Steps by clock time as steps over the night. The calendar is asked through a level with these steps.
fn over_time(scenario: &Scenario, team: &str, steps: Option<&Steps<u32>>) -> Result<Vec<(Time, u32)>, Fault> {
    let Some(steps) = steps else { return Ok(Vec::new()) };
    let nobody = Headcount { plan: None, min: 0, max: 0 };
    let mut level = Steps { steps: steps.steps.iter().map(|(clock, _)| (*clock, nobody)).collect() };
    mark_steps(&mut level);
    let mut probe = scenario.clone().with_fewest_agents();
    let Some(place) = probe.teams.keys().position(|name| name == team) else { return Ok(Vec::new()) };
    if let Some(team) = probe.teams.get_mut(team) {
        team.staffing = Staffing::Level(level);
    }
    let plan = compile(&probe)?;
    let marked = plan.teams[place].level.clone().unwrap_or_default();
    let value = |(from, mark): (Time, u32)| Some((from, steps.steps.get(mark as usize - 1)?.1));
    Ok(marked.into_iter().filter_map(value).collect())
}

fn at(steps: &[(Time, u32)], instant: Time) -> Option<u32> {
    steps.iter().rev().find(|step| step.0 <= instant).map(|step| step.1)
}
