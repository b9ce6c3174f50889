//! Bad data of whole stretches: holes, faults of the system, days that are not like others, clocks that were
//! moved, times too even to be true. (What is wrong with a single row is found where rows are read.)
//!
//! | kind | found by |
//! | --- | --- |
//! | hole | no case in a stretch in which this weekday usually has over 20 |
//! | fault | half hours with far more cases than usual **and** far more tiny services: a surge of people has the first, not the second |
//! | quiet day | under 40 % of the weekday's median: a holiday |
//! | clock | several agents at once in two services at a time: a clock was set back |
//! | too even | hourly counts that vary less than chance must, or a day as flat as no desk's |

use super::opening::{HALF_HOUR, Opening, WEEKDAYS, weekday};
use super::services::services;
use crate::calibration::log::times::to_civil;
use crate::calibration::log::{Case, Civil, DAY, Log, LogKind, SECOND};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io;

/// A service under this is tiny.
const TINY: i64 = 10 * SECOND;
/// Cases that a hole would usually have had: by chance alone such a hole is seen once in e²⁰ stretches.
const MISSED: f64 = 20.0;
/// A fault has this many times the usual cases and this many times the usual share of tiny services, …
const SPIKE: f64 = 3.0;
const TINY_TIMES: f64 = 3.0;
/// … which chance alone would give less than once in a million half hours (normal deviate).
const TINY_DEVIATE: f64 = 4.75;
/// A service that begins so long before the agent's last one ended overlaps it.
const OVERLAP: i64 = 30 * SECOND;
/// Overlaps of so many agents within ten minutes are a clock's, not theirs.
const AGENTS_AT_ONCE: usize = 3;
/// A day under this share of the weekday's median is no usual day.
const QUIET: f64 = 0.4;

/// What kind of bad data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// Nothing was logged.
    Hole,
    /// The system called, not people.
    Fault,
    /// A holiday or the like.
    QuietDay,
    /// A clock was set back.
    Clock,
    /// Too even to be true.
    TooEven,
}

/// A stretch of bad data.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fault {
    /// What kind.
    pub kind: FaultKind,
    /// Civil time.
    pub from: String,
    /// Civil time.
    pub to: String,
    /// What was seen.
    pub seen: String,
    /// Cases in it, which are used for nothing.
    pub cases_left_out: u64,
    /// As numbers.
    #[serde(skip)]
    pub stretch: (Civil, Civil),
}

impl Fault {
    fn new(kind: FaultKind, stretch: (Civil, Civil), seen: String) -> Fault {
        let shown = |at| to_civil(at).strftime("%Y-%m-%d %H:%M").to_string();
        Fault { kind, from: shown(stretch.0), to: shown(stretch.1), seen, cases_left_out: 0, stretch }
    }

    /// True if its cases are used for nothing.
    pub fn leaves_out(&self) -> bool {
        !matches!(self.kind, FaultKind::TooEven | FaultKind::Clock)
    }
}

/// Half hours of one day: cases, services, tiny services.
type Row = Vec<[f64; 3]>;

/// Looks through a log of cases or messages.
///
/// # Errors
/// If the temporary file cannot be read.
pub fn look(log: &Log, opening: &Opening) -> io::Result<Vec<Fault>> {
    let mut rows: BTreeMap<i32, Row> = BTreeMap::new();
    let (mut found, mut hours) = (Vec::new(), [0_u64; 24]);
    for day in log.cases.groups() {
        let cases = log.cases.of(day)?;
        for case in &cases {
            hours[(case.clock() / (3600 * SECOND)) as usize] += 1;
        }
        found.extend(clock_set_back(log, day, &cases)?);
        rows.insert(day, half_hours(&cases));
    }
    let usual = usual(&rows, opening);
    for (day, row) in rows.iter().filter(|(day, _)| opening.holds(**day)) {
        let total: f64 = row.iter().map(|cell| cell[0]).sum();
        let expected: f64 = usual[weekday(*day)].iter().sum();
        if total < QUIET * expected {
            let stretch = (i64::from(*day) * DAY, i64::from(*day + 1) * DAY);
            let name = WEEKDAYS[weekday(*day)];
            let seen = format!("{total} cases; a usual {name} has {expected:.0}");
            found.push(Fault::new(FaultKind::QuietDay, stretch, seen));
            continue;
        }
        found.extend(holes(&log.cases.of(*day)?, *day, &usual[weekday(*day)], opening));
    }
    found.extend(system_faults(&rows, &usual, opening));
    found.extend(too_even(&rows, &hours, opening));
    count_cases(log, &mut found)?;
    found.sort_by_key(|fault| fault.stretch);
    Ok(found)
}

fn half_hours(cases: &[Case]) -> Row {
    let mut row = vec![[0.0; 3]; 48];
    for case in cases {
        let cell = &mut row[(case.clock() / HALF_HOUR) as usize];
        cell[0] += 1.0;
        if let Some(handle) = case.handled() {
            cell[1] += 1.0;
            cell[2] += f64::from(u8::from(handle < TINY));
        }
    }
    row
}

/// The median by weekday and half hour.
fn usual(rows: &BTreeMap<i32, Row>, opening: &Opening) -> Vec<Vec<f64>> {
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(0.0)
    };
    let of = |place: usize, half_hour: usize| {
        let same = rows.iter().filter(|(day, _)| weekday(**day) == place && opening.holds(**day));
        median(same.map(|(_, row)| row[half_hour][0]).collect())
    };
    (0..7).map(|place| (0..48).map(|half_hour| of(place, half_hour)).collect()).collect()
}

/// Stretches without a case that usually have many.
fn holes(cases: &[Case], day: i32, usual: &[f64], opening: &Opening) -> Vec<Fault> {
    let midnight = i64::from(day) * DAY;
    let expected = |from: i64, to: i64| -> f64 {
        let share = |place: usize| {
            let start = place as i64 * HALF_HOUR;
            (to.min(start + HALF_HOUR) - from.max(start)).max(0) as f64 / HALF_HOUR as f64
        };
        (0..48)
            .filter(|place| opening.is_open_at(*place as i64 * HALF_HOUR))
            .map(|place| usual[place] * share(place))
            .sum()
    };
    let first = opening.from.min(DAY);
    let marks = [first].into_iter().chain(cases.iter().map(Case::clock)).chain([opening.to.min(DAY)]);
    let marks: Vec<i64> = marks.collect();
    let mut found = Vec::new();
    for pair in marks.windows(2) {
        let missed = expected(pair[0], pair[1]);
        if missed > MISSED {
            let seen = format!("nothing was logged, where this weekday usually has {missed:.0} cases");
            found.push(Fault::new(FaultKind::Hole, (midnight + pair[0] + 1, midnight + pair[1]), seen));
        }
    }
    found
}

/// Half hours with a spike of cases and of tiny services, neighbours joined.
fn system_faults(rows: &BTreeMap<i32, Row>, usual: &[Vec<f64>], opening: &Opening) -> Vec<Fault> {
    let sum = |index: usize| -> f64 { rows.values().flatten().map(|cell| cell[index]).sum() };
    let tiny = (sum(2) / sum(1).max(1.0)).max(0.001);
    let mut found: Vec<(Civil, Civil, f64, [f64; 3])> = Vec::new();
    for (day, row) in rows.iter().filter(|(day, _)| opening.holds(**day)) {
        for (place, cell) in row.iter().enumerate() {
            let expected = usual[weekday(*day)][place].max(5.0);
            let [cases, services, small] = *cell;
            let spread = (services * tiny * (1.0 - tiny)).sqrt().max(1.0);
            let odd = small > TINY_TIMES * tiny * services && small - services * tiny > TINY_DEVIATE * spread;
            // The half hours in which a fault begins and ends have only a part of it.
            if cases <= SPIKE * expected || !odd {
                continue;
            }
            let from = i64::from(*day) * DAY + place as i64 * HALF_HOUR;
            match found.last_mut() {
                Some((_, to, usual, sums)) if *to == from => {
                    *to = from + HALF_HOUR;
                    *usual += expected;
                    sums.iter_mut().zip(cell).for_each(|(sum, one)| *sum += one);
                }
                _ => found.push((from, from + HALF_HOUR, expected, *cell)),
            }
        }
    }
    let shown = |(from, to, usual, [cases, services, small]): (Civil, Civil, f64, [f64; 3])| {
        let seen = format!(
            "{cases} cases where {usual:.0} are usual, and {:.0} % of services under 10 s, usually {:.0} %: \
             the system called, not people",
            100.0 * small / services.max(1.0),
            100.0 * tiny
        );
        Fault::new(FaultKind::Fault, (from, to), seen)
    };
    found.into_iter().map(shown).collect()
}

/// Several agents in two services at once.
fn clock_set_back(log: &Log, day: i32, cases: &[Case]) -> io::Result<Option<Fault>> {
    if log.kind != LogKind::Cases {
        return Ok(None);
    }
    let mut overlaps: Vec<(Civil, u32)> = Vec::new();
    for (agent, own) in services(log, day, cases)? {
        for pair in own.windows(2) {
            if pair[1].begun < pair[0].ended - OVERLAP {
                overlaps.push((pair[1].begun, agent));
            }
        }
    }
    overlaps.sort_unstable();
    for (place, (at, _)) in overlaps.iter().enumerate() {
        let mut agents: Vec<u32> = overlaps[place..]
            .iter()
            .take_while(|(other, _)| other - at <= 600 * SECOND)
            .map(|(_, agent)| *agent)
            .collect();
        agents.sort_unstable();
        agents.dedup();
        if agents.len() >= AGENTS_AT_ONCE {
            let seen = format!(
                "{} agents were in two services at once: a clock was set back, or agents hold several cases",
                agents.len()
            );
            return Ok(Some(Fault::new(FaultKind::Clock, (*at, at + 600 * SECOND), seen)));
        }
    }
    Ok(None)
}

/// Counts that vary less than chance must, and days as flat as no desk's.
fn too_even(rows: &BTreeMap<i32, Row>, hours: &[u64; 24], opening: &Opening) -> Vec<Fault> {
    let (Some(first), Some(last)) = (rows.keys().next(), rows.keys().next_back()) else { return Vec::new() };
    let stretch = (i64::from(*first) * DAY, i64::from(*last + 1) * DAY);
    let mut found = Vec::new();
    let total: u64 = hours.iter().sum();
    let mean = total as f64 / 24.0;
    if total >= 5000 && hours.iter().all(|hour| (*hour as f64 / mean - 1.0).abs() < 0.12) {
        let seen =
            "every hour of the day has as many cases as any other: no desk's customers sleep so little";
        found.push(Fault::new(FaultKind::TooEven, stretch, seen.to_owned()));
    }
    // Variance over mean of a half hour between the days of a weekday: 1 for Poisson, more for people.
    let (mut variance, mut level, mut cells) = (0.0, 0.0, 0);
    for place in (0..7).filter(|place| opening.weekdays[*place]) {
        for half_hour in 0..48 {
            let same = rows.iter().filter(|(day, _)| weekday(**day) == place);
            let values: Vec<f64> = same.map(|(_, row)| row[half_hour][0]).collect();
            let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
            if values.len() >= 3 && mean >= 5.0 {
                let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
                variance += squares / (values.len() - 1) as f64;
                level += mean;
                cells += 1;
            }
        }
    }
    if cells >= 20 && variance / level < 0.5 {
        let seen = format!(
            "counts vary {:.2} times as much as chance alone must make them: these times were made up",
            variance / level
        );
        found.push(Fault::new(FaultKind::TooEven, stretch, seen));
    }
    found
}

fn count_cases(log: &Log, found: &mut [Fault]) -> io::Result<()> {
    for fault in found.iter_mut().filter(|fault| fault.leaves_out()) {
        for day in fault.stretch.0.div_euclid(DAY)..=(fault.stretch.1 - 1).div_euclid(DAY) {
            let cases = log.cases.of(day as i32)?;
            let inside = cases.iter().filter(|case| case.at >= fault.stretch.0 && case.at < fault.stretch.1);
            fault.cases_left_out += inside.count() as u64;
        }
    }
    Ok(())
}
