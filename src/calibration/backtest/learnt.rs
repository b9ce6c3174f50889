//! What training days teach of the errors of predictions: what is taken off them, and how wide their bands are.

use super::bands::Bands;
use super::correction::Correction;
use super::days::Predicted;
use super::score::{self, Point};
use super::table::{DayRow, Scores};
use crate::calibration::log::times::date_of;
use crate::statistics::Interval;

/// What training days teach of the errors of one figure.
pub struct Learnt {
    correction: Correction,
    half_hours: Bands,
    days: Bands,
    /// No figure is more.
    most: f64,
}

impl Learnt {
    /// From training days in blocks, each predicted from the others. Bands are of the errors that are left when each
    /// block is corrected by what the others were off by: the days of one week err together, and so will the days to
    /// come.
    pub fn of(blocks: &[Vec<Predicted>], figure: usize) -> Learnt {
        let most = if figure == 2 { f64::INFINITY } else { 1.0 };
        let by_day = |block: &Vec<Predicted>| -> Vec<Vec<Point>> {
            block.iter().map(|day| score::half_hours(std::slice::from_ref(day), figure)).collect()
        };
        let half_hours: Vec<Vec<Vec<Point>>> = blocks.iter().map(by_day).collect();
        let without = |left_out: Option<usize>| {
            let kept = half_hours.iter().enumerate().filter(|(block, _)| Some(*block) != left_out);
            Correction::learn(&kept.flat_map(|(_, days)| days).map(Vec::as_slice).collect::<Vec<_>>())
        };
        let (mut left_half_hours, mut left_days) = (Vec::new(), Vec::new());
        for (number, block) in blocks.iter().enumerate() {
            let correction = without(Some(number));
            left_half_hours.extend(correction.apply(&score::half_hours(block, figure), most));
            left_days.extend(correction.apply(&score::days(block, figure), most));
        }
        Learnt {
            correction: without(None),
            half_hours: Bands::learn(&left_half_hours),
            days: Bands::learn(&left_days),
            most,
        }
    }

    /// Points as they are predicted in the end.
    pub fn corrected(&self, points: &[Point]) -> Vec<Point> {
        self.correction.apply(points, self.most)
    }

    /// How well half hours are predicted.
    pub fn half_hours(&self, points: &[Point]) -> Scores {
        Scores::of(&self.corrected(points), points, &self.half_hours, self.most)
    }

    /// How well whole days are.
    pub fn days(&self, points: &[Point]) -> Scores {
        Scores::of(&self.corrected(points), points, &self.days, self.most)
    }

    /// Each day's share answered in time, with its band.
    pub fn day_rows(&self, test: &[Predicted]) -> Vec<DayRow> {
        let points = self.corrected(&score::days(test, 0));
        let row = |(day, point): (&Predicted, Point)| {
            let (low, high) = self.days.of(&point, 0.8, self.most);
            DayRow {
                date: date_of(day.day).to_string(),
                cases: point.cases,
                was: point.was,
                predicted: Interval { value: point.predicted, low, high },
                held: low <= point.was && point.was <= high,
            }
        };
        test.iter().zip(points).map(row).collect()
    }
}
