//! Who ends a talk next: agents in buckets of time.

use super::{NOBODY, Talk};
use crate::units::{Span, Time};

/// A ring of as many buckets, used again lap after lap: so many bits say which of them hold anybody.
const BUCKETS: usize = 4096;
const WORD: usize = u64::BITS as usize;
const WORDS: usize = BUCKETS / WORD;

/// Agents who talk, by the end of the talk and, at one instant, by source and case of the call.
///
/// A bucket holds the ends of a stretch of time, in their order, one agent naming the next
/// ([`Talk::next`]). Buckets are so narrow that nearly all hold one end or none, and the next one with an
/// end is found by a count of zero bits. Talks longer than a lap stand behind the others of their bucket
/// until their lap has come.
#[derive(Debug)]
pub(super) struct Ends {
    /// By bucket: who is first in it.
    first: Box<[u16; BUCKETS]>,
    /// A bit for each bucket that holds anybody.
    held: [u64; WORDS],
    /// A bucket is 2^shift µs long.
    shift: u32,
    /// When the next talk ends; [`NONE`] if there is none.
    next_at: Time,
    /// Whose it is.
    next: u16,
}

/// No talk ends.
const NONE: Time = Time(i64::MAX);

impl Ends {
    /// For `agents` agents whose talks take `talk` on average: buckets of about half the time between two
    /// ends when all are busy, and a lap of at least some talks.
    pub fn new(agents: usize, talk: Span) -> Ends {
        let between = talk.0 / (2 * agents.max(1) as i64);
        let width = between.max(talk.0 / (BUCKETS as i64 / 4)).max(1);
        Ends {
            first: Box::new([NOBODY; BUCKETS]),
            held: [0; WORDS],
            shift: width.ilog2(),
            next_at: NONE,
            next: NOBODY,
        }
    }

    /// When the next talk ends; later than everything if there is none.
    #[inline]
    pub fn next_at(&self) -> Time {
        self.next_at
    }

    /// Whose talk ends next.
    #[inline]
    pub fn next(&self) -> u16 {
        self.next
    }

    /// The bucket of an instant, laps told apart.
    #[inline]
    fn bucket(&self, at: Time) -> u64 {
        at.0 as u64 >> self.shift
    }

    /// Adds an agent by the end of its talk; which end is next is looked for later.
    #[inline]
    pub fn add(&mut self, agent: u16, agents: &mut [Talk]) {
        let talk = &mut agents[agent as usize];
        let bucket = self.bucket(talk.end) as usize % BUCKETS;
        let first = &mut self.first[bucket];
        if *first == NOBODY {
            talk.next = NOBODY;
            *first = agent;
            self.held[bucket / WORD] |= 1 << (bucket % WORD);
        } else {
            *first = put_in_order(*first, agent, agents);
        }
    }

    /// Likewise, and what is next is known at once.
    #[inline]
    pub fn add_and_look(&mut self, agent: u16, agents: &mut [Talk]) {
        self.add(agent, agents);
        let end = agents[agent as usize].end;
        if end <= self.next_at {
            self.next_at = end;
            self.next = self.first[self.bucket(end) as usize % BUCKETS];
        }
    }

    /// Takes out the agent whose talk ends next; who is next then is looked for later.
    #[inline]
    pub fn take_next(&mut self, agents: &[Talk]) {
        let bucket = self.bucket(self.next_at) as usize % BUCKETS;
        let next = agents[self.next as usize].next;
        self.first[bucket] = next;
        if next == NOBODY {
            self.held[bucket / WORD] &= !(1 << (bucket % WORD));
        }
    }

    /// Looks for the next end, which is not before `now`.
    #[inline]
    pub fn look(&mut self, now: Time, agents: &[Talk]) {
        let here = self.bucket(now);
        let place = here as usize % BUCKETS;
        let held = self.held[place / WORD] >> (place % WORD);
        if held != 0 {
            let ahead = held.trailing_zeros();
            let first = self.first[(place + ahead as usize) % BUCKETS];
            let end = agents[first as usize].end;
            if self.bucket(end) == here + u64::from(ahead) {
                (self.next_at, self.next) = (end, first);
                return;
            }
        }
        self.look_further(here, agents);
    }

    /// Looks round the whole ring: for the first bucket that holds an end of this lap, else for the first
    /// end of all.
    #[cold]
    fn look_further(&mut self, here: u64, agents: &[Talk]) {
        let place = here as usize % BUCKETS;
        let mut next = (NONE, NOBODY);
        for step in 0..=WORDS {
            let word = (place / WORD + step) % WORDS;
            let behind = (1 << (place % WORD)) - 1;
            let mut held = match step {
                0 => self.held[word] & !behind,
                WORDS => self.held[word] & behind,
                _ => self.held[word],
            };
            while held != 0 {
                let bucket = word * WORD + held.trailing_zeros() as usize;
                held &= held - 1;
                let first = self.first[bucket];
                let end = agents[first as usize].end;
                let ahead = bucket.wrapping_sub(place) % BUCKETS;
                if self.bucket(end) == here + ahead as u64 {
                    (self.next_at, self.next) = (end, first);
                    return;
                }
                next = next.min((end, first));
            }
        }
        (self.next_at, self.next) = next;
    }
}

/// Puts an agent into the line that begins with `first`; who is first then.
fn put_in_order(first: u16, agent: u16, agents: &mut [Talk]) -> u16 {
    let order = |talk: &Talk| (talk.end, talk.call.source, talk.call.case);
    let its = order(&agents[agent as usize]);
    let (mut before, mut after) = (NOBODY, first);
    while after != NOBODY && order(&agents[after as usize]) < its {
        (before, after) = (after, agents[after as usize].next);
    }
    agents[agent as usize].next = after;
    if before == NOBODY {
        return agent;
    }
    agents[before as usize].next = agent;
    first
}

#[cfg(test)]
mod tests {
    use super::super::NO_TALK;
    use super::*;

    fn talks(agents: u16) -> Vec<Talk> {
        vec![NO_TALK; agents.into()]
    }

    /// Against a search through all, over short talks, talks of many laps, of no length, without end, and
    /// many that end at one instant.
    #[test]
    fn the_next_is_the_first_of_all_whatever_the_length_of_talks() {
        for (agents, mean) in [(1, 1_000_000), (7, 50), (300, 100_000_000), (900, 5_000)] {
            let mut talks = talks(agents);
            let mut ends = Ends::new(agents.into(), Span(mean));
            let mut busy = Vec::new();
            let mut now = Time::OPENING;
            for step in 0..20_000_u64 {
                let dice = (step + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
                let length = match dice % 11 {
                    0 => 0,
                    1 => mean * (dice as i64 % 9000),
                    2 if agents == 300 => Span::FOREVER.0,
                    3 => mean,
                    _ => dice as i64 % (2 * mean),
                };
                let agent = match (0..agents).find(|agent| !busy.contains(agent)) {
                    Some(idle) if dice & 64 == 0 || busy.is_empty() => idle,
                    _ => {
                        let next = ends.next();
                        now = ends.next_at();
                        busy.retain(|agent| *agent != next);
                        ends.take_next(&talks);
                        if now >= Time::NEVER {
                            break;
                        }
                        next
                    }
                };
                talks[agent as usize].call.case = (dice >> 7) as u32 % 50;
                talks[agent as usize].end = now + Span(length);
                busy.push(agent);
                ends.add(agent, &mut talks);
                ends.look(now, &talks);
                let order = |agent: &&u16| {
                    let talk = &talks[**agent as usize];
                    (talk.end, talk.call.case)
                };
                let first = busy.iter().min_by_key(order).expect("somebody talks");
                assert_eq!(order(&first), order(&&ends.next()), "{agents} agents, step {step}");
                assert_eq!(ends.next_at(), talks[*first as usize].end);
            }
        }
    }
}
