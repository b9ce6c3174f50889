//! When agents were on duty, where the log has no roster: inferred from their services, and from nothing else.
//!
//! No wait and no outcome of a customer enters, so that a day's presence may be given to a prediction of it.
//!
//! - An agent takes calls until the **start** of its last service of the day: nobody knows that it would have
//!   taken another.
//! - It was there before its first service back to the last moment at which a colleague with the same skills
//!   went from one service straight to the next (so that somebody waited, whom it would have taken), but not
//!   more than a quarter of an hour.
//! - A gap between two services is wrap-up or a lack of customers unless a colleague with the same skills went
//!   straight from service to service in it: then the agent was away up to the last such moment. It left somewhere
//!   between its last service and the first such moment: half way. A gap of over an hour in which nobody did is
//!   absence too.

use super::clean::OpenDay;
use super::services::{Service, Services};
use super::skills::Skills;
use crate::calibration::log::{Civil, SECOND};
use std::collections::BTreeMap;

/// What the inference goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PresenceRules {
    /// A gap up to this long is never a break, µs.
    pub shortest_break: i64,
    /// A colleague who begins a service within so much of ending one went straight on, µs.
    pub straight_on: i64,
    /// Breaks are inferred; otherwise everybody is there from first to last.
    pub breaks: bool,
}

impl Default for PresenceRules {
    fn default() -> PresenceRules {
        PresenceRules { shortest_break: 60 * SECOND, straight_on: 10 * SECOND, breaks: true }
    }
}

/// An agent is there at most so long before its first service.
const BEFORE_FIRST: i64 = 900 * SECOND;
/// A gap of over this is absence whatever colleagues did.
const LONG_GAP: i64 = 3600 * SECOND;
/// Whose last service begins so shortly before closing stays until the queue is empty.
const TO_THE_END: i64 = 1200 * SECOND;
/// So long after closing.
const AFTER_CLOSING: i64 = 1800 * SECOND;

/// By agent: from and to, in order, apart from each other.
pub type Presence = BTreeMap<u32, Vec<(Civil, Civil)>>;

/// A moment at which somebody went straight from one service to the next.
#[derive(Clone, Copy)]
struct StraightOn {
    at: Civil,
    agent: u32,
    inquiry: u16,
}

/// Who was there when.
pub fn presence(day: &OpenDay, skills: &Skills, rules: &PresenceRules) -> Presence {
    let moments = straight_on(&day.services, rules);
    let mut present = Presence::new();
    for (agent, own) in &day.services {
        // Who only did what is not to be predicted belongs to another desk.
        let counted: Vec<&Service> = own.iter().filter(|service| service.counts).collect();
        let (Some(first), Some(last)) = (counted.first(), counted.last()) else { continue };
        let mine: Vec<Civil> = moments
            .iter()
            .filter(|moment| moment.agent != *agent && skills.takes(*agent, moment.inquiry))
            .map(|moment| moment.at)
            .collect();
        let last_before = |from: Civil, to: Civil| {
            let end = mine.partition_point(|at| *at < to);
            mine[..end].last().copied().filter(|at| *at > from)
        };
        let earliest = (first.begun - BEFORE_FIRST).max(day.opens);
        let mut since = last_before(earliest, first.begun).unwrap_or(earliest).min(first.begun);
        let mut spells = Vec::new();
        let inside = own.iter().filter(|service| service.begun >= first.begun && service.begun <= last.begun);
        let inside: Vec<&Service> = inside.collect();
        for pair in inside.windows(2) {
            let (ended, begun) = (pair[0].ended, pair[1].begun);
            if !pair[0].counts {
                // Busy with something else: away.
                spells.push((since, pair[0].begun));
                since = ended.min(begun);
            }
            if !rules.breaks || begun - ended <= rules.shortest_break {
                continue;
            }
            match last_before(ended, begun) {
                Some(at) if at - ended >= rules.shortest_break => {
                    let first = mine[mine.partition_point(|moment| *moment <= ended)];
                    spells.push((since, ended + (first - ended) / 2));
                    since = at;
                }
                None if begun - ended > LONG_GAP => {
                    spells.push((since, ended));
                    since = begun;
                }
                _ => {}
            }
        }
        let end = if last.begun < day.closes - TO_THE_END { last.begun } else { day.closes + AFTER_CLOSING };
        spells.push((since, end));
        spells.retain(|(from, to)| to > from);
        present.insert(*agent, spells);
    }
    present
}

/// In order of time.
fn straight_on(services: &Services, rules: &PresenceRules) -> Vec<StraightOn> {
    let mut moments = Vec::new();
    for (agent, own) in services {
        for pair in own.windows(2) {
            let gap = pair[1].begun - pair[0].ended;
            if pair[1].counts && gap <= rules.straight_on {
                moments.push(StraightOn { at: pair[1].begun, agent: *agent, inquiry: pair[1].inquiry });
            }
        }
    }
    moments.sort_by_key(|moment| (moment.at, moment.agent));
    moments
}

/// How many were there, at each change: `(from, agents)`, from the first on.
pub fn levels(spells: impl Iterator<Item = (Civil, Civil)>) -> Vec<(Civil, u32)> {
    let mut changes: BTreeMap<Civil, i64> = BTreeMap::new();
    for (from, to) in spells.filter(|(from, to)| to > from) {
        *changes.entry(from).or_default() += 1;
        *changes.entry(to).or_default() -= 1;
    }
    let mut there = 0;
    let mut steps = Vec::new();
    for (at, change) in changes.into_iter().filter(|(_, change)| *change != 0) {
        there += change;
        steps.push((at, there.max(0) as u32));
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(services: &[(u32, i64, i64)]) -> OpenDay {
        let mut by_agent = Services::new();
        for (agent, begun, ended) in services {
            let service = Service { begun: begun * SECOND, ended: ended * SECOND, inquiry: 1, counts: true };
            by_agent.entry(*agent).or_default().push(service);
        }
        let closes = 36_000 * SECOND;
        OpenDay { day: 0, opens: 0, closes, cases: Vec::new(), services: by_agent, blind: Vec::new() }
    }

    #[test]
    fn a_gap_in_which_a_colleague_went_straight_on_is_a_break_and_another_is_not() {
        // Agent 1 is silent from 200 to 900; agent 2 goes from call to call until 700.
        let busy = day(&[(1, 100, 200), (1, 900, 1000), (2, 100, 400), (2, 405, 700), (2, 703, 2000)]);
        let seen = presence(&busy, &Skills::default(), &PresenceRules::default());
        // It left between 200 and 405, when the colleague went straight on for the first time: half way.
        assert_eq!(seen[&1], [(0, 302 * SECOND + SECOND / 2), (703 * SECOND, 900 * SECOND)]);
        assert_eq!(seen[&2], [(0, 703 * SECOND)]);
        // The colleague, too, had time between its calls.
        let calm = day(&[(1, 100, 200), (1, 900, 1000), (2, 100, 400), (2, 600, 800)]);
        let seen = presence(&calm, &Skills::default(), &PresenceRules::default());
        assert_eq!(seen[&1], [(0, 900 * SECOND)]);
    }

    #[test]
    fn levels_count_who_is_there() {
        let steps = levels([(0, 10), (5, 20), (10, 15)].into_iter());
        assert_eq!(steps, [(0, 1), (5, 2), (15, 1), (20, 0)]);
    }
}
