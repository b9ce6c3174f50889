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
    /// Sorts `arrivals` by time, source and number. There are half as many buckets as cases or up to as
    /// many, each a power of two of µs long, from the opening to `closes`; a backlog falls into the first.
    pub(super) fn sort(&mut self, arrivals: &mut Vec<Arrival>, closes: Time) {
        let Some(&first) = arrivals.first() else { return };
        let count = arrivals.len();
        let last = closes.0.max(1) as u64 - 1;
        let shift = (last / count as u64).checked_ilog2().map_or(0, |log| log + 1);
        let bucket = |arrival: &Arrival| (arrival.at.0.max(0) as u64 >> shift) as usize;

        self.make_room(arrivals.capacity());
        self.buckets.clear();
        self.buckets.resize((last >> shift) as usize + 1, 0);
        for arrival in arrivals.iter() {
            self.buckets[bucket(arrival)] += 1;
        }
        let mut start = 0;
        let mut any_big = false;
        for size in &mut self.buckets {
            any_big |= *size > BIG;
            start += std::mem::replace(size, start);
        }
        self.sorted.resize(count, first);
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

    /// As much room as there is for cases, so that no later night need ask for more.
    fn make_room(&mut self, cases: usize) {
        self.sorted.reserve_exact(cases.saturating_sub(self.sorted.len()));
        self.buckets.reserve_exact((cases + 1).saturating_sub(self.buckets.len()));
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
    let mut before = Time(i64::MIN);
    for i in 0..arrivals.len() {
        let moving = arrivals[i];
        if before < moving.at {
            before = moving.at;
            continue;
        }
        let mut hole = i;
        while hole > 0 && moving < arrivals[hole - 1] {
            arrivals[hole] = arrivals[hole - 1];
            hole -= 1;
        }
        arrivals[hole] = moving;
    }
}
