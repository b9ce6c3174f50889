//! Waits as they are observed: counted in classes that grow with the wait.

use super::observer::Observer;
use crate::units::Span;
use hdrhistogram::Histogram;

/// Waits by channel; to be filled while a night runs.
#[derive(Clone, Debug)]
pub struct Waits {
    /// Of the answered, over all nights.
    answered: Vec<WaitCounts>,
    /// Of those who gave up, summed over this night.
    pub(super) in_vain: Vec<Span>,
}

impl Waits {
    /// Nothing so far, for `channels` channels.
    pub fn new(channels: usize) -> Waits {
        Waits { answered: vec![WaitCounts::new(); channels], in_vain: vec![Span::ZERO; channels] }
    }

    /// Another night begins.
    pub fn next_night(&mut self) {
        self.in_vain.fill(Span::ZERO);
    }

    /// Adds the waits of the answered to `sums`, by channel, in milliseconds; none stands for zeros.
    pub(super) fn add_to(&self, sums: &mut Vec<Histogram<u64>>) {
        if sums.is_empty() {
            // Three digits: quantiles are right to 0.1 %.
            let empty = Histogram::new_with_bounds(1, LONGEST_MS, 3).ok();
            *sums = vec![empty; self.answered.len()].into_iter().flatten().collect();
        }
        sums.iter_mut().zip(&self.answered).for_each(|(sum, waits)| waits.add_to(sum));
    }
}

impl Observer for Waits {
    const EVENTS: bool = false;

    #[inline]
    fn answered(&mut self, channel: u8, wait: Span) {
        self.answered[channel as usize].count(wait);
    }

    #[inline]
    fn answered_at_once(&mut self, channel: u8, customers: u64) {
        self.answered[channel as usize].classes[class_of(0)] += customers;
    }

    #[inline]
    fn abandoned(&mut self, channel: u8, wait: Span) {
        self.in_vain[channel as usize] += wait;
    }
}

/// Longest wait told apart: 30 days, in milliseconds.
const LONGEST_MS: u64 = 30 * 24 * 3600 * 1000;
/// Classes of the same width: so many for waits that have as many binary digits, so that three decimal
/// ones are kept, as in the histogram that the counts end in.
const EQUAL: u64 = 1024;
/// Classes up to the longest wait.
const CLASSES: usize = class_of(LONGEST_MS) + 1;

/// How many waited about so long.
#[derive(Clone, Debug)]
struct WaitCounts {
    classes: Vec<u64>,
}

/// The class of a wait of so many milliseconds.
#[inline]
const fn class_of(milliseconds: u64) -> usize {
    // The widths double from 2,048 on.
    let doublings = (milliseconds | EQUAL).ilog2() - EQUAL.ilog2();
    ((EQUAL * doublings as u64) + (milliseconds >> doublings)) as usize
}

/// The shortest wait of a class.
const fn shortest_of(class: usize) -> u64 {
    let doublings = (class as u64 / EQUAL).saturating_sub(1);
    (class as u64 - EQUAL * doublings) << doublings
}

impl WaitCounts {
    fn new() -> WaitCounts {
        WaitCounts { classes: vec![0; CLASSES] }
    }

    #[inline]
    fn count(&mut self, wait: Span) {
        let milliseconds = wait.0 as u64 / 1000;
        match self.classes.get_mut(class_of(milliseconds)) {
            Some(class) => *class += 1,
            None => self.count_odd(wait),
        }
    }

    /// What is longer than the longest, and (it never happens) negative.
    #[cold]
    fn count_odd(&mut self, wait: Span) {
        self.classes[if wait < Span::ZERO { 0 } else { CLASSES - 1 }] += 1;
    }

    fn add_to(&self, sum: &mut Histogram<u64>) {
        for (class, &count) in self.classes.iter().enumerate() {
            if count > 0 {
                // The first millisecond stands for "at once": a histogram of this kind begins at 1.
                sum.saturating_record_n(shortest_of(class), count);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counted here and then added, or recorded there one by one: the same histogram.
    #[test]
    fn the_classes_are_those_of_the_histogram() {
        let mut waits = Waits::new(1);
        let mut one_by_one = Histogram::<u64>::new_with_bounds(1, LONGEST_MS, 3).expect("bounds");
        let mut milliseconds = 0;
        while milliseconds < LONGEST_MS {
            waits.answered(0, Span(milliseconds as i64 * 1000 + 999));
            one_by_one.saturating_record(milliseconds);
            milliseconds += 1 + milliseconds / 3000;
        }
        let mut sums = Vec::new();
        waits.add_to(&mut sums);
        assert!(sums[0].iter_recorded().eq(one_by_one.iter_recorded()), "a class differs");
    }

    #[test]
    fn a_class_begins_where_the_one_before_ends() {
        for class in 1..CLASSES {
            assert_eq!(class_of(shortest_of(class)), class);
            assert_eq!(class_of(shortest_of(class) - 1), class - 1);
        }
    }
}
