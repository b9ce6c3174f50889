//! When agents' entries are due: the end of the work in hand, or the next message.
//!
//! A timing wheel (Varghese and Lauck 1987, "Hashed and hierarchical timing wheels"; Brown 1988, "Calendar
//! queues"): time goes round a ring of slots about as long as the time between two entries, so that a slot
//! holds hardly ever more than one or two, whatever the number of agents.

use super::super::calendar::Id;
use super::super::tournament::NONE;
use crate::units::Span;

/// No agent.
const NOBODY: u32 = u32::MAX;
/// Below the time in an instant.
const KIND_BITS: u32 = 3;

/// One entry for each agent, or none.
#[derive(Debug)]
pub(super) struct Wheel {
    entries: Vec<Entry>,
    /// By slot: the first agent whose entry falls into it; a power of two, at least 64.
    heads: Vec<u32>,
    /// By slot, one bit: whether there is one.
    in_use: Vec<u64>,
    /// Bits of an instant below the number of its slot; slots are numbered through all rounds.
    shift: u32,
    /// No entry is in an earlier slot.
    slot: u64,
    first: (u64, Id),
    first_agent: u32,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Time and kind; [`NONE`] if nothing is pending.
    instant: u64,
    /// Whom it is about: decides among entries of one instant.
    id: Id,
    /// The next agent in its slot.
    next: u32,
}

const NO_ENTRY: Entry = Entry { instant: NONE, id: Id::NOBODY, next: NOBODY };

impl Wheel {
    /// For so many agents, whose entries are mostly no further ahead than `ahead`.
    pub fn new(agents: usize, ahead: Span) -> Wheel {
        let slots = (2 * agents).next_power_of_two().max(64);
        let width = (ahead.0.max(1) as u64 / slots as u64).max(1);
        Wheel {
            entries: vec![NO_ENTRY; agents],
            heads: vec![NOBODY; slots],
            in_use: vec![0; slots / 64],
            shift: width.ilog2() + KIND_BITS,
            slot: u64::MAX,
            first: (NONE, Id::NOBODY),
            first_agent: NOBODY,
        }
    }

    pub fn clear(&mut self) {
        self.entries.fill(NO_ENTRY);
        self.heads.fill(NOBODY);
        self.in_use.fill(0);
        self.slot = u64::MAX;
        self.first = (NONE, Id::NOBODY);
        self.first_agent = NOBODY;
    }

    /// The instant of the first entry; [`NONE`] if there is none.
    #[inline]
    pub fn instant(&self) -> u64 {
        self.first.0
    }

    /// The agent of the first entry, and whom it is about.
    #[inline]
    pub fn first(&self) -> (u32, Id) {
        (self.first_agent, self.first.1)
    }

    /// The instant of an agent's entry, and whom it is about.
    pub fn entry(&self, agent: u32) -> (u64, Id) {
        let entry = &self.entries[agent as usize];
        (entry.instant, entry.id)
    }

    /// Replaces an agent's entry; [`NONE`]: it has none.
    #[inline(always)]
    pub fn set(&mut self, agent: u32, instant: u64, id: Id) {
        self.take_out(agent);
        let entry = &mut self.entries[agent as usize];
        (entry.instant, entry.id) = (instant, id);
        if instant != NONE {
            let slot = instant >> self.shift;
            self.slot = self.slot.min(slot);
            let place = slot as usize & (self.heads.len() - 1);
            entry.next = std::mem::replace(&mut self.heads[place], agent);
            self.in_use[place / 64] |= 1 << (place % 64);
        }
        if agent == self.first_agent {
            self.find_first();
        } else if instant < self.first.0 || (instant == self.first.0 && id < self.first.1) {
            self.first = (instant, id);
            self.first_agent = agent;
        }
    }

    #[inline]
    fn take_out(&mut self, agent: u32) {
        let Entry { instant, next, .. } = self.entries[agent as usize];
        if instant == NONE {
            return;
        }
        let place = (instant >> self.shift) as usize & (self.heads.len() - 1);
        let mut other = self.heads[place];
        if other == agent {
            self.heads[place] = next;
            if next == NOBODY {
                self.in_use[place / 64] &= !(1 << (place % 64));
            }
            return;
        }
        while self.entries[other as usize].next != agent {
            other = self.entries[other as usize].next;
        }
        self.entries[other as usize].next = next;
    }

    /// Finds the first of all entries, slot by slot from that before which there is none.
    #[inline(always)]
    fn find_first(&mut self) {
        let (mut slot, slots) = (self.slot, self.heads.len() as u64);
        loop {
            if slot - self.slot > slots {
                return self.find_first_of_all();
            }
            let place = slot as usize & (self.heads.len() - 1);
            let later = self.in_use[place / 64] >> (place % 64);
            if later == 0 {
                slot = (slot | 63) + 1;
                continue;
            }
            slot += u64::from(later.trailing_zeros());
            if self.find_first_in(slot) {
                self.slot = slot;
                return;
            }
            slot += 1;
        }
    }

    /// The first of a slot; false if all that is in it is due in a later round.
    #[inline(always)]
    fn find_first_in(&mut self, slot: u64) -> bool {
        let mut agent = self.heads[slot as usize & (self.heads.len() - 1)];
        let mut first = ((slot + 1) << self.shift, NOBODY);
        while agent != NOBODY {
            let entry = &self.entries[agent as usize];
            if entry.instant < first.0 || (entry.instant == first.0 && self.comes_before(agent, first.1)) {
                first = (entry.instant, agent);
            }
            agent = entry.next;
        }
        if first.1 == NOBODY {
            return false;
        }
        self.first_agent = first.1;
        self.first = self.entry(first.1);
        true
    }

    /// Of two entries of one instant, whether the first is about an earlier case.
    #[cold]
    fn comes_before(&self, agent: u32, other: u32) -> bool {
        other != NOBODY && self.entry(agent).1 < self.entry(other).1
    }

    /// Nothing is due within a whole round.
    #[cold]
    fn find_first_of_all(&mut self) {
        let order = |agent: u32| {
            let entry = &self.entries[agent as usize];
            ((entry.instant, entry.id), agent)
        };
        let pending = (0..self.entries.len() as u32).filter(|agent| self.entry(*agent).0 != NONE);
        let first = pending.map(order).min();
        (self.first, self.first_agent) = first.unwrap_or(((NONE, Id::NOBODY), NOBODY));
        self.slot = if self.first.0 == NONE { u64::MAX } else { self.first.0 >> self.shift };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Entries near, far beyond a round, and of one instant; as slow as can be on the other side.
    #[test]
    fn the_first_is_that_of_the_least_instant_and_then_of_the_first_case() {
        let agents = 40;
        let mut wheel = Wheel::new(agents as usize, Span(4000));
        let mut entries = vec![(NONE, Id::NOBODY); agents as usize];
        let mut now = 0;
        let mut ties = 0;
        for step in 0..50_000u64 {
            let draw = step.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
            // That of the first, as when its work ends, or anybody's.
            let agent = if step % 3 == 0 { (draw % agents) as u32 } else { wheel.first().0 };
            let agent = if agent == NOBODY { 0 } else { agent };
            now = if wheel.instant() == NONE { now } else { now.max(wheel.instant()) };
            let ahead = if draw % 50 == 0 { draw % 1_000_000 } else { draw % 300 * 16 };
            let instant = if draw % 7 == 0 { NONE } else { now + ahead };
            let id = Id::of(0, (draw >> 8 & 1023) as u32, 0);
            wheel.set(agent, instant, id);
            entries[agent as usize] = (instant, id);
            let least = entries.iter().copied().filter(|entry| entry.0 != NONE).min();
            assert_eq!(wheel.instant(), least.map_or(NONE, |least| least.0), "step {step}");
            if let Some(least) = least {
                let (first, id) = wheel.first();
                assert_eq!((entries[first as usize], id), (least, least.1), "step {step}");
                ties += usize::from(entries.iter().filter(|entry| entry.0 == least.0).count() > 1);
            }
        }
        assert!(ties > 1000, "only {ties}");
        wheel.clear();
        assert_eq!(wheel.instant(), NONE);
    }
}
