//! The store score, and what is judged over several nights.

use super::format::{grouped, money, percent, points, trimmed};
use super::layout::{self, BOLD, Table, cell, push_paragraph, push_styled};
use crate::language::{say, text};
use crate::report::{BelowReport, SimulationReport, StoreScoreReport};

/// The score, what it is made of, and its thresholds; nothing, where there is none.
pub fn push_store_score(report: &SimulationReport, width: usize, out: &mut String) {
    let Some(score) = &report.store_score else { return };
    out.push('\n');
    push_styled(&text("STORE SCORE"), BOLD, out);
    if score.title != "store score" {
        push_styled(&format!(": {}", score.title), BOLD, out);
    }
    out.push('\n');
    push_paragraph(&summary(score), layout::PLAIN, "", width, out);
    let mut table = Table::new(&["made of", "target", "share", "points", "weight"]);
    for part in &score.parts {
        table.row([
            cell(&part.title),
            cell(match (&part.target, part.measure) {
                (Some(target), _) => target.clone(),
                (None, measure) => text(measure.unwrap_or_default()).into_owned(),
            }),
            cell(percent(part.share)),
            cell(part.points.map_or_else(|| "–".to_owned(), |points| grouped(points, 1))),
            cell(percent(Some(part.weight))),
        ]);
    }
    table.render(width, out);
    for below in &score.below {
        let line = threshold(below, score.nights, &report.cost.currency);
        push_paragraph(&line, layout::PLAIN, "", width, out);
    }
}

/// `84.2 (83.9–84.5) over all nights; nine of ten stretches of 30 nights lie from 83.1 to 85.0.`
fn summary(score: &StoreScoreReport) -> String {
    let Some(value) = score.score else { return say!("Too few nights have a score.") };
    let known = say!(
        "{} ({}–{}) over all nights",
        grouped(value.value, 1),
        grouped(value.low, 1),
        grouped(value.high, 1)
    );
    let Some(spread) = score.spread else { return known };
    let (low, high) = (grouped(spread.p05, 1), grouped(spread.p95, 1));
    known
        + &match score.nights {
            1 => say!("; nine of ten nights lie from {} to {}.", low, high),
            nights => say!("; nine of ten stretches of {} nights lie from {} to {}.", nights, low, high),
        }
}

/// `Below 80 (warning) in 37 of 100 stretches of 30 nights (33–41); it costs 2,000 CNY each time.`
fn threshold(below: &BelowReport, nights: u32, currency: &str) -> String {
    let (score, title) = (trimmed(below.score), &below.title);
    let Some(chance) = below.chance else { return say!("Below {} ({}): never judged.", score, title) };
    let known = format!("({}–{})", points(chance.low), points(chance.high));
    let value = points(chance.value);
    let often = match nights {
        1 => say!("Below {} ({}) in {} of 100 nights {}", score, title, value, known),
        _ => say!("Below {} ({}) in {} of 100 stretches of {} nights {}", score, title, value, nights, known),
    };
    if below.cost == 0.0 {
        return often;
    }
    often + &say!("; it costs {} each time.", money(below.cost, currency))
}
