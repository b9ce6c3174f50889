//! Bands around predictions, as wide as training days have shown that they must be.
//!
//! What nights differ by in the simulation is chance alone; that presence is inferred and agents hurry or dawdle
//! is not in it. Training days are predicted as if they were unknown (each block of days from the others, corrected
//! by what the others are off by), and the band is the quantile of their errors over their own spread: split
//! conformal prediction with normalised errors (V. Vovk, A. Gammerman and G. Shafer, "Algorithmic Learning in a
//! Random World", 2005; J. Lei and others, "Distribution-free predictive inference for regression", JASA 113,
//! 2018). So a band is wide where nights differ much: a month with longer queues than those that taught has wider
//! ones. Errors of one desk's days are not independent, so the promise of coverage holds approximately; the
//! back-test measures it.

use super::score::Point;

/// No point's spread is taken as less than this part of the mean one: where all nights agree they may all be wrong.
const LEAST: f64 = 0.05;

/// How wide bands are.
#[derive(Clone, Debug, Default)]
pub struct Bands {
    /// No spread is taken as less.
    least: f64,
    /// |error| / spread of the training points, ascending.
    scores: Vec<f64>,
}

impl Bands {
    /// Learnt from training points.
    pub fn learn(points: &[Point]) -> Bands {
        let mean = points.iter().map(|point| point.spread).sum::<f64>() / points.len().max(1) as f64;
        let mut bands = Bands { least: (LEAST * mean).max(1e-9), scores: Vec::new() };
        let mut scores: Vec<f64> =
            points.iter().map(|point| point.error().abs() / bands.spread(point)).collect();
        scores.sort_by(f64::total_cmp);
        bands.scores = scores;
        bands
    }

    fn spread(&self, point: &Point) -> f64 {
        point.spread.max(self.least)
    }

    /// The band that is to hold `share` of all points: between these two, and within `most`.
    pub fn of(&self, point: &Point, share: f64, most: f64) -> (f64, f64) {
        let place = ((self.scores.len() + 1) as f64 * share).ceil() as usize;
        // Too few training points to promise so much: the widest of them.
        let last = self.scores.len();
        let score = place.min(last).checked_sub(1).map_or(f64::INFINITY, |place| self.scores[place]);
        let half = score * self.spread(point);
        ((point.predicted - half).max(0.0), (point.predicted + half).min(most))
    }

    /// The share of `points` that lie in their bands.
    pub fn coverage(&self, points: &[Point], share: f64, most: f64) -> f64 {
        let held = |point: &&Point| {
            let (low, high) = self.of(point, share, most);
            low <= point.was && point.was <= high
        };
        points.iter().filter(held).count() as f64 / points.len().max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_of_80_percent_holds_80_of_100_like_points_and_one_without_training_is_endless() {
        let points: Vec<Point> = (1..=100)
            .map(|i| Point { was: 0.5 + f64::from(i) / 1000.0, predicted: 0.5, spread: 0.02, cases: 50.0 })
            .collect();
        let bands = Bands::learn(&points);
        assert!((bands.coverage(&points, 0.8, 1.0) - 0.81).abs() < 1e-9);
        // A point whose nights differ twice as much has a band twice as wide: 81 of 1000 on each side become 162.
        let wide = Point { spread: 0.04, ..points[0] };
        let (low, high) = bands.of(&wide, 0.8, 1.0);
        assert!((low - 0.338).abs() < 1e-9 && (high - 0.662).abs() < 1e-9, "{low} {high}");
        assert_eq!(Bands::default().of(&points[0], 0.8, 1.0), (0.0, 1.0));
    }
}
