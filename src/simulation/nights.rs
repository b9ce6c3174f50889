//! The same nights under several rosters: customers drawn once and met by every plan.

use super::Engine;
use super::plan::Plan;
use super::tally::Counts;
use super::threads::share_out_while;
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
    /// The customers of the first nights, as many as were met and fit.
    kept: Vec<Box<[Arrival]>>,
    room: u64,
    threads: usize,
}

impl SharedNights {
    /// The nights with these replication numbers, of the scenario of `plan`; each is drawn when it is first met.
    pub fn new(plan: &Plan, seed: u64, nights: Range<u64>, threads: usize) -> SharedNights {
        let room = (MOST_KEPT as f64 / plan.demand.cases_on_average().max(1.0)) as u64;
        SharedNights { seed, nights, kept: Vec::new(), room, threads }
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
    ///
    /// `go_on` is asked now and then; once it says no, only the first of these nights are met, perhaps none.
    pub fn meet<T: Send>(
        &mut self,
        plan: &Plan,
        which: Range<usize>,
        go_on: &mut dyn FnMut() -> bool,
        seen: impl Fn(&Counts) -> T + Sync,
    ) -> Vec<T> {
        let which = which.start as u64..which.end.min(self.len()) as u64;
        self.keep(plan, which.end, go_on);
        let run = |(engine, night): &mut (Engine<'_>, Night), index: u64| {
            let key = self.key(index);
            let arrivals = match self.kept.get(index as usize) {
                Some(kept) => kept,
                None => {
                    night.draw(&plan.demand, key);
                    night.arrivals()
                }
            };
            seen(engine.run(key, arrivals, &mut ()))
        };
        spread(self.threads, which, || (Engine::new(plan), Night::default()), go_on, run)
    }

    fn key(&self, index: u64) -> Key {
        Key::night(self.seed, self.nights.start + index)
    }

    /// Draws the customers of the first `nights` nights, unless they were drawn before or do not fit.
    fn keep(&mut self, plan: &Plan, nights: u64, go_on: &mut dyn FnMut() -> bool) {
        let missing = self.kept.len() as u64..nights.min(self.room);
        let draw = |night: &mut Night, index: u64| {
            night.draw(&plan.demand, self.key(index));
            night.arrivals().into()
        };
        let drawn = spread(self.threads, missing, Night::default, go_on, draw);
        self.kept.extend(drawn);
    }
}

/// `work` for each number, shared out over threads that each have a tool of their own; in order. Once `go_on`
/// says no, only for the first of them.
fn spread<W: Send, T: Send>(
    threads: usize,
    numbers: Range<u64>,
    tool: impl Fn() -> W,
    go_on: &mut dyn FnMut() -> bool,
    work: impl Fn(&mut W, u64) -> T + Sync,
) -> Vec<T> {
    let count = numbers.end.saturating_sub(numbers.start);
    if count == 0 {
        return Vec::new();
    }
    let threads = threads.clamp(1, count as usize);
    let mut workers: Vec<(W, Vec<(u64, T)>)> = (0..threads).map(|_| (tool(), Vec::new())).collect();
    share_out_while(&mut workers, count, go_on, |(tool, done), index| {
        done.push((index, work(tool, numbers.start + index)));
    });
    let mut done: Vec<(u64, T)> = workers.into_iter().flat_map(|(_, done)| done).collect();
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}
