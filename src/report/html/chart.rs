//! Charts as plain SVG. Colours are classes of the page's style sheet, so that light, dark and print each
//! have their own; shapes differ as well, for who sees no colours.

use super::scale::{Scale, label, steps};
use std::fmt::Write as _;

/// Units of the drawing; the page scales it. Wide enough for 48 intervals, small enough that text can
/// still be read on a phone.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 236.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 10.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 30.0;

/// A chart.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    /// What is seen, for who does not see it.
    pub title: String,
    /// Along the bottom: places and what they are called.
    pub ticks: Vec<(f64, String)>,
    /// From and to along the bottom.
    pub across: (f64, f64),
    /// The most up the side, at least.
    pub most: f64,
    /// Up the side in percent.
    pub percent: bool,
    /// From back to front.
    pub layers: Vec<Layer>,
}

/// Something drawn.
#[derive(Clone, Debug)]
pub enum Layer {
    /// Between a lower and an upper end.
    Band(Colour, Vec<(f64, f64, f64)>),
    /// From point to point; a gap where there is no value.
    Line(Colour, Vec<(f64, Option<f64>)>),
    /// Each value from one place to another.
    Steps(Colour, Vec<(f64, f64, f64)>),
    /// The same, filled from the ground up.
    Bars(Colour, Vec<(f64, f64, f64)>),
    /// A level across all.
    Rule(f64, String),
}

/// A colour of the style sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// What comes.
    Blue,
    /// What is promised, or asked for.
    Orange,
    /// What is kept.
    Green,
    /// What is missed.
    Red,
}

impl Colour {
    /// The class.
    pub const fn class(self) -> &'static str {
        match self {
            Colour::Blue => "blue",
            Colour::Orange => "orange",
            Colour::Green => "green",
            Colour::Red => "red",
        }
    }
}

impl Chart {
    /// The drawing, as part of a page.
    pub fn svg(&self) -> String {
        let most = self.layers.iter().map(Layer::most).fold(self.most, f64::max);
        let up = if self.percent { vec![0.0, 0.25, 0.5, 0.75, 1.0] } else { steps(most, 4) };
        let (x, y) = (
            Scale::new(self.across, (LEFT, WIDTH - RIGHT)),
            Scale::new((0.0, up.last().copied().unwrap_or(1.0)), (HEIGHT - BOTTOM, TOP)),
        );
        let mut svg = format!(
            "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">\n",
            escaped(&self.title)
        );
        self.draw_grid(&up, &y, &mut svg);
        self.draw_ticks(&x, &mut svg);
        self.layers.iter().for_each(|layer| layer.draw(&x, &y, &mut svg));
        svg + "</svg>"
    }

    fn draw_grid(&self, up: &[f64], y: &Scale, svg: &mut String) {
        for &value in up {
            let at = y.at(value);
            let text = if self.percent { label(value * 100.0) } else { label(value) };
            push(
                svg,
                format_args!(
                    "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>",
                    WIDTH - RIGHT
                ),
            );
            push(
                svg,
                format_args!("<text class=\"y\" x=\"{}\" y=\"{:.1}\">{text}</text>", LEFT - 6.0, at + 4.0),
            );
        }
    }

    fn draw_ticks(&self, x: &Scale, svg: &mut String) {
        for (place, name) in &self.ticks {
            let at = x.at(*place);
            let ground = HEIGHT - BOTTOM;
            push(
                svg,
                format_args!(
                    "<line class=\"grid\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{ground}\" y2=\"{}\"/>",
                    ground + 4.0
                ),
            );
            push(
                svg,
                format_args!(
                    "<text class=\"x\" x=\"{at:.1}\" y=\"{}\">{}</text>",
                    ground + 18.0,
                    escaped(name)
                ),
            );
        }
    }
}

impl Layer {
    /// The highest it reaches.
    fn most(&self) -> f64 {
        match self {
            Layer::Band(_, points) => points.iter().map(|point| point.2).fold(0.0, f64::max),
            Layer::Line(_, points) => points.iter().filter_map(|point| point.1).fold(0.0, f64::max),
            Layer::Steps(_, points) | Layer::Bars(_, points) => {
                points.iter().map(|point| point.2).fold(0.0, f64::max)
            }
            Layer::Rule(value, _) => *value,
        }
    }

    fn draw(&self, x: &Scale, y: &Scale, svg: &mut String) {
        match self {
            Layer::Band(colour, points) => {
                let upper = points.iter().map(|&(at, _, high)| (at, high));
                let lower = points.iter().rev().map(|&(at, low, _)| (at, low));
                let path = path(upper.chain(lower), x, y);
                push(svg, format_args!("<path class=\"band {}\" d=\"{path}Z\"/>", colour.class()));
            }
            Layer::Line(colour, points) => {
                for run in points.split(|point| point.1.is_none()).filter(|run| !run.is_empty()) {
                    let path = path(run.iter().filter_map(|&(at, value)| Some((at, value?))), x, y);
                    push(svg, format_args!("<path class=\"line {}\" d=\"{path}\"/>", colour.class()));
                }
            }
            Layer::Steps(colour, points) => {
                let corners = points.iter().flat_map(|&(from, to, value)| [(from, value), (to, value)]);
                push(
                    svg,
                    format_args!("<path class=\"line {}\" d=\"{}\"/>", colour.class(), path(corners, x, y)),
                );
            }
            Layer::Bars(colour, points) => points.iter().for_each(|&bar| draw_bar(*colour, bar, x, y, svg)),
            Layer::Rule(value, name) => draw_rule(y.at(*value), name, svg),
        }
    }
}

fn draw_bar(colour: Colour, (from, to, value): (f64, f64, f64), x: &Scale, y: &Scale, svg: &mut String) {
    let (left, right, top, ground) = (x.at(from), x.at(to), y.at(value), y.at(0.0));
    let width = (right - left - 0.6).max(0.6);
    push(
        svg,
        format_args!(
            "<rect class=\"bar {}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{:.1}\"/>",
            colour.class(),
            ground - top
        ),
    );
}

fn draw_rule(at: f64, name: &str, svg: &mut String) {
    let right = WIDTH - RIGHT;
    push(
        svg,
        format_args!("<line class=\"rule\" x1=\"{LEFT}\" x2=\"{right}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>"),
    );
    // Above the line, unless it runs along the top.
    let text = if at < TOP + 12.0 { at + 13.0 } else { at - 4.0 };
    push(svg, format_args!("<text class=\"name\" x=\"{right}\" y=\"{text:.1}\">{}</text>", escaped(name)));
}

fn path(points: impl Iterator<Item = (f64, f64)>, x: &Scale, y: &Scale) -> String {
    let mut path = String::new();
    for (index, (across, up)) in points.enumerate() {
        let letter = if index == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{letter}{:.1} {:.1}", x.at(across), y.at(up));
    }
    path
}

fn push(svg: &mut String, element: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(svg, "{element}");
}

/// `text` as it may stand in HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
