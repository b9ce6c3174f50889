//! Distributions and shares as a scenario has them, and why these.

use crate::calibration::estimate::durations::Durations;
use crate::calibration::estimate::patience::Patience;
use crate::calibration::estimate::turns::Turns;
use std::fmt::Write as _;

/// Times that differ by less are all the same.
const NO_SPREAD: f64 = 0.005;
/// Shares that sum to 1 as written: the largest takes what rounding leaves.
pub fn shares(list: &[(String, f64)]) -> String {
    let mut rounded: Vec<(String, i64)> =
        list.iter().map(|(name, share)| (name.clone(), (share * 1000.0).round() as i64)).collect();
    let rest = 1000 - rounded.iter().map(|(_, share)| share).sum::<i64>();
    if let Some(largest) = rounded.iter_mut().max_by_key(|(_, share)| *share) {
        largest.1 += rest;
    }
    let each = rounded.iter().filter(|(_, share)| *share > 0);
    each.map(|(name, share)| format!("{name} = {}", *share as f64 / 1000.0)).collect::<Vec<_>>().join(", ")
}

/// The upper end of an interval.
pub fn bound(high: f64) -> String {
    if high.is_finite() { format!("{high:.1}") } else { "unknown".to_owned() }
}

/// Why this law.
pub fn why(known: &Durations) -> String {
    match (known.chosen.as_str(), known.laws.first()) {
        ("empirical", Some(best)) => format!(
            "No law is near: {} is {:.3} off; these are the means of equal slices of the times themselves.",
            best.name, best.distance
        ),
        (_, Some(best)) => format!("Least BIC: {}, at most {:.3} off.", best.name, best.distance),
        _ => "Too few for a law.".to_owned(),
    }
}

/// A distribution of a scenario.
pub fn durations(known: &Durations) -> String {
    let law = known.laws.iter().find(|law| law.name == known.chosen);
    match law {
        Some(law) if law.cv < NO_SPREAD => span(law.mean_s),
        Some(law) => law_text(&law.name, law.mean_s, law.cv),
        None if known.slices.is_empty() => span(known.mean_s.value),
        None => empirical(&known.slices),
    }
}

/// A law by its name.
pub fn law_text(name: &str, mean_s: f64, cv: f64) -> String {
    match name {
        "exponential" => format!("{{ exponential = {{ mean = {} }} }}", span(mean_s)),
        _ => format!("{{ {name} = {{ mean = {}, cv = {cv:.3} }} }}", span(mean_s)),
    }
}

fn span(seconds: f64) -> String {
    format!("\"{}s\"", (seconds.max(0.1) * 10.0).round() / 10.0)
}

/// `{ empirical = { values = […] } }`, ten in a line.
pub fn empirical(values: &[f64]) -> String {
    let texts: Vec<String> = values.iter().map(|value| span(*value)).collect();
    let lines: Vec<String> = texts.chunks(10).map(|line| format!("  {}", line.join(", "))).collect();
    format!("{{ empirical = {{ values = [\n{},\n] }} }}", lines.join(",\n"))
}

/// The law of turns.
pub fn turns_text(turns: &Turns) -> String {
    if turns.chosen == "geometric" {
        return format!("{{ geometric = {{ mean = {:.3} }} }}", turns.mean.value);
    }
    let list: Vec<(String, f64)> =
        turns.shares.iter().map(|(turns, share)| (turns.to_string(), *share)).collect();
    format!("{{ discrete = {{ {} }} }}", shares(&list))
}

/// Patience, and how it is known.
pub fn write_patience(patience: &Patience, own: bool, out: &mut String) {
    let median = match (&patience.median_s, patience.median_by_law_s) {
        (Some(median), _) => {
            format!("median {:.0} s (95 %: {:.0} to {})", median.value, median.low, bound(median.high))
        }
        (None, Some(law)) => {
            format!("the log ends before half gave up; median by the nearest law {law:.0} s")
        }
        (None, None) => "median unknown".to_owned(),
    };
    let whose = if own { "" } else { ", of all inquiries: this one's are too few" };
    let _ = writeln!(
        out,
        "# Kaplan-Meier, {} waited, {} gave up{whose}: {median}.",
        patience.waited, patience.gave_up
    );
    let text = match patience.chosen.as_str() {
        "never" => return,
        "empirical" => empirical(&patience.values),
        name => match patience.laws.iter().find(|law| law.name == name) {
            Some(law) => law_text(name, law.mean_s, law.cv),
            None => return,
        },
    };
    let _ = writeln!(out, "patience = {text}");
}
