//! Nights shared out over threads.

use std::sync::atomic::{AtomicU64, Ordering};

/// `work` for each number below `count`: every worker, on a thread of its own, takes the next number until
/// none is left. Which worker takes which must change nothing in the result.
pub(super) fn share_out<W: Send>(workers: &mut [W], count: u64, work: impl Fn(&mut W, u64) + Sync) {
    let next = AtomicU64::new(0);
    let take = |worker: &mut W| {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return;
            }
            work(worker, number);
        }
    };
    match workers {
        [only] => take(only),
        _ => std::thread::scope(|scope| {
            for worker in workers {
                scope.spawn(|| take(worker));
            }
        }),
    }
}
