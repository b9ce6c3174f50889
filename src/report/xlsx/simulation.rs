//! The sheets of a simulation.

use super::sheet::{Book, Picture, Value, number, share, words};
use crate::language::{say, text};
use crate::report::text::format::limit;
use crate::report::{CostPart, IntervalReport, SimulationReport};
use rust_xlsxwriter::XlsxError;

pub fn fill(report: &SimulationReport, book: &mut Book) -> Result<(), XlsxError> {
    targets(report, book)?;
    roster(report, book)?;
    night(report, book)
}

/// What is promised, and how it is kept.
pub fn targets(report: &SimulationReport, book: &mut Book) -> Result<(), XlsxError> {
    let heads = [
        "target",
        "title",
        "measure",
        "within",
        "asked for",
        "compliance",
        "lower end",
        "upper end",
        "chance of being met",
        "lower end",
        "upper end",
        "counted a night",
    ];
    let rows: Vec<Vec<Value>> = (report.targets.iter())
        .map(|it| {
            let (seen, chance) = (it.compliance, it.chance_met);
            vec![
                words(&it.name),
                words(&it.title),
                words(text(&it.measure.replace('_', " "))),
                words(limit(it.within_s)),
                Value::Percent(it.at_least),
                share(seen.map(|it| it.mean)),
                share(seen.map(|it| it.low)),
                share(seen.map(|it| it.high)),
                share(chance.map(|it| it.value)),
                share(chance.map(|it| it.low)),
                share(chance.map(|it| it.high)),
                Value::Number(it.counted_per_night, 1),
            ]
        })
        .collect();
    book.table("Targets", &heads, &rows)
}

fn roster(report: &SimulationReport, book: &mut Book) -> Result<(), XlsxError> {
    let heads = ["team", "shift", "from", "to", "agents", "hours", "breaks", "minutes of breaks"];
    let rows: Vec<Vec<Value>> = (report.roster.iter())
        .map(|it| {
            let breaks: f64 = it.breaks.iter().map(|pause| pause.length_s / 60.0).sum();
            vec![
                words(&it.team),
                words(&it.shift),
                Value::Time(it.starts.clone()),
                Value::Time(it.ends.clone()),
                Value::Number(it.agents as f64, 0),
                Value::Number(it.agents as f64 * (it.end_s - it.start_s) / 3600.0, 1),
                Value::Number(it.breaks.len() as f64, 0),
                Value::Number(breaks, 0),
            ]
        })
        .collect();
    book.table("Roster", &heads, &rows)
}

/// Intervals, channels, inquiries, teams, cost.
pub fn night(report: &SimulationReport, book: &mut Book) -> Result<(), XlsxError> {
    intervals(report, book)?;
    channels(report, book)?;
    people(report, book)?;
    cost(report, book)
}

fn intervals(report: &SimulationReport, book: &mut Book) -> Result<(), XlsxError> {
    let fixed = [
        "from",
        "arrivals",
        "one night, 5 %",
        "95 %",
        "waiting at its end, mean",
        "one night, 5 %",
        "95 %",
        "agents on duty",
    ];
    let mut heads: Vec<String> = fixed.iter().map(|head| text(head).into_owned()).collect();
    for target in &report.targets {
        heads.push(say!("{}: counted", target.name));
        heads.push(say!("{}: compliance", target.name));
        heads.push(say!("{}: lower end", target.name));
        heads.push(say!("{}: upper end", target.name));
    }
    let rows: Vec<Vec<Value>> = report.intervals.iter().map(|it| interval(it, report)).collect();
    let title = text("Arrivals and messages waiting").into_owned();
    let picture = Picture { title: &title, columns: &[1, 4] };
    book.table_of("Intervals", &heads, &rows, Some(picture))
}

fn interval(it: &IntervalReport, report: &SimulationReport) -> Vec<Value> {
    let count = |value: Option<u64>| number(value.map(|value| value as f64), 0);
    let mut row = vec![
        Value::Time(it.starts.clone()),
        Value::Number(it.arrivals, 1),
        count(it.arrivals_nights.map(|band| band.p05)),
        count(it.arrivals_nights.map(|band| band.p95)),
        Value::Number(it.waiting, 1),
        count(it.waiting_nights.map(|band| band.p05)),
        count(it.waiting_nights.map(|band| band.p95)),
        Value::Number(it.on_duty, 1),
    ];
    for target in &report.targets {
        let found = it.targets.iter().find(|found| found.name == target.name);
        row.push(number(found.map(|found| found.counted), 1));
        row.push(share(found.and_then(|found| found.compliance)));
        row.push(share(found.and_then(|found| found.low)));
        row.push(share(found.and_then(|found| found.high)));
    }
    row
}

fn channels(report: &SimulationReport, book: &mut Book) -> Result<(), XlsxError> {
    let heads = [
        "channel",
        "conversations",
        "gave up",
        "mean wait, s",
        "half within, s",
        "90 % within, s",
        "95 % within, s",
        "99 % within, s",
    ];
    let rows: Vec<Vec<Value>> = (report.channels.iter())
        .map(|it| {
            let waits = it.first_reply_s;
            vec![
                words(&it.name),
                Value::Number(it.conversations, 1),
                share(it.abandoned),
                number(waits.map(|it| it.mean), 1),
                number(waits.map(|it| it.p50), 1),
                number(waits.map(|it| it.p90), 1),
                number(waits.map(|it| it.p95), 1),
                number(waits.map(|it| it.p99), 1),
            ]
        })
        .collect();
    book.table("Channels", &heads, &rows)
}

fn people(report: &SimulationReport, book: &mut Book) -> Result<(), XlsxError> {
    let heads = ["inquiry", "title", "cases a night", "answered", "nobody answered"];
    let rows: Vec<Vec<Value>> = (report.inquiries.iter())
        .map(|it| {
            vec![
                words(&it.name),
                words(&it.title),
                Value::Number(it.cases, 1),
                share(it.answered),
                share(it.unanswered),
            ]
        })
        .collect();
    book.table("Inquiries", &heads, &rows)?;
    let heads = ["team", "occupancy", "paid hours", "overtime hours", "handed over", "wages"];
    let rows: Vec<Vec<Value>> = (report.teams.iter())
        .map(|it| {
            vec![
                words(&it.name),
                share(it.occupancy),
                Value::Number(it.paid_h, 1),
                Value::Number(it.overtime_h, 1),
                Value::Number(it.handed_over, 1),
                Value::Number(it.wages, 0),
            ]
        })
        .collect();
    book.table("Teams", &heads, &rows)
}

fn cost(report: &SimulationReport, book: &mut Book) -> Result<(), XlsxError> {
    let cost = &report.cost;
    let heads = ["cost", "currency", "a night", "lower end", "upper end", "a case"];
    let row = |name: String, [mean, low, high, per_case]: [Option<f64>; 4]| {
        let currency = words(&cost.currency);
        vec![words(name), currency, number(mean, 2), number(low, 2), number(high, 2), number(per_case, 2)]
    };
    let of = |it: &CostPart| [Some(it.mean), it.low, it.high, it.per_case];
    let mut rows: Vec<Vec<Value>> = Vec::new();
    rows.extend(cost.kinds.iter().map(|it| row(text(&it.name).into_owned(), of(it))));
    rows.extend(cost.levers.iter().map(|it| row(it.title.clone(), of(it))));
    let all = [Some(cost.mean), cost.low, cost.high, cost.per_case.map(|it| it.mean)];
    rows.push(row(text("together").into_owned(), all));
    book.table("Cost", &heads, &rows)
}
