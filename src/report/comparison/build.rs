//! The model from compared plans.

use super::model::{
    AlternativeReport, ComparisonReport, Difference, FrontierPlan, Indifference, LeverReport, OutReport,
    RuleReport, RunnerUp, TargetCompliance,
};
use super::{verdict, words};
use crate::comparison::contest::Out;
use crate::comparison::{CONFIDENCE, Compared, Conclusion, Criterion, Question, Rule};
use crate::report::{Compliance, Warning};
use crate::scenario::Scenario;
use crate::simulation::plan::Plan;
use crate::statistics::paired::estimate;
use crate::statistics::{Interval, Place, frontier, wilson};
use std::collections::BTreeSet;

/// A finished (or interrupted) comparison and what it was of.
#[derive(Clone, Copy, Debug)]
pub struct Comparison<'a> {
    /// The base, as read.
    pub scenario: &'a Scenario,
    /// The base first.
    pub alternatives: &'a [Alternative],
    /// Of the alternatives.
    pub plans: &'a [Plan],
    /// What was asked.
    pub question: &'a Question,
    /// What came out.
    pub compared: &'a Compared,
    /// Levers that were left out of the combinations.
    pub left_out: &'a [String],
    /// What the scenarios' readers warned of.
    pub warnings: &'a [Warning],
}

/// One plan by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// Unlike all others.
    pub name: String,
    /// How it is shown.
    pub title: String,
    /// What it is.
    pub kind: Kind,
    /// Levers beyond those of all plans, in order.
    pub levers: Vec<String>,
}

/// What an alternative is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What all others are compared to.
    Base,
    /// Another scenario file.
    Scenario,
    /// The base with levers.
    Plan,
}

impl Comparison<'_> {
    /// The report.
    pub fn report(&self) -> ComparisonReport {
        let alternatives: Vec<AlternativeReport> =
            (0..self.alternatives.len()).map(|index| self.alternative(index)).collect();
        let mut report = ComparisonReport {
            scenario: self.scenario.title.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: self.question.seed,
            opens: self.scenario.opens.to_string(),
            closes: self.scenario.closes.to_string(),
            currency: self.scenario.currency.clone(),
            confidence: CONFIDENCE,
            each_confidence: self.compared.confidence,
            rule: self.rule(),
            verdict: verdict::empty(),
            frontier: self.frontier(),
            alternatives,
            levers: self.levers(),
            left_out: self.left_out.iter().map(|name| self.lever(name)).collect(),
            untried_levers: self.untried(),
            warnings: self.warnings(),
        };
        for index in 1..report.alternatives.len() {
            report.alternatives[index].text = words::differences(&report, index);
        }
        let conclusion = self.compared.conclusion();
        report.verdict.runner_up = self.runner_up(&conclusion);
        report.verdict.cheaper = self.cheaper(&conclusion, &report.frontier);
        report.verdict = verdict::of(&report, &conclusion, self.compared.deciding());
        report.verdict.certain_enough = self.compared.is_certain_enough();
        report
    }

    fn name(&self, plan: usize) -> String {
        self.alternatives[plan].name.clone()
    }

    /// The name of a criterion, as JSON has it.
    fn criterion(&self, criterion: Criterion) -> String {
        match criterion {
            Criterion::AllMet => "chance_all_met".to_owned(),
            Criterion::Cost => "cost".to_owned(),
            Criterion::Satisfaction => "satisfaction".to_owned(),
            Criterion::Compliance(target) => format!("target.{}", self.plans[0].targets[target].name),
        }
    }

    fn rule(&self) -> RuleReport {
        let target = |criterion| match criterion {
            Criterion::Compliance(target) => Some(self.plans[0].targets[target].name.clone()),
            _ => None,
        };
        let (by, target, certainty) = match self.question.rule {
            Rule::LeastCost { certainty } => ("least_cost", None, Some(certainty)),
            Rule::By(Criterion::Cost) => ("cost", None, None),
            Rule::By(Criterion::AllMet) => ("chance", None, None),
            Rule::By(Criterion::Satisfaction) => ("satisfaction", None, None),
            Rule::By(criterion) => ("compliance", target(criterion), None),
        };
        let base_cost = self.compared.nights[0].value(Criterion::Cost).unwrap_or(0.0);
        let zone = |criterion: Criterion| criterion.zone(self.question.indifference, base_cost);
        let indifference = Indifference {
            chance: zone(Criterion::AllMet),
            compliance: zone(Criterion::Compliance(0)),
            satisfaction: zone(Criterion::Satisfaction),
            cost: zone(Criterion::Cost),
        };
        RuleReport { by, target, certainty, indifference }
    }

    fn alternative(&self, index: usize) -> AlternativeReport {
        let alternative = &self.alternatives[index];
        let nights = &self.compared.nights[index];
        let kind = match alternative.kind {
            Kind::Base => "base",
            Kind::Scenario => "scenario",
            Kind::Plan => "plan",
        };
        let out = self.compared.contest.out(index).map(|out| match out {
            Out::ChanceTooLow => OutReport { reason: "chance_too_low", by: None },
            Out::BeatenBy(other) => OutReport { reason: "beaten", by: Some(self.name(other)) },
        });
        let criteria = if index == 0 { &[][..] } else { &self.compared.criteria };
        AlternativeReport {
            name: alternative.name.clone(),
            title: alternative.title.clone(),
            kind,
            levers: alternative.levers.clone(),
            nights: nights.len() as u64,
            out,
            chance_all_met: self.chance_all_met(index),
            chance_suffices: self.compared.contest.suffices(index),
            cost: estimate(nights.terms(Criterion::Cost), CONFIDENCE),
            satisfaction: self.satisfaction(index),
            targets: (0..self.plans[0].targets.len()).map(|target| self.target(index, target)).collect(),
            differences: criteria.iter().filter_map(|it| self.difference(index, *it)).collect(),
            text: String::new(),
        }
    }

    fn chance_all_met(&self, index: usize) -> Option<Interval> {
        if !self.compared.criteria.contains(&Criterion::AllMet) {
            return None;
        }
        let terms = self.compared.nights[index].terms(Criterion::AllMet);
        let met: f64 = terms.iter().map(|term| term.numerator).sum();
        (!terms.is_empty()).then(|| wilson(met as u64, terms.len() as u64, CONFIDENCE))
    }

    fn satisfaction(&self, index: usize) -> Option<Interval> {
        if !self.compared.criteria.contains(&Criterion::Satisfaction) {
            return None;
        }
        estimate(self.compared.nights[index].terms(Criterion::Satisfaction), CONFIDENCE)
    }

    fn target(&self, index: usize, target: usize) -> TargetCompliance {
        let terms = self.compared.nights[index].terms(Criterion::Compliance(target));
        let within = |share: f64| share.clamp(0.0, 1.0);
        let of_base = &self.plans[0].targets[target];
        TargetCompliance {
            name: of_base.name.clone(),
            at_least: of_base.at_least,
            compliance: estimate(terms, CONFIDENCE).map(|it| Compliance {
                mean: it.value,
                low: within(it.low),
                high: within(it.high),
            }),
        }
    }

    fn difference(&self, index: usize, criterion: Criterion) -> Option<Difference> {
        let (nights, base) = (&self.compared.nights[index], &self.compared.nights[0]);
        let interval = self.compared.difference(index, criterion)?;
        let paired = nights.less(base, criterion)?;
        Some(Difference {
            name: self.criterion(criterion),
            value: interval.value,
            low: interval.low,
            high: interval.high,
            nights: paired.nights,
            variance_ratio: paired.variance_ratio(),
        })
    }

    /// What money buys: the compliance that the rule goes by, else the chance of meeting all targets.
    fn frontier(&self) -> Vec<FrontierPlan> {
        let buys = match self.question.rule {
            Rule::By(Criterion::Compliance(target)) => Criterion::Compliance(target),
            _ => Criterion::AllMet,
        };
        if !self.compared.criteria.contains(&buys) {
            return Vec::new();
        }
        let place = |(plan, nights): (usize, &crate::comparison::Nights)| {
            nights.value(buys)?;
            let (cost, buys) = (self.levelled(plan, Criterion::Cost)?, self.levelled(plan, buys)?);
            Some((plan, Place { cost, buys }))
        };
        let places: Vec<(usize, Place)> = self.compared.nights.iter().enumerate().filter_map(place).collect();
        let bare: Vec<Place> = places.iter().map(|(_, place)| *place).collect();
        let plan = |index: usize| {
            let (plan, place) = places[index];
            FrontierPlan { name: self.name(plan), cost: place.cost, buys: place.buys }
        };
        frontier(&bare).into_iter().map(plan).collect()
    }

    /// The base's value over all its nights, and the difference over the nights that both have: so values of
    /// plans of which more and of which fewer nights were simulated can be put side by side.
    fn levelled(&self, plan: usize, criterion: Criterion) -> Option<f64> {
        let nights = &self.compared.nights;
        let base = nights[0].value(criterion)?;
        let value = base + nights[plan].less(&nights[0], criterion)?.value;
        Some(if criterion == Criterion::Cost { value } else { value.clamp(0.0, 1.0) })
    }

    fn untried(&self) -> u64 {
        let tried = |name: &&String| self.alternatives.iter().any(|it| it.levers.contains(name));
        let levers = self.scenario.levers.keys().filter(|name| !tried(name) && !self.left_out.contains(name));
        levers.count() as u64
    }

    /// Of the best one's rivals that which comes nearest.
    fn runner_up(&self, conclusion: &Conclusion) -> Option<RunnerUp> {
        let Conclusion::Best(best) = conclusion else { return None };
        let (name, difference) =
            self.compared.runner_up(*best).map(|(plan, difference)| (self.name(plan), difference))?;
        Some(RunnerUp { name, difference })
    }

    /// What less money buys, where the most of a chance was chosen and not the least of a cost.
    fn cheaper(&self, conclusion: &Conclusion, frontier: &[FrontierPlan]) -> Option<RunnerUp> {
        let Conclusion::Best(best) = conclusion else { return None };
        if self.compared.is_certain_enough() != Some(false) {
            return None;
        }
        let place = frontier.iter().position(|it| it.name == self.alternatives[*best].name)?;
        let name = &frontier[place.checked_sub(1)?].name;
        let cheaper = self.alternatives.iter().position(|it| it.name == *name)?;
        let nights = &self.compared.nights;
        let difference =
            nights[*best].interval(&nights[cheaper], Criterion::Cost, self.compared.confidence)?;
        (difference.low > 0.0).then(|| RunnerUp { name: name.clone(), difference })
    }

    fn levers(&self) -> Vec<LeverReport> {
        let used: BTreeSet<&String> = self.alternatives.iter().flat_map(|it| &it.levers).collect();
        used.into_iter().map(|name| self.lever(name)).collect()
    }

    fn lever(&self, name: &str) -> LeverReport {
        let title = self.scenario.levers.get(name).and_then(|lever| lever.title.clone());
        LeverReport { name: name.to_owned(), title: title.unwrap_or_else(|| name.to_owned()) }
    }

    fn warnings(&self) -> Vec<Warning> {
        let mut warnings = self.warnings.to_vec();
        let mut warn = |name: String, message: String| warnings.push(Warning { name, message });
        let nights = self.compared.nights[0].len();
        if self.compared.interrupted {
            warn(
                "interrupted".to_owned(),
                format!("interrupted after {nights} nights: this is what they gave"),
            );
        } else if !self.compared.precise {
            let message = format!("{nights} nights were not enough for the precision asked for");
            warn("precision".to_owned(), message);
        }
        for target in self.plans[0].targets.iter().filter(|target| target.over.is_some()) {
            let message = "is judged over many nights: not in the chance of meeting all targets of a night";
            warn(format!("target.{}", target.name), message.to_owned());
        }
        for (alternative, plan) in self.alternatives.iter().zip(self.plans).skip(1) {
            for target in &self.plans[0].targets {
                if !plan.targets.iter().any(|other| other.name == target.name) {
                    let message =
                        format!("{} has no such target: it is not compared by it", alternative.name);
                    warn(format!("target.{}", target.name), message);
                }
            }
        }
        warnings
    }
}
