//! The selection on synthetic nights: how often it is wrong where it is hardest, at the edge of the zone of
//! indifference.

use super::synthetic::{BY, Plans, draws, normal};
use nightdesk::comparison::contest::Out;
use nightdesk::comparison::{Contest, Criterion, Rule};

/// Trials of a tenth of whose error is allowed for: with a true error of 5 % more than `allowed` wrong ones
/// come with a probability below 1e-5 (4.3 deviations of a binomial).
fn allowed(trials: u64, error: f64) -> u64 {
    let mean = trials as f64 * error;
    (mean + 4.3 * (mean * (1.0 - error)).sqrt()).ceil() as u64
}

/// Slippage: the last of five plans is better than all others by just the zone, which is 1. Nights have a
/// deviation of 3 and share a part of it. How many of `trials` choose another.
fn wrong_choices(trials: u64, error: f64) -> (u64, usize) {
    const PLANS: usize = 5;
    const STEP: usize = 20;
    let (mut wrong, mut nights) = (0, 0);
    for trial in 0..trials {
        let mut plans = Plans::new(PLANS, &[BY, Criterion::Cost]);
        let mut contest = Contest::new(Rule::By(BY), PLANS, error, STEP, 100.0);
        for night in 0.. {
            let mut draw = draws(trial, night);
            let common = 2.0 * normal(&mut draw);
            for plan in 0..PLANS {
                let better = f64::from(u8::from(plan == PLANS - 1));
                let own = 5.0_f64.sqrt() * normal(&mut draw);
                plans.add(plan, &[better + common + own, 1.0]);
            }
            if (night + 1) % STEP == 0 {
                contest.judge(&plans.nights());
                if contest.is_over() {
                    nights += night + 1;
                    break;
                }
            }
        }
        wrong += u64::from(contest.contenders() != [PLANS - 1]);
    }
    (wrong, nights)
}

#[test]
fn the_best_of_five_is_chosen_as_often_as_promised() {
    let (wrong, nights) = wrong_choices(1000, 0.05);
    assert!(wrong <= allowed(1000, 0.05), "{wrong} of 1000 wrong, {nights} nights");
    // The test can tell: with a careless error it is wrong more often than 5 % allow.
    let (careless, fewer) = wrong_choices(1000, 0.9);
    assert!(careless > allowed(1000, 0.05), "only {careless} wrong where 90 % are allowed");
    assert!(fewer < nights);
}

/// One plan costs less but keeps its targets too seldom, two suffice and one of them costs less.
struct Trial {
    chances: [f64; 3],
    costs: [f64; 3],
}

impl Trial {
    fn chosen(&self, trial: u64) -> (Contest, usize) {
        const STEP: usize = 200;
        let rule = Rule::LeastCost { certainty: 0.9 };
        let mut contest = Contest::new(rule, 3, 0.05, STEP, 2.0);
        let mut plans = Plans::new(3, &[Criterion::AllMet, Criterion::Cost]);
        for night in 0.. {
            let mut draw = draws(trial, night);
            let (luck, common) = (draw.uniform(), 20.0 * normal(&mut draw));
            for plan in 0..3 {
                // Half of the luck is the night's own, so that the plans' nights go together.
                let own = if draw.uniform() < 0.5 { luck } else { draw.uniform() };
                let met = f64::from(u8::from(own < self.chances[plan]));
                plans.add(plan, &[met, self.costs[plan] + common + 10.0 * normal(&mut draw)]);
            }
            if (night + 1) % STEP == 0 {
                contest.judge(&plans.nights());
                if contest.is_over() {
                    return (contest, night + 1);
                }
            }
        }
        unreachable!("nights go on")
    }
}

#[test]
fn the_cheapest_plan_that_suffices_is_chosen_as_often_as_promised() {
    // Zones: 4 points of chance, 2 % of the base's cost of 100.
    let trial = Trial { chances: [0.94, 0.94, 0.86], costs: [100.0, 98.0, 90.0] };
    let chosen = (0..300).map(|seed| trial.chosen(seed).0);
    let wrong = chosen.filter(|contest| contest.contenders() != [1]).count() as u64;
    assert!(wrong <= allowed(300, 0.05), "{wrong} of 300");
}

#[test]
fn where_none_suffices_the_highest_chance_is_chosen() {
    let trial = Trial { chances: [0.70, 0.74, 0.66], costs: [90.0, 100.0, 80.0] };
    let contests: Vec<Contest> = (0..100).map(|seed| trial.chosen(seed).0).collect();
    let wrong = contests.iter().filter(|contest| contest.contenders() != [1]).count() as u64;
    assert!(wrong <= allowed(100, 0.05), "{wrong} of 100");
    assert!(contests.iter().all(|contest| contest.deciding() == Criterion::AllMet));
}

#[test]
fn what_cannot_win_goes_early() {
    let trial = Trial { chances: [0.999, 0.999, 0.5], costs: [100.0, 300.0, 50.0] };
    let (contest, nights) = trial.chosen(1);
    assert_eq!((contest.contenders(), nights), (vec![0], 200));
    assert_eq!(contest.out(1), Some(Out::BeatenBy(0)));
    assert_eq!(contest.out(2), Some(Out::ChanceTooLow));
}
