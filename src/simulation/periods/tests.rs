use super::*;
use crate::scenario::Measure;
use crate::scenario::store_score::Points;
use crate::simulation::example;
use crate::simulation::plan::prices::Penalty;
use crate::simulation::plan::{ScorePart, StoreScore, Threshold};
use crate::units::Money;
use std::collections::BTreeMap;

/// A plan with a target of 90 %, judged over so many nights.
fn plan(over: Option<u32>) -> Plan {
    let mut scenario = example::scenario("UTC", "2026-11-11T18:00:00", "2026-11-11T20:00:00");
    let at_least = crate::units::Share::new(0.9).unwrap();
    let target = crate::scenario::Target { over, at_least, ..example::target(Measure::FirstReply) };
    scenario.targets = BTreeMap::from([("soon".to_owned(), target)]);
    scenario.inquiries = BTreeMap::from([("taste".to_owned(), example::inquiry())]);
    Plan::compile(&scenario).unwrap()
}

fn night(met: u32, counted: u32) -> NightRecord {
    NightRecord { targets: [MetCounted { met, counted }].into(), ..NightRecord::default() }
}

/// Good nights meet 100 of 100, bad ones 80: a period of five keeps 90 % if three of it are good.
fn nights(good: usize, bad: usize) -> Vec<NightRecord> {
    [vec![night(100, 100); good], vec![night(80, 100); bad]].concat()
}

/// Chance that at least three of five are good.
fn three_of_five(p: f64) -> f64 {
    let q = 1.0 - p;
    10.0 * p * p * p * q * q + 5.0 * p * p * p * p * q + p * p * p * p * p
}

/// 10,000 draws know a chance to a standard deviation of half a point at most: 4.5 of them (7e-6).
#[test]
fn the_chance_of_a_period_is_that_of_the_binomial() {
    for (good, bad) in [(50, 50), (70, 30), (20, 80)] {
        let periods = over_periods(&plan(Some(5)), &nights(good, bad), 3);
        let chance = periods[0].targets[0].1.chance_met.unwrap();
        let p = good as f64 / 100.0;
        let exact = three_of_five(p);
        let deviation = (exact * (1.0 - exact) / 10_000.0).sqrt();
        assert!((chance.value - exact).abs() < 4.5 * deviation, "{} is not {exact}", chance.value);
        assert_eq!(periods[0].chance_all_met.value, chance.value);
        // What a hundred nights know of p, in what the chance makes of it: 30 p² q² dp. The bootstrap's
        // interval is that of a percentile, so it need not be as wide to the digit: within a quarter.
        let slope = 30.0 * p * p * (1.0 - p) * (1.0 - p);
        let half = 1.96 * (p * (1.0 - p) / 100.0).sqrt() * slope;
        assert!((chance.half_width() / half - 1.0).abs() < 0.25, "{} is not {half}", chance.half_width());
    }
}

/// 100 samples of 60 nights, each good with a chance of a half: the interval is to hold the true half in 95
/// of 100. Fewer than 85 come with a chance of 5e-5 then; the seeds are fixed.
#[test]
fn the_interval_holds_the_truth_as_often_as_it_says() {
    let mut draws = draws(77, "a test");
    let held = (0..100).filter(|seed| {
        let good = (0..60).filter(|_| draws.bits() & 1 == 1).count();
        let periods = over_periods(&plan(Some(5)), &nights(good, 60 - good), *seed);
        let chance = periods[0].targets[0].1.chance_met.unwrap();
        (chance.low..=chance.high).contains(&0.5)
    });
    let held = held.count();
    assert!(held >= 85, "{held} of 100");
}

/// Pooled: one great night outweighs many small ones, which a mean of the nights' shares would not see.
#[test]
fn periods_are_judged_by_their_pooled_counts() {
    let periods = over_periods(&plan(Some(2)), &[night(1000, 1000), night(0, 10)], 1);
    // Of two nights drawn: both great (1/4) or one of each (1/2) meet 90 %: 1000 of 1010.
    let chance = periods[0].targets[0].1.chance_met.unwrap();
    assert!((chance.value - 0.75).abs() < 0.02, "{}", chance.value);
}

#[test]
fn nights_that_count_nothing_are_in_periods_but_periods_of_nothing_are_not_judged() {
    let periods = over_periods(&plan(Some(2)), &[night(9, 10), night(0, 0)], 1);
    let target = periods[0].targets[0].1;
    assert_eq!(target.chance_met.unwrap().value, 1.0);
    assert_eq!(target.compliance.unwrap().p05, 0.9);
    assert_eq!(periods[0].chance_all_met.value, 1.0);
    let nothing = over_periods(&plan(Some(2)), &[night(0, 0), night(0, 0)], 1);
    assert_eq!(nothing[0].targets[0].1, OverPeriods { chance_met: None, compliance: None });
    assert!(over_periods(&plan(None), &[night(9, 10)], 1).is_empty());
    assert!(over_periods(&plan(Some(2)), &[], 1).is_empty());
}

/// Fewer nights than a period has know nothing of it; the same seed knows the same.
#[test]
fn of_too_few_nights_nothing_is_known() {
    let few = over_periods(&plan(Some(30)), &nights(10, 10), 1);
    let chance = few[0].targets[0].1.chance_met.unwrap();
    assert_eq!((chance.low, chance.high), (0.0, 1.0));
    let again = over_periods(&plan(Some(30)), &nights(10, 10), 1);
    assert_eq!(chance, again[0].targets[0].1.chance_met.unwrap());
}

fn scored(over: Option<u32>) -> Plan {
    let points = Points::Linear(vec![(0.5, 0.0), (1.0, 100.0)]);
    let part = ScorePart { name: "reply".to_owned(), of: ScoreOf::Target(0), weight: 2.0, points };
    let threshold = Threshold { name: "warning".to_owned(), score: 80.0, cost: Money::from_units(2000.0) };
    let score = StoreScore { over, parts: vec![part], thresholds: vec![threshold] };
    Plan { store_score: Some(score), ..plan(None) }
}

/// A score of 80 is a share of 90 %, so falling below it is missing three good nights of five.
#[test]
fn the_store_score_falls_below_as_often_as_its_share_does() {
    let nights = nights(70, 30);
    let periods = over_periods(&scored(Some(5)), &nights, 9);
    let below = periods[0].store_score.as_ref().unwrap().chance_below[0].unwrap();
    let exact = 1.0 - three_of_five(0.7);
    assert!((below.value - exact).abs() < 4.5 * 0.004, "{} is not {exact}", below.value);
    assert!(below.low <= below.value && below.value <= below.high);
    assert_eq!(periods[0].chance_all_met.value, 1.0 - below.value);
    // All nights: 94 of 100, which is 88 points; single nights 100 and 60.
    let score = long_run_score(&scored(Some(5)), &nights, 9).unwrap();
    assert!((score.value - 88.0).abs() < 1e-9);
    // 0.2 · 1.96 · √(0.7 · 0.3 / 100) of a share, times 200 points.
    assert!((score.half_width() / 3.592 - 1.0).abs() < 0.15, "{}", score.half_width());
    let single = night_scores(&scored(None), &nights);
    assert_eq!((single[0], single[99]), (100.0, 60.0));
}

/// As `plan`, and a period that misses the target costs 100.
fn costly(over: u32) -> Plan {
    let mut plan = plan(Some(over));
    plan.prices.penalties = vec![Penalty { per_period: Money::from_units(100.0), ..Penalty::default() }];
    plan
}

fn by_night(plan: &Plan, nights: &[NightRecord]) -> Vec<f64> {
    let mut costs = PeriodCosts::of(plan).expect("periods that cost something");
    nights.iter().for_each(|night| costs.add(night));
    costs.by_night(plan, 3)
}

#[test]
fn a_period_of_one_night_costs_that_night_what_it_costs() {
    let costs = by_night(&costly(1), &nights(3, 2));
    let expected = [0.0, 0.0, 0.0, 100.0, 100.0];
    assert!(costs.iter().zip(expected).all(|(cost, it)| (cost - it).abs() < 1e-9), "{costs:?}");
    assert!(PeriodCosts::of(&plan(Some(5))).is_none(), "nothing costs anything");
}

/// Half of the nights are good: a period of five misses with a chance of a half, 10 a night; with a good night in it
/// of 5 / 16 (fewer than two of four others), with a bad one of 11 / 16. So the terms are 10 ∓ 18.75, and the
/// estimate's standard error by a hundred of them is 1.875: what a hundred nights know of p, 0.05, times the slope
/// of the binomial's chance, 30 p² q², times 100 / 5. The pool of 2,000 companies knows a chance to 0.011: five of
/// these deviations are 5.6 (false alarm 6e-7).
#[test]
fn what_a_night_does_to_the_cost_of_periods_is_that_of_the_binomial() {
    let costs = by_night(&costly(5), &nights(50, 50));
    let mean = |costs: &[f64]| costs.iter().sum::<f64>() / costs.len() as f64;
    let (good, bad) = (mean(&costs[..50]), mean(&costs[50..]));
    assert!((mean(&costs) - 10.0).abs() < 1.2, "{}", mean(&costs));
    assert!((good + 8.75).abs() < 5.6, "{good}");
    assert!((bad - 28.75).abs() < 5.6, "{bad}");
}
