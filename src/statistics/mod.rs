//! Intervals, quantiles, ratio estimates. (The rest comes with branch `theory`.)

/// Exact sums behind a pooled share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RatioSums {
    /// Nights that counted something.
    pub nights: u64,
}
