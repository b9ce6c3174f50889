//! The same nights under several rosters: customers drawn once and met by every plan.

use super::Engine;
use super::plan::Plan;
use super::tally::Counts;
use crate::demand::{Arrival, Night};
use crate::random::Key;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Cases that are kept; what comes beyond is drawn again for every plan.
const MOST_KEPT: usize = 32_000_000;

/// Nights of one scenario, to be met by plans that differ in their staff only.
#[derive(Debug)]
pub struct SharedNights {
    seed: u64,
    nights: Range<u64>,
    /// The customers of the first nights, as many as fit.
    kept: Vec<Box<[Arrival]>>,
}

impl SharedNights {
    /// The nights with these replication numbers.
    pub fn draw(plan: &Plan, seed: u64, nights: Range<u64>, threads: usize) -> SharedNights {
        let room = (MOST_KEPT as f64 / plan.demand.cases_on_average().max(1.0)) as u64;
        let kept = nights.start..nights.end.min(nights.start.saturating_add(room));
        let draw = |night: &mut Night, replication| {
            night.draw(&plan.demand, Key::night(seed, replication));
            night.arrivals().into()
        };
        let kept = spread(threads, kept, Night::default, draw);
        SharedNights { seed, nights, kept }
    }

    /// How many.
    pub fn len(&self) -> usize {
        (self.nights.end - self.nights.start) as usize
    }

    /// True of no night.
    pub fn is_empty(&self) -> bool {
        self.nights.is_empty()
    }

    /// What `seen` says of each of the nights numbered `which` from 0, simulated with the staff of `plan`,
    /// in their order. The number of threads changes nothing.
    pub fn meet<T: Send>(
        &self,
        plan: &Plan,
        which: Range<usize>,
        threads: usize,
        seen: impl Fn(&Counts) -> T + Sync,
    ) -> Vec<T> {
        let run = |(engine, night): &mut (Engine<'_>, Night), index: u64| {
            let key = Key::night(self.seed, self.nights.start + index);
            let arrivals = match self.kept.get(index as usize) {
                Some(kept) => kept,
                None => {
                    night.draw(&plan.demand, key);
                    night.arrivals()
                }
            };
            seen(engine.run(key, arrivals, &mut ()))
        };
        let which = which.start as u64..which.end.min(self.len()) as u64;
        spread(threads, which, || (Engine::new(plan), Night::default()), run)
    }
}

/// `work` for each number, shared out over threads that each have a tool of their own; in order.
fn spread<W, T: Send>(
    threads: usize,
    numbers: Range<u64>,
    tool: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, u64) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let count = numbers.end.saturating_sub(numbers.start) as usize;
    let take = || {
        let mut tool = tool();
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return done;
            }
            done.push((index, work(&mut tool, numbers.start + index as u64)));
        }
    };
    let mut done = if threads <= 1 {
        take()
    } else {
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..threads.min(count.max(1))).map(|_| scope.spawn(take)).collect();
            // A thread that panicked has said so already; the night it had is ours to fail for.
            threads.into_iter().flat_map(|thread| thread.join().expect("a night panicked")).collect()
        })
    };
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}
