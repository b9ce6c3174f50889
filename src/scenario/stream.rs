//! `[stream.x]`: a broadcast and its forecast of orders.

use super::{Distribution, Moment, Name, Steps};
use std::collections::BTreeMap;

/// One broadcast.
#[derive(Clone, Debug)]
pub struct Stream {
    /// How it is shown.
    pub title: Option<String>,
    /// When it begins; happens once.
    pub from: Moment,
    /// When it ends.
    pub to: Moment,
    /// Orders by product.
    pub orders: BTreeMap<Name, f64>,
    /// Weights of orders over the stream; none: evenly.
    pub orders_over: Option<Steps<f64>>,
    /// From the order to the delivery.
    pub delivery: Option<Distribution>,
    /// How far off the order forecast usually is (coefficient of variation).
    pub forecast_cv: f64,
    /// How much sooner or later than usual everybody asks on one night (coefficient of variation).
    pub delay_cv: f64,
}
