//! Who has nothing in hand, the longest idle first.

use super::{NOBODY, Talk};
use crate::units::Time;

/// A team's idle agents, one naming the next ([`Talk::next`]); at one instant the first in the roster comes
/// first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Idle {
    first: u16,
    last: u16,
}

impl Idle {
    pub const NOBODY: Idle = Idle { first: NOBODY, last: NOBODY };

    /// The longest idle.
    #[inline]
    pub fn first(&self) -> Option<u16> {
        (self.first != NOBODY).then_some(self.first)
    }

    /// Takes out the longest idle.
    #[inline]
    pub fn take_first(&mut self, agents: &[Talk]) -> Option<u16> {
        let first = self.first()?;
        self.first = agents[first as usize].next;
        Some(first)
    }

    /// Adds who has ended a talk now: behind all others, but before those who stand later in the roster
    /// and ended theirs at the same instant.
    #[inline]
    pub fn add(&mut self, agent: u16, now: Time, agents: &mut [Talk]) {
        agents[agent as usize].next = NOBODY;
        if self.first == NOBODY {
            (self.first, self.last) = (agent, agent);
            return;
        }
        let last = &mut agents[self.last as usize];
        if last.end == now && self.last > agent {
            return self.add_among(agent, now, agents);
        }
        last.next = agent;
        self.last = agent;
    }

    #[cold]
    fn add_among(&mut self, agent: u16, now: Time, agents: &mut [Talk]) {
        let (mut before, mut after) = (NOBODY, self.first);
        while after != NOBODY && (agents[after as usize].end < now || after < agent) {
            (before, after) = (after, agents[after as usize].next);
        }
        agents[agent as usize].next = after;
        match before {
            NOBODY => self.first = agent,
            _ => agents[before as usize].next = agent,
        }
    }
}
