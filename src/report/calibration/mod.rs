//! The fit report: how well a calibrated scenario's figures are known.
//!
//! As JSON it is a [`Document`], which `src/report/calibrate.schema.json` describes; as text it is here.

mod fit;

pub use fit::render;

use crate::calibration::estimate::whole::Estimates;
use serde::Serialize;

/// What `calibrate --format json` prints and `--fit` writes.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Document<'a> {
    /// Nightdesk's version.
    pub version: &'static str,
    /// How well each figure of the scenario is known.
    pub fit: &'a Estimates,
}

impl Document<'_> {
    /// Of these estimates.
    pub fn new(fit: &Estimates) -> Document<'_> {
        Document { version: env!("CARGO_PKG_VERSION"), fit }
    }
}

/// The JSON Schema of what `calibrate --format json` prints.
pub const CALIBRATE_SCHEMA: &str = include_str!("../calibrate.schema.json");
