//! What is due when: an open-loop schedule.
//!
//! One thread of its own sleeps until the next task is due and hands it over; it never waits for whoever
//! takes it, so that a slow helpdesk does not slow the schedule. Sleeping in a thread is exact to some 60 µs,
//! where an asynchronous timer is exact to a millisecond.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Something to do, and when it is due.
#[derive(Clone, Copy, Debug)]
pub struct Due<T> {
    /// When, in µs from the start of the clock.
    pub at: i64,
    /// When we could know of it; not earlier than `at`.
    pub ready: i64,
    /// What.
    pub task: T,
}

/// Real time in µs from an instant, which may lie ahead.
#[derive(Clone, Copy, Debug)]
pub struct Clock(Instant);

impl Clock {
    /// Begins `lead` from now.
    pub fn starting_in(lead: Duration) -> Clock {
        Clock(Instant::now() + lead)
    }

    /// Now.
    pub fn now(self) -> i64 {
        let now = Instant::now();
        match now.checked_duration_since(self.0) {
            Some(since) => since.as_micros() as i64,
            None => -(self.0.duration_since(now).as_micros() as i64),
        }
    }

    /// From now until `at`; zero if that has been.
    pub fn until(self, at: i64) -> Duration {
        Duration::from_micros((at - self.now()).max(0) as u64)
    }
}

struct Entry<T> {
    at: i64,
    number: u64,
    due: Due<T>,
}

impl<T> PartialEq for Entry<T> {
    fn eq(&self, other: &Entry<T>) -> bool {
        (self.at, self.number) == (other.at, other.number)
    }
}
impl<T> Eq for Entry<T> {}
impl<T> PartialOrd for Entry<T> {
    fn partial_cmp(&self, other: &Entry<T>) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Entry<T> {
    fn cmp(&self, other: &Entry<T>) -> std::cmp::Ordering {
        (self.at, self.number).cmp(&(other.at, other.number))
    }
}

struct Waiting<T> {
    heap: BinaryHeap<Reverse<Entry<T>>>,
    number: u64,
    closed: bool,
}

/// Takes tasks and hands each over when it is due.
pub struct Schedule<T> {
    clock: Clock,
    waiting: Mutex<Waiting<T>>,
    changed: Condvar,
}

impl<T> std::fmt::Debug for Schedule<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Schedule")
    }
}

impl<T: Send + 'static> Schedule<T> {
    /// Hands tasks to `take` when they are due, no more than `max_rate` a second.
    ///
    /// # Errors
    /// If there can be no thread.
    pub fn start(
        clock: Clock,
        max_rate: Option<f64>,
        take: impl FnMut(Due<T>) + Send + 'static,
    ) -> std::io::Result<(Arc<Schedule<T>>, JoinHandle<()>)> {
        let waiting = Waiting { heap: BinaryHeap::new(), number: 0, closed: false };
        let schedule = Schedule { clock, waiting: Mutex::new(waiting), changed: Condvar::new() };
        let schedule = Arc::new(schedule);
        let dispatcher = Arc::clone(&schedule);
        let thread = std::thread::Builder::new().name("schedule".to_owned());
        let thread = thread.spawn(move || dispatcher.dispatch(max_rate, take))?;
        Ok((schedule, thread))
    }

    /// The clock that `at` is of.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Adds a task. One that was due before we could know of it is ready now.
    pub fn add(&self, at: i64, task: T) {
        let ready = at.max(self.clock.now());
        let mut waiting = self.lock();
        if waiting.closed {
            return;
        }
        waiting.number += 1;
        let entry = Entry { at, number: waiting.number, due: Due { at, ready, task } };
        let first = waiting.heap.peek().is_none_or(|Reverse(first)| entry < *first);
        waiting.heap.push(Reverse(entry));
        drop(waiting);
        if first {
            self.changed.notify_one();
        }
    }

    /// How many tasks wait to fall due.
    pub fn waiting(&self) -> usize {
        self.lock().heap.len()
    }

    /// Hands over nothing more; `take` is dropped soon after.
    pub fn close(&self) {
        let mut waiting = self.lock();
        waiting.closed = true;
        waiting.heap.clear();
        drop(waiting);
        self.changed.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, Waiting<T>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn dispatch(&self, max_rate: Option<f64>, mut take: impl FnMut(Due<T>)) {
        let gap = max_rate.map_or(Duration::ZERO, |rate| Duration::from_secs_f64(1.0 / rate));
        let mut not_before = Instant::now();
        let mut waiting = self.lock();
        while !waiting.closed {
            let wait = match waiting.heap.peek() {
                None => Duration::from_secs(3600),
                Some(Reverse(first)) => {
                    let limited = not_before.saturating_duration_since(Instant::now());
                    self.clock.until(first.at).max(limited)
                }
            };
            if wait > Duration::ZERO {
                let result = self.changed.wait_timeout(waiting, wait);
                waiting = result.unwrap_or_else(PoisonError::into_inner).0;
                continue;
            }
            if let Some(Reverse(first)) = waiting.heap.pop() {
                drop(waiting);
                take(first.due);
                not_before = not_before.max(Instant::now()) + gap;
                waiting = self.lock();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn tasks_come_when_they_are_due_in_that_order_and_not_before() {
        let clock = Clock::starting_in(Duration::from_millis(20));
        let (sender, receiver) = mpsc::channel();
        let take = move |due: Due<u32>| sender.send((due.task, clock.now())).unwrap();
        let (schedule, thread) = Schedule::start(clock, None, take).unwrap();
        for (at, task) in [(30_000, 3), (10_000, 1), (20_000, 2), (10_000, 11)] {
            schedule.add(at, task);
        }
        let taken: Vec<(u32, i64)> = (0..4).map(|_| receiver.recv().unwrap()).collect();
        assert_eq!(taken.iter().map(|it| it.0).collect::<Vec<_>>(), [1, 11, 2, 3]);
        assert!(taken.iter().zip([10_000, 10_000, 20_000, 30_000]).all(|(it, due)| it.1 >= due), "{taken:?}");
        schedule.close();
        thread.join().unwrap();
        assert!(receiver.recv().is_err(), "whoever takes is dropped when the schedule is closed");
    }

    #[test]
    fn a_rate_that_must_not_be_exceeded_is_not() {
        let clock = Clock::starting_in(Duration::ZERO);
        let (sender, receiver) = mpsc::channel();
        let take = move |due: Due<u32>| sender.send((due.task, clock.now())).unwrap();
        let (schedule, thread) = Schedule::start(clock, Some(200.0), take).unwrap();
        (0..21).for_each(|task| schedule.add(0, task));
        let last = (0..21).map(|_| receiver.recv().unwrap().1).max().unwrap();
        assert!(last >= 20 * 5_000, "{last}");
        schedule.close();
        thread.join().unwrap();
    }
}
