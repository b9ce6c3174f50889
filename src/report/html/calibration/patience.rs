//! Patience: who still waits, and the rate of giving up.

use super::super::chart::{Chart, Colour, Layer, Up};
use super::super::page::{Figure, Grid, Section, entry};
use super::{beside, curve, seconds, taken};
use crate::calibration::estimate::patience::Patience;
use crate::calibration::estimate::whole::Estimates;
use crate::language::{say, text};
use crate::report::calibration::half_gave_up;
use crate::report::text::format::{duration, grouped, percent};

/// Share still waiting, with its interval, beside the nearest law's.
pub fn patience(fit: &Estimates) -> Option<Section> {
    let all = fit.patience_of_all.as_ref()?;
    let mut grid = Grid::new(&[
        "patience",
        "waited",
        "gave up",
        "half gave up after",
        "95 % interval",
        "taken",
        "off by",
    ]);
    patience_row(&text("all"), all, &mut grid);
    let mut figures: Vec<Figure> = survival(&text("all"), all).into_iter().collect();
    for inquiry in &fit.inquiries {
        if let Some(own) = &inquiry.patience {
            patience_row(&inquiry.name, own, &mut grid);
        }
    }
    figures.extend(hazard(all));
    let intro = text(
        "By Kaplan and Meier: who was answered would have waited longer, and is counted as having waited so long at least.",
    );
    let heading = text("Patience: fits against data").into_owned();
    Some(Section { heading, intro: vec![intro.into_owned()], figures, tables: vec![grid] })
}

fn patience_row(name: &str, known: &Patience, grid: &mut Grid) {
    let law = known.laws.iter().find(|law| law.name == known.chosen);
    let (median, range) = half_gave_up(known);
    grid.row([
        entry(name),
        entry(grouped(known.waited as f64, 0)),
        entry(grouped(known.gave_up as f64, 0)),
        entry(median),
        entry(range),
        entry(if known.chosen == "empirical" {
            text("the curve").into_owned()
        } else {
            taken(&known.chosen)
        }),
        entry(law.map_or_else(|| "0".to_owned(), |law| say!("{} points", grouped(100.0 * law.distance, 1)))),
    ]);
}

fn survival(name: &str, known: &Patience) -> Option<Figure> {
    let last = known.curve.last()?.after_s;
    let law = known.laws.first()?;
    let band =
        known.curve.iter().map(|it| (it.after_s, it.still_waiting.low, it.still_waiting.high)).collect();
    let seen = known.curve.iter().map(|it| (it.after_s, Some(it.still_waiting.value))).collect();
    let caption = say!("{}: share still waiting after so long, in percent", name);
    let mut table = Grid::new(&["after", "still waiting", "95 % interval", "law", "seen waiting so long"]);
    for it in &known.curve {
        table.row([
            entry(duration(it.after_s)),
            entry(percent(Some(it.still_waiting.value))),
            entry(format!(
                "{}–{}",
                percent(Some(it.still_waiting.low)),
                percent(Some(it.still_waiting.high))
            )),
            entry(percent(Some(law.law.beyond(it.after_s)))),
            entry(grouped(it.at_risk as f64, 0)),
        ]);
    }
    let mut figure =
        beside(caption, last, seen, curve(last, |at| law.law.beyond(at)), &taken(&law.name), table);
    let layers = vec![
        Layer::Band(Colour::Blue, band),
        Layer::Line(
            Colour::Blue,
            known.curve.iter().map(|it| (it.after_s, Some(it.still_waiting.value))).collect(),
        ),
        Layer::Line(Colour::Orange, curve(last, |at| law.law.beyond(at))),
    ];
    figure.svg = Chart {
        title: figure.caption.clone(),
        ticks: seconds(last),
        across: (0.0, last),
        up: Up::Percent,
        layers,
    }
    .svg();
    figure.reading = text("Band: 95 % interval of what was seen.").into_owned();
    Some(figure)
}

/// The rate of giving up while waiting.
fn hazard(known: &Patience) -> Option<Figure> {
    let last = known.hazard.last()?.to_s;
    let caption = text("Giving up: of those still waiting, in percent a minute").into_owned();
    let mut table = Grid::new(&["waiting", "gave up", "a minute"]);
    for it in &known.hazard {
        table.row([
            entry(format!("{}–{}", duration(it.from_s), duration(it.to_s))),
            entry(grouped(it.gave_up as f64, 0)),
            entry(percent(Some(it.a_minute))),
        ]);
    }
    let steps = known.hazard.iter().map(|it| (it.from_s, it.to_s, 100.0 * it.a_minute)).collect();
    let chart = Chart {
        title: caption.clone(),
        ticks: seconds(last),
        across: (0.0, last),
        layers: vec![Layer::Bars(Colour::Red, steps)],
        ..Chart::default()
    };
    Some(Figure { caption, svg: chart.svg(), table: Some(table), ..Figure::default() })
}
