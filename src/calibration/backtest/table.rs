//! The table that a back-test ends in.

use super::bands::Bands;
use super::score::{self, Point};
use crate::statistics::Interval;
use serde::Serialize;

/// How well days that were not seen were predicted.
#[derive(Clone, Debug, Serialize)]
pub struct BackTest {
    /// First and last day it was taught on.
    pub taught_from: String,
    /// The same.
    pub taught_to: String,
    /// Days it was taught on.
    pub days_taught: usize,
    /// First and last day predicted.
    pub tested_from: String,
    /// The same.
    pub tested_to: String,
    /// Days predicted.
    pub days_tested: usize,
    /// Half hours with enough cases and no bad data.
    pub half_hours_tested: usize,
    /// Half hours with fewer cases are not judged.
    pub fewest_cases: f64,
    /// What counts as answered in time, s.
    pub within_s: f64,
    /// Nights simulated a day.
    pub replications: u64,
    /// Columns that were not used, and why.
    pub refused: Vec<String>,
    /// By what was given, method and figure.
    pub rows: Vec<Row>,
    /// Each day's share answered in time, with presence and breaks given.
    pub days: Vec<DayRow>,
}

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Of the predicted day.
    pub given: String,
    /// How it was predicted.
    pub method: String,
    /// What was.
    pub figure: String,
    /// Half hours.
    pub half_hours: Scores,
    /// Whole days.
    pub days: Scores,
}

/// How well.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Mean absolute error.
    pub error: f64,
    /// Mean error: predicted less was.
    pub bias: f64,
    /// What the error would be if the model were exactly right: chance alone; none of a formula.
    pub chance: Option<f64>,
    /// Share that lay in the 80 % band; none: it has no bands.
    pub coverage_80: Option<f64>,
    /// In the 95 % band.
    pub coverage_95: Option<f64>,
}

/// A day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayRow {
    /// Which.
    pub date: String,
    /// Its cases.
    pub cases: f64,
    /// Share answered in time.
    pub was: f64,
    /// What was predicted of it, with its 80 % band.
    pub predicted: Interval,
    /// The band held it.
    pub held: bool,
}

impl Scores {
    /// Of points as predicted; chance as simulated.
    pub fn of(points: &[Point], simulated: &[Point], bands: &Bands, most: f64) -> Scores {
        // The mean distance of a normal value from its mean is √(2/π) of its deviation.
        let spread = simulated.iter().map(|point| point.spread).sum::<f64>() / simulated.len().max(1) as f64;
        Scores {
            error: score::mean_absolute(points),
            bias: score::bias(points),
            chance: Some(spread * (2.0 / std::f64::consts::PI).sqrt()),
            coverage_80: Some(bands.coverage(points, 0.8, most)),
            coverage_95: Some(bands.coverage(points, 0.95, most)),
        }
    }

    /// Of a method without bands.
    pub fn without_bands(points: &[Point]) -> Scores {
        Scores {
            error: score::mean_absolute(points),
            bias: score::bias(points),
            chance: None,
            coverage_80: None,
            coverage_95: None,
        }
    }
}
