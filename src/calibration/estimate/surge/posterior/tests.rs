use super::super::observed::Bin;
use super::super::shape::{Family, SPREADS};
use super::*;
use crate::random::{Key, NameKey, Purpose, gamma};

/// What is drawn in one world, and named draws of it.
#[derive(Clone, Copy)]
struct Draws(Key);

impl Draws {
    fn uniform(self, word: &str, number: u64) -> f64 {
        self.0.named(NameKey::of(&[word])).number(number).draw(Purpose::Place).uniform()
    }

    /// Box and Muller's.
    fn normal(self, word: &str) -> f64 {
        let radius = (-2.0 * log(1.0 - self.uniform(word, 0))).sqrt();
        radius * libm::cos(2.0 * std::f64::consts::PI * self.uniform(word, 1))
    }

    fn factor(self, cv: f64, word: &str, number: u64) -> f64 {
        let shape = 1.0 / (cv * cv);
        gamma(shape, &mut self.0.named(NameKey::of(&[word])).number(number).draw(Purpose::NightFactor))
            / shape
    }

    /// By inversion of exponential gaps.
    fn poisson(self, mean: f64, word: &str, number: u64) -> f64 {
        let own = self.0.named(NameKey::of(&[word])).number(number);
        let (mut sum, mut count) = (0.0, 0);
        loop {
            sum -= libm::log1p(-own.number(count).draw(Purpose::Gap).uniform());
            if sum >= mean {
                return count as f64;
            }
            count += 1;
        }
    }
}

/// What is true in a world.
struct Truth {
    share: f64,
    delay_s: f64,
    volume_cv: f64,
    delay_cv: f64,
    shape: Shape,
}

/// Bins of ten minutes for four hours, 5 usual cases in each.
fn seen(truth: &Truth, draws: Draws, stream: u64) -> Surge {
    let orders = 3000.0;
    let brought = orders * truth.share * draws.factor(truth.volume_cv, "volume", stream);
    let mean = truth.delay_s * draws.factor(truth.delay_cv, "pace", stream);
    let bin = |n: u64| {
        let (from_s, to_s) = (600.0 * n as f64, 600.0 * (n + 1) as f64);
        let chance = truth.shape.up_to(to_s / mean) - truth.shape.up_to(from_s / mean);
        let cases = draws.poisson(5.0 + brought * chance, "bin", 1000 * stream + n);
        Bin { from_s, to_s, cases, usual: 5.0 }
    };
    let bins: Vec<Bin> = (0..24).map(bin).collect();
    Surge {
        name: String::new(),
        ended: String::new(),
        orders,
        cases: bins.iter().map(|bin| bin.cases).sum(),
        usual: 120.0,
        bins,
        by_inquiry: Vec::new(),
    }
}

/// Drawn from the prior itself: the density of the coefficients of variation by rejection.
fn drawn(prior: &Prior, draws: Draws) -> Truth {
    let level = |guess: &Guess, word: &str| guess.value * exp(draws.normal(word) * log(guess.factor));
    let swing = |scale: f64, words: [&str; 2], most: f64, least: f64| {
        let fits = |n: &u64| {
            let cv = least + (most - least) * draws.uniform(words[0], *n);
            draws.uniform(words[1], *n) < exp(half_normal(cv, scale))
        };
        let n = (0..).find(fits).unwrap();
        least + (most - least) * draws.uniform(words[0], n)
    };
    let pick = (draws.uniform("shape", 0) * 12.0) as usize;
    Truth {
        share: level(&prior.share, "share"),
        delay_s: level(&prior.delay_s, "delay"),
        volume_cv: swing(prior.forecast_cv, ["cv", "cv?"], 1.1, 0.03),
        delay_cv: swing(prior.delay_cv, ["pace cv", "pace cv?"], 0.65, 0.03),
        shape: Shape { family: Family::ALL[pick / SPREADS.len()], cv: SPREADS[pick % SPREADS.len()] },
    }
}

/// Where the truth is drawn from the prior, 95 % of the intervals of 95 % hold it, whatever was seen (S. Cook,
/// A. Gelman, D. Rubin, "Validation of software for Bayesian models", Journal of Computational and Graphical
/// Statistics 15, 2006). 40 worlds of two streams: below 33 of 40 by chance alone, for one of both, once in 700 times.
#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    let prior = Prior::default();
    let mut held = [0; 2];
    for world in 0..40 {
        let draws = Draws(Key::night(11, world));
        let truth = drawn(&prior, draws);
        let surges: Vec<Surge> = (0..2).map(|stream| seen(&truth, draws, stream)).collect();
        let known = Posterior::of(&surges, &prior);
        let holds =
            |interval: &Interval, truth: f64| usize::from(interval.low <= truth && truth <= interval.high);
        held[0] += holds(&known.share, truth.share);
        held[1] += holds(&known.delay_s, truth.delay_s);
    }
    assert!(held.iter().all(|held| (33..=40).contains(held)), "{held:?}");
}

#[test]
fn without_a_stream_what_is_known_is_what_was_held() {
    let prior = Prior::default();
    let known = Posterior::of(&[], &prior);
    // A lognormal law: mean = median × exp(σ²/2), 95 % within exp(±1.96 σ); the axes end at 3.5 deviations.
    let sigma = log(3.0);
    assert!((known.share.value / (0.05 * exp(sigma * sigma / 2.0)) - 1.0).abs() < 0.05, "{known:?}");
    assert!((known.share.low / (0.05 * exp(-1.96 * sigma)) - 1.0).abs() < 0.05, "{known:?}");
    assert!((known.share.high / (0.05 * exp(1.96 * sigma)) - 1.0).abs() < 0.05, "{known:?}");
    assert!((known.delay_s.low / (2100.0 * exp(-1.96 * log(2.0))) - 1.0).abs() < 0.05, "{known:?}");
    assert!((known.law_probability - 0.5).abs() < 1e-9);
    // Half-normal with scale 0.3: mean 0.3 √(2/π) = 0.24.
    assert!((known.volumes_differ.value - 0.239).abs() < 0.02, "{known:?}");
}

#[test]
fn streams_seen_narrow_down_what_is_known_and_what_is_left_swings() {
    let prior = Prior::default();
    let truth = Truth {
        share: 0.12,
        delay_s: 1500.0,
        volume_cv: 0.2,
        delay_cv: 0.1,
        shape: Shape { family: Family::Lognormal, cv: 0.85 },
    };
    let draws = Draws(Key::night(5, 0));
    let after = |streams: u64| {
        let surges: Vec<Surge> = (0..streams).map(|stream| seen(&truth, draws, stream)).collect();
        Posterior::of(&surges, &prior)
    };
    let (none, one, twelve) = (after(0), after(1), after(12));
    let ratio = |interval: &Interval| interval.high / interval.low;
    assert!(ratio(&none.share) > 3.0 * ratio(&one.share) && ratio(&one.share) > 1.2 * ratio(&twelve.share));
    assert!(none.forecast_cv > 1.0 && one.forecast_cv > twelve.forecast_cv);
    assert!(none.delay_cv > one.delay_cv && one.delay_cv > twelve.delay_cv);
    // Twelve streams: the mean of twelve factors of cv 0.2 is within 4 × 0.2 / √12 = 23 %, and what is left swings
    // by about the truth's own.
    assert!((twelve.share.value / 0.12 - 1.0).abs() < 0.23, "{twelve:?}");
    assert!((twelve.delay_s.value / 1500.0 - 1.0).abs() < 0.15, "{twelve:?}");
    assert!(twelve.forecast_cv > 0.1 && twelve.forecast_cv < 0.4, "{twelve:?}");
    assert_eq!(twelve.law, "lognormal", "{twelve:?}");
    assert!((twelve.delay_spread.value - 0.85).abs() < 0.2, "{twelve:?}");
}
