//! Volumes forecast and held against what came, beside the mean of the same weekday.

use super::bands::Bands;
use super::forecast::{forecast, same_weekday};
use super::run::{Row, Scores};
use super::score::Point;
use crate::calibration::estimate::arrivals::{DayCounts, Profile};

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

/// The rows of the table; none of too few training days.
pub fn rows(known: &[DayCounts], days: &[DayCounts]) -> Vec<Row> {
    let Some(swing) = Profile::of(known).swing(known).filter(|_| known.len() > FIRST) else {
        return Vec::new();
    };
    let chance = [swing.day_cv.value, swing.dispersion];
    type Forecast = fn(&[DayCounts], &[i32]) -> Vec<Vec<f64>>;
    let methods: [(&str, Forecast); 2] = [("forecast", forecast), ("weekday's mean", same_weekday)];
    let row = |(name, method): (&str, Forecast)| {
        let mut training = Points::default();
        // Forecasts as they would have been made on earlier days, each as far ahead as the test is long.
        for origin in (FIRST.max(known.len() / 2)..known.len()).step_by(STEP) {
            let to = known.len().min(origin + days.len());
            add(&known[..origin], &known[origin..to], method, chance, &mut training);
        }
        let mut test = Points::default();
        add(known, days, method, chance, &mut test);
        let of = |training: &[Point], test: &[Point]| {
            Scores::of(test, test, &Bands::learn(training), f64::INFINITY)
        };
        Row {
            given: "days before".to_owned(),
            method: name.to_owned(),
            figure: "cases".to_owned(),
            half_hours: of(&training.half_hours, &test.half_hours),
            days: of(&training.days, &test.days),
        }
    };
    methods.into_iter().map(row).collect()
}

fn add(
    known: &[DayCounts],
    days: &[DayCounts],
    method: fn(&[DayCounts], &[i32]) -> Vec<Vec<f64>>,
    [cv, dispersion]: [f64; 2],
    points: &mut Points,
) {
    let dates: Vec<i32> = days.iter().map(|day| day.day).collect();
    let spread = |expected: f64| (dispersion * expected + cv * cv * expected * expected).sqrt();
    for (day, rates) in days.iter().zip(method(known, &dates)) {
        let (mut was, mut predicted) = (0.0, 0.0);
        for (place, rate) in rates.iter().enumerate().filter(|(place, _)| day.seen[*place]) {
            let count = day.total(place);
            points.half_hours.push(Point {
                was: count,
                predicted: *rate,
                spread: spread(*rate),
                cases: count,
            });
            was += count;
            predicted += rate;
        }
        points.days.push(Point { was, predicted, spread: spread(predicted), cases: was });
    }
}
