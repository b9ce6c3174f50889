//! Nights that are drawn here, with known means: keyed draws, so every run is the same.

use nightdesk::comparison::{Criterion, Nights};
use nightdesk::random::{Draw, Key, Purpose, normal_quantile};
use nightdesk::statistics::Term;

/// What decides in most of these tests.
pub const BY: Criterion = Criterion::Compliance(0);

/// A stream of draws of one trial's night.
pub fn draws(trial: u64, night: usize) -> Draw {
    Key::night(20_261_122 + trial, night as u64).draw(Purpose::Gap)
}

/// A standard normal variate.
pub fn normal(draw: &mut Draw) -> f64 {
    normal_quantile(draw.uniform())
}

/// Plans whose nights grow.
pub struct Plans {
    terms: Vec<Vec<Vec<Term>>>,
    criteria: Vec<Criterion>,
}

impl Plans {
    pub fn new(plans: usize, criteria: &[Criterion]) -> Plans {
        Plans { terms: vec![vec![Vec::new(); criteria.len()]; plans], criteria: criteria.to_vec() }
    }

    /// Adds a night of one plan: a value for each criterion.
    pub fn add(&mut self, plan: usize, night: &[f64]) {
        for (terms, value) in self.terms[plan].iter_mut().zip(night) {
            terms.push(Term::of_night(*value));
        }
    }

    pub fn nights(&self) -> Vec<Nights> {
        self.terms.iter().map(|terms| Nights::of_terms(&self.criteria, terms.clone())).collect()
    }
}
