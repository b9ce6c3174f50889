//! The distributions of the contract: `exponential = { mean = "7min" }` and its kin.

use crate::units::Span;

/// How a time is distributed.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// The law before `most`.
    pub law: Law,
    /// Draws above this become this.
    pub most: Option<Span>,
}

/// A law for times. Parameters are in microseconds where they are times.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// A plain duration.
    Constant(Span),
    /// `"never"`: endless.
    Never,
    /// `exponential = { mean }`
    Exponential {
        /// µs, above 0
        mean: f64,
    },
    /// `lognormal` by two of mean, median, cv, p90; kept by the normal's location (log of µs) and scale.
    Lognormal {
        /// log of the median in µs
        location: f64,
        /// at least 0
        scale: f64,
    },
    /// `gamma` by two of mean, median, cv, p90.
    Gamma {
        /// above 0
        shape: f64,
        /// µs, above 0
        scale: f64,
    },
    /// `weibull = { mean, cv }`
    Weibull {
        /// above 0
        shape: f64,
        /// µs, above 0
        scale: f64,
    },
    /// `uniform = { from, to }`
    Uniform {
        /// the least
        from: Span,
        /// the most, not less
        to: Span,
    },
    /// `triangular = { from, mode, to }`
    Triangular {
        /// the least
        from: Span,
        /// the likeliest
        mode: Span,
        /// the most
        to: Span,
    },
    /// `empirical = { values = […] }` or `{ file, column }`: each value as likely as any other.
    Empirical {
        /// sorted, never empty
        values: Vec<Span>,
    },
    /// `mixture = [{ share = 0.1, of = … }, …]`; shares sum to 1.
    Mixture {
        /// share and what it is a share of
        parts: Vec<(f64, Distribution)>,
    },
}

impl Distribution {
    /// Always `span`.
    pub const fn constant(span: Span) -> Distribution {
        Distribution { law: Law::Constant(span), most: None }
    }
    /// Endless.
    pub const NEVER: Distribution = Distribution { law: Law::Never, most: None };
}

/// How a count (turns) is distributed; from 1 up.
#[derive(Clone, Debug, PartialEq)]
pub enum CountDistribution {
    /// A plain whole number.
    Constant(u32),
    /// `geometric = { mean }`: from 1, mean at least 1.
    Geometric {
        /// at least 1
        mean: f64,
    },
    /// `discrete = { 1 = 0.6, 2 = 0.4 }`: value and share; shares sum to 1; sorted by value.
    Discrete(Vec<(u32, f64)>),
}
