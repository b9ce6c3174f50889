//! Logs in, scenario out; and what the scenario predicts of days it has not seen.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`log`] | rows of calls, tickets, messages or counts become records, or are left out for a reason |
//! | [`estimate`] | bad stretches found; arrivals, times, patience, presence and more estimated |
//! | [`scenario`] | the scenario file written |
//! | [`backtest`] | days that were not seen, predicted and held against what they were |
//!
//! docs/calibration.md says how each figure is got, and from where the method is.

pub mod backtest;
pub mod estimate;
pub mod log;
pub mod scenario;

use backtest::run::FEWEST_DAYS;
use backtest::{BackTest, Simulation};
use estimate::clean::Clean;
use estimate::faults;
use estimate::opening::Opening;
use estimate::presence::PresenceRules;
use estimate::surge::{self, Prior, Streams};
use estimate::whole::{self, Estimates};
use log::times::{date_of, day_of};
use log::{Intake, Log, LogError, LogKind, Progress};
use std::path::Path;

/// What to make of a log.
#[derive(Clone, Debug, Default)]
pub struct Request<'a> {
    /// `mon` to `sun`; empty: as the mapping says, or as seen.
    pub days: &'a [String],
    /// `07:00-24:00`; none: as the mapping says, or as seen.
    pub hours: Option<&'a str>,
    /// The day the scenario is for; none: the first open day after the log's last.
    pub date: Option<jiff::civil::Date>,
    /// A list of streams, whose surges are told apart from usual cases.
    pub streams: Option<&'a Path>,
    /// What is held of surges beforehand.
    pub prior: Prior,
}

/// A calibration that cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum CalibrationError {
    /// The log cannot be read.
    #[error(transparent)]
    Log(#[from] LogError),
    /// What was asked for does not fit the log.
    #[error("{0}")]
    Request(String),
    /// The temporary folder gave out.
    #[error("cannot read what was sorted in the temporary folder: {0}")]
    Temporary(#[from] std::io::Error),
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Calibration {
    /// How well each figure is known.
    pub estimates: Estimates,
    /// The scenario file.
    pub scenario: String,
}

/// Reads logs.
///
/// # Errors
/// If one cannot be read or does not fit its mapping.
pub fn read(
    intake: &Intake<'_>,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Log, CalibrationError> {
    Ok(log::read(intake, progress)?)
}

/// A log without its bad stretches.
///
/// # Errors
/// If the opening hours are none, or nothing is left.
pub fn clean<'a>(log: &'a Log, request: &Request<'_>) -> Result<Clean<'a>, CalibrationError> {
    let said = log.mapping.open.clone().unwrap_or_default();
    let days = if request.days.is_empty() { &said.days } else { request.days };
    let hours = request.hours.or(said.hours.as_deref());
    let opening = Opening::of(log, days, hours)?.map_err(CalibrationError::Request)?;
    let faults = if log.kind == LogKind::Counts { Vec::new() } else { faults::look(log, &opening)? };
    let mut clean = Clean::new(log, opening, faults);
    if let Some(list) = request.streams {
        clean = clean.with_streams(Streams::read(list, &log.rules_beside())?);
    }
    if clean.days.is_empty() {
        let text = "no case is left: look at what was left out, at the opening hours and at the mapping";
        return Err(CalibrationError::Request(text.to_owned()));
    }
    Ok(clean)
}

/// Estimates everything and writes the scenario.
///
/// # Errors
/// If the day asked for is none on which the desk is open.
pub fn calibrate(clean: &Clean<'_>, request: &Request<'_>) -> Result<Calibration, CalibrationError> {
    let last = clean.days.last().copied().unwrap_or(0);
    let day = request.date.map_or_else(|| scenario::next_open_day(&clean.opening, last), day_of);
    if !clean.opening.holds(day) {
        let text = format!("the desk is closed on {}: give another --date, or --days", date_of(day));
        return Err(CalibrationError::Request(text));
    }
    let mut estimates = whole::estimate(clean, &PresenceRules::default())?;
    estimates.surge = surge::estimate(clean, &estimates, &request.prior, day)?;
    let scenario = scenario::scenario(&estimates, &clean.opening, day);
    for assumption in scenario.lines().filter_map(|line| line.strip_prefix("# ASSUMPTION: ")) {
        if !estimates.assumptions.iter().any(|other| other == assumption) {
            estimates.assumptions.push(assumption.to_owned());
        }
    }
    Ok(Calibration { estimates, scenario })
}

/// Taught by the open days before `from`, held against those from it up to and including `to` (none: the last).
///
/// # Errors
/// If there are too few days on either side.
pub fn back_test(
    clean: &Clean<'_>,
    from: jiff::civil::Date,
    to: Option<jiff::civil::Date>,
    simulation: &Simulation,
    prior: &Prior,
) -> Result<BackTest, CalibrationError> {
    let (split, end) = (day_of(from), to.map_or(i32::MAX, |to| day_of(to) + 1));
    let (taught, tested) = (clean.between(i32::MIN, split).days.len(), clean.between(split, end).days.len());
    if taught < FEWEST_DAYS || tested == 0 {
        let text = format!(
            "{taught} open days are before {from} and {tested} from it on; a back-test needs at least {FEWEST_DAYS} and 1"
        );
        return Err(CalibrationError::Request(text));
    }
    Ok(backtest::run(clean, split, end, simulation, prior)?)
}
