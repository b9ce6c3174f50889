//! Errors and coverage of predictions.

use super::days::Predicted;
use super::nights::Cell;

/// Half hours with fewer cases tell too little.
pub const FEWEST: f64 = 10.0;

/// What is predicted of a case: answered in time, given up, wait.
pub const FIGURES: [&str; 3] = ["answered_in_time", "gave_up", "mean_wait_s"];

/// One thing that was predicted: a half hour, or a whole day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// What was.
    pub was: f64,
    /// The mean over nights, weighed by their cases.
    pub predicted: f64,
    /// Standard deviation over nights.
    pub spread: f64,
    /// Its cases.
    pub cases: f64,
}

impl Point {
    /// Predicted less what was.
    pub fn error(&self) -> f64 {
        self.predicted - self.was
    }
}

/// Half hours with enough cases, of one of the [`FIGURES`].
pub fn half_hours(days: &[Predicted], figure: usize) -> Vec<Point> {
    let mut points = Vec::new();
    for day in days {
        for place in (0..day.was.len()).filter(|place| day.seen[*place]) {
            if day.was[place].cases >= FEWEST {
                let nights = day.nights.iter().map(|night| night[place]);
                points.extend(point(&day.was[place], nights, figure));
            }
        }
    }
    points
}

/// Whole days, half hours with bad data left out.
pub fn days(days: &[Predicted], figure: usize) -> Vec<Point> {
    let whole = |day: &Predicted| {
        let sum = |cells: &[Cell]| {
            let mut all = Cell::default();
            cells.iter().zip(&day.seen).filter(|(_, seen)| **seen).for_each(|(cell, _)| all.add(cell));
            all
        };
        point(&sum(&day.was), day.nights.iter().map(|night| sum(night)), figure)
    };
    days.iter().filter_map(whole).collect()
}

fn point(was: &Cell, nights: impl Iterator<Item = Cell>, figure: usize) -> Option<Point> {
    let (mut all, mut n, mut sum, mut squares) = (Cell::default(), 0.0, 0.0, 0.0);
    for night in nights {
        all.add(&night);
        if let Some(figures) = night.figures() {
            n += 1.0;
            sum += figures[figure];
            squares += figures[figure] * figures[figure];
        }
    }
    let mean = sum / n;
    let variance = (squares / n - mean * mean).max(0.0);
    Some(Point {
        was: was.figures()?[figure],
        predicted: all.figures()?[figure],
        spread: variance.sqrt(),
        cases: was.cases,
    })
}

/// Mean absolute error.
pub fn mean_absolute(points: &[Point]) -> f64 {
    points.iter().map(|point| point.error().abs()).sum::<f64>() / points.len().max(1) as f64
}

/// Mean error.
pub fn bias(points: &[Point]) -> f64 {
    points.iter().map(Point::error).sum::<f64>() / points.len().max(1) as f64
}
