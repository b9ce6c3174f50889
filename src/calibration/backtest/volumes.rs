//! Volumes forecast and held against what came, beside the mean of the same weekday.

use super::bands::Bands;
use super::forecast::{forecast, same_weekday};
use super::score::Point;
use super::surges::Surges;
use super::table::{Row, Scores};
use crate::calibration::estimate::arrivals::{DayCounts, Profile, day_counts};
use crate::calibration::estimate::clean::Clean;
use crate::calibration::estimate::surge::{Prior, Streams};
use std::io;

/// Training days before the first one that training forecasts are made of, at least.
const FIRST: usize = 20;
/// Open days between two such.
const STEP: usize = 3;

/// Day and half-hour points of forecasts.
#[derive(Clone, Debug, Default)]
struct Points {
    days: Vec<Point>,
    half_hours: Vec<Point>,
}

/// Days in order, known ones first.
struct Volumes<'c, 'l> {
    clean: &'c Clean<'l>,
    /// All that came.
    all: Vec<DayCounts>,
    /// The same; half hours after a stream do not count.
    usual: Vec<DayCounts>,
    /// Of half hours and days, beyond chance.
    dispersion: f64,
    day_cv: f64,
    prior: &'c Prior,
}

#[derive(Clone, Copy)]
enum Method {
    Forecast,
    SameWeekday,
}

/// The rows of the table; none of too few training days.
///
/// # Errors
/// If the temporary file cannot be read.
pub fn rows(taught: &Clean<'_>, tested: &Clean<'_>, prior: &Prior) -> io::Result<Vec<Row>> {
    let both = Clean { days: [taught.days.clone(), tested.days.clone()].concat(), ..taught.clone() };
    let known = taught.days.len();
    let usual = day_counts(&both)?;
    let Some(swing) = Profile::of(&usual[..known]).swing(&usual[..known]).filter(|_| known > FIRST) else {
        return Ok(Vec::new());
    };
    let all = day_counts(&both.clone().with_streams(Streams::default()))?;
    let (dispersion, day_cv) = (swing.dispersion, swing.day_cv.value);
    let volumes = Volumes { clean: &both, all, usual, dispersion, day_cv, prior };
    let ahead = tested.days.len();
    let row = |(name, method): (&str, Method)| {
        let mut training = Points::default();
        // Forecasts as they would have been made on earlier days, each as far ahead as the test is long.
        for origin in (FIRST.max(known / 2)..known).step_by(STEP) {
            volumes.add(origin, known.min(origin + ahead), method, &mut training)?;
        }
        let mut test = Points::default();
        volumes.add(known, known + ahead, method, &mut test)?;
        let of = |training: &[Point], test: &[Point]| {
            Scores::of(test, test, &Bands::learn(training), f64::INFINITY)
        };
        Ok(Row {
            given: "days before".to_owned(),
            method: name.to_owned(),
            figure: "cases".to_owned(),
            half_hours: of(&training.half_hours, &test.half_hours),
            days: of(&training.days, &test.days),
        })
    };
    [("forecast", Method::Forecast), ("weekday's mean", Method::SameWeekday)].into_iter().map(row).collect()
}

impl Volumes<'_, '_> {
    /// Days from `origin` up to `end`, forecast from those before `origin`.
    fn add(&self, origin: usize, end: usize, method: Method, points: &mut Points) -> io::Result<()> {
        let dates: Vec<i32> = self.all[origin..end].iter().map(|day| day.day).collect();
        let (rates, surges) = match method {
            Method::Forecast => {
                let known = &self.usual[..origin];
                (forecast(known, &dates), Surges::learn(self.clean, known, self.prior)?)
            }
            Method::SameWeekday => (same_weekday(&self.all[..origin], &dates), None),
        };
        for (day, usual) in self.all[origin..end].iter().zip(rates) {
            let (opens, _) = self.clean.opening.on(day.day);
            let beyond =
                surges.as_ref().map_or(vec![0.0; usual.len()], |them| them.expected(opens, usual.len()));
            self.add_day(day, &usual, &beyond, surges.as_ref().map_or(0.0, Surges::forecast_cv), points);
        }
        Ok(())
    }

    /// Usual cases swing with the day, those after a stream with the stream.
    fn add_day(&self, day: &DayCounts, usual: &[f64], beyond: &[f64], stream_cv: f64, points: &mut Points) {
        let spread = |usual: f64, beyond: f64| {
            let (day, stream) = (self.day_cv * usual, stream_cv * beyond);
            (self.dispersion * (usual + beyond) + day * day + stream * stream).sqrt()
        };
        let (mut was, mut sum) = (0.0, [0.0; 2]);
        for place in (0..usual.len()).filter(|place| day.seen[*place]) {
            let (count, cells) = (day.total(place), [usual[place], beyond[place]]);
            points.half_hours.push(Point {
                was: count,
                predicted: cells[0] + cells[1],
                spread: spread(cells[0], cells[1]),
                cases: count,
            });
            was += count;
            sum = [sum[0] + cells[0], sum[1] + cells[1]];
        }
        let predicted = sum[0] + sum[1];
        points.days.push(Point { was, predicted, spread: spread(sum[0], sum[1]), cases: was });
    }
}
