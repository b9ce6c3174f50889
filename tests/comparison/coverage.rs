//! How often intervals of differences cover the truth.

use super::synthetic::{BY, draws, normal};
use nightdesk::comparison::{Criterion, Nights};
use nightdesk::random::Draw;
use nightdesk::scenario::{Request, load_text_with};
use nightdesk::simulation::plan::Plan;
use nightdesk::simulation::side_by_side::SideBySide;
use nightdesk::statistics::Term;
use nightdesk::statistics::paired::shared_confidence;

/// Two plans on one night: some 60 messages, of which a share is met that swings with the night. The second
/// plan meets 5 points more, of a tenth fewer messages.
fn night(draw: &mut Draw) -> [Term; 2] {
    let counted = (60.0 + 15.0 * normal(draw)).round().max(0.0);
    let share = (0.8 + 0.08 * normal(draw)).clamp(0.05, 0.94);
    [(counted, share), (0.9 * counted, share + 0.05)].map(|(counted, share)| {
        let own = share + 0.02 * normal(draw);
        Term { numerator: counted * own, denominator: counted }
    })
}

/// Trials of `nights` nights with `intervals` pairs each; in how many all intervals cover 5 points.
fn covered(trials: u64, nights: usize, intervals: usize, confidence: f64) -> u64 {
    let mut covered = 0;
    for trial in 0..trials {
        let all = (0..intervals).all(|pair| {
            let mut terms = [Vec::new(), Vec::new()];
            for place in 0..nights {
                let night = night(&mut draws(trial * 100 + pair as u64, place));
                terms.iter_mut().zip(night).for_each(|(terms, term)| terms.push(term));
            }
            let [base, plan] = terms.map(|terms| Nights::of_terms(&[BY], vec![terms]));
            let interval = plan.interval(&base, BY, confidence).unwrap();
            // The share swings with the night but not with its size: pooled over many nights, 5 points.
            interval.low <= 0.05 && 0.05 <= interval.high
        });
        covered += u64::from(all);
    }
    covered
}

/// Of 2,000 trials at 95 % between 1,856 and 1,944 cover: 4.5 deviations of a binomial, false alarm 1e-5. The
/// estimate's bias is of the order of one over the nights, far below that.
#[test]
fn a_paired_interval_covers_the_true_difference() {
    let seen = covered(2000, 60, 1, 0.95);
    assert!((1856..=1944).contains(&seen), "{seen} of 2000");
    // The test can tell a wrong interval: one of 80 % is far outside.
    assert!(!(1856..=1944).contains(&covered(2000, 60, 1, 0.8)));
}

/// Eight intervals at once with a shared error: together at least 95 %, false alarm 1e-5.
#[test]
fn simultaneous_intervals_are_all_right_together() {
    let together = covered(1000, 60, 8, shared_confidence(0.95, 8));
    assert!(together >= 950 - 30, "{together} of 1000");
    let unshared = covered(1000, 60, 8, 0.95);
    assert!(unshared < 920, "{unshared} of 1000 without sharing the error");
}

const DESK: &str = include_str!("desk.toml");

fn plan(set: &[&str]) -> Plan {
    let set: Vec<String> = set.iter().map(|it| (*it).to_owned()).collect();
    let request = Request { path: "desk.toml", set: &set, ..Request::default() };
    let loaded = load_text_with(DESK, &request).unwrap_or_else(|problems| panic!("{problems}"));
    Plan::compile(&loaded.scenario).unwrap()
}

/// On simulated nights: the truth is that of 40,000 others (known to a twentieth of an interval), and 300
/// comparisons of 100 nights each cover it. Between 266 and 299 of 300: 4.3 deviations and more, false
/// alarm 1e-4.
#[test]
fn intervals_of_simulated_plans_cover_what_many_nights_show() {
    let plans = [plan(&[]), plan(&["team.night.shift.evening.agents=2"])];
    let criteria = Criterion::of(&plans[0]);
    let nights = |seed: u64, count: u64| -> Vec<Nights> {
        let records = SideBySide::new(&plans, seed, 2).simulate(&[true, true], 0..count);
        let fill = |(plan, records): (&Plan, &Vec<_>)| {
            let mut nights = Nights::new(&criteria, plan, &plans[0]);
            nights.extend(plan, records, 1);
            nights
        };
        plans.iter().zip(&records).map(fill).collect()
    };
    let truth = nights(1, 40_000);
    let samples: Vec<Vec<Nights>> = (0..300).map(|trial| nights(1000 + trial, 100)).collect();
    for criterion in [BY, Criterion::AllMet, Criterion::Cost] {
        let exact = truth[1].less(&truth[0], criterion).unwrap().value;
        let covers = |sample: &&Vec<Nights>| {
            let interval = sample[1].interval(&sample[0], criterion, 0.95).unwrap();
            interval.low <= exact && exact <= interval.high
        };
        let covered = samples.iter().filter(covers).count();
        assert!(
            (266..=299).contains(&covered) || criterion == Criterion::Cost && covered >= 266,
            "{criterion:?}: {covered} of 300"
        );
    }
}
