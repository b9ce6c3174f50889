//! Which plan is best, in words a manager can act on; no winner where the nights do not carry one.

use super::model::{AlternativeReport, ComparisonReport, Verdict};
use super::words::{self, and, range};
use crate::comparison::{Conclusion, Criterion};
use crate::language::{say, text as known};
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
        deciding: Criterion::AllMet,
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
    let names = named.iter().map(|it| it.name.clone()).collect();
    let mut verdict = Verdict { kind, names, deciding, ..report.verdict.clone() };
    verdict.text = text(report, &verdict);
    verdict
}

/// A verdict in words, in the language that is being written in.
pub fn text(report: &ComparisonReport, verdict: &Verdict) -> String {
    let found = |name: &String| report.alternatives.iter().find(|it| it.name == *name);
    let named: Vec<&AlternativeReport> = verdict.names.iter().filter_map(found).collect();
    match (verdict.kind, &named[..]) {
        ("best", [plan]) => best(report, plan, verdict.deciding),
        ("alike", _) => alike(report, &named, verdict.deciding),
        _ => open(report, &named),
    }
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
            say!(
                "No plan keeps all targets in {} of 100 nights. The best chance has {}: {} of 100{}.",
                asked,
                name,
                nights(plan),
                base
            )
        }
        ("least_cost", false) => {
            let asked = certainty(report).unwrap_or_default();
            let rivals = report.alternatives.iter().filter(|it| it.chance_suffices == Some(true)).count();
            let why = match rivals {
                1 => say!("It alone keeps all targets in {} of 100 nights", asked),
                _ => say!(
                    "Of the {} plans that keep all targets in {} of 100 nights it costs least",
                    rivals,
                    asked
                ),
            };
            say!("Best: {}. {}: {} of 100{}.", name, why, nights(plan), base)
        }
        ("cost", _) => say!("Least cost: {}.", name),
        ("satisfaction", _) => {
            let score = plan.satisfaction.map_or_else(|| "–".to_owned(), |it| grouped(it.value, 2));
            say!("Best for satisfaction: {}, {} of scores from 1 to 5.", name, score)
        }
        ("chance", _) => {
            say!("Best chance: {} keeps all targets in {} of 100 nights{}.", name, nights(plan), base)
        }
        _ => {
            let target = report.rule.target.as_deref().unwrap_or_default();
            say!("Best for {}: {}, {}.", target, name, compliance(plan, target))
        }
    };
    let more = [cost(report, plan), ahead(report, deciding)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(&known(" and "));
    let said = if more.is_empty() { lead } else { say!("{} It {}.", lead, more) };
    match cheaper(report) {
        Some(cheaper) => say!("{} {}", said, cheaper),
        None => said,
    }
}

/// `For 2,940 to 3,030 CNY a night less, sour-text keeps them in 74 (71–77).`
fn cheaper(report: &ComparisonReport) -> Option<String> {
    let cheaper = report.verdict.cheaper.as_ref()?;
    let plan = report.alternatives.iter().find(|it| it.name == cheaper.name)?;
    let Interval { low, high, .. } = cheaper.difference;
    let by = range(low, high, usize::from(high < 10.0));
    Some(say!("For {} {} a night less, {} keeps them in {}.", by, report.currency, plan.name, nights(plan)))
}

/// `is ahead of sour-text by 3 to 9 nights of 100`
fn ahead(report: &ComparisonReport, deciding: Criterion) -> Option<String> {
    let runner_up = report.verdict.runner_up.as_ref()?;
    let Interval { low, high, .. } = runner_up.difference;
    let by = match deciding {
        Criterion::AllMet => say!("{} nights of 100", range(100.0 * low, 100.0 * high, 0)),
        Criterion::Compliance(_) => say!("{} points", range(100.0 * low, 100.0 * high, 1)),
        Criterion::Satisfaction => range(low, high, 2),
        Criterion::Cost => {
            let by = range(low, high, usize::from(low.abs().max(high.abs()) < 10.0));
            return Some(say!("costs {} {} a night less than {}", by, report.currency, runner_up.name));
        }
    };
    Some(say!("is ahead of {} by {}", runner_up.name, by))
}

/// `saves 255 to 264 CNY a night against the base`, or what the base costs.
fn cost(report: &ComparisonReport, plan: &AlternativeReport) -> Option<String> {
    match plan.kind {
        "base" => {
            let cost = plan.cost?.value;
            let decimals = usize::from(cost.abs() < 10.0);
            Some(say!("costs {} {} a night", grouped(cost, decimals), report.currency))
        }
        _ => words::cost_against(report, plan, Some(&report.alternatives[0].name)),
    }
}

/// `, against 11 as it stands`
fn as_it_stands(report: &ComparisonReport) -> String {
    let base = report.alternatives[0].chance_all_met;
    base.map_or_else(String::new, |it| say!(", against {} as it stands", points(it.value)))
}

fn alike(report: &ComparisonReport, plans: &[&AlternativeReport], deciding: Criterion) -> String {
    let names: Vec<String> = plans.iter().map(|it| it.name.clone()).collect();
    let names = and(&names);
    let what = match deciding {
        Criterion::AllMet => say!("in the chance of meeting all targets"),
        Criterion::Cost => say!("in cost"),
        Criterion::Compliance(_) => say!("in compliance"),
        Criterion::Satisfaction => say!("in satisfaction"),
    };
    let zone = zone(report, deciding);
    let lead = match (report.rule.by, none_suffices(report, deciding)) {
        (_, true) => {
            let asked = certainty(report).unwrap_or_default();
            say!("No plan keeps all targets in {} of 100 nights. ", asked)
        }
        ("least_cost", false) => {
            let asked = certainty(report).unwrap_or_default();
            say!(
                "All targets hold in {} of 100 nights with any of these, and none is cheaper by more than chance. ",
                asked
            )
        }
        _ => String::new(),
    };
    say!(
        "{}No winner: between {} no difference {} is seen that matters (more than {}).",
        lead,
        names,
        what,
        zone
    )
}

fn zone(report: &ComparisonReport, deciding: Criterion) -> String {
    let zone = &report.rule.indifference;
    match deciding {
        Criterion::AllMet => {
            say!("{} nights of 100", grouped(100.0 * zone.chance, usize::from(zone.chance < 0.01)))
        }
        Criterion::Cost => {
            say!("{} {} a night", grouped(zone.cost, usize::from(zone.cost < 10.0)), report.currency)
        }
        Criterion::Compliance(_) => say!("{} points", grouped(100.0 * zone.compliance, 1)),
        Criterion::Satisfaction => say!("{} of scores from 1 to 5", grouped(zone.satisfaction, 2)),
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
                .map(|it| say!("{} ({} of 100)", it.name, chance_range(it)))
                .collect();
            match unsettled.is_empty() {
                true => String::new(),
                false => say!(
                    " Whether all targets hold in {} of 100 nights is open for {}.",
                    asked,
                    and(&unsettled)
                ),
            }
        }
        None => String::new(),
    };
    say!("No winner yet: {} nights do not tell which of {} is best.{}", nights, and(&names), asked)
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
