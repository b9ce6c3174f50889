//! The sheets of `compare`.

use super::sheet::{Book, Value, heads_in, number, share, words};
use crate::language::{say, text};
use crate::report::comparison::{AlternativeReport, ComparisonReport, Difference};
use crate::statistics::Interval;
use rust_xlsxwriter::XlsxError;

pub fn fill(report: &ComparisonReport, book: &mut Book) -> Result<(), XlsxError> {
    plans(report, book)?;
    differences(report, book)?;
    levers(report, book)
}

fn plans(report: &ComparisonReport, book: &mut Book) -> Result<(), XlsxError> {
    let fixed = [
        "plan",
        "title",
        "levers",
        "nights",
        "chance of keeping all targets",
        "lower end",
        "upper end",
        "cost a night",
        "lower end",
        "upper end",
        "score from 1 to 5",
        "on the frontier",
    ];
    let mut heads = heads_in(&fixed, &report.currency);
    for target in report.alternatives.first().map_or(&[][..], |base| &base.targets) {
        heads.push(say!("{}: compliance", target.name));
        heads.push(say!("{}: lower end", target.name));
        heads.push(say!("{}: upper end", target.name));
    }
    let rows: Vec<Vec<Value>> = report.alternatives.iter().map(|it| plan(report, it)).collect();
    book.table_of("Plans", &heads, &rows, None)
}

fn plan(report: &ComparisonReport, it: &AlternativeReport) -> Vec<Value> {
    let amounts = |it: Option<Interval>| {
        [it.map(|it| it.value), it.map(|it| it.low), it.map(|it| it.high)].map(|value| number(value, 0))
    };
    let on = report.frontier.iter().any(|plan| plan.name == it.name);
    let mut row = vec![
        words(&it.name),
        words(&it.title),
        words(it.levers.join(" + ")),
        Value::Number(it.nights as f64, 0),
        share(it.chance_all_met.map(|it| it.value)),
        share(it.chance_all_met.map(|it| it.low)),
        share(it.chance_all_met.map(|it| it.high)),
    ];
    row.extend(amounts(it.cost));
    row.push(number(it.satisfaction.map(|it| it.value), 2));
    row.push(words(text(if on { "yes" } else { "no" })));
    for target in &it.targets {
        row.push(share(target.compliance.map(|it| it.mean)));
        row.push(share(target.compliance.map(|it| it.low)));
        row.push(share(target.compliance.map(|it| it.high)));
    }
    row
}

fn differences(report: &ComparisonReport, book: &mut Book) -> Result<(), XlsxError> {
    let heads =
        ["plan", "what differs", "difference", "lower end", "upper end", "nights", "times fewer nights"];
    let of = |plan: &AlternativeReport, it: &Difference| {
        let shares = !matches!(it.name.as_str(), "cost" | "satisfaction");
        let shown = |value: f64| if shares { Value::Percent(value) } else { Value::Number(value, 2) };
        let what = match it.name.as_str() {
            "chance_all_met" => text("chance of keeping all targets").into_owned(),
            "cost" => say!("cost a night, {}", report.currency),
            "satisfaction" => text("satisfaction").into_owned(),
            target => target.strip_prefix("target.").unwrap_or(target).to_owned(),
        };
        vec![
            words(&plan.name),
            words(what),
            shown(it.value),
            shown(it.low),
            shown(it.high),
            Value::Number(it.nights as f64, 0),
            number(it.variance_ratio, 1),
        ]
    };
    let rows: Vec<Vec<Value>> = (report.alternatives.iter())
        .flat_map(|plan| plan.differences.iter().map(move |it| of(plan, it)))
        .collect();
    book.table("Differences", &heads, &rows)
}

fn levers(report: &ComparisonReport, book: &mut Book) -> Result<(), XlsxError> {
    let rows: Vec<Vec<Value>> =
        report.levers.iter().map(|it| vec![words(&it.name), words(&it.title)]).collect();
    if rows.is_empty() { Ok(()) } else { book.table("Levers", &["lever", "what it is"], &rows) }
}
