//! The night by interval: what comes, what waits, what is kept, who is there.

use super::chart::{Chart, Colour, Layer, Up};
use super::page::{Figure, Grid, entry, toned};
use super::scale::clock_step;
use crate::language::{say, text};
use crate::report::text::format::{amount, asked_for, percent};
use crate::report::{IntervalReport, SimulationReport, TargetReport};

/// The places along the bottom that all pictures of a night share.
#[derive(Clone, Debug)]
pub struct Clock {
    /// From the opening to closing, in seconds.
    pub across: (f64, f64),
    /// Clock times.
    pub ticks: Vec<(f64, String)>,
    /// Length of an interval, in seconds.
    pub interval_s: f64,
}

/// The intervals from the opening to closing; the last is what comes after.
pub fn night(report: &SimulationReport) -> &[IntervalReport] {
    report.intervals.split_last().map_or(&[], |(_, night)| night)
}

impl Clock {
    /// Of a report's night; none of no intervals.
    pub fn of(report: &SimulationReport, count: usize) -> Option<Clock> {
        let (closing, intervals) = report.intervals.split_last()?;
        let first = intervals.first()?;
        let end = closing.start_s;
        let step = clock_step(end - first.start_s, count);
        let on_step = |interval: &&IntervalReport| {
            let since_midnight = seconds_of_day(&interval.starts);
            (since_midnight / step).fract() < 1e-9
        };
        let ticks = intervals.iter().filter(on_step).map(|it| (it.start_s, it.name.clone())).collect();
        let interval_s = intervals.get(1).map_or(end, |second| second.start_s - first.start_s);
        Some(Clock { across: (first.start_s, end), ticks, interval_s })
    }
}

/// Of a local time such as `2026-11-11T18:00:00+08:00`.
fn seconds_of_day(starts: &str) -> f64 {
    let part = |from: usize| starts.get(from..from + 2).and_then(|digits| digits.parse::<f64>().ok());
    part(11).unwrap_or(0.0) * 3600.0 + part(14).unwrap_or(0.0) * 60.0 + part(17).unwrap_or(0.0)
}

/// Conversations that arrive, with what nine nights of ten lie between.
pub fn arrivals(report: &SimulationReport, clock: &Clock) -> Figure {
    let middle = |it: &IntervalReport| it.start_s + clock.interval_s / 2.0;
    let night = night(report);
    let band = night.iter().filter_map(|it| {
        let band = it.arrivals_nights?;
        Some((middle(it), band.p05 as f64, band.p95 as f64))
    });
    let mean = night.iter().map(|it| (middle(it), Some(it.arrivals)));
    let caption = say!("Arrivals: conversations in {} min", amount(clock.interval_s / 60.0));
    let mut table = Grid::new(&["from", "mean", "one night, 5 %", "50 %", "95 %"]);
    for it in night {
        let band = it.arrivals_nights;
        let count = |of: Option<u64>| entry(of.map_or_else(|| "–".to_owned(), |count| amount(count as f64)));
        table.row([
            entry(&it.name),
            entry(amount(it.arrivals)),
            count(band.map(|it| it.p05)),
            count(band.map(|it| it.p50)),
            count(band.map(|it| it.p95)),
        ]);
    }
    let layers = vec![Layer::Band(Colour::Blue, band.collect()), Layer::Line(Colour::Blue, mean.collect())];
    figure(caption, nine_of_ten(), chart(clock, layers), table)
}

fn nine_of_ten() -> String {
    text("Line: mean of all nights. Band: nine nights of ten lie within it.").into_owned()
}

/// Messages that wait.
pub fn backlog(report: &SimulationReport, clock: &Clock) -> Figure {
    let end = |it: &IntervalReport| it.start_s + clock.interval_s;
    let night = night(report);
    let band = night.iter().filter_map(|it| {
        let band = it.waiting_nights?;
        Some((end(it), band.p05 as f64, band.p95 as f64))
    });
    let mean = night.iter().map(|it| (end(it), Some(it.waiting)));
    let mut table = Grid::new(&["from", "waiting at its end, mean", "one night, 5 %", "50 %", "95 %"]);
    for it in night {
        let band = it.waiting_nights;
        let count = |of: Option<u64>| entry(of.map_or_else(|| "–".to_owned(), |count| amount(count as f64)));
        table.row([
            entry(&it.name),
            entry(amount(it.waiting)),
            count(band.map(|it| it.p05)),
            count(band.map(|it| it.p50)),
            count(band.map(|it| it.p95)),
        ]);
    }
    let layers = vec![Layer::Band(Colour::Red, band.collect()), Layer::Line(Colour::Red, mean.collect())];
    let caption = text("Backlog: customer messages waiting").into_owned();
    figure(caption, nine_of_ten(), chart(clock, layers), table)
}

/// A target's compliance of what starts in each interval.
pub fn compliance(report: &SimulationReport, target: &TargetReport, clock: &Clock) -> Figure {
    let middle = |it: &IntervalReport| it.start_s + clock.interval_s / 2.0;
    let of = |it: &IntervalReport| it.targets.iter().find(|found| found.name == target.name).cloned();
    let night = night(report);
    let band = night.iter().filter_map(|it| {
        let found = of(it)?;
        Some((middle(it), found.low?, found.high?))
    });
    let line = night.iter().map(|it| (middle(it), of(it).and_then(|found| found.compliance)));
    let mut table = Grid::new(&["from", "counted a night", "compliance", "95 % interval"]);
    for it in night {
        let found = of(it);
        let share = found.as_ref().and_then(|found| found.compliance);
        let tone = if share.is_some_and(|share| share < target.at_least) { "bad" } else { "" };
        let interval = found.as_ref().and_then(|found| Some((found.low?, found.high?)));
        let interval = interval.map_or_else(
            || "–".to_owned(),
            |(low, high)| format!("{}–{}", percent(Some(low)), percent(Some(high))),
        );
        table.row([
            entry(&it.name),
            entry(found.map_or_else(String::new, |found| amount(found.counted))),
            toned(percent(share), tone),
            entry(interval),
        ]);
    }
    let rule = Layer::Rule(target.at_least, say!("asked for: {}", asked_for(target.at_least)));
    let layers =
        vec![Layer::Band(Colour::Green, band.collect()), Layer::Line(Colour::Green, line.collect()), rule];
    let chart = Chart { up: Up::Percent, ..chart(clock, layers) };
    let caption = say!("Compliance of {}, in percent", target.name);
    let reading =
        text("Line: share met of what starts in the interval, all nights together. Band: its 95 % interval.");
    figure(caption, reading.into_owned(), chart, table)
}

/// Agents on duty, and what the arriving work would keep busy.
pub fn staff(report: &SimulationReport, clock: &Clock) -> Figure {
    let night = night(report);
    let (from, to) = clock.across;
    let on_duty = night.iter().map(|it| (it.start_s, (it.start_s + clock.interval_s).min(to), it.on_duty));
    let work = report.hours.iter().map(|it| (it.start_s.max(from), (it.start_s + 3600.0).min(to), it.work_h));
    let mut table = Grid::new(&["hour", "agents on duty", "work that arrives, in agents"]);
    for it in &report.hours {
        table.row([
            entry(&it.name),
            entry(it.staff_h.map_or_else(|| "–".to_owned(), |staff| format!("{staff:.1}"))),
            entry(format!("{:.1}", it.work_h)),
        ]);
    }
    let layers =
        vec![Layer::Bars(Colour::Orange, work.collect()), Layer::Steps(Colour::Blue, on_duty.collect())];
    let caption = text("Staff against need, in agents").into_owned();
    let reading = text(
        "Line: agents on duty, mean of all nights. Bars: agents whom the work arriving in the hour keeps busy on average.",
    );
    figure(caption, reading.into_owned(), chart(clock, layers), table)
}

fn chart(clock: &Clock, layers: Vec<Layer>) -> Chart {
    Chart { across: clock.across, ticks: clock.ticks.clone(), layers, ..Chart::default() }
}

fn figure(caption: String, reading: String, chart: Chart, table: Grid) -> Figure {
    let svg = Chart { title: caption.clone(), ..chart }.svg();
    Figure { caption, reading, svg, table: Some(table), ..Figure::default() }
}
