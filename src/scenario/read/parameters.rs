//! From what people know of a distribution (mean, median, coefficient of variation, 90th percentile) to
//! its parameters.
//!
//! Lognormal, with location μ, scale σ and z = 1.2816 (the normal's 90th percentile):
//! mean = exp(μ + σ²/2), median = exp(μ), cv² = exp(σ²) − 1, p90 = exp(μ + zσ). So
//!
//! | given | σ | μ |
//! | --- | --- | --- |
//! | mean, median | √(2 ln(mean/median)) | ln median |
//! | mean, cv | √ln(1 + cv²) | ln mean − σ²/2 |
//! | median, cv | √ln(1 + cv²) | ln median |
//! | median, p90 | ln(p90/median)/z | ln median |
//! | cv, p90 | √ln(1 + cv²) | ln p90 − zσ |
//! | mean, p90 | the smaller root of σ²/2 − zσ + ln(p90/mean) = 0 that is not negative | ln mean − σ²/2 |
//!
//! Gamma, with shape k and scale θ: mean = kθ, cv = 1/√k; median and p90 are θ times the quantiles of the
//! standard gamma, which are found by bisection of its distribution function, and k, where a quantile and
//! another quantile or the mean are given, by bisection of their ratio. Weibull, with shape k and scale λ:
//! mean = λΓ(1 + 1/k) and 1 + cv² = Γ(1 + 2/k)/Γ(1 + 1/k)², by bisection too.

/// The normal's 90th percentile.
const Z90: f64 = 1.281_551_565_544_600_4;

/// What is known of a distribution; exactly two are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known {
    /// Mean.
    pub mean: Option<f64>,
    /// Median.
    pub median: Option<f64>,
    /// Standard deviation over mean.
    pub cv: Option<f64>,
    /// 90th percentile.
    pub p90: Option<f64>,
}

/// Scale of the lognormal with this coefficient of variation.
fn scale_of(cv: f64) -> f64 {
    libm::sqrt(libm::log1p(cv * cv))
}

/// Location and scale of the lognormal with this mean and coefficient of variation.
pub fn lognormal_of(mean: f64, cv: f64) -> (f64, f64) {
    let scale = scale_of(cv);
    (libm::log(mean) - scale * scale / 2.0, scale)
}

/// Shape and scale of the gamma with this mean and coefficient of variation.
pub fn gamma_of(mean: f64, cv: f64) -> (f64, f64) {
    let shape = 1.0 / (cv * cv);
    (shape, mean / shape)
}

/// Location and scale of the lognormal; `Err`: what cannot be.
pub fn lognormal(known: Known) -> Result<(f64, f64), &'static str> {
    match known {
        Known { mean: Some(mean), median: Some(median), .. } => {
            if mean < median {
                return Err("the mean of a lognormal is not less than its median");
            }
            Ok((libm::log(median), libm::sqrt(2.0 * libm::log(mean / median))))
        }
        Known { mean: Some(mean), cv: Some(cv), .. } => Ok(lognormal_of(mean, cv)),
        Known { median: Some(median), cv: Some(cv), .. } => Ok((libm::log(median), scale_of(cv))),
        Known { median: Some(median), p90: Some(p90), .. } => {
            if p90 < median {
                return Err("the 90th percentile is not less than the median");
            }
            Ok((libm::log(median), libm::log(p90 / median) / Z90))
        }
        Known { cv: Some(cv), p90: Some(p90), .. } => {
            let scale = scale_of(cv);
            Ok((libm::log(p90) - Z90 * scale, scale))
        }
        Known { mean: Some(mean), p90: Some(p90), .. } => {
            let under = Z90 * Z90 - 2.0 * libm::log(p90 / mean);
            if under < 0.0 {
                return Err("no lognormal has a 90th percentile above 2.27 times its mean");
            }
            let root = libm::sqrt(under);
            let scale = if p90 >= mean { Z90 - root } else { Z90 + root };
            Ok((libm::log(mean) - scale * scale / 2.0, scale))
        }
        _ => Err("two of mean, median, cv and p90 are needed"),
    }
}

/// The least and most shape that is searched: a cv of 10 and one of 0.001.
const SHAPES: (f64, f64) = (0.01, 1e6);

/// Shape and scale of the gamma; `Err`: what cannot be.
pub fn gamma(known: Known) -> Result<(f64, f64), &'static str> {
    if let Known { mean: Some(mean), cv: Some(cv), .. } = known {
        return Ok(gamma_of(mean, cv));
    }
    if let Some(cv) = known.cv {
        let shape = 1.0 / (cv * cv);
        if !(SHAPES.0..=SHAPES.1).contains(&shape) {
            return Err("the cv is to be from 0.001 to 10 here; give mean and cv for others");
        }
        let (quantile, p) =
            known.median.map(|median| (median, 0.5)).or(known.p90.map(|p90| (p90, 0.9))).unzip();
        let (Some(quantile), Some(p)) = (quantile, p) else {
            return Err("two of mean, median, cv and p90 are needed");
        };
        return Ok((shape, quantile / gamma_quantile(shape, p)));
    }
    let none = "no gamma distribution has these two";
    match known {
        Known { mean: Some(mean), median: Some(median), .. } => {
            // median/mean rises with the shape, from 0 to 1.
            let shape =
                bisect(SHAPES, median / mean, |shape| gamma_quantile(shape, 0.5) / shape).ok_or(none)?;
            Ok((shape, mean / shape))
        }
        Known { median: Some(median), p90: Some(p90), .. } => {
            // p90/median falls as the shape rises.
            let ratio = |shape| gamma_quantile(shape, 0.5) / gamma_quantile(shape, 0.9);
            let shape = bisect(SHAPES, median / p90, ratio).ok_or(none)?;
            Ok((shape, median / gamma_quantile(shape, 0.5)))
        }
        Known { mean: Some(mean), p90: Some(p90), .. } => {
            // p90/mean rises with the shape up to its peak and falls from there to 1; of two shapes the
            // larger, with the smaller cv, is taken, as of the lognormal's two roots.
            let ratio = |shape| gamma_quantile(shape, 0.9) / shape;
            let peak = peak_of(ratio);
            let above =
                (p90 >= mean).then(|| bisect((peak, SHAPES.1), -p90 / mean, |shape| -ratio(shape))).flatten();
            let shape = above.or_else(|| bisect((SHAPES.0, peak), p90 / mean, ratio)).ok_or(none)?;
            Ok((shape, mean / shape))
        }
        _ => Err("two of mean, median, cv and p90 are needed"),
    }
}

/// Shape and scale of the Weibull; `Err`: what cannot be.
pub fn weibull(mean: f64, cv: f64) -> Result<(f64, f64), &'static str> {
    // Falls with the shape, so its negative rises.
    let spread = |shape: f64| libm::lgamma(1.0 + 2.0 / shape) - 2.0 * libm::lgamma(1.0 + 1.0 / shape);
    let shape = bisect((0.1, 1e5), -libm::log1p(cv * cv), |shape| -spread(shape))
        .ok_or("the cv of a Weibull is to be from 0.0001 to 400 here")?;
    Ok((shape, mean / libm::tgamma(1.0 + 1.0 / shape)))
}

/// Where a rising function of a positive argument has the value `wanted`; none outside the range.
fn bisect(range: (f64, f64), wanted: f64, rising: impl Fn(f64) -> f64) -> Option<f64> {
    let (mut low, mut high) = (libm::log(range.0), libm::log(range.1));
    if !(rising(range.0)..=rising(range.1)).contains(&wanted) {
        return None;
    }
    while high - low > 1e-14 * (low.abs() + high.abs()) + 1e-15 {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if rising(libm::exp(middle)) < wanted { low = middle } else { high = middle }
    }
    Some(libm::exp(low + (high - low) / 2.0))
}

/// The shape at which p90/mean is largest (near 0.55), by golden section.
fn peak_of(ratio: impl Fn(f64) -> f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let (mut low, mut high) = (0.1, 2.0);
    for _ in 0..60 {
        let (left, right) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
        if ratio(left) < ratio(right) { low = left } else { high = right }
    }
    low + (high - low) / 2.0
}

/// The quantile of the gamma distribution of scale 1.
fn gamma_quantile(shape: f64, p: f64) -> f64 {
    let highest = shape + 60.0 * libm::sqrt(shape) + 60.0;
    bisect((1e-300, highest), p, |x| gamma_below(shape, x)).unwrap_or(highest)
}

/// The distribution function of the gamma distribution of scale 1: the series below the shape, the
/// continued fraction (by Lentz) above it.
fn gamma_below(shape: f64, x: f64) -> f64 {
    let front = libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    if x < shape + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / shape, 1.0 / shape, shape);
        while term > sum * 1e-17 {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        return front * sum;
    }
    let tiny = 1e-300;
    let mut b = x + 1.0 - shape;
    let (mut c, mut d) = (1.0 / tiny, 1.0 / b);
    let mut fraction = d;
    for i in 1..100_000 {
        let a = -f64::from(i) * (f64::from(i) - shape);
        b += 2.0;
        d = 1.0 / nonzero(a * d + b, tiny);
        c = nonzero(b + a / c, tiny);
        fraction *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    1.0 - front * fraction
}

fn nonzero(value: f64, tiny: f64) -> f64 {
    if value.abs() < tiny { tiny } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Gamma, LogNormal};

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-8 * b.abs().max(1e-12)
    }

    #[test]
    fn a_lognormal_by_any_two_has_those_two() {
        // Median 18, mean 35: sigma = sqrt(2 ln(35/18)) = 1.15324, by hand.
        let (location, scale) =
            lognormal(Known { median: Some(18.0), mean: Some(35.0), ..Known::default() }).unwrap();
        assert!((location - 2.890_37).abs() < 1e-5 && (scale - 1.153_24).abs() < 1e-5, "{location} {scale}");
        let (mean, median) = (35.0, 18.0);
        let cv = libm::sqrt(libm::exp(scale * scale) - 1.0);
        let p90 = LogNormal::new(location, scale).unwrap().inverse_cdf(0.9);
        let none = Known::default();
        for known in [
            Known { mean: Some(mean), cv: Some(cv), ..none },
            Known { mean: Some(mean), p90: Some(p90), ..none },
            Known { median: Some(median), cv: Some(cv), ..none },
            Known { median: Some(median), p90: Some(p90), ..none },
            Known { cv: Some(cv), p90: Some(p90), ..none },
        ] {
            let (l, s) = lognormal(known).unwrap();
            assert!(near(l, location) && near(s, scale), "{known:?}: {l} {s}");
        }
    }

    #[test]
    fn a_gamma_by_any_two_has_those_two() {
        for (shape, scale) in [(0.3, 100.0), (0.8, 10.0), (1.0, 7.0), (2.5, 30.0), (40.0, 2.0)] {
            let reference = Gamma::new(shape, 1.0 / scale).unwrap();
            let (mean, cv) = (shape * scale, 1.0 / libm::sqrt(shape));
            let (median, p90) = (reference.inverse_cdf(0.5), reference.inverse_cdf(0.9));
            let none = Known::default();
            let mut cases = vec![
                Known { mean: Some(mean), cv: Some(cv), ..none },
                Known { mean: Some(mean), median: Some(median), ..none },
                Known { median: Some(median), cv: Some(cv), ..none },
                Known { median: Some(median), p90: Some(p90), ..none },
                Known { cv: Some(cv), p90: Some(p90), ..none },
            ];
            // Below the peak of p90/mean two shapes fit, and the larger is taken.
            if shape > 0.6 {
                cases.push(Known { mean: Some(mean), p90: Some(p90), ..none });
            }
            for known in cases {
                let (k, theta) = gamma(known).unwrap();
                let close = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-4;
                assert!(close(k, shape) && close(theta, scale), "{known:?}: {k} {theta}");
            }
        }
    }

    #[test]
    fn an_exponential_is_the_gamma_of_cv_1() {
        let ln2 = core::f64::consts::LN_2;
        let (shape, scale) = gamma(Known { mean: Some(1.0), median: Some(ln2), ..Known::default() }).unwrap();
        assert!(near(shape, 1.0) && near(scale, 1.0), "{shape} {scale}");
        assert!(near(gamma_below(1.0, 0.5), -libm::expm1(-0.5)));
        assert!(near(gamma_below(1.0, 5.0), -libm::expm1(-5.0)));
    }

    #[test]
    fn a_weibull_of_cv_1_is_the_exponential_and_one_of_shape_2_is_rayleigh() {
        let (shape, scale) = weibull(7.0, 1.0).unwrap();
        assert!(near(shape, 1.0) && near(scale, 7.0), "{shape} {scale}");
        // Rayleigh: mean sqrt(pi)/2, variance 1 - pi/4 at scale 1.
        let pi = core::f64::consts::PI;
        let (mean, cv) = (libm::sqrt(pi) / 2.0, libm::sqrt(4.0 / pi - 1.0));
        let (shape, scale) = weibull(mean, cv).unwrap();
        assert!(near(shape, 2.0) && near(scale, 1.0), "{shape} {scale}");
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert!(lognormal(Known { mean: Some(1.0), median: Some(2.0), ..Known::default() }).is_err());
        assert!(lognormal(Known { mean: Some(1.0), p90: Some(2.5), ..Known::default() }).is_err());
        assert!(gamma(Known { mean: Some(1.0), median: Some(2.0), ..Known::default() }).is_err());
        assert!(gamma(Known { median: Some(2.0), p90: Some(1.0), ..Known::default() }).is_err());
    }
}
