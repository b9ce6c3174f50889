//! What a night costs, by kind and by lever.

use super::build::{CONFIDENCE, Run, spread_of};
use super::model::{Amount, Cost, CostPart, PeriodCost};
use crate::simulation::cost::CostKind;
use crate::simulation::tally::NightRecord;
use crate::statistics::{MeanSums, ratio};
use crate::units::Money;

/// The cost of a run's nights, and what falling below over several of them costs.
pub fn cost(run: &Run<'_>, periods: Vec<PeriodCost>) -> Cost {
    let nights = &run.simulated.nights;
    let all = part(nights, "cost", "cost", |night| night.cost);
    let spread = spread_of(nights.iter().map(|night| night.cost.units()));
    let kinds = CostKind::ALL.map(|kind| part(nights, kind.name(), kind.name(), |it| it.costs.kind(kind)));
    let mean_of = |kind: CostKind| kinds[kind as usize].mean;
    let cases = |night: &NightRecord| (night.cost.units(), f64::from(night.cases));
    let per_case = ratio(nights.iter().map(cases), CONFIDENCE);
    Cost {
        currency: run.scenario.currency.clone(),
        mean: all.mean,
        low: all.low,
        high: all.high,
        p05: spread.map_or(0.0, |nights| nights.p05),
        p50: spread.map_or(0.0, |nights| nights.p50),
        p95: spread.map_or(0.0, |nights| nights.p95),
        wages: mean_of(CostKind::Wages),
        outcomes: mean_of(CostKind::Outcomes),
        per_case: per_case.map(|it| Amount { mean: it.value, low: it.low, high: it.high }),
        kinds: kinds.into(),
        levers: levers(run),
        mean_with_periods: all.mean + periods.iter().map(|it| it.mean).sum::<f64>(),
        periods,
    }
}

fn levers(run: &Run<'_>) -> Vec<CostPart> {
    let lever = |(index, lever): (usize, &crate::simulation::plan::prices::Lever)| {
        let title = run.scenario.levers.get(&lever.name).and_then(|lever| lever.title.as_deref());
        let cost = |night: &NightRecord| night.costs.levers[index];
        part(&run.simulated.nights, &lever.name, title.unwrap_or(&lever.name), cost)
    };
    run.plan.prices.levers.iter().enumerate().map(lever).collect()
}

/// One part of the nights' costs.
fn part(nights: &[NightRecord], name: &str, title: &str, of: impl Fn(&NightRecord) -> Money) -> CostPart {
    let mut sums = MeanSums::default();
    nights.iter().for_each(|night| sums.add(of(night).0));
    let estimate = sums.estimate(CONFIDENCE);
    let cases: f64 = nights.iter().map(|night| f64::from(night.cases)).sum();
    CostPart {
        name: name.to_owned(),
        title: title.to_owned(),
        mean: sums.mean().unwrap_or(0.0) / 1e6,
        low: estimate.map(|it| it.low / 1e6),
        high: estimate.map(|it| it.high / 1e6),
        per_case: (cases > 0.0).then(|| sums.sum as f64 / 1e6 / cases),
    }
}
