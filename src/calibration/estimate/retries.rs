//! Who gives up and comes again.
//!
//! Of customers whom the log knows: how many who gave up open another case within the hour, less how many
//! do who were answered (they would have come anyway).

use super::clean::OpenDay;
use super::durations::{DurationSums, Durations};
use crate::calibration::log::{Civil, Fate, SECOND};
use crate::statistics::{Interval, wilson};
use serde::Serialize;
use std::collections::HashMap;

/// A case within so much of giving up may be a retry.
const WINDOW: i64 = 3600 * SECOND;

/// Adds up days.
#[derive(Clone, Debug, Default)]
pub struct RetrySums {
    /// Gave up: how many, and how many came again. Then: answered.
    seen: [(u64, u64); 2],
    /// Gave up and unknown.
    unknown: u64,
    delays: DurationSums,
}

/// What is known of retries.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Retries {
    /// Known customers who gave up.
    pub gave_up: u64,
    /// Of them, who came again within the hour.
    pub came_again: u64,
    /// The same share of those who were answered.
    pub of_answered: f64,
    /// The share that tries again, with its 95 % interval.
    pub share: Interval,
    /// Of those who gave up, the share whom the log knows.
    pub known: f64,
    /// From giving up to the next case.
    pub delay: Option<Durations>,
}

impl RetrySums {
    /// Adds a day.
    pub fn add(&mut self, day: &OpenDay) {
        let mut next: HashMap<u64, Vec<Civil>> = HashMap::new();
        for case in day.counted().filter(|case| case.customer != 0) {
            next.entry(case.customer).or_default().push(case.at);
        }
        for case in day.counted() {
            let Some(end) = case.waited().map(|wait| case.at + wait + case.handled().unwrap_or(0)) else {
                continue;
            };
            let group = match case.fate {
                Fate::GaveUp => 0,
                Fate::Answered => 1,
                Fate::Unknown => continue,
            };
            if case.customer == 0 {
                self.unknown += u64::from(group == 0);
                continue;
            }
            // A day's end cuts the window short.
            if end + WINDOW > day.closes {
                continue;
            }
            let again =
                next[&case.customer].iter().find(|at| **at > case.at && **at >= end && **at <= end + WINDOW);
            self.seen[group].0 += 1;
            self.seen[group].1 += u64::from(again.is_some());
            if let (0, Some(at)) = (group, again) {
                self.delays.add(day.day, at - end);
            }
        }
    }

    /// What is known; none of fewer than 20 who gave up and are known.
    pub fn estimate(&self) -> Option<Retries> {
        let [(gave_up, came_again), (answered, came_anyway)] = self.seen;
        if gave_up < 20 {
            return None;
        }
        let anyway = came_anyway as f64 / answered.max(1) as f64;
        let seen = wilson(came_again, gave_up, 0.95);
        let less = |share: f64| ((share - anyway) / (1.0 - anyway).max(0.01)).clamp(0.0, 1.0);
        let share = Interval {
            value: less(came_again as f64 / gave_up as f64),
            low: less(seen.low),
            high: less(seen.high),
        };
        let known = gave_up as f64 / (gave_up + self.unknown) as f64;
        Some(Retries {
            gave_up,
            came_again,
            of_answered: anyway,
            share,
            known,
            delay: self.delays.estimate(),
        })
    }
}
