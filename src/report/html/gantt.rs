//! Who is on shift: a bar for each shift, as high as one line, with how many agents it has.

use super::chart::escaped;
use super::page::{Figure, Grid, entry};
use super::scale::Scale;
use crate::language::{say, text};
use crate::report::RosterShift;
use crate::report::text::format::date_and_time;
use std::fmt::Write as _;

const WIDTH: f64 = 960.0;
const LEFT: f64 = 170.0;
const ROW: f64 = 30.0;
const BOTTOM: f64 = 26.0;

/// The roster within `across` (seconds from the opening), with the ticks of its night.
pub fn roster(shifts: &[RosterShift], across: (f64, f64), ticks: &[(f64, String)]) -> Option<Figure> {
    if shifts.is_empty() {
        return None;
    }
    let x = Scale::new(across, (LEFT, WIDTH - 12.0));
    // The steps of a level follow one another in one row.
    let rows: Vec<&[RosterShift]> =
        shifts.chunk_by(|a, b| a.name == b.name && a.end_s <= b.start_s).collect();
    let ground = ROW * rows.len() as f64 + 4.0;
    let caption = text("Roster: agents by shift").into_owned();
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-label=\"{}\" class=\"gantt\">\n",
        ground + BOTTOM,
        escaped(&caption)
    );
    for (place, name) in ticks {
        let at = x.at(*place);
        push(
            &mut svg,
            format_args!("<line class=\"grid\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"0\" y2=\"{ground}\"/>"),
        );
        push(
            &mut svg,
            format_args!("<text class=\"x\" x=\"{at:.1}\" y=\"{}\">{}</text>", ground + 18.0, escaped(name)),
        );
    }
    for (row, shifts) in rows.iter().enumerate() {
        let top = row as f64 * ROW;
        push(
            &mut svg,
            format_args!(
                "<text class=\"y inside\" x=\"{}\" y=\"{}\">{}</text>",
                LEFT - 8.0,
                top + 20.0,
                escaped(&shifts[0].name)
            ),
        );
        shifts.iter().for_each(|shift| draw(shift, top, &x, &mut svg));
    }
    let reading = text("Numbers in the bars are agents; light notches are breaks.").into_owned();
    Some(Figure {
        caption,
        reading,
        svg: svg + "</svg>",
        wide: true,
        table: Some(table(shifts)),
        ..Figure::default()
    })
}

fn draw(shift: &RosterShift, top: f64, x: &Scale, svg: &mut String) {
    let (left, right) = (x.at(shift.start_s), x.at(shift.end_s));
    let height = ROW - 8.0;
    push(
        svg,
        format_args!(
            "<rect class=\"shift\" rx=\"3\" x=\"{left:.1}\" y=\"{}\" width=\"{:.1}\" height=\"{height}\"/>",
            top + 4.0,
            (right - left - 1.0).max(1.0)
        ),
    );
    // One line for each agent's break, from the first agent at the top to the last.
    let line = height / shift.agents.max(1) as f64;
    for pause in &shift.breaks {
        let (from, to) = (x.at(pause.start_s), x.at(pause.start_s + pause.length_s));
        push(
            svg,
            format_args!(
                "<rect class=\"break\" x=\"{from:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>",
                top + 4.0 + f64::from(pause.agent) * line,
                to - from,
                line.max(1.0)
            ),
        );
    }
    // Only where there is room for it.
    let width = 8.0 * shift.agents.to_string().len() as f64;
    if right - left >= width + 4.0 {
        push(
            svg,
            format_args!(
                "<text class=\"shift-count\" x=\"{:.1}\" y=\"{}\">{}</text>",
                left + (right - left - width).clamp(2.0, 8.0),
                top + 20.0,
                shift.agents
            ),
        );
    }
}

fn table(shifts: &[RosterShift]) -> Grid {
    let mut grid = Grid::new(&["shift", "agents", "from", "to", "breaks"]);
    for shift in shifts {
        let minutes = shift.breaks.first().map_or(0.0, |pause| pause.length_s / 60.0);
        let breaks = match shift.breaks.len() {
            0 => "–".to_owned(),
            count => say!("{} of {} min", count, minutes.round()),
        };
        grid.row([
            entry(&shift.name),
            entry(shift.agents.to_string()),
            entry(date_and_time(&shift.starts)),
            entry(date_and_time(&shift.ends)),
            entry(breaks),
        ]);
    }
    grid
}

fn push(svg: &mut String, element: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(svg, "{element}");
}
