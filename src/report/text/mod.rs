//! The terminal report: the answer in one sentence first, then targets, channels, inquiries, teams,
//! cost, the night by interval, and what to mind.
//!
//! It is written with colours, only where they say something (a promise kept, in doubt, broken); who
//! prints it strips them where they are not wanted.

mod cards;
mod chart;
mod cost;
pub mod format;
pub mod layout;
pub mod store_score;

pub use self::cards::practices;
use self::format::{
    amount, asked_for, chance, date_and_time, duration, grouped, limit, percent, percent_within, points,
};
use self::layout::{BAD, BOLD, Cell, DIM, DOUBTFUL, GOOD, Table, cell, push_paragraph, push_styled, styled};
use super::{
    IntervalReport, PeriodReport, SimulationReport, TargetOver, TargetReport, Writer, explanation, helpdesk,
};
use crate::language::{self, Language, say, sentence, text};
use crate::statistics::Interval;
use std::io;

/// No report is wider, and files always have this.
pub const WIDTH: usize = 80;

/// Writes `report.txt`, in a language.
#[derive(Clone, Copy, Debug)]
pub struct Text(pub Language);

impl Writer for Text {
    fn file_name(&self) -> &'static str {
        "report.txt"
    }

    fn write(&self, report: &SimulationReport, out: &mut dyn io::Write) -> io::Result<()> {
        let text = language::within(self.0, || render(report, WIDTH));
        write!(out, "{}", anstream::adapter::strip_str(&text))
    }
}

/// The whole report in the language that is being written in, with colours, in lines of at most `width`
/// columns.
pub fn render(report: &SimulationReport, width: usize) -> String {
    let mut out = String::new();
    push_answer(report, width, &mut out);
    let sections: [fn(&SimulationReport, usize, &mut String); 6] = [
        push_targets,
        push_channels,
        push_inquiries,
        push_teams,
        cards::push_cards,
        cards::push_satisfaction,
    ];
    for section in sections {
        section(report, width, &mut out);
    }
    store_score::push_store_score(report, width, &mut out);
    cost::push_cost(report, width, &mut out);
    cards::push_practices(report, width, &mut out);
    push_open(report, width, &mut out);
    out.push('\n');
    chart::push_chart(report, weakest(report), width, &mut out);
    if let Some(helpdesk) = &report.helpdesk {
        helpdesk::text::push(helpdesk, width, &mut out);
    }
    if let Some(explanation) = &report.explanation {
        explanation::text::push(explanation, &report.cost.currency, width, &mut out);
    }
    push_warnings(report, width, &mut out);
    out
}

/// The title, the night, and what becomes of it.
fn push_answer(report: &SimulationReport, width: usize, out: &mut String) {
    push_paragraph(&report.scenario, BOLD, "", width, out);
    push_paragraph(&subtitle(report), DIM, "", width, out);
    out.push('\n');
    push_paragraph(&answer(report), BOLD, "", width, out);
    if let Some(detail) = weakest(report).and_then(|target| detail(target, report.targets.len() == 1)) {
        push_paragraph(&detail, layout::PLAIN, "", width, out);
    }
}

/// When, and how many nights.
pub fn subtitle(report: &SimulationReport) -> String {
    let simulated = match report.replications {
        1 => say!("1 night simulated, seed {}", report.seed),
        nights => say!("{} nights simulated, seed {}", grouped(nights as f64, 0), report.seed),
    };
    match (report.intervals.first(), report.intervals.last()) {
        (Some(first), Some(last)) => {
            say!("{} to {}, {}", date_and_time(&first.starts), date_and_time(&last.starts), simulated)
        }
        _ => simulated,
    }
}

/// The one sentence.
pub fn answer(report: &SimulationReport) -> String {
    let Some(all) = report.chance_all_met else {
        return match (report.replications, over_periods(report)) {
            (0, _) => say!("Nothing was simulated."),
            (_, None) => say!("This scenario has no target: nothing is promised tonight."),
            (_, Some(over)) => over,
        };
    };
    let tonight = match report.targets.iter().filter(|target| target.over.is_none()).count() {
        1 => say!("Tonight's target holds in {} of 100 nights {}.", points(all.value), between(all)),
        _ => say!("Tonight's targets hold together in {} of 100 nights {}.", points(all.value), between(all)),
    };
    over_periods(report).map_or(tonight.clone(), |over| format!("{tonight} {over}"))
}

/// What is judged over several nights; nothing, if nothing is.
fn over_periods(report: &SimulationReport) -> Option<String> {
    let kept = |period: &PeriodReport| {
        let chance = period.chance_all_met;
        say!(
            "What is judged over {} nights together holds in {} of 100 such stretches {}.",
            period.nights,
            points(chance.value),
            between(chance)
        )
    };
    let kept: Vec<String> = report.periods.iter().map(kept).collect();
    (!kept.is_empty()).then(|| kept.join(" "))
}

fn between(interval: Interval) -> String {
    format!("({}–{})", points(interval.low), points(interval.high))
}

/// What to look at: the target that is met least often, or the only one.
pub fn detail(target: &TargetReport, only: bool) -> Option<String> {
    let (met, compliance) = (target.chance()?, target.compliance?);
    let (share, asked) = (percent(Some(compliance.mean)), percent(Some(target.at_least)));
    Some(match only {
        true => say!(
            "It is {}: its compliance over all nights is {}, asked for is {}.",
            target.name,
            share,
            asked
        ),
        false if target.over.is_some() => say!(
            "The weakest is {}, met in {} of 100 stretches of {} nights: its compliance over all nights is {}, asked for is {}.",
            target.name,
            points(met.value),
            target.over.as_ref().map_or(1, |over| over.nights),
            share,
            asked
        ),
        false => say!(
            "The weakest is {}, met in {} of 100: its compliance over all nights is {}, asked for is {}.",
            target.name,
            points(met.value),
            share,
            asked
        ),
    })
}

/// The target with the least chance of being met; of equal ones that with least to spare.
pub fn weakest(report: &SimulationReport) -> Option<&TargetReport> {
    let chance = |target: &TargetReport| target.chance().map_or(2.0, |chance| chance.value);
    let spare =
        |target: &TargetReport| target.compliance.map_or(2.0, |compliance| compliance.mean - target.at_least);
    report
        .targets
        .iter()
        .min_by(|a, b| chance(a).total_cmp(&chance(b)).then_with(|| spare(a).total_cmp(&spare(b))))
}

/// When the target's promise breaks: of the stretches of intervals below what is asked for, the one in
/// which most is missed.
pub fn breaks(report: &SimulationReport, target: &TargetReport) -> Option<String> {
    let (_, night) = report.intervals.split_last()?;
    let of = |interval: &IntervalReport| {
        let found = interval.targets.iter().find(|it| it.name == target.name)?;
        Some((found.compliance? * found.counted, found.counted))
    };
    let short =
        |interval: &IntervalReport| of(interval).is_some_and(|(met, all)| met < target.at_least * all);
    let missed = |stretch: &&[IntervalReport]| {
        stretch.iter().filter_map(of).map(|(met, counted)| counted - met).sum::<f64>()
    };
    let stretches = night.chunk_by(|a, b| short(a) == short(b)).filter(|stretch| short(&stretch[0]));
    let worst = stretches.max_by(|a, b| missed(a).total_cmp(&missed(b)))?;
    let after = worst.last()?.start_s;
    let end = report.intervals.iter().find(|interval| interval.start_s > after)?;
    let (met, counted) = worst.iter().filter_map(of).fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    let end = date_and_time(&end.starts);
    let end = end.rsplit(' ').next().unwrap_or_default();
    Some(say!(
        "It breaks from {} to {}: compliance is {} there.",
        worst[0].name,
        end,
        percent(Some(met / counted))
    ))
}

pub(super) fn push_targets(report: &SimulationReport, width: usize, out: &mut String) {
    if report.targets.is_empty() {
        return;
    }
    let heads = [
        "TARGETS",
        "chance of\nbeing met",
        "compliance of\nall nights",
        "one night's,\n5 %–95 %",
        "counted\na night",
    ];
    let mut table = Table::new(&heads);
    for target in &report.targets {
        let nights = target.nights.map_or_else(
            || "–".to_owned(),
            |nights| format!("{:.1}–{}", nights.p05 * 100.0, percent(Some(nights.p95))),
        );
        table.row([
            cell(&target.name),
            chance_cell(target),
            compliance_cell(target),
            cell(nights),
            cell(amount(target.counted_per_night)),
        ]);
        table.note(promise(target));
    }
    out.push('\n');
    table.render(width, out);
}

/// `3-minute first reply, all night: first reply within 3 min for at least 85 %`
pub fn promise(target: &TargetReport) -> String {
    let measure = target.measure.replace('_', " ");
    let (within, asked) = (limit(target.within_s), asked_for(target.at_least));
    let promise = say!("{} within {} for at least {}", text(&measure), within, asked);
    let empty = match target.nights_empty {
        0 => String::new(),
        1 => say!("; 1 night counted nothing"),
        nights => say!("; {} nights counted nothing", nights),
    };
    let over = target.over.as_ref().map_or_else(String::new, over);
    let promise = promise + &over + &empty;
    if target.title == target.name { promise } else { format!("{}: {promise}", target.title) }
}

/// `; judged over 30 nights: met in 84 of 100 (80–87), compliance 89.1–91.0 %`
fn over(target: &TargetOver) -> String {
    let Some((chance, spread)) = target.chance_met.zip(target.compliance) else { return String::new() };
    say!(
        "; judged over {} nights: met in {} of 100 {}, the compliance of nine in ten from {} to {}",
        target.nights,
        points(chance.value),
        between(chance),
        percent(Some(spread.p05)),
        percent(Some(spread.p95))
    )
}

/// Green from 95 % on, red below even odds.
fn chance_cell(target: &TargetReport) -> Cell {
    let style = match target.chance_met.map(|chance| chance.value) {
        // Of a single night, which is not what is judged.
        _ if target.over.is_some() => DIM,
        Some(value) if value >= 0.95 => GOOD,
        Some(value) if value < 0.5 => BAD,
        Some(_) => DOUBTFUL,
        None => DIM,
    };
    styled(chance(target.chance_met), style)
}

fn compliance_cell(target: &TargetReport) -> Cell {
    let style = if target.holds() { layout::PLAIN } else { BAD };
    let text = target
        .compliance
        .map_or_else(|| "–".to_owned(), |share| percent_within(share.mean, share.low, share.high));
    styled(text, style)
}

fn push_channels(report: &SimulationReport, width: usize, out: &mut String) {
    let heads = [
        "CHANNELS",
        "conver-\nsations",
        "gave\nup",
        "first reply\nmean",
        "half\nwithin",
        "90 %\nwithin",
        "95 %\nwithin",
        "99 %\nwithin",
    ];
    let mut table = Table::new(&heads);
    for channel in &report.channels {
        let waits = channel.first_reply_s;
        let waits = [
            waits.map(|it| it.mean),
            waits.map(|it| it.p50),
            waits.map(|it| it.p90),
            waits.map(|it| it.p95),
            waits.map(|it| it.p99),
        ];
        let mut cells =
            vec![cell(&channel.name), cell(amount(channel.conversations)), cell(percent(channel.abandoned))];
        cells.extend(waits.map(|wait| cell(wait.map_or_else(|| "–".to_owned(), duration))));
        table.row(cells);
    }
    out.push('\n');
    table.render(width, out);
}

fn push_inquiries(report: &SimulationReport, width: usize, out: &mut String) {
    let mut table = Table::new(&["INQUIRIES", "cases", "answered", "nobody answered"]);
    for inquiry in &report.inquiries {
        let name = if inquiry.title == inquiry.name {
            inquiry.name.clone()
        } else {
            format!("{}: {}", inquiry.name, inquiry.title)
        };
        table.row([
            cell(name),
            cell(amount(inquiry.cases)),
            cell(percent(inquiry.answered)),
            cell(percent(inquiry.unanswered)),
        ]);
    }
    out.push('\n');
    table.render(width, out);
}

fn push_teams(report: &SimulationReport, width: usize, out: &mut String) {
    let mut table =
        Table::new(&["TEAMS", "occupancy", "paid hours", "overtime hours", "handed over", "wages"]);
    for team in &report.teams {
        table.row([
            cell(&team.name),
            cell(percent(team.occupancy)),
            cell(grouped(team.paid_h, 1)),
            cell(grouped(team.overtime_h, 1)),
            cell(amount(team.handed_over)),
            cell(grouped(team.wages, 0)),
        ]);
    }
    out.push('\n');
    table.render(width, out);
}

/// What the night leaves behind.
fn push_open(report: &SimulationReport, width: usize, out: &mut String) {
    if report.open_at_end > 0.0 {
        let open = say!("{} cases a night are still open when the run-out ends.", amount(report.open_at_end));
        out.push('\n');
        push_paragraph(&open, layout::PLAIN, "", width, out);
    }
}

pub(super) fn push_warnings(report: &SimulationReport, width: usize, out: &mut String) {
    if report.warnings.is_empty() {
        return;
    }
    out.push('\n');
    push_styled(&text("WARNINGS"), BOLD, out);
    out.push('\n');
    for warning in &report.warnings {
        push_paragraph(
            &format!("{}: {}", warning.name, sentence(&warning.message)),
            DOUBTFUL,
            "",
            width,
            out,
        );
    }
}

#[cfg(test)]
mod tests;
