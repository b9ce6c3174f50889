//! The model from what was found.

use super::model::{
    CauseReport, Explanation, HourReport, RemedyReport, TargetExplanation, TargetGain, TeamShare,
};
use crate::comparison::explain::remedies::{Effect, best};
use crate::comparison::explain::{Explained, HourExplained, TargetExplained};
use crate::comparison::{CONFIDENCE, Compared, Criterion};
use crate::report::odd::Clock;
use crate::scenario::Scenario;
use crate::simulation::plan::Plan;
use crate::statistics::{Interval, wilson};

/// A change by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Levers, and paths of numbers of agents with ` + 1`.
    pub name: String,
    /// How it is shown.
    pub title: String,
}

/// What was found, and of what.
#[derive(Clone, Copy, Debug)]
pub struct Explaining<'a> {
    /// As read.
    pub scenario: &'a Scenario,
    /// The same, compiled.
    pub plan: &'a Plan,
    /// Why nights miss targets.
    pub explained: &'a Explained,
    /// The scenario, then every change tried.
    pub compared: &'a Compared,
    /// By plan less one.
    pub changes: &'a [Change],
    /// From which chance on a change mends.
    pub certainty: f64,
}

impl Explaining<'_> {
    /// The explanation.
    pub fn explanation(&self) -> Explanation {
        let remedies = best(Effect::of(self.compared), self.certainty);
        Explanation {
            bad_nights: self.explained.bad_nights,
            looked_at: self.explained.looked_at,
            targets: self.explained.targets.iter().map(|target| self.target(target)).collect(),
            certainty: self.certainty,
            remedy_nights: self.compared.nights[0].len() as u64,
            remedy_confidence: CONFIDENCE,
            remedy_each_confidence: self.compared.confidence,
            remedies: remedies.iter().filter_map(|effect| self.remedy(effect)).collect(),
        }
    }

    fn target(&self, target: &TargetExplained) -> TargetExplanation {
        let causes = self.explained.causes.iter().zip(&target.causes);
        TargetExplanation {
            name: self.plan.targets[target.target].name.clone(),
            nights: target.nights,
            misses_per_night: target.misses,
            causes: causes
                .map(|(cause, owed)| CauseReport { name: cause.name(), share: owed.share, alone: owed.alone })
                .collect(),
            together: target.together,
            hours: target.hours.iter().map(|hour| self.hour(hour)).collect(),
        }
    }

    fn hour(&self, hour: &HourExplained) -> HourReport {
        let clock = Clock::of(self.scenario, self.plan);
        let team = |(team, share): &(usize, Interval)| TeamShare {
            name: self.plan.teams[*team].name.clone(),
            share: *share,
        };
        HourReport {
            name: format!("{}–{}", clock.show(hour.from), clock.show(hour.to)),
            start_s: hour.from.seconds(),
            share: hour.share,
            teams: hour.teams.iter().map(team).collect(),
        }
    }

    fn remedy(&self, effect: &Effect) -> Option<RemedyReport> {
        let change = self.changes.get(effect.plan - 1)?;
        let terms = self.compared.nights[effect.plan].terms(Criterion::AllMet);
        let met: f64 = terms.iter().map(|term| term.numerator).sum();
        let gain = |(index, target): (usize, &crate::simulation::plan::Target)| {
            let gained = self.compared.difference(effect.plan, Criterion::Compliance(index))?;
            Some(TargetGain { name: target.name.clone(), gained })
        };
        Some(RemedyReport {
            name: change.name.clone(),
            title: change.title.clone(),
            mends: effect.mends(self.certainty),
            chance_all_met: wilson(met as u64, terms.len() as u64, CONFIDENCE),
            chance_gained: effect.chance_gained,
            targets: self.plan.targets.iter().enumerate().filter_map(gain).collect(),
            cost: effect.cost,
        })
    }
}
