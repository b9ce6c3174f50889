//! Sorting a night's cases: a counting sort over time, then insertion within the small buckets.

use super::Arrival;
use crate::units::Time;

/// Buckets with more than this are sorted by the standard library.
const BIG: u32 = 24;

/// What sorting needs besides the cases; kept between nights.
#[derive(Debug, Default)]
pub(super) struct Sorter {
    /// By bucket: how many, then where the next goes.
    buckets: Vec<u32>,
    sorted: Vec<Arrival>,
}

impl Sorter {
    /// Sorts `arrivals` by time, source and number: about as many buckets as cases, of equal length from
    /// the opening to `closes`; a backlog falls into the first.
    pub(super) fn sort(&mut self, arrivals: &mut Vec<Arrival>, closes: Time) {
        let Some(&first) = arrivals.first() else { return };
        let count = arrivals.len();
        let scale = count as f64 / closes.0.max(1) as f64;
        let bucket = |arrival: &Arrival| ((arrival.at.0 as f64 * scale) as usize).min(count - 1);

        self.buckets.clear();
        self.buckets.resize(count, 0);
        for arrival in arrivals.iter() {
            self.buckets[bucket(arrival)] += 1;
        }
        let mut start = 0;
        let mut any_big = false;
        for size in &mut self.buckets {
            any_big |= *size > BIG;
            start += std::mem::replace(size, start);
        }
        if self.sorted.len() < count {
            self.sorted.reserve(arrivals.capacity() - self.sorted.len());
            self.sorted.resize(count, first);
        }
        self.sorted.truncate(count);
        for arrival in arrivals.iter() {
            let next = &mut self.buckets[bucket(arrival)];
            self.sorted[*next as usize] = *arrival;
            *next += 1;
        }
        std::mem::swap(arrivals, &mut self.sorted);
        if any_big {
            self.sort_big(arrivals);
        }
        insertion_sort(arrivals);
    }

    /// Sorts the cases of big buckets; every bucket's entry is where it ends by now.
    fn sort_big(&self, arrivals: &mut [Arrival]) {
        let mut start = 0;
        for &end in &self.buckets {
            if end - start > BIG {
                arrivals[start as usize..end as usize].sort_unstable();
            }
            start = end;
        }
    }
}

/// Sorts what is nearly sorted already.
fn insertion_sort(arrivals: &mut [Arrival]) {
    for i in 1..arrivals.len() {
        let moving = arrivals[i];
        let mut hole = i;
        while hole > 0 && moving < arrivals[hole - 1] {
            arrivals[hole] = arrivals[hole - 1];
            hole -= 1;
        }
        if hole != i {
            arrivals[hole] = moving;
        }
    }
}
