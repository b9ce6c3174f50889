//! Distributions compiled for drawing. Where a law has a cheap inverse it is drawn by inversion, so
//! that scaling a law scales every customer's own draw and plans stay paired.

use super::{CountDistribution, Distribution, Draw, Law};
use crate::units::Span;

#[cfg(test)]
mod tests;

/// A law for times, ready to be drawn from.
#[derive(Clone, Debug, PartialEq)]
pub enum Sampler {
    /// Always the same.
    Constant(Span),
    /// Mean in µs.
    Exponential(f64),
    /// Location and scale of the logarithm of µs.
    Lognormal(f64, f64),
    /// Shape and scale (µs).
    Gamma(f64, f64),
    /// One over the shape, and scale (µs).
    Weibull(f64, f64),
    /// Least, and width, in µs.
    Uniform(f64, f64),
    /// Least, likeliest, most, in µs.
    Triangular(f64, f64, f64),
    /// Each value as likely as any other.
    Empirical(Box<[Span]>),
    /// Cumulative share and law.
    Mixture(Box<[(f64, Sampler)]>),
    /// Draws above it become the span.
    Capped(Box<Sampler>, Span),
}

impl Sampler {
    /// Compiles `distribution`.
    pub fn of(distribution: &Distribution) -> Sampler {
        let law = match &distribution.law {
            Law::Constant(span) => Sampler::Constant(*span),
            Law::Never => Sampler::Constant(Span::FOREVER),
            Law::Exponential { mean } => Sampler::Exponential(*mean),
            Law::Lognormal { location, scale } => Sampler::Lognormal(*location, *scale),
            Law::Gamma { shape, scale } => Sampler::Gamma(*shape, *scale),
            Law::Weibull { shape, scale } => Sampler::Weibull(1.0 / shape, *scale),
            Law::Uniform { from, to } => Sampler::Uniform(from.0 as f64, (*to - *from).0 as f64),
            Law::Triangular { from, mode, to } => {
                Sampler::Triangular(from.0 as f64, mode.0 as f64, to.0 as f64)
            }
            Law::Empirical { values } => Sampler::Empirical(values.clone().into()),
            Law::Mixture { parts } => Sampler::Mixture(cumulate(parts)),
        };
        match distribution.most {
            Some(most) => Sampler::Capped(Box::new(law), most),
            None => law,
        }
    }

    /// The mean in µs, where it has a closed form: not of a law whose draws are capped.
    pub fn mean(&self) -> Option<f64> {
        Some(match self {
            Sampler::Constant(span) => span.0 as f64,
            Sampler::Exponential(mean) => *mean,
            Sampler::Lognormal(location, scale) => libm::exp(location + scale * scale / 2.0),
            Sampler::Gamma(shape, scale) => shape * scale,
            Sampler::Weibull(one_over_shape, scale) => scale * libm::tgamma(1.0 + one_over_shape),
            Sampler::Uniform(least, width) => least + width / 2.0,
            Sampler::Triangular(least, likeliest, most) => (least + likeliest + most) / 3.0,
            Sampler::Empirical(values) => {
                values.iter().map(|value| value.0 as f64).sum::<f64>() / values.len().max(1) as f64
            }
            Sampler::Mixture(parts) => {
                let mut before = 0.0;
                let mut sum = 0.0;
                for (up_to, part) in parts {
                    sum += (up_to - before) * part.mean()?;
                    before = *up_to;
                }
                sum
            }
            Sampler::Capped(..) => return None,
        })
    }

    /// Draws a time; never negative.
    #[inline]
    pub fn sample(&self, draw: Draw) -> Span {
        let mut draw = draw;
        match self {
            Sampler::Constant(span) => *span,
            Sampler::Exponential(mean) => Span::from_micros(mean * draw.exponential()),
            Sampler::Lognormal(location, scale) => {
                Span::from_micros(libm::exp(location + scale * normal_quantile(draw.uniform())))
            }
            _ => self.sample_rare(draw),
        }
    }

    /// The laws that need not be inlined where customers are drawn.
    fn sample_rare(&self, mut draw: Draw) -> Span {
        match self {
            Sampler::Constant(_) | Sampler::Exponential(_) | Sampler::Lognormal(..) => self.sample(draw),
            Sampler::Gamma(shape, scale) => Span::from_micros(scale * gamma(*shape, &mut draw)),
            Sampler::Weibull(inverse_shape, scale) => {
                Span::from_micros(scale * libm::pow(draw.exponential(), *inverse_shape))
            }
            Sampler::Uniform(from, width) => Span::from_micros(from + width * draw.uniform()),
            Sampler::Triangular(from, mode, to) => {
                Span::from_micros(triangular(*from, *mode, *to, draw.uniform()))
            }
            Sampler::Empirical(values) => {
                let place = (draw.uniform() * values.len() as f64) as usize;
                values[place.min(values.len() - 1)]
            }
            Sampler::Mixture(parts) => {
                let u = draw.uniform();
                let part = parts.iter().find(|(up_to, _)| u < *up_to).or(parts.last());
                part.map_or(Span::ZERO, |(_, sampler)| sampler.sample(draw))
            }
            Sampler::Capped(sampler, most) => sampler.sample(draw).min(*most),
        }
    }

    /// True if every draw is zero.
    pub fn is_zero(&self) -> bool {
        *self == Sampler::Constant(Span::ZERO)
    }

    /// True if every draw is endless.
    pub fn is_never(&self) -> bool {
        matches!(self, Sampler::Constant(span) if span.is_forever())
    }
}

/// Shares summed up; the last is 1 whatever the rounding.
fn cumulate(parts: &[(f64, Distribution)]) -> Box<[(f64, Sampler)]> {
    let mut sum = 0.0;
    let last = parts.len().saturating_sub(1);
    let each = parts.iter().enumerate().map(|(i, (share, distribution))| {
        sum += share;
        (if i == last { 1.0 } else { sum }, Sampler::of(distribution))
    });
    each.collect()
}

/// The inverse of the triangular distribution function.
fn triangular(from: f64, mode: f64, to: f64, u: f64) -> f64 {
    let width = to - from;
    if width <= 0.0 {
        return from;
    }
    if u < (mode - from) / width {
        from + (u * width * (mode - from)).sqrt()
    } else {
        to - ((1.0 - u) * width * (to - mode)).sqrt()
    }
}

/// A gamma variate of scale 1, mean `shape`: Marsaglia and Tsang 2000, "A simple method for generating
/// gamma variables"; below shape 1 by their boost.
pub(crate) fn gamma(shape: f64, draw: &mut Draw) -> f64 {
    if shape < 1.0 {
        let boost = libm::pow(draw.uniform(), 1.0 / shape);
        return gamma(shape + 1.0, draw) * boost;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = normal_quantile(draw.uniform());
        let v = 1.0 + c * x;
        if v <= 0.0 {
            continue;
        }
        let v = v * v * v;
        if libm::log(draw.uniform()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
            return d * v;
        }
    }
}

/// The quantile of the standard normal, to about 1 part in 10^16: Wichura 1988, algorithm AS 241 (PPND16).
#[inline]
#[allow(clippy::excessive_precision)] // the published digits
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        let numerator =
            ((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
                + 45921.953931549871457)
                * r
                + 13731.693765509461125)
                * r
                + 1971.5909503065514427)
                * r
                + 133.14166789178437745)
                * r
                + 3.387132872796366608;
        let denominator =
            ((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
                + 21213.794301586595867)
                * r
                + 5394.1960214247511077)
                * r
                + 687.1870074920579083)
                * r
                + 42.313330701600911252)
                * r
                + 1.0;
        return q * numerator / denominator;
    }
    let tail = normal_tail(if q < 0.0 { p } else { 1.0 - p });
    if q < 0.0 { -tail } else { tail }
}

/// The upper quantile for a small tail probability.
#[allow(clippy::excessive_precision)] // the published digits
fn normal_tail(p: f64) -> f64 {
    let r = (-libm::log(p)).sqrt();
    let (numerator, denominator);
    if r <= 5.0 {
        let r = r - 1.6;
        numerator = ((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r
            + 0.24178072517745061177)
            * r
            + 1.27045825245236838258)
            * r
            + 3.64784832476320460504)
            * r
            + 5.7694972214606914055)
            * r
            + 4.6303378461565452959)
            * r
            + 1.42343711074968357734;
        denominator = ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r
            + 0.0151986665636164571966)
            * r
            + 0.14810397642748007459)
            * r
            + 0.68976733498510000455)
            * r
            + 1.6763848301838038494)
            * r
            + 2.05319162663775882187)
            * r
            + 1.0;
    } else {
        let r = r - 5.0;
        numerator = ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
            + 0.0012426609473880784386)
            * r
            + 0.026532189526576123093)
            * r
            + 0.29656057182850489123)
            * r
            + 1.7848265399172913358)
            * r
            + 5.4637849111641143699)
            * r
            + 6.6579046435011037772;
        denominator = ((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r
            + 1.8463183175100546818e-5)
            * r
            + 7.868691311456132591e-4)
            * r
            + 0.0148753612908506148525)
            * r
            + 0.13692988092273580531)
            * r
            + 0.59983220655588793769)
            * r
            + 1.0;
    }
    numerator / denominator
}

/// A law for counts, ready to be drawn from.
#[derive(Clone, Debug, PartialEq)]
pub enum CountSampler {
    /// Always the same.
    Constant(u32),
    /// From 1; kept as one over the logarithm of the chance to go on.
    Geometric(f64),
    /// Cumulative share and value.
    Discrete(Box<[(f64, u32)]>),
}

impl CountSampler {
    /// Compiles `distribution`.
    pub fn of(distribution: &CountDistribution) -> CountSampler {
        match distribution {
            CountDistribution::Constant(n) => CountSampler::Constant(*n),
            CountDistribution::Geometric { mean } if *mean <= 1.0 => CountSampler::Constant(1),
            CountDistribution::Geometric { mean } => CountSampler::Geometric(1.0 / libm::log1p(-1.0 / mean)),
            CountDistribution::Discrete(parts) => {
                let mut sum = 0.0;
                let last = parts.len().saturating_sub(1);
                let each = parts.iter().enumerate().map(|(i, (value, share))| {
                    sum += share;
                    (if i == last { 1.0 } else { sum }, *value)
                });
                CountSampler::Discrete(each.collect())
            }
        }
    }

    /// Draws a count; at least 1 for the geometric law.
    #[inline]
    pub fn sample(&self, mut draw: Draw) -> u32 {
        match self {
            CountSampler::Constant(n) => *n,
            // P(N > n) = (1 - 1/mean)^n, inverted; `as` saturates.
            CountSampler::Geometric(scale) => ((libm::log(draw.uniform()) * scale) as u32).saturating_add(1),
            CountSampler::Discrete(parts) => {
                let u = draw.uniform();
                parts.iter().find(|(up_to, _)| u < *up_to).or(parts.last()).map_or(1, |(_, value)| *value)
            }
        }
    }
}
