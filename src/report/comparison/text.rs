//! The terminal report: the verdict first, then the plans, what each does, and how sure all that is.

use super::model::{AlternativeReport, ComparisonReport};
use super::verdict::{self, chance_cell};
use super::words::{self, signed};
use crate::language::{say, sentence, text};
use crate::report::text::format::{grouped, percent, points};
use crate::report::text::layout::{
    BAD, BOLD, Cell, DIM, DOUBTFUL, GOOD, PLAIN, Table, cell, push_paragraph, push_styled, styled,
};

/// More targets than so many do not fit a line.
const MOST_TARGETS: usize = 4;
/// Of more plans than so many only those are shown that matter.
const MOST_PLANS: usize = 12;

/// The whole report, with colours, in lines of at most `width` columns.
pub fn render(report: &ComparisonReport, width: usize) -> String {
    let mut out = String::new();
    push_paragraph(&report.scenario, BOLD, "", width, &mut out);
    push_paragraph(&subtitle(report), DIM, "", width, &mut out);
    out.push('\n');
    push_paragraph(&verdict::text(report, &report.verdict), BOLD, "", width, &mut out);
    if let Some(hint) = hint(report) {
        push_paragraph(&hint, PLAIN, "", width, &mut out);
    }
    push_plans(report, width, &mut out);
    push_words(report, width, &mut out);
    push_frontier(report, width, &mut out);
    push_levers(report, width, &mut out);
    push_sureness(report, width, &mut out);
    push_warnings(report, width, &mut out);
    out
}

fn subtitle(report: &ComparisonReport) -> String {
    let local = |moment: &str| moment.get(..16).unwrap_or(moment).replace('T', " ");
    let nights = report.alternatives.iter().map(|it| it.nights);
    let (least, most) = (nights.clone().min().unwrap_or(0), nights.max().unwrap_or(0));
    let (least, most) = (grouped(least as f64, 0), grouped(most as f64, 0));
    let nights = if least == most { most } else { say!("{} to {}", least, most) };
    say!(
        "{} plans on the same nights, {} to {}, {} simulated of each, seed {}",
        report.alternatives.len(),
        local(&report.opens),
        local(&report.closes),
        nights,
        report.seed
    )
}

/// What to try where no plan suffices.
fn hint(report: &ComparisonReport) -> Option<String> {
    let untried = report.verdict.certain_enough == Some(false) && report.untried_levers > 0;
    untried.then(|| say!("--all-levers tries every combination of the scenario's levers."))
}

fn push_heading(heading: &str, out: &mut String) {
    out.push('\n');
    push_styled(heading, BOLD, out);
    out.push('\n');
}

fn push_plans(report: &ComparisonReport, width: usize, out: &mut String) {
    let targets = &report.alternatives[0].targets;
    let shown = if targets.len() <= MOST_TARGETS { &targets[..] } else { &[] };
    let mut heads = vec![say!("PLANS")];
    if !targets.is_empty() {
        heads.push(say!("of 100 nights\nkeep all targets"));
    }
    for target in shown {
        let asked = percent(Some(target.at_least)).replace(".0 %", " %");
        heads.push(format!("{}\n≥ {asked}", shortened(&target.name)));
    }
    if report.alternatives[0].satisfaction.is_some() {
        heads.push(say!("score\n1–5"));
    }
    heads.push(say!("cost a night\n{}", report.currency));
    let mut table = Table::under(heads);
    let plans: Vec<&AlternativeReport> =
        report.alternatives.iter().filter(|it| matters(report, it)).collect();
    for plan in &plans {
        table.row(row(report, plan, shown.len()));
    }
    out.push('\n');
    table.render(width, out);
    let others = report.alternatives.len() - plans.len();
    if others > 0 {
        let said = say!(
            "{} more combinations cost more and achieve less than one of these; all are in the results.",
            others
        );
        push_paragraph(&said, DIM, "", width, out);
    }
}

/// Of very many plans the base, single levers, those of the verdict and those on the frontier.
fn matters(report: &ComparisonReport, plan: &AlternativeReport) -> bool {
    report.alternatives.len() <= MOST_PLANS
        || plan.kind != "plan"
        || plan.levers.len() == 1
        || stands_out(report, plan)
}

fn stands_out(report: &ComparisonReport, plan: &AlternativeReport) -> bool {
    report.verdict.names.contains(&plan.name) || report.frontier.iter().any(|it| it.name == plan.name)
}

/// Names of targets that are too long for a column.
fn shortened(name: &str) -> String {
    crate::report::text::layout::shorten(name, 10)
}

fn row(report: &ComparisonReport, plan: &AlternativeReport, targets: usize) -> Vec<Cell> {
    let is_named = report.verdict.kind == "best" && report.verdict.names.contains(&plan.name);
    let name = if plan.kind == "base" { say!("{} (base)", plan.name) } else { plan.name.clone() };
    let mut cells = vec![styled(name, if is_named { BOLD } else { PLAIN })];
    if !plan.targets.is_empty() {
        cells.push(styled(chance_cell(plan), chance_style(report, plan)));
    }
    for target in &plan.targets[..targets] {
        let mean = target.compliance.map(|it| it.mean);
        let missed = mean.is_some_and(|mean| mean < target.at_least);
        cells.push(styled(percent(mean), if missed { BAD } else { PLAIN }));
    }
    if report.alternatives[0].satisfaction.is_some() {
        cells.push(cell(plan.satisfaction.map_or_else(|| "–".to_owned(), |it| grouped(it.value, 2))));
    }
    cells.push(cell(cost(report, plan)));
    cells
}

/// Of the base what it costs; of the others how much more or less, as that is known better.
fn cost(report: &ComparisonReport, plan: &AlternativeReport) -> String {
    let base = report.alternatives[0].cost.map(|it| it.value);
    let decimals = usize::from(base.is_some_and(|cost| cost.abs() < 10.0));
    match plan.differences.iter().find(|it| it.name == "cost") {
        Some(difference) => signed(difference.value, decimals),
        None => {
            base.filter(|_| plan.kind == "base").map_or_else(|| "–".to_owned(), |it| grouped(it, decimals))
        }
    }
}

/// Green where it suffices, red below even odds.
fn chance_style(report: &ComparisonReport, plan: &AlternativeReport) -> anstyle::Style {
    let asked = report.rule.certainty.unwrap_or(0.95);
    match plan.chance_all_met.map(|it| it.value) {
        Some(value) if value >= asked => GOOD,
        Some(value) if value < 0.5 => BAD,
        Some(_) => DOUBTFUL,
        None => DIM,
    }
}

/// Of very many plans those that stand out.
fn push_words(report: &ComparisonReport, width: usize, out: &mut String) {
    let Some(base) = report.alternatives.first() else { return };
    push_heading(&say!("AGAINST {}, on the same nights", base.name), out);
    let few = report.alternatives.len() <= MOST_PLANS;
    let plans = report.alternatives.iter().enumerate().skip(1);
    for (index, plan) in plans.filter(|(_, it)| few || stands_out(report, it)) {
        push_styled(&plan.name, BOLD, out);
        out.push('\n');
        push_paragraph(&words::differences(report, index), PLAIN, "  ", width, out);
    }
}

fn push_frontier(report: &ComparisonReport, width: usize, out: &mut String) {
    // Of two or three plans everybody sees it in the table above.
    if report.alternatives.len() <= 3 || report.frontier.len() < 2 {
        return;
    }
    let what = match &report.rule.target {
        Some(target) => format!("{target}\n"),
        None => say!("of 100 nights\nkeep all targets"),
    };
    let mut table = Table::under(vec![say!("FRONTIER"), say!("cost a night\n{}", report.currency), what]);
    for plan in &report.frontier {
        let buys = match report.rule.target {
            Some(_) => percent(Some(plan.buys)),
            None => points(plan.buys),
        };
        table.row([cell(&plan.name), cell(grouped(plan.cost, 0)), cell(buys)]);
    }
    out.push('\n');
    table.render(width, out);
    push_paragraph(
        &text("Every other plan costs more and achieves less than one of these."),
        DIM,
        "",
        width,
        out,
    );
}

fn push_levers(report: &ComparisonReport, width: usize, out: &mut String) {
    if report.levers.is_empty() && report.left_out.is_empty() {
        return;
    }
    push_heading(&text("LEVERS"), out);
    for lever in &report.levers {
        push_paragraph(&format!("{}: {}", lever.name, lever.title), PLAIN, "", width, out);
    }
    if !report.left_out.is_empty() {
        let names: Vec<String> = report.left_out.iter().map(|it| it.name.clone()).collect();
        let said = say!(
            "Not combined: {}. Tried alone and on top of all others, they moved the least.",
            words::and(&names)
        );
        push_paragraph(&said, PLAIN, "", width, out);
    }
}

fn push_sureness(report: &ComparisonReport, width: usize, out: &mut String) {
    push_heading(&text("HOW SURE THIS IS"), out);
    let together = points(report.confidence);
    let zone = &report.rule.indifference;
    let said = say!(
        "All plans meet the same customers. The differences from the base hold all together with {} % \
         certainty (each with {} %). The choice is right with {} % certainty, or off by too little to \
         matter: {} nights of 100, {} of compliance, or {} {} a night. Plans that cannot win were not \
         simulated any further. What stands in brackets in the table is the 95 % interval of that figure alone.",
        together,
        format!("{:.2}", 100.0 * report.each_confidence),
        together,
        trimmed(100.0 * zone.chance),
        in_points(100.0 * zone.compliance),
        grouped(zone.cost, usize::from(zone.cost < 10.0)),
        report.currency
    );
    push_paragraph(&said, DIM, "", width, out);
}

fn in_points(value: f64) -> String {
    match value == 1.0 {
        true => say!("{} point", trimmed(value)),
        false => say!("{} points", trimmed(value)),
    }
}

fn trimmed(value: f64) -> String {
    format!("{value:.2}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn push_warnings(report: &ComparisonReport, width: usize, out: &mut String) {
    if report.warnings.is_empty() {
        return;
    }
    push_heading(&text("WARNINGS"), out);
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
