//! Nights shared out over threads.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Between two questions whether to go on.
const ASKED_EVERY: Duration = Duration::from_millis(20);

/// `work` for each number below `count`: every worker, on a thread of its own, takes the next number until
/// none is left. Which worker takes which must change nothing in the result.
pub(super) fn share_out<W: Send>(workers: &mut [W], count: u64, work: impl Fn(&mut W, u64) + Sync) {
    share_out_while(workers, count, &mut || true, work);
}

/// The same until `go_on`, asked at first and then now and again on the thread that calls, says no: then the
/// first numbers are done, as many as were begun.
pub(super) fn share_out_while<W: Send>(
    workers: &mut [W],
    count: u64,
    go_on: &mut dyn FnMut() -> bool,
    work: impl Fn(&mut W, u64) + Sync,
) {
    let (next, over) = (AtomicU64::new(0), AtomicBool::new(false));
    let take = |worker: &mut W, over: &mut dyn FnMut() -> bool| {
        while !over() {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return;
            }
            work(worker, number);
        }
    };
    let mut asked = None::<Instant>;
    let mut asks = || {
        if asked.is_none_or(|asked| asked.elapsed() >= ASKED_EVERY) {
            asked = Some(Instant::now());
            over.store(!go_on(), Ordering::Relaxed);
        }
        over.load(Ordering::Relaxed)
    };
    let Some((here, others)) = workers.split_first_mut() else { return };
    if others.is_empty() {
        return take(here, &mut asks);
    }
    std::thread::scope(|scope| {
        for worker in others {
            scope.spawn(|| take(worker, &mut || over.load(Ordering::Relaxed)));
        }
        take(here, &mut asks);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `workers` threads do of 1,000 numbers, of which the one that calls is asked about after `first`.
    fn done(workers: usize, go_on: &mut dyn FnMut() -> bool) -> Vec<u64> {
        let mut workers = vec![Vec::new(); workers];
        share_out_while(&mut workers, 1_000, go_on, |done, number| {
            std::thread::sleep(Duration::from_micros(200));
            done.push(number);
        });
        let mut done = workers.concat();
        done.sort_unstable();
        done
    }

    #[test]
    fn who_is_stopped_has_done_the_first_numbers() {
        for workers in [1, 3] {
            let mut asked = 0;
            let done = done(workers, &mut || {
                asked += 1;
                asked < 3
            });
            assert!(done.len() < 1_000, "{}", done.len());
            assert_eq!(done, (0..done.len() as u64).collect::<Vec<_>>());
        }
    }

    #[test]
    fn who_is_not_stopped_does_all() {
        for workers in [1, 3] {
            assert_eq!(done(workers, &mut || true).len(), 1_000);
        }
    }
}
