//! What money buys: shares over costs.

use super::chart::{Chart, Layer, Up};
use super::page::{Figure, Grid, Section};
use super::scale::steps_between;
use crate::report::text::format::grouped;

/// A frontier as a section of a page.
pub struct Frontier {
    /// Of the section.
    pub heading: String,
    /// What is seen, with its units.
    pub caption: String,
    /// How to read it.
    pub reading: String,
    /// The least and the greatest cost that are shown.
    pub across: (f64, f64),
    /// Places are costs, heights shares.
    pub layers: Vec<Layer>,
    /// The numbers behind it.
    pub table: Grid,
}

impl Frontier {
    /// The drawing and its table.
    pub fn section(self) -> Section {
        let Frontier { heading, caption, reading, across, layers, table } = self;
        let chart = Chart { title: caption.clone(), ticks: amounts(across), across, up: Up::Percent, layers };
        let figure = Figure {
            caption,
            reading,
            svg: chart.svg(),
            wide: true,
            table: Some(table),
            ..Figure::default()
        };
        Section { heading, figures: vec![figure], ..Section::default() }
    }
}

/// Round amounts along the bottom.
fn amounts((low, high): (f64, f64)) -> Vec<(f64, String)> {
    let inside = |value: &f64| *value >= low && *value <= high;
    let steps = steps_between(low, high, 4).into_iter().filter(inside);
    steps.map(|value| (value, grouped(value, usize::from(high - low < 4.0)))).collect()
}
