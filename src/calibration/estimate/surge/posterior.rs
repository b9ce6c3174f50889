//! What is known of surges once some were seen: Bayes' rule on a grid.
//!
//! Of stream *s* with *n* orders come, beside the usual cases, a Poisson number with mean *n q V* of cases, each
//! after a delay of mean *m P* and a law's shape. *V* and *P* are the stream's own: gamma variates of mean 1, the
//! factors `forecast_cv` and `delay_cv` of a scenario. Unknown are *q*, *m*, the two coefficients of variation and
//! the law. Nothing here is approximated but by the grid (A. Gelman et al., *Bayesian Data Analysis*, 3rd edition,
//! chapters 3 and 5).

mod asked;

pub use asked::AskedBy;

use super::likelihood::{Axis, Surface, surface};
use super::observed::Surge;
use super::prior::{Guess, Prior};
use super::shape::Shape;
use crate::statistics::Interval;
use libm::{exp, lgamma, log};
use serde::Serialize;

/// Coefficients of variation between streams: of volumes, of paces.
const VOLUME_CVS: [f64; 8] = [0.05, 0.1, 0.15, 0.22, 0.33, 0.5, 0.7, 1.0];
const DELAY_CVS: [f64; 6] = [0.04, 0.08, 0.14, 0.22, 0.35, 0.55];
/// Points of the levels' axes, while looking for where the weight is and at last.
const COARSE: usize = 25;
const FINE: usize = 37;
/// Weight of a level that is left out.
const NEGLIGIBLE: f64 = 1e-6;
/// Deviations of the prior that the axes reach without any stream.
const REACH: f64 = 3.5;
/// After so many minutes: what share of a surge has come.
const MARKS: [u32; 3] = [30, 60, 120];

/// What is known of surges.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Posterior {
    /// What was held before.
    pub prior: Prior,
    /// Cases for each order; with its 95 % interval, like all others.
    pub share: Interval,
    /// Mean time from a stream's end to the first message, s.
    pub delay_s: Interval,
    /// How much volumes differ from stream to stream (coefficient of variation).
    pub volumes_differ: Interval,
    /// The same of paces.
    pub paces_differ: Interval,
    /// The law of the delay that goes best with it: `gamma` or `lognormal`.
    pub law: &'static str,
    /// How sure that is, against the other.
    pub law_probability: f64,
    /// Coefficient of variation of the delay.
    pub delay_spread: Interval,
    /// Of the cases after a stream, how many have come by then.
    pub come_by: Vec<ComeBy>,
    /// Of a stream's orders, how many have asked by then.
    pub asked_by: Vec<AskedBy>,
    /// For the next stream: how streams differ, and what is not known, together.
    pub forecast_cv: f64,
    /// The same of its pace.
    pub delay_cv: f64,
}

/// A part of a surge.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComeBy {
    /// Minutes after the end.
    pub minutes: u32,
    /// Of all cases the stream brings.
    pub share: Interval,
}

/// Levels that are looked at, and how much is held of each beforehand (logarithms).
struct Levels {
    /// Logarithms.
    axis: Vec<f64>,
    /// By level, then coefficient of variation.
    held: Vec<f64>,
    cvs: &'static [f64],
}

/// What one shape leaves.
struct Part {
    shape: Shape,
    /// Its weight, a logarithm.
    weight: f64,
    /// By level and coefficient of variation.
    volumes: Vec<f64>,
    /// The same.
    delays: Vec<f64>,
}

impl Posterior {
    /// From the streams seen; none: what was held before.
    pub fn of(surges: &[Surge], prior: &Prior) -> Posterior {
        let by_shape: Vec<(Shape, Vec<Surface>)> = Shape::all()
            .map(|shape| (shape, surges.iter().map(|surge| surface(surge, shape, prior)).collect()))
            .collect();
        let grid = |ranges: [(f64, f64); 2], points: usize| {
            let volumes = Levels::of(&prior.share, prior.forecast_cv, &VOLUME_CVS, ranges[0], points);
            let delays = Levels::of(&prior.delay_s, prior.delay_cv, &DELAY_CVS, ranges[1], points);
            let parts = by_shape.iter().map(|(shape, seen)| part(*shape, seen, &volumes, &delays)).collect();
            (mix(parts), volumes, delays)
        };
        let (parts, volumes, delays) =
            grid([widest(&prior.share, surges), widest(&prior.delay_s, &[])], COARSE);
        let narrow = [
            volumes.narrowed(&mixed(&parts, |part| &part.volumes)),
            delays.narrowed(&mixed(&parts, |part| &part.delays)),
        ];
        let (parts, volumes, delays) = grid(narrow, FINE);
        let mut known = summary(&parts, prior, &volumes, &delays);
        if !surges.is_empty() {
            let before = Posterior::of(&[], prior).asked_by;
            known.asked_by.iter_mut().zip(before).for_each(|(now, before)| now.prior = before.prior);
        }
        known
    }
}

/// Where a level may lie, as a logarithm: as far as the prior goes, and beyond where streams were seen there.
fn widest(guess: &Guess, surges: &[Surge]) -> (f64, f64) {
    let (middle, deviation) = (log(guess.value), log(guess.factor));
    let prior = (middle - REACH * deviation, middle + REACH * deviation);
    let seen = surges.iter().map(|surge| log(surge.beyond_usual().max(1.0) / surge.orders));
    seen.fold(prior, |(from, to), seen| (from.min(seen - 1.0), to.max(seen + 1.0)))
}

impl Levels {
    fn of(guess: &Guess, scale: f64, cvs: &'static [f64], (from, to): (f64, f64), points: usize) -> Levels {
        let (middle, deviation) = (log(guess.value), log(guess.factor));
        let axis: Vec<f64> = Axis::new(from, to, points).points().collect();
        let normal = |ln: f64| -0.5 * ((ln - middle) / deviation) * ((ln - middle) / deviation);
        let held = axis.iter().flat_map(|ln| {
            (0..cvs.len()).map(|n| normal(*ln) + log(width(cvs, n)) + half_normal(cvs[n], scale))
        });
        Levels { held: held.collect(), axis, cvs }
    }

    /// Where the weight is: the points with more than a negligible one, and one more on each side.
    fn narrowed(&self, weights: &[f64]) -> (f64, f64) {
        let of_level: Vec<f64> = weights.chunks(self.cvs.len()).map(|level| level.iter().sum()).collect();
        let first = of_level.iter().position(|weight| *weight > NEGLIGIBLE).unwrap_or(0);
        let last = of_level.iter().rposition(|weight| *weight > NEGLIGIBLE).unwrap_or(self.axis.len() - 1);
        (self.axis[first.saturating_sub(1)], self.axis[(last + 1).min(self.axis.len() - 1)])
    }

    /// The chance of each point of a stream's `axis`, for every level and coefficient of variation.
    fn chances(&self, axis: &Axis) -> Vec<Vec<f64>> {
        let step = axis.step();
        let of = |level: f64, cv: f64| {
            let shape = 1.0 / (cv * cv);
            let whole = shape * log(shape) - lgamma(shape);
            let density = move |ln: f64| {
                let off = ln - level;
                exp(whole + shape * off - shape * exp(off)) * step
            };
            axis.points().map(density).collect()
        };
        self.axis.iter().flat_map(|level| self.cvs.iter().map(move |cv| of(*level, *cv))).collect()
    }
}

/// Half the way to both neighbours.
fn width(points: &[f64], n: usize) -> f64 {
    let below = if n == 0 { 0.0 } else { (points[n - 1] + points[n]) / 2.0 };
    let above = points.get(n + 1).map_or(points[n] * 1.5, |next| (points[n] + next) / 2.0);
    above - below
}

fn half_normal(cv: f64, scale: f64) -> f64 {
    -0.5 * (cv / scale) * (cv / scale)
}

fn part(shape: Shape, seen: &[Surface], volumes: &Levels, delays: &Levels) -> Part {
    let mut joint: Vec<Vec<f64>> =
        volumes.held.iter().map(|volume| delays.held.iter().map(|delay| volume + delay).collect()).collect();
    for surface in seen {
        add(&mut joint, surface, volumes, delays);
    }
    let peak = joint.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sums = (vec![0.0; volumes.held.len()], vec![0.0; delays.held.len()]);
    for (volume, row) in joint.iter().enumerate() {
        for (delay, value) in row.iter().enumerate() {
            let weight = exp(value - peak);
            sums.0[volume] += weight;
            sums.1[delay] += weight;
        }
    }
    let total: f64 = sums.0.iter().sum();
    let share = |list: Vec<f64>| list.into_iter().map(|one| one / total).collect();
    Part { shape, weight: peak + log(total), volumes: share(sums.0), delays: share(sums.1) }
}

/// The logarithm of a stream's likelihood, its own volume and pace being averaged over.
fn add(joint: &mut [Vec<f64>], surface: &Surface, volumes: &Levels, delays: &Levels) {
    let by_delay = delays.chances(&surface.delay);
    for (row, volume) in joint.iter_mut().zip(volumes.chances(&surface.volume)) {
        let mut over_volume = vec![0.0; surface.values[0].len()];
        for (chance, values) in volume.iter().zip(&surface.values) {
            for (sum, value) in over_volume.iter_mut().zip(values) {
                *sum += chance * value;
            }
        }
        for (cell, delay) in row.iter_mut().zip(&by_delay) {
            let likelihood: f64 = delay.iter().zip(&over_volume).map(|(chance, value)| chance * value).sum();
            *cell += surface.peak + log(likelihood.max(f64::MIN_POSITIVE));
        }
    }
}

/// Parts with weights that sum to 1.
fn mix(mut parts: Vec<Part>) -> Vec<Part> {
    let peak = parts.iter().map(|part| part.weight).fold(f64::NEG_INFINITY, f64::max);
    let total: f64 = parts.iter().map(|part| exp(part.weight - peak)).sum();
    parts.iter_mut().for_each(|part| part.weight = exp(part.weight - peak) / total);
    parts
}

/// Weights by point, whatever the shape.
fn mixed(parts: &[Part], of: fn(&Part) -> &Vec<f64>) -> Vec<f64> {
    let points = of(&parts[0]).len();
    (0..points).map(|n| parts.iter().map(|part| part.weight * of(part)[n]).sum()).collect()
}

fn summary(parts: &[Part], prior: &Prior, volumes: &Levels, delays: &Levels) -> Posterior {
    let volume = mixed(parts, |part| &part.volumes);
    let delay = mixed(parts, |part| &part.delays);
    let of_family = |family| parts.iter().filter(move |part| part.shape.family == family);
    let weight = |family| of_family(family).map(|part| part.weight).sum::<f64>();
    let [one, other] = super::shape::Family::ALL;
    let best = if weight(one) >= weight(other) { one } else { other };
    Posterior {
        prior: *prior,
        share: levels(volumes, &volume),
        delay_s: levels(delays, &delay),
        volumes_differ: swings(volumes, &volume),
        paces_differ: swings(delays, &delay),
        law: best.name(),
        law_probability: weight(best) / (weight(one) + weight(other)),
        delay_spread: interval(of_family(best).map(|part| (part.shape.cv, part.weight)).collect()),
        come_by: MARKS.iter().map(|minutes| come_by(*minutes, parts, delays)).collect(),
        asked_by: asked::asked_by(parts, volumes, delays),
        forecast_cv: predicted_cv(volumes, &volume),
        delay_cv: predicted_cv(delays, &delay),
    }
}

fn levels(levels: &Levels, weights: &[f64]) -> Interval {
    let one = |(ln, weights): (&f64, &[f64])| (exp(*ln), weights.iter().sum());
    interval(levels.axis.iter().zip(weights.chunks(levels.cvs.len())).map(one).collect())
}

fn swings(levels: &Levels, weights: &[f64]) -> Interval {
    let one = |(n, cv): (usize, &f64)| (*cv, weights.iter().skip(n).step_by(levels.cvs.len()).sum());
    interval(levels.cvs.iter().enumerate().map(one).collect())
}

/// Of a stream to come, whose level is not known and whose factor is its own: the mean of q²(1 + cv²) over the mean of q, squared, less 1.
fn predicted_cv(levels: &Levels, weights: &[f64]) -> f64 {
    let (mut mean, mut square) = (0.0, 0.0);
    for (ln, weights) in levels.axis.iter().zip(weights.chunks(levels.cvs.len())) {
        for (cv, weight) in levels.cvs.iter().zip(weights) {
            mean += weight * exp(*ln);
            square += weight * exp(2.0 * ln) * (1.0 + cv * cv);
        }
    }
    (square / (mean * mean) - 1.0).max(0.0).sqrt()
}

/// With what is held of laws and mean delays; the pace of an average stream.
fn come_by(minutes: u32, parts: &[Part], delays: &Levels) -> ComeBy {
    let points = parts.iter().flat_map(|part| {
        delays.axis.iter().zip(part.delays.chunks(delays.cvs.len())).map(|(ln, weights)| {
            let come = part.shape.up_to(60.0 * f64::from(minutes) / exp(*ln));
            (come, part.weight * weights.iter().sum::<f64>())
        })
    });
    ComeBy { minutes, share: interval(points.collect()) }
}

/// Mean, and what 2.5 % of the weight lies below and above.
fn interval(mut points: Vec<(f64, f64)>) -> Interval {
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = points.iter().map(|(_, weight)| weight).sum();
    let mean = points.iter().map(|(value, weight)| value * weight).sum::<f64>() / total;
    Interval { value: mean, low: quantile(&points, 0.025 * total), high: quantile(&points, 0.975 * total) }
}

/// Where so much weight lies below; a point's weight is spread evenly to its neighbours.
fn quantile(points: &[(f64, f64)], below: f64) -> f64 {
    let mut sum = 0.0;
    let mut last = (points[0].0, 0.0);
    for (value, weight) in points {
        let here = (*value, sum + weight / 2.0);
        if here.1 >= below {
            let part = if here.1 > last.1 { (below - last.1) / (here.1 - last.1) } else { 0.0 };
            return last.0 + part * (here.0 - last.0);
        }
        sum += weight;
        last = here;
    }
    last.0
}

#[cfg(test)]
mod tests;
