//! Charts as plain SVG. Colours are classes of the page's style sheet, so that light, dark and print each
//! have their own; shapes differ as well, for who sees no colours.

use super::scale::{Scale, decades, label, steps};
use crate::language::say;
use std::fmt::Write as _;

/// Units of the drawing; the page scales it. Wide enough for 48 intervals, small enough that text can
/// still be read on a phone.
const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 216.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 28.0;

/// A chart.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    /// What is seen, for who does not see it.
    pub title: String,
    /// Along the bottom: places and what they are called.
    pub ticks: Vec<(f64, String)>,
    /// From and to along the bottom.
    pub across: (f64, f64),
    /// What is up the side.
    pub up: Up,
    /// From back to front.
    pub layers: Vec<Layer>,
}

/// What is up the side of a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Up {
    /// From nothing to so much, at least.
    Amount(f64),
    /// From 0 to 100 %.
    Percent,
    /// Seconds by powers of ten, from the shortest to the longest.
    Time(f64, f64),
}

impl Default for Up {
    fn default() -> Up {
        Up::Amount(1.0)
    }
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
    /// A stretch that stands out, from the ground to the top, and what it is.
    Stretch(f64, f64, String),
    /// Places with what they are called; no name, no text.
    Dots(Colour, Vec<(f64, f64, String)>),
    /// Values with the ends of their intervals, upright.
    Whiskers(Colour, Vec<(f64, f64, f64)>),
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
    /// What stands beside it.
    Purple,
}

impl Colour {
    /// The class.
    pub const fn class(self) -> &'static str {
        match self {
            Colour::Blue => "blue",
            Colour::Orange => "orange",
            Colour::Green => "green",
            Colour::Red => "red",
            Colour::Purple => "purple",
        }
    }
}

impl Chart {
    /// The drawing, as part of a page.
    pub fn svg(&self) -> String {
        let labels = self.labels();
        let up = |at: Option<&(f64, String)>| at.map_or(0.0, |(value, _)| *value);
        let (low, high) = (up(labels.first()), up(labels.last()));
        let y = Scale::new((low, high), (HEIGHT - BOTTOM, TOP));
        let y = if matches!(self.up, Up::Time(..)) { y.logarithmic() } else { y };
        let x = Scale::new(self.across, (LEFT, WIDTH - RIGHT));
        let mut svg = format!(
            "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">\n",
            escaped(&self.title)
        );
        draw_grid(&labels, &y, &mut svg);
        self.draw_ticks(&x, &mut svg);
        self.layers.iter().for_each(|layer| layer.draw(&x, &y, &mut svg));
        self.name_rules(&y, &mut svg);
        svg + "</svg>"
    }

    /// What levels are called: where nothing else has a name, at the right.
    fn name_rules(&self, y: &Scale, svg: &mut String) {
        let named = self.layers.iter().any(|layer| matches!(layer, Layer::Dots(..)));
        let (class, across) =
            if named { ("beside asked inside", LEFT + 4.0) } else { ("name", WIDTH - RIGHT) };
        for layer in &self.layers {
            let Layer::Rule(value, name) = layer else { continue };
            let at = y.at(*value);
            // Above the line, unless it runs along the top.
            let up = if at < TOP + 12.0 { at + 13.0 } else { at - 4.0 };
            push(
                svg,
                format_args!("<text class=\"{class}\" x=\"{across}\" y=\"{up:.1}\">{}</text>", escaped(name)),
            );
        }
    }

    /// The lines across, and what stands beside each.
    fn labels(&self) -> Vec<(f64, String)> {
        let highest = || self.layers.iter().map(Layer::most).fold(0.0, f64::max);
        match self.up {
            Up::Percent => [0.0, 0.25, 0.5, 0.75, 1.0].map(|it| (it, label(it * 100.0))).to_vec(),
            Up::Amount(most) => steps(highest().max(most), 4).into_iter().map(|it| (it, label(it))).collect(),
            Up::Time(least, most) => decades(least, most).into_iter().map(|it| (it, seconds(it))).collect(),
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

fn draw_grid(labels: &[(f64, String)], y: &Scale, svg: &mut String) {
    for (value, text) in labels {
        let at = y.at(*value);
        push(
            svg,
            format_args!(
                "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>",
                WIDTH - RIGHT
            ),
        );
        push(svg, format_args!("<text class=\"y\" x=\"{}\" y=\"{:.1}\">{text}</text>", LEFT - 6.0, at + 4.0));
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
            Layer::Stretch(..) => 0.0,
            Layer::Dots(_, dots) => dots.iter().map(|dot| dot.1).fold(0.0, f64::max),
            Layer::Whiskers(_, points) => points.iter().map(|point| point.2).fold(0.0, f64::max),
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
            Layer::Rule(value, _) => draw_rule(y.at(*value), svg),
            Layer::Stretch(from, to, name) => draw_stretch(x.at(*from), x.at(*to), name, svg),
            Layer::Dots(colour, dots) => draw_dots(*colour, dots, x, y, svg),
            Layer::Whiskers(colour, points) => {
                for &(at, low, high) in points {
                    let (at, low, high) = (x.at(at), y.at(low), y.at(high));
                    push(
                        svg,
                        format_args!(
                            "<path class=\"line {}\" d=\"M{at:.1} {low:.1}V{high:.1}\"/>",
                            colour.class()
                        ),
                    );
                }
            }
        }
    }
}

fn draw_stretch(from: f64, to: f64, name: &str, svg: &mut String) {
    let (height, middle) = (HEIGHT - BOTTOM - TOP, (from + to) / 2.0);
    let width = (to - from).max(1.0);
    push(
        svg,
        format_args!(
            "<rect class=\"mark\" x=\"{from:.1}\" y=\"{TOP}\" width=\"{width:.1}\" height=\"{height}\"/>"
        ),
    );
    let middle = middle.clamp(LEFT + 24.0, WIDTH - RIGHT - 24.0);
    push(
        svg,
        format_args!("<text class=\"marked\" x=\"{middle:.1}\" y=\"{}\">{}</text>", TOP - 4.0, escaped(name)),
    );
}

fn draw_dots(colour: Colour, dots: &[(f64, f64, String)], x: &Scale, y: &Scale, svg: &mut String) {
    for (across, up, name) in dots {
        let (left, top) = (x.at(*across), y.at(*up));
        push(
            svg,
            format_args!(
                "<circle class=\"dot {}\" cx=\"{left:.1}\" cy=\"{top:.1}\" r=\"4\"/>",
                colour.class()
            ),
        );
        if name.is_empty() {
            continue;
        }
        // Towards the middle, so that it stays inside.
        let (class, beside) = if left > WIDTH / 2.0 { ("y", left - 8.0) } else { ("beside", left + 8.0) };
        push(
            svg,
            format_args!(
                "<text class=\"{class} inside\" x=\"{beside:.1}\" y=\"{:.1}\">{}</text>",
                top + 4.0,
                escaped(name)
            ),
        );
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

fn draw_rule(at: f64, svg: &mut String) {
    let right = WIDTH - RIGHT;
    push(
        svg,
        format_args!("<line class=\"rule\" x1=\"{LEFT}\" x2=\"{right}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>"),
    );
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

/// `1 ms`, `10 s`: of a power of ten.
fn seconds(value: f64) -> String {
    if value < 0.9 { say!("{} ms", label(value * 1e3)) } else { say!("{} s", label(value)) }
}

/// `text` as it may stand in HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
