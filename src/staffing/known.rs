//! What a search knows around a roster: slopes, corrected by what was measured near by.

use super::choice::Roster;
use super::programme::{Point, Slopes};
use super::sample::Measured;

/// Slopes, and what was measured near them; first the centre.
#[derive(Debug)]
pub struct Known {
    /// What one agent more or fewer changes.
    pub slopes: Slopes,
    /// Which promises the slopes are of.
    keys: Vec<(Option<usize>, Option<usize>)>,
    /// What was measured near by, first the centre.
    pub points: Vec<Point>,
    /// The centre is no more where the slopes were measured.
    pub stale: bool,
}

impl Known {
    /// Slopes just measured around `centre`, which gave `here`.
    pub fn new(slopes: Slopes, centre: &[u32], here: &Measured) -> Known {
        let keys = here.promises.iter().map(|promise| (promise.target, promise.interval)).collect();
        let mut known = Known { slopes, keys, points: Vec::new(), stale: false };
        known.add(centre.to_vec(), here);
        known
    }

    /// Takes the slopes for those of another roster near by.
    pub fn recentre(&mut self, centre: &[u32], measured: &Measured) {
        self.stale |= self.slopes.centre != centre;
        self.slopes.centre = centre.to_vec();
        self.points.clear();
        self.add(centre.to_vec(), measured);
    }

    /// Learns from what a roster near by gave.
    pub fn add(&mut self, roster: Roster, measured: &Measured) {
        let of = |key: &(Option<usize>, Option<usize>)| {
            let same = measured.promises.iter().position(|it| (it.target, it.interval) == *key);
            // A promise that counts too little to be judged here is kept.
            same.map_or(10.0, |place| measured.slack[place])
        };
        let point = Point { roster, slack: self.keys.iter().map(of).collect() };
        if let Some(here) = self.points.first() {
            self.slopes.learn(here, &point);
        }
        self.points.push(point);
    }
}
