//! What plans are compared by.

use crate::simulation::periods::PeriodCosts;
use crate::simulation::plan::Plan;
use crate::simulation::tally::{NightRecord, meets};
use crate::statistics::Interval;
use crate::statistics::paired::{PairedDifference, Term, paired_chances, pooled};

/// Something of a night that can be better or worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// The share of nights that meet every target of a night; more is better.
    AllMet,
    /// The compliance of a target of the base, by its index; more is better.
    Compliance(usize),
    /// The mean score of the surveys, from 1 to 5; more is better.
    Satisfaction,
    /// What a night costs, with its share of what falling below over several nights costs; less is better.
    Cost,
}

impl Criterion {
    /// All that plans with the targets of `base` are compared by.
    pub fn of(base: &Plan) -> Vec<Criterion> {
        let targets = (0..base.targets.len()).map(Criterion::Compliance);
        let all_met = judged_by_night(base).then_some(Criterion::AllMet);
        let satisfaction = base.satisfaction.is_some().then_some(Criterion::Satisfaction);
        all_met.into_iter().chain(targets).chain(satisfaction).chain([Criterion::Cost]).collect()
    }

    /// 1 where more is better, -1 where less is.
    pub const fn sign(self) -> f64 {
        match self {
            Criterion::Cost => -1.0,
            Criterion::AllMet | Criterion::Compliance(_) | Criterion::Satisfaction => 1.0,
        }
    }

    /// The difference that does not matter, where `indifference` is in percentage points of compliance: twice
    /// that of chances, as much in percent of costs and of the scale of scores.
    pub fn zone(self, indifference: f64, base_cost: f64) -> f64 {
        let points = indifference / 100.0;
        match self {
            Criterion::AllMet => 2.0 * points,
            Criterion::Compliance(_) => points,
            // Of the four points between the worst score and the best.
            Criterion::Satisfaction => 4.0 * points,
            // Where the base costs nothing, one of its currency.
            Criterion::Cost if base_cost > 0.0 => points * base_cost,
            Criterion::Cost => 1.0,
        }
    }
}

/// The nights of one plan, by criterion.
#[derive(Clone, Debug)]
pub struct Nights {
    criteria: Vec<Criterion>,
    /// By criterion.
    terms: Vec<Vec<Term>>,
    /// By target of the base: its index in this plan.
    targets: Vec<Option<usize>>,
    /// What is judged over several nights, if it costs something.
    periods: Option<PeriodCosts>,
}

impl Nights {
    /// None yet, of `plan`, which is compared to `base` by `criteria`. Targets are the same if their names are.
    pub fn new(criteria: &[Criterion], plan: &Plan, base: &Plan) -> Nights {
        let same = |name: &String| plan.targets.iter().position(|target| target.name == *name);
        Nights {
            criteria: criteria.to_vec(),
            terms: vec![Vec::new(); criteria.len()],
            targets: base.targets.iter().map(|target| same(&target.name)).collect(),
            periods: PeriodCosts::of(plan),
        }
    }

    /// Nights known otherwise, by criterion: all lists are equally long.
    pub fn of_terms(criteria: &[Criterion], terms: Vec<Vec<Term>>) -> Nights {
        Nights { criteria: criteria.to_vec(), terms, targets: Vec::new(), periods: None }
    }

    /// Adds nights of `plan`. Draws of periods are keyed by `seed`.
    pub fn extend(&mut self, plan: &Plan, nights: &[NightRecord], seed: u64) {
        nights.iter().for_each(|night| self.add(plan, night));
        // What a night does to the cost of periods depends on all others.
        let Some(periods) = self.periods.as_ref().filter(|_| !nights.is_empty()) else { return };
        let Some(place) = self.criteria.iter().position(|it| *it == Criterion::Cost) else { return };
        self.terms[place] = periods.by_night(plan, seed).into_iter().map(Term::of_night).collect();
    }

    fn add(&mut self, plan: &Plan, night: &NightRecord) {
        if let Some(periods) = &mut self.periods {
            periods.add(night);
        }
        for (criterion, terms) in self.criteria.iter().zip(&mut self.terms) {
            terms.push(match *criterion {
                Criterion::AllMet => Term::of_night(f64::from(u8::from(all_met(plan, night)))),
                Criterion::Cost => Term::of_night(night.cost.units()),
                Criterion::Satisfaction => Term {
                    numerator: night.opinions.score as f64 / 1e6,
                    denominator: night.opinions.surveys as f64,
                },
                Criterion::Compliance(target) => self.targets[target].map_or(Term::default(), |target| {
                    let counts = night.targets[target];
                    Term { numerator: counts.met.into(), denominator: counts.counted.into() }
                }),
            });
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.terms.first().map_or(0, Vec::len)
    }

    /// True before the first.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The terms of a criterion, night by night.
    ///
    /// # Panics
    /// If it is none of those that were asked for.
    pub fn terms(&self, criterion: Criterion) -> &[Term] {
        let place = self.criteria.iter().position(|it| *it == criterion);
        &self.terms[place.expect("a criterion that was asked for")]
    }

    /// The value over all nights.
    pub fn value(&self, criterion: Criterion) -> Option<f64> {
        pooled(self.terms(criterion))
    }

    /// Nights that both have: one's nights are always the first of the other's.
    pub fn common(&self, other: &Nights) -> usize {
        self.len().min(other.len())
    }

    /// This less `other`, over the nights that both have.
    pub fn less(&self, other: &Nights, criterion: Criterion) -> Option<PairedDifference> {
        let common = self.common(other);
        PairedDifference::of(&self.terms(criterion)[..common], &other.terms(criterion)[..common])
    }

    /// The interval of that.
    pub fn interval(&self, other: &Nights, criterion: Criterion, confidence: f64) -> Option<Interval> {
        let common = self.common(other);
        match criterion {
            Criterion::AllMet => {
                let (first, second) = (self.terms(criterion), other.terms(criterion));
                paired_chances(&first[..common], &second[..common], confidence)
            }
            _ => self.less(other, criterion).map(|difference| difference.interval(confidence)),
        }
    }
}

/// True if there is a target that a night can miss: those `over` many nights no single one can.
pub fn judged_by_night(plan: &Plan) -> bool {
    plan.targets.iter().any(|target| target.over.is_none())
}

/// Every target of a night was met or counted nothing.
fn all_met(plan: &Plan, night: &NightRecord) -> bool {
    let mut targets = plan.targets.iter().zip(&night.targets).filter(|(target, _)| target.over.is_none());
    targets.all(|(target, counts)| counts.counted == 0 || meets(*counts, target.at_least))
}
