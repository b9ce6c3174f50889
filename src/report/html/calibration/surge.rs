//! Surges after streams: those seen, what was held before and is known now, how unsure it still is.

use super::super::chart::{Chart, Colour, Layer};
use super::super::page::{Figure, Grid, Section, entry, key};
use crate::calibration::estimate::surge::{Surge, SurgeEstimate};
use crate::language::{say, text};
use crate::report::calibration::{for_the_next, none_seen};
use crate::report::text::format::{grouped, percent};
use crate::statistics::Interval;

/// The section; none: no list of streams was given.
pub fn surges(surge: Option<&SurgeEstimate>) -> Option<Section> {
    let surge = surge?;
    let none = surge.streams.is_empty().then(none_seen);
    Some(Section {
        heading: text("Surges after streams").into_owned(),
        intro: none.into_iter().chain([for_the_next(surge)]).collect(),
        figures: vec![asked(surge)],
        tables: [streams(surge), beliefs(surge)].into_iter().filter(|grid| !grid.rows.is_empty()).collect(),
    })
}

/// Share of orders that have asked so long after the end: held before, known now, each stream's own.
fn asked(surge: &SurgeEstimate) -> Figure {
    let points = &surge.known.asked_by;
    let start = (0.0, 0.0, 0.0);
    let band = |of: &dyn Fn(usize) -> Interval| {
        let at = |n: usize| (f64::from(points[n].minutes), 100.0 * of(n).low, 100.0 * of(n).high);
        std::iter::once(start).chain((0..points.len()).map(at)).collect::<Vec<_>>()
    };
    let line = |of: &dyn Fn(usize) -> f64| {
        let at = |n: usize| (f64::from(points[n].minutes), Some(100.0 * of(n)));
        std::iter::once((0.0, Some(0.0))).chain((0..points.len()).map(at)).collect::<Vec<_>>()
    };
    // What was held before is so wide that it would leave the rest flat: drawn as far as it is near.
    let seen = surge.streams.iter().map(|one| 100.0 * one.beyond_usual() / one.orders);
    let most = 1.5 * points.iter().map(|point| 100.0 * point.share.high).chain(seen).fold(0.0, f64::max);
    let held = |of: &dyn Fn(usize) -> f64| -> Vec<(f64, Option<f64>)> {
        line(of).into_iter().map(|(at, value)| (at, value.filter(|value| *value <= most))).collect()
    };
    let last = points.last().map_or(240.0, |point| f64::from(point.minutes));
    let mut layers = vec![
        Layer::Line(Colour::Purple, held(&|n| points[n].prior.low)),
        Layer::Line(Colour::Purple, held(&|n| points[n].prior.high)),
        Layer::Band(Colour::Blue, band(&|n| points[n].share)),
        Layer::Line(Colour::Blue, line(&|n| points[n].share.value)),
    ];
    layers.extend(surge.streams.iter().map(|one| Layer::Dots(Colour::Orange, dots(one))));
    let caption = text("Orders that have asked by so long after the end, in percent").into_owned();
    // The last hour's name would be cut at the edge.
    let ticks = (0..4).map(|hour| (f64::from(hour) * 60.0, say!("{} h", hour)));
    let chart = Chart {
        title: caption.clone(),
        ticks: ticks.collect(),
        across: (0.0, last),
        layers,
        ..Chart::default()
    };
    let mut table = Grid::new(&["after", "known now", "95 % interval", "held before", "95 % interval"]);
    for point in points {
        table.row([
            entry(say!("{} min", point.minutes)),
            entry(share(point.share.value)),
            entry(range(&point.share)),
            entry(share(point.prior.value)),
            entry(range(&point.prior)),
        ]);
    }
    let reading = text(
        "Each dot is what a stream had brought by then, less usual cases. The band is where an average stream's line lies, 95 % sure; the lines in purple, as far as they are in the picture, are between what was held before any was seen. Streams differ beyond the band by as much as the table says.",
    );
    Figure {
        caption,
        reading: reading.into_owned(),
        keys: vec![
            key(Colour::Blue, "line", "known now, with its 95 % band"),
            key(Colour::Purple, "line", "held before, 95 %"),
            key(Colour::Orange, "dot", "a stream that was seen"),
        ],
        svg: chart.svg(),
        table: Some(table),
        ..Figure::default()
    }
}

/// What a stream had brought by the end of each stretch, percent of its orders.
fn dots(stream: &Surge) -> Vec<(f64, f64, String)> {
    let mut sum = 0.0;
    let bins = stream.bins.iter().map(|bin| {
        sum += bin.cases - bin.usual;
        (bin.to_s / 60.0, (100.0 * sum / stream.orders).max(0.0), String::new())
    });
    bins.collect()
}

fn streams(surge: &SurgeEstimate) -> Grid {
    let mut grid = Grid::new(&["stream", "ended", "orders", "cases", "usual", "of orders"]);
    for one in &surge.streams {
        grid.row([
            entry(&one.name),
            entry(&one.ended),
            entry(if surge.orders_known { grouped(one.orders, 0) } else { "?".to_owned() }),
            entry(grouped(one.cases, 0)),
            entry(grouped(one.usual, 0)),
            entry(percent(Some(one.beyond_usual().max(0.0) / one.orders))),
        ]);
    }
    grid
}

/// Prior against posterior.
fn beliefs(surge: &SurgeEstimate) -> Grid {
    let (known, prior) = (&surge.known, &surge.known.prior);
    let mut grid = Grid::new(&["of streams", "held before", "known now", "95 % interval"]);
    let mut row = |name: String, before: String, now: &Interval, show: &dyn Fn(f64) -> String| {
        let range = format!("{}–{}", show(now.low), show(now.high));
        grid.row([entry(name), entry(before), entry(show(now.value)), entry(range)]);
    };
    let minutes = |seconds: f64| say!("{} min", format!("{:.0}", seconds / 60.0));
    let plain = |value: f64| format!("{value:.2}");
    let held = format!("{} ×÷{}", share(prior.share.value), prior.share.factor);
    row(say!("of orders ask"), held, &known.share, &share);
    let held = format!("{} ×÷{}", minutes(prior.delay_s.value), prior.delay_s.factor);
    row(say!("after, on average"), held, &known.delay_s, &minutes);
    let held = say!("up to about {}", prior.forecast_cv);
    row(say!("volumes differ (cv)"), held, &known.volumes_differ, &plain);
    let held = say!("up to about {}", prior.delay_cv);
    row(say!("paces differ (cv)"), held, &known.paces_differ, &plain);
    grid
}

fn share(value: f64) -> String {
    percent(Some(value))
}

fn range(of: &Interval) -> String {
    format!("{}–{}", share(of.low), share(of.high))
}
