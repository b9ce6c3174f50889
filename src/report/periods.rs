//! What is judged over several nights together: targets, the store score, and what falling below costs.

use super::build::{CONFIDENCE, Run, spread_of};
use super::model::{BelowReport, PeriodCost, PeriodReport, ScorePartReport, StoreScoreReport, TargetOver};
use crate::simulation::periods::{OverPeriods, Periods, long_run_score, night_scores, over_periods};
use crate::simulation::plan::{Opinion, ScoreOf, StoreScore};
use crate::statistics::{Interval, wilson};
use crate::units::Money;

/// Everything of a run that is judged over several nights.
pub struct Judged {
    periods: Vec<Periods>,
}

impl Judged {
    /// Draws the periods.
    pub fn of(run: &Run<'_>) -> Judged {
        Judged { periods: over_periods(run.plan, &run.simulated.nights, run.seed) }
    }

    /// By length.
    pub fn report(&self) -> Vec<PeriodReport> {
        let report = |it: &Periods| PeriodReport {
            name: format!("{} nights", it.nights),
            nights: it.nights,
            chance_all_met: it.chance_all_met,
        };
        self.periods.iter().map(report).collect()
    }

    /// How a target is kept, if it is judged so.
    pub fn target(&self, target: usize) -> Option<TargetOver> {
        let (nights, it) = self.found(target)?;
        Some(TargetOver { nights, chance_met: it.chance_met, compliance: it.compliance })
    }

    fn found(&self, target: usize) -> Option<(u32, OverPeriods)> {
        let in_period = |it: &Periods| {
            let found = it.targets.iter().find(|(index, _)| *index == target)?;
            Some((it.nights, found.1))
        };
        self.periods.iter().find_map(in_period)
    }

    /// The store score, if the scenario has one.
    pub fn store_score(&self, run: &Run<'_>) -> Option<StoreScoreReport> {
        let score = run.plan.store_score.as_ref()?;
        let named = run.scenario.store_score.as_ref()?;
        let over = self.periods.iter().find_map(|it| it.store_score.as_ref());
        let nights = night_scores(run.plan, &run.simulated.nights);
        let below = |(index, it): (usize, &crate::simulation::plan::Threshold)| BelowReport {
            name: it.name.clone(),
            title: titled(named.below.get(&it.name).and_then(|it| it.title.as_ref()), &it.name),
            score: it.score,
            chance: match over {
                Some(over) => over.chance_below[index],
                None => chance_below(&nights, it.score),
            },
            cost: it.cost.units(),
        };
        let mut report = StoreScoreReport {
            title: titled(named.title.as_ref(), "store score"),
            nights: score.over.unwrap_or(1),
            score: long_run_score(run.plan, &run.simulated.nights, run.seed),
            spread: over.map_or_else(|| spread_of(nights.iter().copied()), |over| over.score),
            parts: parts(run, score),
            below: score.thresholds.iter().enumerate().map(below).collect(),
        };
        // Nothing is known of how nights differ from a single one.
        report.score = report.score.filter(|it| it.low.is_finite());
        Some(report)
    }

    /// What falling below costs: of targets judged so, then of the store score.
    pub fn costs(&self, run: &Run<'_>, score: Option<&StoreScoreReport>) -> Vec<PeriodCost> {
        let mut costs = Vec::new();
        for (index, target) in run.plan.targets.iter().enumerate() {
            let penalty = run.plan.prices.per_period(index);
            let over = self.found(index).filter(|_| penalty > Money::ZERO);
            if let Some((nights, chance)) = over.and_then(|(nights, it)| Some((nights, it.chance_met?))) {
                let below =
                    Interval { value: 1.0 - chance.value, low: 1.0 - chance.high, high: 1.0 - chance.low };
                let title = run.scenario.targets.get(&target.name).and_then(|it| it.title.as_ref());
                let name = format!("target.{}", target.name);
                costs.push(period_cost(name, titled(title, &target.name), nights, penalty.units(), below));
            }
        }
        // What single nights cost is in their own cost.
        let Some(score) = score.filter(|_| run.plan.store_score.as_ref().is_some_and(|it| it.over.is_some()))
        else {
            return costs;
        };
        for below in score.below.iter().filter(|below| below.cost > 0.0) {
            let name = format!("store_score.below.{}", below.name);
            let title = below.title.clone();
            costs.extend(below.chance.map(|it| period_cost(name, title, score.nights, below.cost, it)));
        }
        costs
    }
}

fn period_cost(name: String, title: String, nights: u32, each: f64, chance: Interval) -> PeriodCost {
    let a_night = |chance: f64| each * chance / f64::from(nights);
    PeriodCost {
        name,
        title,
        nights,
        each,
        mean: a_night(chance.value),
        low: a_night(chance.low),
        high: a_night(chance.high),
    }
}

fn titled(title: Option<&String>, name: &str) -> String {
    title.map_or_else(|| name.to_owned(), String::clone)
}

/// Of single nights.
fn chance_below(scores: &[f64], threshold: f64) -> Option<Interval> {
    let below = scores.iter().filter(|score| **score < threshold).count();
    (!scores.is_empty()).then(|| wilson(below as u64, scores.len() as u64, CONFIDENCE))
}

/// Over all nights.
fn opinion_share(run: &Run<'_>, opinion: Opinion) -> Option<f64> {
    let counts = run.simulated.nights.iter().map(|night| night.opinions.of(opinion));
    let (of, all) = counts.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    (all > 0).then(|| of as f64 / all as f64)
}

fn parts(run: &Run<'_>, score: &StoreScore) -> Vec<ScorePartReport> {
    let all: f64 = score.parts.iter().map(|part| part.weight).sum();
    let named = run.scenario.store_score.as_ref();
    let part = |part: &crate::simulation::plan::ScorePart| {
        let (target, measure, share) = match part.of {
            ScoreOf::Target(target) => {
                let name = run.plan.targets[target].name.clone();
                (Some(name), None, run.simulated.tally.pooled[target].share())
            }
            ScoreOf::Opinion(opinion) => (None, Some(opinion.name()), opinion_share(run, opinion)),
        };
        let title = named.and_then(|score| score.parts.get(&part.name)).and_then(|it| it.title.as_ref());
        ScorePartReport {
            name: part.name.clone(),
            title: titled(title, &part.name),
            target,
            measure,
            weight: part.weight / all,
            share,
            points: share.map(|share| part.points.of(share)),
        }
    };
    score.parts.iter().map(part).collect()
}
