//! What the nights allow to be said.

use super::contest::Rule;
use super::criterion::Criterion;
use super::run::Compared;
use crate::statistics::Interval;

/// Which plan is best, as far as the nights carry it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// This one, by more than chance.
    Best(usize),
    /// These: any difference between them is too small to matter or to be seen. The first is the one that the
    /// selection chose, and worse than the best by no more than the zone of indifference.
    Alike(Vec<usize>),
    /// One of these; the nights were not enough to tell which.
    Open(Vec<usize>),
}

impl Compared {
    /// The conclusion.
    pub fn conclusion(&self) -> Conclusion {
        let contenders = self.contest.contenders();
        if !self.contest.is_over() {
            return Conclusion::Open(contenders);
        }
        let chosen = contenders[0];
        let mut alike = vec![chosen];
        alike.extend((0..self.nights.len()).filter(|&plan| plan != chosen && !self.is_worse(plan, chosen)));
        match alike.len() {
            1 => Conclusion::Best(chosen),
            _ => Conclusion::Alike(alike),
        }
    }

    /// What the conclusion rests on.
    pub fn deciding(&self) -> Criterion {
        self.contest.deciding()
    }

    /// True if `plan` is out for its chance, or its interval says that it is worse than `chosen`.
    fn is_worse(&self, plan: usize, chosen: usize) -> bool {
        if self.contest.suffices(plan) == Some(false) && self.contest.suffices(chosen) == Some(true) {
            return true;
        }
        let criterion = self.deciding();
        let interval = self.nights[chosen].interval(&self.nights[plan], criterion, self.confidence);
        interval.is_some_and(|it| if criterion.sign() > 0.0 { it.low > 0.0 } else { it.high < 0.0 })
    }

    /// Of the plans that `best` was chosen from that which comes next by what decides, and `best` less it.
    pub fn runner_up(&self, best: usize) -> Option<(usize, Interval)> {
        let criterion = self.deciding();
        let is_rival = |plan: &usize| {
            *plan != best
                && (self.contest.suffices(*plan) == self.contest.suffices(best)
                    || self.contest.suffices(*plan).is_none())
        };
        let rivals = (0..self.nights.len()).filter(is_rival);
        let interval = |plan: usize| {
            let behind = self.nights[best].interval(&self.nights[plan], criterion, self.confidence)?;
            Some((plan, behind))
        };
        let behind = |it: &(usize, Interval)| criterion.sign() * it.1.value;
        rivals.filter_map(interval).min_by(|a, b| behind(a).total_cmp(&behind(b)))
    }

    /// Whether at least one plan is found to meet all targets with the certainty asked for; without such a
    /// certainty none is asked for.
    pub fn is_certain_enough(&self) -> Option<bool> {
        let Rule::LeastCost { .. } = self.contest.rule() else { return None };
        Some((0..self.nights.len()).any(|plan| self.contest.suffices(plan) == Some(true)))
    }
}
