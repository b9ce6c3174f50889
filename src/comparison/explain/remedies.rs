//! Changes that would mend it: the scenario's levers, and one agent more on each shift.
//!
//! Every change is tried alone, on the same nights as the scenario itself. If none mends it, the four that do
//! most are tried in pairs.

use crate::comparison::{Compared, Criterion};
use crate::scenario::{Headcount, Scenario, Staffing};
use crate::statistics::Interval;

/// Of so many changes the pairs are tried.
pub const PAIRED: usize = 4;
/// So many are told.
pub const TOLD: usize = 3;

/// Where one agent more could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The team's name.
    pub team: String,
    /// The shift's; none: the level of a team without shifts.
    pub shift: Option<String>,
}

impl Post {
    /// All of a scenario.
    pub fn all(scenario: &Scenario) -> Vec<Post> {
        let of_team = |(name, team): (&String, &crate::scenario::Team)| -> Vec<Post> {
            match &team.staffing {
                Staffing::Shifts(shifts) => {
                    let post = |shift: &String| Post { team: name.clone(), shift: Some(shift.clone()) };
                    shifts.keys().map(post).collect()
                }
                Staffing::Level(_) => vec![Post { team: name.clone(), shift: None }],
            }
        };
        scenario.teams.iter().flat_map(of_team).collect()
    }

    /// Its number of agents as `--set` names it.
    pub fn path(&self) -> String {
        match &self.shift {
            Some(shift) => format!("team.{}.shift.{shift}.agents", self.team),
            None => format!("team.{}.on_duty", self.team),
        }
    }

    /// As people say it.
    pub fn title(&self) -> String {
        match &self.shift {
            Some(shift) => format!("One agent more of team {} on shift {shift}", self.team),
            None => format!("One agent more of team {}, all night", self.team),
        }
    }

    /// One agent more.
    pub fn add_one(&self, scenario: &mut Scenario) {
        let Some(team) = scenario.teams.get_mut(&self.team) else { return };
        match (&mut team.staffing, &self.shift) {
            (Staffing::Shifts(shifts), Some(shift)) => {
                shifts.get_mut(shift).into_iter().for_each(|shift| add_one(&mut shift.agents));
            }
            (Staffing::Level(steps), None) => {
                steps.steps.iter_mut().for_each(|(_, agents)| add_one(agents));
            }
            _ => {}
        }
    }
}

fn add_one(agents: &mut Headcount) {
    agents.plan = agents.plan.map(|plan| plan + 1);
}

/// What a change does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// Index of its plan.
    pub plan: usize,
    /// Chance of meeting all targets with it.
    pub chance: f64,
    /// Of 1.
    pub chance_gained: Interval,
    /// A night.
    pub cost: Interval,
}

impl Effect {
    /// Of every plan but the first, which is the scenario itself; of plans that do the same the first.
    pub fn of(compared: &Compared) -> Vec<Effect> {
        let effect = |plan: usize| {
            Some(Effect {
                plan,
                chance: compared.nights[plan].value(Criterion::AllMet)?,
                chance_gained: compared.difference(plan, Criterion::AllMet)?,
                cost: compared.difference(plan, Criterion::Cost)?,
            })
        };
        let mut effects: Vec<Effect> = Vec::new();
        for effect in (1..compared.nights.len()).filter_map(effect) {
            // A lever that is one agent more is told once.
            if !effects.iter().any(|other| other.does_the_same_as(&effect)) {
                effects.push(effect);
            }
        }
        effects
    }

    fn does_the_same_as(&self, other: &Effect) -> bool {
        (self.chance, self.chance_gained, self.cost) == (other.chance, other.chance_gained, other.cost)
    }

    /// True if all targets are met with at least this chance then.
    pub fn mends(&self, certainty: f64) -> bool {
        self.chance >= certainty
    }

    /// True if the chance is seen to rise.
    pub fn helps(&self) -> bool {
        self.chance_gained.low > 0.0
    }
}

/// The cheapest that mend it, then those that help most.
pub fn best(mut effects: Vec<Effect>, certainty: f64) -> Vec<Effect> {
    effects.retain(|effect| effect.helps() || effect.mends(certainty));
    effects.sort_by(|a, b| {
        let by_mending = b.mends(certainty).cmp(&a.mends(certainty));
        let by_cost = a.cost.value.total_cmp(&b.cost.value);
        let by_gain = b.chance.total_cmp(&a.chance);
        by_mending.then(if a.mends(certainty) && b.mends(certainty) { by_cost } else { by_gain })
    });
    effects.truncate(TOLD);
    effects
}

/// The plans that do most for the chance, at most [`PAIRED`].
pub fn most_helpful(effects: &[Effect]) -> Vec<usize> {
    let mut effects: Vec<&Effect> = effects.iter().filter(|effect| effect.helps()).collect();
    effects.sort_by(|a, b| b.chance.total_cmp(&a.chance));
    effects.iter().take(PAIRED).map(|effect| effect.plan).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effect(plan: usize, chance: f64, gained: f64, cost: f64) -> Effect {
        let around = |value: f64| Interval { value, low: value - 0.02, high: value + 0.02 };
        Effect { plan, chance, chance_gained: around(gained), cost: around(cost) }
    }

    #[test]
    fn the_cheapest_that_mend_come_first_and_what_does_nothing_is_not_told() {
        let effects = [
            effect(1, 0.50, 0.4, -900.0),
            effect(2, 0.97, 0.87, 500.0),
            effect(3, 0.11, 0.01, -5000.0),
            effect(4, 0.99, 0.89, 300.0),
            effect(5, 0.60, 0.5, 100.0),
        ];
        let told: Vec<usize> = best(effects.to_vec(), 0.95).iter().map(|effect| effect.plan).collect();
        assert_eq!(told, [4, 2, 5]);
        assert_eq!(most_helpful(&effects), [4, 2, 5, 1]);
    }
}
