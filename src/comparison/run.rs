//! How many nights of which plans.

use super::CONFIDENCE;
use super::contest::{Contest, Rule};
use super::criterion::{Criterion, Nights};
use crate::simulation::plan::Plan;
use crate::simulation::replications::Progress;
use crate::simulation::side_by_side::SideBySide;
use crate::statistics::paired::shared_confidence;

/// What is asked of plans.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Question {
    /// What makes one the best.
    pub rule: Rule,
    /// Percentage points of compliance that do not matter; twice as many of chances, as many percent of costs.
    pub indifference: f64,
    /// What all draws are keyed by.
    pub seed: u64,
    /// When to stop.
    pub stop: Stop,
    /// Threads; the result does not depend on it.
    pub threads: usize,
}

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stop {
    /// After so many nights of every plan.
    After(u64),
    /// When every difference of compliance to the base is known to ± so many percentage points, and the best
    /// is found; of plans that cannot be the best, when the first is so. At least 400 nights, at most 10,000.
    AtPrecision(f64),
    /// When the best is found; of plans that cannot be it, at once. At least 200 nights, at most 10,000.
    AtTheBest,
}

/// Plans and their nights.
#[derive(Clone, Debug)]
pub struct Compared {
    /// What they are compared by.
    pub criteria: Vec<Criterion>,
    /// By plan, the base first.
    pub nights: Vec<Nights>,
    /// Who can be the best.
    pub contest: Contest,
    /// The precision asked for was reached.
    pub precise: bool,
    /// Sampling was interrupted.
    pub interrupted: bool,
    /// Of each single interval, so that all of them together are right with [`CONFIDENCE`].
    pub confidence: f64,
}

/// Nights between one judgement and the next.
const BATCH: u64 = 200;
/// Nights from which the variances of the contest are taken.
const FIRST: u64 = 200;
/// No precision is judged before so many.
const FEWEST: u64 = 400;
/// Sampling stops here.
const MOST: u64 = 10_000;

/// Simulates `plans`, the first of which is the base. `progress` may return `false` to stop early.
///
/// # Panics
/// If there is no plan.
pub fn compare(plans: &[Plan], question: &Question, progress: &mut dyn FnMut(Progress) -> bool) -> Compared {
    let criteria = Criterion::of(&plans[0]);
    let nights = plans.iter().map(|plan| Nights::new(&criteria, plan, &plans[0])).collect();
    let first = match question.stop {
        Stop::After(nights) => nights.min(FIRST),
        _ => FIRST,
    };
    let contest =
        Contest::new(question.rule, plans.len(), 1.0 - CONFIDENCE, first as usize, question.indifference);
    let statements = statements(plans.len(), criteria.len(), question.rule);
    let mut compared = Compared {
        criteria,
        nights,
        contest,
        precise: matches!(question.stop, Stop::After(_)),
        interrupted: false,
        confidence: shared_confidence(CONFIDENCE, statements),
    };
    compared.sample(plans, question, progress);
    compared
}

/// Differences to the base by each criterion, and, as nobody knows before which plan it will be, the
/// differences of every pair by what decides: with [`Rule::LeastCost`] by chance and by cost.
fn statements(plans: usize, criteria: usize, rule: Rule) -> usize {
    let deciding = match rule {
        Rule::LeastCost { .. } => 2,
        Rule::By(_) => 1,
    };
    (plans - 1) * criteria + deciding * plans * (plans - 1) / 2
}

impl Compared {
    fn sample(&mut self, plans: &[Plan], question: &Question, progress: &mut dyn FnMut(Progress) -> bool) {
        let mut together = SideBySide::new(plans, question.seed, question.threads);
        let most = match question.stop {
            Stop::After(nights) => nights,
            _ => MOST,
        };
        let mut wanted = vec![true; plans.len()];
        let mut from = 0;
        while from < most {
            let to = (from + BATCH).min(most);
            for (plan, records) in together.simulate(&wanted, from..to).iter().enumerate() {
                self.nights[plan].extend(&plans[plan], records, question.seed);
            }
            from = to;
            // A variance takes two nights.
            if to >= 2 {
                self.contest.judge(&self.nights);
            }
            let expected = self.want(question.stop, &mut wanted, to);
            if !wanted.contains(&true) {
                break;
            }
            if !progress(Progress { nights: to, expected: expected.min(most) }) {
                self.interrupted = to < most;
                break;
            }
        }
    }

    /// Of which plans more nights are wanted, and how many there will be, as far as can be told.
    fn want(&mut self, stop: Stop, wanted: &mut [bool], so_far: u64) -> u64 {
        let over = self.contest.is_over();
        let precision = match stop {
            Stop::After(nights) => return nights,
            Stop::AtTheBest => f64::INFINITY,
            Stop::AtPrecision(_) if so_far < FEWEST => return FEWEST,
            Stop::AtPrecision(points) => points / 100.0,
        };
        let missing: Vec<f64> = (0..wanted.len()).map(|plan| self.imprecision(plan, precision)).collect();
        for (plan, wanted) in wanted.iter_mut().enumerate() {
            let competes = !over && self.contest.out(plan).is_none();
            *wanted = *wanted && (competes || missing[plan] > 1.0);
        }
        self.precise = missing.iter().all(|missing| *missing <= 1.0);
        // Differences are to the base.
        wanted[0] = wanted.contains(&true);
        let widest = missing.iter().copied().fold(if over { 1.0 } else { 1.2 }, f64::max);
        ((so_far as f64 * widest * widest).ceil() as u64).clamp(so_far, MOST)
    }

    /// How many times too wide the widest interval of a compliance's difference to the base is.
    fn imprecision(&self, plan: usize, precision: f64) -> f64 {
        if plan == 0 {
            return 0.0;
        }
        let compliances = self.criteria.iter().filter(|it| matches!(it, Criterion::Compliance(_)));
        let widths = compliances.filter_map(|&it| self.difference(plan, it));
        widths.map(|interval| interval.half_width() / precision).fold(0.0, f64::max)
    }

    /// A plan's difference to the base, with the shared confidence.
    pub fn difference(&self, plan: usize, criterion: Criterion) -> Option<crate::statistics::Interval> {
        self.nights[plan].interval(&self.nights[0], criterion, self.confidence)
    }
}
