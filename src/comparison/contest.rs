//! Which plans can still be the best.
//!
//! Every pair of plans is compared on the nights so far, and once their difference is settled
//! ([`crate::statistics::selection`]) the worse one is out. A plan's chance of meeting all targets is compared
//! with the certainty asked for in the same way. So plans that cannot win are not simulated any further, and
//! with the probability asked for the best one is never sent out: the best, or one that is worse by no more
//! than the zone of indifference.
//!
//! The error is shared out as follows, for k plans and any dependence between them (Bonferroni). With one
//! criterion each of the k − 1 pairs of the best one may go wrong with probability α / (k − 1): Kim and Nelson
//! (2001). With [`Rule::LeastCost`] half of α is for the k chances, α / (2 k) each, the other half for the pairs
//! of the best one, α / (2 (k − 1)) each: feasibility and comparison at once, after Andradóttir and Kim, "Fully
//! sequential procedures for comparing constrained systems via simulation", Naval Research Logistics 57 (2010).
//! If no plan's chance suffices, the pairs are those of the chances.

use super::criterion::{Criterion, Nights};
use crate::statistics::paired::{PairedDifference, Term};
use crate::statistics::selection::{Region, Settled};

/// What makes a plan the best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// The least cost among those that meet all targets with at least this chance; if none does, the highest
    /// chance.
    LeastCost {
        /// From 0 to 1.
        certainty: f64,
    },
    /// The best by one criterion.
    By(Criterion),
}

/// Plans that compete.
#[derive(Clone, Debug)]
pub struct Contest {
    rule: Rule,
    /// Chance of sending out the best.
    error: f64,
    /// Nights of the first stage, from which variances are taken.
    first: usize,
    /// Percentage points of compliance that do not matter.
    indifference: f64,
    /// Of the base, over the first stage.
    base_cost: f64,
    /// Whether a plan's chance suffices, once that is settled.
    suffices: Vec<Option<bool>>,
    /// Pairs by the deciding criterion.
    pairs: Pairs,
    /// Pairs by their chances.
    chances: Pairs,
    /// Why a plan is out.
    out: Vec<Option<Out>>,
}

/// Why a plan cannot be the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Out {
    /// Its chance of meeting all targets is too low, and another's is not.
    ChanceTooLow,
    /// This one is better.
    BeatenBy(usize),
}

/// What is settled of pairs by one criterion: by first and second, first < second.
#[derive(Clone, Debug)]
struct Pairs {
    criterion: Criterion,
    settled: Vec<Vec<Settled>>,
}

impl Contest {
    /// Between `plans` plans; variances are those of the `first` nights.
    pub fn new(rule: Rule, plans: usize, error: f64, first: usize, indifference: f64) -> Contest {
        let criterion = match rule {
            Rule::LeastCost { .. } => Criterion::Cost,
            Rule::By(criterion) => criterion,
        };
        Contest {
            rule,
            error,
            first,
            indifference,
            base_cost: 0.0,
            suffices: vec![None; plans],
            pairs: Pairs::new(criterion, plans),
            chances: Pairs::new(Criterion::AllMet, plans),
            out: vec![None; plans],
        }
    }

    /// Judges by the nights so far, at least those of the first stage: all plans that are in have equally many.
    pub fn judge(&mut self, nights: &[Nights]) {
        self.base_cost = nights[0].terms(Criterion::Cost)[..self.first].iter().map(|it| it.numerator).sum();
        self.base_cost /= self.first as f64;
        let others = (nights.len().max(2) - 1) as f64;
        match self.rule {
            Rule::LeastCost { certainty } => {
                self.judge_chances(certainty, self.error / 2.0 / nights.len() as f64, nights);
                let error = self.error / 2.0 / others;
                self.judge_pairs(error, nights);
            }
            Rule::By(_) => self.judge_pairs(self.error / others, nights),
        }
        while self.send_out() {}
    }

    fn judge_chances(&mut self, certainty: f64, error: f64, nights: &[Nights]) {
        // A certainty of 99 % ± 2 points would ask for more than always.
        let zone = self.zone(Criterion::AllMet).min((1.0 - certainty) / 2.0).max(1e-6);
        for (plan, nights) in nights.iter().enumerate() {
            if self.out[plan].is_some() || self.suffices[plan].is_some() {
                continue;
            }
            let Some(chance) = nights.value(Criterion::AllMet) else { continue };
            let variance = variance_of_chance(&nights.terms(Criterion::AllMet)[..self.first]);
            let region = Region::new(variance, self.first as u64, zone, error);
            self.suffices[plan] = match region.settles(chance - certainty, nights.len() as u64) {
                Settled::NotYet => None,
                Settled::Above | Settled::Even => Some(true),
                Settled::Below => Some(false),
            };
        }
    }

    fn judge_pairs(&mut self, error: f64, nights: &[Nights]) {
        let (cost, first) = (self.base_cost, self.first);
        let mut all = vec![&mut self.pairs];
        if matches!(self.rule, Rule::LeastCost { .. }) {
            all.push(&mut self.chances);
        }
        for pairs in all {
            let zone = pairs.criterion.zone(self.indifference, cost);
            pairs.judge(&self.out, nights, first, zone, error);
        }
    }

    fn zone(&self, criterion: Criterion) -> f64 {
        criterion.zone(self.indifference, self.base_cost)
    }

    /// Sends out one that cannot be the best, if there is one.
    fn send_out(&mut self) -> bool {
        let contenders = self.contenders();
        for &plan in &contenders {
            let others = contenders.iter().filter(|other| **other != plan);
            if let Some(out) = others.into_iter().find_map(|&other| self.reason(plan, other)) {
                self.out[plan] = Some(out);
                return true;
            }
        }
        false
    }

    /// Why `plan` is out because of `other`.
    fn reason(&self, plan: usize, other: usize) -> Option<Out> {
        if matches!(self.rule, Rule::By(_)) {
            return self.pairs.beats(other, plan).then_some(Out::BeatenBy(other));
        }
        match (self.suffices[plan], self.suffices[other]) {
            (Some(false), Some(true)) => Some(Out::ChanceTooLow),
            (_, Some(true)) => self.pairs.beats(other, plan).then_some(Out::BeatenBy(other)),
            (Some(false), _) => self.chances.beats(other, plan).then_some(Out::BeatenBy(other)),
            (_, _) => None,
        }
    }

    /// What makes a plan the best.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// The plans that are in.
    pub fn contenders(&self) -> Vec<usize> {
        (0..self.out.len()).filter(|&plan| self.out[plan].is_none()).collect()
    }

    /// Why a plan is out, if it is.
    pub fn out(&self, plan: usize) -> Option<Out> {
        self.out[plan]
    }

    /// Whether a plan's chance suffices, if that is settled (and asked for).
    pub fn suffices(&self, plan: usize) -> Option<bool> {
        self.suffices[plan]
    }

    /// What decides between those that are in: the rule's criterion, or the chance where no plan's suffices.
    pub fn deciding(&self) -> Criterion {
        let by_chance = matches!(self.rule, Rule::LeastCost { .. })
            && self.contenders().iter().all(|&plan| self.suffices[plan] == Some(false));
        if by_chance { Criterion::AllMet } else { self.pairs.criterion }
    }

    /// True once more nights would not change who is in.
    pub fn is_over(&self) -> bool {
        let contenders = self.contenders();
        if contenders.len() <= 1 {
            return true;
        }
        let of_one_kind = match self.rule {
            Rule::By(_) => true,
            Rule::LeastCost { .. } => {
                let first = self.suffices[contenders[0]];
                first.is_some() && contenders.iter().all(|&plan| self.suffices[plan] == first)
            }
        };
        let pairs = if self.deciding() == Criterion::AllMet && !matches!(self.rule, Rule::By(_)) {
            &self.chances
        } else {
            &self.pairs
        };
        of_one_kind && pairs.all_settled(&contenders)
    }
}

impl Pairs {
    fn new(criterion: Criterion, plans: usize) -> Pairs {
        Pairs { criterion, settled: vec![vec![Settled::NotYet; plans]; plans] }
    }

    fn judge(&mut self, out: &[Option<Out>], nights: &[Nights], first: usize, zone: f64, error: f64) {
        for one in 0..nights.len() {
            for other in one + 1..nights.len() {
                let decided = self.settled[one][other] != Settled::NotYet;
                if decided || out[one].is_some() || out[other].is_some() {
                    continue;
                }
                self.settled[one][other] = self.compare(&nights[one], &nights[other], first, zone, error);
            }
        }
    }

    fn compare(&self, one: &Nights, other: &Nights, first: usize, zone: f64, error: f64) -> Settled {
        let (a, b) = (&one.terms(self.criterion)[..first], &other.terms(self.criterion)[..first]);
        let variance = match self.criterion {
            Criterion::AllMet => Some(variance_of_difference(a, b)),
            _ => PairedDifference::of(a, b).map(|difference| difference.variance),
        };
        let values = one.value(self.criterion).zip(other.value(self.criterion));
        // What counts nothing cannot be told apart.
        let Some((variance, (one_value, other_value))) = variance.zip(values) else { return Settled::Even };
        let better = self.criterion.sign() * (one_value - other_value);
        Region::new(variance, first as u64, zone, error).settles(better, one.common(other) as u64)
    }

    /// True if it is settled that `one` is better.
    fn beats(&self, one: usize, other: usize) -> bool {
        match one < other {
            true => self.settled[one][other] == Settled::Above,
            false => self.settled[other][one] == Settled::Below,
        }
    }

    fn all_settled(&self, plans: &[usize]) -> bool {
        let pairs = plans.iter().flat_map(|one| plans.iter().map(move |other| (*one, *other)));
        pairs
            .into_iter()
            .filter(|(one, other)| one < other)
            .all(|(one, other)| self.settled[one][other] != Settled::NotYet)
    }
}

/// Of one night, with one night more that went well and one that did not: a plan that met everything on
/// every night so far is not known to do so for ever.
fn variance_of_chance(nights: &[Term]) -> f64 {
    let met: f64 = nights.iter().map(|night| night.numerator).sum();
    let chance = (met + 1.0) / (nights.len() as f64 + 2.0);
    chance * (1.0 - chance)
}

/// Likewise of a difference, with one night more on which it is 1 and one on which it is −1.
fn variance_of_difference(one: &[Term], other: &[Term]) -> f64 {
    let changes = || one.iter().zip(other).map(|(a, b)| a.numerator - b.numerator);
    let nights = one.len() as f64 + 2.0;
    let mean = changes().sum::<f64>() / nights;
    (changes().map(|change| change * change).sum::<f64>() + 2.0) / nights - mean * mean
}
