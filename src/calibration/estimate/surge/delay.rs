//! The delay of a stream's cases, as a law.

use super::posterior::Posterior;
use super::shape::{Family, Shape};
use crate::random::{Distribution, Law};
use crate::scenario::{gamma_of, lognormal_of};

/// A second, µs.
const SECOND: f64 = 1e6;

impl Posterior {
    /// The law that goes best with what was seen, with its mean and spread: as the scenario has it.
    fn best(&self) -> Shape {
        let family = Family::ALL.into_iter().find(|family| family.name() == self.law);
        Shape { family: family.unwrap_or(Family::Gamma), cv: self.delay_spread.value }
    }

    /// The share of a stream's cases that have come so many seconds after its end.
    pub fn come_after(&self, seconds: f64) -> f64 {
        self.best().up_to(seconds / self.delay_s.value)
    }

    /// The time from a stream's end to a case.
    pub fn delay(&self) -> Distribution {
        let (mean, cv) = (self.delay_s.value * SECOND, self.delay_spread.value);
        let law = match self.best().family {
            Family::Gamma => {
                let (shape, scale) = gamma_of(mean, cv);
                Law::Gamma { shape, scale }
            }
            Family::Lognormal => {
                let (location, scale) = lognormal_of(mean, cv);
                Law::Lognormal { location, scale }
            }
        };
        Distribution { law, most: None }
    }
}
