//! What the simulation is off by on training days, taken off what it says of others.
//!
//! Agents put off breaks and shorten pauses when they see a queue, and presence is inferred: so the simulated
//! shares are a little off, and off by too much where they are extreme. A line is fitted by least squares to what
//! half hours of training days were, by what was said of them when they were left out; two numbers, from hundreds
//! of half hours.

use super::score::Point;

/// was ≈ shift + slope × predicted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correction {
    /// Of nothing predicted.
    pub shift: f64,
    /// From 0 to 1.5.
    pub slope: f64,
}

impl Correction {
    /// Takes nothing off.
    pub const NONE: Correction = Correction { shift: 0.0, slope: 1.0 };

    /// From half hours of training days.
    pub fn learn(points: &[Point]) -> Correction {
        let n = points.len() as f64;
        if n < 30.0 {
            return Correction::NONE;
        }
        let mean = |of: &dyn Fn(&Point) -> f64| points.iter().map(of).sum::<f64>() / n;
        let (said, was) = (mean(&|point| point.predicted), mean(&|point| point.was));
        let squares = mean(&|point| (point.predicted - said) * (point.predicted - said));
        let cross = mean(&|point| (point.predicted - said) * (point.was - was));
        let slope = if squares > 0.0 { (cross / squares).clamp(0.0, 1.5) } else { 1.0 };
        Correction { shift: was - slope * said, slope }
    }

    /// The points corrected; whole days as well, which are weighed means of their half hours.
    pub fn apply(&self, points: &[Point], most: f64) -> Vec<Point> {
        let one = |point: &Point| Point {
            predicted: (self.shift + self.slope * point.predicted).clamp(0.0, most),
            spread: self.slope * point.spread,
            ..*point
        };
        points.iter().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_always_off_by_the_same_is_taken_off() {
        let point = |i: i32| {
            let predicted = f64::from(i) / 100.0;
            Point { was: 0.8 * predicted + 0.05, predicted, spread: 0.1, cases: 20.0 }
        };
        let points: Vec<Point> = (0..100).map(point).collect();
        let correction = Correction::learn(&points);
        assert!((correction.slope - 0.8).abs() < 1e-9 && (correction.shift - 0.05).abs() < 1e-9);
        assert!(correction.apply(&points, 1.0).iter().all(|point| point.error().abs() < 1e-9));
        assert_eq!(Correction::learn(&points[..20]), Correction::NONE);
    }
}
