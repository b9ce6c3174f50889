//! What a helpdesk's slowness costs, in words and a table.

use super::model::{HelpdeskReport, HelpdeskTarget};
use crate::language::{say, text};
use crate::report::comparison::signed;
use crate::report::text::format::{chance, grouped, percent};
use crate::report::text::layout::{BOLD, DIM, PLAIN, Table, cell, push_paragraph, push_styled};
use crate::statistics::Interval;

/// Adds it.
pub fn push(report: &HelpdeskReport, width: usize, out: &mut String) {
    out.push('\n');
    push_styled(&text("THE HELPDESK'S OWN TIMES"), BOLD, out);
    out.push('\n');
    push_paragraph(&lead(report), PLAIN, "", width, out);
    if !report.targets.is_empty() {
        let mut table =
            Table::under(vec![String::new(), say!("without"), say!("with"), say!("difference in points")]);
        for row in rows(report) {
            table.row(row.map(cell));
        }
        table.render(width, out);
    }
    push_paragraph(&note(), DIM, "  ", width, out);
}

/// What it costs in agents.
pub fn lead(report: &HelpdeskReport) -> String {
    let of = match &report.measured {
        Some(helpdesk) => say!("As slow as a replay measured {} to be, the helpdesk", helpdesk),
        None => say!("As slow as the scenario says, the helpdesk"),
    };
    let (Some(work), Some(hours), Some(agents)) = (report.work_h, report.agent_h, report.agents) else {
        return say!("{} keeps no agent waiting.", of);
    };
    if work.low <= 0.0 {
        return say!(
            "{} keeps agents for {} h a night at most: nothing that could be seen.",
            of,
            amount(work.high)
        );
    }
    say!(
        "{} keeps agents for {} h a night; to leave them as busy as without it would take {} agent-hours more, or {} agents.",
        of,
        within(work),
        within(hours),
        within(agents)
    )
}

/// The chance of meeting all targets, then each target: name, without, with, difference.
pub fn rows(report: &HelpdeskReport) -> Vec<[String; 4]> {
    let all = report.chance_all_met.zip(report.chance_gained).map(|(without, gained)| {
        let with = (without.value + gained.value).clamp(0.0, 1.0);
        [say!("all targets, nights"), chance(Some(without)), percent(Some(with)), points_of(gained)]
    });
    let target = |it: &HelpdeskTarget| {
        let gained = it.gained.map_or_else(|| "–".to_owned(), points_of);
        [it.name.clone(), percent(it.without), percent(it.with), gained]
    };
    all.into_iter().chain(report.targets.iter().map(target)).collect()
}

/// What the figures are.
pub fn note() -> String {
    text("On the same nights, with the same customers. In brackets: 95 % intervals over nights. Calls do not go through the helpdesk.")
        .into_owned()
}

fn points_of(difference: Interval) -> String {
    let points = |share: f64| signed(100.0 * share, 1);
    format!("{} ({} – {})", points(difference.value), points(difference.low), points(difference.high))
}

/// `0.52 (0.51–0.54)`: two digits that count.
fn within(it: Interval) -> String {
    format!("{} ({}–{})", amount(it.value), amount(it.low), amount(it.high))
}

fn amount(value: f64) -> String {
    match value.abs() {
        100.0.. => grouped(value, 0),
        10.0.. => grouped(value, 1),
        1.0.. => grouped(value, 2),
        _ => grouped(value, 3),
    }
}
