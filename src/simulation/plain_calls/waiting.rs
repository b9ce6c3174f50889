//! Calls that wait, first in first out.

use super::{Call, NO_CALL, Waiter};
use crate::random::Key;
use crate::units::Time;

/// What an empty place holds.
const NOBODY_WAITS: Waiter = Waiter { call: NO_CALL, deadline: Time::NEVER, key: Key::night(0, 0) };

/// A queue in a ring whose length is a power of two; it grows when it is full.
#[derive(Debug)]
pub(super) struct Waiting {
    ring: Box<[Waiter]>,
    /// How many have ever gone, and come, since it was made.
    gone: usize,
    come: usize,
}

impl Waiting {
    /// With room for so many at least.
    pub fn with_room(room: usize) -> Waiting {
        let ring = vec![NOBODY_WAITS; room.next_power_of_two()].into();
        Waiting { ring, gone: 0, come: 0 }
    }

    #[inline]
    fn place(&self, number: usize) -> usize {
        number & (self.ring.len() - 1)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Waiter> {
        (self.gone..self.come).map(|number| &self.ring[self.place(number)])
    }

    /// Who has waited longest.
    #[inline]
    pub fn first(&self) -> Option<&Waiter> {
        (self.gone != self.come).then(|| &self.ring[self.place(self.gone)])
    }

    /// Takes out who has waited longest.
    #[inline]
    pub fn take_first(&mut self) -> Option<Waiter> {
        let first = *self.first()?;
        self.gone += 1;
        Some(first)
    }

    /// One more, who came last.
    #[inline]
    pub fn add(&mut self, waiter: Waiter) {
        if self.come - self.gone == self.ring.len() {
            self.grow();
        }
        self.ring[self.place(self.come)] = waiter;
        self.come += 1;
    }

    #[cold]
    fn grow(&mut self) {
        let more = self.iter().copied().chain(std::iter::repeat(NOBODY_WAITS));
        let ring = more.take(2 * self.ring.len()).collect();
        *self = Waiting { ring, gone: 0, come: self.come - self.gone };
    }

    /// Nobody waits any more: the next stands at the ring's beginning.
    pub fn clear(&mut self) {
        (self.gone, self.come) = (0, 0);
    }

    /// Sorts those who wait, all of whom have come since it was cleared, by when they came, at one instant by
    /// source and case.
    pub fn sort(&mut self) {
        self.ring[self.gone..self.come].sort_unstable_by_key(|waiter| {
            let Call { sent, source, case, .. } = waiter.call;
            (sent, source, case)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiter(number: u32) -> Waiter {
        let call = Call { sent: Time(i64::from(number)), case: number, ..NO_CALL };
        Waiter { call, ..NOBODY_WAITS }
    }

    #[test]
    fn first_in_is_first_out_however_often_it_grows_and_goes_round() {
        let mut waiting = Waiting::with_room(3);
        let (mut come, mut gone) = (0, 0);
        for step in 0..1000_u32 {
            for _ in 0..step % 7 {
                waiting.add(waiter(come));
                come += 1;
            }
            for _ in 0..step % 5 {
                let first = waiting.take_first().map(|waiter| waiter.call.case);
                assert_eq!(first, (gone < come).then_some(gone));
                gone += u32::from(gone < come);
            }
            assert_eq!(waiting.first().map(|waiter| waiter.call.case), (gone < come).then_some(gone));
            assert!(waiting.iter().map(|waiter| waiter.call.case).eq(gone..come));
        }
    }

    #[test]
    fn sorted_it_goes_by_the_time_of_coming() {
        let mut waiting = Waiting::with_room(8);
        (0..6).for_each(|number| waiting.add(waiter(number)));
        waiting.clear();
        [9, 7, 8, 6, 5].into_iter().for_each(|number| waiting.add(waiter(number)));
        waiting.sort();
        assert!(waiting.iter().map(|waiter| waiter.call.case).eq(5..10));
    }
}
