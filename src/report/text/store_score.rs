//! The store score, and what is judged over several nights.

use super::format::{grouped, percent, points};
use super::layout::{self, BOLD, Table, cell, push_paragraph, push_styled};
use crate::report::{BelowReport, SimulationReport, StoreScoreReport};
use crate::statistics::Interval;

/// The score, what it is made of, and its thresholds; nothing, where there is none.
pub fn push_store_score(report: &SimulationReport, width: usize, out: &mut String) {
    let Some(score) = &report.store_score else { return };
    out.push('\n');
    if score.title == "store score" {
        push_styled("STORE SCORE", BOLD, out);
    } else {
        push_styled(&format!("STORE SCORE: {}", score.title), BOLD, out);
    }
    out.push('\n');
    push_paragraph(&summary(score), layout::PLAIN, "", width, out);
    let mut table = Table::new(&["made of", "target", "share", "points", "weight"]);
    for part in &score.parts {
        table.row([
            cell(&part.title),
            cell(&part.target),
            cell(percent(part.share)),
            cell(part.points.map_or_else(|| "–".to_owned(), |points| grouped(points, 1))),
            cell(percent(Some(part.weight))),
        ]);
    }
    table.render(width, out);
    for below in &score.below {
        push_paragraph(&threshold(below, score.nights, &report.cost.currency), layout::PLAIN, "", width, out);
    }
}

/// `84.2 (83.9–84.5) of all nights; of nine in ten stretches of 30 nights 83.1 to 85.0.`
fn summary(score: &StoreScoreReport) -> String {
    let Some(value) = score.score else { return "No night has a score.".to_owned() };
    let known = format!("{:.1} ({:.1}–{:.1}) over all nights", value.value, value.low, value.high);
    match score.spread {
        Some(spread) => {
            format!(
                "{known}; nine of ten {} lie from {:.1} to {:.1}.",
                stretches(score.nights),
                spread.p05,
                spread.p95
            )
        }
        None => known + ".",
    }
}

fn threshold(below: &BelowReport, nights: u32, currency: &str) -> String {
    let name = if below.title == below.name {
        below.name.clone()
    } else {
        format!("{} ({})", below.title, below.name)
    };
    let chance = below.chance.map_or_else(|| "never judged".to_owned(), |chance| in_100(chance, nights));
    let cost = match below.cost {
        cost if cost > 0.0 => format!("; it costs {} {currency} each time", grouped(cost, 0)),
        _ => String::new(),
    };
    format!("Below {} ({name}) in {chance}{cost}.", trimmed(below.score))
}

/// `37 of 100 stretches of 30 nights (33–41)`
pub fn in_100(chance: Interval, nights: u32) -> String {
    format!(
        "{} of 100 {} ({}–{})",
        points(chance.value),
        stretches(nights),
        points(chance.low),
        points(chance.high)
    )
}

fn stretches(nights: u32) -> String {
    if nights == 1 { "nights".to_owned() } else { format!("stretches of {nights} nights") }
}

fn trimmed(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
