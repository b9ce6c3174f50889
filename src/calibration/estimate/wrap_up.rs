//! Wrap-up: gaps between an agent's services, at risk of ending only while a customer waited whom it could take.
//!
//! Kaplan and Meier's curve with late entry. A gap is followed for ten minutes: what lasts longer is a break, and not
//! all that is shorter is work on the case before, but an agent who is not there while a customer waits is missing,
//! whatever it does. (Cut at three minutes, the curve makes a desk quicker than it was.)

use super::clean::{Clean, OpenDay};
use super::skills::Skills;
use crate::calibration::log::{Civil, SECOND};
use crate::statistics::survival::{Spell, Survival, SurvivalSums};
use std::io;

/// Gaps are followed up to this long, µs.
pub const LONGEST: i64 = 600 * SECOND;
/// Clocks of a log differ by so much.
const CLOCKS: i64 = 2 * SECOND;

/// The curve over all days of `clean`.
///
/// # Errors
/// If the temporary file cannot be read.
pub fn wrap_up(clean: &Clean<'_>, skills: &Skills) -> io::Result<Survival> {
    let mut sums = SurvivalSums::default();
    for day in clean.each() {
        add_day(&day?, skills, &mut sums);
    }
    Ok(sums.curve())
}

fn add_day(day: &OpenDay, skills: &Skills, sums: &mut SurvivalSums) {
    let waits: Vec<(Civil, Civil, u16)> = day
        .counted()
        .filter_map(|case| Some((case.at, case.at + case.waited().filter(|wait| *wait > 0)?, case.inquiry)))
        .collect();
    for (agent, own) in &day.services {
        for pair in own.windows(2) {
            let (ended, begun) = (pair[0].ended, pair[1].begun);
            if begun <= ended || !pair[0].counts || !pair[1].counts {
                continue;
            }
            // A case waits at most a few minutes before a gap that it ends, so looking from an hour before is enough.
            let first = waits.partition_point(|(from, _, _)| *from < ended - 3600 * SECOND);
            let within = waits[first..]
                .iter()
                .take_while(|(from, _, _)| *from < begun)
                .filter(|(_, to, inquiry)| *to > ended && skills.takes(*agent, *inquiry))
                .map(|(from, to, _)| ((*from).max(ended), (*to).min(begun)));
            for (from, to) in joined(within.collect()) {
                let (from, to) = (from - ended, to - ended);
                let event = to + ended >= begun - CLOCKS;
                if from < LONGEST {
                    sums.add(Spell { from, to: to.min(LONGEST), event: event && to < LONGEST });
                }
            }
        }
    }
}

/// Stretches joined where they touch.
fn joined(mut stretches: Vec<(Civil, Civil)>) -> Vec<(Civil, Civil)> {
    stretches.sort_unstable();
    let mut list: Vec<(Civil, Civil)> = Vec::new();
    for (from, to) in stretches {
        match list.last_mut() {
            Some((_, end)) if from <= *end => *end = (*end).max(to),
            _ => list.push((from, to)),
        }
    }
    list
}

/// `count` evenly spaced values of a curve, made whole: what lasts beyond its end is none of it.
pub fn values(curve: &Survival, count: usize) -> Vec<i64> {
    let Some(end) = curve.steps.last() else { return Vec::new() };
    let left = end.beyond.min(0.99);
    let value = |i: usize| {
        let share = (i as f64 + 0.5) / count as f64 * (1.0 - left);
        curve.quantile(share).unwrap_or(end.time)
    };
    (0..count).map(value).collect()
}
