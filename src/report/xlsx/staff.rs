//! The sheets of `staff`.

use super::sheet::{Book, Value, heads_in, share, words};
use super::simulation::{night, targets};
use crate::report::staff::StaffReport;
use crate::report::staff::text::{formula_name, promise_name};
use rust_xlsxwriter::XlsxError;

pub fn fill(report: &StaffReport, book: &mut Book) -> Result<(), XlsxError> {
    roster(report, book)?;
    promises(report, book)?;
    targets(&report.fresh, book)?;
    night(&report.fresh, book)?;
    formulas(report, book)?;
    frontier(report, book)
}

fn roster(report: &StaffReport, book: &mut Book) -> Result<(), XlsxError> {
    let heads =
        ["team", "shift", "from", "to", "agents", "fewest", "most", "hours", "pay", "one fewer", "one more"];
    let rows: Vec<Vec<Value>> = (report.roster.iter())
        .map(|it| {
            vec![
                words(&it.team),
                it.shift.as_ref().map_or(Value::Empty, words),
                words(&it.from),
                words(&it.to),
                Value::Number(f64::from(it.agents), 0),
                Value::Number(f64::from(it.min), 0),
                Value::Number(f64::from(it.max), 0),
                Value::Number(it.paid_h, 1),
                Value::Number(it.wages, 2),
                share(it.fewer.as_ref().map(|it| it.share)),
                share(it.more.as_ref().map(|it| it.share)),
            ]
        })
        .collect();
    book.table_of("Roster", &heads_in(&heads, &report.cost.currency), &rows, None)
}

fn promises(report: &StaffReport, book: &mut Book) -> Result<(), XlsxError> {
    let heads = ["what has to hold", "seen", "lower end", "upper end", "asked for"];
    let rows: Vec<Vec<Value>> = (report.promises.iter())
        .map(|it| {
            vec![
                words(promise_name(it)),
                Value::Percent(it.share),
                Value::Percent(it.low),
                Value::Percent(it.high),
                Value::Percent(it.required),
            ]
        })
        .collect();
    book.table("What has to hold", &heads, &rows)
}

fn formulas(report: &StaffReport, book: &mut Book) -> Result<(), XlsxError> {
    let heads =
        ["formula", "agents", "hours", "pay", "target", "promised", "what happens", "nights that meet it"];
    let rows: Vec<Vec<Value>> = (report.formulas.iter())
        .flat_map(|formula| {
            formula.targets.iter().map(move |target| {
                vec![
                    words(formula_name(formula)),
                    Value::Number(f64::from(formula.agents), 0),
                    Value::Number(formula.paid_h, 1),
                    Value::Number(formula.planned_cost, 2),
                    words(&target.name),
                    share(target.promised),
                    share(target.compliance),
                    share(target.chance_met),
                ]
            })
        })
        .collect();
    if rows.is_empty() {
        Ok(())
    } else {
        book.table_of("Formulas", &heads_in(&heads, &report.cost.currency), &rows, None)
    }
}

fn frontier(report: &StaffReport, book: &mut Book) -> Result<(), XlsxError> {
    let heads = ["pay", "agents", "hours", "what is worst off", "share", "lower end", "upper end", "roster"];
    let rows: Vec<Vec<Value>> = (report.frontier.iter())
        .map(|it| {
            let roster = it.roster.iter().map(|shift| format!("{} {}", shift.agents, shift.name));
            vec![
                Value::Number(it.cost, 2),
                Value::Number(f64::from(it.agents), 0),
                Value::Number(it.paid_h, 1),
                words(promise_name(&it.worst)),
                Value::Percent(it.worst.share),
                Value::Percent(it.worst.low),
                Value::Percent(it.worst.high),
                words(roster.collect::<Vec<_>>().join(", ")),
            ]
        })
        .collect();
    if rows.is_empty() {
        Ok(())
    } else {
        book.table_of("What other budgets buy", &heads_in(&heads, &report.cost.currency), &rows, None)
    }
}
