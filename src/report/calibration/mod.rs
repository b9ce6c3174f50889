//! The fit report: how well a calibrated scenario's figures are known.
//!
//! As JSON it is a [`Document`], which `src/report/calibrate.schema.json` describes; as text it is here.

mod back_test;
mod fit;
mod surge;

pub use back_test::{days_of, render as render_back_test};
pub use fit::{half_gave_up, render};
pub use surge::{for_the_next, none_seen};

use crate::calibration::backtest::BackTest;
use crate::calibration::estimate::whole::Estimates;
use serde::Serialize;

/// Weekdays as a reader has them.
pub const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// What `calibrate --format json` prints and `--fit` writes.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Document<'a> {
    /// Nightdesk's version.
    pub version: &'static str,
    /// How well each figure of the scenario is known.
    pub fit: &'a Estimates,
    /// How well days that were not seen were predicted, if that was asked.
    pub back_test: Option<&'a BackTest>,
}

impl<'a> Document<'a> {
    /// Of these estimates.
    pub fn new(fit: &'a Estimates, back_test: Option<&'a BackTest>) -> Document<'a> {
        Document { version: env!("CARGO_PKG_VERSION"), fit, back_test }
    }
}

/// The JSON Schema of what `calibrate --format json` prints.
pub const CALIBRATE_SCHEMA: &str = include_str!("../calibrate.schema.json");
