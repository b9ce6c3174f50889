//! Laws fitted to times by maximum likelihood, observations cut short among them, and how well they fit.
//!
//! The exponential law has a closed form; lognormal, gamma and Weibull are found by the simplex of J. A.
//! Nelder and R. Mead, "A simplex method for function minimization", The Computer Journal 7 (1965), on the
//! logarithms of what must be positive. Laws are compared by G. Schwarz's criterion, "Estimating the dimension
//! of a model", The Annals of Statistics 6 (1978): k ln n − 2 ln L, less is better.

use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};

/// Times of a value: how many ended there, and how many were cut short there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighted {
    /// Above 0.
    pub value: f64,
    /// With the event.
    pub events: f64,
    /// Without.
    pub cut: f64,
}

/// A law with its parameters, in the unit of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FittedLaw {
    /// Mean.
    Exponential(f64),
    /// Location and scale of the logarithm.
    Lognormal(f64, f64),
    /// Shape and scale.
    Gamma(f64, f64),
    /// Shape and scale.
    Weibull(f64, f64),
}

/// A law and how well it fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// Which.
    pub law: FittedLaw,
    /// ln L.
    pub log_likelihood: f64,
    /// Schwarz's criterion; less is better.
    pub bic: f64,
}

impl FittedLaw {
    /// As a scenario calls it.
    pub fn name(&self) -> &'static str {
        match self {
            FittedLaw::Exponential(_) => "exponential",
            FittedLaw::Lognormal(..) => "lognormal",
            FittedLaw::Gamma(..) => "gamma",
            FittedLaw::Weibull(..) => "weibull",
        }
    }

    /// Parameters that were estimated.
    pub fn parameters(&self) -> f64 {
        if matches!(self, FittedLaw::Exponential(_)) { 1.0 } else { 2.0 }
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        match *self {
            FittedLaw::Exponential(mean) => mean,
            FittedLaw::Lognormal(location, scale) => libm::exp(location + scale * scale / 2.0),
            FittedLaw::Gamma(shape, scale) => shape * scale,
            FittedLaw::Weibull(shape, scale) => scale * libm::exp(ln_gamma(1.0 + 1.0 / shape)),
        }
    }

    /// Standard deviation over mean.
    pub fn cv(&self) -> f64 {
        match *self {
            FittedLaw::Exponential(_) => 1.0,
            FittedLaw::Lognormal(_, scale) => libm::expm1(scale * scale).sqrt(),
            FittedLaw::Gamma(shape, _) => 1.0 / shape.sqrt(),
            FittedLaw::Weibull(shape, _) => {
                let ratio = ln_gamma(1.0 + 2.0 / shape) - 2.0 * ln_gamma(1.0 + 1.0 / shape);
                libm::expm1(ratio).max(0.0).sqrt()
            }
        }
    }

    /// The share above `x`.
    pub fn beyond(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return 1.0;
        }
        match *self {
            FittedLaw::Exponential(mean) => libm::exp(-x / mean),
            FittedLaw::Lognormal(location, scale) => {
                0.5 * libm::erfc((libm::log(x) - location) / (scale * std::f64::consts::SQRT_2))
            }
            FittedLaw::Gamma(shape, scale) => gamma_ur(shape, x / scale),
            FittedLaw::Weibull(shape, scale) => libm::exp(-libm::pow(x / scale, shape)),
        }
    }

    /// The share up to `x`.
    pub fn up_to(&self, x: f64) -> f64 {
        match *self {
            FittedLaw::Gamma(shape, scale) if x > 0.0 => gamma_lr(shape, x / scale),
            _ => 1.0 - self.beyond(x),
        }
    }

    fn log_density(&self, x: f64) -> f64 {
        match *self {
            FittedLaw::Exponential(mean) => -x / mean - libm::log(mean),
            FittedLaw::Lognormal(location, scale) => {
                let z = (libm::log(x) - location) / scale;
                -0.5 * z * z - libm::log(x * scale) - 0.918_938_533_204_672_7
            }
            FittedLaw::Gamma(shape, scale) => {
                (shape - 1.0) * libm::log(x) - x / scale - shape * libm::log(scale) - ln_gamma(shape)
            }
            FittedLaw::Weibull(shape, scale) => {
                let ratio = x / scale;
                libm::log(shape / scale) + (shape - 1.0) * libm::log(ratio) - libm::pow(ratio, shape)
            }
        }
    }

    /// ln L of the observations.
    pub fn log_likelihood(&self, data: &[Weighted]) -> f64 {
        let one = |at: &Weighted| {
            let seen = if at.events > 0.0 { at.events * self.log_density(at.value) } else { 0.0 };
            let cut = if at.cut > 0.0 { at.cut * libm::log(self.beyond(at.value).max(1e-300)) } else { 0.0 };
            seen + cut
        };
        data.iter().map(one).sum()
    }
}

/// Values as [`Weighted`], those close together as one: to within 0.5 % above a thousand different ones.
pub fn weigh(values: impl Iterator<Item = (f64, f64, f64)>) -> Vec<Weighted> {
    let mut all: Vec<Weighted> = values
        .filter(|(value, _, _)| value.is_finite())
        .map(|(value, events, cut)| Weighted { value: value.max(1e-3), events, cut })
        .collect();
    all.sort_by(|a, b| a.value.total_cmp(&b.value));
    let near = |ratio: f64, list: &[Weighted]| {
        let mut joined: Vec<Weighted> = Vec::new();
        for one in list {
            match joined.last_mut() {
                Some(last) if one.value <= last.value * ratio => {
                    last.events += one.events;
                    last.cut += one.cut;
                }
                _ => joined.push(*one),
            }
        }
        joined
    };
    let exact = near(1.0, &all);
    if exact.len() <= 1000 { exact } else { near(1.005, &exact) }
}

/// All laws fitted to `data`, the best by Schwarz's criterion first; none of fewer than three events.
pub fn fit_all(data: &[Weighted]) -> Vec<Fit> {
    let events: f64 = data.iter().map(|one| one.events).sum();
    let exposure: f64 = data.iter().map(|one| one.value * (one.events + one.cut)).sum();
    if events < 3.0 || exposure <= 0.0 {
        return Vec::new();
    }
    let mean = exposure / events;
    let log_mean = data.iter().map(|one| one.events * libm::log(one.value)).sum::<f64>() / events;
    let start_scale = 0.8;
    let laws = [
        FittedLaw::Exponential(mean),
        best(data, [log_mean, libm::log(start_scale)], |p| FittedLaw::Lognormal(p[0], libm::exp(p[1]))),
        best(data, [0.0, libm::log(mean)], |p| FittedLaw::Gamma(libm::exp(p[0]), libm::exp(p[1]))),
        best(data, [0.0, libm::log(mean)], |p| FittedLaw::Weibull(libm::exp(p[0]), libm::exp(p[1]))),
    ];
    let count: f64 = data.iter().map(|one| one.events + one.cut).sum();
    let mut fits: Vec<Fit> = laws
        .into_iter()
        .map(|law| {
            let log_likelihood = law.log_likelihood(data);
            Fit { law, log_likelihood, bic: law.parameters() * libm::log(count) - 2.0 * log_likelihood }
        })
        .filter(|fit| fit.bic.is_finite())
        .collect();
    fits.sort_by(|a, b| a.bic.total_cmp(&b.bic));
    fits
}

fn best(data: &[Weighted], start: [f64; 2], law: impl Fn([f64; 2]) -> FittedLaw) -> FittedLaw {
    let cost = |p: [f64; 2]| {
        let cost = -law(p).log_likelihood(data);
        if cost.is_finite() && p.iter().all(|one| one.abs() < 50.0) { cost } else { f64::INFINITY }
    };
    law(nelder_mead(start, cost))
}

/// The least of `cost` near `start`, in two dimensions.
fn nelder_mead(start: [f64; 2], cost: impl Fn([f64; 2]) -> f64) -> [f64; 2] {
    let mut simplex = [[0.0, 0.0], [0.5, 0.0], [0.0, 0.5]].map(|step: [f64; 2]| {
        let point = [start[0] + step[0], start[1] + step[1]];
        (cost(point), point)
    });
    for _ in 0..200 {
        simplex.sort_by(|a, b| a.0.total_cmp(&b.0));
        let [(least, best), (middle, second), (most, worst)] = simplex;
        if (most - least).abs() <= 1e-9 * (1.0 + least.abs()) {
            break;
        }
        let centre = [(best[0] + second[0]) / 2.0, (best[1] + second[1]) / 2.0];
        let along = |t: f64| {
            let point = [centre[0] + t * (worst[0] - centre[0]), centre[1] + t * (worst[1] - centre[1])];
            (cost(point), point)
        };
        let reflected = along(-1.0);
        simplex[2] = if reflected.0 < least {
            let expanded = along(-2.0);
            if expanded.0 < reflected.0 { expanded } else { reflected }
        } else if reflected.0 < middle {
            reflected
        } else {
            let contracted = along(if reflected.0 < most { -0.5 } else { 0.5 });
            if contracted.0 < most.min(reflected.0) {
                contracted
            } else {
                let shrink =
                    |p: [f64; 2]| [best[0] + (p[0] - best[0]) / 2.0, best[1] + (p[1] - best[1]) / 2.0];
                simplex[1] = (cost(shrink(second)), shrink(second));
                (cost(shrink(worst)), shrink(worst))
            }
        };
    }
    simplex.sort_by(|a, b| a.0.total_cmp(&b.0));
    simplex[0].1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The `n` middle quantiles of a law, found by bisection on its own `beyond`.
    fn ideal(law: FittedLaw, n: usize) -> Vec<f64> {
        let quantile = |u: f64| {
            let (mut low, mut high) = (1e-9, 1e9);
            for _ in 0..200 {
                let middle = f64::sqrt(low * high);
                if 1.0 - law.beyond(middle) < u { low = middle } else { high = middle }
            }
            low
        };
        (0..n).map(|i| quantile((i as f64 + 0.5) / n as f64)).collect()
    }

    #[test]
    fn each_law_is_recognised_in_its_own_quantiles_and_its_parameters_come_back() {
        let laws = [
            FittedLaw::Exponential(120.0),
            FittedLaw::Lognormal(4.6, 0.9),
            FittedLaw::Gamma(2.5, 40.0),
            FittedLaw::Weibull(1.7, 150.0),
        ];
        for law in laws {
            let data = weigh(ideal(law, 4000).into_iter().map(|value| (value, 1.0, 0.0)));
            let found = fit_all(&data)[0].law;
            assert_eq!(found.name(), law.name());
            assert!((found.mean() / law.mean() - 1.0).abs() < 0.01, "{law:?}: {found:?}");
            assert!((found.cv() / law.cv() - 1.0).abs() < 0.02, "{law:?}: {found:?}");
        }
    }

    #[test]
    fn patience_comes_back_from_waits_most_of_which_were_cut_short() {
        // Every value is seen only up to 60: of exponential patience of mean 300 that is 18 %.
        let patience = ideal(FittedLaw::Exponential(300.0), 4000);
        let seen = patience.iter().map(|p| if *p <= 60.0 { (*p, 1.0, 0.0) } else { (60.0, 0.0, 1.0) });
        let data = weigh(seen);
        let FittedLaw::Exponential(mean) = fit_all(&data)[0].law else { panic!("not exponential") };
        assert!((mean / 300.0 - 1.0).abs() < 0.01, "{mean}");
    }

    #[test]
    fn moments_are_those_of_the_textbooks() {
        // Weibull with shape 2 and scale 1: mean √π/2, variance 1 − π/4.
        let rayleigh = FittedLaw::Weibull(2.0, 1.0);
        assert!((rayleigh.mean() - std::f64::consts::PI.sqrt() / 2.0).abs() < 1e-12);
        let variance = (1.0 - std::f64::consts::FRAC_PI_4).sqrt() / rayleigh.mean();
        assert!((rayleigh.cv() - variance).abs() < 1e-12);
        assert!((FittedLaw::Gamma(1.0, 3.0).beyond(3.0) - libm::exp(-1.0)).abs() < 1e-12);
    }

    #[test]
    fn too_few_events_are_no_law() {
        assert!(fit_all(&weigh([(3.0, 1.0, 5.0), (4.0, 1.0, 0.0)].into_iter())).is_empty());
    }
}
