//! What the simulation is off by on training days, taken off what it says of others.
//!
//! Agents put off breaks and shorten pauses when they see a queue, and presence is inferred: so the simulated
//! shares are a little off, and off by too much where they are extreme. A line is fitted by least squares to what
//! half hours of training days were off by, when they were left out. Half hours of one day err together, so how
//! sure its two numbers are is told by leaving out one day after the other (the jackknife), and each is held
//! towards nothing by as much as it is unsure, down to nothing (the positive part of C. Stein's estimator): what
//! January's few days happened to be off by is no reason to change February.

use super::score::Point;

/// Fewer half hours than this teach nothing.
const FEWEST: usize = 30;
/// No steeper than this: a prediction must not be turned round, nor doubled.
const TILTS: (f64, f64) = (-1.0, 0.5);

/// was ≈ predicted + shift + tilt × (predicted − centre).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correction {
    /// The mean of training predictions.
    centre: f64,
    /// Added everywhere.
    shift: f64,
    /// Added for each one away from the centre.
    tilt: f64,
}

impl Correction {
    /// Takes nothing off.
    pub const NONE: Correction = Correction { centre: 0.0, shift: 0.0, tilt: 0.0 };

    /// From half hours of training days, by day.
    pub fn learn(days: &[&[Point]]) -> Correction {
        if days.len() < 2 || days.iter().map(|day| day.len()).sum::<usize>() < FEWEST {
            return Correction::NONE;
        }
        let line = Correction::line(days, None);
        let left_out = |day: usize| {
            let other = Correction::line(days, Some(day));
            [other.shift + other.tilt * (line.centre - other.centre), other.tilt]
        };
        let others: Vec<[f64; 2]> = (0..days.len()).map(left_out).collect();
        let n = days.len() as f64;
        let variance = |of: usize| {
            let mean = others.iter().map(|other| other[of]).sum::<f64>() / n;
            (n - 1.0) / n * others.iter().map(|other| (other[of] - mean) * (other[of] - mean)).sum::<f64>()
        };
        Correction {
            centre: line.centre,
            shift: held(line.shift, variance(0)),
            tilt: held(line.tilt, variance(1)).clamp(TILTS.0, TILTS.1),
        }
    }

    /// The least squares' line, without one of the days.
    fn line(days: &[&[Point]], without: Option<usize>) -> Correction {
        let kept =
            || days.iter().enumerate().filter(|(day, _)| Some(*day) != without).flat_map(|(_, day)| *day);
        let n = kept().count().max(1) as f64;
        let mean = |of: &dyn Fn(&Point) -> f64| kept().map(of).sum::<f64>() / n;
        let (centre, error) = (mean(&|point| point.predicted), mean(&Point::error));
        let squares = mean(&|point| (point.predicted - centre) * (point.predicted - centre));
        let cross = mean(&|point| (point.predicted - centre) * (point.error() - error));
        Correction { centre, shift: -error, tilt: if squares > 0.0 { -cross / squares } else { 0.0 } }
    }

    /// The points corrected; whole days as well, which are weighed means of their half hours.
    pub fn apply(&self, points: &[Point], most: f64) -> Vec<Point> {
        let one = |point: &Point| Point {
            predicted: (point.predicted + self.shift + self.tilt * (point.predicted - self.centre))
                .clamp(0.0, most),
            ..*point
        };
        points.iter().map(one).collect()
    }
}

/// A number held towards 0 by what is unsure of it.
fn held(value: f64, variance: f64) -> f64 {
    if value == 0.0 { 0.0 } else { value * (1.0 - variance / (value * value)).max(0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days of 20 half hours, off by what `of` says of the day and of what is predicted.
    fn days(number: i32, of: impl Fn(i32, f64) -> f64) -> Vec<Vec<Point>> {
        let point = |day: i32, i: i32| {
            let predicted = 0.2 + f64::from((7 * i + day) % 20) / 40.0;
            Point { was: predicted + of(day, predicted), predicted, spread: 0.1, cases: 20.0 }
        };
        (0..number).map(|day| (0..20).map(|i| point(day, i)).collect()).collect()
    }

    fn learn(days: &[Vec<Point>]) -> Correction {
        Correction::learn(&days.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    #[test]
    fn what_is_always_off_by_the_same_line_is_taken_off() {
        let days = days(10, |_, predicted| 0.05 - 0.2 * predicted);
        let correction = learn(&days);
        assert!((correction.tilt + 0.2).abs() < 1e-9, "{correction:?}");
        let all = days.concat();
        assert!(correction.apply(&all, 1.0).iter().all(|point| point.error().abs() < 1e-9));
        assert_eq!(learn(&days[..1]), Correction::NONE);
    }

    #[test]
    fn what_is_off_to_either_side_from_day_to_day_is_left_alone() {
        // +0.1, −0.1, +0.1 … and once more +0.1: the mean is 0.009, its own deviation 0.03.
        let days = days(11, |day, _| if day % 2 == 0 { 0.1 } else { -0.1 });
        let correction = learn(&days);
        assert_eq!((correction.shift, correction.tilt), (0.0, 0.0), "{correction:?}");
    }
}
