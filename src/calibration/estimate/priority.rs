//! Whether customers of a tier are served before others, from the order in which waiting customers were served.
//!
//! Of two customers of the same inquiry who wait at the same time, the later one is of the tier. With a head
//! start of h it is served first exactly if it came less than h later. The head start that explains most pairs
//! is the estimate, and all that explain nearly as many its range.

use super::clean::OpenDay;
use crate::calibration::log::{Case, Fate, SECOND};
use serde::Serialize;
use std::collections::BTreeMap;

/// Head starts tried, s.
const STEP: i64 = 10;
const STEPS: usize = 61;
/// From so many pairs on something can be said.
const ENOUGH: u64 = 100;

/// Adds up pairs by tier: by difference in steps, how many and how many overtook.
#[derive(Clone, Debug, Default)]
pub struct PrioritySums {
    pairs: BTreeMap<(u16, u16), Vec<(u64, u64)>>,
}

/// A tier's place in the queue.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeadStart {
    /// Pairs that tell.
    pub pairs: u64,
    /// The share that overtook within the head start, and after it.
    pub overtook_within: f64,
    /// The same.
    pub overtook_after: f64,
    /// s; 0: none is seen.
    pub head_start_s: f64,
    /// The range that explains nearly as many pairs, s.
    pub from_s: f64,
    /// The same.
    pub to_s: f64,
    /// Served before all others.
    pub first: bool,
}

impl PrioritySums {
    /// Adds a day.
    pub fn add(&mut self, day: &OpenDay) {
        let mut by_inquiry: BTreeMap<u16, Vec<&Case>> = BTreeMap::new();
        for case in day.counted() {
            let waited =
                case.fate == Fate::Answered && case.tier != 0 && case.waited().is_some_and(|wait| wait > 0);
            if waited {
                by_inquiry.entry(case.inquiry).or_default().push(case);
            }
        }
        for cases in by_inquiry.values() {
            for (place, early) in cases.iter().enumerate() {
                let end = early.at + early.wait;
                for late in cases[place + 1..].iter().take_while(|late| late.at < end) {
                    let later = (late.at - early.at) / (STEP * SECOND);
                    if late.tier == early.tier || later >= STEPS as i64 {
                        continue;
                    }
                    let rows =
                        self.pairs.entry((early.tier, late.tier)).or_insert_with(|| vec![(0, 0); STEPS]);
                    let row = &mut rows[later as usize];
                    row.0 += 1;
                    row.1 += u64::from(late.at + late.wait < end);
                }
            }
        }
    }

    /// The head start of `tier` before `regular`.
    pub fn estimate(&self, regular: u16, tier: u16) -> Option<HeadStart> {
        let rows = self.pairs.get(&(regular, tier))?;
        let pairs: u64 = rows.iter().map(|(pairs, _)| pairs).sum();
        if pairs < ENOUGH {
            return None;
        }
        // What a head start of `steps` explains: overtaking before it, none after.
        let explained = |steps: usize| -> u64 {
            let within: u64 = rows[..steps].iter().map(|(_, overtook)| overtook).sum();
            let after: u64 = rows[steps..].iter().map(|(pairs, overtook)| pairs - overtook).sum();
            within + after
        };
        let scores: Vec<u64> = (0..=STEPS).map(explained).collect();
        let most = scores.iter().copied().max().unwrap_or(0);
        let best = scores.iter().position(|score| *score == most).unwrap_or(0);
        // Twice the root of the pairs that are not explained is about what chance moves a score by.
        let near = most.saturating_sub((2.0 * ((pairs - most) as f64).sqrt()) as u64);
        let range: Vec<usize> = (0..=STEPS).filter(|steps| scores[*steps] >= near).collect();
        let share = |rows: &[(u64, u64)]| {
            let (pairs, overtook) = rows.iter().fold((0, 0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
            overtook as f64 / pairs.max(1) as f64
        };
        let seconds = |steps: usize| (steps as i64 * STEP) as f64;
        Some(HeadStart {
            pairs,
            overtook_within: share(&rows[..best]),
            overtook_after: share(&rows[best..]),
            head_start_s: seconds(best),
            from_s: seconds(range.first().copied().unwrap_or(best)),
            to_s: seconds(range.last().copied().unwrap_or(best)),
            first: best == STEPS,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_start_of_ninety_seconds_is_found_in_the_order_of_service() {
        // One agent, one customer every 20 s, each served 30 s; every third has the head start.
        let (mut queue, mut now, mut cases) = (Vec::<Case>::new(), 0, Vec::new());
        let arrivals: Vec<Case> = (0..600_i64)
            .map(|i| Case {
                at: i * 20 * SECOND,
                tier: if i % 3 == 0 { 2 } else { 1 },
                inquiry: 1,
                counts: true,
                ..Case::default()
            })
            .collect();
        let mut next = 0;
        while cases.len() < arrivals.len() {
            while next < arrivals.len() && arrivals[next].at <= now {
                queue.push(arrivals[next]);
                next += 1;
            }
            if queue.is_empty() {
                now = arrivals[next].at;
                continue;
            }
            let key = |case: &Case| case.at - if case.tier == 2 { 90 * SECOND } else { 0 };
            let first = (0..queue.len()).min_by_key(|place| key(&queue[*place])).unwrap();
            let case = queue.remove(first);
            cases.push(Case { wait: now - case.at, fate: Fate::Answered, ..case });
            now += 30 * SECOND;
        }
        cases.sort();
        let day = OpenDay {
            day: 0,
            opens: 0,
            closes: 1 << 50,
            cases,
            services: Default::default(),
            blind: Vec::new(),
        };
        let mut sums = PrioritySums::default();
        sums.add(&day);
        let found = sums.estimate(1, 2).unwrap();
        // Arrivals are 20 s apart: 80 to 100 are alike.
        assert!((80.0..=100.0).contains(&found.head_start_s) && !found.first, "{found:?}");
        assert_eq!((found.overtook_within, found.overtook_after), (1.0, 0.0));
        assert_eq!(sums.estimate(2, 1).unwrap().head_start_s, 0.0);
    }
}
