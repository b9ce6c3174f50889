//! Values with the ends of their intervals, one below the other, on one axis.

use super::chart::{Colour, escaped};
use super::scale::{Scale, label, steps_between};
use crate::report::text::format::grouped;
use std::fmt::Write as _;

const WIDTH: f64 = 420.0;
const SIDE: f64 = 18.0;
const ROW: f64 = 34.0;
const TOP: f64 = 8.0;
const BOTTOM: f64 = 26.0;
/// So far down in a row its words reach.
const WORDS: f64 = 15.5;
/// Marks of one row lie so far apart.
const APART: f64 = 7.0;

/// The drawing.
#[derive(Clone, Debug, Default)]
pub struct Forest {
    /// What is seen, for who does not see it.
    pub title: String,
    /// Shares, in percent, and not beyond 0 and 1.
    pub percent: bool,
    /// Differences: in points, or as they are.
    pub difference: bool,
    /// A value that all are held against, and what it is.
    pub rule: Option<(f64, String)>,
    /// From top to bottom.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// What of.
    pub name: String,
    /// The values in words.
    pub said: String,
    /// From top to bottom.
    pub marks: Vec<Mark>,
}

/// A value.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// Its colour.
    pub colour: Colour,
    /// A dot here; none: an interval alone.
    pub value: Option<f64>,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Forest {
    /// The drawing, as part of a page.
    pub fn svg(&self) -> String {
        let (low, high) = self.ends();
        let x = Scale::new((low, high), (SIDE, WIDTH - SIDE));
        let ground = TOP + self.rows.iter().map(Row::height).sum::<f64>() + 2.0;
        // Room for what the rule is called.
        let named = if self.rule.is_some() { 14.0 } else { 0.0 };
        let mut svg = format!(
            "<svg viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-label=\"{}\">\n",
            ground + BOTTOM + named,
            escaped(&self.title)
        );
        for value in steps_between(low, high, 4).into_iter().filter(|it| *it >= low && *it <= high) {
            let at = x.at(value);
            let shown = if self.percent { value * 100.0 } else { value };
            let shown = if shown.abs() < 1000.0 { label(shown) } else { grouped(shown, 0) };
            let sign = if self.difference && value > 0.0 { "+" } else { "" };
            line(&mut svg, format_args!("<path class=\"grid\" d=\"{}\"/>", self.upright(at, ground + 4.0)));
            let y = ground + 17.0;
            line(&mut svg, format_args!("<text class=\"x\" x=\"{at:.1}\" y=\"{y:.1}\">{sign}{shown}</text>"));
        }
        self.draw_rule(&x, ground, &mut svg);
        let mut top = TOP;
        for row in &self.rows {
            row.draw(top, &x, &mut svg);
            top += row.height();
        }
        svg + "</svg>"
    }

    /// The way of an upright line down to `to`: beside the marks and not through the words above them.
    fn upright(&self, at: f64, to: f64) -> String {
        let (mut way, mut top) = (String::new(), TOP);
        for (place, row) in self.rows.iter().enumerate() {
            let last = place + 1 == self.rows.len();
            let end = if last { to } else { top + row.height() };
            // Writing to a string cannot fail.
            let _ = write!(way, "M{at:.1} {:.1}V{end:.1}", top + WORDS);
            top += row.height();
        }
        way
    }

    fn draw_rule(&self, x: &Scale, ground: f64, svg: &mut String) {
        let Some((value, name)) = &self.rule else { return };
        let at = x.at(*value);
        line(svg, format_args!("<path class=\"rule\" d=\"{}\"/>", self.upright(at, ground)));
        let (class, beside) = match at / WIDTH {
            ..0.3 => ("beside", SIDE),
            0.7.. => ("name", WIDTH - SIDE),
            _ => ("x", at),
        };
        line(
            svg,
            format_args!(
                "<text class=\"{class} asked\" x=\"{beside:.1}\" y=\"{:.1}\">{}</text>",
                ground + 32.0,
                escaped(name)
            ),
        );
    }

    /// What is to be seen, and a little more.
    fn ends(&self) -> (f64, f64) {
        let marks = self.rows.iter().flat_map(|row| &row.marks);
        let ends = marks.flat_map(|mark| [mark.low, mark.high]).chain(self.rule.as_ref().map(|it| it.0));
        let ends = ends.chain(self.difference.then_some(0.0));
        let (low, high) =
            ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| (low.min(end), high.max(end)));
        if !(low.is_finite() && high.is_finite()) {
            return (0.0, 1.0);
        }
        let more = if high > low { (high - low) * 0.06 } else { 0.5 * high.abs().max(0.02) };
        match self.percent && !self.difference {
            // A share of misses may lie below nothing: there would be more.
            true => ((low - more).max(low.min(0.0)), (high + more).min(high.max(1.0))),
            false => (low - more, high + more),
        }
    }
}

impl Row {
    fn height(&self) -> f64 {
        ROW + APART * (self.marks.len().max(1) - 1) as f64
    }

    fn draw(&self, top: f64, x: &Scale, svg: &mut String) {
        let y = top + 12.0;
        line(
            svg,
            format_args!("<text class=\"inside\" x=\"{SIDE}\" y=\"{y}\">{}</text>", escaped(&self.name)),
        );
        let right = WIDTH - SIDE;
        line(svg, format_args!("<text class=\"y\" x=\"{right}\" y=\"{y}\">{}</text>", escaped(&self.said)));
        for (index, mark) in self.marks.iter().enumerate() {
            mark.draw(top + 22.0 + APART * index as f64, x, svg);
        }
    }
}

impl Mark {
    fn draw(&self, y: f64, x: &Scale, svg: &mut String) {
        let (colour, low, high) = (self.colour.class(), x.at(self.low), x.at(self.high));
        line(
            svg,
            format_args!(
                "<path class=\"range {colour}\" d=\"M{low:.1} {0:.1}V{1:.1}M{low:.1} {y:.1}H{high:.1}M{high:.1} {0:.1}V{1:.1}\"/>",
                y - 4.0,
                y + 4.0
            ),
        );
        if let Some(value) = self.value {
            let at = x.at(value);
            line(
                svg,
                format_args!("<circle class=\"dot {colour}\" cx=\"{at:.1}\" cy=\"{y:.1}\" r=\"4.5\"/>"),
            );
        }
    }
}

fn line(svg: &mut String, element: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(svg, "{element}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forest(percent: bool, difference: bool, low: f64, high: f64) -> Forest {
        let mark = Mark { colour: Colour::Blue, value: Some((low + high) / 2.0), low, high };
        let row = Row { name: "a".to_owned(), said: String::new(), marks: vec![mark] };
        Forest { percent, difference, rows: vec![row], ..Forest::default() }
    }

    #[test]
    fn shares_stay_between_nothing_and_all_and_differences_hold_nothing() {
        assert_eq!(forest(true, false, 0.01, 0.99).ends(), (0.0, 1.0));
        assert_eq!(forest(true, false, -0.1, 0.99).ends(), (-0.1, 1.0));
        let (low, high) = forest(true, true, 0.2, 0.3).ends();
        assert!(low < 0.0 && high > 0.3);
        let (low, high) = forest(false, false, 5.0, 5.0).ends();
        assert!(low < 5.0 && high > 5.0);
    }

    #[test]
    fn no_line_goes_through_words_and_thousands_are_told_apart() {
        let mut forest = forest(false, true, 2_000.0, 5_000.0);
        forest.rows.push(forest.rows[0].clone());
        let way = forest.upright(10.0, 80.0);
        assert_eq!(way, "M10.0 23.5V42.0M10.0 57.5V80.0");
        assert!(forest.svg().contains(">+4,000<"), "{}", forest.svg());
    }

    #[test]
    fn what_a_row_holds_is_escaped() {
        let mut forest = forest(true, false, 0.1, 0.2);
        forest.rows[0].name = "<b>".to_owned();
        forest.rule = Some((0.15, "a & b".to_owned()));
        let svg = forest.svg();
        assert!(svg.contains("&lt;b&gt;") && svg.contains("a &amp; b") && !svg.contains("<b>"), "{svg}");
    }
}
