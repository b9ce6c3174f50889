//! The fit report for a terminal.

use super::WEEKDAYS;
use super::surge::surges;
use crate::calibration::estimate::durations::Durations;
use crate::calibration::estimate::faults::FaultKind;
use crate::calibration::estimate::patience::Patience;
use crate::calibration::estimate::whole::Estimates;
use crate::language::{say, sentence, text};
use crate::report::text::format::{duration, grouped, percent};
use crate::report::text::layout::{BAD, BOLD, DIM, PLAIN, Table, cell, push_paragraph, push_styled, styled};

/// The report in lines of at most `width` columns.
pub fn render(estimates: &Estimates, width: usize) -> String {
    let mut out = String::new();
    head(estimates, width, &mut out);
    bad_data(estimates, width, &mut out);
    arrivals(estimates, width, &mut out);
    if let Some(surge) = &estimates.surge {
        surges(surge, width, &mut out);
    }
    times(estimates, width, &mut out);
    patience(estimates, width, &mut out);
    others(estimates, width, &mut out);
    teams(estimates, width, &mut out);
    if !estimates.assumptions.is_empty() {
        heading("ASSUMPTIONS: not in the log, look at them in the scenario", &mut out);
        estimates
            .assumptions
            .iter()
            .for_each(|one| push_paragraph(&sentence(one), PLAIN, "  ", width, &mut out));
    }
    out
}

pub(super) fn heading(heading: &str, out: &mut String) {
    out.push('\n');
    push_styled(&text(heading), BOLD, out);
    out.push('\n');
}

fn head(estimates: &Estimates, width: usize, out: &mut String) {
    let days: Vec<_> = estimates.open_days.iter().map(|day| text(day)).collect();
    let said = say!(
        "{} cases on {} days, {} to {}; open {} {}{}.",
        grouped(estimates.cases as f64, 0),
        estimates.days,
        estimates.from,
        estimates.to,
        days.join(" "),
        estimates.open_hours,
        if estimates.opening_inferred { say!(" (found in the log)") } else { String::new() }
    );
    push_paragraph(&said, BOLD, "", width, out);
    for log in &estimates.logs {
        let said =
            say!("{}: {} rows, {}, {}", log.name, grouped(log.rows as f64, 0), log.encoding, log.mapping);
        push_paragraph(&said, DIM, "", width, out);
    }
}

fn bad_data(estimates: &Estimates, width: usize, out: &mut String) {
    if !estimates.left_out.is_empty() {
        heading("LEFT OUT", out);
        let mut table = Table::new(&["", "rows", "first"]);
        for one in &estimates.left_out {
            table.row([
                cell(sentence(&one.reason)),
                cell(grouped(one.rows as f64, 0)),
                cell(one.first.as_str()),
            ]);
        }
        table.render(width, out);
    }
    if !estimates.faults.is_empty() {
        heading("ODD STRETCHES", out);
        for fault in &estimates.faults {
            let (name, style) = match fault.kind {
                FaultKind::Hole => ("hole", PLAIN),
                FaultKind::Fault => ("fault", BAD),
                FaultKind::QuietDay => ("quiet day", PLAIN),
                FaultKind::Clock => ("clock", BAD),
                FaultKind::TooEven => ("too even", BAD),
            };
            let used = if fault.cases_left_out > 0 {
                say!("; {} cases not used", fault.cases_left_out)
            } else {
                String::new()
            };
            let said =
                say!("{} to {}, {}: {}{}", fault.from, fault.to, text(name), sentence(&fault.seen), used);
            push_paragraph(&said, style, "  ", width, out);
        }
    }
}

fn arrivals(estimates: &Estimates, width: usize, out: &mut String) {
    heading("ARRIVALS, cases expected each hour", out);
    let open: Vec<usize> =
        (0..7).filter(|day| estimates.arrivals.iter().any(|row| row.cases[*day].is_some())).collect();
    let heads: Vec<&'static str> = std::iter::once("").chain(open.iter().map(|day| WEEKDAYS[*day])).collect();
    let mut table = Table::new(&heads);
    for hour in estimates.arrivals.chunks(2) {
        let cases = |day: &usize| {
            let sum: f64 = hour.iter().filter_map(|row| row.cases[*day]).sum();
            cell(grouped(sum * 2.0 / hour.len() as f64, usize::from(sum < 10.0)))
        };
        table.row(
            std::iter::once(cell(hour[0].from.as_str())).chain(open.iter().map(cases)).collect::<Vec<_>>(),
        );
    }
    table.render(width, out);
    if let Some(swing) = &estimates.swing {
        let correlation =
            swing.correlation_within_day.map_or_else(|| say!("not known"), |one| format!("{one:.2}"));
        let said = say!(
            "Days differ by {} beyond chance (95 %: {} to {}, {} days); a day's halves correlate by {}; \
             a half hour varies {} times as much as chance alone once the day is known.",
            percent(Some(swing.day_cv.value)),
            percent(Some(swing.day_cv.low)),
            percent(Some(swing.day_cv.high)),
            swing.days,
            correlation,
            grouped(swing.dispersion, 2)
        );
        push_paragraph(&said, PLAIN, "", width, out);
    }
}

fn times(estimates: &Estimates, width: usize, out: &mut String) {
    let mut table = Table::new(&["", "times", "mean, s", "95 %", "half\nunder, s", "taken", "off by"]);
    let mut any = false;
    let mut row = |name: String, known: &Durations| {
        any = true;
        let best = known.laws.first();
        let law = known.laws.iter().find(|law| law.name == known.chosen);
        // Of values that stand for themselves: how far off the nearest law is.
        let (taken, off) = match (law, best) {
            (None, Some(best)) => (text("the values"), format!("({:.3})", best.distance)),
            _ => (text(&known.chosen), law.map_or("0".to_owned(), |law| format!("{:.3}", law.distance))),
        };
        let high =
            if known.mean_s.high.is_finite() { format!("{:.1}", known.mean_s.high) } else { "?".to_owned() };
        table.row([
            cell(name),
            cell(grouped(known.observations as f64, 0)),
            cell(format!("{:.1}", known.mean_s.value)),
            cell(format!("{:.1}–{high}", known.mean_s.low)),
            cell(format!("{:.1}", known.median_s)),
            cell(taken),
            cell(off),
        ]);
    };
    for inquiry in &estimates.inquiries {
        if let Some(handle) = &inquiry.handle {
            row(say!("{}: work", inquiry.name), handle);
        }
        if let Some(think) = &inquiry.think {
            row(say!("{}: think", inquiry.name), think);
        }
    }
    if any {
        heading("TIMES, law of least BIC; the values themselves where it is over 0.05 off", out);
        table.render(width, out);
    }
}

/// After how long half gave up, and its 95 % interval; in brackets what the law says where the curve does not come
/// that far.
pub fn half_gave_up(known: &Patience) -> (String, String) {
    match &known.median_s {
        Some(median) => {
            let high = if median.high.is_finite() { duration(median.high) } else { "?".to_owned() };
            (duration(median.value), format!("{}–{high}", duration(median.low)))
        }
        None => {
            let by_law = known.median_by_law_s.map_or("?".to_owned(), |law| format!("({})", duration(law)));
            (by_law, "?".to_owned())
        }
    }
}

fn patience(estimates: &Estimates, width: usize, out: &mut String) {
    let mut table = Table::new(&["", "waited", "gave up", "half gave\nup after", "95 %", "taken", "off by"]);
    let mut row = |name: &str, known: &Patience| {
        let law = known.laws.iter().find(|law| law.name == known.chosen);
        let (median, range) = half_gave_up(known);
        table.row([
            cell(name),
            cell(grouped(known.waited as f64, 0)),
            cell(grouped(known.gave_up as f64, 0)),
            cell(median),
            cell(range),
            cell(text(if known.chosen == "empirical" { "the curve" } else { &known.chosen })),
            cell(law.map_or("0".to_owned(), |law| format!("{:.3}", law.distance))),
        ]);
    };
    let Some(all) = &estimates.patience_of_all else { return };
    row(&text("all"), all);
    for inquiry in &estimates.inquiries {
        if let Some(own) = &inquiry.patience {
            row(&inquiry.name, own);
        }
    }
    heading("PATIENCE, Kaplan-Meier: who was answered would have waited longer", out);
    table.render(width, out);
    if !all.hazard.is_empty() {
        let mut table = Table::new(&["waiting", "gave up", "a minute"]);
        for point in &all.hazard {
            table.row([
                cell(say!("{} to {}", duration(point.from_s), duration(point.to_s))),
                cell(grouped(point.gave_up as f64, 0)),
                cell(percent(Some(point.a_minute))),
            ]);
        }
        table.render(width, out);
    }
}

fn others(estimates: &Estimates, width: usize, out: &mut String) {
    let mut lines = Vec::new();
    if let Some(wrap_up) = &estimates.wrap_up {
        lines.push(say!(
            "Wrap-up: mean {} s, half under {} s, from {} gaps in which a customer waited; gaps of over {} s \
             are breaks.",
            grouped(wrap_up.mean_s, 1),
            grouped(wrap_up.median_s, 1),
            grouped(wrap_up.observed as f64, 0),
            grouped(wrap_up.longest_s, 0)
        ));
    }
    for inquiry in &estimates.inquiries {
        if let Some(turns) = &inquiry.turns {
            lines.push(say!(
                "Turns of {}: mean {} (95 %: {} to {}), {}.",
                inquiry.name,
                grouped(turns.mean.value, 2),
                grouped(turns.mean.low, 2),
                grouped(turns.mean.high, 2),
                text(&turns.chosen)
            ));
        }
    }
    for tier in estimates.tiers.iter().filter(|tier| !tier.regular) {
        let place = match &tier.head_start {
            Some(found) if found.first => say!("is served first"),
            Some(found) if found.head_start_s > 0.0 => {
                say!(
                    "counts as having waited {} s longer ({} to {})",
                    found.head_start_s,
                    found.from_s,
                    found.to_s
                )
            }
            Some(_) => say!("has no place before others"),
            None => say!("waited with others too seldom to tell its place"),
        };
        let pairs = tier.head_start.as_ref().map_or(0, |found| found.pairs);
        lines.push(say!("Tier {}: {}, from {} pairs.", tier.title, place, grouped(pairs as f64, 0)));
    }
    if let Some(retries) = &estimates.retries {
        lines.push(say!(
            "Retries: {} of those who gave up come again within the hour (95 %: {} to {}), {} of the answered; the log \
             knows {} of those who gave up.",
            percent(Some(retries.share.value)),
            percent(Some(retries.share.low)),
            percent(Some(retries.share.high)),
            percent(Some(retries.of_answered)),
            percent(Some(retries.known))
        ));
    }
    if !lines.is_empty() {
        heading("ALSO", out);
        lines.iter().for_each(|line| push_paragraph(line, PLAIN, "", width, out));
    }
}

fn teams(estimates: &Estimates, width: usize, out: &mut String) {
    if estimates.teams.iter().all(|team| team.services == 0) {
        return;
    }
    heading("TEAMS, inferred from services", out);
    let mut table = Table::new(&["", "agents", "services", "speed", "takes"]);
    for team in &estimates.teams {
        table.row([
            cell(team.name.as_str()),
            cell(team.agents.to_string()),
            cell(grouped(team.services as f64, 0)),
            cell(format!("{:.2}", team.speed)),
            styled(team.skills.join(" "), DIM),
        ]);
    }
    table.render(width, out);
}
