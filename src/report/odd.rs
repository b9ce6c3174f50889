//! What is legal but odd, as only the outlook of a plan shows it.

use super::Warning;
use super::text::format::{amount, percent};
use crate::scenario::Scenario;
use crate::simulation::outlook::{Outlook, SourceOutlook, Uncovered};
use crate::simulation::plan::Plan;
use crate::units::{Span, Time};
use jiff::{SignedDuration, Zoned};
use std::collections::BTreeMap;

/// A channel and the stretches of time in which somebody is missing.
type Gap = (u8, Vec<(Time, Time)>);

/// The warnings of an outlook beyond those that are `known` already. Who is on duty says something only
/// where all agents are planned.
pub fn odd(
    scenario: &Scenario,
    plan: &Plan,
    outlook: &Outlook,
    planned: bool,
    known: &[Warning],
) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = outlook
        .sources
        .iter()
        .filter(|source| source.mostly_elsewhere)
        .map(|it| elsewhere(plan, it))
        .collect();
    if planned {
        warnings.extend(uncovered(scenario, plan, outlook));
    }
    let is_known = |name: &str| known.iter().any(|warning| warning.name.starts_with(name));
    for target in outlook.never_counted.iter().map(|&index| &plan.targets[index]) {
        let name = format!("target.{}", target.name);
        if !is_known(&name) {
            let message = "never counts: no case that is expected has its channels, inquiries and tiers";
            warnings.push(Warning { name, message: message.to_owned() });
        }
    }
    warnings
}

fn elsewhere(plan: &Plan, source: &SourceOutlook) -> Warning {
    let outside = percent(Some(source.outside));
    let (missed, cases) = (amount(source.cases - source.tonight), amount(source.cases));
    let inquiry = &plan.inquiries[usize::from(source.inquiry)].name;
    let message = format!("{outside} of {} come before or after the night: {missed} of {cases}", source.name);
    Warning { name: format!("inquiry.{inquiry}"), message }
}

/// One warning for all inquiries of a channel that have the same gaps.
fn uncovered(scenario: &Scenario, plan: &Plan, outlook: &Outlook) -> Vec<Warning> {
    let mut by_inquiry: BTreeMap<(u16, u8), Vec<(Time, Time)>> = BTreeMap::new();
    for &Uncovered { inquiry, channel, from, to } in &outlook.uncovered {
        if outlook.inquiries[usize::from(inquiry)].tonight > 0.0 {
            by_inquiry.entry((inquiry, channel)).or_default().push((from, to));
        }
    }
    let mut gaps: BTreeMap<Gap, Vec<&str>> = BTreeMap::new();
    for ((inquiry, channel), times) in by_inquiry {
        gaps.entry((channel, times)).or_default().push(&plan.inquiries[usize::from(inquiry)].name);
    }
    let clock = Clock::of(scenario, plan);
    let warning = |((channel, times), inquiries): (&Gap, &Vec<&str>)| {
        let stretches: Vec<String> =
            times.iter().map(|(from, to)| format!("{} to {}", clock.show(*from), clock.show(*to))).collect();
        let message = format!("nobody on duty takes {} from {}", inquiries.join(", "), first_few(&stretches));
        Warning { name: format!("channel.{}", plan.channels[usize::from(*channel)].name), message }
    };
    gaps.iter().map(warning).collect()
}

/// Not every day of a long horizon.
fn first_few(stretches: &[String]) -> String {
    const FEW: usize = 4;
    let shown = stretches[..stretches.len().min(FEW)].join(", ");
    match stretches.len().saturating_sub(FEW) {
        0 => shown,
        more => format!("{shown} and {more} times more"),
    }
}

/// Local clock times.
pub(super) struct Clock {
    opens: Zoned,
    format: &'static str,
}

impl Clock {
    /// Of a scenario's night: with month and day if it is longer than a day.
    pub(super) fn of(scenario: &Scenario, plan: &Plan) -> Clock {
        let opens = scenario.time_zone.to_ambiguous_zoned(scenario.opens).compatible();
        let longer_than_a_day = plan.closes.seconds() > 86_400.0;
        Clock {
            // Opening times are checked when a scenario is read; what cannot be shown is shown in UTC.
            opens: opens.unwrap_or_default(),
            format: if longer_than_a_day { "%m-%d %H:%M" } else { "%H:%M" },
        }
    }

    /// The local time `span` after the opening.
    pub(super) fn after(&self, span: Span) -> Zoned {
        let after = self.opens.checked_add(SignedDuration::from_micros(span.0));
        after.unwrap_or_else(|_| self.opens.clone())
    }

    /// As people read it.
    pub(super) fn show(&self, at: Time) -> String {
        self.after(at - Time::OPENING).strftime(self.format).to_string()
    }
}
