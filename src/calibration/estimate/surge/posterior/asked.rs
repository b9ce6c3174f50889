//! How many have asked by when: number and delay together.

use super::{Levels, Part, interval};
use crate::statistics::Interval;
use libm::exp;
use serde::Serialize;

/// After so many minutes.
const MINUTES: [u32; 14] = [2, 5, 10, 15, 20, 30, 45, 60, 75, 90, 120, 150, 180, 240];
/// Levels with less weight are not looked at.
const NEGLIGIBLE: f64 = 1e-4;

/// Of a stream's orders, so many have asked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AskedBy {
    /// Minutes after the end.
    pub minutes: u32,
    /// Share of orders; of an average stream.
    pub share: Interval,
    /// What was held of it beforehand.
    pub prior: Interval,
}

/// With what is held of number and delay, which are taken as independent once the law is known.
pub(super) fn asked_by(parts: &[Part], volumes: &Levels, delays: &Levels) -> Vec<AskedBy> {
    MINUTES.iter().map(|minutes| one(*minutes, parts, volumes, delays)).collect()
}

fn one(minutes: u32, parts: &[Part], volumes: &Levels, delays: &Levels) -> AskedBy {
    let mut points = Vec::new();
    for part in parts.iter().filter(|part| part.weight > NEGLIGIBLE) {
        let numbers: Vec<(f64, f64)> = by_level(volumes, &part.volumes).collect();
        for (delay, weight) in by_level(delays, &part.delays) {
            let come = part.shape.up_to(60.0 * f64::from(minutes) / delay);
            points.extend(numbers.iter().map(|(share, own)| (share * come, part.weight * weight * own)));
        }
    }
    let share = interval(points);
    AskedBy { minutes, share, prior: share }
}

/// Each level with its weight.
fn by_level<'a>(levels: &'a Levels, weights: &'a [f64]) -> impl Iterator<Item = (f64, f64)> + 'a {
    let one = |(ln, weights): (&f64, &[f64])| (exp(*ln), weights.iter().sum::<f64>());
    let all = levels.axis.iter().zip(weights.chunks(levels.cvs.len())).map(one);
    all.filter(|(_, weight)| *weight > NEGLIGIBLE)
}
