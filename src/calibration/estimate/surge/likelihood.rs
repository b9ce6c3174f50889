//! How well what came after one stream goes with a volume (cases for each order) and a pace (mean delay).

use super::observed::Surge;
use super::prior::Prior;
use super::shape::Shape;

/// Points along each axis, while looking for where the weight is and at last.
const COARSE: usize = 25;
const FINE: usize = 31;
/// Times the search narrows down.
const ROUNDS: usize = 3;
/// Logarithms below the best that still count.
const NEGLIGIBLE: f64 = 16.0;
/// Deviations of the prior that are looked at.
const REACH: f64 = 4.0;
/// A rate of nothing: a case where none can be is not impossible, but nearly.
const NO_RATE: f64 = 1e-9;

/// Evenly spaced points.
#[derive(Clone, Debug)]
pub struct Axis {
    from: f64,
    step: f64,
    points: usize,
}

impl Axis {
    /// So many points from one end to the other.
    pub fn new(from: f64, to: f64, points: usize) -> Axis {
        Axis { from, step: (to - from).max(1e-9) / (points - 1) as f64, points }
    }

    /// All points.
    pub fn points(&self) -> impl Iterator<Item = f64> + Clone + use<> {
        let (from, step) = (self.from, self.step);
        (0..self.points).map(move |n| from + n as f64 * step)
    }

    /// Between two.
    pub fn step(&self) -> f64 {
        self.step
    }
}

/// The likelihood of one stream over the logarithms of volume and mean delay.
#[derive(Clone, Debug)]
pub struct Surface {
    /// Logarithms of cases for each order.
    pub volume: Axis,
    /// Logarithms of the mean delay, s.
    pub delay: Axis,
    /// The logarithm of the greatest value.
    pub peak: f64,
    /// By volume, then delay; 1 at the peak.
    pub values: Vec<Vec<f64>>,
}

/// The surface, drawn where its weight is.
pub fn surface(surge: &Surge, shape: Shape, prior: &Prior) -> Surface {
    let around = |guess: &super::prior::Guess| {
        let (middle, reach) = (libm::log(guess.value), REACH * libm::log(guess.factor));
        (middle - reach, middle + reach)
    };
    let (mut volume, mut delay) = (around(&prior.share), around(&prior.delay_s));
    // What was seen may lie beyond what was believed.
    let seen = libm::log(surge.beyond_usual().max(1.0) / surge.orders);
    volume = (volume.0.min(seen - 2.0), volume.1.max(seen + 2.0));
    for _ in 0..ROUNDS {
        let axes = (Axis::new(volume.0, volume.1, COARSE), Axis::new(delay.0, delay.1, COARSE));
        let logs = logarithms(surge, shape, &axes.0, &axes.1);
        let peak = greatest(&logs);
        let counts = |log: f64| log > peak - NEGLIGIBLE;
        volume = narrowed(&axes.0, |n| logs[n].iter().any(|log| counts(*log)));
        delay = narrowed(&axes.1, |n| logs.iter().any(|row| counts(row[n])));
    }
    let (volume, delay) = (Axis::new(volume.0, volume.1, FINE), Axis::new(delay.0, delay.1, FINE));
    let logs = logarithms(surge, shape, &volume, &delay);
    let peak = greatest(&logs);
    let values = logs.iter().map(|row| row.iter().map(|log| libm::exp(log - peak)).collect()).collect();
    Surface { volume, delay, peak, values }
}

fn greatest(logs: &[Vec<f64>]) -> f64 {
    logs.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// From the point before the first that counts to the one behind the last.
fn narrowed(axis: &Axis, counts: impl Fn(usize) -> bool) -> (f64, f64) {
    let first = (0..axis.points).find(|n| counts(*n)).unwrap_or(0).saturating_sub(1);
    let last = (0..axis.points).rfind(|n| counts(*n)).unwrap_or(axis.points - 1) + 1;
    let at = |n: usize| axis.from + n.min(axis.points - 1) as f64 * axis.step;
    (at(first), at(last))
}

/// Poisson counts: of each bin, what is usual and orders × volume × the delay's chance of it.
fn logarithms(surge: &Surge, shape: Shape, volume: &Axis, delay: &Axis) -> Vec<Vec<f64>> {
    let chances: Vec<Vec<f64>> = delay
        .points()
        .map(|ln| {
            let mean = libm::exp(ln);
            let chance = |from: f64, to: f64| shape.up_to(to / mean) - shape.up_to(from / mean);
            surge.bins.iter().map(|bin| chance(bin.from_s, bin.to_s)).collect()
        })
        .collect();
    let of = |ln: f64| {
        let cases = surge.orders * libm::exp(ln);
        let log = |chances: &Vec<f64>| {
            let bins = surge.bins.iter().zip(chances);
            bins.map(|(bin, chance)| {
                let rate = (bin.usual + cases * chance).max(NO_RATE);
                bin.cases * libm::log(rate) - rate
            })
            .sum::<f64>()
        };
        chances.iter().map(log).collect()
    };
    volume.points().map(of).collect()
}
