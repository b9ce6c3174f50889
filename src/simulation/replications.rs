//! Many nights: how many, on how many threads, and when it is enough.

use super::Engine;
use super::plan::Plan;
use super::tally::{Counts, NightRecord, Tally, Waits};
use super::threads::share_out;
use crate::demand::Night;
use crate::random::Key;
use crate::statistics::wilson;

/// How nights are sampled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampling {
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
    /// After exactly so many nights.
    After(u64),
    /// When every compliance is known to ± `points` and every chance to ± 2 × `points` (in percentage
    /// points, at 95 %), judged every 200 nights from 400 to 10,000.
    AtPrecision {
        /// Percentage points.
        points: f64,
    },
}

/// How far the sampling is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Nights simulated.
    pub nights: u64,
    /// Nights that will be needed, as far as can be told.
    pub expected: u64,
}

/// What the nights gave.
#[derive(Clone, Debug)]
pub struct Simulated {
    /// The sum over nights.
    pub tally: Tally,
    /// Each night, in replication order.
    pub nights: Vec<NightRecord>,
    /// The precision asked for was reached (always so after a number of nights).
    pub precise: bool,
    /// Sampling was interrupted.
    pub interrupted: bool,
}

/// Nights between one judgement of the precision and the next.
const BATCH: u64 = 200;
/// No judgement before so many.
const FEWEST: u64 = 400;
/// Sampling stops here whatever the precision.
const MOST: u64 = 10_000;
/// Of every interval.
const CONFIDENCE: f64 = 0.95;

/// Simulates nights of `plan`. `progress` is called between batches and may return `false` to stop there.
pub fn simulate(plan: &Plan, sampling: &Sampling, progress: &mut dyn FnMut(Progress) -> bool) -> Simulated {
    simulate_seen(plan, sampling, &|_| (), &mut |now, _| progress(now)).0
}

/// The same with what `seen` says of each night, in replication order; `progress` is shown what was seen
/// so far.
pub fn simulate_seen<T: Send>(
    plan: &Plan,
    sampling: &Sampling,
    seen: &(dyn Fn(&Counts) -> T + Sync),
    progress: &mut dyn FnMut(Progress, &[T]) -> bool,
) -> (Simulated, Vec<T>) {
    let mut workers: Vec<Worker<'_, T>> =
        (0..sampling.threads.max(1)).map(|_| Worker::new(plan, seen)).collect();
    let mut all_seen: Vec<T> = Vec::new();
    let mut nights: Vec<NightRecord> = Vec::new();
    let most = match sampling.stop {
        Stop::After(nights) => nights,
        Stop::AtPrecision { .. } => MOST,
    };
    let (mut precise, mut interrupted) = (matches!(sampling.stop, Stop::After(_)), false);
    while (nights.len() as u64) < most {
        let from = nights.len() as u64;
        let to = (from + BATCH).min(most);
        share_out(&mut workers, to - from, |worker, number| worker.simulate(sampling.seed, from + number));
        nights.resize((to) as usize, NightRecord::default());
        let mut seen: Vec<(u64, T)> = Vec::new();
        for worker in &mut workers {
            for (replication, record, it) in worker.records.drain(..) {
                nights[replication as usize] = record;
                seen.push((replication, it));
            }
        }
        seen.sort_unstable_by_key(|(replication, _)| *replication);
        all_seen.extend(seen.into_iter().map(|(_, it)| it));
        let mut expected = most;
        if let Stop::AtPrecision { points } = sampling.stop {
            let missing = imprecision(plan, &gather(plan, &workers), points);
            precise = missing <= 1.0;
            // An interval shrinks with the root of the nights.
            expected = ((to as f64 * missing * missing).ceil() as u64).clamp(FEWEST.max(to), MOST);
            if precise && to >= FEWEST {
                break;
            }
        }
        if !progress(Progress { nights: to, expected }, &all_seen) {
            interrupted = to < most;
            break;
        }
    }
    let mut tally = gather(plan, &workers);
    workers.iter().for_each(|worker| tally.add_waits(&worker.waits));
    (Simulated { tally, nights, precise, interrupted }, all_seen)
}

/// One thread's engine, and what it has counted.
struct Worker<'p, T> {
    plan: &'p Plan,
    seen: &'p (dyn Fn(&Counts) -> T + Sync),
    engine: Engine<'p>,
    customers: Night,
    waits: Waits,
    tally: Tally,
    records: Vec<(u64, NightRecord, T)>,
}

impl<'p, T: Send> Worker<'p, T> {
    fn new(plan: &'p Plan, seen: &'p (dyn Fn(&Counts) -> T + Sync)) -> Worker<'p, T> {
        Worker {
            plan,
            seen,
            engine: Engine::new(plan),
            customers: Night::default(),
            waits: Waits::new(plan.channels.len()),
            tally: Tally::new(plan),
            records: Vec::with_capacity(BATCH as usize),
        }
    }

    fn simulate(&mut self, seed: u64, replication: u64) {
        let night = Key::night(seed, replication);
        self.customers.draw(&self.plan.demand, night);
        self.waits.next_night();
        let counts = self.engine.run(night, self.customers.arrivals(), &mut self.waits);
        let record = self.tally.add(self.plan, night, counts, &self.waits);
        self.records.push((replication, record, (self.seen)(counts)));
    }
}

fn gather<T>(plan: &Plan, workers: &[Worker<'_, T>]) -> Tally {
    let mut tally = Tally::new(plan);
    workers.iter().for_each(|worker| tally.merge(&worker.tally));
    tally
}

/// How many times too wide the widest interval is.
fn imprecision(plan: &Plan, tally: &Tally, points: f64) -> f64 {
    let (share, chance) = (points / 100.0, points / 50.0);
    let mut widest = wilson(tally.nights_all_met, tally.nights, CONFIDENCE).half_width() / chance;
    for target in 0..plan.targets.len() {
        let counted = tally.nights_counted(target);
        if counted == 0 {
            continue;
        }
        if let Some(compliance) = tally.pooled[target].estimate(CONFIDENCE) {
            widest = widest.max(compliance.half_width() / share);
        }
        if plan.targets[target].over.is_some() {
            continue;
        }
        let met = wilson(tally.nights_met[target], counted, CONFIDENCE);
        widest = widest.max(met.half_width() / chance);
    }
    widest
}
