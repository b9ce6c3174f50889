//! Who has nothing in hand, in the order in which they are given something.

use super::tournament::NONE;
use std::collections::VecDeque;

/// Agents by their order: the least comes first, of equal ones the first in the roster. Who has just
/// finished comes last, and it is the first who is given something: both ends are quick, and the middle is
/// needed only where duty changes.
#[derive(Debug)]
pub(super) struct Line {
    waiting: VecDeque<(u64, u32)>,
    /// By agent of the team: its order; [`NONE`] if it is not in the line.
    orders: Vec<u64>,
}

impl Line {
    pub fn new(size: usize) -> Line {
        Line { waiting: VecDeque::with_capacity(size), orders: vec![NONE; size] }
    }

    pub fn clear(&mut self) {
        self.waiting.clear();
        self.orders.fill(NONE);
    }

    /// The order of the first; [`NONE`] if there is nobody.
    #[inline]
    pub fn least(&self) -> u64 {
        self.waiting.front().map_or(NONE, |first| first.0)
    }

    /// The first, if there is anybody.
    #[inline]
    pub fn first(&self) -> Option<usize> {
        self.waiting.front().map(|first| first.1 as usize)
    }

    /// Gives an agent another order, or takes it out.
    #[inline]
    pub fn set(&mut self, agent: usize, order: u64) {
        let before = std::mem::replace(&mut self.orders[agent], order);
        if before == order {
            return;
        }
        if before != NONE {
            self.take_out((before, agent as u32));
        }
        if order != NONE {
            self.put_in((order, agent as u32));
        }
    }

    #[inline]
    fn take_out(&mut self, entry: (u64, u32)) {
        if self.waiting.front() == Some(&entry) {
            self.waiting.pop_front();
        } else if let Ok(place) = self.waiting.binary_search(&entry) {
            self.waiting.remove(place);
        }
    }

    #[inline]
    fn put_in(&mut self, entry: (u64, u32)) {
        if self.waiting.back().is_none_or(|last| *last < entry) {
            self.waiting.push_back(entry);
        } else {
            let place = self.waiting.partition_point(|other| *other < entry);
            self.waiting.insert(place, entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_has_the_least_order_and_among_equals_the_least_place() {
        let mut line = Line::new(5);
        let mut orders = [NONE; 5];
        for step in 0..2000u64 {
            let agent = (step * 7 % 5) as usize;
            let order = if step % 3 == 0 { NONE } else { step * 7919 % 11 };
            line.set(agent, order);
            orders[agent] = order;
            let least = orders.iter().copied().min().unwrap_or(NONE);
            assert_eq!(line.least(), least);
            let first = orders.iter().position(|order| *order == least && least != NONE);
            assert_eq!(line.first(), first);
        }
    }
}
