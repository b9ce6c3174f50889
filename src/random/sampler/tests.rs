//! Each law against its distribution function and against rand_distr, an independent sampler; all seeds
//! are fixed, and every statistical test would fail by chance once in 10,000 seeds.

use super::*;
use crate::random::{Key, Purpose};
use rand_distr::Distribution as _;
use statrs::function::{erf::erf, gamma::gamma_lr};

/// Draws of each test.
const N: usize = 100_000;
/// A minute of µs.
const MINUTE: f64 = 6e7;
/// Kolmogorov's critical value at 1e-4, times the root of the sample size.
const CRITICAL: f64 = 2.225;

fn law(law: Law) -> Sampler {
    Sampler::of(&Distribution { law, most: None })
}

fn draw(number: usize) -> Draw {
    Key::night(1, 0).number(number as u64).draw(Purpose::Reply)
}

/// Draws in minutes, sorted.
fn sample(sampler: &Sampler) -> Vec<f64> {
    let mut sample: Vec<f64> = (0..N).map(|k| sampler.sample(draw(k)).minutes()).collect();
    sample.sort_by(f64::total_cmp);
    sample
}

/// Kolmogorov-Smirnov: the sampler's minutes have distribution function `cdf`.
fn assert_follows(sampler: &Sampler, cdf: impl Fn(f64) -> f64) {
    let n = N as f64;
    let distance = sample(sampler).into_iter().enumerate().map(|(i, x)| {
        let share = cdf(x);
        (share - i as f64 / n).abs().max((share - (i + 1) as f64 / n).abs())
    });
    let distance = distance.fold(0.0, f64::max) * n.sqrt();
    assert!(distance < CRITICAL, "{distance} for {sampler:?}");
}

/// Kolmogorov-Smirnov of two samples: the sampler's minutes are distributed as `other`.
fn assert_like(sampler: &Sampler, other: impl rand_distr::Distribution<f64>) {
    let mut rng = Key::night(2, 0).draw(Purpose::Reply);
    let mut theirs: Vec<f64> = (0..N).map(|_| other.sample(&mut rng)).collect();
    theirs.sort_by(f64::total_cmp);
    let ours = sample(sampler);
    let (mut i, mut j, mut distance) = (0, 0, 0_usize);
    while i < N && j < N {
        if ours[i] <= theirs[j] {
            i += 1
        } else {
            j += 1
        }
        distance = distance.max(i.abs_diff(j));
    }
    let distance = distance as f64 / N as f64 * (N as f64 / 2.0).sqrt();
    assert!(distance < CRITICAL, "{distance} for {sampler:?}");
}

fn normal_cdf(z: f64) -> f64 {
    0.5 * (1.0 + erf(z / std::f64::consts::SQRT_2))
}

#[test]
fn exponential_times_are_exponential() {
    let sampler = law(Law::Exponential { mean: 7.0 * MINUTE });
    assert_follows(&sampler, |x| -libm::expm1(-x / 7.0));
    assert_like(&sampler, rand_distr::Exp::new(1.0 / 7.0).expect("a rate"));
}

#[test]
fn lognormal_times_are_lognormal() {
    for scale in [0.2, 0.8, 1.9, 4.0] {
        let sampler = law(Law::Lognormal { location: libm::log(18.0 * MINUTE), scale });
        assert_follows(&sampler, |x| normal_cdf((libm::log(x) - libm::log(18.0)) / scale));
        assert_like(&sampler, rand_distr::LogNormal::new(libm::log(18.0), scale).expect("a law"));
    }
}

#[test]
fn gamma_times_are_gamma() {
    for shape in [0.3, 1.0, 2.5, 400.0] {
        let sampler = law(Law::Gamma { shape, scale: 3.0 * MINUTE });
        // Rounding to a microsecond may make a time zero, where the series does not start.
        assert_follows(&sampler, |x| gamma_lr(shape, (x / 3.0).max(1e-300)));
        assert_like(&sampler, rand_distr::Gamma::new(shape, 3.0).expect("a law"));
    }
}

#[test]
fn weibull_times_are_weibull() {
    for shape in [0.4, 0.7, 1.0, 3.0, 40.0] {
        let sampler = law(Law::Weibull { shape, scale: 5.0 * MINUTE });
        assert_follows(&sampler, |x| -libm::expm1(-libm::pow(x / 5.0, shape)));
        assert_like(&sampler, rand_distr::Weibull::new(5.0, shape).expect("a law"));
    }
}

#[test]
fn uniform_and_triangular_times_are_so() {
    let minutes = |minutes: f64| Span::from_micros(minutes * MINUTE);
    let uniform = law(Law::Uniform { from: minutes(2.0), to: minutes(5.0) });
    assert_follows(&uniform, |x| (x - 2.0) / 3.0);
    let triangular = law(Law::Triangular { from: minutes(2.0), mode: minutes(3.0), to: minutes(7.0) });
    assert_follows(&triangular, |x| {
        if x < 3.0 { (x - 2.0) * (x - 2.0) / 5.0 } else { 1.0 - (7.0 - x) * (7.0 - x) / 20.0 }
    });
    assert_like(&triangular, rand_distr::Triangular::new(2.0, 7.0, 3.0).expect("a law"));
}

#[test]
fn a_triangle_may_stand_on_either_side_or_be_a_point() {
    let minutes = |minutes: f64| Span::from_micros(minutes * MINUTE);
    let triangle =
        |from, mode, to| law(Law::Triangular { from: minutes(from), mode: minutes(mode), to: minutes(to) });
    assert_follows(&triangle(2.0, 2.0, 4.0), |x| 1.0 - (4.0 - x) * (4.0 - x) / 4.0);
    assert_follows(&triangle(2.0, 4.0, 4.0), |x| (x - 2.0) * (x - 2.0) / 4.0);
    assert_eq!(triangle(3.0, 3.0, 3.0).sample(draw(0)), minutes(3.0));
}

#[test]
fn a_mixture_takes_its_parts_by_their_shares() {
    let exponential = |mean: f64| Distribution { law: Law::Exponential { mean: mean * MINUTE }, most: None };
    let parts = vec![(0.25, exponential(1.0)), (0.75, exponential(20.0))];
    let part = |x: f64, mean: f64| -libm::expm1(-x / mean);
    assert_follows(&law(Law::Mixture { parts }), |x| 0.25 * part(x, 1.0) + 0.75 * part(x, 20.0));
}

#[test]
fn empirical_times_are_each_as_likely_as_any_other() {
    let values: Vec<Span> = (1..=8).map(Span).collect();
    let sampler = law(Law::Empirical { values });
    let mut seen = [0.0; 8];
    for k in 0..N {
        seen[sampler.sample(draw(k)).0 as usize - 1] += 1.0;
    }
    assert_chi_squared(&seen, &[0.125; 8]);
}

/// Pearson's test: `seen` counts follow the shares `expected`. The upper tail of chi-squared is cut at
/// 1e-4 by the approximation of Wilson and Hilferty (1931).
fn assert_chi_squared(seen: &[f64], expected: &[f64]) {
    let n: f64 = seen.iter().sum();
    let pairs = seen.iter().zip(expected);
    let statistic: f64 =
        pairs.map(|(seen, share)| (seen - n * share) * (seen - n * share) / (n * share)).sum();
    let freedom = seen.len() as f64 - 1.0;
    let spread = 2.0 / (9.0 * freedom);
    let z = (libm::cbrt(statistic / freedom) - (1.0 - spread)) / spread.sqrt();
    assert!(z < 3.72, "{statistic} at {freedom} degrees of freedom");
}

#[test]
fn geometric_counts_start_at_one_and_stop_with_the_same_chance_each_time() {
    for mean in [1.2, 4.0, 30.0] {
        let sampler = CountSampler::of(&CountDistribution::Geometric { mean });
        let (mut ours, mut theirs) = ([0.0; 12], [0.0; 12]);
        let other = rand_distr::Geometric::new(1.0 / mean).expect("a law");
        let mut rng = Key::night(2, 0).draw(Purpose::Turns);
        for k in 0..N {
            ours[(sampler.sample(draw(k)) as usize - 1).min(11)] += 1.0;
            theirs[(other.sample(&mut rng) as usize).min(11)] += 1.0;
        }
        let on = 1.0 - 1.0 / mean;
        let going_on = |n: usize| libm::pow(on, n as f64);
        let share = |n: usize| if n == 11 { going_on(11) } else { going_on(n) / mean };
        // Cells that expect fewer than ten are left to the tail before them.
        let cells = (1..12).find(|n| going_on(*n) * (N as f64) < 10.0).unwrap_or(12);
        let pooled = |cell: &dyn Fn(usize) -> f64| -> Vec<f64> {
            let mut pooled: Vec<f64> = (0..cells).map(cell).collect();
            pooled[cells - 1] += (cells..12).map(cell).sum::<f64>();
            pooled
        };
        assert_chi_squared(&pooled(&|n| ours[n]), &pooled(&share));
        assert_chi_squared(&pooled(&|n| theirs[n]), &pooled(&share));
    }
    assert_eq!(CountSampler::of(&CountDistribution::Geometric { mean: 1.0 }).sample(draw(0)), 1);
}

#[test]
fn discrete_counts_come_by_their_shares() {
    let sampler = CountSampler::of(&CountDistribution::Discrete(vec![(1, 0.6), (2, 0.3), (7, 0.1)]));
    let mut seen = [0.0; 3];
    for k in 0..N {
        let place = [1, 2, 7].iter().position(|value| *value == sampler.sample(draw(k)));
        seen[place.expect("one of the three")] += 1.0;
    }
    assert_chi_squared(&seen, &[0.6, 0.3, 0.1]);
}

#[test]
fn what_is_drawn_above_the_most_becomes_the_most() {
    let mean = 7.0 * MINUTE;
    let most = Some(Span::from_micros(MINUTE));
    let plain = law(Law::Exponential { mean });
    let capped = Sampler::of(&Distribution { law: Law::Exponential { mean }, most });
    for k in 0..1000 {
        assert_eq!(capped.sample(draw(k)), plain.sample(draw(k)).min(Span::from_micros(MINUTE)));
    }
}

#[test]
fn never_is_endless_and_a_plain_duration_is_always_the_same() {
    assert!(law(Law::Never).is_never() && law(Law::Never).sample(draw(1)).is_forever());
    let constant = Sampler::of(&Distribution::constant(Span(90)));
    assert_eq!((constant.sample(draw(1)), constant.is_zero()), (Span(90), false));
    assert!(Sampler::of(&Distribution::constant(Span::ZERO)).is_zero());
}

#[test]
fn a_law_twice_as_long_makes_every_draw_twice_as_long() {
    let doubled = |sampler: fn(f64) -> Law| {
        for k in 0..1000 {
            let (once, twice) = (law(sampler(1.0)).sample(draw(k)), law(sampler(2.0)).sample(draw(k)));
            assert!((twice.0 - 2 * once.0).abs() <= 2, "{once:?} {twice:?}");
        }
    };
    doubled(|times| Law::Exponential { mean: times * MINUTE });
    doubled(|times| Law::Lognormal { location: libm::log(times * MINUTE), scale: 0.9 });
    doubled(|times| Law::Weibull { shape: 0.8, scale: times * MINUTE });
    doubled(|times| Law::Gamma { shape: 0.8, scale: times * MINUTE });
}

#[test]
fn normal_quantiles_are_those_of_the_tables() {
    // Wichura 1988 gives the first three (his test values); 97.5 % is in every table.
    let table = [
        (0.25, -0.674_489_750_196_081_7),
        (0.001, -3.090_232_306_167_813_5),
        (1e-20, -9.262_340_089_798_408),
        (0.975, 1.959_963_984_540_054),
    ];
    for (p, z) in table {
        assert!((normal_quantile(p) - z).abs() < 1e-14 * z.abs().max(1.0), "{p}");
    }
    assert_eq!(normal_quantile(0.5), 0.0);
}
