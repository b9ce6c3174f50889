//! `[lever.x]`: a named change to the scenario.

use super::Name;
use crate::units::Money;

/// One lever. Its `set` is applied to the file's tree before the scenario is read.
#[derive(Clone, Debug)]
pub struct Lever {
    /// How it is shown.
    pub title: Option<String>,
    /// What it costs.
    pub cost: Option<LeverCost>,
    /// Path and value as written, for listing.
    pub set: Vec<(String, String)>,
}

/// `cost = …`
#[derive(Clone, Debug, PartialEq)]
pub enum LeverCost {
    /// Once a night.
    PerNight(Money),
    /// For every order of a product.
    PerOrder(Money, Name),
    /// For every case of an inquiry.
    PerCase(Money, Name),
    /// For every paid hour of a team.
    PerHour(Money, Name),
}
