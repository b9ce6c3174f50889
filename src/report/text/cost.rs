//! What a night costs.

use super::format::grouped;
use super::layout::{self, Table, cell, push_paragraph};
use crate::language::{say, text};
use crate::report::{CostPart, PeriodCost, SimulationReport};

/// The kinds of cost, the levers, and how far nights lie apart; nothing, where nothing costs anything.
pub fn push_cost(report: &SimulationReport, width: usize, out: &mut String) {
    let cost = &report.cost;
    if cost.mean_with_periods == 0.0 && cost.levers.is_empty() {
        return;
    }
    let mut table = Table::new(&["COST", "a night", "a case"]);
    for kind in cost.kinds.iter().filter(|kind| kind.mean > 0.0 || kind.name == "levers") {
        let levers = if kind.name == "levers" { &cost.levers[..] } else { &[] };
        if kind.name != "levers" || !levers.is_empty() {
            push_part(kind, "", &mut table);
        }
        // Blanks that no wrapping takes away.
        levers.iter().for_each(|lever| push_part(lever, "\u{a0}\u{a0}", &mut table));
    }
    let per_case = cost.per_case.map_or_else(|| "–".to_owned(), |it| grouped(it.mean, 2));
    table.row([cell(text("together")), cell(within(cost.mean, cost.low, cost.high)), cell(per_case)]);
    out.push('\n');
    table.render(width, out);
    let nights = say!(
        "In {}. One night in 20 costs less than {}, one more than {}.",
        cost.currency,
        grouped(cost.p05, 0),
        grouped(cost.p95, 0),
    );
    push_paragraph(&nights, layout::PLAIN, "", width, out);
    for period in &cost.periods {
        push_paragraph(&of_period(period), layout::PLAIN, "", width, out);
    }
    if !cost.periods.is_empty() {
        let all = say!("With that a night costs {}.", grouped(cost.mean_with_periods, 0));
        push_paragraph(&all, layout::PLAIN, "", width, out);
    }
}

/// What falling below over several nights costs a night.
fn of_period(period: &PeriodCost) -> String {
    say!(
        "{} over {} nights: {} each time it falls below, {} a night ({}–{}).",
        period.title,
        period.nights,
        grouped(period.each, 0),
        grouped(period.mean, 1),
        grouped(period.low, 1),
        grouped(period.high, 1),
    )
}

fn push_part(part: &CostPart, indent: &str, table: &mut Table) {
    // Levers are named by the scenario, kinds by the program.
    let name = if indent.is_empty() { text(&part.name) } else { part.name.as_str().into() };
    let per_case = part.per_case.map_or_else(|| "–".to_owned(), |amount| grouped(amount, 2));
    let amount = within(part.mean, part.low, part.high);
    table.row([cell(format!("{indent}{}", name)), cell(amount), cell(per_case)]);
}

/// `6,099 (6,089–6,110)`; the ends only where they differ.
fn within(mean: f64, low: Option<f64>, high: Option<f64>) -> String {
    let mean = grouped(mean, 0);
    match (low.map(|low| grouped(low, 0)), high.map(|high| grouped(high, 0))) {
        (Some(low), Some(high)) if low != high => format!("{mean} ({low}–{high})"),
        _ => mean,
    }
}
