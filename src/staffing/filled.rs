//! Where the numbers of an answer go in the scenario's file.

use super::{Answer, Choice, What};
use crate::scenario::{FilledPlace, FilledPlan, Staffing};

/// All of them.
pub fn filled_plans(answer: &Answer) -> Vec<FilledPlan<'_>> {
    (answer.desk.choices.iter())
        .zip(&answer.roster)
        .filter_map(|(choice, &agents)| filled_plan(answer, choice, agents))
        .collect()
}

/// Where a number goes. Shifts of a family that nobody was chosen for are left out, as long as the team has
/// any other.
fn filled_plan<'a>(answer: &'a Answer, choice: &'a Choice, agents: u32) -> Option<FilledPlan<'a>> {
    let place = match &choice.what {
        What::Step { from, .. } => FilledPlace::Step(*from),
        What::Shift { name, family: None } => FilledPlace::Shift(name),
        What::Shift { name, family: Some(family) } => {
            let Staffing::Shifts(shifts) = &answer.scenario.teams.get(&choice.team)?.staffing else {
                return None;
            };
            let of_team =
                || answer.desk.choices.iter().zip(&answer.roster).filter(|it| it.0.team == choice.team);
            let stays =
                |it: &(&Choice, &u32)| *it.1 > 0 || matches!(&it.0.what, What::Shift { family: None, .. });
            let first = of_team().next().is_some_and(|it| it.0 == choice);
            if agents == 0 && (of_team().any(|it| stays(&it)) || !first) {
                return None;
            }
            let shift = shifts.get(name)?;
            FilledPlace::OfFamily {
                family: &family.name,
                name,
                hours: (shift.from, shift.to),
                breaks: &family.breaks,
            }
        }
    };
    Some(FilledPlan { team: &choice.team, place, agents, range: (choice.least, choice.most) })
}
