//! Days predicted: each from what was known before it, and from what is given of the day itself.

use super::known::Known;
use super::nights::{Cell, Nights, nights};
use super::plan::{Cases, Given, plan};
use crate::calibration::estimate::clean::{Clean, OpenDay};
use crate::calibration::estimate::opening::HALF_HOUR;
use crate::calibration::estimate::presence::PresenceRules;
use crate::calibration::log::{Fate, SECOND};
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Handle times are rolled forward over so many days before.
const ROLLED: usize = 5;

/// What counts as going straight on from one service to the next, s: ways to read presence out of services, each as
/// good as the others. When exactly a break began and ended cannot be told, so nights are spread over these.
const STRAIGHT_ON_S: [i64; 4] = [10, 6, 14, 20];

/// How days are simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Simulation {
    /// Nights a day.
    pub nights: u64,
    /// What all draws are keyed by.
    pub seed: u64,
    /// Threads; the result does not depend on it.
    pub threads: usize,
    /// What counts as answered in time, µs.
    pub within: i64,
}

/// A day, what it was and what was predicted.
#[derive(Clone, Debug)]
pub struct Predicted {
    /// Days since 1970.
    pub day: i32,
    /// By half hour of the opening: what was.
    pub was: Vec<Cell>,
    /// False: the half hour has bad data.
    pub seen: Vec<bool>,
    /// What was simulated.
    pub nights: Nights,
    /// Actual over expected handle times of the days before.
    pub level: f64,
}

/// Predicts each of `days`, of which the days before are in `clean` too.
///
/// # Errors
/// If the temporary file cannot be read.
pub fn predict<'f>(
    clean: &Clean<'_>,
    days: &[i32],
    known: &Known,
    given: Given,
    cases: &(dyn Fn(i32) -> Cases<'f> + Sync),
    simulation: &Simulation,
) -> io::Result<Vec<Predicted>> {
    // Read first: the temporary file has one place to read at.
    let mut read = Vec::with_capacity(days.len());
    for day in days {
        let place = clean.days.partition_point(|other| other < day);
        let before = &clean.days[place.saturating_sub(ROLLED)..place];
        let before: Vec<OpenDay> = before.iter().map(|day| clean.day(*day)).collect::<io::Result<_>>()?;
        let level = if before.is_empty() { 1.0 } else { known.level(before.iter()) };
        read.push((clean.day(*day)?, level));
    }
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(days.len())));
    let work = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some((day, level)) = read.get(place) else { return };
            let predicted = predict_day(day, known, given, cases(day.day), *level, simulation);
            if let Ok(mut done) = done.lock() {
                done.extend(predicted.map(|predicted| (place, predicted)));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..simulation.threads.max(1) {
            scope.spawn(work);
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(place, _)| *place);
    Ok(done.into_iter().map(|(_, predicted)| predicted).collect())
}

fn predict_day(
    day: &OpenDay,
    known: &Known,
    given: Given,
    cases: Cases<'_>,
    level: f64,
    simulation: &Simulation,
) -> Option<Predicted> {
    let half_hours = ((day.closes - day.opens) / HALF_HOUR) as usize;
    let reading = |seconds: i64| PresenceRules { straight_on: seconds * SECOND, ..known.rules };
    let readings = STRAIGHT_ON_S.map(reading);
    let mut all = Nights::new();
    for (place, rules) in readings.iter().enumerate() {
        let known = Known { rules: *rules, ..known.clone() };
        let plan = plan(day, &known, given, cases, level)?;
        // Every reading has its part of the nights, the first what is left.
        let share = simulation.nights / readings.len() as u64;
        let number = if place == 0 { simulation.nights - share * (readings.len() as u64 - 1) } else { share };
        let seed = simulation.seed.wrapping_add(place as u64);
        all.extend(nights(&plan, half_hours, simulation.within, number, seed));
    }
    let nights = all;
    let (was, seen) = was(day, half_hours, simulation.within);
    Some(Predicted { day: day.day, was, seen, nights, level })
}

/// What became of the day's cases, and in which half hours the log can be believed.
pub fn was(day: &OpenDay, half_hours: usize, within: i64) -> (Vec<Cell>, Vec<bool>) {
    let mut cells = vec![Cell::default(); half_hours];
    for case in day.counted() {
        let Some(cell) = cells.get_mut(((case.at - day.opens) / HALF_HOUR) as usize) else { continue };
        let Some(wait) = case.waited() else { continue };
        cell.cases += 1.0;
        cell.waited += wait as f64 / SECOND as f64;
        cell.gave_up += f64::from(u8::from(case.fate == Fate::GaveUp));
        cell.in_time += f64::from(u8::from(case.fate == Fate::Answered && wait <= within));
    }
    let seen = |place: usize| {
        let from = day.opens + place as i64 * HALF_HOUR;
        !day.is_blind(from, from + HALF_HOUR)
    };
    (cells, (0..half_hours).map(seen).collect())
}
