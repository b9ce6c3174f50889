//! Which plan is best, in words a manager can act on; no winner where the nights do not carry one.

use super::model::{AlternativeReport, ComparisonReport, Verdict};
use super::words::{self, and, range};
use crate::comparison::{Conclusion, Criterion};
use crate::report::text::format::{chance, grouped, percent, points};
use crate::statistics::Interval;

/// Until it is known.
pub fn empty() -> Verdict {
    Verdict {
        kind: "undecided",
        names: Vec::new(),
        runner_up: None,
        cheaper: None,
        certain_enough: None,
        text: String::new(),
    }
}

/// The verdict of a report whose alternatives are complete.
pub fn of(report: &ComparisonReport, conclusion: &Conclusion, deciding: Criterion) -> Verdict {
    let (kind, plans) = match conclusion {
        Conclusion::Best(plan) => ("best", vec![*plan]),
        Conclusion::Alike(plans) => ("alike", plans.clone()),
        Conclusion::Open(plans) => ("undecided", plans.clone()),
    };
    let named: Vec<&AlternativeReport> = plans.iter().map(|&plan| &report.alternatives[plan]).collect();
    let text = match conclusion {
        Conclusion::Best(_) => best(report, named[0], deciding),
        Conclusion::Alike(_) => alike(report, &named, deciding),
        Conclusion::Open(_) => open(report, &named),
    };
    let names = named.iter().map(|it| it.name.clone()).collect();
    let Verdict { runner_up, cheaper, .. } = report.verdict.clone();
    Verdict { kind, names, runner_up, cheaper, certain_enough: None, text }
}

/// `95`, of a certainty.
fn certainty(report: &ComparisonReport) -> Option<String> {
    report.rule.certainty.map(|certainty| grouped(100.0 * certainty, usize::from(certainty > 0.99)))
}

/// True where the rule asks for a certainty and no plan has it.
fn none_suffices(report: &ComparisonReport, deciding: Criterion) -> bool {
    report.rule.certainty.is_some() && deciding == Criterion::AllMet
}

fn best(report: &ComparisonReport, plan: &AlternativeReport, deciding: Criterion) -> String {
    let name = &plan.name;
    let base = if plan.kind == "base" { String::new() } else { as_it_stands(report) };
    let lead = match (report.rule.by, none_suffices(report, deciding)) {
        (_, true) => {
            let asked = certainty(report).unwrap_or_default();
            format!(
                "No plan keeps all targets in {asked} of 100 nights. The best chance has {name}: {} of 100{base}.",
                nights(plan)
            )
        }
        ("least_cost", false) => {
            let asked = certainty(report).unwrap_or_default();
            let rivals = report.alternatives.iter().filter(|it| it.chance_suffices == Some(true)).count();
            let why = match rivals {
                1 => format!("It alone keeps all targets in {asked} of 100 nights"),
                _ => format!(
                    "Of the {rivals} plans that keep all targets in {asked} of 100 nights it costs least"
                ),
            };
            format!("Best: {name}. {why}: {} of 100{base}.", nights(plan))
        }
        ("cost", _) => format!("Least cost: {name}."),
        ("satisfaction", _) => {
            let score = plan.satisfaction.map_or_else(|| "–".to_owned(), |it| grouped(it.value, 2));
            format!("Best for satisfaction: {name}, {score} of scores from 1 to 5.")
        }
        ("chance", _) => {
            format!("Best chance: {name} keeps all targets in {} of 100 nights{base}.", nights(plan))
        }
        _ => {
            let target = report.rule.target.as_deref().unwrap_or_default();
            format!("Best for {target}: {name}, {}.", compliance(plan, target))
        }
    };
    let more =
        [cost(report, plan), ahead(report, deciding)].into_iter().flatten().collect::<Vec<_>>().join(" and ");
    let said = if more.is_empty() { lead } else { format!("{lead} It {more}.") };
    match cheaper(report) {
        Some(cheaper) => format!("{said} {cheaper}"),
        None => said,
    }
}

/// `For 2,940 to 3,030 CNY a night less, sour-text keeps them in 74 (71–77).`
fn cheaper(report: &ComparisonReport) -> Option<String> {
    let cheaper = report.verdict.cheaper.as_ref()?;
    let plan = report.alternatives.iter().find(|it| it.name == cheaper.name)?;
    let Interval { low, high, .. } = cheaper.difference;
    let by = range(low, high, usize::from(high < 10.0));
    Some(format!("For {by} {} a night less, {} keeps them in {}.", report.currency, plan.name, nights(plan)))
}

/// `is ahead of sour-text by 3 to 9 nights of 100`
fn ahead(report: &ComparisonReport, deciding: Criterion) -> Option<String> {
    let runner_up = report.verdict.runner_up.as_ref()?;
    let Interval { low, high, .. } = runner_up.difference;
    let by = match deciding {
        Criterion::AllMet => format!("{} nights of 100", range(100.0 * low, 100.0 * high, 0)),
        Criterion::Compliance(_) => format!("{} points", range(100.0 * low, 100.0 * high, 1)),
        Criterion::Satisfaction => range(low, high, 2),
        Criterion::Cost => {
            let by = range(low, high, usize::from(low.abs().max(high.abs()) < 10.0));
            return Some(format!("costs {by} {} a night less than {}", report.currency, runner_up.name));
        }
    };
    Some(format!("is ahead of {} by {by}", runner_up.name))
}

/// `saves 255 to 264 CNY a night against the base`, or what the base costs.
fn cost(report: &ComparisonReport, plan: &AlternativeReport) -> Option<String> {
    match plan.kind {
        "base" => {
            let cost = plan.cost?.value;
            let decimals = usize::from(cost.abs() < 10.0);
            Some(format!("costs {} {} a night", grouped(cost, decimals), report.currency))
        }
        _ => {
            let said = words::cost(report, plan)?;
            let than = if said.ends_with("more") { "than" } else { "against" };
            Some(format!("{said} {than} {}", report.alternatives[0].name))
        }
    }
}

/// `, against 11 as it stands`
fn as_it_stands(report: &ComparisonReport) -> String {
    let base = report.alternatives[0].chance_all_met;
    base.map_or_else(String::new, |it| format!(", against {} as it stands", points(it.value)))
}

fn alike(report: &ComparisonReport, plans: &[&AlternativeReport], deciding: Criterion) -> String {
    let names: Vec<String> = plans.iter().map(|it| it.name.clone()).collect();
    let names = and(&names);
    let what = match deciding {
        Criterion::AllMet => "in the chance of meeting all targets",
        Criterion::Cost => "in cost",
        Criterion::Compliance(_) => "in compliance",
        Criterion::Satisfaction => "in satisfaction",
    };
    let zone = zone(report, deciding);
    let lead = match (report.rule.by, none_suffices(report, deciding)) {
        (_, true) => {
            let asked = certainty(report).unwrap_or_default();
            format!("No plan keeps all targets in {asked} of 100 nights. ")
        }
        ("least_cost", false) => {
            let asked = certainty(report).unwrap_or_default();
            format!(
                "All targets hold in {asked} of 100 nights with any of these, and none is cheaper by more than chance. "
            )
        }
        _ => String::new(),
    };
    format!("{lead}No winner: between {names} no difference {what} is seen that matters (more than {zone}).")
}

fn zone(report: &ComparisonReport, deciding: Criterion) -> String {
    let zone = &report.rule.indifference;
    match deciding {
        Criterion::AllMet => {
            format!("{} nights of 100", grouped(100.0 * zone.chance, usize::from(zone.chance < 0.01)))
        }
        Criterion::Cost => {
            format!("{} {} a night", grouped(zone.cost, usize::from(zone.cost < 10.0)), report.currency)
        }
        Criterion::Compliance(_) => format!("{} points", grouped(100.0 * zone.compliance, 1)),
        Criterion::Satisfaction => format!("{} of scores from 1 to 5", grouped(zone.satisfaction, 2)),
    }
}

fn open(report: &ComparisonReport, plans: &[&AlternativeReport]) -> String {
    let names: Vec<String> = plans.iter().map(|it| it.name.clone()).collect();
    let nights = grouped(plans.iter().map(|it| it.nights).max().unwrap_or(0) as f64, 0);
    let asked = match certainty(report) {
        Some(asked) => {
            let unsettled: Vec<String> = plans
                .iter()
                .filter(|it| it.chance_suffices.is_none())
                .map(|it| format!("{} ({} of 100)", it.name, chance_range(it)))
                .collect();
            match unsettled.is_empty() {
                true => String::new(),
                false => format!(
                    " Whether all targets hold in {asked} of 100 nights is open for {}.",
                    and(&unsettled)
                ),
            }
        }
        None => String::new(),
    };
    format!("No winner yet: {nights} nights do not tell which of {} is best.{asked}", and(&names))
}

fn nights(plan: &AlternativeReport) -> String {
    plan.chance_all_met
        .map_or_else(|| "–".to_owned(), |it| format!("{} ({})", points(it.value), chance_range(plan)))
}

fn chance_range(plan: &AlternativeReport) -> String {
    plan.chance_all_met.map_or_else(|| "–".to_owned(), |it| format!("{}–{}", points(it.low), points(it.high)))
}

fn compliance(plan: &AlternativeReport, target: &str) -> String {
    let compliance = plan.targets.iter().find(|it| it.name == target).and_then(|it| it.compliance);
    percent(compliance.map(|it| it.mean))
}

/// The chance of meeting all targets, for a table.
pub fn chance_cell(plan: &AlternativeReport) -> String {
    chance(plan.chance_all_met).replace(" %", "")
}
