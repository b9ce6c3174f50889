//! The same nights under several rosters: customers drawn once and met by every plan.

use super::Engine;
use super::plan::Plan;
use super::tally::Counts;
use super::threads::share_out;
use crate::demand::{Arrival, Night};
use crate::random::Key;
use std::ops::Range;

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
fn spread<W: Send, T: Send>(
    threads: usize,
    numbers: Range<u64>,
    tool: impl Fn() -> W,
    work: impl Fn(&mut W, u64) -> T + Sync,
) -> Vec<T> {
    let count = numbers.end.saturating_sub(numbers.start);
    let threads = threads.clamp(1, count.max(1) as usize);
    let mut workers: Vec<(W, Vec<(u64, T)>)> = (0..threads).map(|_| (tool(), Vec::new())).collect();
    share_out(&mut workers, count, |(tool, done), index| {
        done.push((index, work(tool, numbers.start + index)));
    });
    let mut done: Vec<(u64, T)> = workers.into_iter().flat_map(|(_, done)| done).collect();
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}
