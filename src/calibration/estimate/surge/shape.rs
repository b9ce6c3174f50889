//! Laws of the time from a stream's end to a customer's first message.

use statrs::function::erf::erfc;
use statrs::function::gamma::gamma_lr;

/// Coefficients of variation that are looked at.
pub const SPREADS: [f64; 6] = [0.45, 0.65, 0.85, 1.1, 1.45, 1.9];

/// A family of laws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Steep at the start where its coefficient of variation is 1 or more.
    Gamma,
    /// Nothing at first, then a rise and a long tail.
    Lognormal,
}

/// A law of mean 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// Its family.
    pub family: Family,
    /// Its coefficient of variation.
    pub cv: f64,
}

impl Family {
    /// Both.
    pub const ALL: [Family; 2] = [Family::Gamma, Family::Lognormal];

    /// As a scenario calls it.
    pub fn name(self) -> &'static str {
        match self {
            Family::Gamma => "gamma",
            Family::Lognormal => "lognormal",
        }
    }
}

impl Shape {
    /// All that are looked at.
    pub fn all() -> impl Iterator<Item = Shape> {
        Family::ALL.into_iter().flat_map(|family| SPREADS.map(|cv| Shape { family, cv }))
    }

    /// The chance of at most `x` means.
    pub fn up_to(self, x: f64) -> f64 {
        if x <= 0.0 {
            return 0.0;
        }
        match self.family {
            Family::Gamma => {
                let shape = 1.0 / (self.cv * self.cv);
                gamma_lr(shape, shape * x)
            }
            Family::Lognormal => {
                let variance = libm::log1p(self.cv * self.cv);
                let z = (libm::log(x) + variance / 2.0) / variance.sqrt();
                erfc(-z * std::f64::consts::FRAC_1_SQRT_2) / 2.0
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_laws_have_mean_one_and_their_spread() {
        for shape in Shape::all() {
            // Mean and second moment are integrals of the tail: over x, and over 2x.
            let step = 0.002;
            let tail = |n: u32| 1.0 - shape.up_to((f64::from(n) + 0.5) * step);
            let mean: f64 = (0..50_000).map(|n| tail(n) * step).sum();
            let square: f64 = (0..50_000).map(|n| 2.0 * (f64::from(n) + 0.5) * step * tail(n) * step).sum();
            assert!((mean - 1.0).abs() < 2e-3, "{shape:?}: {mean}");
            assert!(((square - mean * mean).sqrt() / shape.cv - 1.0).abs() < 0.02, "{shape:?}: {square}");
        }
    }
}
