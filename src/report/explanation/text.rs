//! What went wrong, in words and a table for each target.

use super::model::{CauseReport, Explanation, HourReport, RemedyReport, TargetExplanation};
use crate::language::{say, sentence, text};
use crate::report::comparison::{and, range, signed};
use crate::report::text::format::{amount, grouped, points};
use crate::report::text::layout::{BOLD, DIM, GOOD, PLAIN, Table, cell, push_paragraph, push_styled};
use crate::statistics::Interval;

/// Stretches of time that are told.
const HOURS: usize = 3;

/// Adds what went wrong and what would mend it; amounts are in `currency`.
pub fn push(explanation: &Explanation, currency: &str, width: usize, out: &mut String) {
    heading(&text("WHAT WENT WRONG"), out);
    push_paragraph(&lead(explanation), PLAIN, "", width, out);
    for target in &explanation.targets {
        out.push('\n');
        push_target(target, width, out);
    }
    out.push('\n');
    push_paragraph(&how_to_read(), DIM, "", width, out);
    push_remedies(explanation, currency, width, out);
}

/// What a share of the misses is.
pub fn how_to_read() -> String {
    say!(
        "Share: the cause's part of the misses; the shares add up (Shapley). Alone: the misses that go \
                if only this cause goes; these overlap. Below nothing: there would be more. In brackets: 95 % intervals over nights."
    )
}

fn heading(heading: &str, out: &mut String) {
    out.push('\n');
    push_styled(heading, BOLD, out);
    out.push('\n');
}

/// How many nights were looked at again.
pub fn lead(explanation: &Explanation) -> String {
    let bad = grouped(explanation.bad_nights as f64, 0);
    let again = match explanation.looked_at == explanation.bad_nights {
        true => say!("They were"),
        false => say!("The first {} of them were", explanation.looked_at),
    };
    say!(
        "{} nights miss a target. {} simulated again, with the same customers, and one cause after \
         another taken away.",
        bad,
        again
    )
}

/// The causes, the greatest share first.
pub fn causes(target: &TargetExplanation) -> Vec<&CauseReport> {
    let mut causes: Vec<&CauseReport> = target.causes.iter().collect();
    causes.sort_by(|a, b| value(b.share).total_cmp(&value(a.share)));
    causes
}

/// `Missed on 44 of them: 31 misses a night.`
pub fn missed(target: &TargetExplanation) -> String {
    say!("Missed on {} of them: {} misses a night.", target.nights, amount(target.misses_per_night))
}

/// `phone, missed on 44 of them: 31 misses a night`
fn head(target: &TargetExplanation) -> String {
    say!(
        "{}, missed on {} of them: {} misses a night",
        target.name,
        target.nights,
        amount(target.misses_per_night)
    )
}

fn push_target(target: &TargetExplanation, width: usize, out: &mut String) {
    push_paragraph(&head(target), BOLD, "", width, out);
    let mut table = Table::under(vec![String::new(), say!("share"), say!("alone")]);
    for cause in causes(target) {
        table.row([
            cell(format!("  {}", spoken(cause.name))),
            cell(percent(cause.share)),
            cell(percent(cause.alone)),
        ]);
    }
    table.row([
        cell(format!("  {}", text("all of these together"))),
        cell(percent(target.together)),
        cell(""),
    ]);
    table.render(width, out);
    if let Some(hours) = hours(&target.hours) {
        push_paragraph(&hours, PLAIN, "  ", width, out);
    }
}

fn value(share: Option<Interval>) -> f64 {
    share.map_or(f64::NEG_INFINITY, |share| share.value)
}

/// `61 % (58–64)`
pub fn percent(share: Option<Interval>) -> String {
    let whole = |share: f64| signed(100.0 * share, 0).replace('+', "");
    share.map_or_else(
        || "–".to_owned(),
        |it| say!("{} % ({} to {})", whole(it.value), whole(it.low), whole(it.high)),
    )
}

/// A cause in words.
pub fn spoken(cause: &str) -> String {
    match cause {
        "agents" => say!("too few agents"),
        "skills" => say!("not every team takes everything"),
        "breaks" => say!("breaks, absence, ends of shifts"),
        "concurrency" => say!("changing between conversations"),
        "parties" => say!("parties that keep cases waiting"),
        _ => say!("more customers than forecast"),
    }
}

/// `Enough agents in one stretch only would avoid: at 22:00–23:00 82 % (of seniors alone) and at …`
pub fn hours(hours: &[HourReport]) -> Option<String> {
    let seen = hours.iter().filter(|hour| hour.share.low > 0.0).take(HOURS);
    let said: Vec<String> =
        seen.map(|hour| say!("at {} {} %{}", hour.name, points(hour.share.value), of_team(hour))).collect();
    (!said.is_empty()).then(|| say!("Enough agents in one stretch only would avoid: {}.", and(&said)))
}

/// Which teams do nearly as much alone as all together, if not every one does.
fn of_team(hour: &HourReport) -> String {
    const NEARLY: f64 = 0.9;
    let enough: Vec<String> = hour
        .teams
        .iter()
        .filter(|team| team.share.value >= NEARLY * hour.share.value)
        .map(|team| team.name.clone())
        .collect();
    match enough.len() {
        0 => String::new(),
        all if all == hour.teams.len() => say!(" (of any team)"),
        _ => say!(" (of {} alone)", enough.join(&text(" or "))),
    }
}

fn push_remedies(explanation: &Explanation, currency: &str, width: usize, out: &mut String) {
    heading(&text("WHAT WOULD MEND IT"), out);
    push_paragraph(&remedies_lead(explanation), PLAIN, "", width, out);
    for remedy in &explanation.remedies {
        push_paragraph(&remedy.name, if remedy.mends { GOOD } else { PLAIN }, "", width, out);
        if remedy.title != remedy.name {
            push_paragraph(&title(remedy), DIM, "  ", width, out);
        }
        push_paragraph(&effect(remedy, currency), PLAIN, "  ", width, out);
    }
    if !explanation.remedies.is_empty() {
        push_paragraph(&remedies_note(explanation), DIM, "", width, out);
    }
}

/// What was tried, and whether anything mends it.
pub fn remedies_lead(explanation: &Explanation) -> String {
    let nights = grouped(explanation.remedy_nights as f64, 0);
    let asked = points(explanation.certainty);
    let mending = explanation.remedies.iter().filter(|remedy| remedy.mends).count();
    match (explanation.remedies.len(), mending) {
        (0, _) => say!("No lever and no single agent more helps by more than chance ({} nights).", nights),
        (_, 0) => say!(
            "Nothing tried keeps all targets in {} of 100 nights ({} nights). What helps most:",
            asked,
            nights
        ),
        (all, some) if all == some => {
            say!("The cheapest that keep all targets in {} of 100 nights, tried on {}:", asked, nights)
        }
        _ => say!(
            "The cheapest that keep all targets in {} of 100 nights, then what helps most, tried on {}:",
            asked,
            nights
        ),
    }
}

/// How sure the ranges are.
pub fn remedies_note(explanation: &Explanation) -> String {
    let together = points(explanation.remedy_confidence);
    say!("These ranges hold all together with {} % certainty. More with nightdesk compare.", together)
}

/// What a remedy is, in words: titles of levers as the file has them.
pub fn title(remedy: &RemedyReport) -> String {
    let titles: Vec<_> = remedy.title.split("; ").map(sentence).collect();
    titles.join(&text("; "))
}

/// `All targets then hold in 97 of 100 nights, 84 to 88 more; phone +17.8 to +20.7 points; costs … more.`
fn effect(remedy: &RemedyReport, currency: &str) -> String {
    let gained = remedy.chance_gained;
    let more = match gained.low > 0.0 {
        true => say!(", {} more", range(100.0 * gained.low, 100.0 * gained.high, 0)),
        false => String::new(),
    };
    let mut said =
        vec![say!("all targets then hold in {} of 100 nights{}", points(remedy.chance_all_met.value), more)];
    said.extend(gains(remedy));
    said.push(cost(remedy.cost, currency));
    let mut said = said.join(&text("; "));
    if let Some(first) = said.get(..1).map(str::to_uppercase) {
        said.replace_range(..1, &first);
    }
    said + &text(".")
}

/// `76 to 90 more nights of 100`, if more are seen.
pub fn more_nights(remedy: &RemedyReport) -> Option<String> {
    let gained = remedy.chance_gained;
    (gained.low > 0.0)
        .then(|| say!("{} more nights of 100", range(100.0 * gained.low, 100.0 * gained.high, 0)))
}

/// `phone +17.8 to +20.7 points`, of every target on which a difference is seen.
pub fn gains(remedy: &RemedyReport) -> Vec<String> {
    let seen = remedy.targets.iter().filter(|target| target.gained.low > 0.0 || target.gained.high < 0.0);
    seen.map(|target| {
        let (low, high) = (100.0 * target.gained.low, 100.0 * target.gained.high);
        say!("{} {} to {} points", target.name, signed(low, 1), signed(high, 1))
    })
    .collect()
}

/// What it costs more or less a night.
pub fn cost(cost: Interval, currency: &str) -> String {
    let decimals = usize::from(cost.low.abs().max(cost.high.abs()) < 10.0);
    match (cost.low > 0.0, cost.high < 0.0) {
        (true, _) => say!("costs {} {} a night more", range(cost.low, cost.high, decimals), currency),
        (_, true) => say!("saves {} {} a night", range(cost.low, cost.high, decimals), currency),
        _ => say!(
            "costs {} to {} {} a night",
            signed(cost.low, decimals),
            signed(cost.high, decimals),
            currency
        ),
    }
}
