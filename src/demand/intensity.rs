//! An intensity of arrivals: piecewise linear in time, with its inverse.

use crate::units::Time;

/// Expected cases by time: a rate that is linear on each segment, zero elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Intensity {
    segments: Vec<Segment>,
    /// Of the whole: expected cases.
    expected: f64,
}

/// A stretch of linear rate.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Segment {
    from: Time,
    to: Time,
    /// Cases a µs.
    at_from: f64,
    at_to: f64,
    /// Expected cases before `from`.
    before: f64,
}
