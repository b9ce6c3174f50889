//! Bands around predictions, as wide as training days have shown that they must be.
//!
//! What nights differ by in the simulation is chance alone; that presence is inferred and agents hurry or dawdle
//! is not in it. Training days are predicted as if they were unknown (each block of days from the others), and the
//! band is the quantile of their errors over their own spread: split conformal prediction with normalised errors
//! (V. Vovk, A. Gammerman and G. Shafer, "Algorithmic Learning in a Random World", 2005; J. Lei and others,
//! "Distribution-free predictive inference for regression", JASA 113, 2018). Errors of one desk's days are not
//! independent, so its promise of coverage holds approximately; the back-test measures it.

use super::score::Point;

/// How wide bands are.
#[derive(Clone, Debug, Default)]
pub struct Bands {
    /// Variance of errors beyond the simulated one.
    extra: f64,
    /// |error| / spread of the training points, ascending.
    scores: Vec<f64>,
}

impl Bands {
    /// Learnt from training points.
    pub fn learn(points: &[Point]) -> Bands {
        let beyond = |point: &Point| point.error() * point.error() - point.spread * point.spread;
        let extra = points.iter().map(beyond).sum::<f64>() / points.len().max(1) as f64;
        let mut bands = Bands { extra: extra.max(0.0), scores: Vec::new() };
        let mut scores: Vec<f64> =
            points.iter().map(|point| point.error().abs() / bands.spread(point)).collect();
        scores.sort_by(f64::total_cmp);
        bands.scores = scores;
        bands
    }

    fn spread(&self, point: &Point) -> f64 {
        (point.spread * point.spread + self.extra).sqrt().max(1e-9)
    }

    /// The band that is to hold `share` of all points: between these two, and within `most`.
    pub fn of(&self, point: &Point, share: f64, most: f64) -> (f64, f64) {
        let place = ((self.scores.len() + 1) as f64 * share).ceil() as usize;
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
        assert_eq!(Bands::default().of(&points[0], 0.8, 1.0), (0.0, 1.0));
    }
}
