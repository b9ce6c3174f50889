//! What differs, in words: only what the intervals carry.

use super::model::{AlternativeReport, ComparisonReport, Difference};
use crate::report::text::format::grouped;

/// Names and figures of one direction: `platform by 4.1 to 4.9`.
struct Changes(Vec<String>);

/// How an alternative differs from the base.
pub fn differences(report: &ComparisonReport, index: usize) -> String {
    let alternative = &report.alternatives[index];
    let base = &report.alternatives[0].name;
    if alternative.differences.is_empty() {
        return format!("Nothing could be compared with {base}.");
    }
    if alternative.differences.iter().all(|it| it.value == 0.0 && it.variance_ratio.is_none()) {
        return format!("Every night goes as with {base}.");
    }
    let parts: Vec<String> = [
        compliances(alternative),
        chance(alternative),
        satisfaction(alternative),
        cost(report, alternative),
        unseen(alternative),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut text = parts.join("; ");
    if let Some(first) = text.get(..1).map(str::to_uppercase) {
        text.replace_range(..1, &first);
    }
    text + "."
}

/// True if the whole interval lies on one side of nothing.
pub fn is_seen(difference: &Difference) -> bool {
    difference.low > 0.0 || difference.high < 0.0
}

/// What is said of it: the name of a target, or of what is not one.
fn spoken(difference: &Difference) -> String {
    match difference.name.as_str() {
        "chance_all_met" => "the chance of meeting all targets".to_owned(),
        "cost" => "the cost".to_owned(),
        name => name.strip_prefix("target.").unwrap_or(name).to_owned(),
    }
}

fn is_target(difference: &&Difference) -> bool {
    difference.name.starts_with("target.")
}

/// `raises platform by 4.1 to 4.9 points and promise by 3.2 to 3.9; lowers phone by 0.3 to 0.8 points`
fn compliances(alternative: &AlternativeReport) -> Option<String> {
    let mut raised = Changes(Vec::new());
    let mut lowered = Changes(Vec::new());
    for difference in alternative.differences.iter().filter(is_target).filter(|it| is_seen(it)) {
        let changes = if difference.low > 0.0 { &mut raised } else { &mut lowered };
        changes.add(difference);
    }
    let said: Vec<String> =
        [("raises", raised), ("lowers", lowered)].into_iter().filter_map(|(verb, it)| it.say(verb)).collect();
    (!said.is_empty()).then(|| said.join("; "))
}

impl Changes {
    fn add(&mut self, difference: &Difference) {
        let unit = if self.0.is_empty() { " points" } else { "" };
        let by = range(100.0 * difference.low, 100.0 * difference.high, 1);
        self.0.push(format!("{} by {by}{unit}", spoken(difference)));
    }

    fn say(&self, verb: &str) -> Option<String> {
        (!self.0.is_empty()).then(|| format!("{verb} {}", and(&self.0)))
    }
}

/// `all targets hold in 60 to 64 more nights of 100`
fn chance(alternative: &AlternativeReport) -> Option<String> {
    let difference = alternative.differences.iter().find(|it| it.name == "chance_all_met")?;
    let more = if difference.low > 0.0 { "more" } else { "fewer" };
    let nights = range(100.0 * difference.low, 100.0 * difference.high, 0);
    is_seen(difference).then(|| format!("all targets hold in {nights} {more} nights of 100"))
}

/// `raises satisfaction by 0.10 to 0.14 (from 1 to 5)`
fn satisfaction(alternative: &AlternativeReport) -> Option<String> {
    let difference = alternative.differences.iter().find(|it| it.name == "satisfaction")?;
    let verb = if difference.low > 0.0 { "raises" } else { "lowers" };
    let by = range(difference.low, difference.high, 2);
    is_seen(difference).then(|| format!("{verb} satisfaction by {by} (of scores from 1 to 5)"))
}

/// `saves 310 to 350 CNY a night`
pub fn cost(report: &ComparisonReport, alternative: &AlternativeReport) -> Option<String> {
    let difference = alternative.differences.iter().find(|it| it.name == "cost")?;
    let currency = &report.currency;
    if !is_seen(difference) {
        return (difference.value == 0.0 && difference.variance_ratio.is_none())
            .then(|| "costs the same".to_owned());
    }
    let by = money_range(difference.low, difference.high);
    Some(match difference.low > 0.0 {
        true => format!("costs {by} {currency} a night more"),
        false => format!("saves {by} {currency} a night"),
    })
}

/// `no difference is seen in phone (-0.2 to +0.4 points)`
fn unseen(alternative: &AlternativeReport) -> Option<String> {
    let is_exact = |it: &&Difference| it.name == "cost" && it.value == 0.0 && it.variance_ratio.is_none();
    let unseen = alternative.differences.iter().filter(|it| !is_seen(it) && !is_exact(it));
    let said: Vec<String> = unseen
        .map(|it| match it.name.as_str() {
            "cost" => format!("{} ({} to {})", spoken(it), signed(it.low, 0), signed(it.high, 0)),
            "satisfaction" => format!("{} ({} to {})", spoken(it), signed(it.low, 2), signed(it.high, 2)),
            _ => format!(
                "{} ({} to {} points)",
                spoken(it),
                signed(100.0 * it.low, 1),
                signed(100.0 * it.high, 1)
            ),
        })
        .collect();
    (!said.is_empty()).then(|| format!("no difference is seen in {}", and(&said)))
}

/// `a, b and c`
pub fn and(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// `4.1 to 4.9`, whatever the sign; one number where both are the same.
pub fn range(low: f64, high: f64, decimals: usize) -> String {
    let (least, most) = (low.abs().min(high.abs()), low.abs().max(high.abs()));
    let (least, most) = (grouped(least, decimals), grouped(most, decimals));
    // What is seen to differ is not said to differ by nothing.
    match (least == most, least.chars().any(|digit| ('1'..='9').contains(&digit))) {
        (true, _) => most,
        (false, true) => format!("{least} to {most}"),
        (false, false) => format!("up to {most}"),
    }
}

/// Small amounts of money with their cents.
fn money_range(low: f64, high: f64) -> String {
    let small = low.abs().max(high.abs()) < 10.0;
    range(low, high, if small { 2 } else { 0 })
}

/// `+3` or `−3`.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = grouped(value, decimals);
    if value > 0.0 && text.chars().any(|digit| ('1'..='9').contains(&digit)) {
        format!("+{text}")
    } else {
        text.replace('-', "−")
    }
}
