//! Who of a team has a free slot.
//!
//! By number of open conversations: those with nothing in hand stand in a line, since who rests has just
//! finished and comes last; those who are working are a set, in which the one whose last work ended
//! earliest is looked for when nobody of so few conversations has nothing in hand.

use super::super::standing::order;
use super::super::tournament::NONE;
use crate::units::Time;

/// No agent.
const NOBODY: u32 = u32::MAX;

/// A team's agents by what they hold and do.
#[derive(Debug)]
pub(super) struct Free {
    /// Roster index of the team's first agent.
    first: u32,
    /// By number of open conversations, up to one less than all slots.
    levels: Vec<Level>,
    /// By level, so many words each: one bit for each agent who works.
    working: Vec<u64>,
    words: usize,
    agents: Vec<Place>,
}

/// The line of those with nothing in hand, the longest idle first.
#[derive(Clone, Copy, Debug)]
struct Level {
    head: u32,
    tail: u32,
}

/// Where an agent is found.
#[derive(Clone, Copy, Debug)]
struct Place {
    last_end: Time,
    /// With so many open conversations; [`NOBODY`]: nowhere.
    open: u32,
    working: bool,
    before: u32,
    behind: u32,
}

const NOWHERE: Place =
    Place { last_end: Time::OPENING, open: NOBODY, working: false, before: NOBODY, behind: NOBODY };
const EMPTY: Level = Level { head: NOBODY, tail: NOBODY };

impl Free {
    /// For these agents, of so many slots each.
    pub fn new(agents: std::ops::Range<usize>, slots: u32) -> Free {
        let words = agents.len().div_ceil(64);
        Free {
            first: agents.start as u32,
            levels: vec![EMPTY; slots as usize],
            working: vec![0; words * slots as usize],
            words,
            agents: vec![NOWHERE; agents.len()],
        }
    }

    pub fn clear(&mut self) {
        self.levels.fill(EMPTY);
        self.working.fill(0);
        self.agents.fill(NOWHERE);
    }

    /// An agent has so many conversations open, something in hand or not, and ended its last work then.
    #[inline(always)]
    pub fn set(&mut self, agent: u32, open: u32, working: bool, last_end: Time) {
        let number = agent - self.first;
        let place = &mut self.agents[number as usize];
        if working && place.working && place.open == open {
            place.last_end = last_end;
        } else {
            self.place_anew(number, open, working, last_end);
        }
    }

    fn place_anew(&mut self, number: u32, open: u32, working: bool, last_end: Time) {
        let place = &mut self.agents[number as usize];
        let before = *place;
        *place = Place { last_end, open, working, ..NOWHERE };
        match before {
            Place { open: NOBODY, .. } => {}
            Place { working: true, .. } => self.flip(number, before.open),
            _ => self.take_out(before),
        }
        if open as usize >= self.levels.len() {
            self.agents[number as usize].open = NOBODY;
        } else if working {
            self.flip(number, open);
        } else {
            self.line_up(number);
        }
    }

    /// One of those who work, or no longer.
    #[inline]
    fn flip(&mut self, number: u32, open: u32) {
        self.working[open as usize * self.words + number as usize / 64] ^= 1 << (number % 64);
    }

    #[inline]
    fn take_out(&mut self, place: Place) {
        let level = &mut self.levels[place.open as usize];
        match place.before {
            NOBODY => level.head = place.behind,
            before => self.agents[before as usize].behind = place.behind,
        }
        match place.behind {
            NOBODY => level.tail = place.before,
            behind => self.agents[behind as usize].before = place.before,
        }
    }

    /// Puts an agent into its line: nearly always it comes last.
    #[inline]
    fn line_up(&mut self, number: u32) {
        let Place { last_end, open, .. } = self.agents[number as usize];
        let (mut before, mut behind) = (self.levels[open as usize].tail, NOBODY);
        while before != NOBODY && (self.agents[before as usize].last_end, before) > (last_end, number) {
            behind = before;
            before = self.agents[before as usize].before;
        }
        let place = &mut self.agents[number as usize];
        (place.before, place.behind) = (before, behind);
        let level = &mut self.levels[open as usize];
        match before {
            NOBODY => level.head = number,
            before => self.agents[before as usize].behind = number,
        }
        match behind {
            NOBODY => level.tail = number,
            behind => self.agents[behind as usize].before = number,
        }
    }

    /// The order of the best agent, and that agent; [`NONE`] if nobody is free.
    #[inline]
    pub fn best(&self) -> (u64, u32) {
        for (open, level) in (0..).zip(&self.levels) {
            if level.head != NOBODY {
                let last_end = self.agents[level.head as usize].last_end;
                return (order(open, true, last_end), self.first + level.head);
            }
            if let Some((last_end, number)) = self.longest_working(open) {
                return (order(open, false, last_end), self.first + number);
            }
        }
        (NONE, NOBODY)
    }

    /// Of those who work with so many conversations open the one whose last work ended earliest.
    #[inline]
    fn longest_working(&self, open: u32) -> Option<(Time, u32)> {
        let mut first = (Time::NEVER, NOBODY);
        let words = &self.working[open as usize * self.words..][..self.words];
        for (number, word) in (0..).step_by(64).zip(words) {
            let mut left = *word;
            while left != 0 {
                let number = number + left.trailing_zeros();
                left &= left - 1;
                let last_end = self.agents[number as usize].last_end;
                // Of equal ones the first in the roster.
                if last_end < first.0 {
                    first = (last_end, number);
                }
            }
        }
        (first.1 != NOBODY).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_has_fewest_open_then_nothing_in_hand_then_the_earliest_end_then_the_lowest_number() {
        for agents in [1, 8, 9, 150] {
            let mut free = Free::new(7..7 + agents, 3);
            let mut orders = vec![NONE; agents];
            for step in 0..5000u64 {
                let draw = step.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 30;
                let number = (draw % agents as u64) as usize;
                let (open, working) = ((draw >> 8 & 3) as u32, draw >> 10 & 1 == 1);
                let last_end = Time((step as i64 - (draw >> 12 & 7) as i64) / 3);
                free.set(7 + number as u32, open, working, last_end);
                orders[number] = if open < 3 { order(open, !working, last_end) } else { NONE };
                let least = orders.iter().copied().min().unwrap_or(NONE);
                let (best, agent) = free.best();
                assert_eq!(best, least, "step {step}");
                if least != NONE {
                    let first = orders.iter().position(|order| *order == least);
                    assert_eq!(first, Some(agent as usize - 7), "step {step}");
                }
            }
            free.clear();
            assert_eq!(free.best().0, NONE);
        }
    }
}
