//! Nights by the product's engine, and how what they gave is compared.

use nightdesk::demand::Night;
use nightdesk::random::Key;
use nightdesk::scenario::load_text;
use nightdesk::simulation::Engine;
use nightdesk::simulation::observer::Observer;
use nightdesk::simulation::plan::Plan;
use nightdesk::simulation::replications::{Sampling, Simulated, Stop, simulate};
use nightdesk::simulation::tally::Counts;
use nightdesk::statistics::{Interval, student_t};
use std::sync::atomic::{AtomicU64, Ordering};

/// Of every interval by which the engine is judged.
pub const CONFIDENCE: f64 = 0.999;
/// Both cores of the smallest machine we test on.
const THREADS: usize = 2;

/// How narrow an interval must be for its test to say anything.
#[derive(Clone, Copy, Debug)]
pub enum Width {
    /// Half-width at most so much.
    Absolute(f64),
    /// Half-width at most this share of the exact value.
    Relative(f64),
}

/// 0.3 % of the quantity itself.
pub const OF_ITSELF: Width = Width::Relative(0.003);
/// 0.3 percentage points, for probabilities.
pub const OF_ALL: Width = Width::Absolute(0.003);

/// The scenario `text`, read and compiled.
pub fn plan(text: &str) -> Plan {
    let loaded = load_text(text).unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    Plan::compile(&loaded.scenario).expect("a scenario that loads compiles")
}

/// So many nights, as `nightdesk simulate` runs them.
pub fn run(plan: &Plan, seed: u64, nights: u64) -> Simulated {
    let sampling = Sampling { seed, stop: Stop::After(nights), threads: THREADS };
    simulate(plan, &sampling, &mut |_| true)
}

/// So many nights, each watched by what `watch` makes; what `sum_up` makes of each, in replication order.
pub fn watched<W: Observer, T: Send>(
    plan: &Plan,
    seed: u64,
    nights: u64,
    watch: impl Fn(Key) -> W + Sync,
    sum_up: impl Fn(W, &Counts) -> T + Sync,
) -> Vec<T> {
    let next = AtomicU64::new(0);
    let work = || {
        let (mut engine, mut customers, mut found) = (Engine::new(plan), Night::default(), Vec::new());
        loop {
            let replication = next.fetch_add(1, Ordering::Relaxed);
            if replication >= nights {
                return found;
            }
            let night = Key::night(seed, replication);
            customers.draw(&plan.demand, night);
            let mut watcher = watch(night);
            let counts = engine.run(night, customers.arrivals(), &mut watcher);
            found.push((replication, sum_up(watcher, counts)));
        }
    };
    let mut found: Vec<(u64, T)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("a night panicked")).collect()
    });
    found.sort_by_key(|(replication, _)| *replication);
    found.into_iter().map(|(_, night)| night).collect()
}

/// Σ numerators / Σ denominators over nights, with its t interval (delta method, as `RatioSums`).
pub fn ratio(nights: impl IntoIterator<Item = (f64, f64)>) -> Interval {
    let nights: Vec<(f64, f64)> = nights.into_iter().collect();
    let n = nights.len() as f64;
    let all: f64 = nights.iter().map(|night| night.1).sum();
    let value = nights.iter().map(|night| night.0).sum::<f64>() / all;
    let squares: f64 = nights.iter().map(|(part, of)| (part - value * of) * (part - value * of)).sum();
    let spread = (n / (n - 1.0) * squares).sqrt() / all;
    let half = student_t(nights.len() as u64 - 1, CONFIDENCE) * spread;
    Interval { value, low: value - half, high: value + half }
}

/// Likewise with control variates: of each night also numbers whose mean is known to be nothing. What they
/// explain of the nights' differences, by regression, is taken out (Lavenberg & Welch, Management Science
/// 27, 1981), which narrows the interval and leaves what it covers.
pub fn controlled<const K: usize>(nights: &[(f64, f64, [f64; K])]) -> Interval {
    let n = nights.len() as f64;
    let plain: f64 =
        nights.iter().map(|night| night.0).sum::<f64>() / nights.iter().map(|night| night.1).sum::<f64>();
    // The normal equations of the nights' residuals about the controls' own means.
    let centre: [f64; K] = std::array::from_fn(|k| nights.iter().map(|night| night.2[k]).sum::<f64>() / n);
    let mut rows = [[0.0; K]; K];
    let mut right = [0.0; K];
    for (part, of, controls) in nights {
        for i in 0..K {
            right[i] += (part - plain * of) * (controls[i] - centre[i]);
            (0..K).for_each(|j| rows[i][j] += (controls[i] - centre[i]) * (controls[j] - centre[j]));
        }
    }
    // A control that never moves explains nothing.
    (0..K).for_each(|k| rows[k][k] += if rows[k][k] < 1e-3 { 1.0 } else { 0.0 });
    let weights = solve(rows, right);
    let explained = |controls: &[f64; K]| -> f64 { weights.iter().zip(controls).map(|(w, c)| w * c).sum() };
    let mut seen = ratio(nights.iter().map(|(part, of, controls)| (part - explained(controls), *of)));
    let fewer = ((n - 1.0) / (n - 1.0 - K as f64)).sqrt() * seen.half_width();
    (seen.low, seen.high) = (seen.value - fewer, seen.value + fewer);
    seen
}

/// Gauss's elimination of a positive definite matrix.
fn solve<const K: usize>(mut rows: [[f64; K]; K], mut right: [f64; K]) -> [f64; K] {
    for i in 0..K {
        for below in i + 1..K {
            let factor = rows[below][i] / rows[i][i];
            (i..K).for_each(|j| rows[below][j] -= factor * rows[i][j]);
            right[below] -= factor * right[i];
        }
    }
    for i in (0..K).rev() {
        let known: f64 = (i + 1..K).map(|j| rows[i][j] * right[j]).sum();
        right[i] = (right[i] - known) / rows[i][i];
    }
    right
}

/// The mean over nights with its t interval.
pub fn mean(nights: impl IntoIterator<Item = f64>) -> Interval {
    ratio(nights.into_iter().map(|value| (value, 1.0)))
}

/// Holds `seen`, a 99.9 % interval, against `exact`: it must be narrow enough, and hold the value.
#[track_caller]
pub fn agrees(what: &str, seen: Interval, exact: f64, width: Width) {
    let half = seen.half_width();
    println!("{what}: {:.6} ± {half:.6}, exactly {exact:.6}", seen.value);
    let most = match width {
        Width::Absolute(most) => most,
        Width::Relative(share) => share * exact,
    };
    assert!(half <= most, "{what}: ± {half} says too little; ± {most} was asked for");
    assert!(
        seen.low <= exact && exact <= seen.high,
        "{what}: {} ± {half} does not hold the exact {exact}",
        seen.value
    );
}

/// The 99.9 % interval of a target's compliance, as the product reports it.
pub fn compliance(plan: &Plan, simulated: &Simulated, target: &str) -> Interval {
    let index = plan.targets.iter().position(|it| it.name == target);
    let index = index.unwrap_or_else(|| panic!("there is no target {target}"));
    simulated.tally.pooled[index].estimate(CONFIDENCE).expect("the target counted something")
}
