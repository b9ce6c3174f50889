//! Cases forecast for days, by inquiry and half hour; surges after their streams on top.

use super::forecast::forecast;
use super::surges::{Coming, Surges};
use crate::calibration::estimate::arrivals::{DayCounts, Profile};
use crate::calibration::estimate::clean::Clean;
use crate::calibration::estimate::surge::Prior;
use std::collections::BTreeMap;
use std::io;

/// What cases a day is forecast to have.
#[derive(Clone, Debug)]
pub struct DayForecast {
    /// Usual ones, by inquiry number less 1 and half hour of the opening.
    pub rates: Vec<Vec<f64>>,
    /// How days swing.
    pub day_cv: f64,
    /// Streams that end on it.
    pub streams: Vec<Coming>,
}

/// Days forecast from what `known` days were: all inquiries together, by each one's usual part of the half hour.
///
/// # Errors
/// If the temporary file cannot be read.
pub fn day_forecasts(
    clean: &Clean<'_>,
    known: &[DayCounts],
    days: &[i32],
    prior: &Prior,
) -> io::Result<BTreeMap<i32, DayForecast>> {
    let Some(first) = known.first() else { return Ok(BTreeMap::new()) };
    let (inquiries, places) = (first.counts.len(), first.seen.len());
    let sum = |inquiry: usize, place: usize| known.iter().map(|day| day.counts[inquiry][place]).sum::<f64>();
    let parts: Vec<Vec<f64>> =
        (0..inquiries).map(|inquiry| (0..places).map(|place| sum(inquiry, place)).collect()).collect();
    let part = |inquiry: usize, place: usize| {
        let all: f64 = parts.iter().map(|row| row[place]).sum();
        if all > 0.0 { parts[inquiry][place] / all } else { 0.0 }
    };
    let surges = Surges::learn(clean, known, prior)?;
    let day_cv = Profile::of(known).swing(known).map_or(0.0, |swing| swing.day_cv.value);
    let one = |(day, totals): (&i32, Vec<f64>)| {
        let own = |inquiry: usize| (0..places).map(|place| totals[place] * part(inquiry, place)).collect();
        let (opens, closes) = clean.opening.on(*day);
        let streams = surges.as_ref().map_or(Vec::new(), |surges| surges.between(opens, closes));
        (*day, DayForecast { rates: (0..inquiries).map(own).collect(), day_cv, streams })
    };
    Ok(days.iter().zip(forecast(known, days)).map(one).collect())
}
