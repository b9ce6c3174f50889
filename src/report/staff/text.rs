//! The answer for the terminal: the sentence first, then the roster, the night, what was promised and what
//! formulas would have said.

use super::gantt::push_gantt;
use super::model::{FormulaReport, PromiseReport, StaffReport};
use crate::language::{say, sentence, text};
use crate::report::text::format::{asked_for, grouped, money, percent, percent_sign, percent_within, points};
use crate::report::text::layout::{
    BAD, BOLD, Cell, DIM, DOUBTFUL, GOOD, PLAIN, Table, cell, push_paragraph, push_styled, styled,
};
use crate::report::text::{push_targets, push_warnings};
use std::fmt::Display;

/// The whole answer, with colours, in lines of at most `width` columns.
pub fn render(report: &StaffReport, width: usize) -> String {
    let mut out = String::new();
    push_paragraph(&report.scenario, BOLD, "", width, &mut out);
    push_paragraph(&subtitle(report), DIM, "", width, &mut out);
    out.push('\n');
    let style = if report.ending == "holds" { BOLD } else { BAD };
    push_paragraph(&answer(report), style, "", width, &mut out);
    push_paragraph(&how_sure(report), PLAIN, "", width, &mut out);
    push_advice(report, width, &mut out);
    push_roster(report, width, &mut out);
    push_gantt(report, width, &mut out);
    push_targets(&report.fresh, width, &mut out);
    if report.hold == "interval" {
        push_intervals(report, width, &mut out);
    }
    push_formulas(report, width, &mut out);
    push_frontier(report, width, &mut out);
    push_binds(report, width, &mut out);
    push_warnings(&report.fresh, width, &mut out);
    out
}

/// How long was searched.
pub fn subtitle(report: &StaffReport) -> String {
    say!(
        "{} rosters looked at on {} nights, checked on {} fresh ones, seed {}",
        grouped(report.rosters_searched as f64, 0),
        grouped(report.nights_searched as f64, 0),
        grouped(report.replications as f64, 0),
        report.seed
    )
}

/// What is paid, or where nobody is paid, the hours.
fn cost(report: &StaffReport, amount: f64) -> String {
    if is_paid(report) { money(amount, &report.cost.currency) } else { say!("{} hours", grouped(amount, 1)) }
}

fn is_paid(report: &StaffReport) -> bool {
    report.roster.iter().any(|row| row.wages > 0.0)
}

/// The one sentence.
pub fn answer(report: &StaffReport) -> String {
    let (agents, hours) = (grouped(f64::from(report.agents), 0), grouped(report.paid_h, 1));
    let pay = cost(report, report.planned_cost);
    match report.ending {
        "holds" => {
            say!("{} agents, {} paid hours, {}: with them {}.", agents, hours, pay, holding(report))
        }
        "impossible" => say!(
            "Not even with as many agents as there may be does it hold that {}. The best found: {} agents, {} \
             paid hours, {}.",
            holding_asked(report),
            agents,
            hours,
            pay
        ),
        _ if !report.complete => say!(
            "No roster was found in the time there was with which it holds that {}. The best found: {} agents, \
             {} paid hours, {}.",
            holding_asked(report),
            agents,
            hours,
            pay
        ),
        _ => say!(
            "No roster was found within what is allowed with which it holds that {}. The best found: {} agents, \
             {} paid hours, {}.",
            holding_asked(report),
            agents,
            hours,
            pay
        ),
    }
}

/// What holds, with what was seen.
fn holding(report: &StaffReport) -> String {
    let worst = worst(&report.promises);
    let seen = worst.map_or_else(String::new, chance_text);
    match report.hold {
        "night" => say!("all targets hold together on {} of 100 nights", seen),
        "each" => say!("each target holds on at least {} of 100 nights", seen),
        "average" => say!("every target holds over all nights together"),
        _ => say!("every target holds over all nights in every report interval"),
    }
}

fn holding_asked(report: &StaffReport) -> String {
    let asked = points(report.certainty);
    match report.hold {
        "night" => say!("all targets hold together on {} of 100 nights", asked),
        "each" => say!("each target holds on at least {} of 100 nights", asked),
        "average" => say!("every target holds over all nights together"),
        _ => say!("every target holds over all nights in every report interval"),
    }
}

fn chance_text(promise: &PromiseReport) -> String {
    format!("{:.1} ({:.1}–{:.1})", promise.share * 100.0, promise.low * 100.0, promise.high * 100.0)
}

fn worst(promises: &[PromiseReport]) -> Option<&PromiseReport> {
    promises.iter().min_by(|a, b| (a.low - a.required).total_cmp(&(b.low - b.required)))
}

/// How it was checked, and how much cheaper anything could be.
pub fn how_sure(report: &StaffReport) -> String {
    let checked =
        say!("Checked on {} nights that the search has not seen.", grouped(report.replications as f64, 0));
    let bound = match (report.bound, report.gap) {
        (Some(bound), Some(gap)) => say!(
            " If more agents never make it worse, no roster that holds costs less than {}: at most {} could \
             still be saved.",
            cost(report, bound),
            percent(Some(gap))
        ),
        _ => String::new(),
    };
    checked + &bound
}

fn push_advice(report: &StaffReport, width: usize, out: &mut String) {
    let advice = advice(report);
    if !advice.is_empty() {
        out.push('\n');
    }
    advice.iter().for_each(|line| push_paragraph(line, DOUBTFUL, "", width, out));
}

/// What would have to change if it does not hold.
pub fn advice(report: &StaffReport) -> Vec<String> {
    if report.ending == "holds" {
        return Vec::new();
    }
    let mut short: Vec<&PromiseReport> = report.promises.iter().filter(|promise| !promise.holds).collect();
    short.sort_by(|a, b| (a.low - a.required).total_cmp(&(b.low - b.required)));
    let missed = short.iter().take(5).map(|promise| {
        say!(
            "{}: {} of the {} asked for.",
            promise_name(promise),
            percent_within(promise.share, promise.low, promise.high),
            asked_for(promise.required)
        )
    });
    let mut lines: Vec<String> = missed.collect();
    for target in report.targets.iter().filter(|target| !target.holds()) {
        if let Some(compliance) = target.compliance {
            lines.push(say!(
                "What would have to change: {} asks for {} and gets {}.",
                target.name,
                asked_for(target.at_least),
                percent(Some(compliance.mean))
            ));
        }
    }
    let full: Vec<&str> = (report.roster.iter())
        .filter(|row| row.agents == row.max && row.min < row.max)
        .map(|row| row.name.as_str())
        .collect();
    if !full.is_empty() {
        lines.push(say!("Raise the most of {}, or ask for less.", full.join(", ")));
    } else if report.ending == "impossible" {
        lines
            .push(say!("More agents do not help: shorten replies, add skills or channels, or ask for less."));
    }
    lines
}

/// As people call it.
pub fn promise_name(promise: &PromiseReport) -> String {
    if promise.target.is_none() { say!("all targets together") } else { promise.name.clone() }
}

fn push_roster(report: &StaffReport, width: usize, out: &mut String) {
    let heads = ["ROSTER", "from", "to", "agents", "hours", "pay", "one\nfewer", "one\nmore"];
    let mut table = Table::new(&heads);
    for row in report.roster.iter().filter(|row| row.agents > 0) {
        table.row([
            cell(&row.name),
            cell(&row.from),
            cell(&row.to),
            styled(row.agents.to_string(), BOLD),
            cell(grouped(row.paid_h, 1)),
            cell(grouped(row.wages, 0)),
            changed(report, row.fewer.as_ref()),
            changed(report, row.more.as_ref()),
        ]);
    }
    let total: f64 = report.roster.iter().map(|row| row.wages).sum();
    table.row([
        styled(text("together"), BOLD),
        cell(""),
        cell(""),
        styled(report.agents.to_string(), BOLD),
        cell(grouped(report.paid_h, 1)),
        cell(grouped(total, 0)),
        cell(""),
        cell(share_text(&report.change_from)),
    ]);
    out.push('\n');
    table.render(width, out);
    let nobody = report.roster.iter().filter(|row| row.agents == 0 && row.max > 0).count();
    let mut legend = say!(
        "one fewer, one more: the {} with one agent less and one more on the shift, on {} nights; together: as it is",
        what_changes(report),
        grouped(report.change_replications as f64, 0)
    );
    if nobody > 0 {
        legend += &say!("; nobody on {} other shifts", nobody);
    }
    push_paragraph(&legend, DIM, "", width, out);
}

/// What the changes are told in.
pub fn what_changes(report: &StaffReport) -> String {
    match report.hold {
        "night" => say!("chance that all targets hold"),
        "each" => say!("chance of the target that is worst off"),
        _ => say!("compliance of what is worst off"),
    }
}

fn changed(report: &StaffReport, promise: Option<&PromiseReport>) -> Cell {
    let Some(promise) = promise else { return styled("–", DIM) };
    let style = match promise.share {
        share if share < promise.required => BAD,
        share if share > report.change_from.share => GOOD,
        _ => PLAIN,
    };
    styled(share_text(promise), style)
}

fn share_text(promise: &PromiseReport) -> String {
    format!("{:.1}{}", promise.share * 100.0, percent_sign())
}

/// Every interval that has to hold.
fn push_intervals(report: &StaffReport, width: usize, out: &mut String) {
    let mut table = Table::new(&["INTERVALS", "compliance", "asked for"]);
    for promise in &report.promises {
        let style = if promise.holds { PLAIN } else { BAD };
        table.row([
            cell(&promise.name),
            styled(percent_within(promise.share, promise.low, promise.high), style),
            cell(asked_for(promise.required)),
        ]);
    }
    out.push('\n');
    table.render(width, out);
}

fn push_formulas(report: &StaffReport, width: usize, out: &mut String) {
    if report.formulas.is_empty() {
        return;
    }
    let heads =
        ["BESIDE IT", "agents", "hours", "pay", "promised", "what\nhappens", "nights all\ntargets hold"];
    let mut table = Table::new(&heads);
    let all = |chance: Option<crate::statistics::Interval>| {
        chance.map_or_else(|| "–".to_owned(), |it| format!("{}{}", points(it.value), percent_sign()))
    };
    table.row([
        styled(text("this roster"), BOLD),
        cell(grouped(f64::from(report.agents), 0)),
        cell(grouped(report.paid_h, 1)),
        cell(grouped(report.planned_cost, 0)),
        cell(""),
        cell(""),
        cell(all(report.chance_all_met)),
    ]);
    for target in &report.targets {
        push_promised(
            &mut table,
            &target.name,
            None,
            target.compliance.map(|it| it.mean),
            target.chance_met.map(|it| it.value),
        );
    }
    for formula in &report.formulas {
        table.row([
            styled(formula_name(formula), BOLD),
            cell(grouped(f64::from(formula.agents), 0)),
            cell(grouped(formula.paid_h, 1)),
            cell(grouped(formula.planned_cost, 0)),
            cell(""),
            cell(""),
            cell(all(formula.chance_all_met)),
        ]);
        for target in &formula.targets {
            push_promised(&mut table, &target.name, target.promised, target.compliance, target.chance_met);
        }
    }
    out.push('\n');
    table.render(width, out);
    let legend = text(
        "Erlang staffs every report interval by itself, with the same shifts: promised is what it says of the \
         compliance, what happens is what the same agents do in simulation",
    );
    push_paragraph(&legend, DIM, "", width, out);
}

fn push_promised(
    table: &mut Table,
    name: &str,
    promised: Option<f64>,
    happens: Option<f64>,
    chance: Option<f64>,
) {
    let chance = chance.map_or_else(|| "–".to_owned(), |it| format!("{}{}", points(it), percent_sign()));
    table.row([
        cell(format!("  {name}")),
        cell(""),
        cell(""),
        cell(""),
        cell(promised.map_or_else(String::new, |it| percent(Some(it)))),
        cell(percent(happens)),
        cell(chance),
    ]);
}

/// As people call it.
pub fn formula_name(formula: &FormulaReport) -> &'static str {
    if formula.name == "erlang_a" { "Erlang A" } else { "Erlang C" }
}

fn push_frontier(report: &StaffReport, width: usize, out: &mut String) {
    if report.frontier.len() < 2 {
        return;
    }
    let mut table = Table::new(&["FRONTIER", "agents", "hours", "pay", "what is worst off", "asked for"]);
    for row in &report.frontier {
        let style = if row.worst.share >= row.worst.required { PLAIN } else { BAD };
        table.row([
            cell(promise_name(&row.worst)),
            cell(row.agents.to_string()),
            cell(grouped(row.paid_h, 1)),
            cell(grouped(row.cost, 0)),
            styled(percent_within(row.worst.share, row.worst.low, row.worst.high), style),
            cell(asked_for(row.worst.required)),
        ]);
    }
    out.push('\n');
    table.render(width, out);
    let legend = text("what other budgets buy: of all rosters looked at, those that nothing cheaper matches");
    push_paragraph(&legend, DIM, "", width, out);
}

fn push_binds(report: &StaffReport, width: usize, out: &mut String) {
    if report.binds.is_empty() {
        return;
    }
    out.push('\n');
    push_styled(&text("WHAT BINDS"), BOLD, out);
    out.push('\n');
    for bind in &report.binds {
        line(&bind.name, &sentence(&bind.message), width, out);
    }
}

fn line(name: &dyn Display, message: &dyn Display, width: usize, out: &mut String) {
    push_paragraph(&format!("{name}: {message}"), PLAIN, "", width, out);
}
