//! What single nights do to what periods cost: so that plans can be compared night by night by costs that no
//! single night has.
//!
//! What a period of L nights costs on average, a night of it, is a functional of the distribution of nights. Its
//! influence function (Hampel, "The influence curve and its role in robust estimation", Journal of the American
//! Statistical Association 69, 1974) at a night is what periods cost that have this night, less what periods cost:
//! mean cost plus influence, night by night, has the right mean, and varies over nights as the estimate does in
//! the limit of many. Periods with a night are drawn: its company comes from a pool that all nights share.

use super::{Judge, Pooled, Rows, draws, pick, width};
use crate::simulation::plan::Plan;
use crate::simulation::tally::NightRecord;
use crate::units::Money;

/// Companies of a night, one night short of a period, that there are, and that each night meets.
const COMPANIES: usize = 2_000;
const MET: usize = 200;

/// The nights of a plan for which falling below over several nights costs something.
#[derive(Clone, Debug)]
pub struct PeriodCosts {
    rows: Rows,
    /// By night: what it costs by itself.
    own: Vec<f64>,
}

impl PeriodCosts {
    /// Of no night yet; none if nothing that is judged over several nights costs anything.
    pub fn of(plan: &Plan) -> Option<PeriodCosts> {
        let mut targets = plan.targets.iter().enumerate();
        let by_target = targets
            .any(|(index, target)| target.over.is_some() && plan.prices.per_period(index) > Money::ZERO);
        let by_score = plan.store_score.as_ref().is_some_and(|score| {
            score.over.is_some() && score.thresholds.iter().any(|it| it.cost > Money::ZERO)
        });
        (by_target || by_score).then(|| PeriodCosts { rows: Rows::of(plan, &[]), own: Vec::new() })
    }

    /// Adds a night of the plan.
    pub fn add(&mut self, night: &NightRecord) {
        self.rows.push(night);
        self.own.push(night.cost.units());
    }

    /// By night: its own cost, what periods cost a night, and what this night does to that. Draws are keyed by `seed`.
    pub fn by_night(&self, plan: &Plan, seed: u64) -> Vec<f64> {
        let mut costs = self.own.clone();
        for length in super::lengths(plan) {
            let judge = Judge::of(plan, length);
            let with = self.with_each(&judge, seed);
            let mean = with.iter().sum::<f64>() / with.len().max(1) as f64;
            for (cost, with) in costs.iter_mut().zip(with) {
                *cost += mean / f64::from(length) + (with - mean);
            }
        }
        costs
    }

    /// By night: what a period with it costs on average.
    fn with_each(&self, judge: &Judge<'_>, seed: u64) -> Vec<f64> {
        let mut draws = draws(seed, &format!("{} nights, by night", judge.length));
        let company = |_| {
            let mut sums = vec![(0, 0); width(judge.plan)];
            (1..judge.length).for_each(|_| self.rows.add(&mut sums, pick(&mut draws, self.rows.nights)));
            sums
        };
        let companies: Vec<Vec<(u64, u64)>> = (0..COMPANIES).map(company).collect();
        let mut sums = vec![(0, 0); width(judge.plan)];
        let mut with = |night: usize| {
            let of_one = |met: usize| {
                sums.copy_from_slice(&companies[(night * MET + met) % COMPANIES]);
                self.rows.add(&mut sums, night);
                judge.cost(&sums).units()
            };
            (0..MET).map(of_one).sum::<f64>() / MET as f64
        };
        (0..self.rows.nights).map(&mut with).collect()
    }
}

impl Judge<'_> {
    /// What a period costs.
    fn cost(&self, sums: &Pooled) -> Money {
        let missed = |target: &&usize| {
            Judge::share(sums, **target).is_some_and(|share| share < self.plan.targets[**target].at_least)
        };
        let targets = self.targets.iter().filter(missed).map(|&target| self.plan.prices.per_period(target));
        let score = self.score(sums);
        let below = score.iter().flat_map(|(score, value)| {
            score
                .thresholds
                .iter()
                .filter(|threshold| *value < threshold.score)
                .map(|threshold| threshold.cost)
        });
        targets.chain(below).sum()
    }
}
